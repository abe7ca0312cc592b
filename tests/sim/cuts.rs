//! Lives in which the power goes, or the process: at every act of them, and twice in a row. What was tried
//! is printed where it fails.

use crate::flash::{Cut, How};
use crate::world::World;

/// In steps of so many seconds up to `end`. The first cut counts from the beginning, each other one from the
/// end of the step in which the one before it has come.
pub fn live(world: &mut World, step: usize, end: u64, cuts: &[Cut]) {
    let mut cuts = cuts.iter();
    world.flash.borrow_mut().cut = cuts.next().copied();
    for until in (0..=end).step_by(step).skip(1) {
        world.run_until(until);
        if world.flash.borrow().cut.is_none()
            && let Some(cut) = cuts.next()
        {
            let acts = world.flash.borrow().acts.len();
            let at = acts + cut.at;
            world.flash.borrow_mut().cut = Some(Cut { at, ..*cut });
        }
    }
}

/// A life, judged, for each way in which one of these acts can be cut.
pub fn at_every_act(what: &str, acts: &[String], mut life: impl FnMut(Cut)) {
    let cuts = cuts(acts);
    for cut in &cuts {
        let _trying = Trying(format!("{cut:?}: {}", acts[cut.at]));
        life(*cut);
    }
    println!("{what}: {} cut points in {} acts", cuts.len(), acts.len());
}

/// A life, judged, for each cut of the power followed by each of these.
pub fn twice(
    what: &str,
    acts: &[String],
    seconds: &[(usize, How)],
    mut life: impl FnMut([Cut; 2]),
) {
    let mut count = 0;
    for first in cuts(acts).into_iter().filter(|cut| !cut.process) {
        for &(at, how) in seconds {
            let _trying = Trying(format!(
                "{first:?}: {}, then {how:?} the {at}th",
                acts[first.at]
            ));
            life([first, Cut { at, how, ..first }]);
            count += 1;
        }
    }
    println!("{what}: {count} pairs of cut points");
}

/// All ways in which the acts of an uncut life can be cut.
pub fn cuts(acts: &[String]) -> Vec<Cut> {
    let mut cuts = Vec::new();
    for (at, name) in acts.iter().enumerate() {
        for how in [How::Before, How::Torn, How::After] {
            for process in [false, true] {
                // A file is torn by the power alone; a reboot that has begun ends in a boot.
                let possible = match how {
                    How::Before => true,
                    How::Torn => name.starts_with("write State") && !process,
                    How::After => name != "do reboot" || !process,
                };
                if possible {
                    cuts.push(Cut { at, how, process });
                }
            }
        }
    }
    cuts
}

/// Prints what was tried, if it fails.
pub struct Trying(pub String);

impl Drop for Trying {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("failed: {}", self.0);
        }
    }
}
