//! What a run found.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::check::FailureKind;
use crate::rules::{Place, Rule};

/// A whole run.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The program.
    pub program: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The seed of all inputs.
    pub seed: u64,
    /// Inputs for each check.
    pub cases: u32,
    /// Which methods and rules, in words.
    pub selection: String,
    /// What could not be judged.
    pub remarks: Vec<Remark>,
    /// How much of what.
    pub totals: Totals,
    /// Methods by operations, interfaces and channels.
    pub matrix: Vec<Cell>,
    /// What failed, by the order of the rules.
    pub failures: Vec<Failure>,
    /// Entries of the known failures that do not hold.
    pub known_failures: Vec<StaleEntry>,
    /// Every rule that was selected.
    pub rules: Vec<RuleResult>,
}

/// How much of what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Checks that hold.
    pub passed: usize,
    /// Checks that do not, and entries of the known failures that do not hold.
    pub failed: usize,
    /// Checks that do not hold and are known not to.
    pub known: usize,
    /// Rules that were selected.
    pub rules: usize,
    /// Rules that no check reached.
    pub unreached: usize,
}

/// What could not be judged.
#[derive(Debug, Clone, Serialize)]
pub struct Remark {
    /// Key of the method.
    pub method: String,
    /// What is so.
    pub says: String,
}

/// A cell of the matrix. Counts are of rules.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Cell {
    /// What it is about.
    #[serde(flatten)]
    pub place: Place,
    /// Rules in it.
    pub rules: usize,
    /// Checks that were made of them.
    pub checks: usize,
    /// Rules with a check that does not hold.
    pub failed: usize,
    /// Of those that fail, the known ones.
    pub known: usize,
    /// Rules that no check reached.
    pub unreached: usize,
}

/// A rule and what came of its checks.
#[derive(Debug, Clone, Serialize)]
pub struct RuleResult {
    /// The rule.
    #[serde(flatten)]
    pub rule: Rule,
    /// Documents that its cite names, by title.
    pub documents: Vec<String>,
    /// The spec's file.
    pub file: String,
    /// The line of it that the rule comes from.
    pub line: usize,
    /// What came of it.
    pub verdict: Verdict,
    #[serde(skip)]
    pub(crate) reached: bool,
    /// Why it is known to fail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known: Option<String>,
    /// Its checks.
    pub checks: Vec<CheckResult>,
}

/// What came of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// All its checks hold.
    Passed,
    /// One does not.
    Failed,
    /// It is known to fail, and does.
    Known,
    /// No check reached it.
    Unreached,
}

impl Verdict {
    /// In a word.
    #[must_use]
    pub const fn told(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Known => "known",
            Self::Unreached => "unreached",
        }
    }
}

/// A check of a rule.
#[derive(Debug, Clone, Serialize)]
pub struct CheckResult {
    /// Which of them: `edge: longest`; empty where the rule has but one.
    pub part: String,
    /// Whether it holds.
    pub holds: bool,
    /// How many inputs were tried, where it holds and the suite makes them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inputs: Option<u32>,
}

/// A check that does not hold.
#[derive(Debug, Clone, Serialize)]
pub struct Failure {
    /// Index of its rule.
    #[serde(skip)]
    pub(crate) at: usize,
    /// Id of the rule.
    pub rule: String,
    /// Which of the rule's checks.
    pub part: String,
    /// What sort of thing went wrong.
    pub kind: FailureKind,
    /// The rule's.
    pub severity: String,
    /// What it is about.
    #[serde(flatten)]
    pub place: Place,
    /// Document and line.
    pub cite: String,
    /// Documents that the cite names, by title.
    pub documents: Vec<String>,
    /// The spec's file.
    pub file: String,
    /// The line of it that the rule comes from.
    pub line: usize,
    /// What should have been.
    pub expected: String,
    /// What was.
    pub found: String,
    /// The smallest input that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<Value>,
    /// One command that shows it again.
    pub reproduce: String,
    /// Why it is known to fail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known: Option<String>,
    /// The rule that stood in the way where this check tries its own: it was reported and should not have been, or the
    /// other way round.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub over: Option<String>,
}

/// An entry of the known failures that does not hold.
#[derive(Debug, Clone, Serialize)]
pub struct StaleEntry {
    /// File and line.
    pub at: String,
    /// The id or glob.
    pub rule: String,
    /// What is wrong with it.
    pub says: String,
}

impl Report {
    /// Whether nothing failed and every rule was reached.
    #[must_use]
    pub const fn holds(&self) -> bool {
        self.totals.failed == 0 && self.totals.unreached == 0
    }

    /// Failures that nobody knew of.
    pub fn news(&self) -> impl Iterator<Item = &Failure> {
        self.failures.iter().filter(|failure| failure.known.is_none())
    }

    /// Of those, the ones to tell, each with the rule that more fail over and those that do.
    pub fn causes(&self) -> Vec<(&Failure, Vec<&Failure>)> {
        let mut out: Vec<(&Failure, Vec<&Failure>)> = Vec::new();
        let mut head: BTreeMap<&str, usize> = BTreeMap::new();
        for failure in self.news().filter(|failure| failure.over.is_none()) {
            head.entry(&failure.rule).or_insert(out.len());
            out.push((failure, Vec::new()));
        }
        for failure in self.news() {
            let Some(over) = failure.over.as_deref() else { continue };
            match head.get(over) {
                Some(at) => out[*at].1.push(failure),
                None => {
                    head.insert(over, out.len());
                    out.push((failure, Vec::new()));
                }
            }
        }
        out.sort_by_key(|(failure, _)| failure.at);
        out
    }

    /// Failures that are known, with the reason.
    pub fn known(&self) -> impl Iterator<Item = (&Failure, &str)> {
        self.failures.iter().filter_map(|failure| Some((failure, failure.known.as_deref()?)))
    }

    /// Rules that no check reached.
    pub fn unreached(&self) -> impl Iterator<Item = &RuleResult> {
        self.rules.iter().filter(|result| result.verdict == Verdict::Unreached)
    }

    /// Checks for which the suite found fewer inputs than it was asked for, as where few requests can be turned into one: how
    /// many, the fewest, and the rule of that.
    pub fn fewer_inputs(&self) -> Option<(usize, u32, &str)> {
        let all =
            self.rules.iter().flat_map(|rule| rule.checks.iter().map(move |check| (check, rule.rule.id.as_str())));
        let fewer: Vec<(u32, &str)> = all
            .filter_map(|(check, rule)| Some((check.inputs?, rule)))
            .filter(|(inputs, _)| *inputs < self.cases)
            .collect();
        let (least, rule) = *fewer.iter().min()?;
        Some((fewer.len(), least, rule))
    }

    /// Keys of the methods that could not be judged whole, for want of generated code.
    pub fn not_linked(&self) -> usize {
        self.remarks.iter().filter(|remark| remark.says == "generated code: not linked").count()
    }
}

impl std::fmt::Display for Totals {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed, {} rules, {} unreached", self.passed, self.failed, self.rules, self.unreached)
    }
}
