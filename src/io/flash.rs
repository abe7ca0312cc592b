//! Files that survive a power cut: replaced whole, several of them together or not at all, and never
//! written when nothing has changed.
//!
//! ```text
//! commit:  temp files written and synced ─▶ journal synced ─▶ each temp renamed ─▶ journal removed
//! a cut here:  nothing happened            nothing happened   recover() redoes all   all is done
//! ```
//!
//! What lies in memory (tmpfs) is lost with the power: it is replaced like the others, and never in the journal.

use ring::digest;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A state file is never larger; a larger one is not ours.
const LARGEST: u64 = 64 << 20;
/// Read and write for the owner alone.
const PRIVATE: u32 = 0o600;
const JOURNAL: &str = "journal";
const JOURNAL_MAGIC: &[u8] = b"cwmpd journal 1\n";

/// The agent's place on flash: the folder of its state, with the journal and the lock in it.
#[derive(Debug)]
pub struct Flash {
    state: PathBuf,
    #[cfg(test)]
    acts_left: std::cell::Cell<Option<usize>>,
}

/// While it lives, no other cwmpd process touches the device. Taken for one RPC or one command.
#[derive(Debug)]
pub struct Lock {
    /// `None` where there is nothing to lock, because nothing can be kept.
    _folder: Option<nix::fcntl::Flock<File>>,
}

impl Flash {
    /// Uses this folder; it is made when there is something to be kept.
    pub fn at(state: &Path) -> Flash {
        Flash {
            state: state.to_path_buf(),
            #[cfg(test)]
            acts_left: std::cell::Cell::new(None),
        }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.state
    }

    /// Waits for the lock, at most this long, and finishes what a power cut has left half done.
    ///
    /// The folder itself is what is locked, so that a flash that cannot be written can still be read.
    pub fn lock(&self, patience: Duration) -> io::Result<Lock> {
        if let Err(error) = make_folder(&self.state) {
            log::info!("no lock: {error}");
            return Ok(Lock { _folder: None });
        }
        let path = self.state.clone();
        let mut file = File::open(&path).map_err(|error| explain("open", &path, &error))?;
        let pause = Duration::from_millis(20);
        let mut waited = Duration::ZERO;
        loop {
            match nix::fcntl::Flock::lock(file, nix::fcntl::FlockArg::LockExclusiveNonblock) {
                Ok(locked) => {
                    // What cannot be finished now is an obstacle to changes only: see commit.
                    if let Err(error) = self.recover() {
                        log::error!(
                            "a change that a power cut interrupted stays half done: {error}"
                        );
                    }
                    let _folder = Some(locked);
                    return Ok(Lock { _folder });
                }
                Err((back, nix::errno::Errno::EWOULDBLOCK | nix::errno::Errno::EINTR))
                    if waited < patience =>
                {
                    file = back;
                    // flock has no deadline of its own.
                    #[allow(clippy::disallowed_methods)]
                    std::thread::sleep(pause);
                    waited += pause;
                }
                Err((_, nix::errno::Errno::EWOULDBLOCK)) => {
                    let text = format!(
                        "{}: another cwmpd has held the lock for {} s",
                        path.display(),
                        patience.as_secs()
                    );
                    return Err(io::Error::new(ErrorKind::WouldBlock, text));
                }
                Err((_, errno)) => return Err(explain("lock", &path, &errno.into())),
            }
        }
    }

    /// A state file, or its last good copy where the file is missing or torn.
    pub fn state(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        let path = self.state.join(name);
        let found = read(&path, LARGEST)?;
        if found.as_deref().is_some_and(is_whole) {
            return Ok(found);
        }
        let copy = read(&backup(&path), LARGEST)?.filter(|content| is_whole(content));
        if copy.is_some() {
            log::warn!(
                "{} is missing or torn: its last good copy is used",
                path.display()
            );
        }
        Ok(copy.or(found))
    }

    /// Replaces a state file, durably; the one before is kept as `NAME.bak`. False: it said so already.
    pub fn save_state(&self, name: &str, content: &[u8]) -> io::Result<bool> {
        let path = self.state.join(name);
        if read(&path, LARGEST)?.as_deref() == Some(content) {
            return Ok(false);
        }
        make_folder(&self.state)?;
        let staged = self.stage(&path, content)?;
        self.keep_backup(&path);
        self.replace(&staged)?;
        Ok(true)
    }

    /// Removes a state file with its copy, durably.
    pub fn forget(&self, name: &str) -> io::Result<()> {
        let path = self.state.join(name);
        self.remove(&backup(&path))?;
        self.remove(&path)
    }

