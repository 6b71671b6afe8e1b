//! Faults: what is wrong with a specs folder, where, and what to do about it.
//!
//! Reading never stops at the first fault. Everything that can be found is found, sorted by file and position, and told
//! together: to people in rustc's manner ([`Faults::human`]), to programs as JSON ([`Faults::json`]).

mod found;
mod human;
mod json;
mod kind;
mod line;

pub(crate) use found::Found;
pub use kind::Kind;
pub use line::{is_control, line, turns_text};
use line::{masked, path as shown_path};

use std::collections::BTreeMap;
use std::ops::Range;

/// Whether a fault stops generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is generated while it stands.
    Error,
    /// Worth a look; found in a draft, or harmless.
    Warning,
}

/// A place in a file. Line and column are 1-based; the column counts characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Bytes from the file's start.
    pub bytes: Range<usize>,
    /// Line of the first byte.
    pub line: usize,
    /// Column of the first byte, in characters.
    pub column: usize,
}

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What kind of fault; its code is stable.
    pub kind: Kind,
    /// Whether it stops generation.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// File below the specs folder, with `/`.
    pub file: String,
    /// Where in the file.
    pub place: Place,
    /// What stands at the place, in a few words; may be empty.
    pub label: String,
    /// What to do.
    pub help: Vec<String>,
    /// Other places that belong to it, with what they show.
    pub related: Vec<(String, Place, String)>,
}

/// All faults of a folder, sorted by file and position.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    list: Vec<Fault>,
    /// Errors and warnings of a file that are not in the list.
    more: BTreeMap<String, [usize; 2]>,
    texts: BTreeMap<String, String>,
}

impl Faults {
    /// Of faults as they were found, how many of each file were not made, errors and warnings, and the texts of files.
    pub(crate) fn new(
        list: Vec<Fault>,
        mut more: BTreeMap<String, [usize; 2]>,
        texts: BTreeMap<String, String>,
    ) -> Faults {
        let list = found::told(list, &mut more);
        Faults { list, more, texts }
    }

    /// Those of some files alone.
    #[must_use]
    pub fn of(&self, is_wanted: impl Fn(&Fault) -> bool) -> Faults {
        let list: Vec<Fault> = self.list.iter().filter(|fault| is_wanted(fault)).cloned().collect();
        let more = self.more.iter().filter(|(file, _)| list.iter().any(|f| f.kind == Kind::More && f.file == **file));
        let more = more.map(|(file, over)| (file.clone(), *over)).collect();
        Faults { list, more, texts: self.texts.clone() }
    }

    /// How many errors and how many warnings there are, those included that are not told one by one.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let told = self.list.iter().filter(|fault| fault.kind != Kind::More);
        let errors = told.clone().filter(|fault| fault.severity == Severity::Error).count();
        let over = |at: usize| self.more.values().filter_map(|over| over.get(at)).sum::<usize>();
        (errors + over(0), told.count() - errors + over(1))
    }

    /// These and others, in order.
    #[must_use]
    pub fn and(mut self, other: Faults) -> Faults {
        self.list.extend(other.list);
        self.list.retain(|fault| fault.kind != Kind::More);
        self.texts.extend(other.texts);
        for (file, [errors, warnings]) in other.more {
            let more = self.more.entry(file).or_default();
            *more = [more[0] + errors, more[1] + warnings];
        }
        Faults::new(self.list, self.more, self.texts)
    }

    /// In order.
    pub fn iter(&self) -> std::slice::Iter<'_, Fault> {
        self.list.iter()
    }

    /// How many are told, warnings included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Nothing found, not even a warning.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether one of them stops generation.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|fault| fault.severity == Severity::Error)
    }

    /// The text of a file, as read.
    pub(crate) fn text(&self, file: &str) -> Option<&str> {
        self.texts.get(file).map(String::as_str)
    }
}

impl<'a> IntoIterator for &'a Faults {
    type Item = &'a Fault;
    type IntoIter = std::slice::Iter<'a, Fault>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl std::fmt::Display for Faults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.human(false))
    }
}

impl std::error::Error for Faults {}

/// `2 faults, 1 warning`.
fn counted(errors: usize, warnings: usize) -> String {
    let plural = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    match (errors, warnings) {
        (0, 0) => "no faults".to_owned(),
        (_, 0) => plural(errors, "fault"),
        (0, _) => plural(warnings, "warning"),
        _ => format!("{}, {}", plural(errors, "fault"), plural(warnings, "warning")),
    }
}

/// The nearest of `known` to `given`, if it is near enough to be what was meant.
pub(crate) fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Names of hundreds of characters are no typing mistakes, and the distance is quadratic.
    if given.len() > 100 {
        return None;
    }
    let allowed = (given.chars().count() / 3).clamp(1, 3);
    known
        .into_iter()
        .filter(|name| *name != given && name.len() <= 200)
        .map(|name| (strsim::damerau_levenshtein(given, name), name))
        .filter(|(distance, name)| *distance <= allowed && *distance < name.chars().count().max(2))
        .min()
        .map(|(_, name)| name)
}

/// `did you mean` as a list of help lines: empty or one.
pub(crate) fn did_you_mean<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    nearest(given, known).map(|name| format!("did you mean `{name}`?")).into_iter().collect()
}
