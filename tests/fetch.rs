//! One file over HTTP, from a server that breaks off, changes its mind, or has more than fits.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods
)]

use cwmpd::agent::settings::Settings;
use cwmpd::fault::{Fault, FaultCode};
use cwmpd::io::fetch::{Order, Progress, Switch, download};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

const MEGABYTE: u64 = 1 << 20;

/// What the memory of this process is measured under: nothing else runs in it then.
static ALONE: RwLock<()> = RwLock::new(());

#[test]
fn a_big_file_over_three_broken_connections_takes_no_more_memory_than_a_small_one() {
    let _alone = ALONE.write().unwrap_or_else(PoisonError::into_inner);
    let folder = Folder::new("big");
    let whole = |size: u64, breaks: Vec<u64>| {
        let server = Server::start(move |at, _| Script {
            size,
            stop_at: breaks.get(at).copied(),
            ..Script::default()
        });
        let file = folder.0.join("file");
        fetch(&server.url, 0, &file).unwrap();
        assert_eq!(fs::metadata(&file).unwrap().len(), size);
        for at in [0, 1, size / 2, size - 1] {
            assert_eq!(byte_at(&file, at), pattern(at), "at {at}");
        }
        server.ranges()
    };
    whole(MEGABYTE, vec![]);
    let before = peak();
    let size = 200 * MEGABYTE;
    let breaks = vec![size / 5, size / 2, size - 10];
    let ranges = whole(size, breaks.clone());
    let grown = peak() - before;
    println!("200 MB took {grown} KB more memory than 1 MB");
    assert!(grown < 2048, "{grown} KB");
    // Each goes on where the last one ended, or a little before.
    assert_eq!(ranges.len(), 4);
    assert_eq!(ranges[0], None);
    for (range, stop) in ranges[1..].iter().zip(breaks) {
        let from = range.unwrap();
        assert!(from <= stop && from + MEGABYTE > stop, "{from}, {stop}");
    }
}

#[test]
fn a_file_that_has_changed_since_is_fetched_from_the_beginning() {
    let _beside = ALONE.read().unwrap_or_else(PoisonError::into_inner);
    let folder = Folder::new("changed");
    let file = folder.0.join("file");
    for tagged in [true, false] {
        let server = Server::start(move |at, _| Script {
            size: 100_000,
            stop_at: (at == 0).then_some(60_000),
            tag: tagged.then(|| format!("\"{at}\"")),
            ..Script::default()
        });
        fetch(&server.url, 0, &file).unwrap();
        assert_eq!(fs::metadata(&file).unwrap().len(), 100_000);
        assert_eq!(byte_at(&file, 99_999), pattern(99_999));
        // Without a mark of the file there is no asking for its rest.
        assert_eq!(server.ranges()[1].is_some(), tagged);
    }
}

#[test]
fn another_size_than_the_acs_says_is_a_corrupted_file() {
    let _beside = ALONE.read().unwrap_or_else(PoisonError::into_inner);
    let folder = Folder::new("size");
    let file = folder.0.join("file");
    for (with_length, size) in [(true, 2000), (true, 500), (false, 2000)] {
        let server = Server::start(move |_, _| Script {
            size,
            with_length,
            ..Script::default()
        });
        let fault = fetch(&server.url, 1000, &file).unwrap_err();
        assert_eq!(fault.code, FaultCode::FileCorrupted, "{fault}");
        assert!(fault.text.contains("1000"), "{fault}");
    }
}

#[test]
fn a_full_disk_is_told_before_and_while_fetching() {
    let _beside = ALONE.read().unwrap_or_else(PoisonError::into_inner);
    let folder = Folder::new("full");
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=4m", "tmpfs"])
        .arg(&folder.0)
        .stderr(Stdio::null())
        .status();
    if !mounted.is_ok_and(|status| status.success()) {
        println!("skipped: mounting a tmpfs needs root");
        return;
    }
    let file = folder.0.join("file");
    let refused = |chunks: Option<usize>, text| {
        let server = Server::start(move |_, _| Script {
            size: 8 * MEGABYTE,
            with_length: chunks.is_none(),
            chunks,
            ..Script::default()
        });
        let fault = fetch(&server.url, 0, &file).unwrap_err();
        assert_eq!(fault.code, FaultCode::SystemResourcesExceeded);
        assert!(fault.text.contains(text), "{fault}");
    };
    refused(None, "expected room for");
    // Wherever the pieces that arrive end, the reserve is not used up before it is looked at.
    for kilobytes in (2048..2112).step_by(8).chain([4096]) {
        let resized = Command::new("mount")
            .args(["-o", &format!("remount,size={kilobytes}k")])
            .arg(&folder.0)
            .status();
        assert!(resized.unwrap().success());
        refused(Some(61_000), "no room is left");
    }
    // What fits is fetched. A process that another test is starting has the file before open until it runs its
    // program.
    let server = Server::start(move |_, _| Script {
        size: 2 * MEGABYTE,
        ..Script::default()
    });
    let start = Instant::now();
    let fetched = loop {
        match fetch(&server.url, 0, &file) {
            Err(_) if start.elapsed() < Duration::from_secs(60) => std::thread::yield_now(),
            fetched => break fetched,
        }
    };
    fetched.unwrap();
}

