//! Mistakes about who must send a field.

use methodspec::resolved::{Form, Presence, Row, Source, ValueKind};

use super::{Operator, in_forms, in_rows, model, set};

pub(super) const ALL: &[Operator] = &[
    model("required-optional", |method| in_rows(method, |row| turned(row, Presence::Required, Presence::Optional))),
    model("required-recommended", |method| {
        in_rows(method, |row| turned(row, Presence::Required, Presence::Recommended))
    }),
    model("optional-required", |method| in_rows(method, |row| turned(row, Presence::Optional, Presence::Required))),
    model("optional-recommended", |method| {
        in_rows(method, |row| turned(row, Presence::Optional, Presence::Recommended))
    }),
    model("recommended-required", |method| {
        in_rows(method, |row| turned(row, Presence::Recommended, Presence::Required))
    }),
    model("recommended-ignored", |method| in_rows(method, |row| turned(row, Presence::Recommended, Presence::Ignored))),
    model("clarifiable-required", |method| {
        in_rows(method, |row| turned(row, Presence::Clarifiable, Presence::Required))
    }),
    model("clarifiable-optional", |method| {
        in_rows(method, |row| turned(row, Presence::Clarifiable, Presence::Optional))
    }),
    model("required-object-optional", |method| {
        in_rows(method, |row| {
            let is = row.source == Source::Holder && row.presence == Presence::Required;
            is && set(&mut row.presence, Presence::Optional)
        })
    }),
    model("required-field-lost", |method| lost(method, |row| row.presence == Presence::Required)),
    model("optional-field-lost", |method| lost(method, |row| row.presence != Presence::Required)),
    model("field-added", |method| {
        in_forms(method, |form| {
            let Some(mut row) = form.rows.iter().find(|row| is_text(row)).cloned() else { return false };
            row.path.push_str("_more");
            row.rust.push_str("_more");
            row.presence = Presence::Optional;
            row.own = true;
            insert(form, row)
        })
    }),
    model("field-misspelt", |method| {
        in_rows(method, |row| {
            let is = is_text(row) && !row.inside;
            is && {
                row.path.push('s');
                true
            }
        })
    }),
    model("fields-exchanged", |method| {
        in_forms(method, |form| {
            let mut rows = form.rows.iter_mut().filter(|row| is_text(row) && !row.inside);
            let (Some(one), Some(other)) = (rows.next(), rows.next()) else { return false };
            std::mem::swap(&mut one.presence, &mut other.presence);
            std::mem::swap(&mut one.value, &mut other.value);
            std::mem::swap(&mut one.rust, &mut other.rust);
            std::mem::swap(&mut one.own, &mut other.own);
            one.rust != other.rust
        })
    }),
];

fn turned(row: &mut Row, from: Presence, to: Presence) -> bool {
    // amount and currency are one to the typed API: half of a sum does not compile
    let sum = matches!(row.value.kind, ValueKind::Amount | ValueKind::Currency);
    row.source == Source::Caller && !sum && row.presence == from && set(&mut row.presence, to)
}

fn is_text(row: &Row) -> bool {
    row.source == Source::Caller && row.value.kind == ValueKind::Text
}

fn insert(form: &mut Form, row: Row) -> bool {
    let at = form.rows.iter().position(|other| row.path.starts_with(&other.path) && is_text(other));
    form.rows.insert(at.map_or(0, |at| at + 1), row);
    true
}

/// Each row that the caller fills and that `fits`, taken away.
fn lost(method: &methodspec::resolved::Method, fits: fn(&Row) -> bool) -> Vec<super::Site> {
    let mut sites = Vec::new();
    let forms = method.operations.values().flat_map(|operation| &operation.forms);
    for row in forms.flat_map(|form| &form.rows).filter(|row| row.source == Source::Caller && fits(row)) {
        if matches!(row.value.kind, ValueKind::Amount | ValueKind::Currency) {
            continue;
        }
        let found = in_forms(method, |form| {
            let before = form.rows.len();
            form.rows.retain(|other| other.path != row.path || !fits(other));
            form.rows.len() < before
        });
        let shape = format!("{:?} {:?}", row.value.kind, row.presence);
        sites.extend(found.into_iter().map(|site| super::Site {
            at: format!("{} {}", site.at, row.path),
            shape: shape.clone(),
            ..site
        }));
    }
    sites
}
