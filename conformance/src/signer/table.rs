//! The table of several reports in a page of documentation.

use std::fmt::Write;

use super::feature::Feature;
use super::report::{Report, Row};

/// What stands before and after the table.
pub const MARKS: (&str, &str) = ("<!-- sdks -->", "<!-- /sdks -->");

/// The page with the table of these reports between its marks.
///
/// # Errors
/// Where the page lacks the marks.
pub fn written(page: &str, reports: &[Report]) -> Result<String, String> {
    let missing = || format!("the page has no place for the table: put {} and {} into it", MARKS.0, MARKS.1);
    let (before, rest) = page.split_once(MARKS.0).ok_or_else(missing)?;
    let (_, after) = rest.split_once(MARKS.1).ok_or_else(missing)?;
    Ok(format!("{before}{}\n{}{}{after}", MARKS.0, table(reports), MARKS.1))
}

fn table(reports: &[Report]) -> String {
    let mut out = String::from("| feature |");
    for report in reports {
        let _ = write!(out, " {} |", report.program.replace('|', "\\|"));
    }
    let _ = writeln!(out, "\n|---|{}", "---|".repeat(reports.len()));
    for feature in Feature::ALL {
        let cells: Vec<Option<&Row>> = reports.iter().map(|report| report.row(*feature)).collect();
        if cells.iter().all(Option::is_none) {
            continue;
        }
        let cells: Vec<String> = cells.into_iter().map(|row| row.map_or("-".to_owned(), cell)).collect();
        let _ = writeln!(out, "| {} | {} |", feature.title(), cells.join(" | "));
    }
    out
}

/// `33 passed`, or whatever else there is.
fn cell(row: &Row) -> String {
    let like = row.like.join(", ");
    let differs = if like.is_empty() { "differ".to_owned() } else { format!("differ (as {like})") };
    let counts = [
        (row.passed, "passed".to_owned()),
        (row.differs, differs),
        (row.failed, "**failed**".to_owned()),
        (row.unsupported, "unsupported".to_owned()),
    ];
    let counts: Vec<String> =
        counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    counts.join(", ")
}
