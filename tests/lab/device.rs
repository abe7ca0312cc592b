//! A device that is a folder of its own.

use crate::{folder, hook};
use cwmpd::io::device::{Device, Places};
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

/// A device in a fresh folder: `root/`, `platform/hooks/`.
pub struct Lab {
    pub folder: PathBuf,
    pub device: Device,
}

impl Lab {
    pub fn new(name: &str, hook_timeout_ms: u64) -> Lab {
        let folder = folder::unused(&std::env::temp_dir(), &format!("device-{name}"));
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

impl Drop for Lab {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}
