//! Starts threads and tasks. What they run is boxed, so that the code around it is in the binary once
//! and not once for each of them.

use async_executor::{LocalExecutor, Task};
use std::io;
use std::pin::Pin;
use std::thread::Builder;

/// Runs `work` on a thread of its own that nobody waits for, with a stack of so many bytes.
///
/// # Errors
/// The system has no room for another thread; `work` is dropped.
pub fn thread(name: &str, stack: usize, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread_of(name, stack, Box::new(work))
}

/// Runs `work` beside what the executor has, until it ends or the task is dropped.
pub fn task(
    executor: &LocalExecutor<'static>,
    work: impl Future<Output = ()> + 'static,
) -> Task<()> {
    task_of(executor, Box::pin(work))
}

fn thread_of(name: &str, stack: usize, work: Box<dyn FnOnce() + Send>) -> io::Result<()> {
    let builder = Builder::new().name(name.to_string()).stack_size(stack);
    builder.spawn(work).map(drop)
}

fn task_of(executor: &LocalExecutor<'static>, work: Pin<Box<dyn Future<Output = ()>>>) -> Task<()> {
    executor.spawn(work)
}
