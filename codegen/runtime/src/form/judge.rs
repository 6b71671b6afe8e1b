//! Holding a request against a form's table.

use serde_json::Value;

use super::condition::When;
use super::integer::IntegerRule;
use super::paths;
use super::rule::{self, RuleKind};
use super::table::{Form, Kind, Presence, Row, Source};
use super::text::{TextFault, TextRule, found};
use super::violation::{Severity, Violation};
use crate::money::{Bound, Contract, Limit};

/// What stands at a row.
#[derive(Debug, Clone, Copy)]
pub(super) enum Seen<'a> {
    Absent,
    Null,
    Boolean,
    Integer(i64),
    /// A number that is no integer of 64 bits.
    Number,
    Text(&'a str),
    List,
    Object,
    /// The signer will put it there.
    Given,
}

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
        self.judge(&Document(json), None)
    }

    /// As [`Form::validate`], with what the merchant's contract changes.
    #[must_use]
    pub fn validate_under(&self, json: &Value, contract: &Contract) -> Vec<Violation> {
        self.judge(&Document(json), Some(contract))
    }

    pub(super) fn judge(&self, input: &dyn Input, contract: Option<&Contract>) -> Vec<Violation> {
        let mut judge = Judge { form: self, contract, violations: Vec::new() };
        let mut absent: Option<&str> = None;
        for (index, row) in self.rows.iter().enumerate() {
            if absent.is_some_and(|holder| paths::is_below(row.path, holder)) {
                continue;
            }
            let seen = input.look(index, row);
            if matches!(row.kind, Kind::Object) && !matches!(seen, Seen::Object) {
                absent = Some(row.path);
            }
            judge.row(row, seen);
        }
        judge.contract();
        judge.money(input);
        judge.conditions(input);
        judge.violations
    }
}

