//! The report for people.

use std::fmt;

use super::parts::WHOLE;
use super::report::{Of, Report, Told};
use super::rules::Severity;
use crate::plain::line;

/// Widest column of methods.
const WIDEST: usize = 64;

/// Methods, then each broken rule with its places, the worst last, then the counts in one line.
#[derive(Debug)]
pub struct Human<'a>(pub &'a Report);

impl fmt::Display for Human<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let report = self.0;
        // a report may have come from anywhere
        let methods: Vec<_> = report.methods.iter().map(|(method, count)| (line(method), count)).collect();
        let width = methods.iter().map(|(method, _)| method.len()).max().unwrap_or(0).clamp("method".len(), WIDEST);
        let of = match report.of {
            Of::Callbacks => "callbacks",
            Of::Requests => "requests",
        };
        writeln!(f, "{:width$}  {of:>9}", "method")?;
        for (method, count) in &methods {
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
        [one] if one != WHOLE => writeln!(f, "part: {}", line(one))?,
        [one, ..] if !one.contains('/') && report.parts.len() > 1 => {
            writeln!(f, "parts: {}, by names of their own: whether these are all is not known", report.parts.len())?;
        }
        _ => {}
    }
    if report.missing.is_empty() { Ok(()) } else { writeln!(f, "MISSING parts: {}", line(&report.missing.join(", "))) }
}

/// A broken rule with its places.
pub(crate) fn rule(f: &mut fmt::Formatter<'_>, id: &str, told: &Told) -> fmt::Result {
    let word = match told.severity {
        Severity::Error => "FAILED",
        Severity::Advice => "advice",
        Severity::Note => "note",
    };
    write!(f, "{word} {}", line(id))?;
    if !told.cite.is_empty() {
        write!(f, " ({})", line(&told.cite))?;
    }
    let times = if told.count == 1 { "time" } else { "times" };
    writeln!(f, ": {}; {} {times}", line(&told.means), told.count)?;
    for place in &told.places {
        write!(f, "  {}", line(&place.file))?;
        // a file that could not be read has none
        if place.line > 0 {
            write!(f, ":{}", place.line)?;
        }
        if let Some(element) = place.element {
            write!(f, " element {element}")?;
        }
        if !place.at.is_empty() {
            write!(f, " {}", line(&place.at))?;
        }
        if !place.found.is_empty() {
            write!(f, ": {}", line(&place.found))?;
        }
        writeln!(f)?;
    }
    let more = told.count.saturating_sub(told.places.len() as u64);
    if more > 0 {
        writeln!(f, "  and {more} more")?;
    }
    Ok(())
}
