//! JSON Schema of the two kinds of files, for editors and for the loader's check of shape.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use crate::model::method::Method;
use crate::model::platform::{OperationCodes, Platform};

/// Schema of a method's file.
#[must_use]
pub fn method() -> Value {
    of::<Method>("A payment method")
}

/// Schema of `platform.yaml`.
#[must_use]
pub fn platform() -> Value {
    of::<Platform>("What every method shares")
}

/// Schema of `operation-codes.yaml`.
#[must_use]
pub fn codes() -> Value {
    of::<OperationCodes>("The unified list of operation codes")
}

fn of<T: JsonSchema>(title: &str) -> Value {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>().to_value();
    without_null(&mut schema);
    if let Some(object) = schema.as_object_mut() {
        object.insert("title".to_owned(), json!(title));
        object.insert("x-generated-by".to_owned(), json!(concat!("methodspec ", env!("CARGO_PKG_VERSION"))));
    }
    schema
}

/// The loader refuses every empty value before shape is looked at, so no place of the schema allows null.
fn without_null(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(without_null),
        Value::Object(object) => {
            if let Some(Value::Array(types)) = object.get_mut("type") {
                types.retain(|one| one != "null");
                if let [one] = types.as_slice() {
                    let one = one.clone();
                    object.insert("type".to_owned(), one);
                }
            }
            if let Some(Value::Array(values)) = object.get_mut("enum") {
                values.retain(|one| !one.is_null());
            }
            if let Some(Value::Array(branches)) = object.get_mut("anyOf") {
                branches.retain(|one| one.get("type").is_none_or(|kind| kind != "null"));
                // `anyOf` inside `anyOf` of one: an optional value. One flat list reads and reports best.
                if let [only] = branches.as_slice()
                    && let Value::Object(only) = only.clone()
                {
                    object.remove("anyOf");
                    for (key, value) in only {
                        object.entry(key).or_insert(value);
                    }
                }
            }
            object.values_mut().for_each(without_null);
        }
        _ => {}
    }
}
