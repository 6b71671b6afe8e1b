//! The report for people: counts of both sides, each broken rule with its places, the worst last, and one line.

use std::fmt;

use super::{Report, at, more};
use crate::traffic::rules::Severity;

/// As it stands at a terminal.
pub(super) struct Human<'a>(pub(super) &'a Report);

impl fmt::Display for Human<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report { orders, operations, project, .. } = self.0;
        writeln!(f, "orders      {}", orders.read)?;
        write!(f, "operations  {}", operations.counted)?;
        if let Some(project) = project {
            write!(f, " of project {project}")?;
        }
        for (count, what) in [(operations.twice, "listed again"), (operations.elsewhere, "of other projects")] {
            if count > 0 {
                write!(f, ", {count} {what}")?;
            }
        }
        writeln!(f)?;
        let all = [Severity::Note, Severity::Advice, Severity::Error].into_iter();
        for (id, told) in all.flat_map(|severity| self.0.of(severity)) {
            let word = match told.severity {
                Severity::Error => "FAILED",
                Severity::Advice => "advice",
                Severity::Note => "note",
            };
            let cite = if told.cite.is_empty() { String::new() } else { format!(" ({})", told.cite) };
            let times = if told.count == 1 { "time" } else { "times" };
            writeln!(f, "{word} {id}{cite}: {}; {} {times}", told.means, told.count)?;
            for place in &told.places {
                let found = if place.found.is_empty() { String::new() } else { format!(": {}", place.found) };
                writeln!(f, "  {}{found}", at(place))?;
            }
            if more(told) > 0 {
                writeln!(f, "  and {} more", more(told))?;
            }
        }
        writeln!(f, "{}", self.0)
    }
}
