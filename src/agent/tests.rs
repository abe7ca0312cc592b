//! The agent by situations: a driver that carries out the outputs as `io::run` would, in no time.

use super::settings::OptionLine;
use super::*;
use crate::time::Wall;

const URL: &str = "http://acs.example/";
const CALL_ME: &str = "http://192.0.2.1:7547/x";

/// An agent with its flash, and what has become of its outputs.
struct Scene {
    agent: Agent,
    now: Now,
    flash: Option<Vec<u8>>,
    /// Writes to flash so far.
    writes: usize,
    flash_is_broken: bool,
    /// The plan of the running session.
    plan: Option<Plan>,
    /// All outputs since the last [`Scene::outputs`], but for saves.
    outputs: Vec<Output>,
    options: Vec<(&'static str, &'static str, String)>,
    boot: &'static str,
}

impl Scene {
    /// A device that has just booted for the first time; the listener is up.
    fn new() -> Scene {
        Scene::with(&[])
    }

    fn with(options: &[(&'static str, &'static str, &str)]) -> Scene {
        let mut all = vec![("acs", "url", URL.to_string())];
        all.extend(
            options
                .iter()
                .map(|(section, option, value)| (*section, *option, value.to_string())),
        );
        let mut scene = Scene::asleep(all);
        scene.input(Input::ConnectionRequestUrl(Some(CALL_ME.into())));
        scene
    }

    fn asleep(options: Vec<(&'static str, &'static str, String)>) -> Scene {
        let now = Now {
            mono: Duration::from_secs(30),
            wall: Some(Wall {
                unix: 1_790_000_000,
                offset: 0,
            }),
        };
        let (agent, outputs) = Agent::start(now, settings(&options), None, "boot-1", 1);
        let mut scene = Scene {
            agent,
            now,
            flash: None,
            writes: 0,
            flash_is_broken: false,
            plan: None,
            outputs: Vec::new(),
            options,
            boot: "boot-1",
        };
        scene.carry_out(outputs);
        scene
    }

    /// A device that has had its first good session.
    fn settled() -> Scene {
        let mut scene = Scene::new();
        scene.good_session();
        scene.outputs();
        scene
    }

    fn input(&mut self, input: Input) {
        let outputs = self.agent.handle(self.now, input);
        self.carry_out(outputs);
    }

    fn carry_out(&mut self, outputs: Vec<Output>) {
        for output in outputs {
            match output {
                Output::Save(_) if self.flash_is_broken => {
                    self.input(Input::SaveFailed("no space left".into()))
                }
                Output::Save(bytes) => {
                    assert_ne!(
                        self.flash.as_ref(),
                        Some(&bytes),
                        "a write that changes nothing"
                    );
                    self.flash = Some(bytes);
                    self.writes += 1;
                }
                Output::StartSession(plan) => {
                    assert!(self.plan.is_none(), "two sessions at a time");
                    assert!(!plan.events.is_empty(), "a session for no reason");
                    self.plan = Some(plan);
                }
                other => self.outputs.push(other),
            }
        }
    }

    fn outputs(&mut self) -> Vec<Output> {
        std::mem::take(&mut self.outputs)
    }

    /// The clock runs for so long; the agent is woken whenever it wants to be.
    fn wait(&mut self, seconds: u64) {
        let end = self.now.mono + Duration::from_secs(seconds);
        while self.plan.is_none() {
            match self.agent.wake_at() {
                Some(at) if at <= end => {
                    assert!(
                        at > self.now.mono,
                        "it wants to be woken at {at:?} and it is {:?}",
                        self.now.mono
                    );
                    self.set_clock(at);
                    self.input(Input::Wake);
                }
                _ => break,
            }
        }
        self.set_clock(end.max(self.now.mono));
    }

    fn set_clock(&mut self, mono: Duration) {
        let passed = mono.as_secs() as i64 - self.now.mono.as_secs() as i64;
        if let Some(wall) = &mut self.now.wall {
            wall.unix += passed;
        }
        self.now.mono = mono;
    }

    /// The clock runs until a session starts; the seconds that took.
    fn wait_for_session(&mut self) -> u64 {
        let start = self.now.mono;
        while self.plan.is_none() {
            let at = self.agent.wake_at().expect("nothing will ever happen");
            self.set_clock(at);
            self.input(Input::Wake);
        }
        (self.now.mono - start).as_secs()
    }

