//! One value against the description of its member: type, format, length, range, values.

use crate::resolved::{Row, Source, Value, ValueKind};

use super::compare::{Found, What};
use super::shape::Shape;
use super::words::{format, further, json_type, letters, listed, narrowed, numbers, types, values, widened, word};

/// A value of ours as it is held against a description.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held<'a> {
    pub(super) path: &'a str,
    value: &'a Value,
    kind: ValueKind,
    /// A method narrows what the platform takes: what it leaves out is no difference.
    narrows: bool,
    /// Every currency has limits of its own.
    limited: bool,
}

impl<'a> Held<'a> {
    /// A field of a request.
    pub(super) fn row(row: &'a Row, narrows: bool, limited: bool) -> Self {
        let kind = if row.source == Source::Holder { ValueKind::Object } else { row.value.kind };
        Self { path: &row.path, value: &row.value, kind, narrows, limited }
    }

    /// A field of the platform's, which no request of ours sends.
    pub(super) fn field(path: &'a str, value: &'a Value) -> Self {
        Self { path, value, kind: value.kind, narrows: false, limited: false }
    }

    /// Every difference.
    pub(super) fn against(self, theirs: &Shape, out: &mut Vec<Found>) {
        let mut add =
            |what, ours: String, theirs: String| out.push(Found { path: self.path.to_owned(), what, ours, theirs });
        let name = self.json_type();
        let mine = word(name).to_owned();
        let said = types(theirs);
        if mine != said {
            add(What::Type, mine, said);
            if !name.is_empty() && !theirs.types.contains(name) {
                return;
            }
        }
        if let Some(theirs) = self.other_format(theirs) {
            add(What::Type, self.kind.word().to_owned(), theirs);
        }
        let values = if self.agrees_with_values(theirs) { None } else { Some((values(self.value), listed(theirs))) };
        if let Some((ours, theirs)) = values {
            add(What::Values, ours, theirs);
        }
        for (ours, theirs) in self.other_patterns(theirs) {
            add(What::Values, ours, theirs);
        }
        if let Some((ours, theirs)) = self.other_length(theirs) {
            add(What::Length, ours, theirs);
        }
        let (ours, its) = (self.value.range, theirs.range);
        let narrower = self.kind == ValueKind::Amount && self.limited && its.0 < ours.0 && ours.1 == its.1;
        if name == "integer" && !self.is_listed() && !narrower && ours != its {
            add(What::Range, numbers(ours), numbers(its));
        }
        if !theirs.further.is_empty() {
            add(What::Values, "no such rule".to_owned(), further(theirs));
        }
    }