    /// Replaces all of these files, durably, or none. False: they all said so already.
    ///
    /// A file keeps its mode and owner; a new one is the owner's alone. A symbolic link stays one:
    /// what it points to is replaced. Files of the kernel (`/proc`, `/sys`) are written in place.
    pub fn commit(&self, files: &[(PathBuf, Vec<u8>)]) -> io::Result<bool> {
        self.recover()?;
        let mut kernel = Vec::new();
        let mut plain = Vec::new();
        let mut passing = Vec::new();
        for (path, content) in files {
            let path = resolve(path)?;
            let old = read(&path, LARGEST)?;
            if old.as_deref() == Some(content) {
                continue;
            }
            if is_kernels(&path) {
                kernel.push((path, content, old));
            } else if self.is_passing(&path) {
                passing.push((path, content, old));
            } else {
                plain.push((path, content, old));
            }
        }
        let lasting = plain.len();
        plain.append(&mut passing);
        if kernel.is_empty() && plain.is_empty() {
            return Ok(false);
        }
        make_folder(&self.state)?;
        let mut staged = Vec::new();
        let done = self.carry_out(&plain, lasting, &kernel, &mut staged);
        if done.is_err() {
            for one in &staged {
                let _ = fs::remove_file(&one.temp);
            }
        }
        done.map(|()| true)
    }

    /// Finishes a commit that a power cut has interrupted. Call it under the lock or at the start.
    pub fn recover(&self) -> io::Result<()> {
        let path = self.state.join(JOURNAL);
        let Some(journal) = read(&path, LARGEST)? else {
            return Ok(());
        };
        match read_journal(&journal) {
            Some(files) => {
                log::warn!(
                    "a power cut interrupted a change of {} files: it is finished now",
                    files.len()
                );
                for (file, content) in files {
                    if read(&file, LARGEST)?.as_deref() != Some(content) {
                        let staged = self.stage(&file, content)?;
                        self.replace(&staged)?;
                    }
                    let _ = fs::remove_file(temp_name(&file));
                }
            }
            None => log::warn!("{} is torn and means nothing: removed", path.display()),
        }
        self.remove(&path)
    }

    /// Whether a power cut takes this file and leaves the state.
    fn is_passing(&self, path: &Path) -> bool {
        is_memory(folder_of(path)) && !is_memory(&self.state)
    }

    /// The first `lasting` files outlast a power cut.
    fn carry_out(
        &self,
        plain: &[Difference],
        lasting: usize,
        kernel: &[Difference],
        staged: &mut Vec<Staged>,
    ) -> io::Result<()> {
        for (path, content, _) in plain {
            staged.push(self.stage(path, content)?);
        }
        for (index, (path, content, _)) in kernel.iter().enumerate() {
            if let Err(error) = overwrite(path, content) {
                take_back(kernel.get(..index).unwrap_or_default());
                return Err(error);
            }
        }
        if let [one] = staged.as_slice() {
            self.keep_state_backup(&one.path);
            return self.replace(one).inspect_err(|_| take_back(kernel));
        }
        let journal = self.state.join(JOURNAL);
        if lasting > 1 {
            let text = write_journal(plain.get(..lasting).unwrap_or_default());
            let written = self
                .stage(&journal, &text)
                .and_then(|staged| self.replace(&staged));
            if let Err(error) = written {
                take_back(kernel);
                return Err(error);
            }
        }
        for (index, one) in staged.iter().enumerate() {
            self.keep_state_backup(&one.path);
            if let Err(error) = self.replace(one) {
                self.roll_back(plain.get(..=index).unwrap_or_default());
                take_back(kernel);
                let _ = self.remove(&journal);
                return Err(error);
            }
        }
        if lasting > 1 {
            self.remove(&journal)?;
        }
        Ok(())
    }

    /// Writes and syncs the new content beside the file.
    fn stage(&self, path: &Path, content: &[u8]) -> io::Result<Staged> {
        let temp = temp_name(path);
        let staged = Staged {
            path: path.to_path_buf(),
            temp,
        };
        self.act();
        let written = fill(&staged, content);
        if let Err(error) = written {
            let _ = fs::remove_file(&staged.temp);
            return Err(explain("write", path, &error));
        }
        Ok(staged)
    }

