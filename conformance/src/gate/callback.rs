//! What callbacks and answers say of a payment. Not signed here.

use std::collections::BTreeMap;

use methodspec::resolved::{Field, Row, ValueKind};
use serde_json::{Map, Value, json};

use super::clock::written;
use super::model::Model;
use super::payment::{Key, Operation, Payment};
use super::rows;

/// A callback about an operation; `step` is what the customer is to be shown or asked.
#[must_use]
pub(super) fn callback(model: &Model, key: &Key, payment: &Payment, operation: &Operation) -> Value {
    let mut body = json!({
        "project_id": key.project,
        "payment": head(model, payment),
        "operation": done(model, payment, operation),
    });
    if let Some(refund) = &operation.refund_id {
        body["payment"]["merchant_refund_id"] = json!(refund);
    }
    shared(&mut body, payment);
    if operation.ended && operation.code.as_deref() == Some("0") {
        let carries = model.operation(&payment.method, operation.kind).map(|operation| &operation.carries);
        for field in carries.into_iter().flatten().filter(|field| !field.path.contains("[]")) {
            put(&mut body, &field.path, sample(field));
        }
    }
    if operation.ended {
        failed(&mut body, model, payment);
    }
    if !operation.ended
        && let (Some(body), step) = (body.as_object_mut(), &payment.step)
    {
        body.extend(step.clone());
    }
    body
}

/// The answer to a status enquiry.
#[must_use]
pub(super) fn status(model: &Model, key: &Key, payment: &Payment) -> Value {
    let operations: Vec<Value> = payment.operations.iter().map(|operation| done(model, payment, operation)).collect();
    let mut body = json!({ "project_id": key.project, "payment": head(model, payment), "operations": operations });
    shared(&mut body, payment);
    whole(&mut body, payment);
    match payment.under_way() {
        Some(_) => {
            if let Some(body) = body.as_object_mut() {
                body.extend(payment.step.clone());
            }
        }
        None => failed(&mut body, model, payment),
    }
    body
}

/// The description of this answer wants some members wherever there is their object; that of callbacks is not published. Of
/// a payment without them, as one that was opened on the Payment Page, the object is left out.
fn whole(body: &mut Value, payment: &Payment) {
    for (object, member) in [("customer", "ip_address"), ("account", "number")] {
        let sent = payment.sent.get(object).and_then(|members| members.get(member)).filter(|value| value.is_string());
        match (body.as_object_mut(), sent) {
            (Some(body), None) => drop(body.remove(object)),
            (Some(body), Some(sent)) => {
                if let Some(members) = body.get_mut(object).and_then(Value::as_object_mut) {
                    members.insert(member.to_owned(), sent.clone());
                }
            }
            (None, _) => {}
        }
    }
}

/// What was wrong with a request that failed in a later check.
fn failed(body: &mut Value, model: &Model, payment: &Payment) {
    if let Some(refusal) = &payment.fails {
        body["errors"] = refusal.listed(&model.specs.platform);
    }
}

fn head(model: &Model, payment: &Payment) -> Value {
    let kind = model.specs.platform.operations.get(&payment.kind).and_then(|operation| operation.payment_type.first());
    json!({
        "id": payment.id,
        "type": kind.map_or("purchase", String::as_str),
        "status": payment.status,
        "date": written(payment.changed),
        "method": model.label(&payment.method),
        "sum": { "amount": payment.sum, "currency": payment.currency },
        "description": payment.description,
    })
}

fn done(model: &Model, payment: &Payment, operation: &Operation) -> Value {
    let sum = |amount: i64| json!({ "amount": amount, "currency": payment.currency });
    let mut body = json!({
        "id": operation.id,
        "type": operation.name,
        "status": operation.status,
        "date": written(operation.changed),
        "created_date": written(operation.began),
        "request_id": operation.request,
        "sum_initial": sum(model.asked_sum(payment, operation)),
        "sum_converted": sum(operation.took()),
        "provider": { "id": 1, "payment_id": format!("{}", operation.id), "auth_code": "" },
    });
    if let Some(code) = &operation.code {
        body["code"] = json!(code);
        body["message"] = json!(operation.message);
        body["provider"]["date"] = json!(written(operation.changed));
    }
    body
}

fn shared(body: &mut Value, payment: &Payment) {
    let text = |object: &str, member: &str| {
        payment.sent.get(object).and_then(|object| object.get(member)).filter(|value| value.is_string())
    };
    for (object, members) in [("customer", ["id", "phone"]), ("account", ["number", "token"])] {
        let told: Map<String, Value> =
            members.iter().filter_map(|member| Some(((*member).to_owned(), text(object, member)?.clone()))).collect();
        if !told.is_empty() {
            body[object] = Value::Object(told);
        }
    }
    if let Some(series) = payment.series() {
        body["recurring"] = series.clone();
    }
}

fn sample(field: &Field) -> Value {
    match field.value.kind {
        ValueKind::Integer | ValueKind::Amount => json!(field.value.range.0.unwrap_or(1)),
        ValueKind::Boolean => json!(true),
        ValueKind::Object => json!({}),
        ValueKind::List => json!([]),
        _ => field.value.values.first().map_or(json!("example"), |(value, _)| json!(value)),
    }
}

/// Puts a value at a dotted path, unless something else stands on the way.
pub(super) fn put(body: &mut Value, path: &str, value: Value) {
    let mut at = body;
    for step in path.split('.') {
        let Some(object) = at.as_object_mut() else { return };
        at = object.entry(step).or_insert_with(|| json!({}));
    }
    if at.as_object().is_some_and(Map::is_empty) {
        *at = value;
    }
}

/// Asks for fields: by object a schema of its members, as far as the documents tell its form, and what is wrong with those
/// that were sent.
#[must_use]
pub(super) fn clarification(asked_for: &[&Row], faulty: &BTreeMap<String, String>) -> Value {
    let mut asked = json!({});
    for row in asked_for {
        let (object, member) = row.path.rsplit_once('.').unwrap_or(("payment", &row.path));
        let holder = &mut asked[object];
        holder["type"] = json!("object");
        let schema = rows::schema(row);
        if let Some(message) = faulty.get(&row.path) {
            let fault = json!({ "property": row.path, "message": message, "constraint": rows::constraint(&schema) });
            match holder["errors"].as_array_mut() {
                Some(errors) => errors.push(fault),
                None => holder["errors"] = json!([fault]),
            }
        }
        holder["properties"][member] = schema;
        match holder["required"].as_array_mut() {
            Some(required) => required.push(json!(member)),
            None => holder["required"] = json!([member]),
        }
    }
    asked
}
