//! Files on flash: links, modes, full and read-only file systems, torn state, the lock; and what the binary has
//! synced when it renames, and when it speaks.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

mod lab;

use cwmpd::io::flash::Flash;
use lab::Lab;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What strace tells of: all that changes a file or leaves the device.
const CALLS: &str = "trace=write,writev,pwrite64,sendto,sendmsg,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,execve";

/// A power cut takes what is not synced: the content of a file before it is renamed, the name after it.
#[test]
fn what_is_renamed_is_synced_before_and_its_folder_after_and_before_the_acs_is_answered() {
    let mut lab = Lab::new("synced");
    let calls = lab.folder.join("calls");
    let strace = |act: &[&str]| {
        let path = calls.to_str().unwrap();
        let words = [
            "strace", "-A", "-f", "-y", "-s", "24", "-e", CALLS, "-o", path,
        ];
        let words = words.iter().chain(act);
        words.map(ToString::to_string).collect::<Vec<String>>()
    };
    let probe = strace(&["true"]);
    let mut probe = Command::new(&probe[0])
        .args(&probe[1..])
        .stderr(Stdio::null())
        .status();
    if !probe.as_mut().is_ok_and(|status| status.success()) {
        println!("skipped: strace is not installed, or may not trace");
        return;
    }
    fs::remove_file(&calls).unwrap();
    lab.put(
        "platform/two.map",
        "Device.UserInterface. uci system ui\n  ISPName isp\n\
         Device.NAT.PortMapping.{i}. uci firewall redirect add target=DNAT del\n  Description name\n",
    );
    lab.put(
        "root/etc/config/system",
        "config ui 'ui'\n\toption isp 'a'\n",
    );
    lab.put("root/etc/config/firewall", "");
    lab.enter = strace(&[]);
    let mut agent = lab.start();
    lab.enter.clear();
    // Nothing that is kept beside a session: each write is for the message behind it.
    lab.plays(
        "wait inform \"0 BOOTSTRAP\" within 300\nadd Device.NAT.PortMapping.\n\
         set Device.UserInterface.ISPName=b Device.NAT.PortMapping.$row.Description=c key k\n\
         attrset Device.UserInterface.ISPName notification=2\nschedule-inform 36000 late\n\
         download 2 /files/page key page delay 36000\nend\ncr\n\
         wait inform \"6 CONNECTION REQUEST\" within 300\nreboot again\nend",
    );
    lab.until_within(300, "it goes down", || {
        !lab.cwmpd(&["status"]).status.success()
    });
    agent.exit_status();
    let text = fs::read_to_string(&calls).unwrap();
    let seen = Seen::all(&text);
    println!(
        "{} files renamed, {} messages sent",
        seen.renamed, seen.sent
    );
    assert!(seen.renamed > 8 && seen.sent > 8, "{text}");
    assert!(seen.journals > 0, "no change of two files: {text}");
}

/// What is not on flash yet, call by call.
#[derive(Default)]
struct Seen {
    /// Written and not synced.
    dirty: BTreeSet<String>,
    /// Folders with a new name in them.
    owed: BTreeSet<PathBuf>,
    renamed: usize,
    journals: usize,
    sent: usize,
}

impl Seen {
    fn all(text: &str) -> Seen {
        let mut seen = Seen::default();
        let mut begun: BTreeMap<&str, &str> = BTreeMap::new();
        for line in text.lines() {
            let (process, call) = line.split_once(' ').unwrap();
            let call = call.trim_start();
            if let Some(first) = call.strip_suffix("<unfinished ...>") {
                begun.insert(process, first);
                // It may be out before it is over.
                seen.send(first);
            } else if call.starts_with("<... ") {
                // The other calls are done when they are over.
                if let Some(first) = begun.remove(process) {
                    seen.note(first);
                }
            } else {
                seen.send(call);
                seen.note(call);
            }
        }
        assert!(seen.dirty.is_empty() && seen.owed.is_empty());
        seen
    }

    fn send(&mut self, call: &str) {
        if call.contains("<socket:") && call.contains("\"POST ") {
            self.sent += 1;
            let (dirty, owed) = (&self.dirty, &self.owed);
            assert!(
                dirty.is_empty() && owed.is_empty(),
                "{dirty:?} {owed:?}: {call}"
            );
        }
    }

