//! What several tests share: a shape like the platform's, a project, and a way to sign.
#![allow(dead_code, unreachable_pub)]

use ecommpay_runtime::Secret;
use ecommpay_runtime::callback::{JsonShape, Keys, Shape, ShapeField, Verified};
use ecommpay_runtime::sign::Signer;

pub const PROJECT: i64 = 777;
pub const SECRET: &str = "dev-secret";

use JsonShape::{Boolean, Integer, List, Map, Object, Text};

const fn field(path: &'static str, json: JsonShape) -> ShapeField {
    ShapeField::new(path, json)
}

pub static SHAPE: Shape = Shape::new(&[
    field("project_id", Integer),
    field("general", Object),
    field("general.project_id", Integer),
    field("general.payment_id", Text),
    field("payment", Object),
    field("payment.id", Text),
    field("payment.type", Text),
    field("payment.status", Text),
    field("payment.date", Text),
    field("payment.method", Text),
    field("payment.sum", Object),
    field("payment.sum.amount", Integer),
    field("payment.sum.currency", Text),
    field("payment.description", Text),
    field("payment.is_new_attempts_available", Boolean),
    field("account", Object),
    field("account.number", Text),
    field("customer", Object),
    field("customer.id", Text),
    field("customer.phone", Text),
    field("operation", Object),
    field("operation.id", Integer),
    field("operation.type", Text),
    field("operation.status", Text),
    field("operation.date", Text),
    field("operation.created_date", Text),
    field("operation.request_id", Text),
    field("operation.sum_initial", Object),
    field("operation.sum_initial.amount", Integer),
    field("operation.sum_initial.currency", Text),
    field("operation.sum_converted", Object),
    field("operation.sum_converted.amount", Integer),
    field("operation.sum_converted.currency", Text),
    field("operation.code", Text),
    field("operation.message", Text),
    field("operation.provider", Object),
    field("operation.provider.id", Integer),
    field("operation.provider.payment_id", Text),
    field("operation.provider.date", Text),
    field("operation.provider.auth_code", Text),
    field("redirect_data", Object),
    field("redirect_data.url", Text),
    field("redirect_data.method", Text),
    field("redirect_data.body", Map).uncovered(),
    field("display_data", List),
    field("display_data[]", Object),
    field("display_data[].type", Text),
    field("display_data[].title", Text),
    field("display_data[].data", Text),
    field("errors", List),
    field("errors[].code", Text),
    field("errors[].message", Text),
]);

pub fn row(path: &str) -> usize {
    SHAPE.fields().iter().position(|field| field.path == path).expect("a field of the shape")
}

pub fn keys() -> Keys {
    Keys::new().with(PROJECT, &secret(SECRET))
}

pub fn secret(text: &str) -> Secret {
    Secret::new(text).expect("a secret")
}

/// A whole callback, in the order in which the platform writes it.
pub fn callback(description: &str) -> String {
    format!(
        r#"{{"project_id":777,"payment":{{"id":"dev-0001","type":"purchase","status":"success","date":"2024-02-03T04:05:06+0000","method":"coral","sum":{{"amount":125000,"currency":"THB"}},"description":{}}},"customer":{{"id":"u-9"}},"operation":{{"id":555000111,"type":"sale","status":"success","date":"2024-02-03T04:05:06+0000","created_date":"2024-02-03T04:00:06+0000","request_id":"rq-1/abc","sum_initial":{{"amount":125000,"currency":"THB"}},"sum_converted":{{"amount":125000,"currency":"THB"}},"code":"0","message":"Success","provider":{{"id":3351,"payment_id":"079","date":"2024-02-03T04:05:01+0000","auth_code":""}}}}}}"#,
        serde_json::Value::from(description)
    )
}

/// The body with its signature as the last member.
pub fn signed(body: &str) -> String {
    signed_with(body, SECRET)
}

/// Signs what the body says by the bare rule, so that bodies can be signed that the policy would refuse.
pub fn signed_with(body: &str, key: &str) -> String {
    let text = ecommpay_runtime::sign::callback_text_to_sign(body.as_bytes()).expect("JSON");
    let open = body.trim_end().strip_suffix('}').expect("an object");
    let comma = if open.trim_end().ends_with('{') { "" } else { "," };
    format!("{open}{comma}\"signature\":\"{}\"}}", mac(key, &text))
}

/// The signature of a text, whatever it is.
pub fn mac(key: &str, text: &str) -> String {
    let (path, value) = text.split_once(':').expect("a line");
    Signer::new(&secret(key)).sign([(path, ecommpay_runtime::sign::Scalar::Text(value))]).to_string()
}

/// Everything that can be read through a callback, apart from the raw body.
pub fn understood(verified: &Verified) -> String {
    let mut text = String::new();
    for (row, field) in SHAPE.fields().iter().enumerate() {
        if let Some(item) = verified.field(row) {
            let value = (item.kind(), item.signed_text(), item.as_i64(), item.as_bool(), item.as_str());
            text.push_str(&format!("{}={value:?}\n", field.path));
        }
        for pair in verified.map(row).filter(|pair| pair.covered) {
            text.push_str(&format!("{}[{}]={}\n", field.path, pair.key, pair.text));
        }
    }
    for path in ["display_data", "errors"] {
        for item in verified.field(row(path)).into_iter().flat_map(|list| list.items()) {
            for (key, value) in item.members() {
                text.push_str(&format!("{path}[].{key}={:?}{:?}\n", value.as_str(), value.kind()));
            }
        }
    }
    for unknown in verified.rest() {
        text.push_str(&format!("{}:{}\n", unknown.path, unknown.text));
    }
    text.push_str(&format!("{:?} {}\n", verified.notes(), verified.key_index()));
    text
}

/// A small generator of numbers: the same cases in every run, and on every machine.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    pub fn next(&mut self) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// How many cases a long property runs: all of them where `FULL` is set, as in `.ci/run`, and a quarter elsewhere.
pub fn cases(all: u32) -> u32 {
    if std::env::var_os("FULL").is_some_and(|full| !full.is_empty()) { all } else { all.div_ceil(4) }
}
