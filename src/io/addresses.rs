//! What the kernel says of this device's addresses and of its way out (rtnetlink), as soon as they
//! change: nobody need look every now and then.

use super::{clock, start, wait::Polled};
use async_executor::{LocalExecutor, Task};
use nix::errno::Errno;
use nix::sys::socket::{
    self, AddressFamily, MsgFlags, NetlinkAddr, SockFlag, SockProtocol, SockType,
};
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use std::time::Duration;

/// A new address comes with others, and with routes: together they are one change.
const SETTLE: Duration = Duration::from_millis(300);
/// Between two changes that are told, however often there are some.
const PAUSE: Duration = Duration::from_secs(5);
/// Where the kernel tells nothing, somebody must look.
const LOOK: Duration = Duration::from_secs(30);

/// What has changed. A route may take addresses with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moved {
    /// Perhaps: the kernel also repeats addresses.
    Address,
    /// The way to everybody else is another one.
    Route,
}

/// Listens while it lives.
#[derive(Debug)]
pub struct AddressWatch {
    _task: Task<()>,
}

impl AddressWatch {
    /// `moved` is called after each change, once for all that change within a moment.
    pub fn open(
        executor: &LocalExecutor<'static>,
        moved: impl Fn(Moved) + 'static,
    ) -> AddressWatch {
        // At once: what changes from now on is told.
        let socket = open_socket();
        let task = start::task(executor, async move {
            let told = async { listen(socket?, &moved).await };
            if let Err(error) = told.await {
                log::warn!(
                    "the kernel does not tell of changed addresses ({error}): looked for every {} s",
                    LOOK.as_secs()
                );
            }
            loop {
                clock::sleep(LOOK).await;
                moved(Moved::Address);
            }
        });
        AddressWatch { _task: task }
    }
}

fn open_socket() -> io::Result<Polled<OwnedFd>> {
    // RTMGRP_IPV4_IFADDR, RTMGRP_IPV4_ROUTE, and both of IPv6.
    const GROUPS: u32 = 0x10 | 0x40 | 0x100 | 0x400;
    let flags = SockFlag::SOCK_CLOEXEC | SockFlag::SOCK_NONBLOCK;
    let protocol = SockProtocol::NetlinkRoute;
    let socket = socket::socket(AddressFamily::Netlink, SockType::Raw, flags, protocol)?;
    socket::bind(socket.as_raw_fd(), &NetlinkAddr::new(0, GROUPS))?;
    Polled::new(socket)
}

/// Ends only with an error.
async fn listen(socket: Polled<OwnedFd>, moved: &impl Fn(Moved)) -> io::Result<()> {
    loop {
        socket.readable().await;
        let Some(first) = read(socket.get_ref())? else {
            continue;
        };
        clock::sleep(SETTLE).await;
        let then = read(socket.get_ref())?;
        moved(then.map_or(first, |then| then.max(first)));
        clock::sleep(PAUSE).await;
    }
}

/// What the messages say that have come.
fn read(socket: &OwnedFd) -> io::Result<Option<Moved>> {
    let mut buffer = [0; 4096];
    let mut found = None;
    loop {
        match socket::recv(socket.as_raw_fd(), &mut buffer, MsgFlags::MSG_DONTWAIT) {
            Ok(count) => found = found.max(judge(buffer.get(..count).unwrap_or_default())),
            // Some are lost.
            Err(Errno::ENOBUFS) => found = Some(Moved::Route),
            Err(Errno::EINTR) => {}
            Err(Errno::EAGAIN) => return Ok(found),
            Err(error) => return Err(error.into()),
        }
    }
}

/// One datagram of rtnetlink messages.
fn judge(datagram: &[u8]) -> Option<Moved> {
    const HEADER: usize = 16;
    let mut found = None;
    let mut rest = datagram;
    while let Some((length, after)) = rest.split_first_chunk() {
        let length = usize::try_from(u32::from_ne_bytes(*length)).unwrap_or(usize::MAX);
        let Some(kind) = after.first_chunk().map(|kind| u16::from_ne_bytes(*kind)) else {
            break;
        };
        // The second byte of a route is the length of its prefix: 0 leads everywhere.
        let prefix = rest.get(HEADER + 1).copied();
        found = found.max(match (kind, prefix) {
            // RTM_NEWADDR, RTM_DELADDR; RTM_NEWROUTE, RTM_DELROUTE.
            (20 | 21, _) => Some(Moved::Address),
            (24 | 25, Some(0)) => Some(Moved::Route),
            _ => None,
        });
        let end = length.max(HEADER).checked_next_multiple_of(4);
        rest = end.and_then(|end| rest.get(end..)).unwrap_or_default();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(kind: u16, payload: &[u8]) -> Vec<u8> {
        let length = u32::try_from(16 + payload.len()).unwrap();
        let mut bytes = length.to_ne_bytes().to_vec();
        bytes.extend(kind.to_ne_bytes());
        bytes.extend([0; 10]);
        bytes.extend(payload);
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        bytes
    }

    #[test]
    fn messages_of_the_kernel_are_told_apart() {
        let address = message(20, &[2, 24, 0, 0, 1, 0, 0, 0]);
        let gone = message(21, &[10, 64, 0, 0, 1]);
        let subnet = message(24, &[2, 24, 0, 0]);
        let default = message(25, &[10, 0, 0, 0]);
        let link = message(16, &[0, 0]);
        let table: [(Vec<u8>, Option<Moved>); 9] = [
            (vec![], None),
            (vec![1, 2, 3], None),
            (link.clone(), None),
            (address.clone(), Some(Moved::Address)),
            (gone.clone(), Some(Moved::Address)),
            (subnet.clone(), None),
            (default.clone(), Some(Moved::Route)),
            ([gone, subnet, default, link].concat(), Some(Moved::Route)),
            ([&address[..], &[0; 40]].concat(), Some(Moved::Address)),
        ];
        for (datagram, expected) in table {
            assert_eq!(judge(&datagram), expected, "{datagram:?}");
        }
        assert_eq!(judge(&address[..10]), Some(Moved::Address));
        assert_eq!(judge(&u32::MAX.to_ne_bytes().repeat(9)), None);
    }
}
