//! Lists of a field's values, such as banks: every path that a spec names, also where it does not say what is sent there.

use std::collections::HashMap;

use methodspec::resolved::{Method, OperationKind, Role, Row};
use serde_json::{Map, Value, json};

use super::model::Model;
use super::refusal::Refusal;

/// What is served at the path of a list.
pub(super) struct List {
    method: String,
    operation: OperationKind,
    /// The form that its requests have, where there is one.
    form: Option<String>,
    /// Fields whose values it gives.
    of: Vec<String>,
}

/// The lists of a method, by path.
pub(super) fn of(method: &Method) -> HashMap<String, List> {
    let mut lists = HashMap::new();
    for (kind, operation) in &method.operations {
        let list = |form: Option<&String>, of: Vec<String>| List {
            method: method.key.clone(),
            operation: *kind,
            form: form.cloned(),
            of,
        };
        for form in &operation.forms {
            if let Role::List { of } = &form.role {
                lists.insert(form.path.clone(), list(Some(&form.id), of.clone()));
            }
        }
        for row in operation.forms.iter().flat_map(|form| &form.rows) {
            let Some(path) = row.value.from.as_ref().and_then(|from| from.list.as_ref()) else { continue };
            let known = lists.entry(path.replace("{operation}", kind.key())).or_insert_with(|| list(None, Vec::new()));
            if !known.of.contains(&row.field) {
                known.of.push(row.field.clone());
            }
        }
    }
    lists
}

impl Model {
    /// Holds a request against the shape of the list at a path; nothing where there is none.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn list(&self, path: &str, json: &Value) -> Option<Result<(), Refusal>> {
        let list = self.lists.get(path)?;
        let shape = list.form.as_ref().and_then(|form| self.shapes.get(form));
        Some(shape.map_or(Ok(()), |shape| shape.judge(json)))
    }

    /// The values that the list at a path gives, by field.
    #[must_use]
    pub fn listed(&self, path: &str) -> Value {
        let Some(list) = self.lists.get(path) else { return json!({}) };
        let Some(operation) = self.operation(&list.method, list.operation) else { return json!({}) };
        let rows: Vec<&Row> = operation.forms.iter().flat_map(|form| &form.rows).collect();
        let given = |path: &String| {
            let row = rows.iter().find(|row| row.field == *path || row.path == *path);
            let values = row.map_or(&[][..], |row| &row.value.values);
            let named = values.iter().map(|(value, means)| json!({ "id": value, "name": means }));
            (path.clone(), Value::Array(named.collect()))
        };
        Value::Object(list.of.iter().map(given).collect::<Map<String, Value>>())
    }
}
