//! From the schemas of OpenAPI 3.0 to JSON Schema: what the two write differently.

use serde_json::{Map, Value, json};

/// Formats that descriptions write in their own way.
const FORMATS: &[(&str, &[&str])] = &[("dateTime", &["date-time"]), ("ip-address", &["ipv4", "ipv6"])];

/// The same schema as JSON Schema of 2020.
pub(super) fn schema(schema: &Value) -> Value {
    match schema {
        Value::Array(items) => items.iter().map(self::schema).collect(),
        Value::Object(members) => object(members),
        other => other.clone(),
    }
}

fn object(members: &Map<String, Value>) -> Value {
    let mut out: Map<String, Value> = members
        .iter()
        .map(|(key, value)| {
            // names of members and values are no keywords
            let plain = matches!(key.as_str(), "enum" | "default" | "example" | "required");
            let value = match (key.as_str(), value) {
                ("properties", Value::Object(all)) => {
                    Value::Object(all.iter().map(|(name, one)| (name.clone(), schema(one))).collect())
                }
                _ if plain => value.clone(),
                _ => schema(value),
            };
            (key.clone(), value)
        })
        .collect();
    bound(&mut out, "minimum", "exclusiveMinimum");
    bound(&mut out, "maximum", "exclusiveMaximum");
    // bounds that a type does not have say nothing in both languages
    let format = out.get("format").and_then(Value::as_str).map(str::to_owned);
    if let Some((_, formats)) = FORMATS.iter().find(|(name, _)| format.as_deref() == Some(*name)) {
        out.remove("format");
        let any: Vec<Value> = formats.iter().map(|format| json!({ "format": format })).collect();
        let all = out.entry("allOf").or_insert_with(|| json!([]));
        if let Value::Array(all) = all {
            all.push(json!({ "anyOf": any }));
        }
    }
    if out.remove("nullable") == Some(Value::Bool(true)) {
        return json!({ "anyOf": [{ "type": "null" }, Value::Object(out)] });
    }
    Value::Object(out)
}

/// `exclusiveMinimum: true` beside `minimum` is one keyword in JSON Schema.
fn bound(out: &mut Map<String, Value>, bound: &str, exclusive: &str) {
    match out.get(exclusive) {
        Some(Value::Bool(true)) => {
            out.remove(exclusive);
            if let Some(end) = out.remove(bound) {
                out.insert(exclusive.to_owned(), end);
            }
        }
        Some(Value::Bool(false)) => {
            out.remove(exclusive);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_two_languages_write_differently() {
        let from = json!({ "type": "object", "required": ["nullable"], "properties": {
            "nullable": { "type": "integer", "minimum": 1, "exclusiveMinimum": true },
            "ip": { "type": "string", "format": "ip-address", "nullable": true },
        } });
        assert_eq!(
            schema(&from),
            json!({ "type": "object", "required": ["nullable"], "properties": {
                "nullable": { "type": "integer", "exclusiveMinimum": 1 },
                "ip": { "anyOf": [{ "type": "null" }, { "type": "string", "allOf": [{ "anyOf": [{ "format": "ipv4" }, { "format": "ipv6" }] }] }] },
            } })
        );
    }
}
