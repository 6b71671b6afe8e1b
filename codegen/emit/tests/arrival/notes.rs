//! A note arrives in the page, in rustdoc and in the model, wherever the language has one.

use std::collections::BTreeSet;

use super::made::{EVERY_KEY, Made, without_path};

/// The notes of a file: each is a word of its own.
fn notes(text: &str) -> BTreeSet<&str> {
    let values = text.split("note: ").skip(1);
    values
        .filter_map(|rest| rest.split([',', ' ', '}', '\n']).next())
        .filter(|note| note.starts_with("note-"))
        .collect()
}

/// Whether a word stands there as a whole: `note-sale` is not in `note-sale-countries`.
fn holds(text: &str, note: &str) -> bool {
    text.match_indices(note).any(|(at, _)| {
        let next = text[at + note.len()..].chars().next();
        next.is_none_or(|next| !next.is_alphanumeric() && next != '-')
    })
}

#[track_caller]
fn all_arrive(text: &str) {
    let made = Made::of(text).unwrap_or_else(|why| panic!("{why}"));
    let notes = notes(text);
    assert!(notes.len() > 40, "{notes:?}");
    let (readme, rustdoc, model) = (made.readme().join("\n"), made.rustdoc().join("\n"), made.model().to_string());
    for (name, output) in [("README", &readme), ("rustdoc", &rustdoc), ("method.json", &model)] {
        let missing: Vec<_> = notes.iter().filter(|note| !holds(output, note)).collect();
        assert!(missing.is_empty(), "{name} lacks {missing:?}");
    }
}

#[test]
fn every_note_arrives() {
    all_arrive(EVERY_KEY);
}

#[test]
fn every_note_arrives_where_nothing_can_be_sent() {
    all_arrive(&without_path());
}
