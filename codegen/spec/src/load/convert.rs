//! The tree as the values that typing takes.

use super::node::{Node, What};

/// For typing. Decimals and ranges are texts here as everywhere.
pub(crate) fn to_yaml(node: &Node) -> serde_yaml::Value {
    match &node.what {
        What::Text(text) => text.as_str().into(),
        What::Whole(number) => (*number).into(),
        What::Bool(yes) => (*yes).into(),
        What::List(items) => serde_yaml::Value::Sequence(items.iter().map(to_yaml).collect()),
        What::Map(entries) => serde_yaml::Value::Mapping(
            entries.iter().map(|e| (serde_yaml::Value::from(e.key.as_str()), to_yaml(&e.value))).collect(),
        ),
        What::Hole => serde_yaml::Value::Null,
    }
}
