//! What stands in a journal, read and done once more, line by line.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::PathBuf;

use serde::Deserialize;

use super::clock::LAST;
use super::input::Input;
use super::journal::{Header, Journal, VERSION};
use super::seal::Seal;
use super::world::{Piece, World};
use crate::plain;

/// How long the first line is at most.
const HEADER: u64 = 256;
/// How long another line is at most: a request of a mebibyte with its answer, however their numbers and letters are written.
const LINE: u64 = 32 << 20;
const NO_JOURNAL: &str = "is not empty and its first line is none of a journal: nothing was changed; name another file";

/// A journal whose first line was read.
pub struct Past {
    /// The first line.
    pub header: Header,
    reader: BufReader<File>,
    path: PathBuf,
    seal: Seal,
    /// How much of it is whole lines.
    whole: u64,
    /// A torn first line.
    torn: bool,
}

/// What a line restores.
pub enum Restores {
    /// How a part of the state stood.
    State(Piece),
    /// What happened.
    Input(Input),
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The time of the last line.
    pub until: i64,
    /// How many lines restored something.
    pub lines: usize,
    /// What was dropped from the end.
    pub note: Option<String>,
}

#[derive(Deserialize)]
struct Line {
    at: i64,
    #[serde(default)]
    input: Option<Input>,
    #[serde(default)]
    state: Option<Piece>,
}

/// What every line has.
#[derive(Deserialize)]
struct Number {
    n: u64,
    #[serde(rename = "sum")]
    _sum: String,
}

impl Past {
    /// Reads the first line.
    pub(super) fn begin(file: File, path: PathBuf, fresh: Header) -> Result<Self, String> {
        let mut reader = BufReader::new(file);
        let mut line = Vec::new();
        reader.by_ref().take(HEADER).read_until(b'\n', &mut line).map_err(|why| why.to_string())?;
        let mut past = Self { header: fresh, reader, path, seal: Seal::default(), whole: 0, torn: false };
        if line.last() != Some(&b'\n') {
            // of a file that is not ours no byte is cut off
            past.torn = !line.is_empty();
            return if begins_a_header(&line) { Ok(past) } else { Err(NO_JOURNAL.to_owned()) };
        }
        past.header = serde_json::from_slice(&line).map_err(|_| match serde_json::from_slice::<Number>(&line) {
            Ok(Number { n: 2.., .. }) => broken("line 1 is missing".to_owned()),
            _ => NO_JOURNAL.to_owned(),
        })?;
        if past.header.gate != VERSION {
            return Err("another version of the Gate wrote this journal: name another file".to_owned());
        }
        past.seal.read(&line).map_err(broken)?;
        within(1, past.header.at)?;
        past.seal = past.seal.after(past.header.seed, past.header.at);
        past.whole = line.len() as u64;
        Ok(past)
    }

    /// Reads on, and gives each line that restores something. A torn last line is cut off.
    ///
    /// # Errors
    /// Where it cannot be read, or a line other than the last is not the one that was written in its place. Then the file is
    /// left as it is.
    pub fn read(self, restore: impl FnMut(i64, Restores) -> Result<(), String>) -> Result<(Journal, Told), String> {
        let path = self.path.clone();
        self.lines(restore).map_err(|why| format!("{}: {why}", plain::path(&path)))
    }

    fn lines(
        mut self,
        mut restore: impl FnMut(i64, Restores) -> Result<(), String>,
    ) -> Result<(Journal, Told), String> {
        let mut told = Told { until: self.header.at, lines: 0, note: None };
        let (mut stood, mut line) = (self.whole, Vec::new());
        loop {
            line.clear();
            if self.whole > 0 {
                self.reader.by_ref().take(LINE).read_until(b'\n', &mut line).map_err(|why| why.to_string())?;
            }
            let number = self.seal.number + 1;
            if line.last() != Some(&b'\n') {
                if line.len() as u64 == LINE {
                    return Err(format!("line {number} is longer than any line of a journal"));
                }
                break;
            }
            self.seal.read(&line).map_err(broken)?;
            // what the reader says may hold what was sent
            let read: Line = serde_json::from_slice(&line)
                .map_err(|why| format!("line {number} is no line of a journal, from its column {} on", why.column()))?;
            within(number, read.at)?;
            told.until = told.until.max(read.at);
            self.whole += line.len() as u64;
            for restores in read.state.map(Restores::State).into_iter().chain(read.input.map(Restores::Input)) {
                if let Restores::State(_) = restores {
                    stood = self.whole;
                }
                told.lines += 1;
                restore(read.at, restores).map_err(|why| format!("line {number} {why}"))?;
            }
        }
        if self.torn || !line.is_empty() {
            told.note =
                Some(format!("{}: line {} is torn and was dropped", plain::path(&self.path), self.seal.number + 1));
        }
        let mut file = self.reader.into_inner();
        file.set_len(self.whole).map_err(|why| why.to_string())?;
        file.seek(SeekFrom::End(0)).map_err(|why| why.to_string())?;
        let journal = Journal::after(file, self.path, self.header, self.seal, [stood, self.whole]);
        Ok((journal.map_err(|why| why.to_string())?, told))
    }
}

fn broken(why: String) -> String {
    format!("{why}. Nothing was changed: name another file, or give the line back what it was")
}

/// A moment that the Gate's clock can show.
fn within(number: u64, at: i64) -> Result<(), String> {
    if (0..=LAST).contains(&at) {
        return Ok(());
    }
    Err(format!("line {number}: `at` is {at}, and a moment is between 0 and {LAST} milliseconds"))
}

/// Whether a torn line is the beginning of a first line.
fn begins_a_header(line: &[u8]) -> bool {
    let mut rest = line;
    for part in ["{\"gate\":", ",\"seed\":", ",\"at\":", ",\"n\":", ",\"sum\":\"", "\"}"] {
        let length = part.len().min(rest.len());
        if rest[..length] != part.as_bytes()[..length] {
            return false;
        }
        rest = &rest[length..];
        let of_value = |byte: &u8| {
            if part == ",\"sum\":\"" { byte.is_ascii_hexdigit() } else { byte.is_ascii_digit() || *byte == b'-' }
        };
        rest = &rest[rest.iter().take_while(|byte| of_value(byte)).count()..];
    }
    rest.is_empty()
}

/// Lets everything happen once more. What has been told since the last of it is past, too.
///
/// # Errors
/// As [`Past::read`] has them.
pub fn replay(world: &mut World, past: Past) -> Result<(Journal, Told), String> {
    let (journal, told) = past.read(|at, restores| {
        match restores {
            Restores::State(piece) => world.restore(at, piece)?,
            Restores::Input(input) => drop(world.apply(at.max(world.now()), &input)),
        }
        world.take_sends();
        world.take_notes();
        Ok(())
    })?;
    world.advance(told.until);
    world.take_notes();
    Ok((journal, told))
}
