//! Texts with a `;`: could they as well be fields?
//!
//! Lines are joined by `;` and nothing escapes it, so that `{"note": "1;paid:2"}` is signed like
//! `{"note": "1", "paid": "2"}`. Such a text is refused where cutting it gives a second reading that could have been sent:
//! one whose lines are sorted, and that holds a field of the callback. Any other `;` is left in peace: a description
//! may say `2 boxes; ship to: Anna`.

use std::cmp::Ordering;

use super::JsonShape;
use super::index::Index;
use super::place::Place;
use crate::json::{Kind, Node, Tape, mark};
use crate::sign::lines::{path_of, text_nodes};
use crate::sign::natural;

/// What was found.
pub(crate) struct Texts {
    /// Paths of the members that hold a `;`.
    pub(crate) semicolons: Vec<String>,
    /// Path of the first that has a second reading.
    pub(crate) ambiguous: Option<String>,
}

/// A text that names more fields than this after a `;` is refused without a closer look.
const MOST_CUTS: usize = 100;
/// How much of a map's key is looked at.
const MAP_KEY: usize = 64;

/// Looks at every line, sorted as they are signed.
pub(crate) fn find(body: &str, tape: &Tape, paths: &str, index: &Index) -> Texts {
    let path = |line: &Node| path_of(line, paths, |at| index.signed(at)).to_owned();
    let lines = tape.nodes.get(text_nodes(tape)..).unwrap_or_default();
    let mut texts = Texts { semicolons: Vec::new(), ambiguous: None };
    let mut cuts = 0;
    for (at, line) in lines.iter().enumerate() {
        let own = path_of(line, paths, |at| index.signed(at));
        let value = if line.kind == Kind::Text { tape.value(body, line) } else { "" };
        let in_path = !line.is(mark::KNOWN) && own.contains(';');
        if !in_path && !value.contains(';') {
            continue;
        }
        texts.semicolons.push(own.to_owned());
        let next = lines.get(at + 1).map(path);
        let whole = format!("{own}:{value}");
        for (cut, _) in whole.match_indices(';') {
            let Some(field) = field(whole.get(cut + 1..).unwrap_or(""), index) else {
                continue;
            };
            cuts += 1;
            // Cuts inside keys leave many ways to read what comes before; nobody honest has a field's path in a key.
            let after = in_path || before(own, &field);
            if cuts > MOST_CUTS || after && next.as_deref().is_none_or(|next| before(&field, next)) {
                texts.ambiguous.get_or_insert_with(|| own.to_owned());
                break;
            }
        }
    }
    texts
}

/// Whether the lines of these two paths can follow each other.
fn before(one: &str, other: &str) -> bool {
    one != other && natural::compare(one, other) != Ordering::Greater
}

/// The path of the callback field with which a text starts, if it does.
fn field(text: &str, index: &Index) -> Option<String> {
    let mut place = Place::At(Index::ROOT);
    let mut end = 0;
    loop {
        let rest = text.get(end..)?;
        if let Place::At(at) = place
            && index.entry(at)?.json == JsonShape::Map
        {
            let key = rest.split(':').next().unwrap_or("").chars().take(MAP_KEY).map(char::len_utf8).sum::<usize>();
            return text.get(..end + key).map(str::to_owned);
        }
        // Never further than the longest key: a long text with many `;` must not be searched to its end each time.
        let step = rest.as_bytes().iter().take(index.longest_key().max(10) + 1).position(|&byte| byte == b':')?;
        let key = rest.get(..step)?;
        let digits = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit());
        place = match place.member(index, key) {
            Place::Unknown if digits => place.item(index),
            found => found,
        };
        let Place::At(at) = place else { return None };
        end += step;
        if let JsonShape::Text | JsonShape::Integer | JsonShape::Boolean = index.entry(at)?.json {
            return text.get(..end).map(str::to_owned);
        }
        end += 1;
    }
}
