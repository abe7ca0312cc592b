//! THE ONLY FOLDER THAT TOUCHES THE WORLD: sockets, files, processes, clocks, threads.

pub mod acs;
pub mod addresses;
pub mod clock;
pub mod connector;
pub mod cookies;
pub mod ctl;
pub mod deploy;
pub mod device;
pub mod fetch;
pub mod flash;
pub mod http;
pub mod load;
pub mod log;
mod part;
pub mod process;
pub mod provider;
pub mod queue;
pub mod run;
pub mod session;
pub mod sockets;
mod start;
pub mod target;
pub mod tls;
pub mod trace;
pub mod transfer;
mod ubus;
pub mod udp;
mod wait;
pub mod watch;
#[cfg(feature = "xmpp")]
pub mod xmpp;
