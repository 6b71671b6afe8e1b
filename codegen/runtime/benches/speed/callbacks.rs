//! (a) the floor, (b) our verification.

use std::hint::black_box;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ecommpay_runtime::callback::{Item, JsonShape, Keys, Shape, ShapeField, Verified, verify};
use ecommpay_runtime::json::{Document, Limits};
use ecommpay_runtime::sign::{Signer, callback_text_to_sign};
use ecommpay_runtime::{Secret, callback};
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use sha2::Sha512;

use crate::measure::{Task, measure};

const SECRET: &str = "a secret of ordinary length, 64 hexadecimal digits in many cases";

macro_rules! shape {
    ($($path:literal $json:ident)+) => { Shape::new(&[$(ShapeField::new($path, JsonShape::$json)),+]) };
}

/// As the platform's callbacks are, with more than the measured ones have.
static SHAPE: Shape = shape! {
    "project_id" Integer "general" Object "general.project_id" Integer "general.payment_id" Text
    "payment" Object "payment.id" Text "payment.type" Text "payment.status" Text "payment.date" Text "payment.method" Text
    "payment.description" Text "payment.region" Text "payment.merchant_refund_id" Text "payment.sum" Object
    "payment.sum.amount" Integer "payment.sum.currency" Text "payment.attempts_timeout" Integer
    "payment.is_new_attempts_available" Boolean "account" Object "account.number" Text "account.token" Text "account.type" Text
    "customer" Object "customer.id" Text "customer.phone" Text "operation" Object "operation.id" Integer "operation.type" Text
    "operation.status" Text "operation.date" Text "operation.created_date" Text "operation.request_id" Text
    "operation.sum_initial" Object "operation.sum_initial.amount" Integer "operation.sum_initial.currency" Text
    "operation.sum_converted" Object "operation.sum_converted.amount" Integer "operation.sum_converted.currency" Text
    "operation.code" Text "operation.message" Text "operation.eci" Text "operation.provider" Object
    "operation.provider.id" Integer "operation.provider.payment_id" Text "operation.provider.auth_code" Text
    "operation.provider.date" Text "decision" Object "decision.message" Text "redirect_data" Object "redirect_data.url" Text
    "redirect_data.method" Text "redirect_data.body" Map "display_data" List "display_data[]" Object "display_data[].type" Text
    "display_data[].title" Text "display_data[].data" Text "errors" List "errors[].code" Text "errors[].message" Text
};

