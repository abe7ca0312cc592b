//! A change that cannot be put in force: refused where that is known before the answer, else undone at once.

use crate::acs::{Answer, Rpc};
use crate::cuts::at_every_act;
use crate::flash::Cut;
use crate::world::{Stimulus, World};

const ADDRESS: &str = "Device.X_EXAMPLE_WAN.Address";
const TUNNEL: &str = "Device.X_EXAMPLE_WAN.Tunnel";
const LEASE: &str = "Device.X_EXAMPLE_WAN.Lease";
const MAPPINGS: &str = "Device.NAT.PortMapping.";
const NAME: &str = "Device.NAT.PortMapping.1.Description";
const KEY: &str = "Device.ManagementServer.ParameterKey";
const UNDONE: &str = "X CWMPD CHANGES UNDONE";
/// What fails while a file says so.
const BROKEN: [(&str, &str); 5] = [
    ("network reload", "'203.0.113.9'"),
    ("fw reload", "'unloadable'"),
    ("fw check", "'wrong'"),
    ("lease reload", "'never'"),
    ("tunnel check", "'nowhere'"),
];

fn set(name: &str, value: &str, key: &'static str) -> Rpc {
    Rpc::Set(vec![(name.to_string(), value.to_string())], key)
}

fn after(todo: Vec<Rpc>, cut: Option<Cut>) -> World {
    with(&BROKEN, "", todo, cut)
}

/// Ten minutes of a device that has met its ACS, which wants all this at 100 s; the commands that are broken
/// fail with these words.
pub fn with(
    broken: &[(&'static str, &'static str)],
    config: &str,
    todo: Vec<Rpc>,
    cut: Option<Cut>,
) -> World {
    let mut world = World::new(3, &format!("\toption periodic_enable '0'\n{config}"));
    world.platform.broken = broken.to_vec();
    world.run_until(60);
    let acts = world.flash.borrow().acts.len();
    world.acs.todo = todo.into();
    world.flash.borrow_mut().cut = cut.map(|cut| Cut {
        at: acts + cut.at,
        ..cut
    });
    for second in [100, 130, 600] {
        world.at(second, Stimulus::CallIfNeeded);
    }
    world.run_until(900);
    world
}

fn file(world: &World, name: &str) -> String {
    world.flash.borrow().uci[name].clone()
}

fn told(world: &World) -> usize {
    let informs = world.acs.informs.iter();
    let told = |events: &[String]| events.iter().any(|event| event == UNDONE);
    informs.filter(|inform| told(&inform.events)).count()
}

fn nothing_waits(world: &World) -> bool {
    let state = world.flash.borrow().state("confirm.json");
    state.is_none_or(|content| content == b"{}\n")
}

#[test]
fn a_service_that_fails_after_the_session_gets_its_files_back_at_once() {
    for (name, value, package, old) in [
        (ADDRESS, "203.0.113.9", "network", "192.0.2.1"),
        (NAME, "unloadable", "firewall", "web server"),
    ] {
        let world = after(vec![set(name, value, "bad")], None);
        assert!(!file(&world, package).contains(value), "{name}");
        assert_eq!(world.flash.borrow().network, file(&world, "network"));
        let command = world.platform.applied.last().unwrap();
        assert_eq!(
            world
                .platform
                .applied
                .iter()
                .filter(|line| *line == command)
                .count(),
            2
        );
        assert_eq!(told(&world), 1, "{name}");
        let inform = world
            .acs
            .informs
            .iter()
            .find(|inform| inform.events.iter().any(|event| event == UNDONE))
            .unwrap();
        assert!(inform.events.contains(&"4 VALUE CHANGE".to_string()));
        assert_eq!(
            (&*inform.parameters[name], &*inform.parameters[KEY]),
            (old, "")
        );
        assert!(
            (100..=105).contains(&inform.at.as_secs()),
            "{:?}",
            inform.at
        );
        assert!(nothing_waits(&world));
        assert_eq!(
            world.acs.informs.len(),
            3,
            "{name}: nothing is asked for after it"
        );
    }
}

