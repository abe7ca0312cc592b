//! A device that is a folder of its own.

use crate::hook;
use cwmpd::io::device::{Device, Places};
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// A device in a fresh folder: `root/`, `platform/hooks/`.
pub struct Lab {
    pub folder: PathBuf,
    pub device: Device,
}

impl Lab {
    pub fn new(name: &str, hook_timeout_ms: u64) -> Lab {
        let folder = std::env::temp_dir().join(unique(&format!("device-{name}")));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("root/etc/config")).unwrap();
        fs::create_dir_all(folder.join("platform/hooks")).unwrap();
        let device = Device::open(Places {
            root: folder.join("root"),
            config: None,
            platform: folder.join("platform"),
            state: "/etc/cwmpd".into(),
            hook_timeout: Duration::from_millis(hook_timeout_ms),
        });
        Lab { folder, device }
    }

    pub fn root(&self) -> PathBuf {
        self.folder.join("root")
    }

    pub fn put(&self, path: &str, content: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub fn hook(&self, name: &str, body: &str) {
        hook::write(&self.folder.join("platform/hooks").join(name), body);
    }
}

/// Two tests may have chosen the same name.
fn unique(name: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("cwmpd-{name}-{}-{count}", std::process::id())
}

impl Drop for Lab {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}
