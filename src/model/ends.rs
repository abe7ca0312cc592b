//! What comes to an end: sections of `until PACKAGE OPTION` whose time is over are deleted.
//!
//! ```text
//!  a session has written, the agent has started, the next end ──▶ is one over? ──▶ the file without it ──▶ `apply` lines
//!        ▲                                                            │ no
//!        └──────────── after so many seconds ◀────────────────────────┘
//! ```

use super::map::When;
use super::tree::Tree;
use super::view::now;
use crate::platform::uci::{Package, SectionId};
use crate::platform::{Change, Platform, Target, Trouble};

/// The clock may be set meanwhile.
const LONGEST_WAIT: u32 = 600;
/// It is not set yet.
const UNSET_WAIT: u32 = 30;

impl Tree {
    /// Deletes what is over, and puts that in force. What comes back is after how many seconds to look again; `None` where
    /// nothing ends.
    ///
    /// # Errors
    /// A file could not be read or written: then nothing of it has changed.
    pub fn end(&self, world: &mut dyn Platform) -> Result<Option<u32>, Trouble> {
        let mut wait: Option<u32> = None;
        for until in &self.template.ends {
            let package = &*until.package;
            let text = world.uci(package)?.unwrap_or_default();
            if !text.contains(&*until.option) {
                continue;
            }
            // A file that is none is told of where its values are read.
            let Ok(mut package) = Package::parse(text) else {
                continue;
            };
            let sections = package.sections();
            let ends: Vec<(SectionId, i64)> = sections
                .filter_map(|section| {
                    Some((section.id(), section.option(&until.option)?.parse().ok()?))
                })
                .filter(|(_, end)| *end > 0)
                .collect();
            if ends.is_empty() {
                continue;
            }
            // While the clock is not set, nothing is over.
            let now = now(world);
            let mut over = 0;
            for (section, end) in ends {
                let left = now.map_or(i64::MAX, |now| end.saturating_sub(now));
                if left <= 0 && package.delete_section(section).is_ok() {
                    over += 1;
                    continue;
                }
                let longest = if now.is_some() {
                    LONGEST_WAIT
                } else {
                    UNSET_WAIT
                };
                let left = u32::try_from(left.max(1)).unwrap_or(longest);
                wait = Some(wait.unwrap_or(longest).min(left));
            }
            if over > 0 {
                self.put_end_in_force(world, &until.package, &package, over)?;
            }
        }
        Ok(wait)
    }

    fn put_end_in_force(
        &self,
        world: &mut dyn Platform,
        name: &str,
        package: &Package,
        over: usize,
    ) -> Result<(), Trouble> {
        log::info!("{name}: the time of {over} of its sections is over, they are deleted");
        world.commit(vec![Change {
            target: Target::Uci(name.to_owned()),
            content: package.to_text().into_bytes(),
        }])?;
        let lines = self.template.applies.iter();
        for apply in lines.filter(|apply| *apply.group == *name && apply.when != When::Check) {
            if let Err(trouble) = world.apply(&apply.command) {
                log::error!("what is over is still in force: {trouble}");
            }
        }
        Ok(())
    }
}
