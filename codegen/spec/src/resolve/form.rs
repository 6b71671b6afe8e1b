//! Forms: the rows of each request, in signing order.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::fault::Kind;
use crate::resolved as r;
use crate::rust_names::field_type;

use super::catalogue::{Catalogue, Known, fresh};
use super::judge::{Here, Judge, from_platform};
use super::send::Entry;
use super::words::{refused_for_field, signing_order, snake};

/// What stands in a request before anybody says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Envelope {
    /// Nothing.
    None,
    /// What every request of the interface has.
    Shared,
    /// That, and what every request of the operation has.
    Operation,
}

/// What every form of an operation starts from.
pub(crate) struct Base<'a> {
    pub(crate) platform: &'a r::Platform,
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) operation: r::OperationKind,
    pub(crate) here: &'a Here,
}

/// The rows of one request.
pub(crate) fn rows(
    judge: &Judge<'_>,
    base: &Base<'_>,
    interface: r::Interface,
    entries: &[&Entry<'_>],
    envelope: Envelope,
) -> Vec<r::Row> {
    let mut by_path: BTreeMap<String, r::Row> = BTreeMap::new();
    for (path, cite) in enveloped(base, interface, envelope) {
        if let Some(known) = base.catalogue.fields.get(&path) {
            let mut row = row(known, interface, base.platform);
            row.presence = r::Presence::Required;
            row.cite = cite;
            by_path.insert(path, row);
        }
    }
    for entry in entries.iter().filter(|entry| entry.interface == interface) {
        if entry.path.contains("[]") {
            // A list has one row: its items have no names of their own to be signed or set by.
            let list = entry.path.split("[]").next().unwrap_or_default();
            judge.tell(
                Kind::NotOffered,
                &entry.at,
                format!("`{}`: what items of a list hold is not sent by itself", entry.path),
                vec![format!("send the whole list: `{list}`, of type `list`")],
            );
            continue;
        }
        let mut known = narrowed(judge, base, entry);
        if let (Some(when), Some(_)) = (&entry.when, entry.narrows) {
            // What is narrower under a condition is not so without it.
            let wide = base.catalogue.fields.get(&entry.path).cloned().unwrap_or_else(|| unknown(base, entry));
            let plain = by_path.entry(entry.path.clone()).or_insert_with(|| row(&wide, interface, base.platform));
            if plain.value.kind == r::ValueKind::Json {
                // What type a value is, no condition changes.
                plain.value.kind = known.field.value.kind;
            }
            if known.field.value != wide.field.value {
                plain.value_when.push(r::ConditionalValue {
                    when: when.clone(),
                    value: std::mem::replace(&mut known.field.value, plain.value.clone()),
                    cite: entry.here.cite.clone(),
                });
                known.own = plain.own;
            }
        }
        let row = by_path.entry(entry.path.clone()).or_insert_with(|| row(&known, interface, base.platform));
        // The narrowest description of the value wins with the nearest scope: entries come from the widest to the nearest.
        row.value = known.field.value.clone();
        row.own = known.own;
        if !known.field.means.is_empty() {
            row.means.clone_from(&known.field.means);
        }
        if known.field.example.is_some() {
            row.example.clone_from(&known.field.example);
        }
        if let Some(when) = &entry.when {
            row.presence_when.push(r::ConditionalPresence {
                when: when.clone(),
                presence: entry.presence,
                cite: entry.here.cite.clone(),
            });
            if row.cite.is_empty() {
                row.cite.clone_from(&entry.here.cite);
            }
        } else if entry.presence > row.presence || row.cite.is_empty() {
            row.presence = row.presence.max(entry.presence);
            row.cite.clone_from(&entry.here.cite);
        }
        for note in [&known.field.note, &entry.note].into_iter().flatten() {
            beside(&mut row.note, note);
        }
    }
    if interface == r::Interface::Gate && envelope == Envelope::Operation {
        super::required_with::lay(base, entries, &mut by_path);
    }
    // Sent only under a condition: otherwise it may be left out.
    for row in by_path.values_mut() {
        if row.presence == r::Presence::Ignored && !row.presence_when.is_empty() {
            row.presence = r::Presence::Optional;
        }
    }
    let mut rows: Vec<r::Row> = by_path.into_values().collect();
    let places: BTreeMap<String, String> = entries.iter().map(|entry| (entry.path.clone(), entry.at.clone())).collect();
    super::encoded::members(judge, base, interface, &mut rows, &places);
    if interface == r::Interface::Gate {
        holders(base, &mut rows);
    }
    rows.sort_by(|a, b| signing_order(&a.path, &b.path).then_with(|| a.path.cmp(&b.path)));
    super::encoded::fixed(&mut rows);
    super::meaning::check(judge, &rows, &places);
    rust_names(judge, base, &mut rows, &places);
    super::page_names::check(judge, &rows, &places, base.here);
    rows
}

/// A further note beside what a row has: nearer scopes add to wider ones.
fn beside(notes: &mut Option<String>, note: &str) {
    match notes {
        None => *notes = Some(note.to_owned()),
        Some(before) if before.contains(note) => {}
        Some(before) => *before = format!("{}. {note}", before.trim_end_matches('.')),
    }
}

/// What the platform asks for in every such request.
fn enveloped(base: &Base<'_>, interface: r::Interface, envelope: Envelope) -> Vec<(String, Vec<r::Cite>)> {
    if envelope == Envelope::None {
        return Vec::new();
    }
    let operation = base.platform.operations.get(&base.operation).filter(|_| envelope == Envelope::Operation);
    let of_operation = operation.and_then(|o| o.send.get(&interface)).into_iter().flatten();
    let cite = operation.map(|o| from_platform(&o.cite)).unwrap_or_default();
    let of_all = base.platform.envelope.get(&interface).into_iter().flatten();
    of_all
        .map(|path| (path.clone(), base.platform.fields.get(path).map(|f| from_platform(&f.cite)).unwrap_or_default()))
        .chain(of_operation.map(|path| (path.clone(), cite.clone())))
        .collect()
}

fn narrowed(judge: &Judge<'_>, base: &Base<'_>, entry: &Entry<'_>) -> Known {
    let Some(narrows) = entry.narrows else {
        return base.catalogue.fields.get(&entry.path).cloned().unwrap_or_else(|| unknown(base, entry));
    };
    let (codes, sums) = (base.catalogue.codes.clone(), base.catalogue.sums.clone());
    let mut catalogue = Catalogue { codes, sums, ..Catalogue::default() };
    if let Some(known) = base.catalogue.fields.get(&entry.path) {
        catalogue.fields = Arc::new([(entry.path.clone(), known.clone())].into());
    }
    let here = Here { pointer: entry.at.clone(), cite: entry.here.cite.clone() };
    catalogue.lay(judge, &entry.path, narrows, &here);
    Arc::unwrap_or_clone(catalogue.fields).remove(&entry.path).unwrap_or_else(|| unknown(base, entry))
}

/// A field of which nothing is known but its path.
fn unknown(base: &Base<'_>, entry: &Entry<'_>) -> Known {
    Known { field: fresh(&entry.path, base.here), own: true, conditional: Vec::new() }
}

pub(crate) fn row(known: &Known, interface: r::Interface, platform: &r::Platform) -> r::Row {
    let field = &known.field;
    let path = match (interface, &field.payment_page) {
        (r::Interface::PaymentPage, Some(name)) => name.clone(),
        _ => field.path.clone(),
    };
    let ends_with = |name: &str| field.path == name || field.path.ends_with(&format!(".{name}"));
    // Only the envelope's own members come from the project.
    let enveloped = platform.envelope.values().flatten().any(|path| *path == field.path);
    let source = match () {
        () if enveloped && ends_with("project_id") => r::Source::Project,
        () if enveloped && ends_with("signature") => r::Source::Signature,
        () => r::Source::Caller,
    };
    r::Row {
        path,
        field: field.path.clone(),
        rust: field.rust.clone(),
        value: field.value.clone(),
        own: known.own,
        presence: r::Presence::Ignored,
        source,
        inside: false,
        means: field.means.clone(),
        example: field.example.clone(),
        cite: Vec::new(),
        note: field.note.clone(),
        presence_when: Vec::new(),
        value_when: known.conditional.clone(),
    }
}

/// Rows of the objects that hold others.
fn holders(base: &Base<'_>, rows: &mut Vec<r::Row>) {
    let mut parents: BTreeMap<String, (r::Presence, Vec<r::Cite>)> = BTreeMap::new();
    for row in rows.iter() {
        let mut path = row.path.as_str();
        while let Some(cut) = path.rfind('.') {
            path = path.get(..cut).unwrap_or_default();
            let name = path.trim_end_matches("[]").to_owned();
            let parent = parents.entry(name).or_insert((row.presence, row.cite.clone()));
            if row.presence > parent.0 {
                *parent = (row.presence, row.cite.clone());
            }
        }
    }
    let own: BTreeSet<String> = rows.iter().map(|row| row.path.clone()).collect();
    for (path, (presence, cite)) in parents {
        if own.contains(&path) {
            if let Some(row) = rows.iter_mut().find(|row| row.path == path) {
                if row.source != r::Source::Encoded {
                    row.source = r::Source::Holder;
                }
                row.presence = row.presence.max(presence);
            }
            continue;
        }
        let known = base.catalogue.fields.get(&path);
        let mut field = known.map_or_else(|| fresh(&path, base.here), |known| known.field.clone());
        field.value.kind = r::ValueKind::Object;
        let known = Known { field, own: false, conditional: Vec::new() };
        let mut row = row(&known, r::Interface::Gate, base.platform);
        row.presence = presence;
        row.source = r::Source::Holder;
        row.cite = cite;
        rows.push(row);
    }
}

/// Names of setters: two that become one fall back to the whole path; what still clashes is told.
fn rust_names(judge: &Judge<'_>, base: &Base<'_>, rows: &mut [r::Row], places: &BTreeMap<String, String>) {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    let named = |row: &r::Row| !matches!(row.source, r::Source::Holder | r::Source::Encoded);
    for row in rows.iter().filter(|row| named(row)) {
        *count.entry(row.rust.clone()).or_default() += 1;
    }
    for row in rows.iter_mut() {
        if count.get(&row.rust).is_some_and(|n| *n > 1) {
            row.rust = snake(&row.field);
        }
    }
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut types: BTreeMap<String, String> = BTreeMap::new();
    for row in rows.iter().filter(|row| named(row)) {
        let tell = |why: String| {
            judge.tell_key(
                Kind::RustName,
                places.get(&row.field).map_or(base.here.pointer.as_str(), String::as_str),
                format!("the field `{}`: {why}", row.field),
                vec![format!("give it a name of its own: `fields: {{ {}: {{ rust: … }} }}`", row.field)],
            );
        };
        if let Some(why) = refused_for_field(&row.rust) {
            tell(why);
        } else if let Some(other) = seen.insert(row.rust.clone(), row.field.clone()) {
            tell(format!("`{}` is also the Rust name of `{other}`", row.rust));
        } else if let Some(other) = types.insert(field_type(&row.rust), row.field.clone()) {
            tell(format!("`{}` is also the type of `{other}`", field_type(&row.rust)));
        }
    }
}
