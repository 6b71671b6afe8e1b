//! Values that go together.

use std::collections::BTreeSet;

use crate::fault::Kind;
use crate::load::node::step;
use crate::model::method::Together;
use crate::resolved as r;

use super::catalogue::Catalogue;
use super::judge::{Here, Judge};

/// Tells what a field may be and no row of a closed table has: every request with it would be refused.
fn never(judge: &Judge<'_>, catalogue: &Catalogue, column: &str, listed: &BTreeSet<String>, pointer: &str) {
    let possible = super::atom::possible(catalogue, column);
    let never: Vec<&str> = possible.iter().filter(|one| !listed.contains(*one)).map(String::as_str).collect();
    if listed.is_empty() || never.is_empty() {
        return;
    }
    let message =
        format!("`{column}`: no row has {}, so that every request with it would be refused", never.join(", "));
    let help = vec!["add a row, say `open: true` where other rows may come, or take the value away".to_owned()];
    judge.tell(Kind::Conflict, pointer, message, help);
}

/// Values that go together.
pub(crate) fn together(
    judge: &Judge<'_>,
    list: Option<&[Together]>,
    catalogue: &Catalogue,
    here: &Here,
) -> Vec<r::Together> {
    let mut out = Vec::new();
    for (n, one) in list.into_iter().flatten().enumerate() {
        let at = here.down("together").down(n).cited(one.cite.as_ref());
        super::condition::check(judge, one.when.as_ref(), catalogue, &at.pointer);
        let (columns, key) = match (&one.of, &one.same, &one.rows) {
            (Some(columns), None, Some(_)) => (columns, "of"),
            (None, Some(columns), None) => (columns, "same"),
            _ => {
                judge.tell(
                    Kind::WrongForm,
                    &at.pointer,
                    "values go together by `of` with `rows`, or by `same`",
                    Vec::new(),
                );
                continue;
            }
        };
        for (n, column) in columns.iter().enumerate() {
            if column.as_str() != "country" {
                super::condition::known_field(judge, column.as_str(), catalogue, &at.down(key).down(n).pointer);
            }
        }
        for (n, row) in one.rows.iter().flatten().enumerate() {
            let at = at.down("rows").down(n).pointer;
            if row.len() != columns.len() {
                judge.tell(
                    Kind::WrongForm,
                    &at,
                    format!("the row has {} cells for {} columns", row.len(), columns.len()),
                    Vec::new(),
                );
            }
            for (m, (cell, column)) in row.iter().zip(columns).enumerate() {
                super::atom::check(judge, catalogue, column.as_str(), &cell.0, &step(&at, m));
            }
            if row.iter().filter(|cell| cell.0.len() > 1).count() > 1 {
                judge.tell(
                    Kind::WrongForm,
                    &at,
                    "at most one cell of a row is a list",
                    vec!["write the row twice".to_owned()],
                );
            }
        }
        if one.open != Some(true) && one.when.is_none() && one.force.is_none() {
            for (m, column) in columns.iter().enumerate() {
                let listed = one.rows.iter().flatten().filter_map(|row| row.get(m)).flat_map(|cell| &cell.0);
                let listed: BTreeSet<String> = listed.map(ToString::to_string).collect();
                never(judge, catalogue, column.as_str(), &listed, &at.down(key).down(m).pointer);
            }
        }
        out.push(r::Together {
            columns: columns.iter().map(|column| column.as_str().to_owned()).collect(),
            rows: one
                .rows
                .iter()
                .flatten()
                .map(|row| row.iter().map(|cell| cell.0.iter().map(ToString::to_string).collect()).collect())
                .collect(),
            same: one.same.is_some(),
            open: one.open.unwrap_or(false),
            force: one.force.map_or(r::Force::Enforced, super::limits::force),
            when: one.when.as_ref().map(super::condition::read),
            cite: at.cite,
            note: one.note.as_ref().map(|note| note.as_str().to_owned()),
        });
    }
    out
}
