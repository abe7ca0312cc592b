//! Transfers by situations: a device whose threads and flash answer as the test says.

use super::*;
use crate::agent::Input;
use crate::agent::tests::{Scene as Situation, UNIX, URL};
use crate::cwmp::rpc::{CpeRequest, TimeWindow};
use crate::cwmp::session::Failure;
use std::ops::{Deref, DerefMut};

struct Scene(Situation);

impl Deref for Scene {
    type Target = Situation;

    fn deref(&self) -> &Situation {
        &self.0
    }
}

impl DerefMut for Scene {
    fn deref_mut(&mut self) -> &mut Situation {
        &mut self.0
    }
}

impl Scene {
    /// A device with its first session behind it.
    fn new() -> Scene {
        let options = [("url", URL), ("periodic_enable", "0")];
        let options = options.map(|(option, value)| ("acs", option, value.to_string()));
        let mut scene = Scene(Situation::asleep(options.into()));
        scene.hear();
        scene.session();
        scene.end();
        scene
    }

    fn input(&mut self, input: Input) -> Option<Fault> {
        self.try_input(input)
    }

    fn end(&mut self) {
        assert!(self.plan.take().is_some());
        self.input(Input::SessionEnded {
            result: Ok(()),
            informed: true,
        });
    }

    fn ask(&mut self, request: TransferRequest) -> Option<Fault> {
        self.session();
        let refused = self.input(Input::TransferRequested(Box::new(request)));
        self.end();
        refused
    }

    fn wait(&mut self, seconds: u64) {
        let end = self.now.mono + Duration::from_secs(seconds);
        while let Some(at) = self.agent.wake_at().filter(|at| *at <= end) {
            assert!(at > self.now.mono, "woken at {at:?}, {:?}", self.now.mono);
            self.set_clock(at);
            self.input(Input::Wake);
            if self.plan.is_some() {
                return;
            }
        }
        self.set_clock(end);
    }

    /// The power goes and comes; nobody knows how long that took.
    fn reboot(&mut self, boot: &'static str) {
        self.now.mono = Duration::from_secs(30);
        self.start_again(boot);
    }

    fn quiet(&mut self) {
        assert_eq!(std::mem::take(&mut self.outputs), []);
    }

    fn fetching(&mut self) -> u32 {
        match self.output() {
            Output::Fetch(fetch) => fetch.id,
            other => panic!("expected a fetch, got {other:?}"),
        }
    }

    fn fetched(&mut self, id: u32) {
        let result = Ok("1.0".to_string());
        self.input(Input::FetchEnded { id, result });
    }

    fn failed(&mut self, id: u32, code: FaultCode) {
        let result = Err(Fault::new(code, "no"));
        self.input(Input::FetchEnded { id, result });
    }

    fn applying(&mut self) -> (u32, String) {
        match self.output() {
            Output::Apply { id, act, .. } => (id, act),
            other => panic!("expected an apply, got {other:?}"),
        }
    }

    fn applied(&mut self, id: u32, result: Result<Applied, Fault>) {
        self.input(Input::ApplyEnded { id, result });
    }

    fn version(&mut self, version: &str) {
        let Output::ReadVersion { id } = self.output() else {
            panic!("expected a look at the version")
        };
        let result = Ok(version.to_string());
        self.input(Input::VersionRead { id, result });
    }

    /// All outcomes that the running session tells, answered: key and fault code.
    fn tell(&mut self) -> Vec<(String, u16)> {
        self.input(Input::InformDelivered);
        let mut told = Vec::new();
        while let Some(request) = self.agent.next_request() {
            let CpeRequest::TransferComplete(done) = request else {
                panic!("{request:?}")
            };
            let code = done.outcome.fault.map_or(0, |(code, _)| code.number());
            told.push((done.command_key, code));
            self.input(Input::TransferCompleteAnswered { id: done.id });
        }
        self.end();
        told
    }

    /// As [`Scene::tell`], in a session that begins by itself now, and never again.
    fn told_once(&mut self, key: &str, code: u16) {
        let expected = vec![(key.to_string(), code)];
        assert_eq!(self.tell(), expected);
        assert!(self.plan.is_none(), "told twice");
        self.reboot("another");
        assert!(self.events().iter().all(|event| event == "1 BOOT"));
    }
}

