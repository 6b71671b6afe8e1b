//! Requests for lists: where the values of a field come from.

use std::collections::BTreeMap;

use crate::resolved as r;

use super::form::{Base, Envelope, rows};
use super::judge::Judge;
use super::method::Wide;
use super::send::Entry;
use super::words::operation_word;

/// Adds a form for each list that a field of a Gate request comes from: one for each path, whoever needs it.
pub(crate) fn forms(judge: &Judge<'_>, wide: &Wide<'_>, base: &Base<'_>, out: &mut r::Operation) {
    let word = operation_word(base.operation);
    let mut lists: BTreeMap<String, (String, r::Listing, Vec<String>, Vec<r::Cite>)> = BTreeMap::new();
    for row in out.forms.iter().filter(|form| form.interface == r::Interface::Gate).flat_map(|form| &form.rows) {
        let Some(from) = &row.value.from else { continue };
        let Some(path) = &from.list else { continue };
        let cite = base.catalogue.fields.get(&row.field).map_or(&row.cite, |known| &known.field.cite);
        let name = from.name.clone().unwrap_or_else(|| format!("{}_list", row.rust));
        let one = lists.entry(path.replace("{operation}", word));
        let one = one.or_insert_with(|| (name, from.clone(), Vec::new(), cite.clone()));
        if !one.2.contains(&row.field) {
            one.2.push(row.field.clone());
        }
    }
    for (path, (name, from, of, cite)) in lists {
        if from.send.is_empty() {
            let of = of.iter().map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ");
            let why = "the documents do not say which fields the request takes";
            out.not_generated.push(format!("the list of {of} of {word}, `{path}`: {why}."));
            continue;
        }
        let here = super::judge::Here { pointer: base.here.pointer.clone(), cite: cite.clone() };
        // The project and its signature stand in every request; of the rest only what the list's own request takes.
        let signed = base.platform.envelope.get(&r::Interface::Gate).into_iter().flatten();
        let signed = signed.filter(|path| path.ends_with(".project_id") || path.ends_with(".signature"));
        let mut paths: Vec<String> = signed.chain(&from.send).cloned().collect();
        paths.sort();
        paths.dedup();
        let entries: Vec<Entry<'_>> = paths
            .into_iter()
            .map(|path| Entry {
                interface: r::Interface::Gate,
                presence: from.weaker.get(&path).copied().unwrap_or(r::Presence::Required),
                path,
                when: None,
                narrows: None,
                at: here.pointer.clone(),
                note: None,
                here: here.clone(),
            })
            .collect();
        let entries: Vec<&Entry<'_>> = entries.iter().collect();
        let mut rows = rows(judge, &Base { here: &here, ..*base }, r::Interface::Gate, &entries, Envelope::None);
        let sums = rows.iter().any(|row| row.value.kind == r::ValueKind::Amount);
        if !sums {
            rows.iter_mut().for_each(|row| without_amount(row, out));
        }
        let mut amounts = if sums { out.amounts.clone() } else { BTreeMap::new() };
        if let Some(range) = from.amount {
            // which banks there are does not hang on the operation's limits
            let own = rows.iter_mut().filter(|row| row.value.kind == r::ValueKind::Amount);
            own.for_each(|row| {
                row.value.range = range;
                super::catalogue::from_one(&mut row.value);
                row.own = true;
            });
            for limit in amounts.values_mut() {
                (limit.min, limit.max, limit.step) = (None, None, None);
                limit.when.clear();
                limit.ends = r::Said::NotDocumented;
            }
        }
        out.forms.push(r::Form {
            id: format!("{}/{word}/gate/{name}", wide.key),
            operation: base.operation,
            interface: r::Interface::Gate,
            channel: None,
            channels: Vec::new(),
            module: vec![name],
            role: r::Role::List { of },
            path,
            rows,
            amounts,
            currencies_open: out.currencies_open,
            together: Vec::new(),
            told: Vec::new(),
            cite,
        });
    }
}

/// A currency is told with its amount; without one it is a text, one of those that the operation takes.
fn without_amount(row: &mut r::Row, of: &r::Operation) {
    if row.value.kind != r::ValueKind::Currency {
        return;
    }
    row.own = true;
    row.value = r::Value {
        kind: r::ValueKind::Text,
        length: (Some(3), None),
        values: of.amounts.keys().map(|code| (code.clone(), String::new())).collect(),
        open: of.currencies_open,
        ..r::Value::default()
    };
    if !row.value.values.is_empty() {
        row.value.length = (None, None);
    }
}
