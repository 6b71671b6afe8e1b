//! What a consumer notices between two states of the specs, fact by fact, and the version that it asks for.

mod form;
mod method;
mod version;

use std::fmt;

use crate::resolved::Specs;

pub use version::{Bump, reaches};

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
    /// Key of the method.
    pub method: String,
    /// Where: `sale/amounts/THB/max`.
    pub at: String,
    /// What happened: `was 500,000.00, is 400,000.00`.
    pub what: String,
}

/// Every change of the methods, sorted by method, the gravest first.
#[must_use]
pub fn compare(old: &Specs, new: &Specs) -> Vec<Change> {
    let mut changes = Vec::new();
    for key in old.methods.keys().filter(|key| !new.methods.contains_key(*key)) {
        changes.push(Change::new(Impact::Breaking, key, "", "the method is gone"));
    }
    for (key, is) in &new.methods {
        match old.methods.get(key) {
            None => changes.push(Change::new(Impact::Addition, key, "", "the method is new")),
            Some(was) => changes.extend(method::compare(was, is)),
        }
    }
    changes.sort_by(|one, other| {
        one.method.cmp(&other.method).then(other.impact.cmp(&one.impact)).then_with(|| one.at.cmp(&other.at))
    });
    changes.dedup();
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

/// Collects the changes of one method.
pub(crate) struct Seen<'a> {
    method: &'a str,
    pub(crate) changes: Vec<Change>,
}

impl<'a> Seen<'a> {
    pub(crate) fn new(method: &'a str) -> Self {
        Self { method, changes: Vec::new() }
    }

    pub(crate) fn tell(&mut self, impact: Impact, at: &str, what: impl Into<String>) {
        self.changes.push(Change::new(impact, self.method, at, what));
    }

    /// A fact that no consumer's code depends on.
    pub(crate) fn fix<T: PartialEq + fmt::Debug>(&mut self, at: &str, was: &T, is: &T) {
        if was != is {
            self.tell(Impact::Fix, at, format!("was {was:?}, is {is:?}"));
        }
    }

    /// Members of a set: one that is gone breaks, one that is new adds.
    pub(crate) fn members<'k>(
        &mut self,
        at: &str,
        was: impl Iterator<Item = &'k String> + Clone,
        is: impl Iterator<Item = &'k String> + Clone,
    ) {
        for gone in was.clone().filter(|member| !is.clone().any(|other| other == *member)) {
            self.tell(Impact::Breaking, at, format!("{gone} is gone"));
        }
        for new in is.filter(|member| !was.clone().any(|other| other == *member)) {
            self.tell(Impact::Addition, at, format!("{new} is new"));
        }
    }

    /// An end of a range. `narrower` says whether the second is the narrower of the two.
    pub(crate) fn bound<T: PartialEq + Copy + fmt::Display>(
        &mut self,
        at: &str,
        was: Option<T>,
        is: Option<T>,
        narrower: impl Fn(T, T) -> bool,
    ) {
        let shown = |end: Option<T>| end.map_or("none".to_owned(), |end| end.to_string());
        let impact = match (was, is) {
            (None, None) => return,
            (None, Some(_)) => Impact::Breaking,
            (Some(_), None) => Impact::Addition,
            (Some(was), Some(is)) if was == is => return,
            (Some(was), Some(is)) if narrower(was, is) => Impact::Breaking,
            _ => Impact::Addition,
        };
        self.tell(impact, at, format!("was {}, is {}", shown(was), shown(is)));
    }
}
