//! Conditions.

use std::collections::BTreeSet;

use crate::fault::Kind;
use crate::load::node::step;
use crate::model::amount::Amounts;
use crate::model::fact::Block;
use crate::model::field::Bounds;
use crate::model::keyed::{Many, Short};
use crate::model::when::{Atom, Test, When};
use crate::resolved as r;

use super::bounds;
use super::catalogue::Catalogue;
use super::judge::{Here, Judge};
use super::words::paths;

/// A condition as all outputs see it.
pub(crate) fn read(when: &When) -> r::Condition {
    match &when.0 {
        Short::Short(words) => r::Condition::Told(words.as_str().to_owned()),
        Short::Long(map) => r::Condition::All(
            map.map
                .iter()
                .flat_map(|(key, test)| paths(key.as_str()).into_iter().map(move |path| (path, test)))
                .map(|(path, test)| {
                    let texts = |list: &[crate::model::when::Atom]| {
                        list.iter().map(ToString::to_string).collect::<BTreeSet<_>>()
                    };
                    let test = match test {
                        Short::Short(values) => r::Test::OneOf(texts(&values.0)),
                        Short::Long(test) => match (&test.except, &test.range, test.sent) {
                            (Some(values), ..) => r::Test::NoneOf(texts(values)),
                            (None, Some(range), _) => {
                                let (least, greatest) = bounds::ends(range);
                                r::Test::Range(least, greatest)
                            }
                            (None, None, sent) => r::Test::Sent(sent.unwrap_or(true)),
                        },
                    };
                    (path, test)
                })
                .collect(),
        ),
    }
}

/// A condition as a sentence without its end; nothing for one that says nothing.
pub(crate) fn sentence(when: &When) -> Option<String> {
    let tests = match read(when) {
        r::Condition::Told(words) => return Some(words),
        r::Condition::All(tests) => tests,
    };
    let tests: Vec<String> = tests.iter().map(|(path, test)| format!("{path} {}", test.sentence(path))).collect();
    (!tests.is_empty()).then(|| format!("Where {}", tests.join(" and ")))
}

/// Tells fields of a condition that nobody knows.
pub(crate) fn check(judge: &Judge<'_>, when: Option<&When>, catalogue: &Catalogue, pointer: &str) {
    check_told_only(judge, when, pointer);
    let Some(When(Short::Long(map))) = when else {
        return;
    };
    let pointer = step(pointer, "when");
    for (key, test) in &map.map {
        for path in paths(key.as_str()) {
            let at = step(&pointer, key.as_str());
            known_field(judge, &path, catalogue, &at);
            values(judge, &path, test, catalogue, &at);
        }
    }
}

/// Holds what a test compares a field with against the field.
pub(crate) fn values(
    judge: &Judge<'_>,
    path: &str,
    test: &Short<Many<Atom>, Test>,
    catalogue: &Catalogue,
    pointer: &str,
) {
    match test {
        Short::Short(list) => super::atom::check(judge, catalogue, path, &list.0, pointer),
        Short::Long(test) => {
            let except = test.except.as_deref().unwrap_or_default();
            super::atom::check(judge, catalogue, path, except, &step(pointer, "except"));
            if let Some(range) = &test.range {
                of_numbers(judge, path, range, catalogue, &step(pointer, "range"));
            }
        }
    }
}

