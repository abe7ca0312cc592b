//! The power goes, the process, or the flash.

use super::*;

#[test]
fn power_cut_while_fetching_fetches_again_three_times_at_most() {
    let mut scene = Scene::new(&[]);
    scene.ask("k", &[install("http://f/a", A, "")]);
    scene.work_once();
    for try_number in 1..=3 {
        assert!(
            matches!(scene.output(), Output::Fetch(_)),
            "try {try_number}"
        );
        scene.reboot("again");
        assert!(scene.outputs.is_empty(), "the way is not there yet");
        scene.session();
    }
    assert!(scene.outputs.is_empty());
    scene.end();
    assert_eq!(scene.told_once("k"), ["9017 Failed "]);
    assert_eq!(scene.installed, 0);
}

#[test]
fn power_cut_between_fetch_and_act_installs_once() {
    for done in [false, true] {
        let mut scene = Scene::new(&[]);
        scene.ask("k", &[install("http://f/a", A, ""), uninstall(B)]);
        scene.work_once();
        scene.work_once();
        assert!(scene.flash_says("applying"));
        if done {
            // The platform had done it, and nobody had been told.
            let Output::Deploy(order) = scene.output() else {
                panic!("not the act")
            };
            scene.act(&order).unwrap();
        }
        scene.reboot("boot-2");
        scene.work();
        assert_eq!(scene.installed, usize::from(done), "never again by itself");
        let first = match done {
            true => "0 Installed a.DeploymentUnit.1",
            false => "9017 Failed ",
        };
        scene.session();
        scene.end();
        assert_eq!(scene.told_once("k"), [first, "9028 Uninstalled "]);
    }
}

#[test]
fn power_cut_in_an_update_or_an_uninstall_is_judged_by_what_is_there() {
    for (operation, done, undone) in [
        (
            update(A, "http://f/2"),
            "0 Installed 2.DeploymentUnit.1",
            "9017 Installed 1.DeploymentUnit.1",
        ),
        (
            uninstall(A),
            "0 Uninstalled 1.DeploymentUnit.1",
            "9001 Installed 1.DeploymentUnit.1",
        ),
    ] {
        for was_done in [false, true] {
            let mut scene = Scene::new(&[]);
            scene.ask("first", &[install("http://f/1", A, "")]);
            scene.work();
            scene.tell();
            scene.acts.clear();
            scene.ask("k", std::slice::from_ref(&operation));
            let order = loop {
                match scene.outputs.first() {
                    Some(Output::Deploy(order)) => break order.clone(),
                    _ => scene.work_once(),
                }
            };
            if was_done {
                scene.act(&order).unwrap();
            }
            scene.reboot("boot-2");
            scene.work();
            scene.session();
            scene.end();
            let expected = if was_done { done } else { undone };
            assert_eq!(scene.told_once("k"), [expected]);
            assert_eq!(scene.acts.len(), usize::from(was_done));
        }
    }
}

#[test]
fn power_cut_among_the_units_of_one_operation_neither_adds_a_result_nor_loses_one() {
    let install_in = |environment: &str| install("http://f/1", A, environment);
    for (operation, act, results) in [
        (
            uninstall(A),
            "du-uninstall",
            [
                "0 Uninstalled 1.DeploymentUnit.1",
                "0 Uninstalled 1.DeploymentUnit.2",
                "0 Uninstalled 1.DeploymentUnit.3",
            ],
        ),
        (
            update("", ""),
            "du-update",
            [
                "0 Installed 1.DeploymentUnit.1",
                "0 Installed 1.DeploymentUnit.2",
                "0 Installed 1.DeploymentUnit.3",
            ],
        ),
    ] {
        let mut scene = Scene::new(&[]);
        let b = install("http://f/1", B, "main");
        let third = match act {
            "du-update" => b,
            _ => install("http://f/1", A, ""),
        };
        scene.ask("first", &[install_in("main"), install_in("guest"), third]);
        scene.work();
        scene.tell();
        scene.acts.clear();
        scene.ask("k", std::slice::from_ref(&operation));
        // To the first act, which is done, and nobody is told.
        let order = loop {
            match scene.outputs.first() {
                Some(Output::Deploy(order)) => break order.clone(),
                _ => scene.work_once(),
            }
        };
        scene.act(&order).unwrap();
        if act == "du-update" {
            // Another version is what tells that it was done.
            for unit in &mut scene.modules.units[..2] {
                unit.version = "1 ".into();
            }
        }
        scene.reboot("boot-2");
        scene.work();
        scene.session();
        scene.end();
        scene.work();
        let told: Vec<String> = scene.told_once("k");
        let told: Vec<String> = told.iter().map(|line| line.replace("1 ", "1")).collect();
        assert_eq!(told, results);
        assert!(scene.acts.iter().all(|done| done.starts_with(act)));
        assert_eq!(scene.acts.len(), if act == "du-update" { 2 } else { 3 });
    }
}

#[test]
fn a_hook_that_outlives_the_agent_is_waited_for() {
    for ends in [true, false] {
        let mut scene = outlived();
        for _ in 0..5 {
            scene.work();
            scene.wait(60);
            assert_eq!(scene.outputs.len(), 1, "it is looked at again");
        }
        if ends {
            scene.modules.units[0].status = "Installed".into();
            scene.work();
            assert_eq!(scene.told_once("k"), ["0 Installed a.DeploymentUnit.1"]);
        } else {
            for _ in 0..200 {
                scene.work();
                if scene.plan.is_some() {
                    break;
                }
                scene.wait(60);
            }
            assert_eq!(scene.told_once("k"), ["9017 Failed "]);
        }
    }
}

