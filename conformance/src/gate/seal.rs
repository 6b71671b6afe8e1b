//! What makes a line one of its journal: its number, and a checksum over all that stands before it on the line.

use std::io::{self, Write};

use serde::Serialize;
use sha2::{Digest, Sha256};

/// Where a journal is: the number of its last line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Seal {
    /// Of the last line, counted from 1; the first line is the header.
    pub(super) number: u64,
    /// What is the journal's own: a line of another one has another checksum.
    own: [u64; 2],
}

/// `,"sum":"0123456789abcdef"}` and the line's end.
const END: usize = 27;
const SUM: &str = ",\"sum\":\"";
const NUMBER: &[u8] = b",\"n\":";

impl Seal {
    /// Of the lines that follow a header.
    pub(super) fn after(self, seed: u64, at: i64) -> Self {
        Self { own: [seed, at.cast_unsigned()], ..self }
    }

    /// Adds a line, an object, to others.
    pub(super) fn write(&mut self, lines: &mut Vec<u8>, value: &impl Serialize) -> io::Result<()> {
        let begin = lines.len();
        let done = self.append(lines, value);
        match done {
            Ok(()) => self.number += 1,
            Err(_) => lines.truncate(begin),
        }
        done
    }

    fn append(&self, lines: &mut Vec<u8>, value: &impl Serialize) -> io::Result<()> {
        let begin = lines.len();
        serde_json::to_writer(&mut *lines, value)?;
        // the object's end gives way to what seals it
        if lines.pop() != Some(b'}') {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "a line of a journal is an object"));
        }
        write!(lines, ",\"n\":{}", self.number + 1)?;
        let sum = self.sum(lines.get(begin..).unwrap_or_default());
        writeln!(lines, "{SUM}{sum}\"}}")
    }

    /// Takes the next line.
    ///
    /// # Errors
    /// Where it is another one, or was changed: which line, and what became of it.
    pub(super) fn read(&mut self, line: &[u8]) -> Result<(), String> {
        let number = self.number + 1;
        let changed = || format!("line {number} was changed: its checksum is another");
        let (text, end) = line.split_at(line.len().saturating_sub(END));
        let sum = end.strip_prefix(SUM.as_bytes()).and_then(|end| end.strip_suffix(b"\"}\n")).ok_or_else(changed)?;
        if self.sum(text).as_bytes() != sum {
            return Err(changed());
        }
        let digits = text.windows(NUMBER.len()).rposition(|bytes| bytes == NUMBER).map(|at| at + NUMBER.len());
        let found = digits.and_then(|at| std::str::from_utf8(text.get(at..)?).ok()?.parse::<u64>().ok());
        match found.ok_or_else(changed)? {
            found if found == number => {
                self.number = number;
                Ok(())
            }
            found if found < number => {
                Err(format!("line {found} stands there twice, again in the place of line {number}"))
            }
            found if found == number + 1 => Err(format!("line {number} is missing")),
            found => Err(format!("lines {number} to {} are missing", found - 1)),
        }
    }

    /// In 16 digits. It finds accidents and slips of an editor, not somebody who means to deceive.
    fn sum(&self, text: &[u8]) -> String {
        let mut digest = Sha256::new();
        self.own.iter().for_each(|own| digest.update(own.to_be_bytes()));
        digest.update(text);
        digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}