    /// As JSON Schema names it; nothing for what may be anything. A text that holds JSON is a text.
    fn json_type(&self) -> &'static str {
        if self.value.encoded.is_some() { "string" } else { json_type(self.kind) }
    }

    /// Our values are a list that is closed.
    fn is_listed(&self) -> bool {
        !self.value.values.is_empty() && !self.value.open
    }

    /// The description's format, where it is not our kind's.
    fn other_format(&self, theirs: &Shape) -> Option<String> {
        let ours = match self.kind {
            _ if self.value.encoded.is_some() => None,
            ValueKind::Email => Some("email"),
            ValueKind::Ip => Some("ip-address"),
            ValueKind::DateTime => Some("date-time"),
            ValueKind::Url => Some("uri"),
            _ => None,
        };
        let its = theirs.format.as_deref().map(|format| match format {
            "dateTime" => "date-time",
            "url" => "uri",
            format => format,
        });
        (ours != its).then(|| format(theirs))
    }

    /// Whether our values are the description's; a method may take some of them alone.
    fn agrees_with_values(&self, theirs: &Shape) -> bool {
        let among = || self.value.values.iter().all(|(value, _)| theirs.values.contains(value));
        match (self.is_listed(), theirs.values.is_empty()) {
            (false, no_values) => no_values,
            (true, true) => self.narrows,
            (true, false) => among() && (self.narrows || self.value.values.len() == theirs.values.len()),
        }
    }

    /// Patterns that our values need not have; or ours, where the description has none.
    fn other_patterns(&self, theirs: &Shape) -> Vec<(String, String)> {
        let own = pattern_of(self.value, self.kind);
        if theirs.patterns.is_empty() && !self.narrows && !self.is_listed() {
            return own.into_iter().map(|own| (own, "no pattern".to_owned())).collect();
        }
        let others = theirs.patterns.iter().filter(|pattern| !self.keeps(pattern));
        let own = own.unwrap_or_else(|| "no pattern".to_owned());
        others.map(|pattern| (own.clone(), format!("pattern {pattern}"))).collect()
    }

    /// Whether every value of ours has their pattern: it is the same, or each of our values has it.
    fn keeps(&self, pattern: &str) -> bool {
        if self.is_listed() {
            let read = regex_lite::Regex::new(pattern);
            return read.is_ok_and(|read| self.value.values.iter().all(|(value, _)| read.is_match(value)));
        }
        let same = |text: &str| text.replace("\\d", "[0-9]");
        pattern_of(self.value, self.kind).is_some_and(|own| same(&own) == same(pattern))
    }

    /// Both lengths of a text, where they differ. What a pattern or a form limits may have a wider length there.
    fn other_length(&self, theirs: &Shape) -> Option<(String, String)> {
        if self.json_type() != "string" || self.is_listed() || self.value.encoded.is_some() {
            return None;
        }
        let its = narrowed(theirs.length);
        let given = (self.value.length != (None, None)).then(|| widened(self.value.length));
        let Some(formed) = formed(self.kind) else {
            let mine = given.unwrap_or((0, None));
            let open = self.value.pattern.is_some() && given.is_none() && its == (0, None);
            return (mine != its && !open).then(|| (letters(mine), letters(its)));
        };
        let mine = given.unwrap_or(formed);
        let cut = its.0 > mine.0 || its.1.is_some_and(|most| mine.1.is_none_or(|mine| mine > most));
        cut.then(|| (letters(mine), letters(its)))
    }
}

/// Least and greatest length of the texts of a kind that has a form.
fn formed(kind: ValueKind) -> Option<(u64, Option<u64>)> {
    Some(match kind {
        ValueKind::Country => (2, Some(2)),
        ValueKind::Currency => (3, Some(3)),
        ValueKind::Date => (10, Some(10)),
        ValueKind::Digits => (1, None),
        // `::`, and eight groups of which the last two are written as IPv4
        ValueKind::Ip => (2, Some(45)),
        // `2026-11-30T12:00:00Z`, and with nine digits of a second and an offset
        ValueKind::DateTime => (20, Some(35)),
        _ => return None,
    })
}

/// The pattern that all our values have: the field's own, or its kind's.
fn pattern_of(ours: &Value, kind: ValueKind) -> Option<String> {
    if let Some(own) = &ours.pattern {
        return Some(own.clone());
    }
    Some(match (kind, ours.length) {
        (ValueKind::Country, _) => "^[A-Z]{2}$".to_owned(),
        (ValueKind::Currency, _) => "^[A-Z]{3}$".to_owned(),
        (ValueKind::Date, _) => "^[0-9]{2}-[0-9]{2}-[0-9]{4}$".to_owned(),
        (ValueKind::Digits, (Some(least), Some(most))) if least == most => format!("^[0-9]{{{least}}}$"),
        (ValueKind::Digits, (Some(least), Some(most))) => format!("^[0-9]{{{least},{most}}}$"),
        (ValueKind::Digits, (Some(least), None)) => format!("^[0-9]{{{least},}}$"),
        (ValueKind::Digits, (None, _)) => "^[0-9]+$".to_owned(),
        _ => return None,
    })
}
