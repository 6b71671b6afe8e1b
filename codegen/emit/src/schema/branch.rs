//! Shapes of `allOf` branches.

use serde_json::{Value, json};

/// `schema` applied to what stands at a dotted path, where it stands there: an absent parent is another rule's matter.
pub(super) fn at(path: &str, schema: Value) -> Value {
    path.rsplit('.').fold(schema, |inner, member| json!({ "properties": { member: inner } }))
}

/// `schema` applied to the object that holds a path; the whole document for a path of one member.
pub(super) fn at_holder(path: &str, schema: Value) -> Value {
    match path.rsplit_once('.') {
        Some((holder, _)) => at(holder, schema),
        None => schema,
    }
}

/// The last member of a path.
pub(super) fn name(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(_, name)| name)
}

/// Holds where every path is there and keeps its schema. Each member on the way is `required`, so that an absent one
/// makes the condition false and not true by default.
pub(super) fn all_there(conditions: &[(&str, Value)]) -> Value {
    let parts: Vec<Value> = conditions.iter().map(|(path, schema)| there(path, schema.clone())).collect();
    json!({ "allOf": parts })
}

pub(super) fn there(path: &str, schema: Value) -> Value {
    path.rsplit('.').fold(
        schema,
        |inner, member| json!({ "type": "object", "required": [member], "properties": { member: inner } }),
    )
}

/// For texts only; anything else is the type rule's matter.
pub(super) fn if_text(schema: Value) -> Value {
    json!({ "if": { "type": "string" }, "then": schema })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_require_every_member_on_the_way() {
        assert_eq!(
            there("a.b", json!({ "const": 1 })),
            json!({
                "type": "object", "required": ["a"],
                "properties": { "a": { "type": "object", "required": ["b"], "properties": { "b": { "const": 1 } } } }
            })
        );
    }
}