    fn note(&mut self, call: &str) {
        let (name, arguments) = call.split_once('(').unwrap_or_default();
        // `fsync(5</a/b>)`
        let open = arguments
            .split_once('<')
            .and_then(|(_, rest)| rest.split_once('>'));
        let open = open.map_or("", |(path, _)| path);
        let mut quoted = arguments.split('"').skip(1).step_by(2);
        match name {
            "write" | "writev" | "pwrite64" if open.ends_with(".cwmpd-new") => {
                self.dirty.insert(open.to_owned());
            }
            "fsync" | "fdatasync" => {
                self.dirty.remove(open);
                self.owed.remove(Path::new(open));
            }
            "rename" | "renameat" | "renameat2" => {
                let (from, to) = (quoted.next().unwrap(), quoted.next().unwrap());
                if from.ends_with(".cwmpd-new") {
                    assert!(!self.dirty.contains(from), "{call}");
                    self.renamed += 1;
                    self.journals += usize::from(to.ends_with("/journal"));
                    self.owe(to);
                }
            }
            "unlink" | "unlinkat" => {
                let path = quoted.next().unwrap();
                if path.ends_with("/journal") {
                    self.owe(path);
                }
            }
            _ => {}
        }
    }

    fn owe(&mut self, path: &str) {
        let folder = Path::new(path).parent().unwrap();
        self.owed.insert(folder.canonicalize().unwrap());
    }
}

#[test]
fn what_has_not_changed_is_not_written() {
    let folder = folder("unchanged");
    let flash = Flash::at(&folder);
    assert!(flash.save_state("agent.json", b"{}").unwrap());
    let before = fs::metadata(folder.join("agent.json")).unwrap();
    assert!(!flash.save_state("agent.json", b"{}").unwrap());
    let config = folder.join("network");
    assert!(flash.commit(&[(config.clone(), b"x".to_vec())]).unwrap());
    assert!(!flash.commit(&[(config, b"x".to_vec())]).unwrap());
    assert_eq!(
        fs::metadata(folder.join("agent.json")).unwrap().ino(),
        before.ino()
    );
    assert_eq!(before.mode() & 0o777, 0o600);
}

#[test]
fn the_mode_of_a_replaced_file_stays_and_a_new_one_is_private() {
    let folder = folder("modes");
    let flash = Flash::at(&folder.join("state"));
    let old = folder.join("old");
    fs::write(&old, "1").unwrap();
    fs::set_permissions(&old, fs::Permissions::from_mode(0o644)).unwrap();
    let new = folder.join("new");
    let changes = [(old.clone(), b"2".to_vec()), (new.clone(), b"2".to_vec())];
    flash.commit(&changes).unwrap();
    assert_eq!(fs::metadata(old).unwrap().mode() & 0o7777, 0o644);
    assert_eq!(fs::metadata(new).unwrap().mode() & 0o7777, 0o600);
    assert_eq!(
        fs::metadata(folder.join("state")).unwrap().mode() & 0o777,
        0o700
    );
}

#[test]
fn a_symbolic_link_stays_and_its_target_is_replaced() {
    let folder = folder("links");
    let flash = Flash::at(&folder.join("state"));
    fs::create_dir(folder.join("real")).unwrap();
    fs::write(folder.join("real/wireless"), "old").unwrap();
    symlink("real/wireless", folder.join("relative")).unwrap();
    symlink(folder.join("relative"), folder.join("twice")).unwrap();
    symlink("real/not-there-yet", folder.join("dangling")).unwrap();
    let changes = ["twice", "dangling"].map(|name| (folder.join(name), b"new".to_vec()));
    flash.commit(&changes).unwrap();
    for name in ["relative", "twice", "dangling"] {
        assert!(
            fs::symlink_metadata(folder.join(name))
                .unwrap()
                .is_symlink(),
            "{name}"
        );
        assert_eq!(
            fs::read_to_string(folder.join(name)).unwrap(),
            "new",
            "{name}"
        );
    }
    symlink("loop", folder.join("loop")).unwrap();
    let error = flash
        .commit(&[(folder.join("loop"), b"x".to_vec())])
        .unwrap_err();
    assert!(
        error.to_string().contains("too many symbolic links"),
        "{error}"
    );
}