fn download(key: &str, file_type: &str) -> TransferRequest {
    TransferRequest {
        kind: TransferKind::Download,
        command_key: key.into(),
        file_type: file_type.into(),
        url: "http://files.example/a".into(),
        username: "u".into(),
        password: "p".into(),
        file_size: 0,
        target_file_name: String::new(),
        delay: 0,
        windows: Vec::new(),
        source: String::new(),
    }
}

fn upload(key: &str) -> TransferRequest {
    TransferRequest {
        kind: TransferKind::Upload,
        ..download(key, "1 Vendor Configuration File")
    }
}

fn schedule(key: &str, windows: &[(u32, u32, WindowMode, i32)]) -> TransferRequest {
    let window = |(start, end, mode, max_retries): &(u32, u32, WindowMode, i32)| TimeWindow {
        start: *start,
        end: *end,
        mode: mode.clone(),
        message: "now?".into(),
        max_retries: *max_retries,
    };
    TransferRequest {
        kind: TransferKind::ScheduleDownload,
        windows: windows.iter().map(window).collect(),
        ..download(key, CONFIG)
    }
}

const FIRMWARE: &str = "1 Firmware Upgrade Image";
const CONFIG: &str = "3 Vendor Configuration File";

#[test]
fn a_configuration_is_fetched_applied_after_the_session_and_reported() {
    let mut scene = Scene::new();
    scene.session();
    assert_eq!(
        scene.input(Input::TransferRequested(Box::new(download("k", CONFIG)))),
        None
    );
    let id = scene.fetching();
    scene.fetched(id);
    scene.quiet();
    scene.end();
    assert_eq!(scene.applying(), (id, "restore".to_string()));
    assert_eq!(scene.agent.silence(), Some("a file is being applied"));
    scene.wait(5);
    scene.applied(id, Ok(Applied::Done));
    assert_eq!(scene.events(), ["7 TRANSFER COMPLETE", "M Download [k]"]);
    scene.input(Input::InformDelivered);
    let Some(CpeRequest::TransferComplete(done)) = scene.agent.next_request() else {
        panic!("nothing to tell")
    };
    assert_eq!(done.outcome.fault, None);
    assert_eq!(done.outcome.start, crate::time::utc(UNIX));
    assert_eq!(done.outcome.complete, crate::time::utc(UNIX + 5));
    assert_eq!(scene.agent.next_request(), None);
    scene.input(Input::TransferCompleteAnswered { id });
    scene.end();
    assert!(scene.plan.is_none());
}

#[test]
fn a_firmware_that_reboots_is_judged_by_the_version() {
    for (version, code) in [("2.0", 0), ("1.0", 9010)] {
        let mut scene = Scene::new();
        scene.ask(download("fw", FIRMWARE));
        let id = scene.fetching();
        scene.fetched(id);
        assert_eq!(scene.applying().1, "install");
        scene.reboot("boot-2");
        scene.version(version);
        if !scene.events().contains(&"M Download [fw]".to_string()) {
            // The first session of the boot was quicker.
            assert_eq!(scene.tell(), []);
        }
        assert_eq!(scene.events().last().unwrap(), "M Download [fw]");
        scene.told_once("fw", code);
    }
}

#[test]
fn a_firmware_hook_that_says_restart_is_judged_after_it() {
    let mut scene = Scene::new();
    scene.ask(download("fw", FIRMWARE));
    let id = scene.fetching();
    scene.fetched(id);
    scene.applying();
    scene.applied(id, Ok(Applied::Restarting));
    scene.quiet();
    assert!(scene.plan.is_none());
    // It never goes: that is told, too.
    scene.wait(601);
    scene.quiet();
    assert_eq!(scene.tell(), [("fw".to_string(), 9010)]);
}