struct Judge<'a> {
    form: &'a Form,
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
            (Kind::Integer(rule), Seen::Integer(value)) => self.integer_when(row, &rule, value, None, row.cite),
            (Kind::Amount, Seen::Integer(0..)) => {}
            (Kind::Currency, Seen::Text(code)) => self.currency(row, code),
            (Kind::Boolean, Seen::Boolean)
            | (Kind::Object, Seen::Object)
            | (Kind::List, Seen::List)
            | (Kind::Json, _) => {}
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

    /// What holds only where another field says so. A field without its holder is the holder's matter.
    fn conditions(&mut self, input: &dyn Input) {
        let find = |path: &str| input.find(path);
        for requirement in self.form.requirements {
            let Some(row) = self.form.rows.iter().find(|row| row.path == requirement.path) else { continue };
            let holder = row.path.rsplit_once('.').map(|(holder, _)| holder);
            let held = holder.is_none_or(|holder| matches!(find(holder), Seen::Object));
            if held && matches!(find(row.path), Seen::Absent) && requirement.when.holds(find) {
                let when = Some(&requirement.when);
                self.told(RuleKind::Required, row, "nothing", "a value", when, requirement.cite);
            }
        }
        for narrowing in self.form.narrowings {
            let Some(row) = self.form.rows.iter().find(|row| row.path == narrowing.path) else { continue };
            if !narrowing.when.holds(find) {
                continue;
            }
            match (narrowing.kind, find(row.path)) {
                (Kind::Text(rule), Seen::Text(text)) => {
                    self.text_when(row, &rule, text, Some(&narrowing.when), narrowing.cite);
                }
                (Kind::Integer(rule), Seen::Integer(value)) => {
                    self.integer_when(row, &rule, value, Some(&narrowing.when), narrowing.cite);
                }
                _ => {}
            }
        }
        for together in self.form.together {
            if !together.agrees(find) {
                let path = together.columns.first().copied().unwrap_or_default();
                self.push(Violation {
                    rule: rule::id(self.form, RuleKind::Together, together.told),
                    pointer: paths::pointer(path),
                    severity: Severity::Error,
                    found: "values that do not go together".to_owned(),
                    wanted: format!("a row of the table of {}", together.columns.join(", ")).into(),
                    cite: together.cite,
                });
            }
        }
    }

    fn currency(&mut self, row: &Row, code: &str) {
        let limits = self.form.limits;
        if self.form.open || limits.is_empty() || limits.iter().any(|limit| limit.currency == code) {
            return;
        }
        let taken: Vec<&str> = limits.iter().map(|limit| limit.currency).collect();
        self.broken(RuleKind::Currency, row, "another currency", taken.join(" or "));
    }

    /// A contract of another method would change nothing, silently.
    fn contract(&mut self) {
        if self.contract.is_some_and(|contract| !contract.is_for(self.form.operation)) {
            self.push(Violation {
                rule: format!("{}/contract", self.form.id),
                pointer: String::new(),
                severity: Severity::Error,
                found: "a contract of another method".to_owned(),
                wanted: "a contract made by this method's table".into(),
                cite: "",
            });
        }
    }

    /// Amount against currency: only where both are there and are what they should be.
    fn money(&mut self, input: &dyn Input) {
        let find = |wanted: fn(&Kind) -> bool| self.form.rows.iter().position(|row| wanted(&row.kind));
        let amount = find(|kind| matches!(kind, Kind::Amount));
        let currency = find(|kind| matches!(kind, Kind::Currency));
        let (Some(amount), Some(currency)) = (amount, currency) else {
            return;
        };
        let rows = self.form.rows;
        let Seen::Integer(minor @ 0..) = input.look(amount, &rows[amount]) else {
            return;
        };
        let Seen::Text(code) = input.look(currency, &rows[currency]) else {
            return;
        };
        let limit = self.form.limits.iter().find(|limit| limit.currency == code);
        if let Some(limit) = limit {
            self.amount(&rows[amount], limit, minor);
        }
    }

    fn amount(&mut self, row: &Row, limit: &Limit, minor: i64) {
        let agreed = self.contract.and_then(|contract| contract.agreed(self.form.operation, limit.currency));
        let (bound, severity, told) = match agreed {
            Some(agreed) if agreed.contains(&minor) => return,
            Some(agreed) => {
                let bound = if minor < *agreed.start() { Bound::Min } else { Bound::Max };
                let told = format!("{} to {}", limit.show(*agreed.start()), limit.show(*agreed.end()));
                (bound, Severity::Error, format!("{told} by contract"))
            }
            None if limit.force == crate::money::Force::Contract => return,
            None => match limit.broken_by(minor) {
                None => return,
                Some(bound) => (bound, Severity::of(limit.force), limit.told.to_owned()),
            },
        };
        let kind = match bound {
            Bound::Min | Bound::Negative => RuleKind::AmountMin,
            Bound::Max => RuleKind::AmountMax,
            Bound::Step => RuleKind::AmountStep,
        };
        self.push(Violation {
            rule: rule::id(self.form, kind, limit.currency),
            pointer: paths::pointer(row.path),
            severity,
            found: limit.show(minor),
            wanted: told.into(),
            cite: limit.cite,
        });
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
            rule: rule::id_when(self.form, kind, row.path, when),
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

fn describe(seen: Seen<'_>) -> &'static str {
    match seen {
        Seen::Absent => "nothing",
        Seen::Null => "null",
        Seen::Boolean => "a boolean",
        Seen::Integer(..0) => "a negative integer",
        Seen::Integer(_) => "an integer",
        Seen::Number => "a number",
        Seen::Text(_) => "a text",
        Seen::List => "a list",
        Seen::Object => "an object",
        Seen::Given => "what the signer gives",
    }
}

fn wanted(kind: Kind) -> &'static str {
    match kind {
        Kind::Text(_) => "a text",
        Kind::Integer(..) => "an integer",
        Kind::Boolean => "true or false",
        Kind::Amount => "an amount: an integer in minor units, not negative",
        Kind::Currency => "a currency code: a text",
        Kind::Object => "an object",
        Kind::List => "a list",
        Kind::Json => "any value",
    }
}

/// A JSON document that somebody else made.
struct Document<'a>(&'a Value);

impl Input for Document<'_> {
    fn look(&self, _: usize, row: &Row) -> Seen<'_> {
        self.find(row.path)
    }

    fn find(&self, path: &str) -> Seen<'_> {
        let mut at = self.0;
        for member in path.split('.') {
            match at.get(member) {
                Some(below) => at = below,
                None => return Seen::Absent,
            }
        }
        see(at)
    }
}

pub(super) fn see(value: &Value) -> Seen<'_> {
    match value {
        Value::Null => Seen::Null,
        Value::Bool(_) => Seen::Boolean,
        Value::Number(number) => match number.as_i64().or_else(|| whole(number.as_f64())) {
            Some(integer) => Seen::Integer(integer),
            None => Seen::Number,
        },
        Value::String(text) => Seen::Text(text),
        Value::Array(_) => Seen::List,
        Value::Object(_) => Seen::Object,
    }
}

/// `1.0` is the integer 1, in JSON Schema as in the signature's text. Beyond 2^53 a float is no integer we would trust.
fn whole(number: Option<f64>) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let number = number.filter(|number| number.fract() == 0.0 && number.abs() < EXACT)?;
    #[expect(clippy::cast_possible_truncation, reason = "whole and below 2^53")]
    Some(number as i64)
}
