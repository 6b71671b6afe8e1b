//! What the loader reads of a text, as other readers of YAML are asked for it.

use serde_json::{Value, json};

use super::node::{Node, What};

/// What the loader reads of a text: `{"value": …}`, or `{"faults": […]}` with code, line and help of each.
///
/// Scalars are marked by their kind, so that a number and a text of its digits differ: `i:5`, `s:5`, `b:true`.
#[doc(hidden)]
#[must_use]
pub fn read_data(text: &str) -> Value {
    let (_, node, found) = super::tree("text", text);
    let told = found.into_parts().0;
    match node {
        Some(node) if told.is_empty() && matches!(node.what, What::List(_) | What::Map(_)) => {
            json!({ "value": data(&node) })
        }
        // what no file of the language can be
        _ if told.is_empty() => json!({ "faults": [{ "code": "wrong-type", "line": 1, "message": "", "help": [] }] }),
        _ => {
            let fault = |fault: &crate::Fault| {
                json!({
                    "code": fault.kind.code(),
                    "line": fault.place.line,
                    "message": fault.message,
                    "help": fault.help,
                })
            };
            json!({ "faults": told.iter().map(fault).collect::<Vec<_>>() })
        }
    }
}

fn data(node: &Node) -> Value {
    match &node.what {
        What::Text(text) => format!("s:{text}").into(),
        What::Whole(number) => format!("i:{number}").into(),
        What::Bool(yes) => format!("b:{yes}").into(),
        What::List(items) => items.iter().map(data).collect(),
        What::Map(entries) => {
            let entry = |entry: &super::node::Entry| (format!("s:{}", entry.key), data(&entry.value));
            Value::Object(entries.iter().map(entry).collect())
        }
        What::Hole => Value::Null,
    }
}
