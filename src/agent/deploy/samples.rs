//! Deployments in every stage, for tests.

use super::*;

/// One of each stage, for tests of what is kept.
pub fn samples() -> (Vec<Deployment>, Vec<Credentials>) {
    let operation = Operation {
        change: DuChange::Update,
        url: "http://files.example/a?b".into(),
        uuid: "76183ed7-6a38-3890-66ef-a6488efb6690".into(),
        version: "1".into(),
        username: "u".into(),
        password: "p".into(),
        environment: "e".into(),
        fault: None,
    };
    let unit = Unit {
        path: "Device.SoftwareModules.DeploymentUnit.1".into(),
        uuid: "76183ed7-6a38-3890-66ef-a6488efb6690".into(),
        duid: "a".into(),
        version: "1\"".into(),
        resolved: true,
        execution_units: "Device.SoftwareModules.ExecutionUnit.1".into(),
        ..Unit::default()
    };
    let mut step = Step::new(operation.clone());
    let mut steps = vec![step.clone()];
    step.units.push(unit);
    step.tries = 2;
    step.start = Some(-4);
    for stage in [Stage::Fetching, Stage::Applying] {
        step.stage = stage;
        step.ready = true;
        steps.push(step.clone());
    }
    let now = Now {
        mono: Duration::from_secs(1),
        wall: None,
    };
    let mut failed = step.clone();
    failed.fail(now, Fault::new(FaultCode::FileCorrupted, "bad"));
    step.succeed(now, &Modules::default(), "");
    steps.extend([failed, step]);
    let bare = Step::new(Operation {
        change: DuChange::Uninstall,
        uuid: operation.uuid,
        ..Operation::default()
    });
    let deployment = |command_key: &str, autonomous, steps| Deployment {
        id: 0,
        command_key: command_key.into(),
        autonomous,
        steps,
        told: Told::Nothing,
    };
    let credentials = Credentials {
        uuid: "76183ed7-6a38-3890-66ef-a6488efb6690".into(),
        username: "u".into(),
        password: "p".into(),
    };
    (
        vec![
            deployment("k\"\n", false, steps),
            deployment("", true, vec![bare]),
        ],
        vec![credentials],
    )
}
