//! What the whole tree costs: processes, calls, time of the processor.

use crate::router::{Router, tree};
use std::fs;
use std::process::Command;

/// Processes of one GetParameterValues of everything.
const MOST_PROCESSES: u64 = 12;
/// Nanoseconds of the agent for it, in a release build; a debug build takes many times that.
const MOST_TIME: u64 = 15_000_000;

/// In a world of process numbers of its own each new process or thread has the next one.
#[test]
fn the_whole_tree_takes_few_processes() {
    let alone = [
        "--pid",
        "--fork",
        "--mount-proc",
        "--user",
        "--map-root-user",
    ];
    if std::env::var_os("CWMPD_TEST_ALONE").is_none() {
        let can = Command::new("unshare").args(alone).arg("true").output();
        if !can.is_ok_and(|ended| ended.status.success()) {
            println!("skipped: unshare --pid is not allowed here");
            return;
        }
        let ended = Command::new("unshare")
            .args(alone)
            .arg(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "cost::the_whole_tree_takes_few_processes",
                "--nocapture",
            ])
            .env("CWMPD_TEST_ALONE", "1")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ended.stdout);
        print!("{said}");
        assert!(
            ended.status.success(),
            "{said}{}",
            String::from_utf8_lossy(&ended.stderr)
        );
        return;
    }
    let (mut tree, _) = tree("Device").unwrap();
    let mut router = Router::new("processes");
    // The rows have their numbers from now on.
    let everything = [String::new()];
    tree.get(&mut router, &everything).unwrap();
    router.hooks.clear();
    router.take_calls();
    let before = last_process();
    let values = tree.get(&mut router, &everything).unwrap().len();
    // The hooks' feeders here are threads, and so is the bus's end of the connection.
    let calls = router.take_calls();
    let connections = calls.iter().filter(|call| *call == "connect").count() as u64;
    let threads = router.hooks.len() as u64 + connections;
    let processes = last_process() - before - threads;
    println!(
        "{values} values: {processes} processes, {} calls",
        calls.len() as u64 - connections
    );
    println!("hooks: {}", router.hooks.join(" "));
    assert!(processes <= MOST_PROCESSES, "{processes} processes");
    let mut asked = calls.clone();
    asked.retain(|call| call != "connect");
    asked.sort();
    asked.dedup();
    assert_eq!(
        asked.len() as u64,
        calls.len() as u64 - connections,
        "{calls:?}"
    );
}

#[test]
fn the_whole_tree_takes_little_time() {
    let (mut tree, _) = tree("Device").unwrap();
    let mut router = Router::new("time");
    let everything = [String::new()];
    tree.get(&mut router, &everything).unwrap();
    let mut least = u64::MAX;
    let mut values = 0;
    for _ in 0..5 {
        let before = on_processor();
        values = tree.get(&mut router, &everything).unwrap().len();
        least = least.min(on_processor() - before);
    }
    println!("{values} values: {} µs", least / 1000);
    let most = match cfg!(debug_assertions) {
        true => MOST_TIME * 20,
        false => MOST_TIME,
    };
    assert!(least < most, "{} µs", least / 1000);
}

/// The number of the process or thread that was started last.
fn last_process() -> u64 {
    let text = fs::read_to_string("/proc/loadavg").unwrap();
    text.split_whitespace().last().unwrap().parse().unwrap()
}

/// Nanoseconds that this thread has had a processor.
fn on_processor() -> u64 {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    text.split(' ').next().unwrap().parse().unwrap()
}
