//! For people at a terminal: the matrix, each failure, one line at the end.

use std::fmt::Write;

use super::grid::Grid;
use super::{Cell, Failure, Report};

pub(super) fn write(report: &Report) -> String {
    let mut out = String::new();
    matrix(&mut out, &report.matrix);
    let mut any = false;
    for remark in &report.remarks {
        let _ = writeln!(out, "{}: {}", remark.method, remark.says);
        any = true;
    }
    if any {
        out.push('\n');
    }
    for (failure, followers) in report.causes() {
        told(&mut out, failure, &followers);
    }
    for result in report.unreached() {
        let _ =
            writeln!(out, "UNREACHED {}\n  {}:{}\n  no check reached it\n", result.rule.id, result.file, result.line);
    }
    for entry in &report.known_failures {
        let _ = writeln!(out, "KNOWN FAILURES {}\n  {}: {}\n", entry.at, entry.rule, entry.says);
    }
    for (failure, why) in report.known() {
        let _ = writeln!(out, "known {}{}: {why}", failure.rule, part(failure));
    }
    if report.totals.known > 0 {
        let _ = writeln!(out, "known to fail: {}", report.totals.known);
    }
    let unlinked = report.not_linked();
    if unlinked > 0 {
        let _ = writeln!(out, "judged without generated code: {unlinked}");
    }
    if let Some((checks, least, rule)) = report.fewer_inputs() {
        let _ =
            writeln!(out, "checks with fewer inputs than {}: {checks}, the fewest {least} for {rule}", report.cases);
    }
    let _ = writeln!(out, "{}", report.totals);
    out
}

/// A row for each method and channel, a column for each operation and interface. A cell counts rules: `84`, or `2/84`
/// where two of them do not pass.
fn matrix(out: &mut String, cells: &[Cell]) {
    let grid = Grid::of(cells);
    let mut head = vec!["method".to_owned(), "channel".to_owned()];
    head.extend(grid.columns);
    let mut table = vec![head];
    for row in &grid.rows {
        let mut line = vec![if row.again { "" } else { row.method }.to_owned(), row.channel.to_owned()];
        line.extend(row.cells.iter().map(|cell| cell.map_or_else(String::new, Cell::told)));
        table.push(line);
    }
    let widths: Vec<usize> =
        (0..table[0].len()).map(|at| table.iter().map(|row| row[at].chars().count()).max().unwrap_or(0)).collect();
    for row in &table {
        let mut line = String::new();
        for (at, (text, width)) in row.iter().zip(&widths).enumerate() {
            let _ = if at < 2 { write!(line, "{text:<width$}  ") } else { write!(line, "{text:>width$}  ") };
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out.push('\n');
}

/// How many of the checks that fail by another rule are named below it.
const SHOWN: usize = 3;

fn part(failure: &Failure) -> String {
    if failure.part.is_empty() { String::new() } else { format!(" [{}]", failure.part) }
}

fn told(out: &mut String, failure: &Failure, followers: &[&Failure]) {
    let kind = match failure.kind {
        crate::check::FailureKind::Wrong => String::new(),
        kind => format!(" ({})", kind.told()),
    };
    let _ = writeln!(out, "FAILED {}{}{kind}", failure.rule, part(failure));
    let documents = failure.documents.join("; ");
    match (failure.cite.as_str(), documents.as_str()) {
        ("", _) => {}
        (cite, "") => {
            let _ = writeln!(out, "  says      {cite}");
        }
        (cite, documents) => {
            let _ = writeln!(out, "  says      {cite} ({documents})");
        }
    }
    let _ = writeln!(out, "  spec      {}:{}", failure.file, failure.line);
    if !failure.expected.is_empty() {
        let _ = writeln!(out, "  expected  {}", failure.expected);
    }
    let _ = writeln!(out, "  found     {}", failure.found);
    if let Some(input) = &failure.input {
        let _ = writeln!(out, "  input     {input}");
    }
    let _ = writeln!(out, "  again     {}", failure.reproduce);
    if !followers.is_empty() {
        let shown = followers.iter().take(SHOWN).map(|one| format!("{}{}", one.rule, part(one)));
        let more = if followers.len() > SHOWN { " …" } else { "" };
        let shown = shown.collect::<Vec<_>>().join("\n            ");
        let (count, over) = (followers.len(), followers[0].over.as_deref().unwrap_or_default());
        let _ = writeln!(out, "  with it   {count} more fail over {over}, each told by --report json=FILE");
        let _ = writeln!(out, "            {shown}{more}");
    }
    out.push('\n');
}
