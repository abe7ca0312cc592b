//! The one place where the main loop sleeps: until a descriptor is ready, a moment has come, or another
//! thread wakes it.
//!
//! ```text
//!             ┌──────────► poll the future ───► done
//!             │                  │ pending
//!   wake what is ready           ▼
//!             └───────── poll(2), until the next moment at the latest
//! ```
//!
//! A dozen descriptors and one timer need no epoll, no thread beside them, and none of the timers of
//! async-io, which never fire on MIPS with musl.

use super::clock;
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use std::cell::RefCell;
use std::fmt;
use std::future::Future;
use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

/// The clock of poll(2) stands still while the device sleeps; time since boot does not.
const LONGEST_WAIT: Duration = Duration::from_secs(600);

thread_local! {
    static WAITING: RefCell<Vec<Waiting>> = const { RefCell::new(Vec::new()) };
}

/// Runs a future, and with it all that waits on this thread, to its end.
///
/// # Errors
/// The system has no descriptors by which other threads could wake this one.
pub fn block_on<T>(future: impl Future<Output = T>) -> io::Result<T> {
    let (hears, rings) = UnixStream::pair()?;
    hears.set_nonblocking(true)?;
    rings.set_nonblocking(true)?;
    let bell = Arc::new(Bell {
        state: AtomicU8::new(AWAKE),
        rings,
    });
    let waker = Waker::from(Arc::clone(&bell));
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(done) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return Ok(done);
        }
        sleep(&bell, &hears);
    }
}

/// Something that can be waited for: a socket and its like, which does not block.
pub struct Polled<T>(Rc<T>);

impl<T: AsFd + 'static> Polled<T> {
    pub fn new(inner: T) -> io::Result<Polled<T>> {
        let flags = OFlag::from_bits_retain(fcntl(&inner, FcntlArg::F_GETFL)?);
        fcntl(&inner, FcntlArg::F_SETFL(flags | OFlag::O_NONBLOCK))?;
        Ok(Polled(Rc::new(inner)))
    }

    pub fn get_ref(&self) -> &T {
        &self.0
    }

    /// Ready once there is something to be read, be it an error.
    pub fn readable(&self) -> Wait {
        self.wait(PollFlags::POLLIN)
    }

    /// Does what reads, as soon as it does not have to wait.
    pub async fn when_readable<R>(&self, act: impl Fn(&T) -> io::Result<R>) -> io::Result<R> {
        self.when(PollFlags::POLLIN, &act).await
    }

    async fn when<R>(&self, flags: PollFlags, act: &dyn Fn(&T) -> io::Result<R>) -> io::Result<R> {
        loop {
            match act(&self.0) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => self.wait(flags).await,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                other => return other,
            }
        }
    }

    fn wait(&self, flags: PollFlags) -> Wait {
        Wait::new(What::Ready(Rc::<T>::clone(&self.0), flags))
    }
}

impl<T: AsFd + 'static> Polled<T>
where
    for<'a> &'a T: Read + Write,
{
    /// How much was read; 0: the other side has nothing more to say.
    pub async fn read(&self, chunk: &mut [u8]) -> io::Result<usize> {
        loop {
            match (&*self.0).read(chunk) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => self.readable().await,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                other => return other,
            }
        }
    }

    pub async fn write_all(&self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let count = self
                .when(PollFlags::POLLOUT, &|mut inner| inner.write(bytes))
                .await?;
            match bytes.split_at_checked(count) {
                Some((_, rest)) if count > 0 => bytes = rest,
                _ => return Err(ErrorKind::WriteZero.into()),
            }
        }
        Ok(())
    }
}

impl<T> fmt::Debug for Polled<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Polled")
    }
}

/// Ready once the time since boot has reached this.
pub fn until(moment: Duration) -> Wait {
    Wait::new(What::Moment(moment))
}

/// What is waited for on the thread that first polls it, until it is dropped.
pub struct Wait {
    what: What,
    /// The same pointer is in its entry.
    entry: Option<Rc<()>>,
}

#[derive(Clone)]
enum What {
    Ready(Rc<dyn AsFd>, PollFlags),
    Moment(Duration),
}

struct Waiting {
    entry: Rc<()>,
    what: What,
    waker: Waker,
}

impl Wait {
    fn new(what: What) -> Wait {
        Wait { what, entry: None }
    }

    fn is_due(&self) -> bool {
        matches!(self.what, What::Moment(moment) if clock::mono() >= moment)
    }
}