#[test]
fn what_one_session_has_changed_is_undone_together_and_what_was_in_force_stays() {
    let all = || {
        [
            set(LEASE, "1h", "now"),
            set(ADDRESS, "192.0.2.77", "good"),
            Rpc::Add(MAPPINGS, "row"),
            set(NAME, "unloadable", "bad"),
        ]
    };
    for backwards in [false, true] {
        let mut todo = Vec::from(all());
        if backwards {
            todo.reverse();
        }
        let world = after(todo, None);
        assert!(file(&world, "network").contains("'192.0.2.1'"));
        assert_eq!(world.flash.borrow().network, file(&world, "network"));
        assert!(!file(&world, "firewall").contains("cwmp_"), "the new row");
        assert!(!file(&world, "firewall").contains("unloadable"));
        assert!(file(&world, "dhcp").contains("'1h'"));
        assert_eq!(told(&world), 1);
        // The key of the last change that stands, as it was when the first of the others was made.
        let key = &world.acs.informs.last().unwrap().parameters[KEY];
        assert_eq!(key, if backwards { "" } else { "now" });
        assert!(nothing_waits(&world));
    }
}

/// Also what is in force by then.
#[test]
fn what_one_request_has_set_is_undone_and_told_together() {
    let both = Rpc::Set(
        vec![
            (LEASE.to_string(), "1h".to_string()),
            (ADDRESS.to_string(), "203.0.113.9".to_string()),
        ],
        "k",
    );
    let world = after(vec![both], None);
    assert!(!file(&world, "dhcp").contains("'1h'"));
    let inform = world.acs.informs.last().unwrap();
    assert!(inform.events.iter().any(|event| event == UNDONE));
    assert_eq!(inform.parameters[ADDRESS], "192.0.2.1");
    assert!(inform.parameters.contains_key(LEASE));
}

#[test]
fn what_is_known_to_fail_before_the_answer_is_refused() {
    for (name, value, package) in [
        (LEASE, "never", "dhcp"),
        (NAME, "wrong", "firewall"),
        (TUNNEL, "nowhere", "tunnel"),
    ] {
        let todo = vec![
            set(LEASE, "2h", "one"),
            set(name, value, "refused"),
            Rpc::Get("Device."),
        ];
        let world = after(todo, None);
        let answers: Vec<&Answer> = world.acs.done.iter().map(|(_, answer)| answer).collect();
        let [Answer::Done, Answer::Fault(9002), Answer::Values(values)] = answers[..] else {
            panic!("{answers:?}")
        };
        assert_ne!(values[name], value);
        assert_eq!((&*values[LEASE], &*values[KEY]), ("2h", "one"));
        assert!(!file(&world, package).contains(value));
        assert_eq!(told(&world), 0);
        assert_eq!(world.acs.informs.len(), 2, "{name}");
        // The service has its old file again.
        let applied = world.platform.applied.iter().map(String::as_str);
        let wanted = match name {
            LEASE => vec!["lease reload"; 3],
            TUNNEL => vec!["lease reload", "tunnel check"],
            _ => vec!["lease reload", "fw check"],
        };
        assert_eq!(applied.collect::<Vec<_>>(), wanted);
    }
}

#[test]
fn a_refused_change_leaves_an_earlier_one_that_waits_as_it_was() {
    let todo = vec![
        set(ADDRESS, "198.51.100.1", "cuts off"),
        Rpc::Set(
            vec![
                (ADDRESS.to_string(), "198.51.100.2".to_string()),
                (LEASE.to_string(), "never".to_string()),
            ],
            "refused",
        ),
    ];
    let world = after(todo, None);
    assert!(
        file(&world, "network").contains("'192.0.2.1'"),
        "undone in its time"
    );
    assert_eq!(told(&world), 1);
    assert!(nothing_waits(&world));
}