#[test]
fn nothing_is_replaced_when_one_file_cannot_be() {
    let folder = folder("refused");
    let flash = Flash::at(&folder.join("state"));
    fs::write(folder.join("one"), "old").unwrap();
    fs::create_dir(folder.join("three")).unwrap();
    for bad in ["missing/two", "three"] {
        let changes = ["one", bad].map(|name| (folder.join(name), b"new".to_vec()));
        let error = flash.commit(&changes).unwrap_err();
        assert!(error.to_string().contains(bad), "{error}");
        assert_eq!(fs::read_to_string(folder.join("one")).unwrap(), "old");
    }
    let names: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names.len(), 3, "{names:?}");
    assert_eq!(fs::read_dir(folder.join("state")).unwrap().count(), 0);
}

#[test]
fn a_full_flash_says_so_and_keeps_the_old_files() {
    let folder = folder("full");
    let Some(_mount) = Mount::tmpfs(&folder, "size=64k") else {
        println!("skipped: mounting a small tmpfs needs root");
        return;
    };
    let flash = Flash::at(&folder.join("state"));
    fs::write(folder.join("one"), "old").unwrap();
    let changes = [
        (folder.join("one"), vec![b'x'; 30_000]),
        (folder.join("two"), vec![b'x'; 90_000]),
    ];
    let error = flash.commit(&changes).unwrap_err();
    assert!(
        error.to_string().contains("two: no space is left"),
        "{error}"
    );
    assert_eq!(fs::read_to_string(folder.join("one")).unwrap(), "old");
    let error = flash.save_state("agent.json", &[b'x'; 90_000]).unwrap_err();
    assert!(error.to_string().contains("no space is left"), "{error}");
    // A process that another test is starting has the deleted files open until it runs its program.
    let start = Instant::now();
    let saved = loop {
        match flash.save_state("agent.json", b"{}") {
            Err(_) if start.elapsed() < Duration::from_secs(60) => std::thread::yield_now(),
            saved => break saved,
        }
    };
    assert!(saved.unwrap(), "the space of failed files is free again");
}

#[test]
fn a_read_only_flash_says_so() {
    let folder = folder("read-only");
    let Some(_mount) = Mount::tmpfs(&folder, "ro") else {
        println!("skipped: mounting a read-only tmpfs needs root");
        return;
    };
    let nowhere = Flash::at(&folder.join("state"));
    let error = nowhere.save_state("agent.json", b"{}").unwrap_err();
    assert!(error.to_string().contains("read-only"), "{error}");
    assert_eq!(nowhere.state("agent.json").unwrap(), None);
    nowhere.lock(Duration::ZERO).unwrap();
    let error = Flash::at(&folder)
        .save_state("agent.json", b"{}")
        .unwrap_err();
    assert!(
        error.to_string().contains("the file system is read-only"),
        "{error}"
    );
}

#[test]
fn torn_state_is_replaced_by_its_last_good_copy() {
    let folder = folder("torn");
    let flash = Flash::at(&folder);
    assert_eq!(flash.state("agent.json").unwrap(), None);
    flash.save_state("agent.json", b"{\"n\":1}").unwrap();
    flash.save_state("agent.json", b"{\"n\":2}").unwrap();
    for torn in ["", "{\"n\":", "\0\0\0\0"] {
        fs::write(folder.join("agent.json"), torn).unwrap();
        assert_eq!(
            flash.state("agent.json").unwrap().unwrap(),
            b"{\"n\":1}",
            "{torn:?}"
        );
    }
    flash.save_state("agent.json", b"{\"n\":3}").unwrap();
    assert_eq!(
        fs::read_to_string(folder.join("agent.json.bak")).unwrap(),
        "{\"n\":1}",
        "a torn file never becomes the good copy"
    );
}

#[test]
fn the_lock_is_one_and_waiting_for_it_ends() {
    let folder = folder("lock");
    let flash = Flash::at(&folder);
    let held = flash.lock(Duration::ZERO).unwrap();
    let error = flash.lock(Duration::from_millis(60)).unwrap_err();
    assert!(error.to_string().contains("another cwmpd"), "{error}");
    drop(held);
    flash.lock(Duration::ZERO).unwrap();
}

/// A fresh folder that is this test's alone.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("cwmpd-flash-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

struct Mount(PathBuf);

impl Mount {
    fn tmpfs(folder: &PathBuf, options: &str) -> Option<Mount> {
        let mounted = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(folder)
            .stderr(std::process::Stdio::null())
            .status();
        mounted
            .is_ok_and(|status| status.success())
            .then(|| Mount(folder.clone()))
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg(&self.0).status();
    }
}
