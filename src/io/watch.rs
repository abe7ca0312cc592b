//! When to look for changes of watched values: at once where a file tells, now and then where nothing
//! does.
//!
//! ```text
//!  a watched file was written ─┐ (settles)
//!  a session has written      ─┼─► due ─► a thread surveys the tree ─► changed names, sources
//!  the poll interval is over  ─┘                                              │
//!        ▲                     files to watch, whether to poll                │
//!        └────────────────────────────────────────────────────────────────────┘
//! ```

use super::device::Device;
use super::{clock, start, wait::Polled};
use crate::model::notify::Depth;
use crate::model::tree::Tree;
use async_executor::{LocalExecutor, Task};
use nix::errno::Errno;
use nix::sys::inotify::{AddWatchFlags, InitFlags, Inotify, WatchDescriptor};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Whoever writes a file often writes several: their changes make one look.
const SETTLE: Duration = Duration::from_millis(500);
/// Between two looks, however often a file is written.
const PAUSE: Duration = Duration::from_secs(2);
/// A look that failed is tried again after this long.
const TRY_AGAIN: Duration = Duration::from_secs(60);

/// When the next look is due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Looks {
    asked: Option<(Duration, bool)>,
    poll: Option<Duration>,
    not_before: Duration,
    /// A whole look has said where values come from.
    pub settled: bool,
}

/// What a look has found.
#[derive(Debug)]
pub struct Looked {
    pub depth: Depth,
    /// Full names of parameters.
    pub changed: Vec<String>,
    /// There are changes for a lightweight notification.
    pub light: bool,
    /// Files to watch.
    pub files: BTreeSet<PathBuf>,
    /// There are values behind something else than these files.
    pub polled: bool,
    /// After how many seconds something comes to an end, or is to be tried again.
    pub ends: Option<u32>,
}

/// Files that are watched while it lives.
#[derive(Debug)]
pub struct FileWatch {
    files: BTreeSet<PathBuf>,
    /// Some of them cannot be watched.
    blind: bool,
    _task: Option<Task<()>>,
}

impl Looks {
    /// Asks for a look at this time or before.
    pub fn ask(&mut self, at: Duration, depth: Depth) {
        let hooks = depth == Depth::Hooks;
        self.asked = Some(match self.asked {
            Some((before, whole)) => (before.min(at), whole || hooks),
            None => (at, hooks),
        });
    }

    /// The next look, on the monotonic clock.
    pub fn due(&self) -> Option<Duration> {
        let asked = self.asked.map(|(at, _)| at.max(self.not_before));
        asked.into_iter().chain(self.poll).min()
    }

    /// What is due now.
    pub fn take(&mut self, now: Duration) -> Option<Depth> {
        self.due().filter(|due| *due <= now)?;
        let polled = self.poll.is_some_and(|poll| poll <= now);
        let whole = self.asked.take().is_some_and(|(_, whole)| whole);
        Some(if polled || whole {
            self.poll = None;
            Depth::Hooks
        } else {
            Depth::Files
        })
    }

    /// A look is over. `poll`: when to look again whatever happens, in seconds; 0: never.
    pub fn ended(&mut self, now: Duration, poll: Option<u32>) {
        self.not_before = now + PAUSE;
        if let Some(interval) = poll {
            self.settled = true;
            self.poll = (interval > 0).then(|| now + Duration::from_secs(interval.into()));
        }
    }

    /// A look could not be made.
    pub fn failed(&mut self, now: Duration) {
        self.not_before = now + PAUSE;
        self.ask(now + TRY_AGAIN, Depth::Hooks);
    }
}

/// Looks at the device, with the lock that keeps other processes off it.
pub fn look(tree: &mut Tree, device: &mut Device, depth: Depth) -> Result<Looked, String> {
    let _lock = device.lock().map_err(|error| error.to_string())?;
    let ends = tree.end(device);
    let survey = tree
        .survey(device, depth)
        .map_err(|fault| fault.to_string())?;
    if device.is_unwanted() {
        return Err("a session came between".to_string());
    }
    Ok(Looked {
        depth,
        changed: survey.changed,
        light: survey.light,
        files: device.files(&survey.sources),
        polled: survey.sources.polled,
        ends,
    })
}

impl FileWatch {
    /// Watches nothing.
    pub fn nothing() -> FileWatch {
        FileWatch {
            files: BTreeSet::new(),
            blind: false,
            _task: None,
        }
    }

