//! What stands in a journal, read and done once more.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};

use serde::Deserialize;

use super::input::Input;
use super::journal::{Header, VERSION};
use super::world::World;

/// How long the first line is at most.
const HEADER: u64 = 256;
/// How long another line is at most: a request of a mebibyte with its answer, however their numbers and letters are written.
const LINE: u64 = 32 << 20;
const NO_JOURNAL: &str = "is not empty and its first line is none of a journal: nothing was changed; name another file";

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

/// What stands in a file, and how much of it is whole lines.
pub(super) fn read(file: &File, fresh: Header) -> Result<(Past, u64), String> {
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
