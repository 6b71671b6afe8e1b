//! The rules of a request: which there are, by which id, how strictly each is held, when, and by whom it can be checked.
//!
//! The JSON Schema prints them. The tables in Rust print what they are made of (rows, limits, what holds under conditions), and the
//! runtime names the rules of a table by itself, since a table may be written by hand: a test holds the two lists against each other.

use std::borrow::Cow;

use methodspec::resolved::{
    Bound, Cite, Encoding, Force, Form, Interface, Limit, Presence, Row, Source, Value, ValueKind,
};

use super::conditions::{self, Table, When};

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleKind {
    /// The field is there.
    Required,
    /// Its JSON type.
    Type,
    /// Its length in code points.
    Length,
    /// Its form: digits, an address, a date.
    Format,
    /// It matches a pattern.
    Pattern,
    /// It is one of the listed values.
    Values,
    /// It lies between two integers.
    Range,
    /// It is a currency that the request takes.
    Currency,
    /// A bound of its amount.
    Amount(Bound),
    /// Its value goes with those of other fields.
    Together,
}

impl RuleKind {
    /// Its part of the rule's id.
    #[must_use]
    pub const fn stem(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Type => "type",
            Self::Length => "length",
            Self::Format => "format",
            Self::Pattern => "pattern",
            Self::Values => "values",
            Self::Range => "range",
            Self::Currency => "currency",
            Self::Amount(Bound::Min) => "amount/min",
            Self::Amount(Bound::Max) => "amount/max",
            Self::Amount(Bound::Step) => "amount/step",
            Self::Together => "together",
        }
    }
}

/// Whether breaking a rule stops the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Reported; the request may be sent.
    Advice,
    /// The request is not sent.
    Error,
}

/// A rule of a request.
#[derive(Debug, Clone)]
pub struct Rule<'a> {
    /// `reef-money/sale/gate/redirect/required/customer.id`; the condition stands at its end: `…/when/account.kind=B`.
    pub id: String,
    /// What it is about.
    pub kind: RuleKind,
    /// Path of the field; of an amount its currency; of values that go together their paths with `+`.
    pub subject: String,
    /// When it holds, if not always.
    pub when: Option<When>,
    /// Where one of these holds, it does not.
    pub unless: Vec<When>,
    /// Whether breaking it stops the request.
    pub severity: Severity,
    /// Where the documents say so.
    pub cite: &'a [Cite],
    /// What is checked.
    pub check: Check<'a>,
    /// Why a JSON Schema cannot say it, if it cannot.
    pub by_code: Option<&'static str>,
}

/// What a rule checks.
#[derive(Debug, Clone)]
pub enum Check<'a> {
    /// Of a field: that it is there, or what its value must be, by the rule's kind.
    Field {
        /// Path of the field.
        path: String,
        /// What the value must be.
        value: Box<Cow<'a, Value>>,
    },
    /// A text that holds an object looks like one.
    Written {
        /// Path of the text.
        path: String,
        /// How the object is packed.
        encoding: Option<Encoding>,
    },
    /// Which currencies are taken.
    Codes {
        /// Path of the currency.
        path: String,
        /// The currencies.
        codes: Vec<&'a str>,
    },
    /// A bound of the sum in a currency.
    Bound {
        /// Paths of the sum and of its currency.
        paths: (&'a str, &'a str),
        /// Code of the currency.
        currency: &'a str,
        /// The bound, in minor units.
        minor: i64,
        /// The sum's own range, outside of which another rule is broken.
        within: (i64, Option<i64>),
    },
    /// Values of several fields.
    Together(Table<'a>),
}

/// Every rule of a request, in the order of its rows, limits, what holds under conditions, the platform's own parameters.
#[must_use]
pub fn rules<'a>(form: &'a Form, parameters: &'a [Row]) -> Vec<Rule<'a>> {
    let mut rules = Rules { form, stem: form.id.clone(), all: Vec::new() };
    form.rows.iter().for_each(|row| rules.row(row));
    rules.limits();
    rules.under_conditions();
    rules.parameters(parameters);
    rules.all
}

/// Why a schema leaves what stands inside a text to code.
const INSIDE: &str = "a schema cannot look at the JSON inside a text";

