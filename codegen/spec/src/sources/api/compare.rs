//! One request against the description of its route, field by field.

use std::collections::BTreeMap;

use crate::resolved::{Condition, Limit, Presence, Row, Test, ValueKind};

use super::shape::Shape;

/// How a request and the description of its route differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// The description has no such route.
    Route,
    /// The description knows no such member.
    Unknown,
    /// The description requires what we do not always send.
    Required,
    /// Its type, or its format.
    Type,
    /// Its least and greatest length.
    Length,
    /// Its least and greatest number.
    Range,
    /// Its values, or the pattern of its text.
    Values,
}

/// One difference at a field: what it is, what we say and what the description says.
pub(super) struct Found {
    pub(super) path: String,
    pub(super) what: What,
    pub(super) ours: String,
    pub(super) theirs: String,
}

/// Every difference of a request's rows.
pub(super) fn rows(rows: &[Row], amounts: &BTreeMap<String, Limit>, shape: &Shape) -> Vec<Found> {
    // where every currency has limits of its own, a wider range of theirs says nothing more
    let limited = !amounts.is_empty() && amounts.values().all(|limit| limit.min.is_some_and(|min| min > 0));
    let mut out = Vec::new();
    // what stands inside a text has no member of its own
    for row in rows.iter().filter(|row| !row.inside) {
        let Some(theirs) = lookup(shape, &row.path) else {
            let found = |ours: &str, theirs: &str| Found {
                path: row.path.clone(),
                what: What::Unknown,
                ours: ours.to_owned(),
                theirs: theirs.to_owned(),
            };
            out.push(found("a member", "no such member"));
            continue;
        };
        if let Some(theirs) = theirs {
            super::values::value(row, theirs, limited, &mut out);
        }
    }
    required(rows, shape, "", true, &mut out);
    out
}

/// The shape of a member; inside a free object nothing is said of it.
#[expect(clippy::option_option, reason = "unknown, known without a word of it, or known")]
pub(super) fn lookup<'a>(shape: &'a Shape, path: &str) -> Option<Option<&'a Shape>> {
    let mut at = shape;
    for name in path.split('.') {
        if at.is_free() {
            return Some(None);
        }
        at = at.members.get(name)?;
    }
    Some(Some(at))
}

/// What the description requires and the request does not always carry. `always`: the object itself is required there, or
/// always sent by us. Members of another object may come along with whatever else is sent in it.
fn required(rows: &[Row], shape: &Shape, holder: &str, always: bool, out: &mut Vec<Found>) {
    let at = |path: &str| rows.iter().find(|row| row.path == path && !row.inside);
    for name in &shape.required {
        let path = join(holder, name);
        let row = at(&path);
        if row.is_some_and(|row| row.presence == Presence::Required || comes_along(rows, row, holder, always)) {
            continue;
        }
        let ours = row.map_or("not sent", |row| presence(row.presence));
        out.push(Found { path, what: What::Required, ours: ours.to_owned(), theirs: "required".to_owned() });
    }
    for (name, below) in &shape.members {
        let path = join(holder, name);
        let row = at(&path);
        let needed = shape.required.contains(name);
        if row.is_some() || needed {
            let sent = needed || row.is_some_and(|row| row.presence == Presence::Required);
            required(rows, below, &path, always && sent, out);
        }
    }
}

/// Whether a field is required with whatever else is sent in its object. In an object that must always be there, something
/// else must always be sent, so that an only member does not come along.
fn comes_along(rows: &[Row], row: &Row, holder: &str, always: bool) -> bool {
    let below = |path: &str| holder.is_empty() || path.strip_prefix(holder).is_some_and(|rest| rest.starts_with('.'));
    let others = rows.iter().filter(|other| !other.inside && other.path != row.path && below(&other.path));
    let brings = |other: &Row| {
        // a sum is amount and currency: one does not come without the other
        let same = |path: &str| {
            path == other.field
                || (other.value.kind == ValueKind::Currency
                    && rows.iter().any(|row| row.field == path && row.value.kind == ValueKind::Amount))
        };
        row.presence_when.iter().any(|one| {
            let sent = matches!(&one.when, Condition::All(tests)
                if matches!(tests.as_slice(), [(path, Test::Sent(true))] if same(path)));
            one.presence == Presence::Required && sent
        })
    };
    let certain = || others.clone().any(|other| other.presence == Presence::Required && brings(other));
    if always { certain() } else { others.clone().all(brings) }
}

fn join(holder: &str, name: &str) -> String {
    if holder.is_empty() { name.to_owned() } else { format!("{holder}.{name}") }
}

fn presence(presence: Presence) -> &'static str {
    match presence {
        Presence::Ignored => "ignored",
        Presence::Optional => "optional",
        Presence::Recommended => "recommended",
        Presence::Contract => "by contract",
        Presence::Clarifiable => "clarifiable",
        Presence::Required => "required",
    }
}
