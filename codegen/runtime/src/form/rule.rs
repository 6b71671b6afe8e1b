//! The rules that a form's table implies, each with an id of its own.

use std::fmt;

use super::table::{Form, Kind, Presence, Row, Source};
use super::text::Format;
use super::violation::Severity;
use crate::money::{Force, Limit};

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum RuleKind {
    /// The field is there.
    Required,
    /// Its JSON type.
    Type,
    /// Its length in code points.
    Length,
    /// Its form: digits, an address, a date.
    Format,
    /// It is one of the listed values.
    Values,
    /// It lies between two integers.
    Range,
    /// It is a currency that the operation takes.
    Currency,
    /// The amount is not below the smallest.
    AmountMin,
    /// The amount is not above the largest.
    AmountMax,
    /// The amount is a multiple of the step.
    AmountStep,
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
            Self::Values => "values",
            Self::Range => "range",
            Self::Currency => "currency",
            Self::AmountMin => "amount/min",
            Self::AmountMax => "amount/max",
            Self::AmountStep => "amount/step",
        }
    }
}

/// A rule of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
    /// `card-partner/sale/gate/required/customer.id`.
    pub id: String,
    /// What it is about.
    pub kind: RuleKind,
    /// The field's path; for amounts the currency.
    pub subject: &'static str,
    /// Whether breaking it stops the request.
    pub severity: Severity,
    /// Where the documents say so.
    pub cite: &'static str,
}

/// The id of a rule: the form's, the kind's, the subject.
pub(super) fn id(form: &Form, kind: RuleKind, subject: impl fmt::Display) -> String {
    format!("{}/{}/{subject}", form.id, kind.stem())
}

impl Form {
    /// Every rule of the form, in the order of its rows, limits last. A limit that the contract decides is no rule.
    pub fn rules(&self) -> impl Iterator<Item = Rule> + '_ {
        let rows = self.rows.iter().flat_map(|row| row.rules(self).map(|kind| (kind, row.path, row.cite)));
        let fields = rows.map(|(kind, subject, cite)| self.rule(kind, subject, Severity::Error, cite));
        let limits = self.limits.iter().flat_map(move |limit| {
            let severity = Severity::of(limit.force);
            kinds(limit).map(move |kind| self.rule(kind, limit.currency, severity, limit.cite))
        });
        fields.chain(limits)
    }

    fn rule(&self, kind: RuleKind, subject: &'static str, severity: Severity, cite: &'static str) -> Rule {
        Rule { id: id(self, kind, subject), kind, subject, severity, cite }
    }
}

impl Row {
    /// Kinds of the rules of this row alone.
    fn rules(&self, form: &Form) -> impl Iterator<Item = RuleKind> + use<> {
        let required = self.presence == Presence::Required;
        let (length, format, values, range) = match self.kind {
            // what a signature is worth is found by verifying it, not by its length
            Kind::Text(_) if self.source == Source::Signature => (false, false, false, false),
            Kind::Text(rule) => (
                rule.min > 0 || rule.max < u32::MAX,
                rule.format != Format::Any,
                !rule.open && !rule.values.is_empty(),
                false,
            ),
            Kind::Integer(min, max) => (false, false, false, (min, max) != (i64::MIN, i64::MAX)),
            _ => (false, false, false, false),
        };
        let currency = matches!(self.kind, Kind::Currency) && !form.limits.is_empty();
        [
            (required, RuleKind::Required),
            (!matches!(self.kind, Kind::Json), RuleKind::Type),
            (length, RuleKind::Length),
            (format, RuleKind::Format),
            (values, RuleKind::Values),
            (range, RuleKind::Range),
            (currency, RuleKind::Currency),
        ]
        .into_iter()
        .filter_map(|(holds, kind)| holds.then_some(kind))
    }
}

fn kinds(limit: &Limit) -> impl Iterator<Item = RuleKind> + use<> {
    let bound = limit.force != Force::Contract;
    [
        (bound && limit.min.is_some(), RuleKind::AmountMin),
        (bound && limit.max.is_some(), RuleKind::AmountMax),
        (bound && limit.step.is_some(), RuleKind::AmountStep),
    ]
    .into_iter()
    .filter_map(|(holds, kind)| holds.then_some(kind))
}
