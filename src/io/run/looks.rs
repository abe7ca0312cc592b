//! The main loop's part in looking for changes of watched values ([`watch`]), and in telling of them by
//! datagram. Each look borrows the tree for a thread; a session may want it next.

use super::commands::answer;
use super::{Daemon, Event, SESSION_STACK};
use crate::agent::Input;
use crate::agent::settings::identity_values;
use crate::cwmp::light::{self, Sender};
use crate::io::device::Device;
use crate::io::queue::Queue;
use crate::io::target::Target;
use crate::io::watch::{self, Looked};
use crate::io::{clock, load, start};
use crate::model::notify::Depth;
use crate::model::tree::Tree;
use ring::rand::{SecureRandom, SystemRandom};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// Names of `cwmpd changed` that wait for the tree; with more, everything is looked at.
const MOST_NOTED: usize = 256;

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

    /// Gives the tree, if it is at home, to whoever waits for it: a session first.
    pub(super) fn pass_on(&mut self) {
        if self.tree.is_none() {
            return;
        }
        if let Some(plan) = self.waiting.take() {
            self.start_session(plan);
        } else if !self.noted.is_empty() {
            let names = std::mem::take(&mut self.noted).into_iter().collect();
            self.judge(names, Queue::new());
        } else if let Some(to) = self.light_to.take() {
            self.notify(to);
        }
    }

    /// Looks for changes of watched values, if that is due.
    pub(super) fn survey(&mut self) {
        if self.tree.is_none() {
            return;
        }
        let Some(depth) = self.looks.take(clock::mono()) else {
            return;
        };
        let unwanted = Arc::new(AtomicBool::new(false));
        self.look = Arc::clone(&unwanted);
        let lent = self.lend("watch", move |mut tree, mut device| {
            device.unless(unwanted);
            let found = watch::look(&mut tree, &mut device, depth);
            Event::Looked(Box::new(tree), found)
        });
        if let Err(error) = lent {
            log::error!("no look for changes: {error}");
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
                if let Some(left) = looked.ends {
                    let left = Duration::from_secs(left.into());
                    self.looks.ask(now + left, Depth::Files);
                }
                self.told_of(looked.changed, looked.light);
            }
            // It made room for a session, and is made after it.
            Err(_) if self.waiting.is_some() => self.looks.ask(now, Depth::Hooks),
            Err(error) => {
                log::warn!("no look at the watched values: {error}");
                self.looks.failed(now);
            }
        }
    }

    /// `changed PATH…`: which of these does the ACS want to hear of at once? While somebody else has the
    /// tree they are noted.
    pub(super) fn judge_changes(&mut self, names: &str, caller: Queue<String>) {
        let names = names.split_whitespace().map(String::from);
        if self.tree.is_some() {
            return self.judge(names.collect(), caller);
        }
        self.noted.extend(names);
        if self.noted.len() > MOST_NOTED {
            self.noted.clear();
            self.looks.ask(clock::mono(), Depth::Hooks);
        }
        answer(&caller, Ok(String::new()));
    }

    fn judge(&mut self, names: Vec<String>, caller: Queue<String>) {
        let to = caller.clone();
        let lent = self.lend("changed", move |mut tree, mut device| {
            let active = match device.lock() {
                Ok(_lock) => tree
                    .active_ones(&mut device, &names)
                    .map_err(|fault| fault.to_string()),
                Err(error) => Err(error.to_string()),
            };
            Event::Changed(Box::new(tree), active, to)
        });
        if let Err(error) = lent {
            answer(&caller, Err(error));
        }
    }

    pub(super) fn judged(
        &mut self,
        tree: Tree,
        found: Result<(Vec<String>, bool), String>,
        caller: &Queue<String>,
    ) {
        self.take_back(tree);
        let said = found.map(|(changed, light)| {
            self.told_of(changed, light);
            String::new()
        });
        if let Err(error) = &said {
            log::info!("changed: {error}");
        }
        answer(caller, said);
    }

    fn told_of(&mut self, changed: Vec<String>, light: bool) {
        if !changed.is_empty() {
            log::info!("changed: {}", changed.join(", "));
            self.tell(Input::Changed(changed));
        }
        if light {
            self.tell(Input::LightChanged);
        }
    }

    /// A lightweight notification is due: where it goes is found out first, on a thread, because names take
    /// their time.
    pub(super) fn find_light(&mut self) {
        if self.tree.as_ref().is_some_and(|tree| !tree.tells_lightly()) {
            self.tell(Input::Notified(Ok(())));
            return;
        }
        let acs = &self.settings.acs;
        let (name, port) = (acs.lightweight_host.clone(), acs.lightweight_port);
        let (url, events) = (acs.url.clone(), self.events.clone());
        let started = start::thread("light", SESSION_STACK, move || {
            let host = match name.is_empty() {
                true => Target::parse(&url).map(|target| target.host),
                false => Ok(name),
            };
            let found = host.and_then(|host| {
                let mut found = (host.as_str(), port).to_socket_addrs();
                let first = found.as_mut().map(Iterator::next);
                match first {
                    Ok(Some(address)) => Ok((host, address)),
                    Ok(None) => Err(format!("{host} has no address")),
                    Err(error) => Err(format!("{host}: {error}")),
                }
            });
            events.push(Event::LightTo(found));
        });
        if let Err(error) = started {
            self.tell(Input::Notified(Err(error.to_string())));
        }
    }

    /// Reads what is to be told and sends it.
    fn notify(&mut self, (host, address): (String, SocketAddr)) {
        let settings = self.settings.clone();
        let known = self.identity.clone();
        let lent = self.lend("light", move |mut tree, mut device| {
            let send = || {
                let _lock = device.lock().map_err(|error| error.to_string())?;
                let identity = match known {
                    Some(identity) => identity,
                    None => load::identity(&settings, &mut device)?,
                };
                let own = identity_values(&identity);
                let own = own.map(|(path, value)| (path.to_string(), value.to_string()));
                tree.live.extend(own);
                let list = tree
                    .light_parameters(&mut device)
                    .map_err(|fault| fault.to_string())?;
                let name = match host.contains(':') {
                    true => format!("[{host}]"),
                    false => host.clone(),
                };
                let sender = Sender {
                    device: &identity,
                    username: &settings.acs.username,
                    password: &settings.acs.password,
                    host: &format!("{name}:{}", address.port()),
                    time: clock::now().wall.map_or(0, |wall| wall.unix),
                };
                let datagrams = light::datagrams(&sender, &list, &mut cnonce);
                let from: IpAddr = match address {
                    SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
                    SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
                };
                let trouble = |error: std::io::Error| format!("{host}: {error}");
                let socket = UdpSocket::bind((from, 0)).map_err(trouble)?;
                for datagram in &datagrams {
                    socket.send_to(datagram, address).map_err(trouble)?;
                }
                tree.light_sent();
                if !list.is_empty() {
                    log::info!("told {address} by datagram of {} values", list.len());
                }
                Ok(())
            };
            let result = send();
            Event::Notified(Box::new(tree), result)
        });
        if let Err(error) = lent {
            self.tell(Input::Notified(Err(error)));
        }
    }

    /// Lends the tree, which must be at home, to a thread that sends it back with an event.
    fn lend(
        &mut self,
        name: &str,
        work: impl FnOnce(Tree, Device) -> Event + Send + 'static,
    ) -> Result<(), String> {
        let mut tree = self.tree.take().ok_or("the tree is away")?;
        tree.live.extend(self.agent.live_values());
        let (places, events) = (self.places.clone(), self.events.clone());
        let started = start::thread(name, SESSION_STACK, move || {
            events.push(work(tree, Device::open(places)))
        });
        started.map_err(|error| {
            // The tree went with the thread that never was.
            self.tree = load::tree(&self.settings).ok();
            format!("no thread for it: {error}")
        })
    }
}

/// 128 random bits.
fn cnonce() -> String {
    let mut bytes = [0; 16];
    // Without random numbers the daemon does not start.
    let _ = SystemRandom::new().fill(&mut bytes);
    crate::auth::hex(&bytes)
}
