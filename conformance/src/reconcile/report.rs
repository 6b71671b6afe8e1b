//! What came of a reconciliation: counts, and the first places of each rule that is broken.

mod github;
mod html;
mod human;
mod junit;
mod sarif;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::plain;
use crate::report::Kind;
use crate::traffic::rules::{Rule, Severity};
use crate::traffic::{Place, Told};

/// A report. It has no identifier of a payment, no sum and no text of either side: file and line lead there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The program.
    pub program: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The project whose orders these are, where it was said or a row names it.
    pub project: Option<i64>,
    /// How many places of each rule are kept.
    pub examples: usize,
    /// The merchant's side.
    pub orders: Orders,
    /// The platform's side.
    pub operations: Operations,
    /// By id, the rules that are broken, and what else is worth knowing.
    pub rules: BTreeMap<String, Told>,
}

/// Counts of orders.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Orders {
    /// Lines that were read.
    pub read: u64,
    /// Orders that were paid as ordered.
    pub settled: u64,
    /// Orders that are not decided.
    pub pending: u64,
    /// Orders that are not paid, or otherwise than ordered.
    pub differ: u64,
    /// Lines with a payment that was ordered before.
    pub twice: u64,
}

/// Counts of operations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Operations {
    /// Rows that were read.
    pub listed: u64,
    /// Operations of the orders' project, each once.
    pub counted: u64,
    /// Rows with an operation that was listed before.
    pub twice: u64,
    /// Rows of other projects.
    pub elsewhere: u64,
    /// Payments that took money and were not ordered.
    pub without_order: u64,
}

impl Report {
    pub(super) fn new(examples: usize, project: Option<i64>) -> Self {
        Self {
            program: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
            project,
            examples,
            orders: Orders::default(),
            operations: Operations::default(),
            rules: BTreeMap::new(),
        }
    }

    /// Counts a broken rule, and keeps the place while there is room.
    pub(super) fn add(&mut self, rule: &Rule, place: Place) {
        let told = self.rules.entry(rule.id.to_owned()).or_insert_with(|| Told {
            severity: rule.severity,
            cite: rule.cite.to_owned(),
            means: rule.means.to_owned(),
            count: 0,
            places: Vec::new(),
        });
        told.count += 1;
        if told.places.len() < self.examples {
            told.places.push(place);
        }
    }

    /// Whether both sides agree: no rule is broken whose breaking is an error.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.of(Severity::Error).next().is_none()
    }

    /// How often rules of this severity are broken.
    #[must_use]
    pub fn count(&self, severity: Severity) -> u64 {
        self.of(severity).map(|(_, told)| told.count).sum()
    }

    /// The report as a text of this kind. The same books give the same bytes.
    ///
    /// # Errors
    /// Where a writer's library fails.
    pub fn write(&self, kind: Kind) -> Result<String, String> {
        // names of files are whatever somebody wrote
        match kind {
            Kind::Human => Ok(plain::lines(&human::Human(self).to_string()).into_owned()),
            Kind::Json => {
                let text = serde_json::to_string_pretty(self).map_err(|why| why.to_string())?;
                Ok(plain::json(&text).into_owned() + "\n")
            }
            Kind::Junit => junit::write(self),
            Kind::Sarif => Ok(plain::json(&sarif::write(self)?).into_owned()),
            Kind::Github => Ok(plain::lines(&github::write(self)).into_owned()),
            Kind::Html => Ok(html::write(self)),
        }
    }

    /// The broken rules, the worst first.
    fn worst_first(&self) -> impl Iterator<Item = (&str, &Told)> {
        [Severity::Error, Severity::Advice, Severity::Note].into_iter().flat_map(|severity| self.of(severity))
    }

    /// Those of a severity.
    fn of(&self, severity: Severity) -> impl Iterator<Item = (&str, &Told)> {
        let of = self.rules.iter().filter(move |(_, told)| told.severity == severity);
        of.map(|(id, told)| (id.as_str(), told))
    }
}

/// In one line.
impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { orders, operations, .. } = self;
        write!(
            f,
            "{} settled, {} differ, {} pending, {} payments without an order, {} advice, {} notes",
            orders.settled,
            orders.differ,
            orders.pending,
            operations.without_order,
            self.count(Severity::Advice),
            self.count(Severity::Note)
        )
    }
}

/// Where something is: `orders.jsonl:7`, `page.json:1 operation 3`.
fn at(place: &Place) -> String {
    let line = if place.line > 0 { format!(":{}", place.line) } else { String::new() };
    let element = place.element.map(|element| format!(" operation {element}")).unwrap_or_default();
    format!("{}{line}{element}", place.file)
}

/// How many places are not told.
fn more(told: &Told) -> u64 {
    told.count.saturating_sub(told.places.len() as u64)
}
