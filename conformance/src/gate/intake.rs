//! What comes in: bodies within limits of size, time and memory, and the threads that work on them.
//!
//! The runtime's own threads only read and write. A short request is never behind long ones: those have threads of
//! their own and share one room, and whoever finds it full waits without being read. What is longer stands in memory that
//! was mapped for it: a heap would keep it, in pieces between what lives longer.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use memmap2::MmapMut;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time::timeout;

use super::refusal::{Refusal, Why};

/// How much of a body is read: ours.
pub(super) const BODY: usize = 1 << 20;
/// How much of a body that decides or drives time.
pub(super) const CONTROL: usize = 16 << 10;
/// The longest of short bodies.
const SHORT: usize = 16 << 10;
/// How many longer ones are held at once.
const ROOM: usize = 16;
/// How long room is waited for: ours.
const QUEUE: Duration = Duration::from_secs(300);
/// How many short requests are worked on at once. Of long ones it is one: what they need of a heap is needed once.
const AT_ONCE: usize = 4;

/// Room and threads.
pub(super) struct Intake {
    room: Arc<Semaphore>,
    short: Arc<Semaphore>,
    long: mpsc::Sender<Job>,
    patience: Duration,
}

/// Something for the thread of long requests.
type Job = Box<dyn FnOnce() + Send>;

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
        // one and the same thread: each thread's heap keeps what it once needed. It ends with the last sender.
        let (long, jobs) = mpsc::channel::<Job>();
        std::thread::spawn(move || jobs.into_iter().for_each(|job| job()));
        Self { room: places(ROOM), short: places(AT_ONCE), long, patience }
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
        let mut bytes = Vec::new();
        // what says that it is long waits unread: a thousand beginnings would be much memory, spread over the heap
        if said.lower() <= SHORT as u64 {
            bytes.reserve_exact(usize::try_from(said.lower()).unwrap_or(SHORT));
            let whole = timeout(self.patience, more(&mut body, &mut bytes, most.min(SHORT))).await.map_err(slow)?;
            if whole.map_err(|()| large())? {
                return Ok(Taken { bytes: bytes.into(), _room: None });
            }
            if most <= SHORT {
                return Err(large());
            }
        }
        let busy = || Refusal::of(Why::Busy, "", "too many long requests at once: send it again later");
        let room = timeout(QUEUE, self.room.clone().acquire_owned()).await.map_err(|_| busy())?.map_err(|_| busy())?;
        let mut mapped = Mapped::of(&bytes, most).map_err(|_| busy())?;
        drop(bytes);
        match timeout(self.patience, mapped.more(&mut body)).await.map_err(slow)? {
            true => Ok(Taken { bytes: mapped.bytes(), _room: Some(room) }),
            false => Err(large()),
        }
    }

    /// Works on something off the runtime's threads; nothing where that broke off.
    pub(super) async fn work<T: Send + 'static>(
        &self,
        work: Work,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        if work == Work::Long {
            let (send, done) = oneshot::channel();
            let job = move || {
                // whoever asked is told that nothing came of it; the others are worked on
                if let Ok(done) = catch_unwind(AssertUnwindSafe(job)) {
                    let _ = send.send(done);
                }
            };
            self.long.send(Box::new(job)).ok()?;
            return done.await.ok();
        }
        let place = self.short.clone().acquire_owned().await.ok()?;
        let done = tokio::task::spawn_blocking(move || {
            let done = job();
            drop(place);
            done
        });
        done.await.ok()
    }
}

/// A long body, in memory of its own.
struct Mapped {
    map: MmapMut,
    length: usize,
}

impl Mapped {
    /// Room for so many bytes, with those that came.
    fn of(came: &[u8], most: usize) -> std::io::Result<Self> {
        let mut map = MmapMut::map_anon(most.max(came.len()))?;
        if let Some(begin) = map.get_mut(..came.len()) {
            begin.copy_from_slice(came);
        }
        Ok(Self { map, length: came.len() })
    }

    /// Reads on to the end: whether it came, and all of it had room.
    async fn more(&mut self, body: &mut Body) -> bool {
        loop {
            match poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await {
                None => return true,
                Some(Ok(frame)) => {
                    let frame = frame.into_data().unwrap_or_default();
                    let Some(place) = self.map.get_mut(self.length..).and_then(|rest| rest.get_mut(..frame.len()))
                    else {
                        return false;
                    };
                    place.copy_from_slice(&frame);
                    self.length += frame.len();
                }
                Some(Err(_)) => return false,
            }
        }
    }

    fn bytes(self) -> Bytes {
        Bytes::from_owner(self.map).slice(..self.length)
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
