//! One check and what came of it.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;
use serde_json::Value;

/// A check that was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// The rule that was checked: `reef-money/example/sale-request.txt/rules`.
    pub id: String,
    /// Which of the rule's checks it is: `kept`, `edge: longest`, `broken: absent`; empty where it has but one.
    pub part: String,
    /// Where the documents say what should be.
    pub cite: String,
    /// How many inputs were tried, where the suite makes them.
    pub inputs: Option<u32>,
    /// Nothing, or what is wrong.
    pub result: Result<(), Failure>,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// What sort of thing went wrong.
    pub kind: FailureKind,
    /// What should have been.
    pub expected: String,
    /// What was.
    pub found: String,
    /// The smallest input that shows it, made by the suite.
    pub input: Option<Value>,
    /// Rules that were reported and should not have been, or the other way round.
    pub rules: BTreeSet<String>,
}

/// What sort of thing went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailureKind {
    /// What was checked is not as it should be.
    Wrong,
    /// The generated validator and the JSON Schema say different things.
    EnginesDisagree,
    /// No check could be made.
    NotChecked,
    /// An entry of the known failures does not hold.
    KnownFailures,
}

impl FailureKind {
    /// In words.
    #[must_use]
    pub const fn told(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::EnginesDisagree => "the engines disagree",
            Self::NotChecked => "could not be checked",
            Self::KnownFailures => "known failures",
        }
    }
}

impl Check {
    /// A check by its id.
    #[must_use]
    pub fn new(id: impl Into<String>, cite: impl Into<String>, result: Result<(), String>) -> Self {
        Self::part(id, "", cite, result.map_err(Failure::from))
    }

    /// One of several checks of a rule.
    #[must_use]
    pub fn part(
        id: impl Into<String>,
        part: impl Into<String>,
        cite: impl Into<String>,
        result: Result<(), Failure>,
    ) -> Self {
        Self { id: id.into(), part: part.into(), cite: cite.into(), inputs: None, result }
    }

    /// One of several checks of a rule, on inputs that the suite makes: how many, where all of them hold.
    pub(crate) fn tried(
        id: impl Into<String>,
        part: impl Into<String>,
        cite: impl Into<String>,
        result: Result<u32, Failure>,
    ) -> Self {
        let inputs = result.as_ref().ok().copied();
        Self { inputs, ..Self::part(id, part, cite, result.map(|_| ())) }
    }

    /// Whether it holds.
    #[must_use]
    pub const fn holds(&self) -> bool {
        self.result.is_ok()
    }
}

impl Failure {
    /// What should have been, and what was.
    #[must_use]
    pub fn new(expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self {
            kind: FailureKind::Wrong,
            expected: expected.into(),
            found: found.into(),
            input: None,
            rules: BTreeSet::new(),
        }
    }

    /// Of another kind.
    #[must_use]
    pub fn of(mut self, kind: FailureKind) -> Self {
        self.kind = kind;
        self
    }

    /// What two engines, or an engine and the spec, do not agree about.
    #[must_use]
    pub fn about(mut self, one: &BTreeSet<String>, other: &BTreeSet<String>) -> Self {
        self.rules = one.symmetric_difference(other).cloned().collect();
        self
    }
}

impl From<String> for Failure {
    fn from(found: String) -> Self {
        Self::new("", found)
    }
}

impl From<&str> for Failure {
    fn from(found: &str) -> Self {
        Self::new("", found)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.kind != FailureKind::Wrong {
            write!(f, "{}: ", self.kind.told())?;
        }
        f.write_str(&self.found)?;
        if !self.expected.is_empty() {
            write!(f, "; expected {}", self.expected)?;
        }
        match &self.input {
            Some(input) => write!(f, "; input {input}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = if self.part.is_empty() { String::new() } else { format!(" [{}]", self.part) };
        match &self.result {
            Ok(()) => write!(f, "ok {}{part}", self.id),
            Err(why) => write!(f, "FAILED {}{part} ({}): {why}", self.id, self.cite),
        }
    }
}
