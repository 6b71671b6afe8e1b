//! Bounds of a value: least and greatest, and which kinds of values have them.

use crate::fault::Kind;
use crate::load::node::step;
use crate::model::field::{Bounds, Field};
use crate::resolved::ValueKind;

use super::judge::Judge;

/// Least and greatest.
pub(super) fn ends(bounds: &Bounds) -> (Option<i64>, Option<i64>) {
    let number = |text: &str| {
        if text.is_empty() { None } else { text.replace('_', "").parse::<i64>().ok() }
    };
    match bounds {
        Bounds::Exactly(number) => (Some(*number), Some(*number)),
        Bounds::Range(text) => match text.split_once("..") {
            Some((from, to)) => (number(from), number(to)),
            None => (None, None),
        },
    }
}

/// Least and greatest, told if the wrong way round.
pub(super) fn read(judge: &Judge<'_>, bounds: &Bounds, pointer: &str) -> (Option<i64>, Option<i64>) {
    let (from, to) = ends(bounds);
    if let (Some(least), Some(greatest)) = (from, to)
        && least > greatest
    {
        judge.tell(
            Kind::MinAboveMax,
            pointer,
            format!("the range begins at {least} and ends at {greatest}"),
            vec![format!("the other way round: {greatest}..{least}")],
        );
    }
    (from, to)
}

/// Tells what a field says of its value that a value of its kind does not have: nothing would hold it.
pub(super) fn suit(judge: &Judge<'_>, field: &Field, kind: ValueKind, pointer: &str) {
    let said = [
        ("length", field.length.is_some(), kind.is_text(), "texts have a length"),
        ("pattern", field.pattern.is_some(), kind.is_text(), "a pattern is of texts"),
        (
            "range",
            field.range.is_some(),
            matches!(kind, ValueKind::Integer | ValueKind::Amount),
            "integers have a range",
        ),
        ("values", field.values.is_some(), is_listed(kind), "texts and integers have a list of values"),
        ("known", field.known.is_some(), is_listed(kind), "texts and integers have a list of values"),
    ];
    for (key, said, suits, who) in said {
        if !said || suits {
            continue;
        }
        let help = match (key, kind) {
            ("range", _) if kind.is_text() => {
                "a number sent as a text has a `length` or a `pattern`; one sent as a number is `type: integer`"
                    .to_owned()
            }
            ("length" | "pattern", ValueKind::Integer) => {
                "an integer has a `range`; digits sent as a text are `type: digits`".to_owned()
            }
            _ => "leave it out, or say in a `note` what the documents say".to_owned(),
        };
        let message = format!("`{key}` does not go with `type: {}`: {who}", kind.word());
        judge.tell_key(Kind::Conflict, &step(pointer, key), message, vec![help]);
    }
}

fn is_listed(kind: ValueKind) -> bool {
    kind.is_text() || matches!(kind, ValueKind::Integer | ValueKind::Currency)
}
