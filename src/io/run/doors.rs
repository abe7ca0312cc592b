//! The main loop's part in how the ACS calls us: the listener, and the URL that is told.

use super::{Daemon, Event, SESSION_STACK};
use crate::agent::Input;
use crate::agent::settings::Settings;
#[cfg(feature = "xmpp")]
use crate::connreq::{gate::Refusal, xmpp::request::Call};
use crate::io::addresses::Moved;
use crate::io::log::OnceAMinute;
use crate::io::sockets::{self, Listener, Publish};
use crate::io::target::Target;
#[cfg(feature = "xmpp")]
use crate::io::xmpp::{Xmpp, forget_rows};
use crate::io::{clock, device, start};
use crate::model::notify::Depth;
use std::net::IpAddr;
use std::rc::Rc;

/// What is known of the address that faces the ACS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Facing {
    /// A thread finds out.
    Asked,
    Known(Option<IpAddr>),
}

impl Daemon {
    /// The door as the settings want it. `anew`: its port or whether it is open has changed.
    pub(super) fn open_door(&mut self, anew: bool) {
        self.configure_gate();
        let wanted = &self.settings.connection_request;
        if anew {
            self.listener = None;
            self.port = None;
            self.interface = interface_number(&self.settings);
            if wanted.enable {
                let place = (wanted.port, wanted.interface.clone());
                let door = Rc::clone(&self.door);
                self.listener = Some(Listener::open(&self.executor, place, door));
            } else {
                self.port = Some(None);
                self.publish();
            }
        }
    }

    /// The XMPP connection as the settings want it, anew.
    #[cfg(feature = "xmpp")]
    pub(super) fn open_xmpp(&mut self) {
        self.xmpp = None;
        self.xmpp = Xmpp::open(&self.settings, &self.places, &self.events);
    }

    /// At the end of the process.
    #[cfg(feature = "xmpp")]
    pub(super) fn close_xmpp(&mut self) {
        self.xmpp = None;
        forget_rows(&self.places);
    }

    /// What the gate says to a caller over XMPP.
    #[cfg(feature = "xmpp")]
    pub(super) fn called(&mut self, call: &Call) -> Result<(), Refusal> {
        let now = clock::now();
        let allowed = &self.settings.connection_request.xmpp_allowed;
        let answer = call.ask(&now, allowed, &mut self.gate.borrow_mut());
        let refusals = self.gate.borrow_mut().log_line(&now);
        if let Some(refusals) = refusals {
            log::info!("{refusals}");
        }
        if answer.is_ok() {
            self.tell(Input::ConnectionRequest);
        }
        answer
    }

    /// Who may call, and where: after each change of settings, and of the agent's mind.
    pub(super) fn configure_gate(&mut self) {
        let wanted = &self.settings.connection_request;
        let path = self.agent.connection_request_path();
        self.door.keeper.borrow_mut().set_path(path);
        let mut gate = self.gate.borrow_mut();
        gate.set_login(&wanted.username, &wanted.password);
        let open = self.agent.may_accept_connection_request();
        gate.configure(open, wanted.per_minute);
    }

    /// Finds out which of this device's addresses faces the ACS, on a thread: names take their time.
    pub(super) fn find_facing(&mut self) {
        let fixed = &self.settings.connection_request;
        if self.facing == Facing::Asked || !fixed.address.is_empty() {
            return;
        }
        let Ok(target) = Target::parse(&self.settings.acs.url) else {
            self.publish();
            return;
        };
        let events = self.events.clone();
        let started = start::thread("facing", SESSION_STACK, move || {
            let host = target.host.trim_matches(['[', ']']);
            // Without a way to the ACS yet, the session tells why.
            events.push(Event::Facing(sockets::facing(host, target.port).ok()));
        });
        if started.is_ok() {
            self.facing = Facing::Asked;
        }
    }

    /// Addresses or routes are others now, or may be.
    pub(super) fn moved(&mut self, moved: Moved) {
        let before = self.addresses.clone();
        self.read_addresses();
        if moved == Moved::Route || self.addresses != before {
            self.udp.moved();
            self.find_facing();
            self.publish();
        }
        // A dialled interface comes back with another number, and a socket bound to the old one is deaf.
        if self.interface != interface_number(&self.settings) {
            self.open_door(true);
            self.open_udp(true);
        }
    }

    fn read_addresses(&mut self) {
        match device::addresses() {
            Ok(addresses) => self.addresses = addresses,
            Err(error) => {
                static TROUBLE: OnceAMinute = OnceAMinute::new();
                if TROUBLE.pass(clock::mono()).is_some() {
                    log::warn!("the addresses of this device cannot be read: {error}");
                }
            }
        }
    }

    /// Tells the agent where connection requests are heard, if it is elsewhere now.
    pub(super) fn publish(&mut self) {
        if self.settings.stun.enable {
            self.publish_udp(None);
        }
        if self.addresses.is_empty() {
            self.read_addresses();
        }
        let fixed = &self.settings.connection_request;
        let facing = match self.facing {
            Facing::Known(facing) => facing,
            // A guess now would be a change of value soon.
            Facing::Asked if fixed.address.is_empty() => return,
            Facing::Asked => None,
        };
        let publish = Publish {
            address: &fixed.address,
            interface: &fixed.interface,
            facing,
            addresses: &self.addresses,
        };
        let host = publish.host();
        if !self.settings.stun.enable {
            self.publish_udp(host.as_deref());
        }
        let Some(port) = self.port else { return };
        let path = self.agent.connection_request_path();
        let url = match (port, host) {
            (Some(port), Some(host)) => Some(format!("http://{host}:{port}/{path}")),
            _ => None,
        };
        if self.published.as_ref() != Some(&url) {
            self.published = Some(url.clone());
            self.tell(Input::ConnectionRequestUrl(url));
            self.looks.ask(clock::mono(), Depth::Files);
        }
    }
}

/// Of the interface that is heard at alone, if there is one and it is there.
fn interface_number(settings: &Settings) -> Option<u32> {
    let name = settings.connection_request.interface.as_str();
    nix::net::if_::if_nametoindex(name).ok()
}
