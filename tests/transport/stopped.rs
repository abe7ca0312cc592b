//! A session that is to end, while somebody lets it wait.

use crate::world::{World, inform, local_failure};
use std::io::Read;
use std::net::TcpListener;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

/// More than a loaded machine needs, and less than any limit of the session.
const SOON: Duration = Duration::from_secs(60);

/// A device that has all the time in the world.
fn patient(url: &str) -> (World, Arc<AtomicBool>) {
    let mut world = World::new(url);
    let stop = Arc::new(AtomicBool::new(false));
    world.stop = Some(Arc::clone(&stop));
    world.tls.pins = vec![[7; 32]];
    let limits = &mut world.limits;
    let long = Duration::from_secs(600);
    (limits.connect, limits.read, limits.answer) = (long, long, long);
    (world, stop)
}

fn is_stopped(world: &World) {
    let start = Instant::now();
    let result = world
        .try_open()
        .and_then(|mut session| session.post(&inform()));
    assert_eq!(local_failure(result), "the session was stopped");
    assert!(start.elapsed() < SOON);
}

/// Until the thread that was left to itself has come to its end.
fn no_thread_is_left() {
    let connects = || {
        let tasks = std::fs::read_dir("/proc/self/task").unwrap();
        let names =
            tasks.filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("comm")).ok());
        names.filter(|name| name.trim() == "connect").count()
    };
    let start = Instant::now();
    while connects() > 0 {
        assert!(start.elapsed() < SOON, "it hangs on");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// A peer that takes a connection, hears something, tells the session to end, and says nothing.
fn silent_peer(scheme: &str) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (world, stop) = patient(&format!("{scheme}://{address}/"));
    let (hold, end) = std::sync::mpsc::channel::<()>();
    let peer = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.read_exact(&mut [0]).unwrap();
        stop.store(true, Ordering::Relaxed);
        let _ = end.recv();
    });
    is_stopped(&world);
    drop(hold);
    peer.join().unwrap();
    no_thread_is_left();
}

/// One test, as there is one thread at a time that nobody waits for.
#[test]
fn a_session_that_is_to_end_waits_for_nobody() {
    // For an answer, for a handshake.
    silent_peer("http");
    silent_peer("https");
    // For a name server, which is like one for a connection.
    static ASKED: (Mutex<u32>, Condvar) = (Mutex::new(0), Condvar::new());
    static ANSWERS: AtomicBool = AtomicBool::new(false);
    let (mut world, stop) = patient("http://acs.example/");
    world.lookup = Some(|_, _| {
        *ASKED.0.lock().unwrap() += 1;
        ASKED.1.notify_all();
        while !ANSWERS.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(Vec::new())
    });
    let urgent = std::thread::spawn(move || {
        let asked = ASKED.0.lock().unwrap();
        drop(ASKED.1.wait_while(asked, |asked| *asked == 0).unwrap());
        stop.store(true, Ordering::Relaxed);
    });
    is_stopped(&world);
    urgent.join().unwrap();
    // While that one is left, there is no other: the next session asks by itself.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (mut next, stop) = patient(&format!("http://{}/", listener.local_addr().unwrap()));
    next.limits.read = Duration::from_millis(200);
    let mut session = next.try_open().unwrap();
    assert_eq!(
        session.connect().unwrap(),
        Some("127.0.0.1".parse().unwrap())
    );
    stop.store(true, Ordering::Relaxed);
    assert_eq!(
        local_failure(session.post(&inform())),
        "the session was stopped"
    );
    ANSWERS.store(true, Ordering::Relaxed);
    no_thread_is_left();
    assert_eq!(*ASKED.0.lock().unwrap(), 1);
}
