//! What the manuals say is what the program does: options, limits, links, maps, and every shell
//! transcript, run with the built program.
//!
//! In a manual, a block in the language `console` is a transcript: `$ ` before each command, `> ` before
//! its further lines, what it prints below, `…` for any text. All transcripts of a page are one shell
//! session in the root of the repository. A paragraph that ends with the name of a file and a colon, and a
//! block after it, make that file.

#![allow(clippy::unwrap_used, clippy::panic)]
#![allow(clippy::disallowed_methods)] // files that nobody misses after a power cut

mod transcripts;

use cwmpd::agent::settings::{self, OptionLine, Settings};
use cwmpd::cwmp::methods::METHODS;
use cwmpd::model::agent_source::AgentAnswer;
use cwmpd::model::schema::Schema;
use cwmpd::model::template::Texts;
use cwmpd::model::tree::Tree;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use transcripts::{Scratch, matches, run_transcripts};

const MANUALS: [&str; 6] = [
    "README.md",
    "CONTRIBUTING.md",
    "platform/README.md",
    "datamodel/README.md",
    "tests/acs/README.md",
    "openwrt/README.md",
];

#[test]
fn the_options_table_names_every_option_and_no_other() {
    let mut known: Vec<String> = Settings::options()
        .iter()
        .map(|(section, option)| format!("{section}.{option}"))
        .collect();
    let mut told: Vec<String> = options_table()
        .into_iter()
        .map(|option| option.name)
        .collect();
    known.sort();
    told.sort();
    assert_eq!(told, known);
}

#[test]
fn the_options_table_tells_defaults_and_bounds() {
    let (defaults, _) = Settings::parse("cwmpd", &[]).unwrap();
    for option in options_table() {
        let set = |value: &str| {
            let (section, name) = option.name.split_once('.').unwrap();
            let line = OptionLine {
                section,
                option: name,
                value,
                line: 1,
            };
            Settings::parse("cwmpd", &[line]).map(|(settings, warnings)| {
                assert_eq!(warnings, Vec::<String>::new(), "{}", option.name);
                settings
            })
        };
        let name = &option.name;
        assert_eq!(
            set(&option.default).as_ref(),
            Ok(&defaults),
            "{name}: not the default"
        );
        let (good, bad) = values_of(&option.kind);
        for value in good {
            assert!(set(&value).is_ok(), "{name}: {value} is refused");
        }
        for value in bad {
            assert!(set(&value).is_err(), "{name}: {value} is taken");
        }
    }
}

#[test]
fn the_sample_settings_are_good_and_complete() {
    let readme = read("README.md");
    let sample = blocks(&readme)
        .into_iter()
        .find(|block| block.language == "uci" && block.text.contains("config tls"))
        .unwrap()
        .text;
    let (_, warnings) = Settings::read("cwmpd", &sample).unwrap();
    assert_eq!(warnings, Vec::<String>::new());
    let mut shown = Vec::new();
    let mut section = "";
    for line in sample.lines() {
        let quoted = line.split('\'').nth(1);
        if line.starts_with("config ") {
            section = quoted.unwrap();
        } else if let Some(text) = line.strip_prefix("#\t") {
            let alone = format!("config x '{section}'\n\t{text}\n");
            let ok = match Settings::read("cwmpd", &alone) {
                Ok((_, warnings)) => warnings.is_empty(),
                // A certificate alone is nothing without its key.
                Err(errors) => errors.iter().all(|error| error.contains("beside it")),
            };
            assert!(ok, "{section}: {text}");
        }
        let words = line.trim_start_matches('#').trim_start();
        if words.starts_with("option ") || words.starts_with("list ") {
            shown.push(format!("{section}.{}", words.split(' ').nth(1).unwrap()));
        }
    }
    let mut known: Vec<String> = Settings::options()
        .iter()
        .map(|(section, option)| format!("{section}.{option}"))
        .collect();
    shown.sort();
    known.sort();
    assert_eq!(shown, known);
}

