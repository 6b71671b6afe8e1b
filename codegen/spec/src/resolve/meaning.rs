//! Fields of which nobody says what they mean.

use std::collections::BTreeMap;

use crate::fault::Kind;
use crate::resolved as r;

use super::judge::Judge;

/// Warns of a field that callers fill and nobody explains: its docs would be empty.
pub(crate) fn check(judge: &Judge<'_>, rows: &[r::Row], places: &BTreeMap<String, String>) {
    let filled = rows.iter().filter(|row| matches!(row.source, r::Source::Caller | r::Source::Fixed));
    for row in filled.filter(|row| row.means.is_empty()) {
        if let Some(place) = places.get(&row.field) {
            judge.warn_key(
                Kind::MissingKey,
                place,
                format!("nothing says what `{}` means", row.field),
                vec!["add `means` where the field is declared: it becomes the docs of its setter".to_owned()],
            );
        }
    }
}
