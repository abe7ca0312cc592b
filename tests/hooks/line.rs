//! The hook `dsl` and the daemon of a line: over real pipes, as dsl_cpe_control answers on them.

use crate::lab::{Lab, get, hook_of, shells, told};
use std::fs;
use std::process::Command;

const LINE: &str = "Device.DSL.Line.[dsl].";
const CHANNEL: &str = "Device.DSL.Channel.[dsl].";
/// What the models have for a counter that nobody knows.
const UNKNOWN: &str = "4294967295";

/// A device with pipes, and whoever takes `answers` times what is written to one of them: he tells what that was.
fn daemon(lab: &Lab, answers: Vec<String>) -> std::sync::mpsc::Receiver<String> {
    lab.write("etc/config/network", "config dsl 'dsl'\n");
    lab.write("tmp/pipe/.keep", "");
    lab.write("proc/17/comm", "vdsl_cpe_contro\n");
    let pipe = |name: &str| {
        lab.root
            .join("tmp/pipe/dsl_cpe0_")
            .to_str()
            .unwrap()
            .to_owned()
            + name
    };
    let (commands, acknowledged) = (pipe("cmd"), pipe("ack"));
    let made = Command::new("mkfifo")
        .args([&commands, &acknowledged])
        .status();
    assert!(made.unwrap().success());
    let (tell, heard) = std::sync::mpsc::channel();
    // He waits at the pipe for as long as the test lasts.
    std::thread::spawn(move || {
        for answer in answers {
            tell.send(fs::read_to_string(&commands).unwrap()).unwrap();
            fs::write(&acknowledged, answer).unwrap();
        }
    });
    heard
}

/// A line for each command: of the showtime before this one nothing is known of cells.
fn answer(command: &str) -> String {
    let words: Vec<&str> = command.split(' ').collect();
    let end = words[words.len() - 1 - usize::from(!words[0].ends_with("tg"))];
    let interval = match words[0] {
        "g997lig" => {
            return "nReturn=0 nDirection=0 G994VendorID=(B5,00,49,46,54,4E,71,A4) \
                    SystemVendorID=(B5,00,42,44,43,4D,00,01) SelfTestResult=0x0\r\n"
                .to_owned();
        }
        name if name.ends_with("tg") => 1000,
        name if name.ends_with("1dg") => 3000,
        name if name.ends_with("15mg") => 4000,
        _ if command.ends_with('1') => 5000,
        _ => 2000,
    } + 100 * end.parse::<u32>().unwrap();
    match &words[0][..4] {
        "pmls" => format!(
            "nReturn=0 nElapsedTime={} bValid=1 nES={interval} nSES={} nLOSS=0\r\n",
            interval + 7,
            interval + 1
        ),
        "pmcc" => format!(
            "nReturn=0 nChannel=0 nCodeViolations={} nFEC={}\r\n",
            interval + 2,
            interval + 3
        ),
        _ if interval >= 5000 => "nReturn=-45\r\n".to_owned(),
        _ => format!(
            "nReturn=0 nChannel=0 nHEC={} nTotalCells=9\r\n",
            interval + 4
        ),
    }
}

fn answers(commands: &str) -> String {
    commands.lines().map(answer).collect()
}

#[test]
fn what_a_line_has_counted_is_asked_for_once() {
    for shell in shells() {
        let lab = Lab::new("counters");
        let hook = hook_of("openwrt", "dsl");
        lab.program(
            "lock",
            &format!("echo \"lock $*\" >>'{}'", lab.log().display()),
        );
        let mut commands = String::from("g997lig 0\n");
        for (which, since) in [
            ("tg", ""),
            ("sg", " 0"),
            ("sg", " 1"),
            ("1dg", " 0"),
            ("15mg", " 0"),
        ] {
            for end in ["0", "1"] {
                commands += &format!(
                    "pmlsc{which} {end}{since}\npmcc{which} 0 {end}{since}\npmdpc{which} 0 {end}{since}\n"
                );
            }
        }
        // The daemon reads no more at once.
        assert!(commands.len() < 1024);
        let heard = daemon(&lab, vec![answers(&commands)]);
        let wanted = [
            (LINE, "XTURVendor", "4946544E"),
            (LINE, "XTURVendorSpecific", "71A4"),
            (LINE, "XTURCountry", "B500"),
            (LINE, "XTURSystemVendor", "4244434D"),
            (LINE, "XTURSystemVendorSpecific", "0001"),
            (LINE, "Stats.TotalStart", "1007"),
            (CHANNEL, "Stats.CurrentDayStart", "3007"),
            (LINE, "Stats.QuarterHourStart", "4007"),
            (LINE, "Stats.Showtime.ErroredSecs", "2000"),
            (LINE, "Stats.LastShowtime.SeverelyErroredSecs", "5001"),
            (CHANNEL, "Stats.Total.XTURFECErrors", "1003"),
            (CHANNEL, "Stats.Showtime.XTUCCRCErrors", "2102"),
            (CHANNEL, "Stats.CurrentDay.XTURHECErrors", "3004"),
            (CHANNEL, "Stats.QuarterHour.XTUCHECErrors", "4104"),
            (CHANNEL, "Stats.LastShowtime.XTURHECErrors", UNKNOWN),
        ];
        let paths = wanted.map(|(row, name, value)| (format!("{row}{name}"), value));
        let requests: Vec<_> = paths.iter().map(|(path, _)| get(path)).collect();
        let says: Vec<_> = paths
            .iter()
            .map(|(path, value)| told(path, value))
            .collect();
        assert_eq!(lab.ask(&shell, &hook, &requests), says);
        assert_eq!(heard.recv().unwrap(), commands);
        let lock = lab.root.join("var/lock/dsl_pipe").display().to_string();
        let log = fs::read_to_string(lab.log()).unwrap();
        assert_eq!(log, format!("lock {lock}\nlock -u {lock}\n"));
        // What has nothing to do with it asks nobody.
        let enable = format!("{LINE}Enable");
        assert_eq!(
            lab.ask(&shell, &hook, &[get(&enable)]),
            [told(&enable, "true")]
        );
    }
}

/// Nobody hangs at a pipe, and no counter is taken for another.
#[test]
fn a_daemon_that_is_gone_or_older_has_no_counters() {
    let path = format!("{LINE}Stats.Showtime.ErroredSecs");
    let (start, vendor) = (
        format!("{LINE}Stats.CurrentDayStart"),
        format!("{LINE}XTURVendor"),
    );
    let requests = [get(&path), get(&start), get(&vendor)];
    for shell in shells() {
        let hook = hook_of("openwrt", "dsl");
        for answer in [
            "nReturn=0 nES=1\nnReturn=0 nES=2\n".to_owned(),
            "command not found\n".repeat(31),
            "nReturn=0 nES=1\n".repeat(32),
            String::new(),
            "nReturn=-1".repeat(31),
        ] {
            let lab = Lab::new("older");
            let _heard = daemon(&lab, vec![answer]);
            assert_eq!(lab.ask(&shell, &hook, &requests), [told(&path, UNKNOWN)]);
        }
        let lab = Lab::new("gone");
        let _heard = daemon(&lab, Vec::new());
        fs::remove_file(lab.root.join("proc/17/comm")).unwrap();
        assert_eq!(lab.ask(&shell, &hook, &requests), [told(&path, UNKNOWN)]);
    }
}
