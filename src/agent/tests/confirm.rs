//! Changes that must be confirmed, where the simulated world has no say.

use super::*;

fn not_confirmed() -> Scene {
    let mut scene = Scene::settled();
    scene.input(Input::Unconfirmed { started: false });
    scene.wait(15);
    assert_eq!(scene.events(), ["2 PERIODIC"]);
    scene.wait(165);
    scene.input(Input::Wake);
    assert!(matches!(scene.outputs()[..], [Output::AbortSession]));
    let failure = Failure::Transport("nobody answers".into());
    scene.end(Err(failure), false);
    let undo = |output: &Output| matches!(output, Output::UndoChanges);
    assert!(scene.outputs().iter().any(undo));
    scene
}

#[test]
fn what_was_undone_is_told() {
    let mut scene = not_confirmed();
    scene.input(Input::Undone(Ok(Some(Vec::new()))));
    assert!(
        scene
            .events()
            .contains(&"X CWMPD CHANGES UNDONE".to_string())
    );
}

#[test]
fn nothing_to_undo_is_no_news() {
    let mut scene = not_confirmed();
    scene.input(Input::Undone(Ok(None)));
    scene.wait_for_session();
    assert_eq!(scene.events(), ["2 PERIODIC"]);
}

#[test]
fn nothing_is_undone_beside_a_factory_reset() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.input(Input::FactoryResetRequested);
    scene.input(Input::Unconfirmed { started: false });
    scene.end(Ok(()), true);
    assert!(matches!(scene.outputs()[..], [Output::FactoryReset]));
    scene.wait(200);
    assert!(scene.outputs().is_empty(), "the reset takes its time");
    scene.input(Input::FactoryResetEnded(Ok(())));
    scene.wait(250);
    let undo = |output: &Output| matches!(output, Output::UndoChanges);
    assert!(!scene.outputs().iter().any(undo));
}
