//! The main loop's part in UDP connection requests: the door, STUN, and the address that is told.

use super::Daemon;
use crate::agent::Input;
use crate::connreq::binding::{Config, Found};
use crate::io::clock;
use crate::io::target::Target;
use crate::io::udp::{UdpKnock, UdpListener};
use crate::model::notify::Depth;
use std::net::SocketAddr;
use std::rc::Rc;

impl Daemon {
    /// The door for UDP connection requests, and what STUN is to do, as the settings want it. `anew`: its
    /// port or whether it is open has changed.
    pub(super) fn open_udp(&mut self, anew: bool) {
        let wanted = &self.settings.connection_request;
        if anew {
            self.udp_listener = None;
            self.udp_port = None;
            // The new sockets tell what they find.
            self.binding = Found::default();
            if wanted.udp {
                let place = (wanted.port, wanted.interface.clone());
                let door = Rc::clone(&self.udp);
                let listener = UdpListener::open(&self.executor, place, door);
                self.udp_listener = Some(listener);
            }
        }
        let stun = &self.settings.stun;
        let server = match stun.server.as_str() {
            "" => Target::parse(&self.settings.acs.url).map(|target| target.host),
            server => Ok(server.to_string()),
        };
        let is_on = stun.enable && wanted.udp && self.settings.acs.enable;
        let config = server.ok().filter(|_| is_on).map(|server| Config {
            server: server.trim_matches(['[', ']']).to_string(),
            port: match stun.port {
                0 => 3478,
                port => port,
            },
            username: stun.username.clone(),
            password: stun.password.clone(),
            least: stun.minimum_period,
            most: stun.maximum_period,
        });
        self.udp.configure(config);
    }

    pub(super) fn udp_knocked(&mut self, knock: UdpKnock) {
        match knock {
            UdpKnock::Listening(port) => {
                self.udp_port = port;
                self.publish();
            }
            UdpKnock::Found(found) => {
                self.binding = found;
                self.publish();
            }
            UdpKnock::Kept(kept) => drop(self.tell(Input::UdpRequestKept(kept))),
            UdpKnock::Accepted => drop(self.tell(Input::ConnectionRequest)),
        }
    }

    /// Tells the agent where UDP connection requests are heard, if it is elsewhere now. `host`: what is
    /// published without STUN.
    pub(super) fn publish_udp(&mut self, host: Option<&str>) {
        let (host, port) = match (self.settings.stun.enable, self.binding.public) {
            (true, Some(SocketAddr::V4(four))) => (Some(four.ip().to_string()), Some(four.port())),
            (true, Some(SocketAddr::V6(six))) => {
                (Some(format!("[{}]", six.ip())), Some(six.port()))
            }
            (true, None) => (None, None),
            (false, _) => (host.map(str::to_string), self.udp_port),
        };
        let address = match (host, port) {
            // Annex G: the host alone stands for port 80.
            (Some(host), Some(80)) => host,
            (Some(host), Some(port)) => format!("{host}:{port}"),
            _ => String::new(),
        };
        let nat = self.binding.nat;
        let told = (address, nat);
        if self.udp_published != told {
            self.udp_published = told.clone();
            let (address, nat) = told;
            self.tell(Input::UdpAddress { address, nat });
            self.looks.ask(clock::mono(), Depth::Files);
        }
    }
}
