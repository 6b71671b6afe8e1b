//! Holding a request against a form's table.

mod conditional;
mod money;
mod parameters;
mod seen;

use std::borrow::Cow;

use serde_json::Value;

use super::condition::When;
use super::encoded;
use super::integer::IntegerRule;
use super::paths;
use super::rule::{self, RuleKind};
use super::table::{Form, Kind, Presence, Row, Source};
use super::text::{TextFault, TextRule, found};
use super::violation::{Severity, Violation};
use crate::money::Contract;
use seen::{describe, wanted};

pub(super) use seen::{Seen, see};

/// Something that can be looked up row by row.
pub(super) trait Input {
    fn look(&self, index: usize, row: &Row) -> Seen<'_>;

    /// What stands at any path, row or not.
    fn find(&self, path: &str) -> Seen<'_>;
}

impl Form {
    /// Every rule of the form that a JSON document breaks, in the order of the rows.
    ///
    /// A rule whose inputs are absent is not evaluated: where an object is missing, the object alone is reported.
    /// Members that the form does not know are let through, as the platform's documents allow.
    #[must_use]
    pub fn validate(&self, json: &Value) -> Vec<Violation> {
        self.judge(&Document::new(self, json), None)
    }

    /// As [`Form::validate`], with what the merchant's contract changes.
    #[must_use]
    pub fn validate_under(&self, json: &Value, contract: &Contract) -> Vec<Violation> {
        self.judge(&Document::new(self, json), Some(contract))
    }

    pub(super) fn judge(&self, input: &dyn Input, contract: Option<&Contract>) -> Vec<Violation> {
        let mut judge = Judge { form: self, stem: self.id, contract, violations: Vec::new() };
        let mut absent: Option<&str> = None;
        for (index, row) in self.rows.iter().enumerate() {
            if absent.is_some_and(|holder| paths::is_below(row.path, holder)) {
                continue;
            }
            let seen = input.look(index, row);
            let holds = match row.kind {
                Kind::Object => matches!(seen, Seen::Object),
                Kind::Encoded(_) => matches!(seen, Seen::Packed),
                _ => true,
            };
            if !holds {
                absent = Some(row.path);
            }
            judge.row(row, seen);
        }
        judge.contract();
        judge.money(input);
        judge.conditions(input);
        judge.parameters(input);
        judge.violations
    }
}

/// What an integer without an end of its own must be.
const EXACT: &str = "an integer between -9007199254740991 and 9007199254740991";

struct Judge<'a> {
    form: &'a Form,
    /// Of the ids of the rules that are looked at.
    stem: &'static str,
    contract: Option<&'a Contract>,
    violations: Vec<Violation>,
}

impl Judge<'_> {
    fn row(&mut self, row: &Row, seen: Seen<'_>) {
        match (row.kind, seen) {
            (_, Seen::Given) | (Kind::Json, Seen::Null) => {}
            (_, Seen::Absent) => {
                if row.presence == Presence::Required {
                    self.broken(RuleKind::Required, row, "nothing", "a value");
                }
            }
            (Kind::Text(_), Seen::Text(_)) if row.source == Source::Signature => {}
            (Kind::Text(rule), Seen::Text(text)) => self.text(row, &rule, text),
            (Kind::Integer(rule), Seen::Integer(value)) if !rule.is_exact(value) => {
                self.broken(RuleKind::Type, row, "an integer that not every reader of JSON keeps", EXACT);
                self.integer_when(row, &rule, value, None, row.cite);
            }
            (Kind::Integer(rule), Seen::Integer(value)) => self.integer_when(row, &rule, value, None, row.cite),
            (Kind::Amount(rule), Seen::Integer(minor @ 0..)) => self.integer_when(row, &rule, minor, None, row.cite),
            (Kind::Currency, Seen::Text(code)) => self.currency(row, code),
            // signed alike
            (Kind::Boolean, Seen::Boolean(_) | Seen::Integer(0 | 1))
            | (Kind::Object, Seen::Object)
            | (Kind::List, Seen::List)
            | (Kind::Encoded(_), Seen::Packed)
            | (Kind::Json, _) => {}
            (Kind::Encoded(encoding), Seen::Text(_)) => {
                self.broken(RuleKind::Format, row, "a text of another form", encoding.wanted());
            }
            (kind, seen) => self.broken(RuleKind::Type, row, describe(seen), wanted(kind)),
        }
    }

    fn text(&mut self, row: &Row, rule: &TextRule, text: &str) {
        self.text_when(row, rule, text, None, row.cite);
    }

    fn text_when(&mut self, row: &Row, rule: &TextRule, text: &str, when: Option<&When>, cite: &'static str) {
        for fault in rule.broken_by(text) {
            let (kind, seen) = match fault {
                TextFault::Length => (RuleKind::Length, found(text.chars().count())),
                TextFault::Format => (RuleKind::Format, "a text of another form".to_owned()),
                TextFault::Pattern => (RuleKind::Pattern, "a text that does not match".to_owned()),
                TextFault::Value => (RuleKind::Values, "another value".to_owned()),
            };
            self.told(kind, row, seen, rule.wanted(fault), when, cite);
        }
    }

    fn integer_when(&mut self, row: &Row, rule: &IntegerRule, value: i64, when: Option<&When>, cite: &'static str) {
        if !rule.in_range(value) {
            self.told(RuleKind::Range, row, "an integer out of range", rule.wanted_range(), when, cite);
        }
        if !rule.listed(value) {
            self.told(RuleKind::Values, row, "another integer", rule.wanted_values(), when, cite);
        }
    }

    fn broken(
        &mut self,
        kind: RuleKind,
        row: &Row,
        found: impl Into<String>,
        wanted: impl Into<std::borrow::Cow<'static, str>>,
    ) {
        self.told(kind, row, found, wanted, None, row.cite);
    }

    fn told(
        &mut self,
        kind: RuleKind,
        row: &Row,
        found: impl Into<String>,
        wanted: impl Into<std::borrow::Cow<'static, str>>,
        when: Option<&When>,
        cite: &'static str,
    ) {
        self.push(Violation {
            rule: rule::id_when(self.stem, kind, row.path, when),
            pointer: paths::pointer(row.path),
            severity: Severity::Error,
            found: found.into(),
            wanted: wanted.into(),
            cite,
        });
    }

    fn push(&mut self, violation: Violation) {
        let relaxed = self.contract.is_some_and(|contract| contract.relaxed(&violation.rule).is_some());
        let severity = if relaxed { Severity::Advice } else { violation.severity };
        self.violations.push(Violation { severity, ..violation });
    }
}

/// A JSON document that somebody else made.
struct Document<'a> {
    sent: &'a Value,
    /// With the objects that stand inside texts.
    unpacked: Cow<'a, Value>,
}

impl<'a> Document<'a> {
    fn new(form: &Form, sent: &'a Value) -> Self {
        Self { sent, unpacked: encoded::unpacked(form, sent) }
    }
}

impl Input for Document<'_> {
    fn look(&self, _: usize, row: &Row) -> Seen<'_> {
        match (row.source, self.find(row.path)) {
            (Source::Encoded, Seen::Object) => Seen::Packed,
            (Source::Encoded, _) => paths::find(self.sent, row.path).map_or(Seen::Absent, see),
            (_, seen) => seen,
        }
    }

    fn find(&self, path: &str) -> Seen<'_> {
        paths::find(&self.unpacked, path).map_or(Seen::Absent, see)
    }
}
