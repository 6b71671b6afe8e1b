//! Reports that were written, and are read again: they may come from anywhere.

use std::path::Path;

use super::report::Report;
use super::rules;
use crate::{plain, regular};

impl Report {
    /// Reads a report that `json` wrote.
    ///
    /// # Errors
    /// Where the file is none. What it holds is not repeated: it may be anything.
    pub fn read(file: &Path) -> Result<Self, String> {
        let told = |why: &dyn std::fmt::Display| format!("{}: {why}", plain::path(file));
        let text = regular::read(file, regular::REPORT).map_err(|why| told(&why))?;
        let report: Self = serde_json::from_slice(&text)
            .map_err(|why| told(&format!("is no report, at line {}, column {}", why.line(), why.column())))?;
        report.texts().try_for_each(|text| regular::scalar("a text of the report", text)).map_err(|why| told(&why))?;
        Ok(report)
    }

    fn texts(&self) -> impl Iterator<Item = &String> {
        let places = self.rules.values().flat_map(|told| &told.places);
        let rules = self.rules.iter().flat_map(|(id, told)| [id, &told.cite, &told.means]);
        let heads = self.parts.iter().chain(&self.missing).chain([&self.specs]).chain(self.methods.keys());
        heads.chain(rules).chain(places.flat_map(|place| [&place.file, &place.at, &place.found]))
    }

    /// Files that could not be read, each with why, as far as places are kept.
    #[must_use]
    pub fn not_read(&self) -> Vec<String> {
        let places = self.rules.get(rules::FILE.id).map_or(&[][..], |told| &told.places);
        places.iter().map(|place| format!("{}: {}", plain::line(&place.file), plain::line(&place.found))).collect()
    }
}
