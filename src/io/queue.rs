//! What has happened, from any thread to the main loop.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

/// A queue that any thread pushes to and one future takes from. Clones are the same queue.
pub struct Queue<T>(Arc<Mutex<Inner<T>>>);

struct Inner<T> {
    items: VecDeque<T>,
    taker: Option<Waker>,
}

impl<T> Queue<T> {
    pub fn new() -> Queue<T> {
        Queue(Arc::new(Mutex::new(Inner {
            items: VecDeque::new(),
            taker: None,
        })))
    }

    pub fn push(&self, item: T) {
        let mut inner = self.lock();
        inner.items.push_back(item);
        let taker = inner.taker.take();
        drop(inner);
        if let Some(taker) = taker {
            taker.wake();
        }
    }

    /// The oldest item, once there is one.
    pub async fn pop(&self) -> T {
        poll_fn(|context| {
            let mut inner = self.lock();
            match inner.items.pop_front() {
                Some(item) => Poll::Ready(item),
                None => {
                    inner.taker = Some(context.waker().clone());
                    Poll::Pending
                }
            }
        })
        .await
    }

    /// Whether this is the same queue.
    pub fn is(&self, other: &Queue<T>) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    fn lock(&self) -> MutexGuard<'_, Inner<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Default for Queue<T> {
    fn default() -> Queue<T> {
        Queue::new()
    }
}

impl<T> Clone for Queue<T> {
    fn clone(&self) -> Queue<T> {
        Queue(Arc::clone(&self.0))
    }
}

impl<T> std::fmt::Debug for Queue<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Queue")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_lite::future;

    #[test]
    fn items_come_out_in_order_and_wake_the_taker() {
        let queue = Queue::new();
        let pusher = queue.clone();
        let thread = std::thread::spawn(move || (0..100).for_each(|n| pusher.push(n)));
        let taken = future::block_on(async {
            let mut taken = Vec::new();
            for _ in 0..100 {
                taken.push(queue.pop().await);
            }
            taken
        });
        thread.join().unwrap();
        assert_eq!(taken, (0..100).collect::<Vec<i32>>());
    }
}
