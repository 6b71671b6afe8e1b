//! JSON Schema of each form: the second engine.
//!
//! Made from the resolved model by code that shares nothing with the tables of the Rust crates, so that a mistake in one
//! of them shows as a disagreement. One `allOf` branch per rule, marked `x-rule`.

mod branch;
mod conditional;
mod formats;
mod rules;

use methodspec::resolved::{Encoding, Form, Interface, Method, Operation, Platform, Row, Source};
use serde_json::{Map, Value, json};

use crate::{Files, words};

const BY: &str = "methodspec-codegen";

/// `schemas/<method>/<operation>-<interface>[-<channel>].json`, a file for each form.
pub(crate) fn method(method: &Method, platform: &Platform, out: &mut Files) {
    let parameters = [Interface::Gate, Interface::PaymentPage].map(|one| (one, platform.parameters(one)));
    for operation in method.operations.values() {
        for form in &operation.forms {
            let own = parameters.iter().find(|(interface, _)| *interface == form.interface);
            let schema = form_schema(method, operation, form, own.map_or(&[], |(_, rows)| rows));
            let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
            text.push('\n');
            out.insert(format!("schemas/{}/{}.json", method.key, file_stem(form)), text);
        }
    }
}

/// `reef-money/sale/gate` below its method's folder: `sale-gate`.
fn file_stem(form: &Form) -> String {
    form.id.split_once('/').map_or("form", |(_, rest)| rest).replace('/', "-")
}

fn form_schema(method: &Method, operation: &Operation, form: &Form, parameters: &[Row]) -> Value {
    let (branches, by_code) = rules::of(form, parameters);
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:methodspec:{}", form.id),
        "x-generated-by": BY,
        "x-spec": format!("specs/{}", method.source),
        "x-path": form.path,
        "title": format!("{}: {}", method.title, words::operation(operation.kind)),
        "type": "object",
        "properties": properties(form, None, false),
        "allOf": branches,
        "x-checked-by-code": by_code,
    });
    if !form.told.is_empty() {
        schema["description"] = json!(form.told.join(" "));
    }
    schema
}

/// The fields with their meaning; what they must be stands in the branches.
fn properties(form: &Form, below: Option<&str>, inside: bool) -> Value {
    let mut members = Map::new();
    for row in form.rows.iter().filter(|row| row.inside == inside) {
        let name = match (below, row.path.rsplit_once('.')) {
            (None, None) => row.path.as_str(),
            (Some(holder), Some((of, name))) if of == holder => name,
            _ => continue,
        };
        let mut member = json!({ "description": row.means });
        if let Some(example) = &row.example {
            member["examples"] = json!([rules::typed(&row.value, example)]);
        }
        if row.value.open && !row.value.values.is_empty() {
            // others are taken: said for readers
            let known = row.value.values.iter().map(|(value, label)| (value.clone(), json!(label)));
            member["x-known"] = Value::Object(known.collect());
        }
        if row.source == Source::Encoded {
            // said for readers: no validator looks into the text
            member["contentMediaType"] = json!("application/json");
            if row.value.encoded == Some(Encoding::Base64Json) {
                member["contentEncoding"] = json!("base64");
            }
            member["contentSchema"] =
                json!({ "type": "object", "properties": properties(form, Some(&row.path), true) });
            members.insert(name.to_owned(), member);
            continue;
        }
        let inner = properties(form, Some(&row.path), inside);
        if inner.as_object().is_some_and(|inner| !inner.is_empty()) {
            member["properties"] = inner;
        }
        members.insert(name.to_owned(), member);
    }
    Value::Object(members)
}
