//! The device's side of a test: settings, moments, transports.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use cwmpd::agent::settings::{AcsSettings, Settings, TlsSettings};
use cwmpd::cwmp::session::{Failure, Post, PostKind};
use cwmpd::io::acs::{Limits, Setup, Transport};
use cwmpd::io::trace::Trace;
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
    /// Makes the session end.
    pub stop: Option<Arc<AtomicBool>>,
    /// Whether the session is written to the log.
    pub traced: bool,
}

impl World {
    /// A device for the ACS at this URL that waits long enough for any loaded machine.
    pub fn new(url: &str) -> World {
        let (mut settings, _) = Settings::parse("defaults", &[]).unwrap();
        settings.acs.url = url.into();
        settings.tls.ca_file = String::new();
        World {
            acs: settings.acs,
            tls: settings.tls,
            limits: Limits {
                connect: Duration::from_secs(60),
                read: Duration::from_secs(60),
                answer: Duration::from_secs(90),
                max_message: 64 * 1024,
            },
            wall: Some(TODAY),
            lookup: None,
            stop: None,
            traced: false,
        }
    }

    /// A device that gives up soon when nothing comes.
    pub fn impatient(url: &str) -> World {
        let mut world = World::new(url);
        world.limits.read = Duration::from_millis(200);
        world
    }

    /// A device that gives up soon when the answer does not end.
    pub fn hurried(url: &str) -> World {
        let mut world = World::new(url);
        world.limits.answer = Duration::from_secs(3);
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
        setup.stop.clone_from(&self.stop);
        if let Some(lookup) = self.lookup {
            setup.lookup = lookup;
        }
        if self.traced {
            setup.trace = Some(Trace::new(Box::new(|path| path == "Device.X_Hidden")));
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