#[test]
fn the_agent_alone_starts_again_while_an_image_is_written() {
    let mut scene = Scene::new();
    scene.ask(download("fw", FIRMWARE));
    let id = scene.fetching();
    scene.fetched(id);
    assert_eq!(scene.applying().1, "install");
    for _ in 0..3 {
        scene.reboot("boot-1");
        scene.wait(300);
        // The image may still be written.
        scene.quiet();
        assert!(scene.plan.is_none());
    }
    scene.reboot("boot-2");
    scene.version("2.0");
    // This session had begun before the version was known.
    assert_eq!(scene.tell(), []);
    scene.told_once("fw", 0);
}

/// Its hook may have died with it.
#[test]
fn the_agent_alone_starts_again_and_nobody_writes_the_image() {
    let mut scene = Scene::new();
    scene.ask(download("fw", FIRMWARE));
    let id = scene.fetching();
    scene.fetched(id);
    scene.applying();
    scene.reboot("boot-1");
    // The ACS is heard all the while, but no reboot falls into the writing.
    scene.session();
    scene.input(Input::RebootRequested {
        command_key: "r".into(),
    });
    scene.end();
    scene.wait(500);
    scene.quiet();
    scene.wait(101);
    scene.version("1.0");
    let mut outputs = std::mem::take(&mut scene.outputs);
    if scene.plan.is_some() {
        assert_eq!(scene.tell(), [("fw".to_string(), 9010)]);
        outputs.append(&mut scene.outputs);
    }
    assert_eq!(outputs, [Output::Reboot]);
}

#[test]
fn a_reboot_that_was_ordered_does_not_fall_into_the_writing_when_the_agent_starts_again() {
    let mut scene = Scene::new();
    scene.ask(download("fw", FIRMWARE));
    let id = scene.fetching();
    scene.fetched(id);
    scene.applying();
    scene.reboot("boot-1");
    scene.session();
    scene.input(Input::RebootRequested {
        command_key: "r".into(),
    });
    scene.reboot("boot-1");
    scene.quiet();
    scene.wait(599);
    scene.quiet();
    scene.wait(1);
    scene.version("1.0");
    assert!(scene.outputs.contains(&Output::Reboot));
}

/// For another ACS than the one that asked for it.
#[test]
fn a_file_in_the_hands_of_a_hook_stays_when_the_acs_is_another() {
    let mut scene = Scene::new();
    scene.ask(download("c", "3 Vendor Configuration File"));
    let id = scene.fetching();
    scene.fetched(id);
    scene.applying();
    scene.set("acs", "url", "http://other.example/");
    assert!(scene.agent.wants_files());
    scene.applied(id, Ok(Applied::Done));
    assert!(!scene.agent.wants_files());
}

#[test]
fn a_refusal_of_the_hook_is_reported_with_its_code() {
    for (code, reported) in [
        (9018, 9018),
        (9001, 9001),
        (9007, 9010),
        (9013, 9010),
        (9800, 9800),
        (9899, 9899),
    ] {
        let mut scene = Scene::new();
        scene.ask(download("k", FIRMWARE));
        let id = scene.fetching();
        scene.fetched(id);
        scene.applying();
        let code = FaultCode::from_number(code).unwrap();
        scene.applied(id, Err(Fault::new(code, "bad checksum")));
        assert_eq!(scene.tell(), [("k".to_string(), reported)]);
    }
}

#[test]
fn power_cut_while_fetching_fetches_again_three_times_at_most() {
    let mut scene = Scene::new();
    scene.ask(download("k", FIRMWARE));
    scene.fetching();
    for boot in ["boot-2", "boot-3"] {
        scene.reboot(boot);
        // Not before the way to the ACS is there.
        scene.quiet();
        scene.session();
        scene.fetching();
        scene.end();
    }
    scene.reboot("boot-4");
    scene.session();
    scene.quiet();
    scene.end();
    assert_eq!(scene.events(), ["7 TRANSFER COMPLETE", "M Download [k]"]);
    scene.told_once("k", 9010);
}

