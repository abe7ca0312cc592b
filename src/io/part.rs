//! What has been fetched of a file so far, on the RAM disk beside the file that it is to be. An agent that
//! ended in the middle finds it again in the same boot, with a mark that says what it is:
//!
//! ```text
//!  BOOT ID
//!  URL
//!  ETag or Last-Modified, as If-Range takes it
//!  bytes of the whole file, or - where the server does not know
//! ```

use super::flash;
use nix::fcntl::OFlag;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// The file, and behind it a `.mark`; the RAM disk has room for one.
const NAME: &str = "cwmpd-transfer-part";
/// Bytes of a mark. A server that calls its file something longer is not asked for the rest.
const LONGEST_MARK: u64 = 4 << 10;
/// Read and write for the owner alone.
const PRIVATE: u32 = 0o600;

/// See the module.
#[derive(Debug)]
pub(super) struct Part {
    pub file: File,
    pub path: PathBuf,
    /// Bytes.
    pub got: u64,
    /// By which the server knows this file: a strong ETag, or Last-Modified.
    pub same: Option<String>,
    /// Bytes of the whole, if the server knows.
    pub total: Option<u64>,
    /// The first two lines of the mark; none where no boot can be told from another.
    of: Option<String>,
    marked: bool,
}

impl Part {
    /// What there is of this file in a folder, or an empty one. `boot` may be empty: not known.
    pub fn open(folder: &Path, boot: &str, url: &str) -> io::Result<Part> {
        let path = folder.join(NAME);
        let of = (!boot.is_empty()).then(|| format!("{boot}\n{url}\n"));
        if let Some(part) = of.as_deref().and_then(|of| Part::find(&path, of)) {
            log::info!("going on behind {} bytes that are there", part.got);
            return Ok(part);
        }
        Part::remove(folder);
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(PRIVATE)
            .open(&path)?;
        Ok(Part {
            file,
            path,
            got: 0,
            same: None,
            total: None,
            of,
            marked: false,
        })
    }

    /// Removes what there is.
    pub fn remove(folder: &Path) {
        let path = folder.join(NAME);
        let _ = fs::remove_file(mark(&path));
        let _ = fs::remove_file(path);
    }

    /// Whether a file on the RAM disk is this, or its mark.
    pub fn is_one(name: &str) -> bool {
        name.starts_with(NAME)
    }

    fn find(path: &Path, of: &str) -> Option<Part> {
        let mark = mark(path);
        own(&mark)?;
        let text = String::from_utf8(flash::read(&mark, LONGEST_MARK).ok()??).ok()?;
        let mut rest = text.strip_prefix(of)?.lines();
        let (same, total) = (rest.next()?, rest.next()?);
        let mut file = own(path)?;
        Some(Part {
            got: file.seek(SeekFrom::End(0)).ok()?,
            file,
            path: path.to_path_buf(),
            same: Some(same.to_owned()),
            total: total.parse().ok(),
            of: Some(of.to_owned()),
            marked: true,
        })
    }

    /// From the beginning.
    pub fn empty(&mut self) -> io::Result<()> {
        self.got = 0;
        self.file.set_len(0)?;
        self.file.seek(SeekFrom::Start(0)).map(drop)
    }

    /// What the server says of the file that is to come, or whose rest is. Without a mark it is fetched from the
    /// beginning the next time, and no worse.
    pub fn known_by(&mut self, same: Option<String>, total: Option<u64>) {
        let news = self.same != same || self.total != total;
        if self.marked && !news {
            return;
        }
        (self.same, self.total) = (same, total);
        let path = mark(&self.path);
        let _ = fs::remove_file(&path);
        self.marked = false;
        if let (Some(of), Some(same)) = (&self.of, &self.same) {
            let total = total.map_or_else(|| "-".to_owned(), |total| total.to_string());
            let written = OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(PRIVATE)
                .open(path)
                .and_then(|mut file| write!(file, "{of}{same}\n{total}\n"));
            self.marked = written.is_ok();
        }
    }