    fn replace(&self, staged: &Staged) -> io::Result<()> {
        self.act();
        // The one place that may: the content is on flash already.
        #[allow(clippy::disallowed_methods)]
        fs::rename(&staged.temp, &staged.path)
            .and_then(|()| sync_folder(&staged.path))
            .map_err(|error| {
                let _ = fs::remove_file(&staged.temp);
                explain("replace", &staged.path, &error)
            })
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.act();
        match fs::remove_file(path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(explain("remove", path, &error))
            }
            _ => sync_folder(path).map_err(|error| explain("sync the folder of", path, &error)),
        }
    }

    /// Puts the old contents back after a failure halfway. What fails now can only be said.
    fn roll_back(&self, done: &[Difference]) {
        for (path, _, old) in done {
            let back = match old {
                Some(old) => self
                    .stage(path, old)
                    .and_then(|staged| self.replace(&staged)),
                None => self.remove(path),
            };
            if let Err(error) = back {
                log::error!("a failed change could not be taken back: {error}");
            }
        }
    }

    fn keep_state_backup(&self, path: &Path) {
        if path.parent() == Some(self.state.as_path()) {
            self.keep_backup(path);
        }
    }

    /// The file itself stays in place; its copy is the same data under a second name.
    fn keep_backup(&self, path: &Path) {
        let whole = read(path, LARGEST).is_ok_and(|old| old.as_deref().is_some_and(is_whole));
        if whole {
            self.act();
            let copy = backup(path);
            let _ = fs::remove_file(&copy);
            if fs::hard_link(path, &copy).is_err() {
                let _ = fs::copy(path, &copy);
            }
        }
    }

    /// Marks a moment at which a test may cut the power.
    fn act(&self) {
        #[cfg(test)]
        match self.acts_left.get() {
            Some(0) => std::panic::resume_unwind(Box::new("power cut")),
            Some(left) => self.acts_left.set(Some(left - 1)),
            None => {}
        }
    }
}

/// Reads a file of at most so many bytes; `None` where there is none.
pub fn read(path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(explain("read", path, &error)),
    };
    let mut content = Vec::new();
    file.take(most.saturating_add(1))
        .read_to_end(&mut content)
        .map_err(|error| explain("read", path, &error))?;
    if content.len() as u64 > most {
        let text = format!("cannot read {}: more than {most} bytes", path.display());
        return Err(io::Error::new(ErrorKind::InvalidData, text));
    }
    Ok(Some(content))
}

fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|error| explain("make the folder", folder, &error))
}

/// Path, new content, old content.
type Difference<'a> = (PathBuf, &'a Vec<u8>, Option<Vec<u8>>);

/// A new content that waits, synced, beside the file it will replace.
#[derive(Debug)]
struct Staged {
    path: PathBuf,
    temp: PathBuf,
}

fn fill(staged: &Staged, content: &[u8]) -> io::Result<()> {
    let old = match fs::metadata(&staged.path) {
        Ok(old) if !old.is_file() => {
            return Err(io::Error::new(ErrorKind::InvalidInput, "not a plain file"));
        }
        Ok(old) => Some(old),
        Err(_) => None,
    };
    let _ = fs::remove_file(&staged.temp);
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(PRIVATE)
        .open(&staged.temp)?;
    if let Some(old) = old {
        // Only root may give a file away; for anybody else the file becomes his own.
        let _ = std::os::unix::fs::fchown(&file, Some(old.uid()), Some(old.gid()));
        file.set_permissions(fs::Permissions::from_mode(old.mode() & 0o7777))?;
    }
    file.write_all(content)?;
    file.sync_all()
}

/// A file whose writing is an act of the kernel cannot be replaced, only written.
fn overwrite(path: &Path, content: &[u8]) -> io::Result<()> {
    OpenOptions::new()
        .write(true)
        .truncate(true)
        .open(path)
        .and_then(|mut file| file.write_all(content))
        .map_err(|error| explain("write", path, &error))
}

fn take_back(done: &[Difference]) {
    for (path, _, old) in done {
        if let Some(Err(error)) = old.as_ref().map(|old| overwrite(path, old)) {
            log::error!("a failed change could not be taken back: {error}");
        }
    }
}

fn is_kernels(path: &Path) -> bool {
    path.starts_with("/proc") || path.starts_with("/sys")
}

fn is_memory(folder: &Path) -> bool {
    nix::sys::statfs::statfs(folder)
        .is_ok_and(|about| about.filesystem_type() == nix::sys::statfs::TMPFS_MAGIC)
}

fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(folder_of(path))?.sync_all()
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