/// It would take the file out of the hook's hands.
#[test]
fn no_transfer_begins_beside_a_hook_that_outlives_the_agent() {
    let mut scene = outlived();
    scene.work();
    scene.ask_for_a_file();
    assert_eq!(scene.outputs, []);
    scene.modules.units[0].status = "Installed".into();
    scene.wait(60);
    scene.work_once();
    assert!(matches!(scene.outputs[..], [Output::Fetch(_)]));
}

/// Cut short, it would leave half a unit.
#[test]
fn no_reboot_comes_before_a_hook_that_outlives_the_agent_has_ended() {
    for (another_acs, ends) in [(false, true), (false, false), (true, true)] {
        let mut scene = Scene::new(&[]);
        scene.ask("k", &[install("http://f/a", A, ""), uninstall(A)]);
        scene.work_once();
        scene.work_once();
        let Output::Deploy(order) = scene.output() else {
            panic!("not the act")
        };
        scene.act(&order).unwrap();
        scene.modules.units[0].status = "Installing".into();
        scene.reboot("boot-1");
        scene.work();
        if another_acs {
            scene.set("acs", "url", "http://other.example/");
        }
        scene.session();
        let command_key = String::from("r");
        scene.input(Input::RebootRequested { command_key });
        scene.end();
        let mut seconds = 0;
        while !scene.outputs.contains(&Output::Reboot) {
            assert!(seconds < 1000, "it never comes");
            if seconds >= 60 && ends {
                scene.modules.units[0].status = "Installed".into();
            }
            scene.wait(10);
            seconds += 10;
            while matches!(scene.outputs.first(), Some(Output::Survey { .. })) {
                scene.work_once();
            }
        }
        let expected = match (another_acs, ends) {
            (false, true) => 60..100,
            // Nobody is there to judge it.
            _ => 880..920,
        };
        assert!(expected.contains(&seconds), "{seconds}, {another_acs}");
        assert_eq!(scene.outputs.len(), 1, "nothing else is begun");
    }
}

/// Two of them would be in each other's way, whoever wants what.
#[test]
fn no_unit_of_another_acs_is_begun_beside_a_hook_that_outlives_the_agent() {
    let mut scene = outlived();
    scene.work();
    scene.set("acs", "url", "http://other.example/");
    scene.session();
    scene.end();
    scene.ask("other", &[install("http://f/b", B, "")]);
    let mut seconds = 0;
    while scene.outputs.is_empty() {
        assert!(seconds < 1000, "it never comes");
        scene.wait(10);
        seconds += 10;
    }
    assert!((880..920).contains(&seconds), "{seconds}");
    assert!(matches!(scene.outputs[..], [Output::Survey { .. }]));
}

/// The ACS changes while a hook works, and the agent is started again after that, and once more.
#[test]
fn a_hook_that_outlives_two_agents_and_its_acs_is_waited_for() {
    for before in [false, true] {
        let mut scene = match before {
            true => outlived(),
            false => {
                let mut scene = Scene::new(&[]);
                scene.ask("k", &[install("http://f/a", A, "")]);
                scene.work_once();
                scene.work_once();
                assert!(matches!(scene.output(), Output::Deploy(_)));
                scene
            }
        };
        if before {
            scene.work();
        }
        scene.set("acs", "url", "http://other.example/");
        for _ in 0..2 {
            scene.reboot("boot-1");
            scene.session();
            let command_key = String::from("r");
            scene.input(Input::RebootRequested { command_key });
            scene.end();
            scene.wait(800);
            assert_eq!(scene.outputs, [], "{before}");
        }
        let mut seconds = 800;
        while scene.outputs.is_empty() {
            assert!(seconds < 1000, "it never comes");
            scene.wait(10);
            seconds += 10;
        }
        assert!((880..920).contains(&seconds), "{seconds}, {before}");
        assert_eq!(scene.outputs, [Output::Reboot]);
    }
}

#[test]
fn a_flash_that_refuses_begins_nothing() {
    let mut scene = Scene::new(&[]);
    scene.session();
    scene.flash_is_broken = true;
    let ask = |key: &str| Input::ChangeDuStateRequested {
        operations: vec![install("http://f/a", A, "")],
        command_key: key.into(),
    };
    let refused = scene.input(ask("refused")).map(|fault| fault.code);
    assert_eq!(refused, Some(FaultCode::InternalError));
    scene.flash_is_broken = false;
    assert_eq!(scene.input(ask("k")), None);
    scene.end();
    // Looking is no promise, fetching is one.
    scene.flash_is_broken = true;
    scene.work();
    assert!(scene.fetched.is_empty());
    scene.flash_is_broken = false;
    scene.wait(60);
    scene.flash_is_broken = true;
    scene.work();
    assert_eq!((scene.installed, scene.fetched.len()), (0, 1));
    scene.flash_is_broken = false;
    while scene.plan.is_none() {
        scene.wait(60);
        scene.work();
    }
    assert_eq!((scene.installed, scene.fetched.len()), (1, 1));
    assert_eq!(scene.told_once("k"), ["0 Installed a.DeploymentUnit.1"]);
}

/// The agent alone was started again while the hook installs a unit.
fn outlived() -> Scene {
    let mut scene = Scene::new(&[]);
    scene.ask("k", &[install("http://f/a", A, "")]);
    scene.work_once();
    scene.work_once();
    let Output::Deploy(order) = scene.output() else {
        panic!("not the act")
    };
    scene.act(&order).unwrap();
    scene.modules.units[0].status = "Installing".into();
    scene.reboot("boot-1");
    scene
}