#[test]
fn the_settings_of_the_openwrt_package_show_every_option_and_no_other() {
    let text = read("openwrt/cwmpd/files/cwmpd.config");
    let (_, warnings) = Settings::read("cwmpd", &text).unwrap();
    assert_eq!(warnings, Vec::<String>::new());
    let mut shown = BTreeSet::new();
    let mut section = "";
    for line in text.lines() {
        if line.starts_with("config ") {
            section = line.split('\'').nth(1).unwrap();
        }
        let words = line.trim_start_matches('#').trim_start();
        if section != "procd" && (words.starts_with("option ") || words.starts_with("list ")) {
            let name = words.split(' ').nth(1).unwrap();
            assert!(shown.insert(format!("{section}.{name}")), "{line}");
            let alone = format!("config x '{section}'\n\t{words}\n");
            // A certificate alone is nothing without its key.
            if let Err(errors) = Settings::read("cwmpd", &alone) {
                assert!(
                    errors.iter().all(|error| error.contains("beside it")),
                    "{errors:?}"
                );
            }
        }
    }
    let known: BTreeSet<String> = Settings::options()
        .into_iter()
        .map(|(section, option)| format!("{section}.{option}"))
        .collect();
    let missing: Vec<&String> = known.symmetric_difference(&shown).collect();
    assert!(
        missing.is_empty(),
        "not in both the program and the file: {missing:?}"
    );
}

#[test]
fn what_the_acs_writes_lands_where_the_table_says() {
    let mut known: Vec<(String, String)> = settings::PARAMETERS
        .iter()
        .filter_map(|parameter| match parameter.answer {
            AgentAnswer::Setting {
                section, option, ..
            } => Some((parameter.path.to_owned(), format!("{section}.{option}"))),
            _ => None,
        })
        .collect();
    let mut told: Vec<(String, String)> = table(&read("README.md"), "parameter")
        .into_iter()
        .map(|row| (code(&row[0]).to_owned(), code(&row[1]).to_owned()))
        .collect();
    known.sort();
    told.sort();
    assert_eq!(told, known);
}

#[test]
fn the_limits_are_those_of_the_code() {
    let rows = table(&read("README.md"), "what | limit");
    assert!(rows.len() > 15, "{} rows", rows.len());
    for row in rows {
        let mut place = row[2].split('`').filter(|part| !part.trim().is_empty());
        let (file, name) = (place.next().unwrap(), place.next().unwrap());
        let text = read(file);
        let value = text.split_once(&format!("const {name}: ")).map_or_else(
            || {
                // A variable of a script, or a field.
                let variable = text.split_once(&format!("\n{name}="));
                variable.map(|(_, after)| after.lines().next()).or_else(|| {
                    let (_, after) = text.rsplit_once(&format!(" {name}: "))?;
                    Some(after.split(',').next())
                })
            },
            |(_, after)| Some(after.split(['=', ';']).nth(1)),
        );
        let value = value
            .flatten()
            .unwrap_or_else(|| panic!("{file} has no {name}"));
        assert_eq!(number(value), number(&row[1]), "{file} {name}");
    }
}

#[test]
fn the_rpcs_are_those_of_the_code() {
    let readme = read("README.md");
    let told = readme
        .split_once("**RPCs.** ")
        .unwrap()
        .1
        .split_once('.')
        .unwrap()
        .0;
    let told: Vec<&str> = told.split(',').map(str::trim).collect();
    let mut known = METHODS.to_vec();
    // The README's order is that of an introduction.
    let mut sorted = told.clone();
    sorted.sort_unstable();
    known.sort_unstable();
    assert_eq!(sorted, known);
}

