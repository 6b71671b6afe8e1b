//! The lines that are signed, in order, and the text that they make.
//!
//! Lines are nodes too, pushed behind those of the text: their `key` is the path and a colon, `at` the rank of a known
//! path, `size` the position of the value they come from. One allocation holds both.

use std::cmp::Ordering;

use super::order::{self, Ranked, Sorted};
use super::{natural, number};
use crate::json::{Kind, Node, Tape, mark};

impl Ranked for Node {
    fn place(&self) -> usize {
        self.size as usize
    }

    fn set_place(&mut self, place: usize) {
        self.size = place as u32;
    }
}

/// How many nodes of the tape are those of the text: the rest are lines.
pub(crate) fn text_nodes(tape: &Tape) -> usize {
    tape.node(0).map_or(0, |root| root.size as usize)
}

/// The path of a line with the colon after it: what stands before its value.
#[inline]
pub(crate) fn start_of<'a>(line: &Node, paths: &'a str, known: impl Fn(u32) -> &'a str) -> &'a str {
    if line.is(mark::KNOWN) { known(line.key.start) } else { line.key.of(paths) }
}

#[inline]
pub(crate) fn path_of<'a>(line: &Node, paths: &'a str, known: impl Fn(u32) -> &'a str) -> &'a str {
    let start = start_of(line, paths, known);
    start.strip_suffix(':').unwrap_or(start)
}

/// Sorts the lines. Where two had one path, the reference drops one: so does this, and says so.
pub(crate) fn sort<'a>(tape: &mut Tape, paths: &'a str, known: impl Fn(u32) -> &'a str) -> Sorted {
    let start = text_nodes(tape);
    // As bytes: whether a path begins and ends between two characters need not be seen to at every comparison.
    let path = |line: &Node| {
        if line.is(mark::KNOWN) {
            path_of(line, paths, &known).as_bytes()
        } else {
            // without the colon behind it
            let (start, length) = (line.key.start as usize, (line.key.len as usize).saturating_sub(1));
            paths.as_bytes().get(start..start + length).unwrap_or_default()
        }
    };
    let lines = tape.nodes.get_mut(start..).unwrap_or_default();
    let sorted = order::sort(
        lines,
        |one, other| {
            if one.is(mark::KNOWN) && other.is(mark::KNOWN) {
                one.at.cmp(&other.at)
            } else {
                natural::compare_bytes(path(one), path(other))
            }
        },
        |one, other| match (one.is(mark::KNOWN), other.is(mark::KNOWN)) {
            (true, true) if one.key.start == other.key.start => Ordering::Equal,
            _ => path(one).cmp(path(other)),
        },
    );
    if let Sorted::Overwritten(kept) = sorted {
        tape.nodes.truncate(start + kept);
    }
    sorted
}

/// Gives out the text to sign, piece by piece.
pub(crate) fn emit<'a>(
    body: &str,
    tape: &Tape,
    paths: &'a str,
    known: impl Fn(u32) -> &'a str,
    mut take: impl FnMut(&str),
) {
    let lines = tape.nodes.get(text_nodes(tape)..).unwrap_or_default();
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            take(";");
        }
        take(start_of(line, paths, &known));
        emit_value(body, tape, line, &mut take);
    }
}

#[inline]
pub(crate) fn emit_value(body: &str, tape: &Tape, node: &Node, take: &mut impl FnMut(&str)) {
    match node.kind {
        Kind::Text => take(tape.value(body, node)),
        Kind::Boolean => take(if node.is(mark::TRUE) { "1" } else { "0" }),
        Kind::Number => number::with_signed(tape.value(body, node), take),
        Kind::Null | Kind::List | Kind::Object => {}
    }
}
