//! Rules: limits, conditions, values that go together.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Cite, Presence, Value};
use crate::digits;

/// When something holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// In words: told, never enforced.
    Told(String),
    /// Every one of them: (path, test).
    All(Vec<(String, Test)>),
}

/// A test of one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// One of these.
    OneOf(BTreeSet<String>),
    /// None of these.
    NoneOf(BTreeSet<String>),
    /// A whole number between these, both included; without an end where there is none. Of amounts in minor units.
    Range(Option<i64>, Option<i64>),
    /// Sent (true) or left out (false).
    Sent(bool),
}

impl Test {
    /// The test of a field as a part of a sentence: `is FJD or TOP`, `is at least 100,000 in minor units`.
    #[must_use]
    pub fn sentence(&self, path: &str) -> String {
        let list = |values: &BTreeSet<String>| values.iter().cloned().collect::<Vec<_>>().join(" or ");
        // the platform calls every sum so
        let unit = if path.ends_with("amount") { " in minor units" } else { "" };
        match self {
            Test::OneOf(values) => format!("is {}", list(values)),
            Test::NoneOf(values) => format!("is not {}", list(values)),
            Test::Range(least, greatest) => format!("is {}{unit}", between(*least, *greatest)),
            Test::Sent(true) => "is sent".to_owned(),
            Test::Sent(false) => "is not sent".to_owned(),
        }
    }
}

/// Where whole numbers lie.
fn between(least: Option<i64>, greatest: Option<i64>) -> String {
    match (least, greatest) {
        (Some(least), Some(greatest)) if least == greatest => grouped(least),
        (Some(least), Some(greatest)) => format!("{} to {}", grouped(least), grouped(greatest)),
        (Some(least), None) => format!("at least {}", grouped(least)),
        (None, Some(greatest)) => format!("at most {}", grouped(greatest)),
        (None, None) => "any number".to_owned(),
    }
}

/// With a comma between thousands.
fn grouped(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", digits::grouped(&number.unsigned_abs().to_string(), ','))
}

/// A value that is so only under a condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConditionalValue {
    /// When it holds.
    pub when: Condition,
    /// The value that then holds.
    pub value: Value,
    /// Where the documents say so.
    pub cite: Vec<Cite>,
}

/// A presence that is so only under a condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConditionalPresence {
    /// When it holds.
    pub when: Condition,
    /// The presence that then holds.
    pub presence: Presence,
    /// Where the documents say so.
    pub cite: Vec<Cite>,
}

/// Values that go together. A request passes if one row agrees on the columns it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Together {
    /// Paths, or `country` for the country of the deal.
    pub columns: Vec<String>,
    /// Cells by column; a cell may hold several values.
    pub rows: Vec<Vec<Vec<String>>>,
    /// The columns hold one and the same value; there are no rows.
    pub same: bool,
    /// Other rows may come: nothing is refused.
    pub open: bool,
    /// How strictly it is held.
    pub force: Force,
    /// When it holds.
    pub when: Option<Condition>,
    /// Where the documents say so.
    pub cite: Vec<Cite>,
    /// What else is worth knowing.
    pub note: Option<String>,
}

/// What test mode does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TestRules {
    /// Only these values work.
    pub only: Option<Condition>,
    /// (key of the end, when), the first that holds.
    pub ends: Vec<(String, Option<Condition>)>,
    /// Where the documents say so, rule by rule of `ends`.
    pub ends_cite: Vec<Vec<Cite>>,
    /// Where the documents say so.
    pub cite: Vec<Cite>,
}

/// How strictly a fact is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Force {
    /// Checked: what breaks it is refused.
    Enforced,
    /// Told, never refused.
    Advisory,
    /// Told by the documents, decided by the merchant's contract.
    Contract,
}

/// Seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Span {
    /// At least.
    pub from: Option<u64>,
    /// At most.
    pub to: Option<u64>,
}
