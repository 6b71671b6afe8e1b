//! One request against the description of its route, field by field.

use std::collections::BTreeMap;

use crate::resolved::{Cite, Condition, ConditionalPresence, Force, Limit, Presence, Row, Source, Test, ValueKind};

use super::description::Route;
use super::shape::Shape;
use super::values::Held;

/// How a request and the description of its route differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// The description has no such route, or one without a JSON body.
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

/// Every difference of a request's rows. `platform`: it is of no method.
pub(super) fn rows(rows: &[Row], amounts: &BTreeMap<String, Limit>, shape: &Shape, platform: bool) -> Vec<Found> {
    // where every currency has limits of its own that are held, a wider range of theirs says nothing more
    let held = |limit: &Limit| limit.force == Force::Enforced && limit.min.is_some_and(|min| min > 0);
    let limited = !amounts.is_empty() && amounts.values().all(held);
    let mut out = Vec::new();
    // what stands inside a text has no member of its own
    for row in rows.iter().filter(|row| !row.inside) {
        let Some(theirs) = lookup(shape, &row.path) else {
            out.push(unknown(&row.path));
            continue;
        };
        if let Some(theirs) = theirs {
            Held::row(row, row.own && !platform, limited).against(theirs, &mut out);
        }
    }
    required(rows, shape, "", true, &mut out);
    out
}

/// What the description says of a member that it does not know.
pub(super) const UNKNOWN: &str = "no such member";

/// A member that the description does not know.
pub(super) fn unknown(path: &str) -> Found {
    Found { path: path.to_owned(), what: What::Unknown, ours: "a member".to_owned(), theirs: UNKNOWN.to_owned() }
}

/// The route of a path, or what is told where there is none that takes JSON.
pub(super) fn route<'a>(path: &str, route: Option<&'a Route>) -> Result<&'a Route, Found> {
    let found = |ours: &str, theirs: &str| Found {
        path: String::new(),
        what: What::Route,
        ours: ours.to_owned(),
        theirs: theirs.to_owned(),
    };
    let route = route.ok_or_else(|| found(path, "no such route"))?;
    match &route.without_json {
        Some(instead) => Err(found("JSON", instead)),
        None => Ok(route),
    }
}

/// What we take to be required because the platform, or the description itself, says so, and the description does not require.
pub(super) fn no_longer_required(rows: &[Row], shape: &Shape, theirs: impl Fn(&Row, &[Cite]) -> bool) -> Vec<Found> {
    let mut out = Vec::new();
    for row in rows.iter().filter(|row| !row.inside && row.source != Source::Holder) {
        let always = row.presence == Presence::Required && theirs(row, &row.cite);
        let sometimes = |one: &ConditionalPresence| one.presence == Presence::Required && theirs(row, &one.cite);
        let sometimes = row.presence_when.iter().any(sometimes);
        // under a condition the member is required in its object, which may be absent
        let missing =
            (always && !is_required(shape, &row.path, true)) || (sometimes && !is_required(shape, &row.path, false));
        if missing && lookup(shape, &row.path).is_some_and(|theirs| theirs.is_some()) {
            out.push(Found {
                path: row.path.clone(),
                what: What::Required,
                ours: "required".to_owned(),
                theirs: "optional".to_owned(),
            });
        }
    }
    out
}

/// Whether a member is required: in its object, and with `whole` the object too.
pub(super) fn is_required(shape: &Shape, path: &str, whole: bool) -> bool {
    let (holder, name) = path.rsplit_once('.').unwrap_or(("", path));
    let of = if holder.is_empty() { Some(shape) } else { shape.at(holder) };
    let here = of.is_some_and(|of| of.required.contains(name));
    here && (!whole || holder.is_empty() || is_required(shape, holder, true))
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
                // whatever is sent in it, the object is
                || (!holder.is_empty() && path == holder)
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
