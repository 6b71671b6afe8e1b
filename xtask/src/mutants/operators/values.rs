//! Mistakes about what a value is.

use methodspec::resolved::{Encoding, Row, Source, ValueKind};

use super::{Operator, in_rows, in_values, model, moved, set};

pub(super) const ALL: &[Operator] = &[
    model("length-min-up", |method| in_values(method, |row| length(&mut row.value.length.0, 1))),
    model("length-min-down", |method| in_values(method, |row| length(&mut row.value.length.0, -1))),
    model("length-max-up", |method| in_values(method, |row| length(&mut row.value.length.1, 1))),
    model("length-max-down", |method| in_values(method, |row| length(&mut row.value.length.1, -1))),
    model("length-lost", |method| {
        in_values(method, |row| row.value.length != (None, None) && set(&mut row.value.length, (None, None)))
    }),
    model("range-min-up", |method| in_values(method, |row| moved(&mut row.value.range.0, 1))),
    model("range-min-down", |method| in_values(method, |row| moved(&mut row.value.range.0, -1))),
    model("range-max-up", |method| in_values(method, |row| moved(&mut row.value.range.1, 1))),
    model("range-max-down", |method| in_values(method, |row| moved(&mut row.value.range.1, -1))),
    model("range-lost", |method| {
        in_values(method, |row| row.value.range != (None, None) && set(&mut row.value.range, (None, None)))
    }),
    model("pattern-lost", |method| in_values(method, |row| row.value.pattern.take().is_some())),
    model("pattern-unanchored", |method| {
        in_values(method, |row| pattern(row, |text| text.trim_start_matches('^').trim_end_matches('$').to_owned()))
    }),
    model("pattern-loosened", |method| in_values(method, |row| pattern(row, |text| text.replacen("{3}", "{2,}", 1)))),
    model("pattern-narrowed", |method| in_values(method, |row| pattern(row, |text| text.replacen("A-Z", "A-Y", 1)))),
    model("values-opened", |method| {
        in_values(method, |row| {
            caller(row) && !row.value.values.is_empty() && !std::mem::replace(&mut row.value.open, true)
        })
    }),
    model("values-closed", |method| {
        in_values(method, |row| caller(row) && !row.value.values.is_empty() && std::mem::take(&mut row.value.open))
    }),
    model("value-dropped", |method| {
        in_values(method, |row| {
            caller(row) && row.value.values.len() > 1 && !row.value.open && row.value.values.pop().is_some()
        })
    }),
    model("value-in-the-middle-dropped", |method| {
        in_values(method, |row| {
            let is = caller(row) && row.value.values.len() > 2 && !row.value.open;
            is && !row.value.values.remove(1).0.is_empty()
        })
    }),
    model("value-added", |method| {
        in_values(method, |row| {
            let is = caller(row) && !row.value.values.is_empty() && !row.value.open;
            let other = if row.value.kind == ValueKind::Integer { "909" } else { "other" };
            is && {
                row.value.values.push((other.to_owned(), String::new()));
                true
            }
        })
    }),
    model("value-misspelt", |method| {
        in_values(method, |row| {
            let is = caller(row) && row.value.kind == ValueKind::Text && !row.value.open;
            is && row.value.values.first_mut().is_some_and(|(value, _)| {
                value.push('s');
                true
            })
        })
    }),
    model("fixed-value-changed", |method| {
        in_rows(method, |row| {
            let is = row.source == Source::Fixed && row.value.kind == ValueKind::Text;
            is && row.value.values.first_mut().is_some_and(|(value, _)| set(value, "other".to_owned()))
        })
    }),
    model("encoding-changed", |method| {
        in_rows(method, |row| match row.value.encoded {
            Some(Encoding::Base64Json) => set(&mut row.value.encoded, Some(Encoding::Json)),
            Some(Encoding::Json) => set(&mut row.value.encoded, Some(Encoding::Base64Json)),
            None => false,
        })
    }),
    model("digits-as-text", |method| in_values(method, |row| kind(row, ValueKind::Digits, ValueKind::Text))),
    model("text-as-digits", |method| in_values(method, |row| kind(row, ValueKind::Text, ValueKind::Digits))),
    model("email-as-text", |method| in_values(method, |row| kind(row, ValueKind::Email, ValueKind::Text))),
    model("url-as-text", |method| in_values(method, |row| kind(row, ValueKind::Url, ValueKind::Text))),
    model("address-as-text", |method| in_values(method, |row| kind(row, ValueKind::Ip, ValueKind::Text))),
    model("date-as-text", |method| in_values(method, |row| kind(row, ValueKind::Date, ValueKind::Text))),
    model("date-with-time", |method| in_values(method, |row| kind(row, ValueKind::Date, ValueKind::DateTime))),
    model("time-as-date", |method| in_values(method, |row| kind(row, ValueKind::DateTime, ValueKind::Date))),
    model("country-as-text", |method| in_values(method, |row| kind(row, ValueKind::Country, ValueKind::Text))),
    model("integer-as-text", |method| in_values(method, |row| kind(row, ValueKind::Integer, ValueKind::Digits))),
    model("digits-as-integer", |method| in_values(method, |row| kind(row, ValueKind::Digits, ValueKind::Integer))),
    model("boolean-as-anything", |method| in_rows(method, |row| kind(row, ValueKind::Boolean, ValueKind::Json))),
    model("boolean-as-list", |method| in_rows(method, |row| kind(row, ValueKind::Boolean, ValueKind::List))),
    model("list-as-object", |method| in_rows(method, |row| kind(row, ValueKind::List, ValueKind::Object))),
];

fn caller(row: &Row) -> bool {
    row.source == Source::Caller
}

fn length(end: &mut Option<u32>, by: i32) -> bool {
    end.as_mut().is_some_and(|value| value.checked_add_signed(by).is_some_and(|moved| set(value, moved)))
}

fn pattern(row: &mut Row, change: impl Fn(&str) -> String) -> bool {
    row.value.pattern.as_mut().is_some_and(|pattern| {
        let changed = change(pattern);
        changed != *pattern && set(pattern, changed)
    })
}

fn kind(row: &mut Row, from: ValueKind, to: ValueKind) -> bool {
    let plain = row.value.values.is_empty() && row.value.pattern.is_none() && row.value_when.is_empty();
    caller(row) && plain && row.value.kind == from && {
        if to == ValueKind::Integer {
            row.value.length = (None, None);
        }
        row.value.range = (None, None);
        set(&mut row.value.kind, to)
    }
}