#[test]
fn without_an_acs_the_fetch_goes_on_a_minute_after_the_boot() {
    let mut scene = Scene::new();
    scene.ask(download("k", FIRMWARE));
    scene.fetching();
    scene.reboot("boot-2");
    let boot = scene.now.mono;
    while scene.outputs.is_empty() {
        assert!(scene.now.mono < boot + Duration::from_secs(70));
        if scene.plan.take().is_some() {
            scene.input(Input::SessionEnded {
                result: Err(Failure::Transport("no route".into())),
                informed: false,
            });
        }
        scene.wait(5);
    }
    assert!(scene.now.mono >= boot + Duration::from_secs(60));
    scene.fetching();
}

#[test]
fn power_cut_while_a_configuration_is_applied_does_it_again() {
    let mut scene = Scene::new();
    scene.ask(download("k", CONFIG));
    let id = scene.fetching();
    scene.fetched(id);
    scene.applying();
    scene.reboot("boot-2");
    scene.session();
    let id = scene.fetching();
    scene.end();
    scene.fetched(id);
    let (id, _) = scene.applying();
    // Its own restart is no reason to wait: the hook has done its part.
    scene.applied(id, Ok(Applied::Restarting));
    assert_eq!(scene.tell(), [("k".to_string(), 0)]);
}

/// Wherever it breaks, and with nothing else to be told.
#[test]
fn a_session_that_breaks_at_an_outcome_is_followed_by_another() {
    for stage in 0..3 {
        let mut scene = Scene::new();
        scene.ask(upload("up"));
        let id = scene.fetching();
        let result = Ok(String::new());
        scene.input(Input::FetchEnded { id, result });
        if stage > 0 {
            scene.input(Input::InformDelivered);
        }
        if stage > 1 {
            assert!(scene.agent.next_request().is_some());
        }
        scene.plan = None;
        scene.input(Input::SessionEnded {
            result: Err(Failure::Status(500)),
            informed: stage > 0,
        });
        assert!(scene.plan.is_none(), "the retry policy counts");
        scene.wait(60);
        assert_eq!(scene.events(), ["7 TRANSFER COMPLETE", "M Upload [up]"]);
        scene.told_once("up", 0);
    }
}

#[test]
fn an_outcome_is_told_again_until_it_is_answered() {
    let mut scene = Scene::new();
    scene.ask(upload("up"));
    let id = scene.fetching();
    scene.input(Input::FetchEnded {
        id,
        result: Ok(String::new()),
    });
    assert_eq!(scene.events(), ["7 TRANSFER COMPLETE", "M Upload [up]"]);
    scene.input(Input::InformDelivered);
    assert!(scene.agent.next_request().is_some());
    scene.plan = None;
    scene.input(Input::SessionEnded {
        result: Err(Failure::Status(500)),
        informed: true,
    });
    assert!(scene.plan.is_none(), "the retry policy counts");
    scene.reboot("boot-2");
    assert_eq!(
        scene.events(),
        ["1 BOOT", "7 TRANSFER COMPLETE", "M Upload [up]"]
    );
    scene.told_once("up", 0);
}

#[test]
fn sixteen_wait_and_the_seventeenth_is_refused() {
    let mut scene = Scene::new();
    for number in 0..16 {
        let mut request = download(&format!("k{number}"), CONFIG);
        request.delay = 1000;
        assert_eq!(scene.ask(request), None);
    }
    let fault = scene.ask(download("one too many", CONFIG)).unwrap();
    assert_eq!(fault.code, FaultCode::ResourcesExceeded);
    assert_eq!(scene.agent.queued_transfers().len(), 16);
    scene.quiet();
    scene.wait(1001);
    // One at a time, in their order; all of them are told in one session.
    scene.session();
    for number in 0..16 {
        let id = scene.fetching();
        assert_eq!(scene.agent.queued_transfers()[number].state, 2);
        scene.failed(id, FaultCode::FileAccessFailure);
    }
    scene.end();
    assert_eq!(scene.events().len(), 17);
    let told = scene.tell();
    assert_eq!(told.len(), 16);
    assert_eq!(told[15], ("k15".to_string(), 9016));
}

#[test]
fn a_delay_counts_over_a_reboot() {
    for (clock_known, rest) in [(true, 400), (false, 970)] {
        let mut scene = Scene::new();
        if !clock_known {
            scene.now.wall = None;
        }
        let mut request = download("k", CONFIG);
        request.delay = 1000;
        scene.ask(request);
        scene.wait(600);
        scene.quiet();
        scene.reboot("boot-2");
        scene.session();
        scene.end();
        scene.wait(rest - 1);
        scene.quiet();
        scene.wait(2);
        scene.fetching();
    }
}

