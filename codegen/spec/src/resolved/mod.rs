//! The resolved model: plain structs, every default applied, every reference checked.
//!
//! All outputs read this and nothing else. Order comes from the containers (`BTreeMap`, sorted `Vec`s), never from the
//! order of the input.

mod channel;
mod field;
mod form;
mod limit;
mod method;
mod parameters;
mod platform;
mod record;
mod request;
mod rule;
mod told;

use std::collections::BTreeMap;

pub use channel::*;
pub use field::*;
pub use form::*;
pub use limit::*;
pub use method::*;
pub use platform::*;
pub use record::*;
pub use request::*;
pub use rule::*;
pub use told::*;

use serde::Serialize;

/// A whole `specs` folder.
#[derive(Debug, Clone)]
pub struct Specs {
    /// What every method shares.
    pub platform: Platform,
    /// By key, without drafts.
    pub methods: BTreeMap<String, Method>,
    /// Keys of the methods marked `draft: true`: linted and listed, never generated.
    pub drafts: Vec<String>,
}

/// Where a document says so. No lines for a page without line numbers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cite {
    /// Key of the document; `platform/<key>` for one of the platform's file.
    pub document: String,
    /// First and last line, 1-based, both included.
    pub lines: Option<(u32, u32)>,
    /// The printed words, where the spec's literal differs from them.
    pub printed: Option<String>,
}

/// `ru:34`, `en:28-30`, or the document alone.
impl std::fmt::Display for Cite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.lines {
            None => f.write_str(&self.document),
            Some((first, last)) if first == last => write!(f, "{}:{first}", self.document),
            Some((first, last)) => write!(f, "{}:{first}-{last}", self.document),
        }
    }
}

/// As it is shown, with the printed words where there are any.
impl Serialize for Cite {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match &self.printed {
            None => out.collect_str(self),
            Some(printed) => out.collect_str(&format_args!("{self}: {printed}")),
        }
    }
}

/// A fact that a document may withhold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Said<T> {
    /// A value.
    Is(T),
    /// The documents say that there is none.
    None,
    /// The merchant's contract says it.
    Contract,
    /// The documents do not say.
    NotDocumented,
}

/// A fact with its sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact<T> {
    /// What is said.
    pub said: Said<T>,
    /// Where the documents say so.
    pub cite: Vec<Cite>,
    /// What else is worth knowing.
    pub note: Option<String>,
}
