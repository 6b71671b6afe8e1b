//! A journal: what happened, a JSON object a line, written before it is answered.
//!
//! Signatures and keys are not in it; what was sent is, and with it personal data.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::deliver::Send;
use super::input::Input;
use super::world::{Answer, World};

/// The version of the lines.
const VERSION: u32 = 1;

/// An open journal.
pub struct Journal {
    file: BufWriter<File>,
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
    /// Where it cannot be read or written, or a line other than the last is no line of a journal.
    pub fn open(path: &Path, fresh: Header) -> Result<(Self, Past), String> {
        let told = |why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
        let file = OpenOptions::new().read(true).append(true).create(true).open(path).map_err(|why| told(&why))?;
        let mut reader = BufReader::new(&file);
        let mut past = Past { header: fresh, inputs: Vec::new(), note: None };
        let (mut whole, mut number, mut line) = (0_u64, 0_usize, Vec::new());
        loop {
            line.clear();
            let length = reader.read_until(b'\n', &mut line).map_err(|why| told(&why))?;
            if length == 0 {
                break;
            }
            number += 1;
            if line.last() != Some(&b'\n') {
                past.note = Some(format!("{}: line {number} is torn and was dropped", path.display()));
                break;
            }
            let faulty = |why: &dyn std::fmt::Display| told(&format!("line {number} is no line of a journal: {why}"));
            if number == 1 {
                past.header = serde_json::from_slice(&line).map_err(|why| faulty(&why))?;
                if past.header.gate != VERSION {
                    return Err(faulty(&"another version wrote it"));
                }
            } else {
                let read: Line = serde_json::from_slice(&line).map_err(|why| faulty(&why))?;
                past.inputs.extend(read.input.map(|input| (read.at, input)));
            }
            whole += length as u64;
        }
        drop(reader);
        if past.note.is_some() {
            file.set_len(whole).map_err(|why| told(&why))?;
        }
        let mut file = file;
        file.seek(SeekFrom::End(0)).map_err(|why| told(&why))?;
        let mut journal = Self { file: BufWriter::new(file) };
        if whole == 0 {
            journal.line(&json!(past.header)).and_then(|()| journal.flush()).map_err(|why| told(&why))?;
        }
        Ok((journal, past))
    }

    /// Writes what happens, before it does.
    ///
    /// # Errors
    /// Where the file does not take it.
    pub fn input(&mut self, at: i64, input: &Input) -> std::io::Result<()> {
        self.line(&json!({ "at": at, "input": input }))?;
        self.flush()
    }

    /// Writes what was answered and which callbacks are sent, before they are.
    ///
    /// # Errors
    /// Where the file does not take it.
    pub fn outcome(&mut self, at: i64, answer: Option<&Answer>, sends: &[Send]) -> std::io::Result<()> {
        if let Some(answer) = answer {
            self.line(&json!({ "at": at, "answer": { "status": answer.status, "body": answer.body } }))?;
        }
        for send in sends {
            let body: Value =
                if send.attempt == 1 { serde_json::from_str(&send.body).unwrap_or_default() } else { Value::Null };
            let callback = json!({ "delivery": send.delivery, "attempt": send.attempt, "body": body });
            self.line(&json!({ "at": at, "callback": callback }))?;
        }
        self.flush()
    }

    /// Writes of a request that it was refused before it was known whose it is.
    ///
    /// # Errors
    /// Where the file does not take it.
    pub fn stranger(&mut self, at: i64, path: &str, answer: &Answer) -> std::io::Result<()> {
        self.line(
            &json!({ "at": at, "refused": { "path": path, "status": answer.status, "code": answer.body["code"] } }),
        )?;
        self.flush()
    }

    fn line(&mut self, value: &Value) -> std::io::Result<()> {
        serde_json::to_writer(&mut self.file, value)?;
        self.file.write_all(b"\n")
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

impl Header {
    /// Of a new journal.
    #[must_use]
    pub const fn new(seed: u64, at: i64) -> Self {
        Self { gate: VERSION, seed, at }
    }
}

/// Lets everything happen once more.
pub fn replay(world: &mut World, past: &Past) {
    for (at, input) in &past.inputs {
        world.apply((*at).max(world.now()), input);
        world.take_sends();
        world.take_notes();
    }
    world.resume();
}
