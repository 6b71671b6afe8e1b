//! A journal: what happened, a JSON object a line, written before it is answered.
//!
//! Signatures and keys are not in it; what was sent is, and with it personal data.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::deliver::Send;
use super::hold;
use super::input::Input;
use super::past::{Past, read};
use super::world::Answer;

/// The version of the lines.
pub(super) const VERSION: u32 = 2;
/// How much memory is kept for lines to come.
const OWED: usize = 64 << 10;

/// An open journal.
pub struct Journal {
    file: File,
    /// How much of it is whole lines.
    whole: u64,
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

impl Journal {
    /// Opens a journal: a new one, or what stands in it. A torn last line is cut off.
    ///
    /// # Errors
    /// Where it cannot be read or written, another Gate has it, it is no journal, or a line other than the last is none of a journal. Then
    /// the file is left as it is.
    pub fn open(path: &Path, fresh: Header) -> Result<(Self, Past), String> {
        let told = |why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
        // before it is opened: a pipe would be waited for, a device would never end
        if path.metadata().is_ok_and(|known| !known.is_file()) {
            return Err(told(&"is no regular file, so no journal: name another one"));
        }
        let mut file = hold::open(path).map_err(|why| told(&why))?;
        let (past, whole) = read(&file, fresh).map_err(|why| told(&why))?;
        if past.note.is_some() {
            file.set_len(whole).map_err(|why| told(&why))?;
        }
        file.seek(SeekFrom::End(0)).map_err(|why| told(&why))?;
        let mut journal = Self { file, whole, torn: false, owed: Vec::new() };
        if whole == 0 {
            line(&mut journal.owed, &past.header).and_then(|()| journal.settle()).map_err(|why| told(&why))?;
        }
        let past = Past { note: past.note.map(|note| told(&note)), ..past };
        Ok((journal, past))
    }

    /// Writes what happens, before it does.
    ///
    /// # Errors
    /// Where the file does not take it; then no byte of it stands there.
    pub fn input(&mut self, at: i64, input: &Input) -> std::io::Result<()> {
        let owed = self.owed.len();
        let written = line(&mut self.owed, &json!({ "at": at, "input": input })).and_then(|()| self.settle());
        if written.is_err() {
            self.owed.truncate(owed);
        }
        written
    }

    /// Writes what was answered and which callbacks are sent, before they are. What the file does not take is kept, and
    /// written as soon as it does: what happened stands there already, so it cannot be taken back.
    ///
    /// # Errors
    /// Where the file does not take it.
    pub fn outcome(&mut self, at: i64, answer: Option<&Answer>, sends: &[Send]) -> std::io::Result<()> {
        if let Some(answer) = answer {
            let answer = json!({ "status": answer.status, "body": answer.body });
            line(&mut self.owed, &json!({ "at": at, "answer": answer }))?;
        }
        for send in sends {
            let body: Value =
                if send.attempt == 1 { serde_json::from_str(&send.body).unwrap_or_default() } else { Value::Null };
            let callback = json!({ "delivery": send.delivery, "attempt": send.attempt, "body": body });
            line(&mut self.owed, &json!({ "at": at, "callback": callback }))?;
        }
        self.settle()
    }

    /// Writes of a request that it was refused before it was known whose it is.
    ///
    /// # Errors
    /// Where the file does not take it.
    pub fn stranger(&mut self, at: i64, path: &str, answer: &Answer) -> std::io::Result<()> {
        let owed = self.owed.len();
        let refused = json!({ "path": path, "status": answer.status, "code": answer.body["code"] });
        let written = line(&mut self.owed, &json!({ "at": at, "refused": refused })).and_then(|()| self.settle());
        if written.is_err() {
            self.owed.truncate(owed);
        }
        written
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

fn line(lines: &mut Vec<u8>, value: &impl Serialize) -> std::io::Result<()> {
    serde_json::to_writer(&mut *lines, value)?;
    lines.push(b'\n');
    Ok(())
}

impl Header {
    /// Of a new journal.
    #[must_use]
    pub const fn new(seed: u64, at: i64) -> Self {
        Self { gate: VERSION, seed, at }
    }
}
