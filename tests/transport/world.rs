//! The device's side of a test: settings, moments, transports.

use std::time::Duration;

use cwmpd::agent::settings::{AcsSettings, TlsSettings};
use cwmpd::cwmp::session::{Failure, Post, PostKind};
use cwmpd::io::acs::{Limits, Setup, Transport};
use cwmpd::time::{Now, Wall};

/// 2026-06-01T00:00:00Z.
pub const TODAY: i64 = 1_780_272_000;

/// Everything that a test may want to be different.
pub struct World {
    pub acs: AcsSettings,
    pub tls: TlsSettings,
    pub limits: Limits,
    /// Seconds since 1970; `None`: the clock is unset.
    pub wall: Option<i64>,
    pub lookup: Option<cwmpd::io::connector::Lookup>,
}

impl World {
    /// A device for the ACS at this URL that waits long enough for any loaded machine.
    pub fn new(url: &str) -> World {
        World {
            acs: AcsSettings {
                enable: true,
                url: url.into(),
                username: String::new(),
                password: String::new(),
                periodic_enable: true,
                periodic_interval: 86_400,
                periodic_time: String::new(),
                retry_minimum_wait: 5,
                retry_multiplier: 2000,
                timeout: 60,
                max_message: 4 << 20,
                soap_action: "\"\"".into(),
            },
            tls: TlsSettings {
                ca_file: String::new(),
                certificate: String::new(),
                key: String::new(),
                pins: Vec::new(),
            },
            limits: Limits {
                connect: Duration::from_secs(5),
                read: Duration::from_secs(5),
                answer: Duration::from_secs(9),
                max_message: 64 * 1024,
            },
            wall: Some(TODAY),
            lookup: None,
        }
    }

    /// As short as a time-out can be told from a loaded machine.
    pub fn impatient(url: &str) -> World {
        let mut world = World::new(url);
        world.limits.read = Duration::from_millis(200);
        world.limits.answer = Duration::from_millis(700);
        world
    }

    pub fn open(&self) -> Transport {
        self.try_open().unwrap()
    }

    pub fn try_open(&self) -> Result<Transport, Failure> {
        let now = Now {
            mono: Duration::ZERO,
            wall: self.wall.map(|unix| Wall { unix, offset: 0 }),
        };
        let mut setup = Setup::new(&self.acs, &self.tls, now);
        setup.limits = self.limits;
        if let Some(lookup) = self.lookup {
            setup.lookup = lookup;
        }
        Transport::open(setup)
    }

    /// One empty POST in a session of its own.
    pub fn ask(&self) -> Result<Vec<u8>, Failure> {
        self.try_open()?.post(&empty())
    }
}

/// A session with the ACS at this URL.
pub fn session(url: &str) -> Transport {
    World::new(url).open()
}

pub fn empty() -> Post {
    Post {
        body: Vec::new(),
        kind: PostKind::Empty,
    }
}

pub fn inform() -> Post {
    Post {
        body: b"<Inform/>".to_vec(),
        kind: PostKind::Request,
    }
}

pub fn reply() -> Post {
    Post {
        body: b"<GetParameterValuesResponse/>".to_vec(),
        kind: PostKind::Response,
    }
}

pub fn transport_failure(result: Result<Vec<u8>, Failure>) -> String {
    match result {
        Err(Failure::Transport(text)) => text,
        other => panic!("expected Failure::Transport, got {other:?}"),
    }
}

pub fn peer_failure(result: Result<Vec<u8>, Failure>) -> String {
    match result {
        Err(Failure::Peer(text)) => text,
        other => panic!("expected Failure::Peer, got {other:?}"),
    }
}

pub fn local_failure(result: Result<Vec<u8>, Failure>) -> String {
    match result {
        Err(Failure::Local(text)) => text,
        other => panic!("expected Failure::Local, got {other:?}"),
    }
}