struct Rules<'a> {
    form: &'a Form,
    /// Of the ids of the rules that are being added.
    stem: String,
    all: Vec<Rule<'a>>,
}

impl<'a> Rules<'a> {
    /// Whether any of these places is a member of the JSON inside a text.
    fn inside<'p>(&self, paths: impl IntoIterator<Item = &'p str>) -> Option<&'static str> {
        let inside = |path: &str| self.form.rows.iter().any(|row| row.inside && row.path == path);
        paths.into_iter().any(inside).then_some(INSIDE)
    }

    fn push(
        &mut self,
        kind: RuleKind,
        subject: &str,
        when: Option<When>,
        cite: &'a [Cite],
        check: Check<'a>,
    ) -> &mut Rule<'a> {
        let under = when.as_ref().map(|when| format!("/when/{}", when.told)).unwrap_or_default();
        self.all.push(Rule {
            id: format!("{}/{}/{subject}{under}", self.stem, kind.stem()),
            kind,
            subject: subject.to_owned(),
            when,
            unless: Vec::new(),
            severity: Severity::Error,
            cite,
            check,
            by_code: None,
        });
        let last = self.all.len() - 1;
        &mut self.all[last]
    }

    fn field(&mut self, kind: RuleKind, row: &'a Row) {
        let check = Check::Field { path: row.path.clone(), value: Box::new(Cow::Borrowed(&row.value)) };
        self.push(kind, &row.path, None, &row.cite, check).by_code = row.inside.then_some(INSIDE);
    }

    fn row(&mut self, row: &'a Row) {
        if row.presence == Presence::Required {
            self.field(RuleKind::Required, row);
        }
        if row.source == Source::Encoded {
            self.field(RuleKind::Type, row);
            self.field(RuleKind::Format, row);
            if let Some(rule) = self.all.last_mut() {
                rule.by_code = Some("whether a text holds a JSON object, a schema cannot say");
            }
            return;
        }
        if row.value.kind != ValueKind::Json {
            self.field(RuleKind::Type, row);
        }
        // what a signature is worth is found by verifying it, not by its length
        if row.source == Source::Signature {
            return;
        }
        for kind in of_value(&row.value, row.value.kind.is_text()) {
            self.field(kind, row);
        }
        if row.value.kind == ValueKind::Currency && !self.form.amounts.is_empty() && !self.form.currencies_open {
            let codes = self.form.amounts.keys().map(String::as_str).collect();
            let check = Check::Codes { path: row.path.clone(), codes };
            self.push(RuleKind::Currency, &row.path, None, &row.cite, check).by_code = row.inside.then_some(INSIDE);
        }
    }

    fn limits(&mut self) {
        let form = self.form;
        let of = |kind| form.rows.iter().find(|row| row.value.kind == kind);
        let (Some(amount), Some(currency)) = (of(ValueKind::Amount), of(ValueKind::Currency)) else { return };
        let paths = (amount.path.as_str(), currency.path.as_str());
        let (least, most) = amount.value.range;
        let within = (least.unwrap_or(0).max(0), most);
        for limit in form.amounts.values() {
            for bound in Bound::ALL {
                let unless = conditions::exceptions(form, limit, bound);
                let force = limit.force_of(bound);
                self.bound(
                    limit,
                    bound,
                    limit.bound(bound),
                    (limit.force, force),
                    &limit.cite,
                    paths,
                    within,
                    None,
                    unless,
                );
            }
        }
        for (limit, one, when) in conditions::limits(form) {
            for bound in Bound::ALL {
                let force = one.force_of(bound);
                let when = Some(when.clone());
                let forces = (one.force, force);
                self.bound(limit, bound, one.bound(bound), forces, &one.cite, paths, within, when, Vec::new());
            }
        }
    }

    /// A bound is a rule where the contract does not decide it, and where it is narrower than the sum's own range.
    #[allow(clippy::too_many_arguments)]
    fn bound(
        &mut self,
        limit: &'a Limit,
        bound: Bound,
        minor: Option<i64>,
        (whole, force): (Force, Force),
        cite: &'a [Cite],
        paths: (&'a str, &'a str),
        within: (i64, Option<i64>),
        when: Option<When>,
        unless: Vec<When>,
    ) {
        let reached = |minor: &i64| match bound {
            Bound::Min => *minor > within.0,
            // beyond the greatest integer there is no sum
            Bound::Max => *minor < within.1.unwrap_or(i64::MAX),
            Bound::Step => true,
        };
        let Some(minor) = minor.filter(reached).filter(|_| whole != Force::Contract) else { return };
        let by_code = self.inside(when.iter().chain(&unless).flat_map(When::places));
        let check = Check::Bound { paths, currency: &limit.currency, minor, within };
        let rule = self.push(RuleKind::Amount(bound), &limit.currency, when, cite, check);
        rule.severity = if force == Force::Enforced { Severity::Error } else { Severity::Advice };
        (rule.unless, rule.by_code) = (unless, by_code);
    }

    fn under_conditions(&mut self) {
        for one in conditions::requirements(self.form) {
            let by_code = self.inside(one.when.places().chain([one.path.as_str()]));
            let check = Check::Field { path: one.path.clone(), value: Box::new(Cow::Owned(Value::default())) };
            self.push(RuleKind::Required, &one.path, Some(one.when), one.cite, check).by_code = by_code;
        }
        for one in conditions::narrowings(self.form) {
            let by_code = self.inside(one.when.places().chain([one.path.as_str()]));
            // its form is the row's matter, under no condition
            let text = one.value.kind != ValueKind::Integer;
            for kind in of_value(&one.value, text).into_iter().filter(|kind| *kind != RuleKind::Format) {
                let check = Check::Field { path: one.path.clone(), value: Box::new(Cow::Owned(one.value.clone())) };
                self.push(kind, &one.path, Some(one.when.clone()), one.cite, check).by_code = by_code;
            }
        }
        for one in conditions::together(self.form) {
            let columns = one.columns.iter().map(String::as_str);
            let inside = self.inside(one.when.iter().flat_map(When::places).chain(columns));
            let same = one.rows.is_empty().then_some("a schema cannot compare two fields");
            let (columns, when, cite) = (one.columns.join("+"), one.when.clone(), one.cite);
            let check = Check::Together(one);
            self.push(RuleKind::Together, &columns, when, cite, check).by_code = same.or(inside);
        }
    }

    /// What the platform says of its own `parameters` holds where the form says no more of one.
    fn parameters(&mut self, parameters: &'a [Row]) {
        let page = self.form.interface == Interface::PaymentPage;
        self.stem = if page { "platform/payment_page" } else { "platform/gate" }.to_owned();
        for row in parameters {
            if self.form.rows.iter().any(|own| own.path == row.path) {
                continue;
            }
            self.row(row);
            if row.source == Source::Encoded {
                let check = Check::Written { path: row.path.clone(), encoding: row.value.encoded };
                self.push(RuleKind::Pattern, &row.path, None, &row.cite, check).by_code = row.inside.then_some(INSIDE);
            }
        }
    }
}

/// Kinds of the rules of a value beyond its type; `text` says whether a length can be one.
fn of_value(value: &Value, text: bool) -> Vec<RuleKind> {
    let listed = !value.open && !value.values.is_empty();
    let range = match value.kind {
        ValueKind::Integer => value.range != (None, None),
        // below zero its type is another
        ValueKind::Amount => value.range.0.is_some_and(|least| least > 0) || value.range.1.is_some(),
        _ => false,
    };
    let length = value.length.0.is_some_and(|least| least > 0) || value.length.1.is_some();
    let all = [
        (text && length, RuleKind::Length),
        (has_format(value.kind), RuleKind::Format),
        (value.pattern.is_some(), RuleKind::Pattern),
        (listed, RuleKind::Values),
        (range, RuleKind::Range),
    ];
    all.into_iter().filter_map(|(holds, kind)| holds.then_some(kind)).collect()
}

/// Whether a text of a kind is not just any text.
const fn has_format(kind: ValueKind) -> bool {
    use ValueKind::{Country, Date, DateTime, Digits, Email, Ip, Url};
    matches!(kind, Digits | Email | Url | Ip | Date | DateTime | Country)
}
