//! A NAT between the binding machine and a STUN server: what it forgets, what gets lost, and what the world
//! hears of it. Hours run in no time.

use cwmpd::connreq::binding::{Binding, Config, Output, Socket};
use cwmpd::connreq::stun::{
    BINDING_CHANGE, BINDING_REQUEST, BINDING_RESPONSE, CONNECTION_REQUEST_BINDING, MAPPED_ADDRESS,
    Message, RESPONSE_ADDRESS, RESPONSE_PORT, Writer,
};
use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::time::Duration;

/// From one end to the other.
const WAY: Duration = Duration::from_millis(20);

/// The device, the NAT, the server, and what is under way between them.
struct World {
    now: Duration,
    binding: Binding,
    nat: Nat,
    server: Server,
    /// Datagrams by their arrival, and what carries them.
    flying: BTreeMap<(Duration, u64), Packet>,
    sent: u64,
    dice: u64,
    /// Of a hundred datagrams, so many are lost.
    loss: u64,
}

enum Packet {
    ToServer { from: SocketAddr, bytes: Vec<u8> },
    ToPublic { to: SocketAddr, bytes: Vec<u8> },
}

struct Nat {
    forgets: Duration,
    /// What comes in counts as use.
    refreshed_from_outside: bool,
    /// A binding that was forgotten gets the same port again.
    keeps_ports: bool,
    bindings: HashMap<SocketAddr, (SocketAddr, Duration)>,
    next_port: u16,
}

#[derive(Default)]
struct Server {
    silent: bool,
    no_address: bool,
    no_port: bool,
    /// When a keep-alive came, and from where.
    kept: Vec<(Duration, SocketAddr)>,
    changes: Vec<SocketAddr>,
}

fn local(socket: Socket) -> SocketAddr {
    match socket {
        Socket::Primary => "10.0.0.2:7547".parse().unwrap(),
        Socket::Second => "10.0.0.2:50000".parse().unwrap(),
    }
}

fn server() -> SocketAddr {
    "203.0.113.10:3478".parse().unwrap()
}

impl World {
    fn new(forgets: f64) -> World {
        World {
            now: Duration::from_secs(5000),
            binding: Binding::new(&[3; 32]),
            nat: Nat {
                forgets: Duration::from_secs_f64(forgets),
                refreshed_from_outside: true,
                keeps_ports: false,
                bindings: HashMap::new(),
                next_port: 40_000,
            },
            server: Server::default(),
            flying: BTreeMap::new(),
            sent: 0,
            dice: 0x9e37_79b9_7f4a_7c15,
            loss: 0,
        }
    }

    fn configure(&mut self, least: u32, most: Option<u32>) {
        let config = Config {
            server: "stun.example".to_string(),
            port: 3478,
            username: String::new(),
            password: String::new(),
            least,
            most,
        };
        self.binding.configure(self.now, Some(config));
        self.binding.moved(self.now, Some(local(Socket::Primary)));
        self.carry_out();
    }

    /// Lets so many seconds pass.
    fn run(&mut self, seconds: u64) {
        let end = self.now + Duration::from_secs(seconds);
        loop {
            let arrival = self.flying.keys().next().map(|(at, _)| *at);
            let next = self.binding.wake_at().into_iter().chain(arrival).min();
            let Some(next) = next.filter(|next| *next <= end) else {
                break;
            };
            self.now = self.now.max(next);
            if arrival == Some(next) {
                if let Some((_, packet)) = self.flying.pop_first() {
                    self.arrive(packet);
                }
            } else {
                self.binding.wake(self.now);
            }
            self.carry_out();
        }
        self.now = end;
    }

    fn carry_out(&mut self) {
        while let Some(output) = self.binding.next_output() {
            match output {
                Output::LookUp { host, .. } => {
                    self.binding.looked_up(self.now, &host, vec![server()]);
                }
                Output::Send { socket, to, bytes } => {
                    assert_eq!(to, server());
                    let from = self.nat.outward(self.now, local(socket));
                    self.fly(Packet::ToServer { from, bytes });
                }
            }
        }
    }

    fn fly(&mut self, packet: Packet) {
        self.dice ^= self.dice << 13;
        self.dice ^= self.dice >> 7;
        self.dice ^= self.dice << 17;
        if self.dice % 100 >= self.loss {
            self.sent += 1;
            self.flying.insert((self.now + WAY, self.sent), packet);
        }
    }

    fn arrive(&mut self, packet: Packet) {
        match packet {
            Packet::ToServer { from, bytes } => {
                if let Some((to, bytes)) = self.server.answer(self.now, from, &bytes) {
                    self.fly(Packet::ToPublic { to, bytes });
                }
            }
            Packet::ToPublic { to, bytes } => match self.nat.inward(self.now, to) {
                None => {}
                Some(inside) => {
                    let socket = match inside == local(Socket::Primary) {
                        true => Socket::Primary,
                        false => Socket::Second,
                    };
                    self.binding.on_message(self.now, socket, server(), &bytes);
                }
            },
        }
    }

    /// The longest and the shortest time between the last keep-alives, in seconds.
    fn periods(&self) -> (f64, f64) {
        let times: Vec<f64> = self
            .server
            .kept
            .iter()
            .map(|(at, _)| at.as_secs_f64())
            .collect();
        let gaps = times.windows(2).rev().take(5).map(|pair| pair[1] - pair[0]);
        gaps.fold((0.0, f64::MAX), |(long, short), gap| {
            (gap.max(long), gap.min(short))
        })
    }
}

