//! Annotations of GitHub Actions: a line for each place.

use std::fmt::Write;

use super::{Report, more};
use crate::report::github::{property, text};
use crate::traffic::rules::Severity;

pub(super) fn write(report: &Report) -> String {
    let mut out = String::new();
    for (id, told) in report.worst_first() {
        let word = match told.severity {
            Severity::Error => "error",
            Severity::Advice => "warning",
            Severity::Note => "notice",
        };
        for (number, place) in told.places.iter().enumerate() {
            let rest = if number + 1 == told.places.len() { more(told) } else { 0 };
            let element = place.element.map(|element| format!("\noperation {element}")).unwrap_or_default();
            let found = if place.found.is_empty() { String::new() } else { format!(": {}", place.found) };
            let rest = if rest > 0 { format!("\n{rest} more") } else { String::new() };
            let message = text(&format!("{}{found}{element}{rest}", told.means));
            // lines are counted from 1
            let (file, line) = (property(&place.file), place.line.max(1));
            let _ = writeln!(out, "::{word} file={file},line={line},title={}::{message}", property(id));
        }
        if told.places.is_empty() {
            let message = text(&format!("{}; {}", told.means, told.count));
            let _ = writeln!(out, "::{word} title={}::{message}", property(id));
        }
    }
    let _ = writeln!(out, "::notice title=reconcile::{}", text(&report.to_string()));
    out
}