    /// It is whole, and goes where it was meant to be.
    pub fn done(&self, file: &Path) -> io::Result<()> {
        let _ = fs::remove_file(mark(&self.path));
        // On a RAM disk there is nothing to sync; what a power cut takes is fetched again.
        #[allow(clippy::disallowed_methods)]
        fs::rename(&self.path, file)
    }
}

fn mark(path: &Path) -> PathBuf {
    path.with_extension("mark")
}

/// Opens what this user has made, and nobody else can have a hand in: others may write to the folder.
fn own(path: &Path) -> Option<File> {
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .custom_flags((OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK).bits())
        .open(path)
        .ok()?;
    let found = file.metadata().ok()?;
    let own = found.is_file()
        && found.nlink() == 1
        && found.mode() & 0o777 == PRIVATE
        && found.uid() == nix::unistd::geteuid().as_raw();
    own.then_some(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("cwmpd-part-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn begun(folder: &Path) {
        let mut part = Part::open(folder, "boot", "http://a/f").unwrap();
        assert_eq!((part.got, &part.same), (0, &None));
        part.known_by(Some("\"1\"".into()), Some(8));
        part.file.write_all(b"1234").unwrap();
    }

    #[test]
    fn what_is_there_is_found_again_in_the_same_boot_for_the_same_url() {
        let folder = folder("found");
        for (boot, url, got) in [
            ("boot", "http://a/f", 4),
            ("other", "http://a/f", 0),
            ("boot", "http://a/g", 0),
            ("", "http://a/f", 0),
        ] {
            begun(&folder);
            let part = Part::open(&folder, boot, url).unwrap();
            assert_eq!(part.got, got, "{boot} {url}");
            let known = (got > 0).then(|| "\"1\"".to_string());
            assert_eq!((part.same, part.total), (known, (got > 0).then_some(8)));
            Part::remove(&folder);
        }
        begun(&folder);
        let part = Part::open(&folder, "boot", "http://a/f").unwrap();
        part.done(&folder.join("whole")).unwrap();
        let names = fs::read_dir(&folder).unwrap().flatten();
        let names: Vec<_> = names.map(|entry| entry.file_name()).collect();
        assert_eq!(names, ["whole"]);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn what_others_have_a_hand_in_is_not_gone_on_with() {
        let folder = folder("others");
        let part = folder.join(NAME);
        let spoil: [fn(&Path); 3] = [
            |part| fs::hard_link(part, part.with_extension("link")).unwrap(),
            |part| {
                let open = std::os::unix::fs::PermissionsExt::from_mode(0o666);
                fs::set_permissions(part, open).unwrap();
            },
            |part| {
                fs::copy(part, part.with_extension("copy")).unwrap();
                fs::remove_file(part).unwrap();
                std::os::unix::fs::symlink(part.with_extension("copy"), part).unwrap();
            },
        ];
        for spoil in spoil {
            for which in [&part, &mark(&part)] {
                begun(&folder);
                spoil(which);
                let part = Part::open(&folder, "boot", "http://a/f").unwrap();
                assert_eq!(part.got, 0);
                let _ = fs::remove_dir_all(&folder);
                fs::create_dir_all(&folder).unwrap();
            }
        }
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn half_a_mark_means_nothing() {
        let folder = folder("half");
        let mark = mark(&folder.join(NAME));
        begun(&folder);
        let whole = fs::read(&mark).unwrap();
        Part::remove(&folder);
        for length in 0..whole.len() - 2 {
            begun(&folder);
            let file = OpenOptions::new().write(true).open(&mark).unwrap();
            file.set_len(length as u64).unwrap();
            let part = Part::open(&folder, "boot", "http://a/f").unwrap();
            assert_eq!(part.got, 0, "{length}");
            Part::remove(&folder);
        }
        fs::remove_dir_all(&folder).unwrap();
    }
}
