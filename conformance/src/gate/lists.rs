//! Lists of a field's values, such as banks: every path that a spec names, also where it does not say what is sent there.

use std::collections::HashMap;

use methodspec::resolved::{Method, Operation, OperationKind, Role, Row, ValueKind};
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

    /// The values that the list at a path gives, as the platform publishes them: a list of objects with `id`, `abbr`, `name`,
    /// `nativeName` and `currencies`, and where the currency that was asked for has limits, these. What the specs do not know is
    /// empty or absent.
    #[must_use]
    pub fn listed(&self, path: &str, asked: &Value) -> Value {
        let Some(list) = self.lists.get(path) else { return json!([]) };
        let Some(operation) = self.operation(&list.method, list.operation) else { return json!([]) };
        let rows: Vec<&Row> = operation.forms.iter().flat_map(|form| &form.rows).collect();
        let row = |path: &String| rows.iter().find(|row| row.field == *path || row.path == *path).copied();
        let values =
            list.of.iter().filter_map(row).flat_map(|row| row.value.values.iter().map(move |value| (row, value)));
        let code = asked.pointer("/payment/currency").and_then(Value::as_str).unwrap_or_default();
        let shared = self.of_currency(operation, code);
        let item = |(row, (value, means)): (&Row, &(String, String))| {
            let number = value.parse::<i64>().ok().filter(|_| row.value.kind == ValueKind::Integer);
            let id = number.map_or_else(|| json!(value), |number| json!(number));
            let mut item = json!({ "id": id, "abbr": "", "name": means, "nativeName": means });
            if let Some(item) = item.as_object_mut() {
                item.extend(shared.clone());
            }
            item
        };
        values.map(item).collect()
    }

    /// What each item says of a currency: its members are published with a space in their names.
    fn of_currency(&self, operation: &Operation, code: &str) -> Map<String, Value> {
        let mut members = Map::new();
        let currency = self.specs.platform.currencies.get(code);
        let told = currency.map(|currency| json!({ "alpha_3_4217": currency.code, "exponent": currency.decimals }));
        members.insert("currencies".to_owned(), told.unwrap_or_else(|| json!({})));
        if let Some(limit) = operation.amounts.get(code) {
            let bounds = [("min amount", limit.min), ("max amount", limit.max)];
            members.extend(bounds.into_iter().filter_map(|(name, bound)| Some((name.to_owned(), json!(bound?)))));
            members.insert("limitCurrency".to_owned(), json!(code));
        }
        members
    }
}