#[test]
fn the_events_are_those_of_the_code() {
    let code_of =
        |text: &str| text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, 'M' | 'X'));
    let source = read("src/agent/event.rs");
    let tables = source.split("const SINGLES").nth(1).unwrap();
    let tables = tables.split("\n\n").take(2).collect::<String>();
    let transfers = read("src/agent/transfer/report.rs");
    let (_, transfers) = transfers.split_once("fn events").unwrap();
    let (transfers, _) = transfers.split_once("fn outcome").unwrap();
    let modules = read("src/agent/deploy/report.rs");
    let (_, modules) = modules.split_once("fn events").unwrap();
    let wanted = read("src/agent/wanted.rs");
    let (_, wanted) = wanted.split_once("fn tell_wanted").unwrap();
    let (wanted, _) = wanted.split_once("fn next_wanted").unwrap();
    let kick = read("src/agent/kick.rs");
    let (_, kick) = kick.split_once("fn tell_kick").unwrap();
    let (kick, _) = kick.split_once("fn next_kick").unwrap();
    let known = tables.split('"').skip(1).step_by(2);
    let known: BTreeSet<&str> = known
        .chain(transfers.split('"').skip(1).step_by(2))
        .chain(modules.split('"').skip(1).step_by(2))
        .chain(wanted.split('"').skip(1).step_by(2))
        .chain(kick.split('"').skip(1).step_by(2))
        .filter(|text| code_of(text))
        .collect();
    let readme = read("README.md");
    let rows = table(&readme, "event");
    let told: BTreeSet<&str> = rows.iter().map(|row| code(&row[0])).collect();
    assert_eq!(told, known);
    assert_eq!(told.len(), rows.len());
}

#[test]
fn the_exit_statuses_are_those_of_the_program() {
    let scratch = Scratch::new("exit");
    let folder = scratch.0.display();
    fs::create_dir_all(scratch.0.join("etc/config")).unwrap();
    fs::write(scratch.0.join("a.map"), "Device.DeviceInfo. agent\n").unwrap();
    fs::write(
        scratch.0.join("a.dm"),
        "Device.\nDevice.DeviceInfo.\n  SerialNumber string\n",
    )
    .unwrap();
    let settings = format!(
        "config device 'device'\n option oui '00D09E'\n option serial_number '1'\n\
         config agent 'agent'\n option platform '{folder}'\n option datamodel '{folder}'\n"
    );
    fs::write(scratch.0.join("etc/config/cwmpd"), settings).unwrap();
    let root = scratch.0.to_str().unwrap();
    let mut seen = Vec::new();
    for (status, arguments) in [
        (
            0,
            &["--root", root, "get", "Device.DeviceInfo.SerialNumber"][..],
        ),
        (1, &["--root", root, "get", "Device.DeviceInfo.Nothing"]),
        (2, &["get", "--nothing"]),
        (3, &["--config", "/nowhere/cwmpd", "check"]),
        (4, &["--root", root, "status"]),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_cwmpd"))
            .args(arguments)
            .output()
            .unwrap();
        assert_eq!(
            output.status.code(),
            Some(status),
            "{arguments:?}: {output:?}"
        );
        seen.push(status.to_string());
    }
    let told: Vec<String> = table(&read("README.md"), "status")
        .into_iter()
        .map(|row| row[0].clone())
        .collect();
    assert_eq!(told, seen);
    let help = Command::new(env!("CARGO_BIN_EXE_cwmpd"))
        .arg("--help")
        .output()
        .unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let told = help.split_once("exit status: ").unwrap().1;
    let told: Vec<String> = told
        .split(", ")
        .filter_map(|part| Some(part.split(' ').next()?.parse::<u8>().ok()?.to_string()))
        .collect();
    assert_eq!(told, seen);
}

#[test]
fn the_commands_are_those_of_the_help() {
    let readme = read("README.md");
    let told: Vec<String> = table(&readme, "command | does")
        .iter()
        .map(|row| code(&row[0]).to_owned())
        .collect();
    let help = Command::new(env!("CARGO_BIN_EXE_cwmpd"))
        .arg("--help")
        .output()
        .unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let commands = help.split("\n\n").nth(2).unwrap();
    // A further line of a description is indented more.
    let known: Vec<&str> = commands
        .lines()
        .filter_map(|line| {
            line.strip_prefix("  ")
                .filter(|line| !line.starts_with(' '))
        })
        .flat_map(|line| line.split("   ").next().unwrap_or(line).split(" | "))
        .map(str::trim)
        .collect();
    assert_eq!(told, known);
}

