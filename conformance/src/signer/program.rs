//! The program under test: a child whose every misbehaviour is its own failure.
//!
//! Threads serve its pipes, so that a program that never reads, never writes or floods either output holds nobody up. It is
//! killed and reaped when the value goes, and so is whatever it started.

use std::ffi::OsString;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{ChildStderr, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender};
use std::thread;
use std::time::{Duration, Instant};

use super::group::Group;
use super::protocol::{Answer, Ask};

/// The longest line that is read: the longest text to sign that is asked for, many times over.
const LINE: u64 = 4 << 20;
/// How much of the end of standard error is kept.
const TAIL: usize = 400;
/// How long the rest of an end is waited for once a part of it was seen: standard error, or the exit status.
const REST: Duration = Duration::from_secs(1);

/// What a program did instead of answering.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trouble {
    /// No answer in time.
    TimedOut(Duration),
    /// It ended, or closed its output: how it ended, and the end of its standard error.
    Ended(String, String),
    /// A line that is no answer: why, and its beginning.
    Garbage(String, String),
    /// A line without an end.
    TooLong,
    /// An answer to another question than the one that was asked: asked, answered.
    OutOfOrder(u64, u64),
    /// It answered the greeting with another version of the protocol, or with none.
    Version(Option<u64>),
    /// It goes on, or what it started does, though its standard input ended.
    Stays(Duration),
    /// It was started too often.
    GivenUp,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TimedOut(limit) => write!(f, "no answer within {} s", limit.as_secs_f64()),
            Self::Ended(how, said) if said.is_empty() => write!(f, "the program ended: {how}"),
            Self::Ended(how, said) => write!(f, "the program ended: {how}; its standard error ends with {said:?}"),
            Self::Garbage(why, line) => write!(f, "a line that is no answer: {why}: {line:?}"),
            Self::TooLong => write!(f, "a line longer than {} MiB", LINE >> 20),
            Self::OutOfOrder(asked, answered) => write!(f, "question {asked} was asked, {answered} was answered"),
            Self::Version(Some(version)) => {
                write!(f, "it speaks version {version} of the protocol, not {}", super::protocol::VERSION)
            }
            Self::Version(None) => f.write_str("its answer to the greeting has no `version`"),
            Self::Stays(limit) => {
                write!(f, "standard input ended, and the program did not within {} s", limit.as_secs_f64())
            }
            Self::GivenUp => f.write_str("not asked: the program had failed too often"),
        }
    }
}

enum Event {
    Line(Vec<u8>),
    TooLong,
    End,
}

/// A running program.
pub(super) struct Program {
    group: Group,
    asks: Option<Sender<Vec<u8>>>,
    events: Receiver<Event>,
    said: Receiver<Vec<u8>>,
    limit: Duration,
}

impl Program {
    /// Starts it.
    ///
    /// # Errors
    /// Where it cannot be started.
    pub(super) fn start(command: &[OsString], limit: Duration) -> io::Result<Program> {
        let (name, arguments) = command.split_first().ok_or_else(|| io::Error::other("no program was named"))?;
        let mut command = Command::new(name);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut group = Group::spawn(&mut command)?;
        let (ask, asks) = mpsc::channel();
        // bounded: a program that floods its output waits, and does not fill our memory
        let (event, events) = mpsc::sync_channel(4);
        let (tail, said) = mpsc::channel();
        let pipes = group.pipes();
        let program = Program { group, asks: Some(ask), events, said, limit };
        if let (Some(stdin), Some(stdout), Some(stderr)) = pipes {
            thread::Builder::new().spawn(move || write(stdin, &asks))?;
            thread::Builder::new().spawn(move || read(stdout, &event))?;
            thread::Builder::new().spawn(move || drain(stderr, &tail))?;
        }
        Ok(program)
    }