    /// The events of the running session: `1 BOOT`, `M Reboot [key]`.
    fn events(&self) -> Vec<String> {
        let plan = self.plan.as_ref().expect("a session");
        let told = |event: &EventStruct| match event.command_key.as_str() {
            "" => event.code.clone(),
            key => format!("{} [{key}]", event.code),
        };
        plan.events.iter().map(told).collect()
    }

    fn end(&mut self, result: Result<(), Failure>, informed: bool) {
        assert!(self.plan.take().is_some(), "no session to end");
        self.input(Input::SessionEnded { result, informed });
    }

    fn good_session(&mut self) {
        self.input(Input::InformDelivered);
        self.end(Ok(()), true);
    }

    fn no_connection(&mut self) {
        self.end(Err(Failure::Transport("no route to host".into())), false);
    }

    fn set(&mut self, section: &'static str, option: &'static str, value: &str) {
        self.options.push((section, option, value.to_string()));
        self.input(Input::Settings(Box::new(settings(&self.options))));
    }

    /// Ends the process in whatever it does and starts it again, in this boot or another one.
    fn start_again(&mut self, boot: &'static str) {
        if boot != self.boot {
            self.set_clock(Duration::from_secs(30));
        }
        self.boot = boot;
        self.plan = None;
        self.outputs.clear();
        let settings = settings(&self.options);
        let (agent, outputs) = Agent::start(self.now, settings, self.flash.as_deref(), boot, 2);
        self.agent = agent;
        self.carry_out(outputs);
        self.input(Input::ConnectionRequestUrl(Some(CALL_ME.into())));
    }
}

fn settings(options: &[(&'static str, &'static str, String)]) -> Settings {
    let lines: Vec<OptionLine> = options
        .iter()
        .map(|(section, option, value)| OptionLine {
            section,
            option,
            value,
            line: 1,
        })
        .collect();
    Settings::parse("cwmpd", &lines).expect("good settings").0
}

// The first contact and boots.

#[test]
fn first_contact_is_bootstrap_and_boot() {
    let mut scene = Scene::new();
    assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"]);
    let plan = scene.plan.as_ref().unwrap();
    assert_eq!(
        (plan.url.as_str(), plan.retry_count, plan.fall_back),
        (URL, 0, 0)
    );
    scene.good_session();
    scene.wait(600);
    assert!(scene.plan.is_none());
}

#[test]
fn first_inform_waits_a_little_for_the_connection_request_url() {
    let mut scene = Scene::asleep(vec![("acs", "url", URL.into())]);
    assert!(scene.plan.is_none());
    assert_eq!(scene.wait_for_session(), LISTENER_GRACE.as_secs());
    let scene = Scene::asleep(vec![
        ("acs", "url", URL.into()),
        ("connection_request", "enable", "0".into()),
    ]);
    assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"]);
}

#[test]
fn next_boot_is_boot_alone() {
    let mut scene = Scene::settled();
    scene.start_again("boot-2");
    assert_eq!(scene.events(), ["1 BOOT"]);
}

#[test]
fn a_respawned_process_in_the_same_boot_reports_nothing() {
    let mut scene = Scene::settled();
    scene.start_again("boot-1");
    scene.wait(600);
    assert!(scene.plan.is_none());
}

#[test]
fn a_boot_whose_session_failed_is_reported_by_the_respawned_process() {
    let mut scene = Scene::settled();
    scene.start_again("boot-2");
    scene.no_connection();
    scene.start_again("boot-2");
    assert_eq!(scene.events(), ["1 BOOT"]);
}

#[test]
fn an_undelivered_bootstrap_is_retained_over_a_reboot() {
    let mut scene = Scene::new();
    scene.no_connection();
    scene.start_again("boot-2");
    assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"]);
}

#[test]
fn a_platform_without_boot_id_reports_each_start_as_a_boot() {
    let mut scene = Scene::settled();
    for _ in 0..2 {
        scene.start_again("");
        assert_eq!(scene.events(), ["1 BOOT"]);
        scene.good_session();
    }
}

#[test]
fn an_unreadable_state_starts_as_a_new_device() {
    for junk in [&b""[..], b"{", b"\xff\xfe", b"{\"version\":99}"] {
        let mut scene = Scene::settled();
        scene.flash = Some(junk.to_vec());
        scene.start_again("boot-1");
        assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"]);
        scene.good_session();
        scene.start_again("boot-1");
        assert!(scene.plan.is_none(), "and that only once");
    }
}

