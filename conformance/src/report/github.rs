//! Annotations of GitHub Actions: a line for each failure, beside the spec's line.

use std::fmt::Write;

use super::Report;

pub(super) fn write(report: &Report) -> String {
    let mut out = String::new();
    let mut error = |file: &str, line: usize, title: &str, message: &str| {
        let (file, title) = (property(file), property(title));
        let _ = writeln!(out, "::error file={file},line={line},title={title}::{}", text(message));
    };
    for (failure, followers) in report.causes() {
        let part = if failure.part.is_empty() { String::new() } else { format!(" [{}]", failure.part) };
        let expected =
            if failure.expected.is_empty() { String::new() } else { format!("\nexpected {}", failure.expected) };
        let more = match followers.len() {
            0 => String::new(),
            count => format!("\n{count} more checks fail with it"),
        };
        let message = format!(
            "{}{part}: {}{expected}\n{}\n{}{more}",
            failure.kind.told(),
            failure.found,
            failure.cite,
            failure.reproduce
        );
        error(&failure.file, failure.line, &failure.rule, &message);
    }
    for result in report.unreached() {
        error(&result.file, result.line, &result.rule.id, "no check reached this rule");
    }
    for entry in &report.known_failures {
        let (file, line) = entry.at.rsplit_once(':').unwrap_or((&entry.at, "1"));
        error(file, line.parse().unwrap_or(1), &entry.rule, &entry.says);
    }
    let _ = writeln!(out, "::notice title=conformance::{}", text(&report.totals.to_string()));
    out
}

/// A message.
pub(crate) fn text(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of an annotation.
pub(crate) fn property(value: &str) -> String {
    text(value).replace(':', "%3A").replace(',', "%2C")
}
