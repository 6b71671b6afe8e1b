//! A journal: what happened, a JSON object a line, written before it is answered.
//!
//! Signatures and keys are not in it; what was sent is, and with it personal data.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::deliver::Send;
use super::hold;
use super::input::Input;
use super::world::{Answer, World};

/// The version of the lines.
const VERSION: u32 = 2;
/// How long the first line is at most.
const HEADER: u64 = 256;
/// How long another line is at most: a request of a mebibyte with its answer, however their numbers and letters are written.
const LINE: u64 = 32 << 20;
/// How much memory is kept for lines to come.
const OWED: usize = 64 << 10;
const NO_JOURNAL: &str = "is not empty and its first line is none of a journal: nothing was changed; name another file";

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

/// What stands in a journal.
pub struct Past {
    /// The first line.
    pub header: Header,
    /// What happened, in order.
    pub inputs: Vec<(i64, Input)>,
    /// The time of its last line.
    pub until: i64,
    /// What was dropped from its end.
    pub note: Option<String>,
}

/// A line that restores something; others are for people.
#[derive(Deserialize)]
struct Line {
    at: i64,
    #[serde(default)]
    input: Option<Input>,
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

/// What stands in a file, and how much of it is whole lines.
fn read(file: &File, fresh: Header) -> Result<(Past, u64), String> {
    let mut reader = BufReader::new(file);
    let mut past = Past { header: fresh, inputs: Vec::new(), until: fresh.at, note: None };
    let (mut whole, mut number, mut line) = (0_u64, 0_usize, Vec::new());
    loop {
        line.clear();
        let most = if number == 0 { HEADER } else { LINE };
        let length = reader.by_ref().take(most).read_until(b'\n', &mut line).map_err(|why| why.to_string())? as u64;
        if length == 0 {
            return Ok((past, whole));
        }
        number += 1;
        let torn = line.last() != Some(&b'\n');
        if number == 1 {
            // of a file that is not ours no byte is cut off
            if torn && !begins_a_header(&line) {
                return Err(NO_JOURNAL.to_owned());
            }
            if !torn {
                past.header = serde_json::from_slice(&line).map_err(|_| NO_JOURNAL.to_owned())?;
                if past.header.gate != VERSION {
                    return Err("another version of the Gate wrote this journal: name another file".to_owned());
                }
                past.until = past.header.at;
            }
        } else if torn && length == most {
            return Err(format!("line {number} is longer than any line of a journal"));
        } else if !torn {
            let read: Line =
                serde_json::from_slice(&line).map_err(|why| format!("line {number} is no line of a journal: {why}"))?;
            past.until = past.until.max(read.at);
            past.inputs.extend(read.input.map(|input| (read.at, input)));
        }
        if torn {
            past.note = Some(format!("line {number} is torn and was dropped"));
            return Ok((past, whole));
        }
        whole += length;
    }
}

/// Whether a torn line is the beginning of a first line.
fn begins_a_header(line: &[u8]) -> bool {
    let mut rest = line;
    for part in ["{\"gate\":", ",\"seed\":", ",\"at\":", "}"] {
        let length = part.len().min(rest.len());
        if rest[..length] != part.as_bytes()[..length] {
            return false;
        }
        rest = &rest[length..];
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'-').count();
        rest = &rest[digits..];
    }
    rest.is_empty()
}

/// Lets everything happen once more. What has been told since the last of it is past, too.
pub fn replay(world: &mut World, past: &Past) {
    for (at, input) in &past.inputs {
        world.apply((*at).max(world.now()), input);
        world.take_sends();
        world.take_notes();
    }
    world.advance(past.until);
    world.take_notes();
}
