//! Values that go together.

use crate::fault::Kind;
use crate::load::node::step;
use crate::model::method::Together;
use crate::resolved as r;

use super::catalogue::Catalogue;
use super::judge::{Here, Judge};

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
