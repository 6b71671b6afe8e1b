//! The report for people.

use std::fmt;

use super::parts::WHOLE;
use super::report::{Of, Report, Told};
use super::rules::Severity;

/// Methods, then each broken rule with its places, the worst last, then the counts in one line.
#[derive(Debug)]
pub struct Human<'a>(pub &'a Report);

impl fmt::Display for Human<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let report = self.0;
        let width = report.methods.keys().map(String::len).max().unwrap_or(0).max("method".len());
        let of = match report.of {
            Of::Callbacks => "callbacks",
            Of::Requests => "requests",
        };
        writeln!(f, "{:width$}  {of:>9}", "method")?;
        for (method, count) in &report.methods {
            writeln!(f, "{method:width$}  {count:>9}")?;
        }
        parts(f, report)?;
        if !report.signed {
            writeln!(f, "signatures: not checked, no key was given")?;
        }
        if !report.story {
            writeln!(f, "stories of payments: not followed")?;
        }
        for severity in [Severity::Note, Severity::Advice, Severity::Error] {
            for (id, told) in report.rules.iter().filter(|(_, told)| told.severity == severity) {
                rule(f, id, told)?;
            }
        }
        let told = |severity| {
            report.rules.values().filter(|told| told.severity == severity).map(|told| told.count).sum::<u64>()
        };
        writeln!(
            f,
            "{} passed, {} failed, {} unreadable, {} not judged, {} advice, {} notes, {} payments",
            report.passed,
            report.failed,
            report.unreadable,
            report.not_judged,
            told(Severity::Advice),
            told(Severity::Note),
            report.payments
        )
    }
}

/// A part that is not the whole says so, and so does a sum of which something lacks, or may lack.
fn parts(f: &mut fmt::Formatter<'_>, report: &Report) -> fmt::Result {
    match report.parts.as_slice() {
        [one] if one != WHOLE => writeln!(f, "part: {one}")?,
        [one, ..] if !one.contains('/') && report.parts.len() > 1 => {
            writeln!(f, "parts: {}, by names of their own: whether these are all is not known", report.parts.len())?;
        }
        _ => {}
    }
    if report.missing.is_empty() { Ok(()) } else { writeln!(f, "MISSING parts: {}", report.missing.join(", ")) }
}

fn rule(f: &mut fmt::Formatter<'_>, id: &str, told: &Told) -> fmt::Result {
    let word = match told.severity {
        Severity::Error => "FAILED",
        Severity::Advice => "advice",
        Severity::Note => "note",
    };
    write!(f, "{word} {id}")?;
    if !told.cite.is_empty() {
        write!(f, " ({})", told.cite)?;
    }
    let times = if told.count == 1 { "time" } else { "times" };
    writeln!(f, ": {}; {} {times}", told.means, told.count)?;
    for place in &told.places {
        write!(f, "  {}:{}", place.file, place.line)?;
        if let Some(element) = place.element {
            write!(f, " element {element}")?;
        }
        if !place.at.is_empty() {
            write!(f, " {}", place.at)?;
        }
        if !place.found.is_empty() {
            write!(f, ": {}", place.found)?;
        }
        writeln!(f)?;
    }
    let more = told.count.saturating_sub(told.places.len() as u64);
    if more > 0 {
        writeln!(f, "  and {more} more")?;
    }
    Ok(())
}