#[test]
fn the_check_of_a_new_row_waits_for_its_values() {
    let wrong = [("fw check", "'cwmp_3'")];
    let named = Rpc::Set(
        vec![(format!("{MAPPINGS}3.Description"), "web".to_string())],
        "refused",
    );
    // Without them it is made before the service reads the files, which then come back.
    let world = with(&wrong, "", vec![Rpc::Add(MAPPINGS, "row")], None);
    assert_eq!(world.platform.applied, ["fw check", "fw reload"]);
    assert!(!file(&world, "firewall").contains("cwmp_3"));
    assert_eq!(told(&world), 1);
    let world = with(
        &wrong,
        "",
        vec![Rpc::Add(MAPPINGS, "row"), named.clone()],
        None,
    );
    assert_eq!(world.platform.applied[0], "fw check");
    assert!(matches!(world.acs.done[1].1, Answer::Fault(9002)));
    // Where nothing is wrong it is made once.
    let world = with(&[], "", vec![Rpc::Add(MAPPINGS, "row"), named], None);
    assert_eq!(world.platform.applied, ["fw check", "fw reload"]);
}

#[test]
fn what_fails_with_the_old_files_too_is_tried_no_more() {
    let always = [("network reload", "config"), ("fw reload", "config")];
    for name in [ADDRESS, NAME] {
        let world = with(&always, "", vec![set(name, "192.0.2.77", "bad")], None);
        assert!(!file(&world, "network").contains("192.0.2.77"));
        assert_eq!(
            world
                .platform
                .applied
                .iter()
                .filter(|line| line.contains("reload"))
                .count(),
            2
        );
        assert_eq!((told(&world), world.acs.informs.len()), (1, 3), "{name}");
        assert!(nothing_waits(&world));
    }
}

#[test]
fn what_stands_at_once_stands_though_it_fails() {
    for config in [
        "config confirm 'confirm'\n\tlist except 'network'\n",
        "config confirm 'confirm'\n\toption enable '0'\n",
    ] {
        let world = with(
            &BROKEN,
            config,
            vec![set(ADDRESS, "203.0.113.9", "bad")],
            None,
        );
        assert!(file(&world, "network").contains("'203.0.113.9'"));
        assert_eq!(told(&world), 0);
    }
}

#[test]
fn power_cut_around_a_change_that_cannot_be_put_in_force() {
    for (name, value, package) in [
        (ADDRESS, "203.0.113.9", "network"),
        (NAME, "unloadable", "firewall"),
        (NAME, "wrong", "firewall"),
        (LEASE, "never", "dhcp"),
        (TUNNEL, "nowhere", "tunnel"),
    ] {
        let todo = || vec![set(name, value, "refused")];
        let whole = after(todo(), None);
        let acts = whole.flash.borrow().acts.clone();
        let start = {
            let mut world = World::new(3, "\toption periodic_enable '0'\n");
            world.run_until(60);
            world.flash.borrow().acts.len()
        };
        at_every_act(value, &acts[start..], |cut| {
            let world = after(todo(), Some(cut));
            let at = format!("{cut:?} at {}", acts[start + cut.at]);
            let stands = file(&world, package).contains(value);
            let done = |(_, answer): &(Rpc, Answer)| matches!(answer, Answer::Done);
            let granted = world.acs.done.iter().any(done);
            if [ADDRESS, TUNNEL].contains(&name) {
                assert!(!stands, "{at}: the device is cut off");
                assert!(!granted || told(&world) >= 1, "{at}: not told");
            }
            // What cuts nobody off may outlive a cut before it was known to fail, and is never told then.
            assert!(!stands || told(&world) == 0, "{at}: told, and stands");
            assert!(told(&world) <= 2, "{at}: told {} times", told(&world));
            assert_eq!(
                world.flash.borrow().network,
                file(&world, "network"),
                "{at}"
            );
            assert!(nothing_waits(&world), "{at}");
            // The ACS has not got an answer, or one that is true.
            assert!(
                stands || !granted || told(&world) >= 1,
                "{at}: gone without a word"
            );
        });
    }
}