/// Holds a range against the field: it must hold whole numbers, and some of these.
fn of_numbers(judge: &Judge<'_>, path: &str, range: &Bounds, catalogue: &Catalogue, pointer: &str) {
    let (least, greatest) = bounds::read(judge, range, pointer);
    let Some(known) = catalogue.fields.get(path) else { return };
    let above = |low: Option<i64>, high: Option<i64>| low.zip(high).is_some_and(|(low, high)| low > high);
    if above(least, greatest) {
        return;
    }
    let value = &known.field.value;
    if !matches!(value.kind, r::ValueKind::Integer | r::ValueKind::Amount) {
        let message = format!("`{path}` is of `type: {}`: only whole numbers lie in a range", value.kind.word());
        judge.tell(Kind::WrongForm, pointer, message, vec!["list the values, or say it in words".to_owned()]);
    }
    let is_sum = value.kind == r::ValueKind::Amount;
    let least_of_all = if is_sum { Some(value.range.0.unwrap_or(0)) } else { value.range.0 };
    let mut listed = value.values.iter().filter_map(|(value, _)| value.parse::<i64>().ok());
    let closed = !value.open && !value.values.is_empty();
    let none = closed && !listed.any(|listed| !above(least, Some(listed)) && !above(Some(listed), greatest));
    if none || above(least, value.range.1) || above(least_of_all, greatest) {
        let message = format!("`{path}`: no value that it may have lies in the range");
        judge.tell(Kind::WrongForm, pointer, message, vec!["nothing that is sent could ever be it".to_owned()]);
    }
}

/// As [`check`], for a condition whose fields are all that is still to be held: its form was looked at before.
pub(crate) fn fields(judge: &Judge<'_>, when: Option<&When>, catalogue: &Catalogue, pointer: &str) {
    let Some(When(Short::Long(map))) = when else { return };
    for (key, test) in &map.map {
        for path in paths(key.as_str()) {
            let at = step(pointer, key.as_str());
            if known_field(judge, &path, catalogue, &at) {
                values(judge, &path, test, catalogue, &at);
            }
        }
    }
}

/// Conditions of limits, once the catalogue is known.
pub(crate) fn of_amounts(judge: &Judge<'_>, amounts: Option<&Block<Amounts>>, catalogue: &Catalogue, here: &Here) {
    for (key, list) in amounts.and_then(Block::map).into_iter().flat_map(|amounts| &amounts.map) {
        let at = here.down("amounts").down(key.as_str());
        for (n, one) in list.0.iter().enumerate() {
            let at = if list.0.len() > 1 { at.down(n) } else { at.clone() };
            if let Short::Long(one) = one {
                fields(judge, one.when.as_ref(), catalogue, &at.down("when").pointer);
            }
        }
    }
}

/// Tells a field that nobody knows.
pub(crate) fn known_field(judge: &Judge<'_>, path: &str, catalogue: &Catalogue, pointer: &str) -> bool {
    if catalogue.fields.contains_key(path) {
        return true;
    }
    let mut help = judge.did_you_mean(path, catalogue.fields.keys().map(String::as_str));
    help.push("a field of the method's own is declared under `fields`, with its type and meaning".to_owned());
    judge.tell_key(Kind::UnknownField, pointer, format!("unknown field `{path}`"), help);
    false
}

/// A condition whose fields are not known where it stands: words, or checked elsewhere.
pub(crate) fn check_told_only(judge: &Judge<'_>, when: Option<&When>, pointer: &str) {
    check_at(judge, when, &step(pointer, "when"));
}

/// The form of a condition that stands at a place, whatever its fields.
pub(crate) fn check_at(judge: &Judge<'_>, when: Option<&When>, pointer: &str) {
    if let Some(When(Short::Long(map))) = when {
        if map.map.is_empty() {
            let help = vec!["without `when` it always holds: leave it out, or name a field".to_owned()];
            judge.tell(Kind::WrongForm, pointer, "a condition without a field", help);
        }
        for (key, test) in &map.map {
            if let Short::Long(test) = test {
                check_test(judge, test, &step(pointer, key.as_str()));
            }
        }
    }
}

fn check_test(judge: &Judge<'_>, test: &crate::model::when::Test, pointer: &str) {
    let said = [test.except.is_some(), test.range.is_some(), test.sent.is_some()];
    if said.into_iter().filter(|said| *said).count() != 1 {
        judge.tell_key(
            Kind::WrongForm,
            pointer,
            "a test is one of `except`, `range` and `sent`",
            vec!["keep one of them".to_owned()],
        );
    }
}