impl Nat {
    fn outward(&mut self, now: Duration, inside: SocketAddr) -> SocketAddr {
        let alive = |last: Duration| now - last < self.forgets;
        let public = match self.bindings.get(&inside) {
            Some((public, last)) if alive(*last) || self.keeps_ports => *public,
            _ => {
                self.next_port += 1;
                SocketAddr::new([198, 51, 100, 1].into(), self.next_port)
            }
        };
        self.bindings.insert(inside, (public, now));
        public
    }

    fn inward(&mut self, now: Duration, public: SocketAddr) -> Option<SocketAddr> {
        let forgets = self.forgets;
        let (inside, (_, last)) = self
            .bindings
            .iter_mut()
            .find(|(_, (known, last))| *known == public && now - *last < forgets)?;
        if self.refreshed_from_outside {
            *last = now;
        }
        Some(*inside)
    }
}

impl Server {
    fn answer(
        &mut self,
        now: Duration,
        from: SocketAddr,
        bytes: &[u8],
    ) -> Option<(SocketAddr, Vec<u8>)> {
        let request = Message::parse(bytes).expect("a message");
        assert_eq!(request.kind, BINDING_REQUEST);
        if request.get(BINDING_CHANGE).is_some() {
            self.changes.push(from);
        } else if request.get(CONNECTION_REQUEST_BINDING).is_some() {
            self.kept.push((now, from));
        }
        let answer = Writer::new(BINDING_RESPONSE, &request.id)
            .with_address(MAPPED_ADDRESS, from)
            .bytes();
        let port = request.get(RESPONSE_PORT).filter(|_| !self.no_port);
        let port = port.map(|value| u16::from_be_bytes([value[0], value[1]]));
        let address = request
            .address(RESPONSE_ADDRESS)
            .filter(|_| !self.no_address);
        let by_port = port.map(|port| SocketAddr::new(from.ip(), port));
        (!self.silent).then(|| (address.or(by_port).unwrap_or(from), answer))
    }
}

#[test]
fn time_outs_are_found_within_ten_percent() {
    for forgets in [10.0, 17.3, 30.0, 60.0, 120.0, 300.0] {
        for (least, most) in [(5, None), (8, Some(600)), (0, Some(1000))] {
            for variant in 0..8 {
                let mut world = World::new(forgets);
                world.nat.refreshed_from_outside = variant & 1 == 0;
                world.nat.keeps_ports = variant & 2 == 0;
                world.server.no_address = variant & 4 == 0;
                world.configure(least, most);
                world.run((forgets * 20.0) as u64);
                let known = world.server.changes.len();
                world.run((forgets * 10.0) as u64);
                let (long, short) = world.periods();
                let what = format!("{forgets} s, {least} to {most:?}, {variant}: {long} {short}");
                assert!(short >= forgets * 0.9, "{what}");
                assert!(long < forgets, "{what}");
                assert_eq!(world.server.changes.len(), known, "it is kept: {what}");
                let told = world.server.changes.last().copied();
                assert_eq!(world.binding.found().public, told, "{what}");
                assert!(world.binding.found().nat);
            }
        }
    }
}

#[test]
fn the_search_leaves_the_device_out_of_reach_for_no_longer_than_the_nat_remembers() {
    let mut world = World::new(45.0);
    world.configure(5, None);
    let mut lost = Duration::ZERO;
    for _ in 0..2000 {
        world.run(1);
        let public = world.binding.found().public.expect("an address");
        let open = world.nat.bindings.values().any(|(known, last)| {
            *known == public && world.now.saturating_sub(*last) < world.nat.forgets
        });
        lost = if open {
            Duration::ZERO
        } else {
            lost + Duration::from_secs(1)
        };
        assert!(lost <= Duration::from_secs(45), "{lost:?}");
    }
}

#[test]
fn lost_datagrams_make_the_period_shorter_not_longer() {
    for seed in 1..20 {
        let mut world = World::new(60.0);
        world.loss = 10;
        world.dice ^= seed;
        world.configure(10, Some(300));
        world.run(3000);
        let (long, _) = world.periods();
        assert!(
            long < 60.0 || world.server.changes.len() > 1,
            "seed {seed}: {long}"
        );
        let public = world.binding.found().public.expect("an address");
        assert!(
            world
                .nat
                .bindings
                .values()
                .any(|(known, _)| *known == public),
            "seed {seed}"
        );
    }
}

#[test]
fn a_server_that_cannot_leaves_the_minimum() {
    let mut world = World::new(60.0);
    (world.server.no_address, world.server.no_port) = (true, true);
    world.configure(25, None);
    world.run(600);
    let (long, short) = world.periods();
    assert!(short >= 25.0 && long < 25.2, "{short} {long}");
    assert_eq!(world.server.changes.len(), 1);
}

#[test]
fn a_rebind_is_announced_within_a_period_and_searched_anew() {
    let mut world = World::new(30.0);
    world.configure(10, Some(60));
    world.run(600);
    let known = world.server.changes.len();
    world.nat.bindings.clear();
    world.run(31);
    assert_eq!(world.server.changes.len(), known + 1);
    assert_eq!(
        world.binding.found().public,
        world.server.changes.last().copied()
    );
    // Another router, which forgets faster.
    world.nat.forgets = Duration::from_secs(15);
    world.nat.bindings.clear();
    world.run(600);
    let (long, short) = world.periods();
    assert!(short >= 13.5 && long < 15.0, "{short} {long}");
}

#[test]
fn a_server_that_comes_back_is_found_again() {
    let mut world = World::new(30.0);
    world.configure(10, Some(60));
    world.run(600);
    world.server.silent = true;
    let before = world.sent;
    world.run(7 * 86_400);
    let asked = world.sent - before;
    assert!(asked < 9 * 900, "it is asked less and less: {asked}");
    assert_eq!(world.binding.found().public, None);
    world.server.silent = false;
    world.run(1300);
    assert!(world.binding.found().public.is_some());
}