// Whether there may be sessions at all.

#[test]
fn without_url_or_disabled_there_is_no_session_and_no_connection_request() {
    for (section, option, value) in [("acs", "url", ""), ("acs", "enable", "0")] {
        let mut scene = Scene::with(&[(section, option, value)]);
        assert!(!scene.agent.may_accept_connection_request());
        scene.input(Input::ConnectionRequest);
        scene.input(Input::InformRequested);
        scene.wait(10 * 86400);
        assert!(scene.plan.is_none());
        assert!(scene.agent.silence().is_some());
        scene.set(section, option, if option == "url" { URL } else { "1" });
        assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"], "{option}");
    }
}

#[test]
fn an_acs_that_disables_cwmp_gets_its_answer_and_nothing_after_it() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.set("acs", "enable", "0");
    assert!(scene.outputs().is_empty(), "the session is not stopped");
    scene.end(Ok(()), true);
    scene.wait(10 * 86400);
    assert!(scene.plan.is_none());
}

#[test]
fn a_new_acs_url_is_a_bootstrap_at_once_and_once() {
    let mut scene = Scene::settled();
    scene.set("acs", "url", "https://new.example/");
    assert_eq!(scene.events(), ["0 BOOTSTRAP"]);
    assert_eq!(scene.plan.as_ref().unwrap().url, "https://new.example/");
    scene.good_session();
    scene.set("acs", "periodic_interval", "3600");
    assert!(scene.plan.is_none());
    scene.start_again("boot-2");
    assert_eq!(scene.events(), ["1 BOOT"]);
}

#[test]
fn an_acs_that_sets_another_url_is_finished_with_first() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.set("acs", "url", "https://new.example/");
    scene.end(Ok(()), true);
    assert_eq!(scene.events(), ["0 BOOTSTRAP"]);
    assert_eq!(scene.plan.as_ref().unwrap().url, "https://new.example/");
}

#[test]
fn the_old_acs_answering_late_is_not_taken_for_the_new_one() {
    let mut scene = Scene::new();
    scene.set("acs", "url", "https://new.example/");
    scene.good_session();
    assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"]);
    assert_eq!(scene.plan.as_ref().unwrap().url, "https://new.example/");
}

#[test]
fn settings_read_again_during_the_first_session_do_not_repeat_the_bootstrap() {
    let mut scene = Scene::new();
    scene.set("acs", "periodic_interval", "3600");
    scene.good_session();
    assert!(scene.plan.is_none());
}

#[test]
fn a_url_that_was_mistyped_and_repaired_is_tried_at_once() {
    let mut scene = Scene::with(&[("acs", "url", "http://typo.example/")]);
    for _ in 0..12 {
        scene.no_connection();
        scene.wait_for_session();
    }
    scene.no_connection();
    scene.set("acs", "url", URL);
    assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"]);
    assert_eq!(
        scene.plan.as_ref().unwrap().retry_count,
        0,
        "those were failures of another ACS"
    );
}

// Periodic Informs.

#[test]
fn periodic_informs_come_at_the_interval_and_follow_a_new_one_at_once() {
    let mut scene = Scene::with(&[("acs", "periodic_interval", "600")]);
    scene.good_session();
    scene.wait_for_session();
    assert_eq!(scene.events(), ["2 PERIODIC"]);
    scene.good_session();
    assert_eq!(scene.wait_for_session(), 600);
    scene.good_session();
    scene.set("acs", "periodic_interval", "30");
    assert!(scene.wait_for_session() <= 30);
    scene.good_session();
    scene.set("acs", "periodic_enable", "0");
    scene.wait(86400);
    assert!(scene.plan.is_none());
}

#[test]
fn a_quiet_month_writes_nothing() {
    let mut scene = Scene::with(&[
        ("acs", "periodic_interval", "1800"),
        ("acs", "periodic_time", "2026-01-01T00:10:00Z"),
    ]);
    scene.good_session();
    let writes = scene.writes;
    let mut sessions = 0;
    let end = scene.now.mono + Duration::from_secs(30 * 86400);
    loop {
        scene.wait_for_session();
        if scene.now.mono >= end {
            break;
        }
        assert_eq!(scene.events(), ["2 PERIODIC"]);
        scene.good_session();
        scene.input(Input::ConnectionRequest);
        assert_eq!(scene.events(), ["6 CONNECTION REQUEST"]);
        scene.good_session();
        sessions += 1;
    }
    assert_eq!((sessions, scene.writes - writes), (30 * 48, 0));
}