    /// Watches these files from now on; `touched` is called when one was written, replaced or removed,
    /// but not more often than twice a second. A folder that goes away is watched again when it comes
    /// back. True: there are files that were not watched before, so that a change of one may have been
    /// missed.
    pub fn watch(
        &mut self,
        executor: &LocalExecutor<'static>,
        files: BTreeSet<PathBuf>,
        touched: impl Fn() + 'static,
    ) -> bool {
        if self.files == files && !self.blind {
            return false;
        }
        let more = !files.is_subset(&self.files);
        let opened = watch_folders(&files).inspect_err(|error| {
            log::warn!("files cannot be watched: {error}");
        });
        let blind = opened.as_ref().map_or(true, |watched| watched.blind);
        let wanted = files.clone();
        let task = opened.ok().filter(|_| !files.is_empty()).map(|watched| {
            start::task(executor, async move {
                let mut watched = watched;
                loop {
                    let seen = next(&watched).await;
                    if !matches!(seen, Ok(Seen::File | Seen::Nothing)) {
                        match watch_folders(&wanted) {
                            Ok(anew) => watched = anew,
                            Err(error) => log::warn!("files cannot be watched: {error}"),
                        }
                    }
                    if !matches!(seen, Ok(Seen::Nothing)) {
                        clock::sleep_until(clock::mono() + SETTLE).await;
                        touched();
                    }
                }
            })
        });
        *self = FileWatch {
            files,
            blind,
            _task: task,
        };
        more
    }

    /// Whether some of the files cannot be watched.
    pub fn is_blind(&self) -> bool {
        self.blind
    }
}

/// What is watched in a folder: names of files, and of the next folder on the way to one that is not
/// there.
#[derive(Debug, Default)]
struct Names {
    files: BTreeSet<OsString>,
    folders: BTreeSet<OsString>,
}

#[derive(Debug)]
struct Watched {
    inotify: Polled<Inotify>,
    names: HashMap<WatchDescriptor, Names>,
    /// Something cannot be watched.
    blind: bool,
}

/// What events were about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    Nothing,
    File,
    /// A watched folder is gone, or one has come that was not there.
    Folder,
}

/// Folders are watched, because a file that is replaced is another file. For one that is not there the
/// nearest above it is.
fn watch_folders(files: &BTreeSet<PathBuf>) -> std::io::Result<Watched> {
    let mut folders: BTreeMap<&Path, BTreeSet<OsString>> = BTreeMap::new();
    for file in files {
        if let (Some(folder), Some(name)) = (file.parent(), file.file_name()) {
            folders.entry(folder).or_default().insert(name.to_owned());
        }
    }
    let inotify = Inotify::init(InitFlags::IN_CLOEXEC | InitFlags::IN_NONBLOCK)?;
    let flags = AddWatchFlags::IN_MODIFY
        | AddWatchFlags::IN_CLOSE_WRITE
        | AddWatchFlags::IN_MOVE
        | AddWatchFlags::IN_CREATE
        | AddWatchFlags::IN_DELETE
        | AddWatchFlags::IN_MOVE_SELF
        | AddWatchFlags::IN_ONLYDIR;
    let mut names: HashMap<WatchDescriptor, Names> = HashMap::new();
    let mut blind = false;
    for (folder, wanted) in folders {
        let mut above = folder.ancestors();
        let mut missing = None;
        let watch = loop {
            let Some(folder) = above.next() else {
                break Err(Errno::ENOENT);
            };
            match inotify.add_watch(folder, flags) {
                Err(Errno::ENOENT) => missing = folder.file_name(),
                other => break other,
            }
        };
        match watch {
            // Two names of one folder are one watch.
            Ok(watch) => {
                let names = names.entry(watch).or_default();
                match missing {
                    None => names.files.extend(wanted),
                    Some(missing) => drop(names.folders.insert(missing.to_owned())),
                }
            }
            Err(error) => {
                blind = true;
                log::debug!("{} cannot be watched: {error}", folder.display());
            }
        }
    }
    Ok(Watched {
        inotify: Polled::new(inotify)?,
        names,
        blind,
    })
}

