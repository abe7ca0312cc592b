//! Changes of software modules by situations: a device whose threads, flash and packages answer as the
//! test says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::agent::Input;
use crate::agent::tests::{Scene as Situation, URL};
use crate::cwmp::rpc::{CpeRequest, DuStateChangeComplete, TransferKind};
use crate::model::uuid;
use std::ops::{Deref, DerefMut};

mod power;

const A: &str = "aaaaaaaa-0000-3000-8000-000000000000";
const B: &str = "bbbbbbbb-0000-3000-8000-000000000000";
const SM: &str = "Device.SoftwareModules";

struct Scene {
    situation: Situation,
    modules: Modules,
    /// What the hook refuses, by unit or URL.
    refused: Vec<(&'static str, u16)>,
    /// All that the hook was asked for.
    acts: Vec<String>,
    /// All that was fetched, with the user name.
    fetched: Vec<String>,
    installed: usize,
}

impl Deref for Scene {
    type Target = Situation;

    fn deref(&self) -> &Situation {
        &self.situation
    }
}

impl DerefMut for Scene {
    fn deref_mut(&mut self) -> &mut Situation {
        &mut self.situation
    }
}

impl Scene {
    /// A device with its first session behind it.
    fn new(config: &[(&'static str, &'static str)]) -> Scene {
        let mut options = vec![
            ("acs", "url", URL.to_string()),
            ("acs", "periodic_enable", "0".to_string()),
        ];
        let more = config.iter();
        options.extend(more.map(|(option, value)| ("acs", *option, value.to_string())));
        let environment = |number, name: &str, enabled| Environment {
            path: format!("{SM}.ExecEnv.{number}"),
            alias: format!("cpe-{number}"),
            name: name.into(),
            enabled,
        };
        let mut scene = Scene {
            situation: Situation::asleep(options),
            modules: Modules {
                environments: vec![
                    environment(1, "off", false),
                    environment(2, "main", true),
                    environment(3, "guest", true),
                ],
                units: Vec::new(),
            },
            refused: Vec::new(),
            acts: Vec::new(),
            fetched: Vec::new(),
            installed: 0,
        };
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

    fn ask(&mut self, key: &str, operations: &[Operation]) -> Option<Fault> {
        self.session();
        let refused = self.input(Input::ChangeDuStateRequested {
            operations: operations.to_vec(),
            command_key: key.into(),
        });
        self.end();
        refused
    }

    fn ask_for_a_file(&mut self) {
        self.session();
        let request = crate::cwmp::rpc::TransferRequest {
            kind: TransferKind::Download,
            command_key: "t".into(),
            file_type: "3 Vendor Configuration File".into(),
            url: "http://f/config".into(),
            username: String::new(),
            password: String::new(),
            file_size: 0,
            target_file_name: String::new(),
            delay: 0,
            windows: Vec::new(),
            source: String::new(),
        };
        self.input(Input::TransferRequested(Box::new(request)));
        self.end();
    }

    fn wait(&mut self, seconds: u64) {
        let end = self.now.mono + Duration::from_secs(seconds);
        while let Some(at) = self.agent.wake_at().filter(|at| *at <= end) {
            assert!(at > self.now.mono, "woken at {at:?}, {:?}", self.now.mono);
            self.set_clock(at);
            self.input(Input::Wake);
            if self.plan.is_some() || !self.outputs.is_empty() {
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

    /// What the threads do, one after the other, until nothing is left to be done.
    fn work(&mut self) {
        while !self.outputs.is_empty() {
            self.work_once();
        }
    }

    fn work_once(&mut self) {
        match self.output() {
            Output::Survey { id } => {
                let result = Ok(self.modules.clone());
                self.input(Input::Surveyed { id, result });
            }
            Output::Fetch(fetch) => {
                self.fetched
                    .push(format!("{}@{}", fetch.username, fetch.url));
                let result = match fetch.url.contains("missing") {
                    true => Err(Fault::new(FaultCode::FileAccessFailure, "404")),
                    false => Ok("1.0".to_string()),
                };
                self.input(Input::FetchEnded {
                    id: fetch.id,
                    result,
                });
            }
            Output::Deploy(order) => {
                let result = self.act(&order);
                self.input(Input::Deployed {
                    id: order.id,
                    result,
                    after: Ok(self.modules.clone()),
                });
            }
            other => panic!("{other:?}"),
        }
    }

    /// The hook: a unit's version is the last letter of its URL.
    fn act(&mut self, order: &Order) -> Result<String, Fault> {
        let all = |name: &str| -> Vec<String> {
            let words = order.words.iter().filter(|(word, _)| *word == name);
            words.map(|(_, text)| text.clone()).collect()
        };
        let (url, units) = (all("url").concat(), all("unit"));
        self.acts
            .push(format!("{} {}{}", order.act, url, units.join("+")));
        if let Some((_, code)) = self
            .refused
            .iter()
            .find(|(what, _)| url == *what || units.iter().any(|unit| unit == what))
        {
            let code = FaultCode::from_number(*code).expect("a code");
            return Err(Fault::new(code, "refused"));
        }
        let version = url.chars().last().unwrap_or('0').to_string();
        match order.act {
            "du-install" => {
                self.installed += 1;
                let name = all("environment").concat();
                let environments = &mut self.modules.environments.iter();
                let environment = environments.find(|environment| environment.name == name);
                let number = self.installed;
                let duid = format!("du-{number}");
                self.modules.units.push(Unit {
                    path: format!("{SM}.DeploymentUnit.{number}"),
                    uuid: match all("uuid").concat() {
                        given if given.is_empty() => uuid::of_unit(&format!("du@{url}")),
                        given => given,
                    },
                    duid: duid.clone(),
                    version,
                    url,
                    status: "Installed".into(),
                    resolved: true,
                    environment: environment.expect("an environment").path.clone(),
                    execution_units: format!("{SM}.ExecutionUnit.{number}"),
                });
                return Ok(duid);
            }
            "du-update" => {
                for unit in &mut self.modules.units {
                    if units.contains(&unit.duid) {
                        unit.version.clone_from(&version);
                        unit.url.clone_from(&url);
                    }
                }
            }
            _ => self
                .modules
                .units
                .retain(|unit| !units.contains(&unit.duid)),
        }
        Ok(String::new())
    }

    /// All that the running session reports, answered.
    fn tell(&mut self) -> Vec<DuStateChangeComplete> {
        self.input(Input::InformDelivered);
        let mut told = Vec::new();
        while let Some(request) = self.agent.next_request() {
            let CpeRequest::DuStateChangeComplete(done) = request else {
                panic!("{request:?}")
            };
            self.input(Input::TransferCompleteAnswered { id: done.id });
            told.push(*done);
        }
        self.end();
        told
    }

    /// The only report, in a session that begins by itself now, and never again; each result as
    /// `0 Installed 1 du…`.
    fn told_once(&mut self, key: &str) -> Vec<String> {
        let event = format!("M ChangeDUState [{key}]");
        let events = self.events();
        assert!(
            events.contains(&event) && events.contains(&"11 DU STATE CHANGE COMPLETE".into()),
            "{events:?}"
        );
        let mut told = self.tell();
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(self.plan.is_none(), "told twice");
        self.reboot("another");
        assert!(self.events().iter().all(|event| event == "1 BOOT"));
        let done = told.remove(0);
        assert_eq!(done.command_key, key);
        for result in &done.results {
            assert!(uuid::is_uuid(&result.uuid), "{result:?}");
        }
        done.results.iter().map(short).collect()
    }

    fn flash_says(&self, text: &str) -> bool {
        let flash = self.flash.as_ref().expect("something saved");
        std::str::from_utf8(flash).expect("text").contains(text)
    }
}

/// `0 Installed 1 DeploymentUnit.1`
fn short(result: &DuResult) -> String {
    let code = |(code, _): &(FaultCode, String)| code.number();
    let unit = result.unit.strip_prefix(SM).unwrap_or_default();
    format!(
        "{} {} {}{unit}",
        result.outcome.fault.as_ref().map_or(0, code),
        result.state.name(),
        result.version,
    )
}

fn install(url: &str, uuid: &str, environment: &str) -> Operation {
    Operation {
        change: DuChange::Install,
        url: url.into(),
        uuid: uuid.into(),
        environment: environment.into(),
        ..Operation::default()
    }
}

fn update(uuid: &str, url: &str) -> Operation {
    Operation {
        change: DuChange::Update,
        ..install(url, uuid, "")
    }
}

fn uninstall(uuid: &str) -> Operation {
    Operation {
        change: DuChange::Uninstall,
        ..install("", uuid, "")
    }
}

#[test]
fn several_operations_are_done_in_order_and_told_at_once() {
    let mut scene = Scene::new(&[]);
    let operations = [
        install("http://f/a-1", A, "Device.SoftwareModules.ExecEnv.3."),
        install("http://f/b-1", "", ""),
        update(A, "http://f/a-2"),
        uninstall(B),
        install("http://f/missing", "", ""),
    ];
    assert_eq!(scene.ask("k", &operations), None);
    scene.work();
    assert_eq!(
        scene.acts,
        [
            "du-install http://f/a-1",
            "du-install http://f/b-1",
            "du-update http://f/a-2du-1"
        ]
    );
    assert_eq!(
        scene.modules.units[0].environment,
        format!("{SM}.ExecEnv.3")
    );
    assert_eq!(
        scene.modules.units[1].environment,
        format!("{SM}.ExecEnv.2")
    );
    assert_eq!(
        scene.told_once("k"),
        [
            "0 Installed 1.DeploymentUnit.1",
            "0 Installed 1.DeploymentUnit.2",
            "0 Installed 2.DeploymentUnit.1",
            "9028 Uninstalled ",
            "9016 Failed ",
        ]
    );
}

#[test]
fn what_makes_no_sense_on_this_device_is_told_with_its_fault() {
    let invalid = Operation {
        fault: Some((FaultCode::InvalidUuidFormat, "no".into())),
        ..uninstall("x")
    };
    let unit = |number: u32, uuid: &str, version: &str, environment: u32, status: &str| Unit {
        path: format!("{SM}.DeploymentUnit.{number}"),
        uuid: uuid.into(),
        duid: format!("u{number}"),
        version: version.into(),
        url: format!("http://f/{number}"),
        status: status.into(),
        environment: format!("{SM}.ExecEnv.{environment}"),
        ..Unit::default()
    };
    let two_versions = vec![
        unit(1, A, "1", 2, "Installed"),
        unit(2, A, "2", 2, "Installed"),
    ];
    let two_places = vec![
        unit(1, A, "1", 2, "Installed"),
        unit(2, A, "1", 3, "Installed"),
    ];
    let one = vec![unit(1, A, "1", 2, "Installed")];
    for (units, operation, expected) in [
        (vec![], invalid, vec!["9022 Uninstalled "]),
        (
            vec![],
            install("http://f/1", "", "Device.SoftwareModules.ExecEnv.9."),
            vec!["9023 Failed "],
        ),
        (
            vec![],
            install("http://f/1", "", "Device.SoftwareModules.ExecEnv.1"),
            vec!["9024 Failed "],
        ),
        (
            vec![],
            install("http://f/1", "", ".SoftwareModules.ExecEnv.3."),
            vec!["0 Installed 1.DeploymentUnit.1"],
        ),
        (
            vec![],
            install("http://f/1", "", "Device.SoftwareModules.ExecEnv.[cpe-2]."),
            vec!["0 Installed 1.DeploymentUnit.1"],
        ),
        (vec![], update(A, ""), vec!["9028 Uninstalled "]),
        (vec![], update("", ""), vec!["9028 Uninstalled "]),
        (one.clone(), update(B, ""), vec!["9028 Uninstalled "]),
        (
            one.clone(),
            update("", "http://f/9"),
            vec!["9028 Uninstalled "],
        ),
        (
            one.clone(),
            update("", "http://f/1"),
            vec!["0 Installed 1.DeploymentUnit.1"],
        ),
        (
            two_versions.clone(),
            update(A, "http://f/3"),
            vec![
                "9031 Installed 1.DeploymentUnit.1",
                "9031 Installed 2.DeploymentUnit.2",
            ],
        ),
        (
            two_versions.clone(),
            Operation {
                version: "2".into(),
                ..update(A, "http://f/3")
            },
            vec!["0 Installed 3.DeploymentUnit.2"],
        ),
        (
            two_places.clone(),
            update(A, "http://f/3"),
            vec![
                "0 Installed 3.DeploymentUnit.1",
                "0 Installed 3.DeploymentUnit.2",
            ],
        ),
        (
            two_places.clone(),
            uninstall(&A.to_ascii_uppercase()),
            vec![
                "0 Uninstalled 1.DeploymentUnit.1",
                "0 Uninstalled 1.DeploymentUnit.2",
            ],
        ),
        (
            two_places,
            Operation {
                environment: "Device.SoftwareModules.ExecEnv.3.".into(),
                ..uninstall(A)
            },
            vec!["0 Uninstalled 1.DeploymentUnit.2"],
        ),
        (
            two_versions,
            Operation {
                version: "1".into(),
                ..uninstall(A)
            },
            vec!["0 Uninstalled 1.DeploymentUnit.1"],
        ),
        (
            vec![unit(1, A, "1", 2, "Uninstalling")],
            uninstall(A),
            vec!["9029 Installed 1.DeploymentUnit.1"],
        ),
        (
            vec![unit(1, A, "1", 1, "Installed")],
            update(A, "http://f/2"),
            vec!["9024 Installed 1.DeploymentUnit.1"],
        ),
        (
            one,
            update(A, "http://f/refused"),
            vec!["9030 Installed 1.DeploymentUnit.1"],
        ),
    ] {
        let mut scene = Scene::new(&[]);
        scene.modules.units = units;
        scene.refused = vec![("http://f/refused", 9030)];
        scene.ask("k", std::slice::from_ref(&operation));
        scene.work();
        assert_eq!(scene.told_once("k"), expected, "{operation:?}");
    }
}

#[test]
fn an_update_of_all_is_one_of_each_that_came_from_somewhere() {
    let mut scene = Scene::new(&[]);
    scene.ask(
        "first",
        &[
            install("http://f/a", A, ""),
            install("http://f/b", B, ""),
            install("http://f/b", B, "guest"),
        ],
    );
    scene.work();
    scene.tell();
    scene.modules.units.push(Unit {
        uuid: "cccccccc-0000-3000-8000-000000000000".into(),
        status: "Installed".into(),
        ..Unit::default()
    });
    scene.acts.clear();
    scene.refused = vec![("du-1", 9899)];
    scene.ask("all", &[update("", ""), uninstall(A)]);
    scene.work();
    assert_eq!(
        scene.acts,
        [
            "du-update http://f/adu-1",
            "du-update http://f/bdu-2+du-3",
            "du-uninstall du-1"
        ]
    );
    assert_eq!(
        scene.told_once("all"),
        [
            "9899 Installed a.DeploymentUnit.1",
            "0 Installed b.DeploymentUnit.2",
            "0 Installed b.DeploymentUnit.3",
            "9899 Installed a.DeploymentUnit.1",
        ]
    );
}

#[test]
fn a_unit_is_fetched_again_with_what_it_was_fetched_with_from_where_it_came() {
    let mut scene = Scene::new(&[]);
    let with_login = Operation {
        username: "u".into(),
        password: "secret".into(),
        ..install("http://f/a", A, "")
    };
    scene.ask("k", &[with_login]);
    scene.work();
    assert!(scene.flash_says("secret"));
    scene.tell();
    scene.reboot("boot-2");
    scene.plan = None;
    scene.input(Input::SessionEnded {
        result: Ok(()),
        informed: true,
    });
    scene.ask("same", &[update(A, "")]);
    scene.work();
    scene.tell();
    scene.ask("elsewhere", &[update(A, "http://other/b")]);
    scene.work();
    scene.tell();
    assert_eq!(
        scene.fetched,
        ["u@http://f/a", "u@http://f/a", "@http://other/b"]
    );
    // They were for the first place alone.
    assert!(!scene.flash_says("secret"));
    scene.ask("gone", &[uninstall(A)]);
    scene.work();
    assert_eq!(
        scene.told_once("gone"),
        ["0 Uninstalled b.DeploymentUnit.1"]
    );
}

#[test]
fn sixteen_requests_of_sixteen_operations_are_taken_and_no_more() {
    let mut scene = Scene::new(&[]);
    let operations = vec![uninstall(A); 17];
    let refused = |fault: Option<Fault>| fault.map(|fault| fault.code.number());
    assert_eq!(refused(scene.ask("17", &operations)), Some(9004));
    for number in 0..16 {
        assert_eq!(
            scene.ask(&number.to_string(), &operations[..16]),
            None,
            "{number}"
        );
    }
    assert_eq!(refused(scene.ask("one more", &operations[..1])), Some(9004));
    scene.work();
    let mut told = Vec::new();
    while scene.plan.is_some() {
        told.extend(scene.tell());
    }
    assert_eq!(told.len(), 16);
    assert!(told.iter().all(|done| done.results.len() == 16));
    assert_eq!(refused(scene.ask("again", &operations[..1])), None);
}

#[test]
fn a_new_acs_hears_nothing_of_what_another_one_asked_for() {
    let mut scene = Scene::new(&[]);
    scene.ask("old", &[install("http://f/a", A, "")]);
    scene.work_once();
    let Output::Fetch(fetch) = scene.output() else {
        panic!("not fetching")
    };
    scene.set("acs", "url", "http://other.example/");
    assert_eq!(scene.outputs, [Output::StopFetch { id: fetch.id }]);
    scene.outputs.clear();
    scene.input(Input::FetchEnded {
        id: fetch.id,
        result: Ok(String::new()),
    });
    assert!(scene.outputs.is_empty());
    assert_eq!(scene.events(), ["0 BOOTSTRAP"]);
    assert_eq!(scene.tell(), []);
}

#[test]
fn a_file_in_the_hands_of_the_hook_stays_when_the_acs_is_another() {
    let mut scene = Scene::new(&[]);
    scene.ask("old", &[install("http://f/a", A, "")]);
    scene.work_once();
    scene.work_once();
    assert!(matches!(scene.outputs[..], [Output::Deploy(_)]));
    scene.set("acs", "url", "http://other.example/");
    assert!(scene.agent.wants_files());
    scene.work_once();
    assert!(!scene.agent.wants_files());
}

#[test]
fn a_transfer_and_a_module_are_not_fetched_at_once() {
    let mut scene = Scene::new(&[]);
    scene.ask("k", &[install("http://f/a", A, "")]);
    scene.work_once();
    scene.ask_for_a_file();
    let urls = |scene: &mut Scene| match scene.outputs.first() {
        Some(Output::Fetch(fetch)) => fetch.url.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(urls(&mut scene), "http://f/a");
    scene.work_once();
    assert!(matches!(scene.outputs[..], [Output::Deploy(_)]));
    scene.work_once();
    assert_eq!(urls(&mut scene), "http://f/config");
}

/// Wherever it breaks, and with nothing else to be told.
#[test]
fn a_session_that_breaks_at_an_outcome_is_followed_by_another() {
    for stage in 0..3 {
        let mut scene = Scene::new(&[]);
        scene.ask("k", &[install("http://f/a", A, "")]);
        scene.work();
        if stage > 0 {
            scene.input(Input::InformDelivered);
        }
        if stage > 1 {
            assert!(scene.agent.next_request().is_some());
        }
        scene.plan = None;
        scene.input(Input::SessionEnded {
            result: Err(crate::cwmp::session::Failure::Status(500)),
            informed: stage > 0,
        });
        assert!(scene.plan.is_none(), "the retry policy counts");
        scene.wait(60);
        assert_eq!(scene.told_once("k"), ["0 Installed a.DeploymentUnit.1"]);
    }
}

#[test]
fn what_the_device_did_by_itself_is_told_as_the_policy_says() {
    let on: &[(&str, &str)] = &[
        ("deploy_reports", "1"),
        ("deploy_operations", "Install,Uninstall"),
        ("deploy_faults", "9018,9027"),
    ];
    let good: &[(&str, &str)] = &[
        ("deploy_reports", "1"),
        ("deploy_operations", "Install"),
        ("deploy_results", "Success"),
        ("deploy_faults", "9018"),
    ];
    let off = [&[("deploy_operations", "Install")][..], on].concat();
    for (config, change, code, expected) in [
        (
            on,
            DuChange::Install,
            0,
            Some("0 Installed 1.DeploymentUnit.1"),
        ),
        (on, DuChange::Update, 0, None),
        (
            on,
            DuChange::Uninstall,
            0,
            Some("0 Uninstalled 1.DeploymentUnit.1"),
        ),
        (on, DuChange::Install, 9018, Some("9018 Failed 1")),
        (on, DuChange::Install, 9026, None),
        (
            good,
            DuChange::Install,
            0,
            Some("0 Installed 1.DeploymentUnit.1"),
        ),
        (good, DuChange::Install, 9018, None),
        (&off[..1], DuChange::Install, 0, None),
    ] {
        let mut scene = Scene::new(config);
        let modules = Modules {
            units: vec![Unit {
                path: format!("{SM}.DeploymentUnit.1"),
                uuid: A.into(),
                version: "1".into(),
                ..Unit::default()
            }],
            ..Modules::default()
        };
        let fault = FaultCode::from_number(code).map(|code| (code, "why".to_string()));
        scene.input(Input::ModulesChanged {
            operation: Box::new(Operation {
                change,
                version: "1".into(),
                ..uninstall(A)
            }),
            fault,
            modules,
        });
        let situation = format!("{config:?} {change:?} {code}");
        let Some(expected) = expected else {
            assert!(scene.plan.is_none(), "{situation}");
            continue;
        };
        assert_eq!(
            scene.events(),
            ["12 AUTONOMOUS DU STATE CHANGE COMPLETE"],
            "{situation}"
        );
        let told = scene.tell();
        assert!(told[0].autonomous);
        assert_eq!(told[0].results[0].change, change);
        assert_eq!(short(&told[0].results[0]), expected, "{situation}");
        assert!(scene.plan.is_none(), "told twice");
    }
}