#[test]
fn a_failed_periodic_inform_survives_a_reboot() {
    let mut scene = Scene::settled();
    scene.wait_for_session();
    let writes = scene.writes;
    for _ in 0..5 {
        assert_eq!(scene.events(), ["2 PERIODIC"]);
        scene.no_connection();
        scene.wait_for_session();
    }
    assert_eq!(
        scene.writes - writes,
        1,
        "an ACS that is away costs one write"
    );
    scene.start_again("boot-2");
    assert_eq!(scene.events(), ["1 BOOT", "2 PERIODIC"]);
}

// Retries.

#[test]
fn failed_sessions_wait_by_the_table_and_count() {
    let mut scene = Scene::new();
    for count in 0..15_u32 {
        assert_eq!(scene.plan.as_ref().unwrap().retry_count, count);
        assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"]);
        scene.no_connection();
        let waited = scene.wait_for_session();
        let least = 5 << count.min(9);
        assert!(
            (least..=2 * least).contains(&waited),
            "retry {}: {waited} s",
            count + 1
        );
    }
    scene.good_session();
    scene.input(Input::ConnectionRequest);
    assert_eq!(scene.plan.as_ref().unwrap().retry_count, 0);
}

#[test]
fn after_a_reboot_the_waits_start_again() {
    let mut scene = Scene::new();
    for _ in 0..8 {
        scene.no_connection();
        scene.wait_for_session();
    }
    scene.start_again("boot-2");
    assert_eq!(scene.plan.as_ref().unwrap().retry_count, 0);
    scene.no_connection();
    assert!(scene.wait_for_session() <= 10);
}

#[test]
fn while_a_retry_waits_a_connection_request_goes_at_once_and_a_change_waits_too() {
    let mut scene = Scene::new();
    for _ in 0..6 {
        scene.no_connection();
        scene.wait_for_session();
    }
    scene.no_connection();
    scene.input(Input::Changed(vec!["Device.X".into()]));
    assert!(scene.plan.is_none());
    scene.input(Input::ConnectionRequest);
    assert_eq!(
        scene.events(),
        [
            "0 BOOTSTRAP",
            "1 BOOT",
            "4 VALUE CHANGE",
            "6 CONNECTION REQUEST"
        ]
    );
    assert_eq!(scene.plan.as_ref().unwrap().retry_count, 7);
    scene.no_connection();
    assert!(scene.wait_for_session() >= 640, "the count was not reset");
    assert_eq!(
        scene.events(),
        ["0 BOOTSTRAP", "1 BOOT", "4 VALUE CHANGE"],
        "6 is never retried"
    );
}

#[test]
fn a_failed_connection_request_alone_is_not_retried_but_counts() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.no_connection();
    scene.wait(3600);
    assert!(scene.plan.is_none());
    scene.input(Input::ConnectionRequest);
    assert_eq!(scene.plan.as_ref().unwrap().retry_count, 1);
}

#[test]
fn a_session_that_breaks_after_its_inform_reports_nothing_twice() {
    let mut scene = Scene::new();
    scene.input(Input::InformDelivered);
    scene.end(Err(Failure::Transport("reset by peer".into())), true);
    scene.wait(3600);
    assert!(scene.plan.is_none());
    scene.wait_for_session();
    assert_eq!(scene.events(), ["2 PERIODIC"]);
    assert_eq!(scene.plan.as_ref().unwrap().retry_count, 1);
}

#[test]
fn an_end_without_inform_response_is_no_success() {
    let mut scene = Scene::new();
    scene.end(Ok(()), false);
    assert!(scene.wait_for_session() >= 5);
    assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"]);
}

#[test]
fn a_repaired_password_is_tried_at_once_but_not_one_that_the_acs_sets_and_then_fails() {
    let mut scene = Scene::new();
    scene.no_connection();
    scene.set("acs", "password", "better");
    assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"]);
    scene.set("acs", "password", "other");
    scene.no_connection();
    assert!(scene.wait_for_session() >= 10);
}

// Connection requests.

