//! What a value is: bounds, patterns, lists of values.

use crate::fault::Kind;
use crate::load::node::step;
use crate::model::field::{Encoding, Field, FieldType, From, Values};
use crate::model::keyed::Short;
use crate::resolved as r;

use super::judge::Judge;

fn kind(field: FieldType) -> r::ValueKind {
    match field {
        FieldType::Text => r::ValueKind::Text,
        FieldType::Digits => r::ValueKind::Digits,
        FieldType::Email => r::ValueKind::Email,
        FieldType::Url => r::ValueKind::Url,
        FieldType::Ip => r::ValueKind::Ip,
        FieldType::Date => r::ValueKind::Date,
        FieldType::DateTime => r::ValueKind::DateTime,
        FieldType::Country => r::ValueKind::Country,
        FieldType::Integer => r::ValueKind::Integer,
        FieldType::Boolean => r::ValueKind::Boolean,
        FieldType::Amount => r::ValueKind::Amount,
        FieldType::Currency => r::ValueKind::Currency,
        FieldType::Object => r::ValueKind::Object,
        FieldType::List => r::ValueKind::List,
        FieldType::Json => r::ValueKind::Json,
    }
}

/// Values with their labels.
fn values(values: &Values) -> Vec<(String, String)> {
    match values {
        Short::Short(list) => list.iter().map(|value| (value.as_str().to_owned(), String::new())).collect(),
        Short::Long(map) => map
            .map
            .iter()
            .map(|(value, label)| {
                let label = match label {
                    Short::Short(label) => label.as_str(),
                    Short::Long(choice) => choice.is.as_str(),
                };
                (value.as_str().to_owned(), label.to_owned())
            })
            .collect(),
    }
}

fn listing(from: &From) -> r::Listing {
    let sent: Vec<(&str, r::Presence)> = match &from.send {
        None => Vec::new(),
        Some(Short::Short(list)) => list.iter().map(|key| (key.as_str(), r::Presence::Required)).collect(),
        Some(Short::Long(map)) => {
            map.map.iter().map(|(key, word)| (key.as_str(), super::send::presence(*word))).collect()
        }
    };
    r::Listing {
        list: from.list.as_ref().map(|path| path.as_str().to_owned()),
        name: from.name.as_ref().map(|name| name.as_str().to_owned()),
        send: sent.iter().flat_map(|(key, _)| super::words::paths(key)).collect(),
        weaker: sent
            .iter()
            .filter(|(_, presence)| *presence != r::Presence::Required)
            .flat_map(|(key, presence)| super::words::paths(key).into_iter().map(move |path| (path, *presence)))
            .collect(),
        amount: from.amount.as_ref().map(super::bounds::ends),
        operation: from.operation.as_ref().map(|path| path.as_str().to_owned()),
        member: from.member.as_ref().map(|text| text.as_str().to_owned()),
        note: from.note.as_ref().map(|note| note.as_str().to_owned()),
        cite: from.cite.iter().flat_map(crate::model::cite::Cites::iter).map(cited).collect(),
    }
}

fn cited((key, printed): (&crate::model::text::CiteKey, Option<&str>)) -> r::Cite {
    Judge::cite(key.as_str(), printed)
}

const SHARED: &str = "use what all engines share: classes such as [0-9], groups, repetition, alternation";

/// Whether a pattern speaks of the whole value: anchored at both ends, whichever of its alternatives is taken.
fn whole(pattern: &str) -> bool {
    let Some(inner) = pattern.strip_prefix('^').and_then(|rest| rest.strip_suffix('$')) else { return false };
    let (mut depth, mut class, mut escaped) = (0_usize, false, false);
    for c in inner.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' if !class => class = true,
            ']' => class = false,
            '(' if !class => depth += 1,
            ')' if !class => depth = depth.saturating_sub(1),
            '|' if !class && depth == 0 => return false,
            _ => {}
        }
    }
    // The last `$` was not an escaped one.
    !escaped
}

