//! Reports of a run: one model, a writer for each kind.

pub(crate) mod github;
mod grid;
pub(crate) mod html;
mod human;
mod json;
mod junit;
mod model;
mod sarif;

use std::fmt;
use std::str::FromStr;

use crate::plain;

pub use model::{Cell, CheckResult, Failure, Remark, Report, RuleResult, StaleEntry, Totals, Verdict};

/// For whom a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// People at a terminal.
    Human,
    /// Programs.
    Json,
    /// Whatever shows test results.
    Junit,
    /// Whatever shows findings in code.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// People with a browser: one file that needs no other.
    Html,
}

const KINDS: [(&str, Kind); 6] = [
    ("human", Kind::Human),
    ("json", Kind::Json),
    ("junit", Kind::Junit),
    ("sarif", Kind::Sarif),
    ("github", Kind::Github),
    ("html", Kind::Html),
];

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = KINDS.iter().find(|(name, _)| *name == text).map(|(_, kind)| *kind);
        found.ok_or_else(|| format!("no report of kind {text:?}; there are {}", KINDS.map(|(name, _)| name).join(", ")))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(KINDS.iter().find(|(_, kind)| kind == self).map_or("", |(name, _)| name))
    }
}

impl Report {
    /// The report as a text of this kind. The same run gives the same bytes.
    ///
    /// # Errors
    /// Where a writer's library fails.
    pub fn write(&self, kind: Kind) -> Result<String, String> {
        match kind {
            // reasons and names of files are whatever somebody wrote
            Kind::Human => Ok(plain::lines(&human::write(self)).into_owned()),
            Kind::Json => Ok(plain::json(&json::write(self)?).into_owned()),
            Kind::Junit => junit::write(self),
            Kind::Sarif => Ok(plain::json(&sarif::write(self)?).into_owned()),
            Kind::Github => Ok(plain::lines(&github::write(self)).into_owned()),
            Kind::Html => Ok(html::write(self)),
        }
    }
}