#[test]
fn several_connection_requests_in_a_session_make_exactly_one_more() {
    let mut scene = Scene::settled();
    for _ in 0..3 {
        scene.input(Input::ConnectionRequest);
    }
    assert_eq!(scene.events(), ["6 CONNECTION REQUEST"]);
    scene.input(Input::InformDelivered);
    scene.input(Input::ConnectionRequest);
    scene.end(Ok(()), true);
    assert_eq!(scene.events(), ["6 CONNECTION REQUEST"]);
    scene.good_session();
    assert!(scene.plan.is_none());
}

#[test]
fn a_new_connection_request_url_is_a_value_change_told_once() {
    let mut scene = Scene::settled();
    let other = "http://192.0.2.99:7547/x";
    scene.input(Input::ConnectionRequestUrl(Some(other.into())));
    assert_eq!(scene.events(), ["4 VALUE CHANGE"]);
    assert_eq!(
        scene.agent.live_values()[settings::CONNECTION_REQUEST_URL],
        other
    );
    scene.input(Input::ConnectionRequestUrl(Some(other.into())));
    scene.good_session();
    scene.input(Input::ConnectionRequestUrl(Some(other.into())));
    assert!(scene.plan.is_none());
}

#[test]
fn a_url_that_goes_and_comes_back_is_no_change() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequestUrl(None));
    scene.input(Input::ConnectionRequestUrl(Some(CALL_ME.into())));
    assert!(scene.plan.is_none());
}

#[test]
fn a_url_that_changes_after_the_inform_was_made_is_told_in_the_next() {
    for informed_before in [true, false] {
        let mut scene = Scene::new();
        if informed_before {
            scene.input(Input::InformDelivered);
        }
        scene.input(Input::ConnectionRequestUrl(Some(
            "http://192.0.2.99:7547/x".into(),
        )));
        scene.good_session();
        assert_eq!(scene.events(), ["4 VALUE CHANGE"]);
    }
}

#[test]
fn an_address_that_comes_after_the_first_inform_is_told() {
    let mut scene = Scene::asleep(vec![("acs", "url", URL.into())]);
    scene.input(Input::ConnectionRequestUrl(None));
    scene.good_session();
    scene.input(Input::ConnectionRequestUrl(Some(CALL_ME.into())));
    assert_eq!(scene.events(), ["4 VALUE CHANGE"]);
}

#[test]
fn an_address_that_is_known_only_once_connected_is_in_the_first_inform_and_no_change() {
    let mut scene = Scene::asleep(vec![("acs", "url", URL.into())]);
    scene.wait_for_session();
    scene.input(Input::ConnectionRequestUrl(Some(CALL_ME.into())));
    let told = scene.agent.inform_values();
    assert_eq!(told[settings::CONNECTION_REQUEST_URL], CALL_ME);
    scene.good_session();
    assert!(scene.plan.is_none());
}

#[test]
fn the_path_of_the_url_is_random_secret_and_kept() {
    let mut scene = Scene::settled();
    let path = scene.agent.connection_request_path().to_string();
    assert!(path.len() >= 16, "{path}");
    scene.start_again("boot-2");
    assert_eq!(scene.agent.connection_request_path(), path);
    scene.set("connection_request", "path", "/mine");
    assert_eq!(scene.agent.connection_request_path(), "mine");
}

// Value changes.

#[test]
fn changes_travel_once_each_with_whatever_session_comes_next() {
    let mut scene = Scene::settled();
    scene.input(Input::Changed(vec!["Device.A".into(), "Device.B".into()]));
    assert_eq!(scene.events(), ["4 VALUE CHANGE"]);
    assert_eq!(
        scene.plan.as_ref().unwrap().changed,
        ["Device.A", "Device.B"]
    );
    scene.input(Input::Changed(vec!["Device.A".into()]));
    scene.good_session();
    assert_eq!(scene.plan.as_ref().unwrap().changed, ["Device.A"]);
}

#[test]
fn the_notification_throttle_delays_changes_and_nothing_else() {
    let mut scene = Scene::with(&[("acs", "notification_throttle", "300")]);
    scene.good_session();
    scene.wait(100);
    scene.input(Input::Changed(vec!["Device.A".into()]));
    assert!(scene.plan.is_none());
    assert_eq!(scene.wait_for_session(), 200);
    scene.good_session();
    scene.input(Input::Changed(vec!["Device.A".into()]));
    scene.input(Input::ConnectionRequest);
    assert_eq!(scene.events(), ["4 VALUE CHANGE", "6 CONNECTION REQUEST"]);
}