/// Hidden, so that whoever reads all files of a folder passes it by; the same every time, so that one
/// left by a power cut is overwritten.
fn temp_name(path: &Path) -> PathBuf {
    sibling(path, ".", ".cwmpd-new")
}

fn backup(path: &Path) -> PathBuf {
    sibling(path, "", ".bak")
}

fn sibling(path: &Path, before: &str, after: &str) -> PathBuf {
    let mut name = std::ffi::OsString::from(before);
    name.push(path.file_name().unwrap_or_default());
    name.push(after);
    path.with_file_name(name)
}

/// Follows symbolic links to the file that is really meant, which need not exist.
fn resolve(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_path_buf();
    for _ in 0..16 {
        match fs::read_link(&path) {
            Ok(next) => path = folder_of(&path).join(next),
            Err(_) => return Ok(path),
        }
    }
    let text = format!("{}: too many symbolic links", path.display());
    Err(io::Error::new(ErrorKind::InvalidInput, text))
}

/// State is JSON: what a torn write leaves does not end in a brace.
fn is_whole(content: &[u8]) -> bool {
    content.trim_ascii_start().first() == Some(&b'{')
        && content.trim_ascii_end().last() == Some(&b'}')
}

/// `PATH LENGTH CONTENT` for each file, lengths of eight bytes, and the digest of it all.
fn write_journal(files: &[Difference]) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt;
    let mut text = JOURNAL_MAGIC.to_vec();
    for (path, content, _) in files {
        for part in [path.as_os_str().as_bytes(), content.as_slice()] {
            text.extend_from_slice(&(part.len() as u64).to_be_bytes());
            text.extend_from_slice(part);
        }
    }
    let seal = digest::digest(&digest::SHA256, &text);
    text.extend_from_slice(seal.as_ref());
    text
}

fn read_journal(journal: &[u8]) -> Option<Vec<(PathBuf, &[u8])>> {
    use std::os::unix::ffi::OsStrExt;
    let (text, seal) = journal.split_at_checked(journal.len().checked_sub(32)?)?;
    if digest::digest(&digest::SHA256, text).as_ref() != seal {
        return None;
    }
    let mut rest = text.strip_prefix(JOURNAL_MAGIC)?;
    let mut files = Vec::new();
    while !rest.is_empty() {
        let (path, after) = read_part(rest)?;
        let (content, after) = read_part(after)?;
        files.push((PathBuf::from(std::ffi::OsStr::from_bytes(path)), content));
        rest = after;
    }
    Some(files)
}

fn read_part(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = text.split_first_chunk::<8>()?;
    rest.split_at_checked(usize::try_from(u64::from_be_bytes(*length)).ok()?)
}

