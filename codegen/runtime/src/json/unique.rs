//! Keys that an object has twice.

use super::tape::{Node, Tape, mark};
use super::{Duplicates, Fault, What};

/// Few enough members to compare each with each.
const FEW: usize = 16;

/// Looks at the members of the object at `object`, which has just been closed.
pub(crate) fn check(body: &str, tape: &mut Tape, object: usize, duplicates: Duplicates) -> Result<(), Fault> {
    match (first_repeated(body, tape, object), duplicates) {
        (None, _) => Ok(()),
        (Some(at), Duplicates::Refuse) => Err(Fault::new(What::DuplicateKey, at)),
        (Some(_), Duplicates::LastWins) => {
            keep_last(body, tape, object);
            Ok(())
        }
    }
}

/// The members of an object, as positions on the tape.
fn members(tape: &Tape, object: usize) -> impl Iterator<Item = usize> + Clone {
    let end = object + tape.node(object).map_or(0, |node| node.size as usize);
    std::iter::successors(Some(object + 1), |&at| Some(at + tape.node(at)?.size as usize))
        .take_while(move |&at| at < end)
}

/// Where the value of a repeated key starts in the body.
fn first_repeated(body: &str, tape: &mut Tape, object: usize) -> Option<usize> {
    if members(tape, object).nth(FEW).is_some() {
        return first_repeated_of_many(body, tape, object);
    }
    let mut seen = [""; FEW];
    for (index, at) in members(tape, object).enumerate() {
        let node = tape.node(at)?;
        let key = tape.key(body, node);
        if seen.iter().take(index).any(|&other| other == key) {
            return Some(node.at as usize);
        }
        if let Some(place) = seen.get_mut(index) {
            *place = key;
        }
    }
    None
}

/// The first eight bytes of a key as a number that is ordered as they are; of a shorter key, all of them and zeros.
fn first(key: &[u8]) -> u64 {
    match key.first_chunk::<8>() {
        Some(chunk) => u64::from_be_bytes(*chunk),
        None => {
            key.iter().zip([56, 48, 40, 32, 24, 16, 8]).fold(0, |sum, (&byte, shift)| sum | u64::from(byte) << shift)
        }
    }
}

/// By sorting. What is sorted lies behind the tape's last node for as long: room for it has been set aside.
fn first_repeated_of_many(body: &str, tape: &mut Tape, object: usize) -> Option<usize> {
    let end = tape.nodes.len();
    let mut at = object + 1;
    while at < end {
        let node = *tape.node(at)?;
        tape.nodes.push(node);
        at += node.size as usize;
    }
    let Tape { nodes, arena } = tape;
    let key = |node: &Node| node.key_in(body, arena);
    let text = |node: &Node| if node.is(mark::KEY_DECODED) { arena.as_bytes() } else { body.as_bytes() };
    let bytes = |node: &Node| {
        let start = node.key.start as usize;
        text(node).get(start..start + node.key.len as usize).unwrap_or_default()
    };
    let sorted = nodes.get_mut(end..).unwrap_or_default();
    // Most keys differ in their first bytes, which are compared as one number.
    sorted.sort_unstable_by(|one, other| {
        let (a, b) = (bytes(one), bytes(other));
        first(a).cmp(&first(b)).then_with(|| a.cmp(b)).then_with(|| one.at.cmp(&other.at))
    });
    let repeated = sorted.windows(2).find_map(|pair| match pair {
        [one, other] if key(one) == key(other) => Some(other.at as usize),
        _ => None,
    });
    nodes.truncate(end);
    repeated
}

/// Writes the object's members anew: each key once, where it stood first, with the value that it had last.
fn keep_last(body: &str, tape: &mut Tape, object: usize) {
    let mut sorted: Vec<(&str, usize)> =
        members(tape, object).map(|at| (tape.node(at).map_or("", |node| tape.key(body, node)), at)).collect();
    sorted.sort_unstable();
    let mut kept: Vec<(usize, usize)> = sorted
        .chunk_by(|one, other| one.0 == other.0)
        .filter_map(|same| Some((same.first()?.1, same.last()?.1)))
        .collect();
    kept.sort_unstable();
    let mut nodes: Vec<Node> = Vec::new();
    for (_, last) in kept {
        let size = tape.node(last).map_or(0, |node| node.size as usize);
        nodes.extend(tape.nodes.get(last..last + size).unwrap_or_default());
    }
    tape.nodes.truncate(object + 1);
    if let Some(node) = tape.nodes.get_mut(object) {
        node.size = nodes.len() as u32 + 1;
    }
    tape.nodes.append(&mut nodes);
}