// Namespaces.

#[test]
fn a_rejected_namespace_falls_back_step_by_step_and_the_one_that_works_stays() {
    let mut scene = Scene::new();
    for (failure, next) in [
        (Failure::Status(500), 1),
        (Failure::Status(400), 2),
        (Failure::Version, 0),
        (Failure::Transport("no route".into()), 0),
        (Failure::Status(503), 0),
        (Failure::Version, 1),
    ] {
        scene.end(Err(failure), false);
        scene.wait_for_session();
        assert_eq!(scene.plan.as_ref().unwrap().fall_back, next);
    }
    scene.good_session();
    scene.input(Input::ConnectionRequest);
    assert_eq!(scene.plan.as_ref().unwrap().fall_back, 1);
}

#[test]
fn trouble_of_an_acs_that_took_the_namespace_before_is_no_reason_for_another_at_first() {
    let mut scene = Scene::settled();
    for expected in [0, 0, 0, 1] {
        scene.wait_for_session();
        assert_eq!(scene.plan.as_ref().unwrap().fall_back, expected);
        scene.end(Err(Failure::Status(400)), false);
    }
}

#[test]
fn a_status_after_the_inform_response_says_nothing_about_namespaces() {
    let mut scene = Scene::new();
    scene.input(Input::InformDelivered);
    scene.end(Err(Failure::Status(500)), true);
    scene.input(Input::ConnectionRequest);
    assert_eq!(scene.plan.as_ref().unwrap().fall_back, 0);
}

// Reboot and factory reset.

fn key(command_key: &str) -> Input {
    Input::RebootRequested {
        command_key: command_key.into(),
    }
}

#[test]
fn reboot_is_on_flash_before_the_answer_and_done_after_the_session() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    let writes = scene.writes;
    scene.input(key("k1"));
    assert_eq!(scene.writes - writes, 1);
    assert!(scene.outputs().is_empty(), "not while the session runs");
    scene.end(Ok(()), true);
    assert_eq!(scene.outputs(), [Output::Reboot]);
    scene.start_again("boot-2");
    assert_eq!(scene.events(), ["1 BOOT", "M Reboot [k1]"]);
    scene.good_session();
    scene.start_again("boot-3");
    assert_eq!(scene.events(), ["1 BOOT"], "told once");
}

#[test]
fn an_accepted_reboot_is_done_however_the_session_ends() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.input(key("k1"));
    scene.end(Err(Failure::Transport("reset by peer".into())), true);
    assert_eq!(scene.outputs(), [Output::Reboot]);
}

#[test]
fn an_undelivered_reboot_event_survives_any_number_of_reboots() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.input(key("k1"));
    scene.input(key(""));
    scene.input(key("k1"));
    scene.end(Ok(()), true);
    for boot in ["boot-2", "boot-3", "boot-4", "boot-4"] {
        scene.start_again(boot);
        assert_eq!(
            scene.events(),
            ["1 BOOT", "M Reboot [k1]", "M Reboot", "M Reboot [k1]"]
        );
        scene.no_connection();
    }
}

#[test]
fn a_process_that_dies_between_answer_and_reboot_reboots_when_it_comes_back() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.input(key("k1"));
    scene.start_again("boot-1");
    assert_eq!(scene.outputs(), [Output::Reboot]);
    assert!(scene.plan.is_none());
}

#[test]
fn no_session_starts_while_the_device_goes_down() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.input(key("k1"));
    scene.end(Ok(()), true);
    assert!(!scene.agent.may_accept_connection_request());
    scene.input(Input::Changed(vec!["Device.A".into()]));
    scene.wait(200);
    assert!(scene.plan.is_none());
}

#[test]
fn a_reboot_that_never_comes_is_tried_again_and_then_given_up() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.input(key("k1"));
    scene.end(Ok(()), true);
    assert_eq!(scene.outputs(), [Output::Reboot]);
    scene.input(Input::RebootFailed("no such hook".into()));
    assert!(scene.outputs().is_empty());
    assert!(
        scene.agent.may_accept_connection_request(),
        "the device stays reachable meanwhile"
    );
    scene.wait(60);
    assert_eq!(scene.outputs(), [Output::Reboot]);
    scene.wait(3600);
    assert_eq!(scene.outputs(), [Output::Reboot], "the third and last time");
    assert!(scene.agent.may_accept_connection_request());
    scene.start_again("boot-2");
    assert_eq!(scene.events(), ["1 BOOT"], "a boot of another cause");
}

