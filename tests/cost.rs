//! What the binary costs where nothing happens, and what a big file costs it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

mod lab;

use lab::{Agent, Lab};
use std::fs::{self, FileTimes};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, SystemTime};

/// Twelve seconds with periodic Informs and files that are written as they were: a day of that is more of
/// the same.
#[test]
fn five_watched_uci_parameters_cost_no_process_and_no_write() {
    let lab = Lab::new("five");
    lab.put(
        "platform/five.map",
        "Device.UserInterface. uci system ui\n  Enable enabled\n  ISPName name\n  ISPHomePage home\n\
         \x20 ISPHelpDesk desk\n  ISPHelpPage help\n\
         Device.DeviceInfo.MemoryStatus.\n  Total hook memory\n",
    );
    let file = "config ui 'ui'\n\toption enabled '1'\n\toption name 'a'\n\toption home 'b'\n\
                \toption desk 'c'\n\toption help 'd'\n";
    lab.put("root/etc/config/system", file);
    lab.hook("memory", "echo Device.DeviceInfo.MemoryStatus.Total=1");
    // The log of this test is a file, and would count.
    lab.config("config agent 'agent'\n\toption poll_interval '1'\n\toption log_level 'error'\n");
    let agent = lab.start();
    lab.plays(
        "wait inform \"0 BOOTSTRAP\"\nattrset Device.UserInterface. notification=2\n\
         attrs Device.UserInterface.\nexpect count = 5\n\
         set Device.ManagementServer.PeriodicInformInterval=3\nend",
    );
    for _ in 0..2 {
        lab.plays("wait inform \"2 PERIODIC\"\nexpect no event \"4 VALUE CHANGE\"\nend");
    }
    let (before, files) = (Used::by(&agent), lab.files());
    for _ in 0..4 {
        write_again(&lab, file);
        lab.plays("wait inform \"2 PERIODIC\"\nexpect no event \"4 VALUE CHANGE\"\nend");
    }
    let used = Used::by(&agent);
    println!(
        "4 periodic Informs and 4 looks: {} faults of children, {} bytes to storage, {} ticks of CPU",
        used.children - before.children,
        used.written - before.written,
        used.ticks - before.ticks
    );
    assert_eq!(used.children, before.children, "a process was started");
    assert_eq!(used.written, before.written, "something was written");
    let own = |files: Vec<(std::path::PathBuf, Vec<u8>, std::time::SystemTime)>| {
        let own = files.into_iter();
        own.filter(|(path, ..)| !path.ends_with("system"))
            .collect::<Vec<_>>()
    };
    assert_eq!(own(lab.files()), own(files));
    // All of that was counted: a hook that is watched is a process, and a change is a write.
    lab.plays(
        "cr\nwait inform \"6 CONNECTION REQUEST\"\n\
         attrset Device.DeviceInfo.MemoryStatus.Total notification=2\nend",
    );
    let counts = counts_writes(&lab);
    if !counts {
        println!("bytes to storage are not counted where the files of this test are");
    }
    lab.until("the hook is asked", || {
        let now = Used::by(&agent);
        now.children > used.children && (now.written > used.written || !counts)
    });
}

#[test]
fn a_file_of_200_mb_takes_no_more_memory_than_one_of_1_mb() {
    let lab = Lab::new("big-file");
    lab.hook("system", "read -r line");
    let agent = lab.start();
    let mut peaks = Vec::new();
    lab.plays("wait inform \"0 BOOTSTRAP\"\nend");
    for (name, size) in [("warm", 1 << 20), ("small", 1 << 20), ("big", 200 << 20)] {
        let pid = agent.child.id();
        fs::write(format!("/proc/{pid}/clear_refs"), "5").unwrap();
        lab.plays(&format!(
            "file {name} size {size}\ncr\nwait inform \"6 CONNECTION REQUEST\"\n\
             download 2 /files/{name} key {name}\nwait transfer {name} within 600\n\
             expect transfer {name} fault 0"
        ));
        peaks.push(number(&format!("/proc/{pid}/status"), "VmHWM:"));
    }
    println!("at most {peaks:?} KB while 1, 1 and 200 MB were fetched");
    assert!(peaks[2] < peaks[1] + 1024, "{peaks:?}");
}