/// The typed callback that the floor reads into.
#[derive(Deserialize)]
#[allow(dead_code)]
struct Typed {
    project_id: i64,
    payment: Payment,
    customer: Customer,
    operation: Operation,
    signature: String,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Payment {
    r#type: String,
    sum: Sum,
    status: String,
    method: String,
    id: String,
    description: String,
    date: String,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Sum {
    amount: i64,
    currency: String,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Customer {
    id: String,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Operation {
    r#type: String,
    sum_initial: Sum,
    sum_converted: Sum,
    status: String,
    request_id: String,
    provider: Provider,
    message: String,
    id: i64,
    date: String,
    created_date: String,
    code: String,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Provider {
    payment_id: String,
    id: i64,
    date: String,
}

/// A documented callback of a final status, with identifiers of their real lengths.
fn body(number: u64, signer: &mut Signer) -> String {
    let hash = |salt: u64| {
        let one = number.wrapping_add(salt).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        format!("{one:016x}{:016x}", one.rotate_left(23).wrapping_mul(0xBF58_476D_1CE4_E5B9))
    };
    let request = format!("{}{}-{}{}-{:08}", hash(1), &hash(2)[..8], hash(3), &hash(4)[..8], number);
    let (amount, minute, second) = (100_000 + number * 7, number % 60, number / 60 % 60);
    let body = format!(
        concat!(
            r#"{{"project_id": 382, "payment": {{"type": "purchase", "sum": {{"amount": {amount}, "currency": "THB"}}, "#,
            r#""status": "success", "method": "coral qr", "id": "{id}", "description": "Order {number} of the reef shop, paid by QR code", "#,
            r#""date": "2020-09-07T12:{minute:02}:{second:02}+0000"}}, "customer": {{"id": "customer-{number}"}}, "#,
            r#""operation": {{"type": "sale", "sum_initial": {{"currency": "THB", "amount": {amount}}}, "#,
            r#""sum_converted": {{"currency": "THB", "amount": {amount}}}, "status": "success", "request_id": "{request}", "#,
            r#""provider": {{"payment_id": "07925{number:05}", "id": 3351, "date": "2020-09-07T04:{minute:02}:{second:02}+0000"}}, "#,
            r#""message": "Success", "id": 8901201{number:07}, "date": "2020-09-07T12:{minute:02}:{second:02}+0000", "#,
            r#""created_date": "2020-09-07T12:{minute:02}:17+0000", "code": "0"}}}}"#,
        ),
        amount = amount,
        id = hash(5),
        minute = minute,
        second = second,
        number = number,
        request = request,
    );
    let signature = signer.sign_json(body.as_bytes()).expect("JSON");
    format!("{},\"signature\":\"{signature}\"}}", &body[..body.len() - 1])
}

/// Every field that the measured callbacks have, as its type.
fn understand(got: &Verified, rows: &[(usize, JsonShape)]) -> usize {
    rows.iter()
        .map(|&(row, json)| {
            let item = got.field(row);
            match json {
                JsonShape::Integer => black_box(item.and_then(Item::as_i64)).map_or(0, |_| 1),
                _ => black_box(item.and_then(Item::as_str)).map_or(0, str::len),
            }
        })
        .sum()
}

pub(crate) fn run(count: u64, rounds: usize) {
    let secret = Secret::new(SECRET).expect("a secret");
    let mut signer = Signer::new(&secret);
    let bodies: Vec<String> = (0..count).map(|number| body(number, &mut signer)).collect();
    let texts: Vec<String> = bodies.iter().map(|body| callback_text_to_sign(body.as_bytes()).expect("JSON")).collect();
    let keys = Keys::new().with(382, &secret);
    let key: Hmac<Sha512> = Hmac::new_from_slice(SECRET.as_bytes()).expect("a key");
    let hash = |text: &str| {
        let mut mac = key.clone();
        mac.update(text.as_bytes());
        let mut out = [0; 88];
        STANDARD.encode_slice(mac.finalize().into_bytes(), &mut out).expect("88 characters");
        black_box(out)
    };
    let verified = |body: &str| callback::verify(&SHAPE, &keys, body.as_bytes()).expect("verified");
    let one = bodies.first().map(|body| verified(body)).expect("one");
    let rows: Vec<(usize, JsonShape)> = SHAPE
        .fields()
        .iter()
        .enumerate()
        .filter(|(row, field)| matches!(field.json, JsonShape::Text | JsonShape::Integer) && one.field(*row).is_some())
        .map(|(row, field)| (row, field.json))
        .collect();
    let bytes = |texts: &[String]| texts.iter().map(String::len).sum::<usize>() / texts.len();
    println!(
        "{count} different signed callbacks: {} bytes, {} bytes to sign, {} fields",
        bytes(&bodies),
        bytes(&texts),
        rows.len()
    );

    let tasks: Vec<Task<'_>> = vec![
        (
            "(a) floor: serde_json typed, HMAC-SHA512, Base64",
            Box::new(|| {
                for (body, text) in bodies.iter().zip(&texts) {
                    black_box(serde_json::from_str::<Typed>(body).expect("typed"));
                    hash(text);
                }
            }),
        ),
        (
            "(b) verify to the typed callback, every field read",
            Box::new(|| {
                for body in &bodies {
                    let got = verify(&SHAPE, &keys, body.as_bytes()).expect("verified");
                    black_box(understand(&got, &rows));
                }
            }),
        ),
        (
            "    serde_json typed alone",
            Box::new(|| {
                for body in &bodies {
                    black_box(serde_json::from_str::<Typed>(body).expect("typed"));
                }
            }),
        ),
        (
            "    hash and Base64 alone",
            Box::new(|| {
                for text in &texts {
                    hash(text);
                }
            }),
        ),
        (
            "    our reader alone: body copied, tape",
            Box::new(|| {
                for body in &bodies {
                    black_box(Document::read(body.as_bytes(), &Limits::default()).expect("read"));
                }
            }),
        ),
        (
            "    verify alone, no field read",
            Box::new(|| {
                for body in &bodies {
                    black_box(verify(&SHAPE, &keys, body.as_bytes()).expect("verified"));
                }
            }),
        ),
    ];
    let times = measure(bodies.len(), rounds, tasks);
    times.iter().for_each(crate::measure::Times::print);
    let [floor, ours, _, hash, read, verify] = times.as_slice() else {
        return;
    };
    println!("(b) has {:.2} of the floor's throughput", floor.ratio(ours));
    let share = |micros: f64| micros * 100.0 / ours.micros();
    let fields = ours.micros() - verify.micros();
    let rest = verify.micros() - hash.micros() - read.micros();
    println!(
        "(b) spends {:.0} % on hashing, {:.0} % on reading the text, {:.0} % on laying out, sorting and comparing, {:.0} % on fields",
        share(hash.micros()),
        share(read.micros()),
        share(rest),
        share(fields)
    );
}