#[test]
fn a_reboot_that_cannot_be_made_durable_is_refused() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.flash_is_broken = true;
    for input in [key("k1"), Input::FactoryResetRequested] {
        scene.input(input);
        let outputs = scene.outputs();
        let [Output::Refuse(fault)] = &outputs[..] else {
            panic!("{outputs:?}")
        };
        assert_eq!(fault.code, FaultCode::InternalError);
        assert!(fault.text.contains("no space left"), "{fault}");
    }
    scene.end(Ok(()), true);
    assert!(scene.outputs().is_empty(), "and so it is not done");
}

#[test]
fn of_two_reboots_the_one_that_was_refused_is_not_reported() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.input(key("k1"));
    scene.flash_is_broken = true;
    scene.input(key("k2"));
    assert!(matches!(scene.outputs()[..], [Output::Refuse(_)]));
    scene.end(Ok(()), true);
    assert_eq!(scene.outputs(), [Output::Reboot]);
    scene.flash_is_broken = false;
    scene.start_again("boot-2");
    assert_eq!(scene.events(), ["1 BOOT", "M Reboot [k1]"]);
}

#[test]
fn reboots_without_end_and_endless_keys_are_refused() {
    let mut scene = Scene::settled();
    scene.input(key("too early"));
    assert!(
        matches!(&scene.outputs()[..], [Output::Refuse(fault)] if fault.code == FaultCode::RequestDenied)
    );
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.input(key(&"x".repeat(33)));
    assert!(
        matches!(&scene.outputs()[..], [Output::Refuse(fault)] if fault.code == FaultCode::InvalidArguments)
    );
    for _ in 0..MOST_REBOOTS {
        scene.input(key("k"));
        assert!(scene.outputs().is_empty());
    }
    scene.input(key("k"));
    assert!(
        matches!(&scene.outputs()[..], [Output::Refuse(fault)] if fault.code == FaultCode::ResourcesExceeded)
    );
}

#[test]
fn factory_reset_forgets_everything_and_is_a_new_device_after_the_reboot() {
    let mut scene = Scene::settled();
    let path = scene.agent.connection_request_path().to_string();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.input(key("k1"));
    scene.input(Input::FactoryResetRequested);
    scene.end(Ok(()), true);
    assert_eq!(scene.outputs(), [Output::FactoryReset]);
    scene.input(Input::FactoryResetEnded(Ok(())));
    assert_eq!(scene.outputs(), [Output::Reboot]);
    for boot in ["boot-2", "boot-2", "boot-3"] {
        scene.start_again(boot);
        assert!(scene.outputs().is_empty());
        assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"]);
    }
    assert_ne!(scene.agent.connection_request_path(), path);
}

#[test]
fn power_cut_during_a_factory_reset_does_it_again() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.input(Input::FactoryResetRequested);
    for boot in ["boot-1", "boot-2"] {
        scene.start_again(boot);
        assert_eq!(scene.outputs(), [Output::FactoryReset]);
        assert!(scene.plan.is_none(), "no word to the ACS before it is done");
    }
    scene.input(Input::FactoryResetEnded(Ok(())));
    scene.start_again("boot-3");
    assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"]);
}

#[test]
fn a_factory_reset_that_fails_is_given_up_after_three_times() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.input(Input::FactoryResetRequested);
    scene.end(Ok(()), true);
    for _ in 0..3 {
        assert_eq!(scene.outputs(), [Output::FactoryReset]);
        scene.input(Input::FactoryResetEnded(Err("no such hook".into())));
        scene.wait(60);
    }
    assert!(scene.outputs().is_empty());
    scene.start_again("boot-1");
    assert!(scene.outputs().is_empty());
}

#[test]
fn new_acs_and_reboot_in_one_session_bring_bootstrap_boot_and_the_reboot() {
    for reboot_first in [true, false] {
        let mut scene = Scene::settled();
        scene.input(Input::ConnectionRequest);
        scene.input(Input::InformDelivered);
        if reboot_first {
            scene.input(key("k1"));
        }
        scene.set("acs", "url", "https://new.example/");
        if !reboot_first {
            scene.input(key("k1"));
        }
        scene.end(Ok(()), true);
        assert_eq!(scene.outputs(), [Output::Reboot]);
        assert!(scene.plan.is_none(), "first things first");
        scene.start_again("boot-2");
        assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT", "M Reboot [k1]"]);
    }
}

