//! What comes to an end: sections of `until PACKAGE TYPE OPTION` whose time is over are deleted.
//!
//! ```text
//!  a session has written, the agent has started, the next end ──▶ is one over? ──▶ the file without it ──▶ `apply` lines
//!        ▲                                                            │ no                 one failed: once more ──┘
//!        └──────────── after so many seconds ◀────────────────────────┘
//! ```

use super::guard::{self, Before};
use super::map::{Until, When};
use super::tree::Tree;
use super::view::now;
use crate::platform::uci::{Package, SectionId};
use crate::platform::{Change, Platform, Target, Trouble};

/// The clock may be set meanwhile.
const LONGEST_WAIT: u32 = 600;
/// It is not set yet, or a change waits to be confirmed.
const UNSET_WAIT: u32 = 30;
/// The device did not take it.
const TRY_AGAIN: u32 = 60;
/// When a clock that nobody has set right is taken as it is, in seconds since the boot.
const SETTLED: u64 = 600;

impl Until {
    /// Whether the clock is known to be right: a router without a battery goes on with the time of its last file.
    pub fn is_clock_right(&self, world: &mut dyn Platform) -> bool {
        let mut says = |path: &str| world.file(path).ok().flatten();
        if self.once.is_empty() {
            return true;
        }
        let mut files = self.once.split('|');
        files.any(|path| says(path).is_some_and(|text| text.trim() != "0"))
            || says("/proc/uptime").is_some_and(|text| {
                let whole = text.split('.').next().unwrap_or_default();
                whole.parse().is_ok_and(|up: u64| up >= SETTLED)
            })
    }
}

impl Tree {
    /// Deletes what is over, and puts that in force. What comes back is after how many seconds to look again; `None` where
    /// nothing ends. What the device does not take is logged, and tried again.
    pub fn end(&self, world: &mut dyn Platform) -> Option<u32> {
        let ends = self.template.ends.iter();
        ends.filter_map(|until| match self.end_of(world, until) {
            Ok(wait) => wait,
            Err(trouble) => {
                log::error!(
                    "{}: what is over could not be deleted: {trouble}",
                    until.package
                );
                Some(LONGEST_WAIT)
            }
        })
        .min()
    }

    fn end_of(&self, world: &mut dyn Platform, until: &Until) -> Result<Option<u32>, Trouble> {
        let name = &*until.package;
        let text = world.uci(name)?.unwrap_or_default();
        // A file that is none is told of where its values are read.
        let package = match text.contains(&*until.option) {
            true => Package::parse(text).ok(),
            false => None,
        };
        let Some(mut package) = package else {
            return Ok(self.pay(world, until));
        };
        let sections = package.sections();
        let sections =
            sections.filter(|section| until.kinds.split('|').any(|kind| kind == section.kind()));
        let ends: Vec<(SectionId, i64)> = sections
            .filter_map(|section| {
                Some((section.id(), section.option(&until.option)?.parse().ok()?))
            })
            .filter(|(_, end)| *end > 0)
            .collect();
        if ends.is_empty() {
            return Ok(self.pay(world, until));
        }
        let now = now(world);
        if now.is_none() || waits(world, name) || !until.is_clock_right(world) {
            return Ok(Some(UNSET_WAIT));
        }
        let mut wait: Option<u32> = None;
        let mut over = 0;
        for (section, end) in ends {
            let left = now.map_or(i64::MAX, |now| end.saturating_sub(now));
            if left <= 0 && package.delete_section(section).is_ok() {
                over += 1;
                continue;
            }
            let left = u32::try_from(left.max(1)).unwrap_or(LONGEST_WAIT);
            wait = Some(wait.unwrap_or(LONGEST_WAIT).min(left));
        }
        if over > 0 {
            log::info!("{name}: the time of {over} of its sections is over, they are deleted");
            world.commit(vec![Change {
                target: Target::Uci(name.to_owned()),
                content: package.to_text().into_bytes(),
            }])?;
            until.owed.set(true);
        }
        Ok([wait, self.pay(world, until)].into_iter().flatten().min())
    }

    /// Puts in force what was deleted, until that has succeeded.
    fn pay(&self, world: &mut dyn Platform, until: &Until) -> Option<u32> {
        if !until.owed.take() {
            return None;
        }
        let lines = self.template.applies.iter();
        let name = &until.package;
        for apply in lines.filter(|apply| apply.group == *name && apply.when != When::Check) {
            if let Err(trouble) = world.apply(&apply.command) {
                log::error!("{name}: what is over is still in force: {trouble}");
                until.owed.set(true);
            }
        }
        until.owed.get().then_some(TRY_AGAIN)
    }
}

/// Whether a change of this package is neither confirmed nor undone.
fn waits(world: &mut dyn Platform, package: &str) -> bool {
    let kept = world.state(guard::FILE).ok().flatten();
    let before = kept.and_then(|bytes| Before::parse(&bytes).ok().flatten());
    before.is_some_and(|before| before.keeps(package))
}
