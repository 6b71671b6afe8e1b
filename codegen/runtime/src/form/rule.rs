//! The rules that a form's table implies, each with an id of its own.

use std::fmt;

use super::condition::When;
use super::format::Format;
use super::table::{Form, Kind, Presence, Row, Source};
use super::violation::Severity;
use crate::money::{Bound, Force, Limit};

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
    /// It matches a pattern.
    Pattern,
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
            Self::AmountMin => "amount/min",
            Self::AmountMax => "amount/max",
            Self::AmountStep => "amount/step",
            Self::Together => "together",
        }
    }
}

/// A rule of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
    /// `reef-money/sale/gate/required/customer.id`.
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

/// The id of a rule: the form's, or the platform's stem, the kind's, the subject.
pub(super) fn id(stem: &str, kind: RuleKind, subject: impl fmt::Display) -> String {
    format!("{stem}/{}/{subject}", kind.stem())
}

/// The id of a rule that holds only under a condition: the condition stands at its end.
pub(super) fn id_when(stem: &str, kind: RuleKind, subject: &str, when: Option<&When>) -> String {
    match when {
        None => id(stem, kind, subject),
        Some(when) => id(stem, kind, format_args!("{subject}/when/{}", when.told)),
    }
}

impl Form {
    /// Every rule of the form, in the order of its rows, limits last. A limit that the contract decides is no rule.
    pub fn rules(&self) -> impl Iterator<Item = Rule> + '_ {
        let rows = self.rows.iter().flat_map(|row| row.rules(self).map(|kind| (kind, row.path, row.cite)));
        let fields = rows.map(|(kind, subject, cite)| self.rule(kind, subject, Severity::Error, cite));
        let limits = self.limits.iter().flat_map(move |limit| {
            let severity = |kind| Severity::of(limit.force_of(bound(kind)));
            self.kinds(limit).map(move |kind| self.rule(kind, limit.currency, severity(kind), limit.cite))
        });
        let limits = limits.chain(self.limits_when.iter().flat_map(move |one| {
            self.kinds(&one.limit).map(move |kind| Rule {
                id: id_when(self.id, kind, one.limit.currency, Some(&one.when)),
                ..self.rule(kind, one.limit.currency, Severity::of(one.limit.force_of(bound(kind))), one.limit.cite)
            })
        }));
        fields.chain(limits).chain(self.rules_under_conditions())
    }

    /// Rules of the platform's own parameters, which hold whichever the form: `platform/gate/length/payment.description`. One
    /// that the form has a row for is among [`Form::rules`] instead.
    pub fn parameter_rules(&self) -> impl Iterator<Item = Rule> + '_ {
        let rules = self.parameters_beside().flat_map(move |row| {
            let written = matches!(row.kind, Kind::Encoded(_)).then_some(RuleKind::Pattern);
            row.rules(self).chain(written).map(move |kind| (kind, row))
        });
        rules.map(move |(kind, row)| Rule {
            id: id(self.interface.stem(), kind, row.path),
            ..self.rule(kind, row.path, Severity::Error, row.cite)
        })
    }

    fn rules_under_conditions(&self) -> impl Iterator<Item = Rule> + '_ {
        let rule = |kind, subject, when: Option<&When>, cite| Rule {
            id: id_when(self.id, kind, subject, when),
            kind,
            subject,
            severity: Severity::Error,
            cite,
        };
        let required = self.requirements.iter();
        let required = required.map(move |one| rule(RuleKind::Required, one.path, Some(&one.when), one.cite));
        let narrowed = self.narrowings.iter().flat_map(move |one| {
            let kinds = value_rules(one.kind).into_iter().flatten();
            kinds.map(move |kind| rule(kind, one.path, Some(&one.when), one.cite))
        });
        let together = self.together.iter().map(move |one| rule(RuleKind::Together, one.told, None, one.cite));
        required.chain(narrowed).chain(together)
    }

    /// Kinds of the rules of a limit: an end beyond the amount's own range is never reached.
    fn kinds(&self, limit: &Limit) -> impl Iterator<Item = RuleKind> + use<> {
        let bound = limit.force != Force::Contract;
        let amount = self.rows.iter().find_map(|row| if let Kind::Amount(rule) = row.kind { Some(rule) } else { None });
        let (least, most) = amount.map_or((0, i64::MAX), |rule| (rule.min.max(0), rule.max));
        [
            (bound && limit.min.is_some_and(|min| min > least), RuleKind::AmountMin),
            (bound && limit.max.is_some_and(|max| max < most), RuleKind::AmountMax),
            (bound && limit.step.is_some(), RuleKind::AmountStep),
        ]
        .into_iter()
        .filter_map(|(holds, kind)| holds.then_some(kind))
    }

    fn rule(&self, kind: RuleKind, subject: &'static str, severity: Severity, cite: &'static str) -> Rule {
        Rule { id: id(self.id, kind, subject), kind, subject, severity, cite }
    }
}

impl Row {
    /// Kinds of the rules of this row alone.
    fn rules(&self, form: &Form) -> impl Iterator<Item = RuleKind> + use<> {
        let required = self.presence == Presence::Required;
        // what a signature is worth is found by verifying it, not by its length
        let value = if self.source == Source::Signature { [None; 4] } else { value_rules(self.kind) };
        let currency = matches!(self.kind, Kind::Currency) && !form.limits.is_empty() && !form.open;
        let first = [required.then_some(RuleKind::Required), self.typed().then_some(RuleKind::Type)];
        let last = [currency.then_some(RuleKind::Currency)];
        first.into_iter().chain(value).chain(last).flatten()
    }

    const fn typed(&self) -> bool {
        !matches!(self.kind, Kind::Json)
    }
}

/// The bound that a rule of an amount is about.
const fn bound(kind: RuleKind) -> Bound {
    match kind {
        RuleKind::AmountStep => Bound::Step,
        RuleKind::AmountMax => Bound::Max,
        _ => Bound::Min,
    }
}

/// Kinds of the rules of a value beyond its type.
fn value_rules(kind: Kind) -> [Option<RuleKind>; 4] {
    match kind {
        Kind::Text(rule) => [
            (rule.min > 0 || rule.max < u32::MAX).then_some(RuleKind::Length),
            (rule.format != Format::Any).then_some(RuleKind::Format),
            rule.pattern.is_some().then_some(RuleKind::Pattern),
            (!rule.open && !rule.values.is_empty()).then_some(RuleKind::Values),
        ],
        Kind::Integer(rule) => [
            ((rule.min, rule.max) != (i64::MIN, i64::MAX)).then_some(RuleKind::Range),
            (!rule.open && !rule.values.is_empty()).then_some(RuleKind::Values),
            None,
            None,
        ],
        // below zero its type is another
        Kind::Amount(rule) => [(rule.min > 0 || rule.max < i64::MAX).then_some(RuleKind::Range), None, None, None],
        Kind::Encoded(_) => [Some(RuleKind::Format), None, None, None],
        _ => [None; 4],
    }
}