impl Future for Wait {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.is_due() {
            return Poll::Ready(());
        }
        // Dropped when nothing is borrowed: a waker may hold a task with waits of its own.
        let mut before = None;
        let polled = WAITING.with_borrow_mut(|waiting| {
            let Some(own) = &self.entry else {
                let entry = Rc::new(());
                waiting.push(Waiting {
                    entry: Rc::clone(&entry),
                    what: self.what.clone(),
                    waker: context.waker().clone(),
                });
                self.entry = Some(entry);
                return Poll::Pending;
            };
            match waiting
                .iter_mut()
                .find(|other| Rc::ptr_eq(&other.entry, own))
            {
                Some(entry) => {
                    before = Some(std::mem::replace(&mut entry.waker, context.waker().clone()));
                    Poll::Pending
                }
                // It was taken out when it became ready.
                None => Poll::Ready(()),
            }
        });
        drop(before);
        polled
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        if let Some(own) = &self.entry {
            // As above.
            let _entry = WAITING.try_with(|waiting| {
                let mut waiting = waiting.borrow_mut();
                let place = waiting
                    .iter()
                    .position(|entry| Rc::ptr_eq(&entry.entry, own))?;
                Some(waiting.swap_remove(place))
            });
        }
    }
}

impl fmt::Debug for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wait")
    }
}

const AWAKE: u8 = 0;
const RUNG: u8 = 1;
const ASLEEP: u8 = 2;

/// Wakes the thread that sleeps in poll(2).
struct Bell {
    state: AtomicU8,
    rings: UnixStream,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if self.state.swap(RUNG, Ordering::AcqRel) == ASLEEP {
            // A full pipe rings as well.
            let _ = (&self.rings).write(&[0]);
        }
    }
}

