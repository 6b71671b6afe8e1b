//! A journal: what happened, a JSON object a line, written before it is answered.
//!
//! Signatures and keys are not in it; what was sent is, and with it personal data: nobody but its owner may read it.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::deliver::Send;
use super::hold;
use super::input::Input;
use super::past::Past;
use super::seal::Seal;
use super::world::{Answer, Piece, World};
use crate::plain;

/// The version of the lines.
pub(super) const VERSION: u32 = 3;
/// How much memory is kept for lines to come.
const OWED: usize = 64 << 10;
/// How much happens, in bytes, before a journal is compacted: at least, and as a multiple of what it was compacted to.
const LEAST: u64 = 1 << 20;
const TIMES: u64 = 2;

/// An open journal.
pub struct Journal {
    file: File,
    /// Where it is, without links.
    path: PathBuf,
    header: Header,
    seal: Seal,
    /// How much of it is whole lines.
    whole: u64,
    /// How much of it says how things stood; the rest is what happened since.
    stood: u64,
    /// More stands there, and could not be cut off yet.
    torn: bool,
    /// Lines that are to be written.
    owed: Vec<u8>,
}

/// The first line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Version of the lines.
    pub gate: u32,
    /// Of the identifiers.
    pub seed: u64,
    /// When it began.
    pub at: i64,
}

/// A line; those with an `input` or a `state` restore something, others are for people.
#[derive(Serialize)]
struct Line<T> {
    at: i64,
    #[serde(flatten)]
    says: T,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Says<'a> {
    Input(&'a Input),
    Answer { status: u16, body: &'a Value },
    Callback { delivery: u64, attempt: u32, body: Value },
    Refused { path: &'a str, status: u16, code: &'a Value },
    State(Piece),
}

impl Journal {
    /// Opens a journal: a new one, or what stands in it, to be read on.
    ///
    /// # Errors
    /// Where it cannot be read, another Gate has it, or it is no journal. Then the file is left as it is.
    pub fn open(path: &Path, fresh: Header) -> Result<Past, String> {
        let told = |why: &dyn std::fmt::Display| format!("{}: {why}", plain::path(path));
        // before it is opened: a pipe would be waited for, a device would never end
        if path.metadata().is_ok_and(|known| !known.is_file()) {
            return Err(told(&"is no regular file, so no journal: name another one"));
        }
        let file = hold::open(path).map_err(|why| told(&why))?;
        let place = path.canonicalize().map_err(|why| told(&why))?;
        Past::begin(file, place, fresh).map_err(|why| told(&why))
    }

    /// Goes on after what was read.
    pub(super) fn after(
        file: File,
        path: PathBuf,
        header: Header,
        seal: Seal,
        [stood, whole]: [u64; 2],
    ) -> std::io::Result<Self> {
        hold::hide(&file)?;
        let mut journal = Self { file, path, header, seal, whole, stood, torn: false, owed: Vec::new() };
        if whole == 0 {
            journal.seal = begin(&mut journal.owed, header)?;
            journal.settle()?;
            journal.stood = journal.whole;
        }
        Ok(journal)
    }

    /// Writes what happens, before it does.
    ///
    /// # Errors
    /// Where the file does not take it; then no byte of it stands there.
    pub fn input(&mut self, at: i64, input: &Input) -> std::io::Result<()> {
        self.or_nothing(at, Says::Input(input))
    }

    /// Writes what was answered and which callbacks are sent, before they are. What the file does not take is kept, and
    /// written as soon as it does: what happened stands there already, so it cannot be taken back.
    ///
    /// # Errors
    /// Where the file does not take it.
    pub fn outcome(&mut self, at: i64, answer: Option<&Answer>, sends: &[Send]) -> std::io::Result<()> {
        if let Some(Answer { status, body, .. }) = answer {
            self.line(at, Says::Answer { status: *status, body })?;
        }
        for Send { delivery, attempt, body, .. } in sends {
            let body = if *attempt == 1 { serde_json::from_str(body).unwrap_or_default() } else { Value::Null };
            self.line(at, Says::Callback { delivery: *delivery, attempt: *attempt, body })?;
        }
        self.settle()
    }

    /// Writes of a request that it was refused before it was known whose it is.
    ///
    /// # Errors
    /// Where the file does not take it.
    pub fn stranger(&mut self, at: i64, path: &str, answer: &Answer) -> std::io::Result<()> {
        self.or_nothing(at, Says::Refused { path, status: answer.status, code: &answer.body["code"] })
    }

    /// Whether more has happened than it is worth to read again.
    #[must_use]
    pub const fn is_long(&self) -> bool {
        let since = self.whole.saturating_sub(self.stood);
        since > LEAST && since > self.stood.saturating_mul(TIMES)
    }

    /// Puts how things stand in the place of what happened. The file is a new one, which takes the old one's place once it
    /// is whole.
    ///
    /// # Errors
    /// Where that cannot be written: then the journal is what it was, and grows by as much before it is tried again.
    pub fn compact(&mut self, world: &World) -> std::io::Result<()> {
        let before = std::mem::replace(&mut self.stood, self.whole);
        if self.torn || !self.owed.is_empty() {
            self.stood = before;
            return Ok(());
        }
        let (file, place) = hold::beside(&self.path)?;
        let (mut out, mut whole, mut lines) = (BufWriter::new(&file), 0, Vec::new());
        let mut seal = begin(&mut lines, self.header)?;
        for piece in world.pieces() {
            seal.write(&mut lines, &Line { at: world.now(), says: Says::State(piece) })?;
            whole += lines.len() as u64;
            out.write_all(&lines)?;
            lines.clear();
        }
        out.flush()?;
        drop(out);
        hold::replace(&file, &place, &self.path)?;
        (self.file, self.seal, self.whole, self.stood) = (file, seal, whole, whole);
        Ok(())
    }

    fn or_nothing(&mut self, at: i64, says: Says<'_>) -> std::io::Result<()> {
        let (owed, seal) = (self.owed.len(), self.seal);
        let written = self.line(at, says).and_then(|()| self.settle());
        if written.is_err() {
            self.owed.truncate(owed);
            self.seal = seal;
        }
        written
    }

    fn line(&mut self, at: i64, says: Says<'_>) -> std::io::Result<()> {
        self.seal.write(&mut self.owed, &Line { at, says })
    }

    /// All that is owed, or nothing.
    fn settle(&mut self) -> std::io::Result<()> {
        if self.owed.is_empty() {
            return Ok(());
        }
        if self.torn {
            self.file.set_len(self.whole)?;
            self.torn = false;
        }
        if let Err(why) = self.file.write_all(&self.owed) {
            // half a line would be taken for the last one of a Gate that was killed, and hide what follows it
            self.torn = self.file.set_len(self.whole).is_err();
            return Err(why);
        }
        self.whole += self.owed.len() as u64;
        self.owed.clear();
        self.owed.shrink_to(OWED);
        Ok(())
    }
}

/// The first line, and what seals those after it.
fn begin(lines: &mut Vec<u8>, header: Header) -> std::io::Result<Seal> {
    let mut seal = Seal::default();
    seal.write(lines, &header)?;
    Ok(seal.after(header.seed, header.at))
}

impl Header {
    /// Of a new journal.
    #[must_use]
    pub const fn new(seed: u64, at: i64) -> Self {
        Self { gate: VERSION, seed, at }
    }
}
