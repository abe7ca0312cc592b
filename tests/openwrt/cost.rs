//! What the whole tree costs: processes, calls, time of the processor.

use crate::router::{Router, tree};
use std::fs;
use std::process::Command;

/// Root objects, and what the router has beside `root/`.
const ROOTS: [(&str, Option<&str>); 2] =
    [("Device", None), ("InternetGatewayDevice", Some("more"))];

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
    let Some(outside) = std::env::var("CWMPD_TEST_ALONE").ok() else {
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
            .env("CWMPD_TEST_ALONE", std::process::id().to_string())
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
    };
    for (root, more) in ROOTS {
        count_processes(root, more, &outside);
    }
}

/// `outside`: this process is the first one of its own world, and there may be another such world.
fn count_processes(root: &str, more: Option<&str>, outside: &str) {
    let (mut tree, _) = tree(root).unwrap();
    let mut router = Router::with(&format!("processes-{root}-{outside}"), more);
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
        "{root}: {values} values: {processes} processes, {} calls",
        calls.len() as u64 - connections
    );
    println!("hooks: {}", router.hooks.join(" "));
    assert!(processes <= MOST_PROCESSES, "{root}: {processes} processes");
    let mut asked = calls.clone();
    asked.retain(|call| call != "connect");
    asked.sort();
    asked.dedup();
    assert_eq!(
        asked.len() as u64,
        calls.len() as u64 - connections,
        "{root}: {calls:?}"
    );
}

#[test]
fn the_whole_tree_takes_little_time() {
    for (root, more) in ROOTS {
        let (mut tree, _) = tree(root).unwrap();
        let mut router = Router::with(&format!("time-{root}"), more);
        let everything = [String::new()];
        tree.get(&mut router, &everything).unwrap();
        let mut least = u64::MAX;
        let mut values = 0;
        for _ in 0..5 {
            let before = on_processor();
            values = tree.get(&mut router, &everything).unwrap().len();
            least = least.min(on_processor() - before);
        }
        println!("{root}: {values} values: {} µs", least / 1000);
        let most = match cfg!(debug_assertions) {
            true => MOST_TIME * 20,
            false => MOST_TIME,
        };
        assert!(least < most, "{root}: {} µs", least / 1000);
    }
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