fn explain(act: &str, path: &Path, error: &io::Error) -> io::Error {
    let why = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "no space is left".to_string(),
        ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_string(),
        _ => error.to_string(),
    };
    io::Error::new(
        error.kind(),
        format!("cannot {act} {}: {why}", path.display()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    /// Runs the work with the power cut before each of its acts in turn, then restarts and looks.
    fn with_every_power_cut(
        name: &str,
        prepare: impl Fn(&Path),
        work: impl Fn(&Flash, &Path),
        look: impl Fn(&Flash, &Path, bool),
    ) {
        let mut cuts = 0;
        loop {
            let folder = std::env::temp_dir().join(format!("cwmpd-{name}-{}", std::process::id()));
            let _ = fs::remove_dir_all(&folder);
            let flash = Flash::at(&folder.join("state"));
            make_folder(&folder.join("state")).unwrap();
            prepare(&folder);
            flash.acts_left.set(Some(cuts));
            let finished = catch_unwind(AssertUnwindSafe(|| work(&flash, &folder))).is_ok();
            let after = Flash::at(&folder.join("state"));
            after.recover().unwrap();
            look(&after, &folder, finished);
            assert!(!folder.join("state").join(JOURNAL).exists());
            fs::remove_dir_all(&folder).unwrap();
            cuts += 1;
            if finished {
                break;
            }
        }
        assert!(cuts > 2, "only {cuts} acts");
    }

    fn text(path: PathBuf) -> String {
        String::from_utf8(read(&path, 99).unwrap().unwrap()).unwrap()
    }

    #[test]
    fn power_cut_in_a_commit_of_several_files() {
        with_every_power_cut(
            "several",
            |folder| {
                for name in ["network", "wireless"] {
                    fs::File::create(folder.join(name))
                        .unwrap()
                        .write_all(b"old")
                        .unwrap();
                }
            },
            |flash, folder| {
                let files = ["network", "wireless", "fresh", "state/model.json"]
                    .map(|name| (folder.join(name), b"{new}".to_vec()));
                flash.commit(&files).unwrap();
            },
            |_, folder, finished| {
                let all = ["network", "wireless", "fresh", "state/model.json"]
                    .map(|name| read(&folder.join(name), 99).unwrap().unwrap_or_default());
                let new = all.iter().all(|content| content == b"{new}");
                let [network, wireless, fresh, model] = &all;
                let old = network == b"old" && wireless == b"old" && fresh.is_empty();
                assert!(new || old && model.is_empty() && !finished, "{all:?}");
            },
        );
    }

    #[test]
    fn power_cut_while_state_is_saved() {
        with_every_power_cut(
            "state",
            |folder| {
                let flash = Flash::at(&folder.join("state"));
                flash.save_state("agent.json", b"{1}").unwrap();
                flash.save_state("agent.json", b"{2}").unwrap();
            },
            |flash, _| {
                flash.save_state("agent.json", b"{3}").unwrap();
            },
            |flash, folder, finished| {
                let found = flash.state("agent.json").unwrap().unwrap();
                let expected: &[&[u8]] = if finished {
                    &[b"{3}"]
                } else {
                    &[b"{2}", b"{3}"]
                };
                assert!(expected.contains(&found.as_slice()), "{found:?}");
                if finished {
                    assert_eq!(text(folder.join("state/agent.json.bak")), "{2}");
                }
            },
        );
    }

    /// A secret that lies in memory for a moment never comes to flash.
    #[test]
    fn power_cut_in_a_commit_with_files_in_memory() {
        let id = std::process::id();
        let memory = Path::new("/dev/shm").join(format!("cwmpd-memory-{id}"));
        let folder = std::env::temp_dir().join(format!("cwmpd-memory-{id}"));
        if !is_memory(Path::new("/dev/shm")) || is_memory(&std::env::temp_dir()) {
            println!("skipped: /dev/shm is not in memory, or all is");
            return;
        }
        for flash_files in [0, 1, 2] {
            let mut journals = 0;
            for cuts in 0.. {
                let _ = fs::remove_dir_all(&folder);
                let flash = Flash::at(&folder.join("state"));
                make_folder(&folder.join("state")).unwrap();
                make_folder(&memory).unwrap();
                let mut files = vec![
                    (memory.join("password"), b"secret".to_vec()),
                    (memory.join("state"), b"Requested".to_vec()),
                ];
                for name in ["network", "wireless"].into_iter().take(flash_files) {
                    files.push((folder.join(name), b"new".to_vec()));
                }
                flash.acts_left.set(Some(cuts));
                let finished =
                    catch_unwind(AssertUnwindSafe(|| flash.commit(&files).unwrap())).is_ok();
                for entry in fs::read_dir(folder.join("state")).unwrap() {
                    let kept = fs::read(entry.unwrap().path()).unwrap();
                    journals += 1;
                    let told = String::from_utf8_lossy(&kept).into_owned();
                    assert!(!told.contains("secret") && !told.contains("Requested"));
                }
                if finished {
                    assert_eq!(text(memory.join("password")), "secret");
                }
                fs::remove_dir_all(&memory).unwrap();
                Flash::at(&folder.join("state")).recover().unwrap();
                let there = files.iter().filter(|(path, _)| path.exists()).count();
                assert!(there == 0 || there == flash_files, "{there}");
                fs::remove_dir_all(&folder).unwrap();
                if finished {
                    assert_eq!(there, flash_files);
                    break;
                }
            }
            assert_eq!(journals > 0, flash_files > 1, "{flash_files}");
        }
    }

    #[test]
    fn a_torn_journal_means_nothing() {
        let files = [
            (PathBuf::from("/a"), b"one".to_vec()),
            (PathBuf::from("/b"), Vec::new()),
        ];
        let plain: Vec<Difference> = files.iter().map(|(p, c)| (p.clone(), c, None)).collect();
        let journal = write_journal(&plain);
        let whole = read_journal(&journal).unwrap();
        assert_eq!(
            whole,
            [
                (PathBuf::from("/a"), b"one".as_slice()),
                (PathBuf::from("/b"), b"")
            ]
        );
        for length in 0..journal.len() {
            assert_eq!(read_journal(&journal[..length]), None, "{length}");
        }
        let mut bent = journal.clone();
        bent[20] ^= 1;
        assert_eq!(read_journal(&bent), None);
    }
}
