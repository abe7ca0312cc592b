//! Files on flash: links, modes, full and read-only file systems, torn state, the lock.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use cwmpd::io::flash::Flash;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::PathBuf;
use std::time::Duration;

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
    assert!(
        flash.save_state("agent.json", b"{}").unwrap(),
        "the space of failed files is free again"
    );
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