// The end of things.

#[test]
fn stop_without_a_session_is_the_exit() {
    let mut scene = Scene::settled();
    scene.input(Input::Stop);
    assert_eq!(scene.outputs(), [Output::Exit]);
}

#[test]
fn stop_ends_a_session_first_and_loses_nothing() {
    let mut scene = Scene::settled();
    scene.wait_for_session();
    scene.input(Input::Stop);
    assert_eq!(scene.outputs(), [Output::AbortSession]);
    scene.end(Err(Failure::Local("stopped".into())), false);
    assert_eq!(scene.outputs(), [Output::Exit]);
    scene.start_again("boot-1");
    assert_eq!(scene.events(), ["2 PERIODIC"]);
    assert_eq!(scene.plan.as_ref().unwrap().retry_count, 0);
}

#[test]
fn stop_does_not_wait_for_a_session_that_hangs() {
    let mut scene = Scene::new();
    scene.input(Input::Stop);
    assert_eq!(scene.outputs(), [Output::AbortSession]);
    scene.set_clock(scene.agent.wake_at().unwrap());
    scene.input(Input::Wake);
    assert_eq!(scene.outputs(), [Output::Exit]);
}

#[test]
fn stop_leaves_a_promised_reboot_to_the_next_start() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.input(key("k1"));
    scene.input(Input::Stop);
    scene.end(Err(Failure::Local("stopped".into())), true);
    assert_eq!(scene.outputs(), [Output::AbortSession, Output::Exit]);
    scene.start_again("boot-1");
    assert_eq!(scene.outputs(), [Output::Reboot]);
}

#[test]
fn a_session_that_hangs_is_stopped_after_an_hour_and_retried() {
    let mut scene = Scene::new();
    for _ in 0..4 {
        scene.set_clock(scene.agent.wake_at().unwrap());
        scene.input(Input::Wake);
        if !scene.outputs.is_empty() {
            break;
        }
    }
    assert_eq!(scene.outputs(), [Output::AbortSession]);
    scene.input(Input::Wake);
    assert!(scene.outputs().is_empty(), "told once");
    scene.no_connection();
    scene.wait_for_session();
    assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"]);
}

// The flash.

#[test]
fn a_flash_that_refuses_is_tried_again_and_holds_up_nothing() {
    let mut scene = Scene::asleep(vec![("acs", "url", URL.into())]);
    scene.flash_is_broken = true;
    scene.input(Input::ConnectionRequestUrl(Some(CALL_ME.into())));
    scene.good_session();
    scene.wait(600);
    let before = scene.writes;
    scene.flash_is_broken = false;
    scene.wait(60);
    assert_eq!(scene.writes - before, 1);
    scene.start_again("boot-1");
    assert!(scene.plan.is_none(), "all was caught up with");
}

#[test]
fn inform_now_reports_what_waits_or_else_a_periodic() {
    let mut scene = Scene::new();
    scene.no_connection();
    scene.input(Input::InformRequested);
    assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"]);
    scene.good_session();
    scene.input(Input::InformRequested);
    assert_eq!(scene.events(), ["2 PERIODIC"]);
}

#[test]
fn status_tells_what_happens() {
    let mut scene = Scene::new();
    let line = |scene: &Scene, name: &str| {
        let status = scene.agent.status(scene.now);
        status
            .into_iter()
            .find(|(known, _)| *known == name)
            .unwrap()
            .1
    };
    assert_eq!(line(&scene, "session"), "running for 0 s");
    scene.end(Err(Failure::Status(503)), false);
    assert!(line(&scene, "session").starts_with("in "));
    assert_eq!(
        line(&scene, "last_session"),
        "failed 0 s ago: the ACS answered with HTTP status 503"
    );
    assert_eq!(line(&scene, "events"), "0 BOOTSTRAP, 1 BOOT");
    assert_eq!(line(&scene, "retry_count"), "1");
    assert_eq!(line(&scene, "connection_request_url"), CALL_ME);
    scene.set("acs", "enable", "0");
    assert_eq!(
        line(&scene, "session"),
        "none: CWMP is disabled (option enable of section acs)"
    );
}