#[test]
fn what_cannot_be_kept_is_refused_and_not_begun() {
    let mut scene = Scene::new();
    scene.session();
    scene.flash_is_broken = true;
    let refused = scene.input(Input::TransferRequested(Box::new(download("k", CONFIG))));
    assert_eq!(refused.unwrap().code, FaultCode::InternalError);
    scene.quiet();
    assert!(scene.agent.queued_transfers().is_empty());
    scene.end();
    scene.flash_is_broken = false;
    scene.wait(120);
    scene.quiet();
}

#[test]
fn nothing_is_flashed_that_the_flash_does_not_know_of() {
    let mut scene = Scene::new();
    scene.ask(download("k", FIRMWARE));
    let id = scene.fetching();
    scene.flash_is_broken = true;
    scene.fetched(id);
    scene.quiet();
    scene.wait(30);
    scene.quiet();
    scene.flash_is_broken = false;
    scene.wait(120);
    // The file was given up with the stage.
    let id = scene.fetching();
    scene.fetched(id);
    scene.applying();
}

#[test]
fn a_transfer_is_cancelled_until_it_is_applied() {
    let cancel = |scene: &mut Scene| {
        scene.session();
        let refused = scene.input(Input::CancelRequested {
            command_key: "k".into(),
        });
        scene.end();
        refused.map(|fault| fault.code)
    };
    let mut scene = Scene::new();
    assert_eq!(cancel(&mut scene), None, "a key that nobody knows");
    scene.ask(download("k", FIRMWARE));
    let id = scene.fetching();
    assert_eq!(cancel(&mut scene), None);
    assert_eq!(scene.output(), Output::StopFetch { id });
    scene.failed(id, FaultCode::DownloadFailure);
    assert!(scene.plan.is_none());
    scene.reboot("boot-2");
    scene.session();
    scene.end();
    scene.quiet();

    scene.ask(download("k", FIRMWARE));
    let id = scene.fetching();
    scene.fetched(id);
    scene.applying();
    scene.applied(id, Ok(Applied::Done));
    assert_eq!(cancel(&mut scene), Some(FaultCode::CancellationRefused));
}

#[test]
fn a_cancel_that_cannot_be_kept_cancels_nothing() {
    let mut scene = Scene::new();
    let mut request = download("k", CONFIG);
    request.delay = 100;
    scene.ask(request);
    scene.session();
    scene.flash_is_broken = true;
    let refused = scene.input(Input::CancelRequested {
        command_key: "k".into(),
    });
    assert_eq!(refused.unwrap().code, FaultCode::InternalError);
    assert_eq!(scene.agent.queued_transfers().len(), 1);
}

#[test]
fn another_acs_hears_nothing_of_the_transfers_of_this_one() {
    let mut scene = Scene::new();
    scene.ask(download("k", CONFIG));
    let id = scene.fetching();
    scene.set("acs", "url", "http://other.example/");
    assert_eq!(scene.output(), Output::StopFetch { id });
    scene.fetched(id);
    scene.quiet();
    assert!(scene.agent.queued_transfers().is_empty());
}

#[test]
fn a_reboot_stops_the_fetch_and_it_goes_on_after() {
    let mut scene = Scene::new();
    scene.ask(download("k", CONFIG));
    let id = scene.fetching();
    scene.session();
    scene.input(Input::RebootRequested {
        command_key: "r".into(),
    });
    assert_eq!(scene.output(), Output::StopFetch { id });
    scene.failed(id, FaultCode::DownloadFailure);
    scene.end();
    assert_eq!(scene.output(), Output::Reboot);
    scene.reboot("boot-2");
    scene.session();
    scene.fetching();
}

