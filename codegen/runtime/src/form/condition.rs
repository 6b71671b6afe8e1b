//! Conditions: what holds only where another field says so.

use super::judge::Seen;
use super::table::Kind;
use crate::money::{Bound, Limit};

/// Holds where every test does. Where a tested field is absent the condition does not hold, save for a test of that.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct When {
    /// Dotted path on the form's interface, and what is tested there.
    pub all: &'static [(&'static str, Test)],
    /// The condition as it stands in rule ids: `account.kind=B`.
    pub told: &'static str,
}

/// A test of one field.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Test {
    /// It is one of these.
    OneOf(&'static [&'static str]),
    /// It is there and none of these.
    NoneOf(&'static [&'static str]),
    /// It is an integer between these, both included. Of amounts in minor units.
    Range(i64, i64),
    /// It is there, or it is not.
    Sent(bool),
}

impl When {
    /// A condition.
    #[must_use]
    pub const fn new(all: &'static [(&'static str, Test)], told: &'static str) -> Self {
        Self { all, told }
    }

    pub(super) fn holds<'a>(&self, find: impl Fn(&str) -> Seen<'a>) -> bool {
        self.all.iter().all(|(path, test)| test.holds(find(path)))
    }
}

impl Test {
    fn holds(self, seen: Seen<'_>) -> bool {
        match self {
            Self::Sent(wanted) => !matches!(seen, Seen::Absent) == wanted,
            Self::Range(least, greatest) => matches!(seen, Seen::Integer(n) if (least..=greatest).contains(&n)),
            Self::OneOf(values) => is_one_of(seen, values).unwrap_or(false),
            Self::NoneOf(values) => is_one_of(seen, values).is_some_and(|one| !one),
        }
    }
}

/// Whether a value that holds no others is in a list; nothing for what cannot be compared.
pub(super) fn is_one_of(seen: Seen<'_>, values: &[&str]) -> Option<bool> {
    match seen {
        Seen::Text(text) => Some(values.contains(&text)),
        Seen::Integer(integer) => {
            let text = integer.to_string();
            Some(values.iter().any(|value| *value == text))
        }
        Seen::Boolean(yes) => Some(values.contains(&if yes { "true" } else { "false" })),
        _ => None,
    }
}

/// A field that is required only under a condition.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Requirement {
    /// Path of the row.
    pub path: &'static str,
    /// When.
    pub when: When,
    /// Where the documents say so.
    pub cite: &'static str,
}

impl Requirement {
    /// A requirement.
    #[must_use]
    pub const fn new(path: &'static str, when: When, cite: &'static str) -> Self {
        Self { path, when, cite }
    }
}

/// What a field must be, beside its own rule, only under a condition.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Narrowing {
    /// Path of the row.
    pub path: &'static str,
    /// What it must be.
    pub kind: Kind,
    /// When.
    pub when: When,
    /// Where the documents say so.
    pub cite: &'static str,
}

impl Narrowing {
    /// A narrowing.
    #[must_use]
    pub const fn new(path: &'static str, kind: Kind, when: When, cite: &'static str) -> Self {
        Self { path, kind, when, cite }
    }
}

/// Limits of one currency that hold only under a condition. A bound that they state stands in place of that of the form's
/// own limits, and one that they leave open is kept; of several whose conditions hold each counts.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct LimitWhen {
    /// The limits.
    pub limit: Limit,
    /// When.
    pub when: When,
    /// Neither end of the form's own limits holds there, whichever these state.
    pub lifts_ends: bool,
}

impl LimitWhen {
    /// Limits under a condition.
    #[must_use]
    pub const fn new(limit: Limit, when: When) -> Self {
        Self { limit, when, lifts_ends: false }
    }

    /// Says that neither end of the form's own limits holds there.
    #[must_use]
    pub const fn lifts_ends(mut self) -> Self {
        self.lifts_ends = true;
        self
    }

    /// Whether it has a bound, or none, in the place of that of the form's own limits.
    pub(super) const fn replaces(&self, bound: Bound) -> bool {
        match bound {
            Bound::Negative => false,
            Bound::Min => self.lifts_ends || self.limit.min.is_some(),
            Bound::Max => self.lifts_ends || self.limit.max.is_some(),
            Bound::Step => self.limit.step.is_some(),
        }
    }
}

/// Values that are taken only together. A request passes if one row agrees on the columns that it has.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Together {
    /// Paths of the columns.
    pub columns: &'static [&'static str],
    /// Rows: for each column the values that go with the others. Without rows: all columns hold one value.
    pub rows: &'static [&'static [&'static [&'static str]]],
    /// When, if not always.
    pub when: Option<When>,
    /// The columns as they stand in the rule's id.
    pub told: &'static str,
    /// Where the documents say so.
    pub cite: &'static str,
}

impl Together {
    /// A table of values that go together.
    #[must_use]
    pub const fn new(
        columns: &'static [&'static str],
        rows: &'static [&'static [&'static [&'static str]]],
        told: &'static str,
        cite: &'static str,
    ) -> Self {
        Self { columns, rows, when: None, told, cite }
    }

    /// Holds only under a condition.
    #[must_use]
    pub const fn when(mut self, when: When) -> Self {
        self.when = Some(when);
        self
    }

    /// Whether the values agree. What is absent, or cannot be compared, says nothing against it.
    pub(super) fn agrees<'a>(&self, find: impl Fn(&str) -> Seen<'a>) -> bool {
        if self.when.is_some_and(|when| !when.holds(&find)) {
            return true;
        }
        if self.rows.is_empty() {
            let mut texts = self.columns.iter().filter_map(|column| text(find(column)));
            return texts.next().is_none_or(|first| texts.all(|other| other == first));
        }
        self.rows.iter().any(|row| {
            let mut cells = self.columns.iter().zip(*row);
            cells.all(|(column, values)| is_one_of(find(column), values).unwrap_or(true))
        })
    }
}

fn text(seen: Seen<'_>) -> Option<String> {
    match seen {
        Seen::Text(text) => Some(text.to_owned()),
        Seen::Integer(integer) => Some(integer.to_string()),
        _ => None,
    }
}