    /// Asks, and waits for the answer.
    pub(super) fn ask(&mut self, ask: &Ask<'_>) -> Result<Answer, Trouble> {
        let mut line = serde_json::to_vec(ask).map_err(|why| Trouble::Garbage(why.to_string(), String::new()))?;
        line.push(b'\n');
        // A program that is gone is told by its output.
        let _ = self.asks.as_ref().map(|asks| asks.send(line));
        match self.events.recv_timeout(self.limit) {
            Ok(Event::Line(line)) => answer(&line, ask.id()),
            Ok(Event::TooLong) => Err(Trouble::TooLong),
            Ok(Event::End) | Err(RecvTimeoutError::Disconnected) => Err(self.ended()),
            Err(RecvTimeoutError::Timeout) => Err(Trouble::TimedOut(self.limit)),
        }
    }

    /// Says that nothing more will be asked: whatever comes now was not asked for, and the program is to end.
    pub(super) fn farewell(mut self, last: u64) -> Result<(), Trouble> {
        self.asks = None;
        let until = Instant::now() + self.limit;
        match self.events.recv_timeout(self.limit) {
            Ok(Event::Line(line)) => match answer(&line, last) {
                Ok(answer) => Err(Trouble::OutOfOrder(last, answer.id)),
                Err(trouble) => Err(trouble),
            },
            Ok(Event::TooLong) => Err(Trouble::TooLong),
            // one that closes its output is not gone yet
            Ok(Event::End) | Err(RecvTimeoutError::Disconnected) if self.group.ends_until(until) => Ok(()),
            _ => Err(Trouble::Stays(self.limit)),
        }
    }

    /// How it ended. One that only closed its output is ended by us.
    fn ended(&mut self) -> Trouble {
        let until = Instant::now() + REST;
        // it says what it wanted to say before its end is seen
        let said = self.said.recv_timeout(REST).unwrap_or_default();
        let closed = !self.group.ends_until(until);
        let how = match self.group.kill() {
            _ if closed => "it closed its output".to_owned(),
            Ok(status) => status.to_string(),
            Err(why) => why.to_string(),
        };
        Trouble::Ended(how, String::from_utf8_lossy(&said).trim().to_owned())
    }
}

fn answer(line: &[u8], asked: u64) -> Result<Answer, Trouble> {
    let garbage = |why: String| {
        let start: String = String::from_utf8_lossy(line).chars().take(80).collect();
        Trouble::Garbage(why, start)
    };
    let answer: Answer = serde_json::from_slice(line).map_err(|why| garbage(why.to_string()))?;
    if answer.id == asked { Ok(answer) } else { Err(Trouble::OutOfOrder(asked, answer.id)) }
}

fn write(mut stdin: ChildStdin, asks: &Receiver<Vec<u8>>) {
    for line in asks {
        if stdin.write_all(&line).and_then(|()| stdin.flush()).is_err() {
            return;
        }
    }
}

fn read(stdout: ChildStdout, events: &SyncSender<Event>) {
    let mut stdout = BufReader::new(stdout);
    loop {
        let mut line = Vec::new();
        let read = stdout.by_ref().take(LINE).read_until(b'\n', &mut line);
        let event = match read {
            Ok(0) | Err(_) => Event::End,
            Ok(_) if line.last() != Some(&b'\n') && line.len() as u64 == LINE => Event::TooLong,
            Ok(_) => Event::Line(line),
        };
        let last = !matches!(event, Event::Line(_));
        if events.send(event).is_err() || last {
            return;
        }
    }
}

fn drain(mut stderr: ChildStderr, said: &Sender<Vec<u8>>) {
    let (mut tail, mut piece) = (Vec::new(), [0; 4096]);
    while let Ok(count @ 1..) = stderr.read(&mut piece) {
        tail.extend_from_slice(piece.get(..count).unwrap_or_default());
        let excess = tail.len().saturating_sub(TAIL);
        tail.drain(..excess);
    }
    let _ = said.send(tail);
}