#[test]
fn a_window_opens_and_closes() {
    let window = (100, 200, WindowMode::AnyTime, 0);
    let mut scene = Scene::new();
    scene.ask(schedule(
        "s",
        &[window, (300, 400, WindowMode::Immediately, 0)],
    ));
    scene.wait(99);
    scene.quiet();
    scene.wait(2);
    let id = scene.fetching();
    scene.wait(100);
    assert_eq!(scene.output(), Output::StopFetch { id });
    scene.failed(id, FaultCode::DownloadFailure);
    scene.wait(98);
    scene.quiet();
    scene.wait(2);
    let id = scene.fetching();
    scene.wait(100);
    assert_eq!(scene.output(), Output::StopFetch { id });
    assert_eq!(
        scene.events(),
        ["7 TRANSFER COMPLETE", "M ScheduleDownload [s]"]
    );
    assert_eq!(scene.tell(), [("s".to_string(), 9020)]);
}

#[test]
fn retries_stay_within_their_window() {
    let mut scene = Scene::new();
    scene.ask(schedule("s", &[(0, 1000, WindowMode::Immediately, 2)]));
    for _ in 0..3 {
        let id = scene.fetching();
        scene.failed(id, FaultCode::FileServerUnreachable);
        scene.wait(60);
    }
    scene.quiet();
    assert_eq!(scene.tell(), [("s".to_string(), 9015)]);
}

#[test]
fn a_person_says_no_until_the_window_is_over() {
    let mut scene = Scene::new();
    scene.ask(schedule("s", &[(0, 1000, WindowMode::Confirmation, 0)]));
    let mut asked = 0;
    while scene.plan.is_none() {
        match scene.outputs.pop() {
            Some(Output::AskLeave {
                id,
                question,
                message,
            }) => {
                assert_eq!((question, message.as_str()), ("confirm", "now?"));
                asked += 1;
                scene.input(Input::LeaveAnswered {
                    id,
                    granted: Ok(false),
                });
            }
            None => scene.wait(50),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(asked, 4);
    assert_eq!(scene.tell(), [("s".to_string(), 9020)]);
}

#[test]
fn an_idle_device_begins() {
    let mut scene = Scene::new();
    scene.ask(schedule("s", &[(0, 1000, WindowMode::WhenIdle, 0)]));
    for granted in [Err("busy".to_string()), Ok(false), Ok(true)] {
        let Output::AskLeave { id, question, .. } = scene.output() else {
            panic!("not asked")
        };
        assert_eq!(question, "idle");
        scene.input(Input::LeaveAnswered { id, granted });
        if scene.outputs.is_empty() {
            scene.wait(60);
        }
    }
    scene.fetching();
}

#[test]
fn a_vendors_window_is_asked_for_by_its_name() {
    for (message, words) in [
        ("now?", "X_00D09E_Good_Night now?"),
        ("", "X_00D09E_Good_Night"),
    ] {
        let mut scene = Scene::new();
        let mode = WindowMode::named("X 00D09E Good Night").unwrap();
        let mut request = schedule("s", &[(0, 1000, mode, 0)]);
        request.windows[0].message = message.to_string();
        scene.ask(request);
        scene.reboot("boot-2");
        let asked = loop {
            match scene.outputs.pop() {
                Some(Output::AskLeave {
                    id,
                    question,
                    message,
                }) => break (id, question, message),
                _ => scene.wait(10),
            }
        };
        assert_eq!((asked.1, asked.2.as_str()), ("window", words));
        let granted = Ok(true);
        let id = asked.0;
        scene.input(Input::LeaveAnswered { id, granted });
        scene.fetching();
    }
    for odd in ["", "X", "X 00D09E", "X  Night", "5 Never", "Xylophone"] {
        assert_eq!(WindowMode::named(odd), None, "{odd}");
    }
}

#[test]
fn credentials_leave_the_flash_with_the_file() {
    let mut scene = Scene::new();
    let mut request = download("k", CONFIG);
    request.password = "hush-hush".into();
    scene.ask(request);
    let holds = |scene: &Scene| {
        String::from_utf8_lossy(scene.flash.as_ref().unwrap()).contains("hush-hush")
    };
    assert!(holds(&scene));
    let id = scene.fetching();
    scene.failed(id, FaultCode::FileAccessFailure);
    assert!(!holds(&scene));
}
