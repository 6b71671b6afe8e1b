//! What comes in: bodies within limits of size, time and memory, and the threads that work on them.
//!
//! The runtime's own threads only read and write. A short request is never behind long ones: those have threads of
//! their own and share one room, and whoever finds it full waits without being read.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::refusal::{Refusal, Why};

/// How much of a body is read: ours.
pub(super) const BODY: usize = 1 << 20;
/// How much of a body that decides or drives time.
pub(super) const CONTROL: usize = 16 << 10;
/// The longest of short bodies.
const SHORT: usize = 16 << 10;
/// How many longer ones are held at once.
const ROOM: usize = 48;
/// How long room is waited for: ours.
const QUEUE: Duration = Duration::from_secs(300);
/// How many short requests are worked on at once, and how many long ones.
const AT_ONCE: [usize; 2] = [4, 2];

/// Room and threads.
pub(super) struct Intake {
    room: Arc<Semaphore>,
    short: Arc<Semaphore>,
    long: Arc<Semaphore>,
    patience: Duration,
}

/// A body that was read, with the room that it takes.
pub(super) struct Taken {
    pub(super) bytes: Bytes,
    _room: Option<OwnedSemaphorePermit>,
}

/// How much work something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    Short,
    Long,
}

impl Taken {
    /// How much work it is to read it.
    pub(super) fn work(&self) -> Work {
        if self.bytes.len() > SHORT { Work::Long } else { Work::Short }
    }
}

impl Intake {
    /// A body is waited for so long.
    pub(super) fn new(patience: Duration) -> Self {
        let places = |count| Arc::new(Semaphore::new(count));
        Self { room: places(ROOM), short: places(AT_ONCE[0]), long: places(AT_ONCE[1]), patience }
    }

    /// A body within the limits.
    ///
    /// # Errors
    /// Where it is too large or too slow, or too much is going on.
    pub(super) async fn body(&self, mut body: Body, most: usize) -> Result<Taken, Refusal> {
        let large = || Refusal::of(Why::TooLarge, "", format!("the body is above {most} bytes, or broke off"));
        let slow = |_| {
            let seconds = self.patience.as_secs();
            Refusal::of(Why::TooSlow, "", format!("the body did not come within {seconds} s"))
        };
        let said = body.size_hint();
        if said.lower() > most as u64 {
            return Err(large());
        }
        let mut bytes = Vec::with_capacity(usize::try_from(said.lower()).unwrap_or(SHORT).min(SHORT));
        let whole = timeout(self.patience, more(&mut body, &mut bytes, most.min(SHORT))).await.map_err(slow)?;
        if whole.map_err(|()| large())? {
            return Ok(Taken { bytes: bytes.into(), _room: None });
        }
        if most <= SHORT {
            return Err(large());
        }
        let busy = || Refusal::of(Why::Busy, "", "too many long requests at once: send it again later");
        let room = timeout(QUEUE, self.room.clone().acquire_owned()).await.map_err(|_| busy())?.map_err(|_| busy())?;
        bytes.reserve_exact(usize::try_from(said.lower()).unwrap_or(most).max(2 * SHORT) - SHORT);
        let whole = timeout(self.patience, more(&mut body, &mut bytes, most)).await.map_err(slow)?;
        match whole {
            Ok(true) => Ok(Taken { bytes: bytes.into(), _room: Some(room) }),
            _ => Err(large()),
        }
    }

    /// Works on something off the runtime's threads; nothing where that broke off.
    pub(super) async fn work<T: Send + 'static>(
        &self,
        work: Work,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let places = match work {
            Work::Short => &self.short,
            Work::Long => &self.long,
        };
        let place = places.clone().acquire_owned().await.ok()?;
        let done = tokio::task::spawn_blocking(move || {
            let done = job();
            drop(place);
            done
        });
        done.await.ok()
    }
}

/// Reads on until there is more than so much: whether that was all.
async fn more(body: &mut Body, bytes: &mut Vec<u8>, most: usize) -> Result<bool, ()> {
    while bytes.len() <= most {
        match poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await {
            None => return Ok(true),
            Some(Ok(frame)) => bytes.extend_from_slice(&frame.into_data().unwrap_or_default()),
            Some(Err(_)) => return Err(()),
        }
    }
    Ok(false)
}