/// Waits for events, takes all there are, and says what they were about.
async fn next(watched: &Watched) -> std::io::Result<Seen> {
    watched.inotify.readable().await;
    let mut seen = Seen::Nothing;
    let gone = AddWatchFlags::IN_IGNORED | AddWatchFlags::IN_MOVE_SELF;
    loop {
        match watched.inotify.get_ref().read_events() {
            Ok(events) => {
                for event in events {
                    let names = watched.names.get(&event.wd).zip(event.name.as_ref());
                    if event.mask.intersects(gone)
                        || names.is_some_and(|(names, name)| names.folders.contains(name))
                    {
                        seen = Seen::Folder;
                    } else if seen == Seen::Nothing
                        && (event.mask.contains(AddWatchFlags::IN_Q_OVERFLOW)
                            || names.is_some_and(|(names, name)| names.files.contains(name)))
                    {
                        seen = Seen::File;
                    }
                }
            }
            Err(Errno::EAGAIN) => return Ok(seen),
            Err(Errno::EINTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::disallowed_methods)]
mod tests {
    use super::*;
    use crate::io::wait;
    use futures_lite::future;
    use std::cell::Cell;
    use std::fs;
    use std::rc::Rc;

    const S: Duration = Duration::from_secs(1);

    #[test]
    fn a_file_that_is_written_all_the_time_is_looked_at_now_and_then() {
        let mut looks = Looks::default();
        let mut count = 0;
        for tick in 0..100 {
            let now = S * tick / 10;
            looks.ask(now, Depth::Files);
            if let Some(depth) = looks.take(now) {
                assert_eq!(depth, Depth::Files);
                count += 1;
                looks.ended(now, None);
            }
        }
        assert_eq!(count, 5);
    }

    #[test]
    fn polls_come_in_their_interval_and_ask_hooks() {
        let mut looks = Looks::default();
        looks.ask(S * 10, Depth::Hooks);
        assert_eq!((looks.take(S * 9), looks.due()), (None, Some(S * 10)));
        assert_eq!(looks.take(S * 10), Some(Depth::Hooks));
        looks.ended(S * 11, Some(300));
        assert_eq!(looks.due(), Some(S * 311));
        looks.ask(S * 20, Depth::Files);
        assert_eq!(looks.take(S * 20), Some(Depth::Files));
        looks.ended(S * 20, None);
        assert_eq!(looks.due(), Some(S * 311), "the poll comes all the same");
        assert_eq!(looks.take(S * 311), Some(Depth::Hooks));
        looks.ended(S * 312, Some(0));
        assert_eq!(looks.due(), None);
        looks.failed(S * 400);
        assert_eq!(looks.due(), Some(S * 460));
    }

    /// A watched file, and what is done around it.
    struct Scene {
        folder: PathBuf,
        executor: LocalExecutor<'static>,
        count: Rc<Cell<u32>>,
        watch: FileWatch,
    }

    impl Scene {
        fn new(name: &str, file: &str) -> Scene {
            let name = format!("cwmpd-watch-{name}-{}", std::process::id());
            let folder = std::env::temp_dir().join(name);
            let _ = fs::remove_dir_all(&folder);
            fs::create_dir_all(&folder).unwrap();
            let executor = LocalExecutor::new();
            let count = Rc::new(Cell::new(0));
            let mut watch = FileWatch::nothing();
            let counted = Rc::clone(&count);
            let more = watch.watch(&executor, [folder.join(file)].into(), move || {
                counted.set(counted.get() + 1);
            });
            assert!(more && !watch.is_blind());
            Scene {
                folder,
                executor,
                count,
                watch,
            }
        }

        /// Whether an act is seen, is as expected.
        fn sees(&self, what: &str, expected: bool, act: impl FnOnce(&Path)) {
            let before = self.count.get();
            act(&self.folder);
            let deadline = clock::mono() + if expected { S * 60 } else { S };
            let waited = async {
                while self.count.get() == before {
                    future::yield_now().await;
                    clock::sleep_until(clock::mono() + Duration::from_millis(10)).await;
                }
            };
            let given_up = clock::sleep_until(deadline);
            wait::block_on(self.executor.run(future::or(waited, given_up))).unwrap();
            assert_eq!(self.count.get() > before, expected, "{what}");
        }
    }

    impl Drop for Scene {
        fn drop(&mut self) {
            self.watch = FileWatch::nothing();
            let _ = fs::remove_dir_all(&self.folder);
        }
    }

    #[test]
    fn written_replaced_and_removed_files_are_seen_and_others_are_not() {
        let scene = Scene::new("files", "a");
        scene.sees("write", true, |folder| {
            fs::write(folder.join("a"), "2").unwrap();
        });
        scene.sees("another", false, |folder| {
            fs::write(folder.join("b"), "2").unwrap();
        });
        scene.sees("remove", true, |folder| {
            fs::remove_file(folder.join("a")).unwrap();
        });
        scene.sees("replace", true, |folder| {
            fs::rename(folder.join("b"), folder.join("a")).unwrap();
        });
    }

    #[test]
    fn a_folder_that_goes_and_comes_back_is_watched_again() {
        let scene = Scene::new("folders", "x/y/a");
        scene.sees("made", true, |folder| {
            fs::create_dir_all(folder.join("x/y")).unwrap();
        });
        for round in 0..3 {
            scene.sees("write", true, |folder| {
                fs::write(folder.join("x/y/a"), "1").unwrap();
            });
            scene.sees("gone", true, |folder| match round {
                0 => fs::remove_dir_all(folder.join("x/y")).unwrap(),
                1 => fs::remove_dir_all(folder.join("x")).unwrap(),
                _ => fs::rename(folder.join("x/y"), folder.join("x/z")).unwrap(),
            });
            scene.sees("made again", true, |folder| {
                fs::create_dir_all(folder.join("x/y")).unwrap();
            });
        }
        scene.sees("write", true, |folder| {
            fs::write(folder.join("x/y/a"), "1").unwrap();
        });
    }
}