#[test]
fn the_status_tells_how_far_a_file_is() {
    let lab = Lab::new("progress");
    lab.hook("system", "read -r line");
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = server.local_addr().unwrap().port();
    let (go_on, wait) = mpsc::channel();
    let serving = std::thread::spawn(move || {
        let (mut stream, _) = server.accept().unwrap();
        let mut head = [0; 4096];
        assert!(stream.read(&mut head).unwrap() > 0);
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n";
        stream.write_all(answer.as_bytes()).unwrap();
        stream.write_all(&[b'x'; 400]).unwrap();
        wait.recv().unwrap();
        stream.write_all(&[b'x'; 600]).unwrap();
    });
    let _agent = lab.start();
    lab.plays(&format!(
        "wait inform \"0 BOOTSTRAP\"\ndownload 2 http://127.0.0.1:{port}/slow key slow\nend"
    ));
    lab.until("it is told", || {
        lab.status("transfer") == "Download \"slow\", 2 Web Content: fetching 400 of 1000 bytes"
    });
    go_on.send(()).unwrap();
    lab.plays("wait transfer slow\nexpect transfer slow fault 0");
    serving.join().unwrap();
}

#[test]
fn a_full_disk_is_told_in_the_report() {
    let lab = Lab::new("full-disk");
    lab.hook("system", "read -r line");
    let disk = lab.root().join("tmp");
    fs::create_dir_all(&disk).unwrap();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=3m", "tmpfs"])
        .arg(&disk)
        .stderr(Stdio::null())
        .status();
    if !mounted.is_ok_and(|status| status.success()) {
        println!("skipped: mounting a tmpfs needs root");
        return;
    }
    let _mounted = Mounted(&disk);
    let _agent = lab.start();
    lab.plays(
        "wait inform \"0 BOOTSTRAP\"\nfile big size 8000000\nfile small size 1000000\n\
         download 2 /files/big key big\nwait transfer big\n\
         expect transfer big fault 9010 \"expected room for 8000000 bytes\"\n\
         cr\nwait inform\ndownload 2 /files/small key small\nwait transfer small\n\
         expect transfer small fault 0",
    );
    assert_eq!(fs::read_dir(&disk).unwrap().count(), 0, "nothing is left");
}

/// Writes it as it was, by another name at first. It counts as read later than that: where a file system has
/// no journal, to note that the agent has read it (relatime) would be charged to the agent.
fn write_again(lab: &Lab, content: &str) {
    let beside = lab.root().join("etc/system.new");
    fs::write(&beside, content).unwrap();
    let later = FileTimes::new().set_accessed(SystemTime::now() + Duration::from_secs(3600));
    let file = fs::File::options().write(true).open(&beside).unwrap();
    file.set_times(later).unwrap();
    fs::rename(beside, lab.root().join("etc/config/system")).unwrap();
}

/// Whether the kernel counts what is written there: what goes to a RAM disk goes to no storage.
fn counts_writes(lab: &Lab) -> bool {
    let written = || number("/proc/self/io", "write_bytes:");
    let before = written();
    let file = lab.folder.join("counted");
    fs::write(&file, [b'x'; 1 << 16]).unwrap();
    fs::File::open(&file).unwrap().sync_all().unwrap();
    written() > before
}

/// What a process has used since its start.
struct Used {
    /// Minor page faults of the children that it has waited for: each child has some.
    children: u64,
    /// Bytes that go to storage.
    written: u64,
    /// Of the processor, a hundredth of a second each.
    ticks: u64,
}

impl Used {
    fn by(agent: &Agent) -> Used {
        let pid = agent.child.id();
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
        // The second field is a name in parentheses; the third is the next.
        let (_, fields) = stat.rsplit_once(") ").unwrap();
        let field = |number: usize| {
            let text = fields.split(' ').nth(number - 3).unwrap();
            text.parse::<u64>().unwrap()
        };
        Used {
            children: field(11),
            written: number(&format!("/proc/{pid}/io"), "write_bytes:"),
            ticks: field(14) + field(15),
        }
    }
}

/// The number on the line that begins so.
fn number(file: &str, name: &str) -> u64 {
    let text = fs::read_to_string(file).unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let word = line.unwrap().split_whitespace().next().unwrap();
    word.parse().unwrap()
}

struct Mounted<'a>(&'a Path);

impl Drop for Mounted<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0).status();
    }
}