fn fetch(url: &str, size: u64, file: &Path) -> Result<(), Fault> {
    let tls = Settings::parse("cwmpd", &[]).unwrap().0.tls;
    let order = Order {
        url,
        username: "",
        password: "",
        size,
        boot: "",
        tls: &tls,
        timeout: Duration::from_secs(120),
        stop: &Switch::default(),
        progress: &Progress::default(),
    };
    download(&order, file)
}

/// What the server does with one request.
struct Script {
    size: u64,
    /// Where the connection breaks, counted from the beginning of the file.
    stop_at: Option<u64>,
    tag: Option<String>,
    with_length: bool,
    /// Bytes of each chunk, where it is sent in chunks.
    chunks: Option<usize>,
}

impl Default for Script {
    fn default() -> Script {
        Script {
            size: 0,
            stop_at: None,
            tag: Some("\"same\"".into()),
            with_length: true,
            chunks: None,
        }
    }
}

struct Server {
    url: String,
    ranges: Arc<Mutex<Vec<Option<u64>>>>,
}

impl Server {
    /// `script`: by the number of the request, from 0.
    fn start(script: impl Fn(usize, Option<u64>) -> Script + Send + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/file", listener.local_addr().unwrap());
        let ranges = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&ranges);
        std::thread::spawn(move || {
            for (at, stream) in listener.incoming().enumerate() {
                let stream = stream.unwrap();
                let (range, condition) = request(&stream);
                seen.lock().unwrap().push(range);
                answer(&stream, &script(at, range), range, condition);
            }
        });
        Server { url, ranges }
    }

    fn ranges(&self) -> Vec<Option<u64>> {
        self.ranges.lock().unwrap().clone()
    }
}

/// Where the range begins, and If-Range.
fn request(stream: &TcpStream) -> (Option<u64>, Option<String>) {
    let (mut range, mut condition) = (None, None);
    for line in BufReader::new(stream).lines() {
        let line = line.unwrap();
        let (name, value) = line.split_once(": ").unwrap_or_default();
        match name.to_ascii_lowercase().as_str() {
            "range" => {
                let from = value
                    .strip_prefix("bytes=")
                    .and_then(|v| v.strip_suffix('-'));
                range = Some(from.unwrap().parse().unwrap());
            }
            "if-range" => condition = Some(value.to_string()),
            _ => {}
        }
        if line.is_empty() {
            break;
        }
    }
    (range, condition)
}

fn answer(mut stream: &TcpStream, script: &Script, range: Option<u64>, condition: Option<String>) {
    let from = range.filter(|_| condition.is_some() && condition == script.tag);
    let mut head = match from {
        Some(from) => format!(
            "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {from}-{}/{}\r\n",
            script.size - 1,
            script.size
        ),
        None => "HTTP/1.1 200 OK\r\n".to_string(),
    };
    let from = from.unwrap_or(0);
    if script.with_length {
        head += &format!("Content-Length: {}\r\n", script.size - from);
    }
    if let Some(tag) = &script.tag {
        head += &format!("ETag: {tag}\r\n");
    }
    if script.chunks.is_some() {
        head += "Transfer-Encoding: chunked\r\n";
    }
    head += "Connection: close\r\n\r\n";
    let end = script.stop_at.unwrap_or(script.size);
    let mut chunk = vec![0; script.chunks.unwrap_or(64 << 10)];
    let mut at = from;
    // The client may have seen enough.
    let mut open = stream.write_all(head.as_bytes()).is_ok();
    while open && at < end {
        let length = usize::try_from(end - at).unwrap().min(chunk.len());
        for (index, byte) in chunk[..length].iter_mut().enumerate() {
            *byte = pattern(at + index as u64);
        }
        open = match script.chunks {
            Some(_) => write!(stream, "{length:x}\r\n")
                .and_then(|()| stream.write_all(&chunk[..length]))
                .and_then(|()| stream.write_all(b"\r\n"))
                .is_ok(),
            None => stream.write_all(&chunk[..length]).is_ok(),
        };
        at += length as u64;
    }
    if open && script.chunks.is_some() && at == script.size {
        let _ = stream.write_all(b"0\r\n\r\n");
    }
}

fn pattern(at: u64) -> u8 {
    (at % 251) as u8
}

fn byte_at(file: &Path, at: u64) -> u8 {
    use std::io::{Seek, SeekFrom};
    let mut file = fs::File::open(file).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    let mut byte = [0];
    file.read_exact(&mut byte).unwrap();
    byte[0]
}

/// The most memory that this process has ever had, in KB.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.unwrap()
        .split_whitespace()
        .next()
        .unwrap()
        .parse()
        .unwrap()
}

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let folder =
            std::env::temp_dir().join(format!("cwmpd-fetch-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Folder(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let unmount = Command::new("umount")
            .arg("-l")
            .arg(&self.0)
            .stderr(Stdio::null())
            .status();
        drop(unmount);
        let _ = fs::remove_dir_all(&self.0);
    }
}
