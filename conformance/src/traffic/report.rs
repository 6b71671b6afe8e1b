//! What came of a run: counts, and the first places of each rule. Reports of shards join to the report of the whole.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::finding::Finding;
use super::parts;
use super::rules::Severity;
use crate::plain;

/// Number of the report's format; it changes when reports of two versions cannot be joined.
pub const FORMAT: u32 = 2;

/// A report. Holds no value of the traffic but harmless ones, and does not grow with the traffic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// [`FORMAT`].
    pub format: u32,
    /// What was checked.
    pub of: Of,
    /// Digest of the specs that it was judged by.
    pub specs: String,
    /// Whether the stories of payments were followed.
    pub story: bool,
    /// Whether signatures were checked.
    pub signed: bool,
    /// Whether sums were held against orders.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub orders: bool,
    /// How many places of each rule are kept.
    pub examples: usize,
    /// The shards, or parts by name, or `whole`, of which this is the sum.
    pub parts: Vec<String>,
    /// The shards that lack to a whole, where it was joined without them.
    #[serde(default)]
    pub missing: Vec<String>,
    /// Bodies that were judged, and have no error.
    pub passed: u64,
    /// Bodies with one, those that could not be read among them.
    pub failed: u64,
    /// Bodies that could not be read.
    pub unreadable: u64,
    /// Bodies without an error that were not judged: requests that fit no form, and callbacks of methods that no spec knows.
    pub not_judged: u64,
    /// Payments whose story was followed.
    pub payments: u64,
    /// Bodies by method.
    pub methods: BTreeMap<String, u64>,
    /// By id of the rule, those that were broken.
    pub rules: BTreeMap<String, Told>,
}

/// What a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Of {
    /// What a merchant received.
    Callbacks,
    /// What a merchant sent.
    Requests,
}

/// How often a rule was broken, and where first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// What that means.
    pub severity: Severity,
    /// Where the documents say so.
    pub cite: String,
    /// What is wrong.
    pub means: String,
    /// How often.
    pub count: u64,
    /// The first places, by file and line.
    pub places: Vec<Place>,
}

/// Where a rule was broken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The file, as it was named.
    pub file: String,
    /// The line on which the body begins, counted from 1.
    pub line: u64,
    /// Which element of a list it is, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub element: Option<u64>,
    /// The member that is at fault, where it is one.
    pub at: String,
    /// What was found there.
    pub found: String,
}

impl Report {
    /// Nothing yet.
    #[must_use]
    pub(super) fn new(of: Of, specs: String, story: bool, signed: bool, examples: usize, part: String) -> Self {
        Self {
            format: FORMAT,
            of,
            specs,
            story,
            signed,
            orders: false,
            examples,
            parts: vec![part],
            missing: Vec::new(),
            passed: 0,
            failed: 0,
            unreadable: 0,
            not_judged: 0,
            payments: 0,
            methods: BTreeMap::new(),
            rules: BTreeMap::new(),
        }
    }

    /// How many bodies it tells of.
    #[must_use]
    pub fn bodies(&self) -> u64 {
        self.judged().saturating_add(self.not_judged)
    }

    /// How many of them were judged.
    #[must_use]
    pub const fn judged(&self) -> u64 {
        self.passed.saturating_add(self.failed)
    }

    /// Adds what was found of one body.
    pub(super) fn add(
        &mut self,
        file: &str,
        (line, element): (u64, Option<u64>),
        judged: bool,
        findings: &mut Vec<Finding>,
    ) {
        if findings.iter().any(|finding| finding.severity == Severity::Error) {
            self.failed += 1;
        } else if judged {
            self.passed += 1;
        } else {
            self.not_judged += 1;
        }
        for finding in findings.drain(..) {
            // looked up by reference first: this happens for every duplicate of a year
            if !self.rules.contains_key(finding.rule.as_ref()) {
                let told = Told {
                    severity: finding.severity,
                    cite: finding.cite.to_string(),
                    means: finding.means.to_string(),
                    count: 0,
                    places: Vec::new(),
                };
                self.rules.insert(finding.rule.to_string(), told);
            }
            let Some(told) = self.rules.get_mut(finding.rule.as_ref()) else { continue };
            told.worst(finding.severity, &finding.means, &finding.cite);
            told.count += 1;
            let last = told.places.last().map(|last| (last.file.as_str(), last.line, last.element));
            if told.places.len() < self.examples || last.is_some_and(|last| (file, line, element) <= last) {
                let (at, found) = (finding.at.into_owned(), finding.found);
                told.places.push(Place { file: file.to_owned(), line, element, at, found });
                told.places.sort();
                told.places.truncate(self.examples);
            }
        }
    }

