//! What a consumer notices between two states of the specs, fact by fact, and the version that it asks for.

mod judge;
mod limit;
pub mod model;
mod rule;
mod together;
mod under;
mod version;
mod walk;

use std::collections::BTreeSet;
use std::fmt;

use serde_json::Value;

use crate::resolved::Specs;

pub use version::{Bump, reaches};
use walk::Walk;

/// The key under which changes of `platform.yaml` are told.
pub const PLATFORM: &str = "platform";

/// How a change meets a consumer of the generated crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Impact {
    /// Nothing that compiled or passed before stops: words, sources, times, a corrected path.
    Fix,
    /// Something more can be said or sent.
    Addition,
    /// What compiled may no longer compile, or what passed may be refused.
    Breaking,
}

/// One fact that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// How it meets a consumer.
    pub impact: Impact,
    /// Key of the method; [`PLATFORM`] for what all of them share.
    pub method: String,
    /// Where: `sale/amounts/THB/max`.
    pub at: String,
    /// What happened: `was 500,000.00, is 400,000.00`.
    pub what: String,
}

/// Every change of the platform and its methods, sorted by method, the gravest first.
#[must_use]
pub fn compare(old: &Specs, new: &Specs) -> Vec<Change> {
    let mut changes = platform(&model::of_platform(&old.platform), &model::of_platform(&new.platform));
    for key in old.methods.keys().filter(|key| !new.methods.contains_key(*key)) {
        changes.push(gone(key));
    }
    for (key, is) in &new.methods {
        match old.methods.get(key) {
            None => changes.push(Change::new(Impact::Addition, key, "", "the method is new")),
            Some(was) => changes.extend(method(key, &model::of_method(was), &model::of_method(is))),
        }
    }
    changes.sort_by(|one, other| one.method.cmp(&other.method));
    changes
}

/// A method is there no more.
#[must_use]
pub fn gone(key: &str) -> Change {
    Change::new(Impact::Breaking, key, "", "the method is gone")
}

/// What changed between two models of a method, the gravest first.
#[must_use]
pub fn method(key: &str, was: &Value, is: &Value) -> Vec<Change> {
    of(Walk::new(key, rule::of_method), was, is)
}

/// What changed between two models of the platform, the gravest first.
#[must_use]
pub fn platform(was: &Value, is: &Value) -> Vec<Change> {
    of(Walk::new(PLATFORM, rule::of_platform), was, is)
}

fn of(mut walk: Walk<'_>, was: &Value, is: &Value) -> Vec<Change> {
    walk.parts(Some(was), Some(is));
    let mut changes = walk.done();
    changes.sort_by(|one, other| other.impact.cmp(&one.impact).then_with(|| one.at.cmp(&other.at)));
    changes.dedup();
    // a channel repeats what it has from its operation
    let told: BTreeSet<(String, String)> = changes.iter().map(|one| (one.at.clone(), one.what.clone())).collect();
    changes.retain(|one| {
        let parts: Vec<&str> = one.at.split('/').collect();
        let [operation, "channels", _, rest @ ..] = parts.as_slice() else { return true };
        !told.contains(&([&[*operation], rest].concat().join("/"), one.what.clone()))
    });
    changes
}

/// The version that a method must take, from the one it had: by the gravest of its changes.
#[must_use]
pub fn wanted(was: &str, changes: &[Change]) -> Option<String> {
    let gravest = changes.iter().map(|change| change.impact).max()?;
    Bump::of(gravest).apply(was)
}

impl Change {
    pub(crate) fn new(impact: Impact, method: &str, at: &str, what: impl Into<String>) -> Self {
        Self { impact, method: method.to_owned(), at: at.to_owned(), what: what.into() }
    }
}

impl Impact {
    /// Its word in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Addition => "addition",
            Self::Fix => "fix",
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = if self.at.is_empty() { String::new() } else { format!(" {}:", self.at) };
        write!(f, "{}: {}:{at} {}", self.impact.name(), self.method, self.what)
    }
}
