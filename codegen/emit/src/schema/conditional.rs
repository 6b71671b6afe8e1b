//! Conditions, and tables of values that go together.

use methodspec::resolved::Test;
use serde_json::{Value, json};

use super::branch::{all_there, at, there};
use crate::plan::{Table, When};

/// Holds where the condition does.
pub(super) fn holds(when: &When) -> Value {
    let there: Vec<(&str, Value)> = when
        .all
        .iter()
        .filter_map(|(path, test)| match test {
            Test::OneOf(values) => Some((path.as_str(), json!({ "enum": spelt(values.iter()) }))),
            Test::NoneOf(values) => {
                let scalar =
                    json!({ "type": ["string", "integer", "boolean"], "not": { "enum": spelt(values.iter()) } });
                Some((path.as_str(), scalar))
            }
            Test::Range(least, greatest) => {
                let mut number = json!({ "type": "integer" });
                for (key, end) in [("minimum", least), ("maximum", greatest)] {
                    if let Some(end) = end {
                        number[key] = json!(end);
                    }
                }
                Some((path.as_str(), number))
            }
            Test::Sent(true) => Some((path.as_str(), json!(true))),
            Test::Sent(false) => None,
        })
        .collect();
    let absent = when.all.iter().filter(|(_, test)| *test == Test::Sent(false));
    let absent = absent.map(|(path, _)| json!({ "not": there_at(path) }));
    let mut condition = all_there(&there);
    if let Some(parts) = condition["allOf"].as_array_mut() {
        parts.extend(absent);
    }
    condition
}

fn there_at(path: &str) -> Value {
    there(path, json!(true))
}

/// A row agrees where every column that is there has one of the row's values.
pub(super) fn table(table: &Table<'_>) -> Value {
    let rows: Vec<Value> = table
        .rows
        .iter()
        .map(|row| {
            let cells = table.columns.iter().zip(row);
            let cells: Vec<Value> = cells.map(|(column, values)| at(column, cell(values))).collect();
            json!({ "allOf": cells })
        })
        .collect();
    json!({ "anyOf": rows })
}

/// What holds other values is the type rule's matter.
fn cell(values: &[String]) -> Value {
    json!({ "if": { "type": ["string", "integer", "boolean"] }, "then": { "enum": spelt(values.iter()) } })
}

/// Values as texts, and those that are integers or booleans as such too: the field may be either.
fn spelt<'a>(values: impl Iterator<Item = &'a String>) -> Vec<Value> {
    let spell = |value: &String| {
        let integer = value.parse::<i64>().ok().filter(|integer| integer.to_string() == *value);
        let boolean = value.parse::<bool>().ok();
        [Some(json!(value)), integer.map(|integer| json!(integer)), boolean.map(|boolean| json!(boolean))]
    };
    values.flat_map(spell).flatten().collect()
}