#[test]
fn the_messages_are_those_of_the_code() {
    let sources = Command::new("grep")
        .args(["-rhoE", "\"([^\"\\\\]|\\\\.)*\"", "src"])
        .current_dir(root())
        .output()
        .unwrap();
    let sources = String::from_utf8(sources.stdout).unwrap();
    let mut rows = table(&read("README.md"), "what you see");
    rows.extend(table(&read("platform/README.md"), "message"));
    for row in rows {
        let message = row[0].split('`').nth(1).unwrap_or_default();
        for part in message
            .split('…')
            .map(|part| part.trim_matches([' ', ':', ',']))
            .filter(|part| part.len() > 9)
        {
            assert!(sources.contains(part), "no message has {part:?}");
        }
    }
}

#[test]
fn the_excerpt_of_the_demo_is_of_the_demo() {
    let readme = read("README.md");
    let blocks = blocks(&readme);
    let excerpt = blocks
        .iter()
        .find(|block| block.text.ends_with(" s.\n"))
        .unwrap();
    let script = read("tests/acs/scripts/demo.acs");
    let commands: Vec<&str> = excerpt
        .text
        .lines()
        .filter_map(|line| line.strip_prefix("> "))
        .collect();
    assert!(commands.len() > 4, "{commands:?}");
    for command in commands {
        assert!(
            script.lines().any(|line| line == command),
            "demo.acs has no {command}"
        );
    }
}

#[test]
fn the_readme_transcripts_run() {
    run_transcripts("README.md");
}

#[test]
fn the_platform_transcripts_run() {
    run_transcripts("platform/README.md");
}

#[test]
fn the_datamodel_transcripts_run() {
    run_transcripts("datamodel/README.md");
}

#[test]
fn every_map_example_loads_with_the_schema_shown() {
    let mut schemas: Vec<(String, String)> = Vec::new();
    for entry in fs::read_dir(root().join("datamodel")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "dm") {
            schemas.push((
                path.display().to_string(),
                fs::read_to_string(&path).unwrap(),
            ));
        }
    }
    schemas.sort();
    let mut loaded = 0;
    for manual in MANUALS {
        let text = read(manual);
        let blocks = blocks(&text);
        let mut schemas = schemas.clone();
        for block in blocks.iter().filter(|block| block.language == "dm") {
            let place = format!("{manual}:{}", block.line);
            let errors = Schema::default().parse(&block.text, &place, &|_| true);
            assert_eq!(errors, Vec::<String>::new());
            schemas.push((place, block.text.clone()));
        }
        // What makes a file is loaded by the transcripts around it.
        for block in blocks
            .iter()
            .filter(|block| block.language == "map" && block.file.is_none())
        {
            let place = format!("{manual}:{}", block.line);
            let root = if block.text.contains("InternetGatewayDevice.") {
                "InternetGatewayDevice"
            } else {
                "Device"
            };
            let texts = Texts {
                maps: vec![(place, block.text.clone())],
                schemas: schemas.clone(),
            };
            if let Err(errors) = Tree::load(texts, root, settings::PARAMETERS) {
                panic!("\n{}", errors.join("\n"));
            }
            loaded += 1;
        }
    }
    assert!(loaded > 4, "only {loaded} maps");
}