    /// Counts a body of a method.
    pub(super) fn count_method(&mut self, key: &str) {
        match self.methods.get_mut(key) {
            Some(count) => *count += 1,
            None => drop(self.methods.insert(key.to_owned(), 1)),
        }
    }

    /// Joins another report to this one. In whatever order reports are joined, the sum is the same.
    ///
    /// # Errors
    /// Where the two do not tell of the same thing, or not of two parts of it.
    pub fn join(mut self, other: Self) -> Result<Self, String> {
        let same = |what: &str, is: bool| if is { Ok(()) } else { Err(format!("the reports differ in {what}")) };
        same("their format", self.format == other.format && self.format == FORMAT)?;
        same("what they are of: callbacks or requests", self.of == other.of)?;
        same("the specs that they were judged by", self.specs == other.specs)?;
        same("whether stories were followed", self.story == other.story)?;
        same("whether signatures were checked", self.signed == other.signed)?;
        same("whether sums were held against orders", self.orders == other.orders)?;
        self.examples = self.examples.min(other.examples);
        self.parts.extend(other.parts);
        self.parts.sort();
        parts::fit(&self.parts)?;
        self.missing.clear();
        let sums = [
            (&mut self.passed, other.passed),
            (&mut self.failed, other.failed),
            (&mut self.unreadable, other.unreadable),
            (&mut self.not_judged, other.not_judged),
            (&mut self.payments, other.payments),
        ];
        for (sum, more) in sums {
            *sum = sum.saturating_add(more);
        }
        for (method, count) in other.methods {
            let sum = self.methods.entry(method).or_default();
            *sum = sum.saturating_add(count);
        }
        for (id, told) in other.rules {
            match self.rules.entry(id) {
                std::collections::btree_map::Entry::Vacant(place) => drop(place.insert(told)),
                std::collections::btree_map::Entry::Occupied(mut own) => own.get_mut().join(told),
            }
        }
        for told in self.rules.values_mut() {
            told.places.sort();
            told.places.truncate(self.examples);
        }
        Ok(self)
    }

    /// The report of all parts that there are, which says what lacks.
    ///
    /// # Errors
    /// Where something lacks and that was not expected.
    pub fn whole(mut self, partial: bool) -> Result<Self, String> {
        if self.format != FORMAT {
            return Err(format!("the report has format {}, and only {FORMAT} is read", self.format));
        }
        parts::fit(&self.parts)?;
        self.missing = parts::missing(&self.parts);
        if self.missing.is_empty() || partial {
            return Ok(self);
        }
        Err(format!("no report of {}: `--partial` joins the others", self.missing.join(", ")))
    }

    /// Whether every body holds.
    #[must_use]
    pub const fn holds(&self) -> bool {
        self.failed == 0
    }

    /// The report for programs.
    #[must_use]
    pub fn json(&self) -> String {
        let mut text = plain::json(&serde_json::to_string_pretty(self).unwrap_or_default()).into_owned();
        text.push('\n');
        text
    }
}

impl Told {
    /// Some rules are an error in one body and a note in another: the worst is what is told, whatever came first.
    fn worst(&mut self, severity: Severity, means: &str, cite: &str) {
        if (severity, means, cite) > (self.severity, self.means.as_str(), self.cite.as_str()) {
            (self.severity, self.means, self.cite) = (severity, means.to_owned(), cite.to_owned());
        }
    }

    fn join(&mut self, other: Self) {
        self.worst(other.severity, &other.means, &other.cite);
        self.count = self.count.saturating_add(other.count);
        self.places.extend(other.places);
    }
}
