//! What a callback's members say, whatever the method.

use ecommpay_platform::runtime::callback::Note;
use ecommpay_platform::{Callback, SHAPE};

use super::facts::{Facts, Row, row};
use super::finding::Finding;
use super::rules;

/// The rows that are asked for by name.
pub(super) struct Rows {
    pub(super) payment: Vec<Row>,
    pub(super) label: Row,
    pub(super) status: Row,
    pub(super) operation: Row,
    pub(super) request: Row,
    pub(super) operation_type: Row,
    pub(super) operation_status: Row,
    pub(super) code: Row,
    pub(super) date: Row,
    /// The amount that an operation was asked for.
    pub(super) asked: Row,
    amounts: Vec<(&'static str, Row)>,
}

impl Rows {
    pub(super) fn new(facts: &Facts<'_>) -> Self {
        Self {
            payment: facts.payment_paths.iter().map(|path| row(path)).collect(),
            label: row(facts.method_path()),
            status: row(facts.status_path()),
            operation: row("operation.id"),
            request: row("operation.request_id"),
            operation_type: row("operation.type"),
            operation_status: row("operation.status"),
            code: row("operation.code"),
            date: row("operation.date"),
            asked: row(&facts.asked_path()),
            amounts: amounts().collect(),
        }
    }
}

/// The members that are sums.
pub(super) fn amounts() -> impl Iterator<Item = (&'static str, Row)> {
    let rows = SHAPE.fields().iter().enumerate();
    rows.filter(|(_, field)| field.path.ends_with(".amount")).map(|(row, field)| (field.path, row))
}

/// A text; none where it is empty, since the signature does not tell that from `null`.
pub(super) fn text(callback: &Callback, row: Row) -> Option<&str> {
    callback.field(row).and_then(|item| item.as_str()).filter(|text| !text.is_empty())
}

pub(super) fn judge(facts: &Facts<'_>, rows: &Rows, callback: &Callback, findings: &mut Vec<Finding>) {
    for note in callback.notes() {
        match note {
            Note::Semicolon { .. } => findings.push(Finding::new(&rules::SEMICOLON, "", "")),
            Note::ProjectNotNamed => findings.push(Finding::new(&rules::PROJECT_NOT_NAMED, "project_id", "")),
            Note::Type { field } => findings.push(Finding::new(&rules::KEPT, field.unwrap_or_default(), "")),
            _ => {}
        }
    }
    for listed in &facts.listed {
        let Some(item) = callback.field(listed.row) else { continue };
        let mut hold = |text: &str| {
            if !text.is_empty() && !listed.has(text) {
                findings.push(Finding::of_member(&rules::VALUE, listed.path, facts.words.shown(listed.path, text)));
            }
        };
        match listed.of_item {
            None => item.as_str().into_iter().for_each(&mut hold),
            Some(member) => item.items().filter_map(|item| item.get(member)?.as_str()).for_each(&mut hold),
        }
    }
    for (path, row) in &facts.times {
        if text(callback, *row).is_some_and(|text| super::time::seconds(text).is_none()) {
            findings.push(Finding::of_member(&rules::TIME, path, ""));
        }
    }
    for (path, row) in &rows.amounts {
        if callback.field(*row).and_then(|item| item.as_i64()).is_some_and(|amount| amount < 0) {
            findings.push(Finding::of_member(&rules::NEGATIVE, path, ""));
        }
    }
    paid(facts, rows, callback, findings);
}

/// The payment's status says paid, and exactly one of the other members that must agree does not. Where more differ,
/// another operation failed and left the payment as it was.
fn paid(facts: &Facts<'_>, rows: &Rows, callback: &Callback, findings: &mut Vec<Finding>) {
    let says = |row: Row| text(callback, row);
    let (status, others): (Vec<_>, Vec<_>) = facts.paid.iter().partition(|(path, ..)| *path == facts.status_path());
    let says_paid = status.first().is_some_and(|(_, row, value)| says(*row) == Some(value));
    if !says_paid || others.iter().any(|(_, row, _)| says(*row).is_none()) {
        return;
    }
    // a status that is still under way does not contradict
    let otherwise = |row: Row, text: &str| {
        row != rows.operation_status || facts.operation_status(text).is_some_and(|(_, is_final)| is_final)
    };
    let wrong: Vec<_> = others.iter().filter(|(_, row, value)| says(*row) != Some(value)).collect();
    if let [(path, row, _)] = wrong.as_slice()
        && let Some(text) = says(*row).filter(|text| otherwise(*row, text))
    {
        let finding = Finding::new(&rules::PAID, "", facts.words.shown(path, text));
        findings.push(Finding { at: (*path).to_owned().into(), ..finding });
    }
}