/// Lays what a field says over a value. Tells what cannot be. Whether anything of the value changed.
pub(crate) fn lay_over(judge: &Judge<'_>, field: &Field, pointer: &str, value: &mut r::Value) -> bool {
    let before = value.clone();
    if let Some(of) = field.r#type {
        value.kind = kind(of);
        if of == FieldType::Json {
            // any value: what bounded another type bounds it no more
            *value = r::Value { kind: value.kind, ..r::Value::default() };
        }
    }
    if let Some(length) = &field.length {
        let at = step(pointer, "length");
        let (from, to) = super::bounds::read(judge, length, &at);
        let fit = |n: Option<i64>| match n {
            None => None,
            Some(n) => match u32::try_from(n) {
                Ok(n) => Some(n),
                Err(_) => {
                    judge.tell(
                        Kind::OutOfRange,
                        &at,
                        format!("{n} is no length"),
                        vec!["lengths are whole numbers from 0".to_owned()],
                    );
                    None
                }
            },
        };
        value.length = (fit(from), fit(to));
    }
    if let Some(range) = &field.range {
        let at = step(pointer, "range");
        value.range = super::bounds::read(judge, range, &at);
        if value.kind == r::ValueKind::Amount && value.range.0.is_some_and(|least| least < 0) {
            let help = vec!["a sum is from 0, in minor units; limits by currency stand under `amounts`".to_owned()];
            judge.tell(Kind::OutOfRange, &at, "no sum is negative", help);
        }
    }
    if let Some(pattern) = &field.pattern {
        let pattern = pattern.as_str();
        let at = step(pointer, "pattern");
        if !whole(pattern) {
            judge.tell(
                Kind::WrongForm,
                &at,
                format!("the pattern `{pattern}` does not say what the whole value is"),
                vec![format!("anchor it: ^({})$", pattern.trim_start_matches('^').trim_end_matches('$'))],
            );
        } else if let Some(why) = super::pattern::foreign(pattern) {
            judge.tell(Kind::WrongForm, &at, format!("the pattern `{pattern}`: {why}"), vec![SHARED.to_owned()]);
        } else if let Err(error) = regex_lite::Regex::new(pattern) {
            let why = error.to_string();
            judge.tell(
                Kind::WrongForm,
                &at,
                format!("the pattern `{pattern}` does not read: {why}"),
                vec![SHARED.to_owned()],
            );
        } else {
            value.pattern = Some(pattern.to_owned());
        }
    }
    if field.values.is_some() && field.known.is_some() {
        judge.tell_key(
            Kind::Conflict,
            &step(pointer, "known"),
            "`values` are all there are, `known` are some of them",
            vec!["keep one of the two".to_owned()],
        );
    }
    for (key, list, open) in [("values", &field.values, false), ("known", &field.known, true)] {
        if let Some(list) = list {
            value.values = values(list);
            value.value_names = super::value_names::of(judge, list, &step(pointer, key));
            value.open = open;
        }
    }
    if let Some(encoded) = field.encoded {
        value.encoded = Some(match encoded {
            Encoding::Json => r::Encoding::Json,
            Encoding::Base64Json => r::Encoding::Base64Json,
        });
    }
    if let Some(from) = &field.from {
        value.from = Some(listing(from));
    }
    // A bound says what a silent type is.
    if value.kind == r::ValueKind::Json {
        if !value.values.is_empty() || value.pattern.is_some() || value.length != (None, None) {
            value.kind = r::ValueKind::Text;
        } else if value.range != (None, None) {
            value.kind = r::ValueKind::Integer;
        }
    }
    if value.kind == r::ValueKind::Integer {
        for (key, list) in [("values", &field.values), ("known", &field.known)] {
            if list.is_some() {
                integers(judge, value, &step(pointer, key));
            }
        }
    }
    super::bounds::suit(judge, field, value.kind, pointer);
    *value != before
}

/// Values of an integer are integers, in its range.
fn integers(judge: &Judge<'_>, value: &r::Value, pointer: &str) {
    for (text, _) in &value.values {
        let message = match text.parse::<i64>() {
            Err(_) => format!("`{text}` is no whole number"),
            Ok(n) if value.range.0.is_some_and(|least| n < least) => format!("{n} is below the range"),
            Ok(n) if value.range.1.is_some_and(|greatest| n > greatest) => format!("{n} is above the range"),
            Ok(_) => continue,
        };
        judge.tell(Kind::WrongForm, pointer, message, vec!["the field is an integer".to_owned()]);
    }
}
