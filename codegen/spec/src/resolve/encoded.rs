//! Members of the JSON inside a text, and values that the form gives by itself.

use std::collections::BTreeMap;

use crate::fault::Kind;
use crate::resolved as r;

use super::catalogue::{Catalogue, Known, fresh};
use super::form::{Base, row};
use super::judge::Judge;

/// Rows below a field with `encoded` are members of the JSON inside that text: their paths go on from the text's own on
/// this interface, and objects on the way have rows too. `places` says where each field was written.
pub(crate) fn members(
    judge: &Judge<'_>,
    base: &Base<'_>,
    interface: r::Interface,
    rows: &mut Vec<r::Row>,
    places: &BTreeMap<String, String>,
) {
    let own: BTreeMap<String, r::Row> = rows.iter().map(|row| (row.field.clone(), row.clone())).collect();
    let encoded =
        |path: &str| own.get(path).map_or_else(|| is_encoded(base.catalogue, path), |row| row.value.encoded.is_some());
    let mut texts: BTreeMap<String, r::Row> = BTreeMap::new();
    for row in rows.iter_mut() {
        let above: Vec<String> = above(&row.field).into_iter().filter(|path| encoded(path)).collect();
        let Some(text) = above.first() else { continue };
        if above.len() > 1 || row.value.encoded.is_some() {
            judge.tell_key(
                Kind::NotOffered,
                places.get(&row.field).map_or(base.here.pointer.as_str(), String::as_str),
                format!("`{}` is inside the text `{text}`: nothing in it is encoded again", row.field),
                vec!["leave `encoded` to the outermost field".to_owned()],
            );
            continue;
        }
        let known = known_or_fresh(base, text).field;
        let offered = match interface {
            r::Interface::PaymentPage => known.payment_page.is_some(),
            _ => known.gate,
        };
        if !offered {
            judge.tell_key(
                Kind::NotOffered,
                places.get(&row.field).map_or(base.here.pointer.as_str(), String::as_str),
                format!("`{text}`, which would hold `{}`, is not sent on this interface", row.field),
                vec!["say who sends it on the other interface".to_owned()],
            );
            continue;
        }
        let holder = texts.entry(text.clone()).or_insert_with(|| {
            let known = own.get(text).cloned();
            known.unwrap_or_else(|| self::row(&known_or_fresh(base, text), interface, base.platform))
        });
        let below = row.field.strip_prefix(text.as_str()).unwrap_or_default();
        let objects = middle(text, below);
        row.path = format!("{}{below}", holder.path);
        row.inside = true;
        stronger(holder, row);
        holder.source = r::Source::Encoded;
        let at = holder.path.clone();
        for object in objects {
            let tail = object.strip_prefix(text.as_str()).unwrap_or_default();
            let path = format!("{at}{tail}");
            let holder = texts.entry(object.clone()).or_insert_with(|| {
                let known = own.get(&object).cloned();
                let mut holder =
                    known.unwrap_or_else(|| self::row(&known_or_fresh(base, &object), interface, base.platform));
                holder.value.kind = r::ValueKind::Object;
                holder
            });
            holder.path = path;
            holder.inside = true;
            holder.source = r::Source::Holder;
            stronger(holder, row);
        }
    }
    rows.retain(|row| !texts.contains_key(&row.field));
    rows.extend(texts.into_values());
    for row in rows.iter_mut().filter(|row| row.value.encoded.is_some() && row.source == r::Source::Caller) {
        // Nothing is said of its members: whoever calls writes the text.
        row.value.kind = r::ValueKind::Text;
    }
}

/// Required fields with one closed value: the form gives it.
pub(crate) fn fixed(rows: &mut [r::Row]) {
    for row in rows.iter_mut().filter(|row| row.source == r::Source::Caller) {
        let always = row.presence == r::Presence::Required && row.value_when.is_empty();
        let kind = !matches!(
            row.value.kind,
            r::ValueKind::Boolean
                | r::ValueKind::Amount
                | r::ValueKind::Currency
                | r::ValueKind::Object
                | r::ValueKind::List
                | r::ValueKind::Json
        );
        if always && kind && !row.value.open && row.value.values.len() == 1 {
            row.source = r::Source::Fixed;
        }
    }
}

fn is_encoded(catalogue: &Catalogue, path: &str) -> bool {
    catalogue.fields.get(path).is_some_and(|known| known.field.value.encoded.is_some())
}

fn known_or_fresh(base: &Base<'_>, path: &str) -> Known {
    let own = || Known { field: fresh(path, base.here), own: false, conditional: Vec::new() };
    base.catalogue.fields.get(path).cloned().unwrap_or_else(own)
}

/// A text or an object must be there if a member must.
fn stronger(holder: &mut r::Row, member: &r::Row) {
    if member.presence > holder.presence || holder.cite.is_empty() {
        holder.presence = holder.presence.max(member.presence);
        holder.cite.clone_from(&member.cite);
    }
}

/// `a.b.c` -> `a`, `a.b`.
fn above(path: &str) -> Vec<String> {
    path.match_indices('.').map(|(end, _)| path.get(..end).unwrap_or_default().to_owned()).collect()
}

/// Objects between a text and a member of it.
fn middle(text: &str, below: &str) -> Vec<String> {
    above(&format!("{text}{below}")).into_iter().filter(|path| path.len() > text.len()).collect()
}