#[test]
fn every_link_leads_somewhere() {
    for manual in MANUALS {
        let text = read(manual);
        for link in text
            .split("](")
            .skip(1)
            .map(|rest| rest.split(')').next().unwrap())
        {
            if link.contains("://") {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = match file {
                "" => root().join(manual),
                file => root().join(manual).parent().unwrap().join(file),
            };
            assert!(target.exists(), "{manual}: {link}");
            if !anchor.is_empty() {
                let headings = fs::read_to_string(&target).unwrap();
                let found = headings
                    .lines()
                    .filter(|line| line.starts_with('#'))
                    .any(|line| slug(line) == anchor);
                assert!(found, "{manual}: {link}");
            }
        }
    }
}

struct OptionRow {
    name: String,
    kind: String,
    default: String,
}

fn options_table() -> Vec<OptionRow> {
    let rows = table(&read("README.md"), "name | type | default");
    let row = |row: Vec<String>| OptionRow {
        name: code(&row[0]).to_owned(),
        kind: row[1].clone(),
        default: code(&row[2]).to_owned(),
    };
    rows.into_iter().map(row).collect()
}

/// Values that an option of this kind must take, and must refuse.
fn values_of(kind: &str) -> (Vec<String>, Vec<String>) {
    if kind == "boolean" {
        return (vec!["1".into(), "off".into()], vec!["maybe".into()]);
    }
    if let Some(bounds) = kind.strip_prefix("number ") {
        let (least, most) = bounds.split_once('–').unwrap();
        let outside = [
            least.parse::<i64>().unwrap() - 1,
            most.parse::<i64>().unwrap() + 1,
        ];
        return (
            vec![least.into(), most.into()],
            outside.map(|number| number.to_string()).into(),
        );
    }
    if kind.starts_with('`') {
        let words = kind
            .split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect();
        return (words, vec!["nonsense".into()]);
    }
    assert!(
        ["text", "path", "list", "time", "URL"].contains(&kind),
        "{kind}"
    );
    (Vec::new(), Vec::new())
}

/// `16 * 1024`, `4 << 10`, `Duration::from_secs(60)`, and `4 KiB`, `60 s`.
fn number(text: &str) -> u64 {
    let text = text
        .trim()
        .replace("Duration::from_secs(", "")
        .replace([')', '_'], "");
    let parse = |text: &str| {
        text.trim()
            .parse::<u64>()
            .unwrap_or_else(|_| panic!("no number: {text}"))
    };
    if let Some((left, right)) = text.split_once("<<") {
        return parse(left) << parse(right);
    }
    let text = text
        .replace("KiB", "* 1024")
        .replace("MiB", "* 1048576")
        .replace(" s", "");
    text.split('*').map(parse).product()
}

/// A fenced block.
struct Block {
    /// Where its first line stands, from 1.
    line: usize,
    language: String,
    text: String,
    /// The file that it makes.
    file: Option<String>,
}

fn blocks(manual: &str) -> Vec<Block> {
    let lines: Vec<&str> = manual.lines().collect();
    let mut blocks = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let Some(language) = lines[at].strip_prefix("```") else {
            at += 1;
            continue;
        };
        let length = lines[at + 1..]
            .iter()
            .position(|line| *line == "```")
            .unwrap();
        let mut text = lines[at + 1..at + 1 + length].join("\n");
        text.push('\n');
        let before = at.checked_sub(2).map_or("", |line| lines[line]);
        let file = before
            .strip_suffix("`:")
            .and_then(|rest| rest.rsplit('`').next())
            .filter(|file| file.starts_with("/tmp/"));
        blocks.push(Block {
            line: at + 2,
            language: language.into(),
            text,
            file: file.map(str::to_owned),
        });
        at += length + 2;
    }
    blocks
}

/// The rows of the table whose head starts with these cells.
fn table(manual: &str, head: &str) -> Vec<Vec<String>> {
    let rows: Vec<Vec<String>> = manual
        .lines()
        .skip_while(|line| !line.starts_with(&format!("| {head} |")))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            let cells = line
                .trim_start_matches('|')
                .trim_end_matches('|')
                .split('|');
            cells.map(|cell| cell.trim().to_owned()).collect()
        })
        .collect();
    assert!(!rows.is_empty(), "no table {head}");
    rows
}

/// The text of a cell without the marks of code.
fn code(cell: &str) -> &str {
    cell.trim_matches('`')
}

/// The anchor that a heading gets.
fn slug(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    text.chars()
        .filter(|c| c.is_alphanumeric() || " -_".contains(*c))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

fn read(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_dots_line_stands_for_any_lines_and_nothing_else_does() {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<String>>();
    for (expected, got, good) in [
        ("a\n…\nd", "a\nb\nc\nd", true),
        ("a\n…\nd", "a\nd", true),
        ("a\n…", "b", false),
        ("a=…", "a=1", true),
        ("a=…!", "a=1", false),
        ("a", "a\nb", false),
        ("", "a", false),
    ] {
        let got: Vec<&str> = got.lines().collect();
        assert_eq!(
            matches(&lines(expected), &got),
            good,
            "{expected:?} {got:?}"
        );
    }
}