/// Sleeps until the bell rings or something that is waited for is ready, and wakes what is.
fn sleep(bell: &Bell, hears: &UnixStream) {
    let fell_asleep = bell
        .state
        .compare_exchange(AWAKE, ASLEEP, Ordering::AcqRel, Ordering::Acquire)
        .is_ok();
    let due = WAITING.with_borrow_mut(|waiting| {
        let next = waiting.iter().filter_map(|entry| match entry.what {
            What::Moment(moment) => Some(moment),
            What::Ready(..) => None,
        });
        let wait = match next.min() {
            _ if !fell_asleep => Duration::ZERO,
            Some(moment) => moment.saturating_sub(clock::mono()).min(LONGEST_WAIT),
            None => LONGEST_WAIT,
        };
        // Not a moment too early, which would only wake to sleep again.
        let wait = PollTimeout::try_from(wait.as_micros().div_ceil(1000));
        let mut polled = vec![PollFd::new(hears.as_fd(), PollFlags::POLLIN)];
        polled.extend(waiting.iter().filter_map(|entry| match &entry.what {
            What::Ready(inner, flags) => Some(PollFd::new((**inner).as_fd(), *flags)),
            What::Moment(_) => None,
        }));
        // An error is a signal: what is ready is ready the next time.
        let count = poll(&mut polled, wait.unwrap_or(PollTimeout::ZERO)).unwrap_or_default();
        let mut ready = polled
            .iter()
            .map(|polled| count > 0 && polled.revents().is_none_or(|found| !found.is_empty()))
            .collect::<Vec<bool>>()
            .into_iter();
        if ready.next() == Some(true) {
            let _ = (&*hears).read(&mut [0; 16]);
        }
        let now = clock::mono();
        waiting
            .extract_if(.., |entry| match entry.what {
                What::Moment(moment) => moment <= now,
                What::Ready(..) => ready.next() == Some(true),
            })
            .collect::<Vec<Waiting>>()
    });
    // Whom it wakes itself need not ring.
    bell.state.store(RUNG, Ordering::Release);
    for entry in due {
        entry.waker.wake();
    }
    // Whoever rings from here on finds the future being polled, or after it the thread awake.
    bell.state.store(AWAKE, Ordering::Release);
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_lite::future;
    use std::sync::mpsc;

    #[test]
    fn sleepers_wake_in_the_order_of_their_times() {
        // A machine that is late finds several of them due at once, in any order: then once more.
        let in_order = (0..1000).any(|_| {
            let start = clock::mono();
            let after = |ms| start + Duration::from_millis(ms);
            let woken = RefCell::new(Vec::new());
            let nap = |ms| {
                let woken = &woken;
                async move {
                    until(after(ms)).await;
                    woken.borrow_mut().push((ms, clock::mono()));
                }
            };
            block_on(future::zip(future::zip(nap(40), nap(5)), nap(20))).unwrap();
            let woken = woken.into_inner();
            assert_eq!(woken.len(), 3);
            assert!(woken.iter().all(|(ms, now)| *now >= after(*ms)));
            let order: Vec<u64> = woken.iter().map(|(ms, _)| *ms).collect();
            let late = woken
                .iter()
                .any(|(ms, now)| *ms < 40 && *now >= after(ms + 15));
            assert!(late || order == [5, 20, 40], "{order:?}");
            !late
        });
        assert!(in_order);
    }

    #[test]
    fn what_is_dropped_leaves_nothing_behind() {
        let (one, _other) = UnixStream::pair().unwrap();
        let one = Polled::new(one).unwrap();
        for mut wait in [until(Duration::MAX), one.readable()] {
            let context = &mut Context::from_waker(Waker::noop());
            assert!(Pin::new(&mut wait).poll(context).is_pending());
            assert!(Pin::new(&mut wait).poll(context).is_pending());
            assert_eq!(WAITING.with_borrow(Vec::len), 1);
            drop(wait);
            assert_eq!(WAITING.with_borrow(Vec::len), 0);
        }
    }

    /// Each side fills what the kernel holds for the other many times over.
    #[test]
    fn bytes_go_both_ways_at_once_and_the_end_is_heard() {
        const MUCH: usize = 1 << 20;
        let (one, other) = UnixStream::pair().unwrap();
        let (one, other) = (Polled::new(one).unwrap(), Polled::new(other).unwrap());
        let bytes: Vec<u8> = (0..=255).cycle().take(MUCH).collect();
        let write = async {
            one.write_all(&bytes).await.unwrap();
            one.get_ref().shutdown(std::net::Shutdown::Write).unwrap();
        };
        let read = async {
            let mut all = Vec::new();
            let mut chunk = [0; 3000];
            loop {
                match other.read(&mut chunk).await.unwrap() {
                    0 => return all,
                    count => all.extend_from_slice(&chunk[..count]),
                }
            }
        };
        let ((), read) = block_on(future::zip(write, read)).unwrap();
        assert!(read == bytes);
    }

    #[test]
    fn the_end_of_a_peer_wakes_a_reader_and_stops_a_writer() {
        let (one, other) = UnixStream::pair().unwrap();
        let one = Polled::new(one).unwrap();
        let thread = std::thread::spawn(move || drop(other));
        let heard = block_on(one.read(&mut [0; 8])).unwrap();
        thread.join().unwrap();
        assert_eq!(heard.unwrap(), 0);
        let said = block_on(one.write_all(b"anybody?")).unwrap();
        assert_eq!(said.unwrap_err().kind(), ErrorKind::BrokenPipe);
    }

    #[test]
    fn callers_are_taken_as_they_come() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let listener = Polled::new(listener).unwrap();
        let thread = std::thread::spawn(move || {
            for said in [b"one", b"two"] {
                let mut caller = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
                caller.write_all(said).unwrap();
            }
        });
        let heard = block_on(async {
            let mut heard = Vec::new();
            for _ in 0..2 {
                let taken = listener.when_readable(|listener| listener.accept()).await;
                let caller = Polled::new(taken.unwrap().0).unwrap();
                let mut word = [0; 3];
                let count = caller.read(&mut word).await.unwrap();
                heard.push(word[..count].to_vec());
            }
            heard
        });
        thread.join().unwrap();
        assert_eq!(heard.unwrap(), [b"one", b"two"]);
    }

    /// A bell that rings just before the thread falls asleep is heard as well, or this never ends.
    #[test]
    fn each_call_of_another_thread_wakes() {
        let (ask, asked) = mpsc::channel::<Waker>();
        let thread = std::thread::spawn(move || asked.iter().for_each(Waker::wake));
        let woken = block_on(async {
            for _ in 0..2000 {
                let mut called = false;
                std::future::poll_fn(|context| {
                    if std::mem::replace(&mut called, true) {
                        return Poll::Ready(());
                    }
                    ask.send(context.waker().clone()).unwrap();
                    Poll::Pending
                })
                .await;
            }
        });
        drop(ask);
        thread.join().unwrap();
        woken.unwrap();
    }
}
