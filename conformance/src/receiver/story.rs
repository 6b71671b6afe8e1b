//! Callbacks of a method, as the platform would send them to this project.

use ecommpay_platform::runtime::Secret;
use ecommpay_platform::runtime::sign::Signer;
use methodspec::resolved::{ExampleKind, Listed, Method, OperationKind, Platform, Said, Specs, Support};
use serde_json::{Map, Value, json};

/// What a method's callbacks look like.
pub(super) struct Template<'a> {
    pub(super) method: &'a str,
    pub(super) platform: &'a Platform,
    base: Value,
    project: i64,
    /// The customer pays: an order can become paid.
    pub(super) takes_money: bool,
}

/// Where a callback says the payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stand {
    Final,
    UnderWay,
}

impl<'a> Template<'a> {
    /// The first documented callback of a payment that came to a good end; else one made from the spec. Nothing where the
    /// documents do not say what the method is called in callbacks.
    pub(super) fn of(specs: &'a Specs, method: &'a Method, project: i64) -> Option<Template<'a>> {
        let Said::Is(labels) = &method.names.callback.said else {
            return None;
        };
        let label = labels.first()?;
        let offered = |kind: &OperationKind| {
            method.operations.get(kind).is_some_and(|operation| {
                matches!(operation.support, Support::Described | Support::Supported | Support::Contract)
            })
        };
        let kinds = [OperationKind::Sale, OperationKind::Auth, OperationKind::Payout];
        let kind = kinds.into_iter().find(offered)?;
        let platform = &specs.platform;
        let paid = |json: &Value| {
            platform.reading.paid.iter().all(|(path, word)| at(json, path).and_then(Value::as_str) == Some(word))
        };
        let documented = method
            .examples
            .iter()
            .find(|example| example.kind == ExampleKind::Callback && example.operation == kind && paid(&example.json));
        let base = documented.map_or_else(|| made(platform, method, kind), |example| example.json.clone());
        let mut template =
            Template { method: &method.key, platform, base, project, takes_money: kind == OperationKind::Sale };
        put(&mut template.base, &platform.reading.method, json!(label));
        if let Some(members) = template.base.as_object_mut() {
            members.remove("signature");
            members.remove("general");
        }
        Some(template)
    }

    /// A callback of a payment, without a signature.
    pub(super) fn callback(&self, payment: &str, stand: Stand) -> Value {
        let mut json = self.base.clone();
        let reading = &self.platform.reading;
        put(&mut json, "project_id", json!(self.project));
        put(&mut json, &reading.payment, json!(payment));
        match stand {
            Stand::Final => reading.paid.iter().for_each(|(path, word)| put(&mut json, path, json!(word))),
            Stand::UnderWay => {
                let words = ["payment_status", "operation_status"].map(|list| self.under_way(list));
                put(&mut json, &reading.status, json!(words[0]));
                put(&mut json, "operation.status", json!(words[1]));
                if let Some(operation) = json.get_mut("operation").and_then(Value::as_object_mut) {
                    operation.remove("code");
                    operation.remove("message");
                }
            }
        }
        json
    }

    /// The first word of a list that ends nothing.
    fn under_way(&self, list: &str) -> &str {
        let mut words = self.platform.lists.get(list).into_iter().flatten();
        words.find(|listed: &&Listed| !listed.is_final).map_or("processing", |listed| &listed.value)
    }

    /// Sets what the callback says of its status, or of its method.
    pub(super) fn unknown(&self, json: &mut Value, what: &str) {
        let reading = &self.platform.reading;
        let path = if what == "status" { &reading.status } else { &reading.method };
        put(json, path, json!(format!("{what} of tomorrow")));
    }

    /// Changes the sum.
    pub(super) fn alter(&self, json: &mut Value) {
        let sums = &self.platform.reading.sums;
        for sum in [&sums.asked, &sums.paid_so_far] {
            let path = format!("{sum}.amount");
            if let Some(amount) = at(json, &path).and_then(Value::as_i64) {
                return put(json, &path, json!(amount + 1));
            }
        }
        put(json, "operation.sum_initial.amount", json!(1));
    }
}

/// A callback made from the spec.
fn made(platform: &Platform, method: &Method, kind: OperationKind) -> Value {
    let limit = method.operations.get(&kind).and_then(|operation| {
        let currency = operation.currencies.as_ref().and_then(|codes| codes.first().cloned());
        let limit = operation.amounts.values().next();
        limit
            .map(|limit| (limit.currency.clone(), limit.min.or(limit.max).unwrap_or(1_000)))
            .or(Some((currency?, 1_000)))
    });
    let (currency, amount) = limit.unwrap_or_else(|| ("USD".to_owned(), 1_000));
    let words = platform.operations.get(&kind);
    let word = |list: fn(&methodspec::resolved::PlatformOperation) -> &Vec<String>| {
        words.and_then(|words| list(words).first()).map_or(kind.key(), String::as_str).to_owned()
    };
    let sum = json!({ "amount": amount, "currency": currency });
    let date = "2026-01-02T03:04:05+0000";
    json!({
        "payment": {
            "type": word(|words| &words.payment_type), "date": date, "sum": sum, "description": "",
        },
        "customer": { "id": "1" },
        "operation": {
            "id": 1, "type": word(|words| &words.operation_type), "date": date, "created_date": date,
            "request_id": "0-1", "sum_initial": sum, "message": "Success",
            "provider": { "id": 1, "payment_id": "1", "auth_code": "" },
        },
    })
}

/// Signs a callback. The signature stands at the top.
pub(super) fn signed(json: &Value, secret: &Secret) -> Value {
    let mut json = json.clone();
    let signature = signature(&json, secret);
    put(&mut json, "signature", json!(signature));
    json
}

/// Signs a callback as it is written: numbers stay what they are. The signature stands last.
pub(super) fn signed_as_written(text: &str, secret: &Secret) -> String {
    let signature = json!(signature_of(text, secret));
    format!("{},\"signature\":{signature}}}", text.trim_end().strip_suffix('}').unwrap_or(text))
}

/// The project and the signature stand in `general`.
pub(super) fn in_general(json: &Value, secret: &Secret) -> Value {
    let mut json = json.clone();
    let project = json.as_object_mut().and_then(|members| members.remove("project_id"));
    put(&mut json, "general.project_id", project.unwrap_or_default());
    let signature = signature(&json, secret);
    put(&mut json, "general.signature", json!(signature));
    json
}

fn signature(json: &Value, secret: &Secret) -> String {
    signature_of(&json.to_string(), secret)
}

fn signature_of(text: &str, secret: &Secret) -> String {
    let limits = ecommpay_platform::runtime::json::Limits::default().body(1 << 26).text(1 << 26);
    let signed = Signer::new(secret).sign_json_within(text.as_bytes(), &limits);
    signed.map(|signature| signature.to_string()).unwrap_or_default()
}

/// The value at a dotted path.
pub(super) fn at<'a>(json: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(json, |json, member| json.get(member))
}

/// Puts a value at a dotted path; objects on the way are made.
pub(super) fn put(json: &mut Value, path: &str, value: Value) {
    if !json.is_object() {
        *json = Value::Object(Map::new());
    }
    let Some(members) = json.as_object_mut() else { return };
    match path.split_once('.') {
        None => {
            members.insert(path.to_owned(), value);
        }
        Some((member, rest)) => put(members.entry(member).or_insert(Value::Null), rest, value),
    }
}
