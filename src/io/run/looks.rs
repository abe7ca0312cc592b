//! The main loop's part in looking for changes of watched values: see [`watch`].

use super::{Daemon, Event, SESSION_STACK};
use crate::agent::Input;
use crate::io::device::Device;
use crate::io::watch::{self, Looked};
use crate::io::{clock, load};
use crate::model::notify::Depth;
use crate::model::tree::Tree;

impl Daemon {
    /// The tree is back from a thread.
    pub(super) fn take_back(&mut self, mut tree: Tree) {
        let now = clock::mono();
        // What an RPC has written may change other values, too, and which of them are watched.
        if tree.take_touched() || !self.looks.settled {
            self.looks.ask(now, Depth::Hooks);
        }
        self.tree = Some(match self.fresh.take() {
            None => tree,
            Some(mut fresh) => {
                fresh.adopt(tree);
                self.looks.ask(now, Depth::Hooks);
                fresh
            }
        });
    }

    /// Looks, on a thread, for changes of watched values, if that is due.
    pub(super) fn survey(&mut self) {
        if self.tree.is_none() {
            return;
        }
        let Some(depth) = self.looks.take(clock::mono()) else {
            return;
        };
        let Some(mut tree) = self.tree.take() else {
            return;
        };
        tree.live.extend(self.agent.live_values());
        let places = self.places.clone();
        let events = self.events.clone();
        let started = std::thread::Builder::new()
            .name("watch".to_string())
            .stack_size(SESSION_STACK)
            .spawn(move || {
                let found = watch::look(&mut tree, &mut Device::open(places), depth);
                events.push(Event::Looked(Box::new(tree), found));
            });
        if let Err(error) = started {
            log::error!("no thread to look for changes: {error}");
            self.tree = load::tree(&self.settings).ok();
            self.looks.failed(clock::mono());
        }
    }

    pub(super) fn looked(&mut self, tree: Tree, found: Result<Looked, String>) {
        let now = clock::mono();
        self.looks.settled = true;
        self.take_back(tree);
        match found {
            Ok(looked) => {
                let mut poll = None;
                if looked.depth == Depth::Hooks {
                    let events = self.events.clone();
                    let touched = move || events.push(Event::Touched);
                    if self.file_watch.watch(&self.executor, looked.files, touched) {
                        self.looks.ask(now, Depth::Files);
                    }
                    let needed = looked.polled || self.file_watch.is_blind();
                    poll = Some(if needed {
                        self.settings.agent.poll_interval
                    } else {
                        0
                    });
                }
                self.looks.ended(now, poll);
                if !looked.changed.is_empty() {
                    log::info!("changed: {}", looked.changed.join(", "));
                    self.tell(Input::Changed(looked.changed));
                }
            }
            Err(error) => {
                log::warn!("no look at the watched values: {error}");
                self.looks.failed(now);
            }
        }
        if let Some(plan) = self.waiting.take() {
            self.start_session(plan);
        }
    }
}
