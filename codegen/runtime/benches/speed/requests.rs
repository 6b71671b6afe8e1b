//! (c) a request: judged, signed and written, beside a typed request written by serde_json with one HMAC.

use std::hint::black_box;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ecommpay_runtime::form::{Draft, Form, Format, IntegerRule, Kind, Presence, Row, Source, Text, TextKind, TextRule};
use ecommpay_runtime::money::{Amount, Currency, Limit};
use ecommpay_runtime::sign::{Signer, text_to_sign};
use ecommpay_runtime::{Gate, Secret};
use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use sha2::Sha512;

use crate::measure::{Task, measure};

const SECRET: &str = "a secret of ordinary length, 64 hexadecimal digits in many cases";

const FJD: Limit = Limit::new("FJD", 2).min(100).max(5_000_000).told("a sale takes 1.00 to 50,000.00 FJD", "guide:4");

#[derive(Debug, Clone, Copy)]
struct Fjd;

impl Currency for Fjd {
    const OPERATION: &'static str = "reef/sale";
    const ALL: &'static [Self] = &[Self];

    fn limit(self) -> &'static Limit {
        &FJD
    }
}

macro_rules! kinds {
    ($($name:ident $path:literal $rule:expr;)+) => {
        $(
            enum $name {}
            impl TextKind for $name {
                const NAME: &'static str = $path;
                const RULE: TextRule = $rule;
            }
        )+
    };
}

kinds! {
    PaymentId "general.payment_id" TextRule::new().length(1, 255);
    CustomerId "customer.id" TextRule::new().length(1, 255);
    Ip "customer.ip_address" TextRule::new().format(Format::Ip);
    Email "customer.email" TextRule::new().format(Format::Email);
    Phone "customer.phone" TextRule::new().format(Format::Digits).length(4, 24);
    Name "customer.first_name" TextRule::new().length(1, 255);
    Url "return_url.success" TextRule::new().format(Format::Url);
}

/// Fourteen fields, as a rich sale has.
static FORM: Form = Form::gate("reef/sale/gate", "reef/sale", "/v2/payment/reef/sale").limits(&[&FJD]).rows(&[
    Row::holder("customer").required("guide"),
    Row::new("customer.email", Text::<Email>::KIND).presence(Presence::Recommended, "guide"),
    Row::new("customer.first_name", Text::<Name>::KIND).required("guide"),
    Row::new("customer.id", Text::<CustomerId>::KIND).required("guide"),
    Row::new("customer.ip_address", Text::<Ip>::KIND).required("guide"),
    Row::new("customer.phone", Text::<Phone>::KIND).presence(Presence::Clarifiable, "guide"),
    Row::holder("general").required("guide"),
    Row::new("general.payment_id", Text::<PaymentId>::KIND).required("guide"),
    Row::new("general.project_id", Kind::Integer(IntegerRule::new().range(1, i64::MAX)))
        .required("guide")
        .from(Source::Project),
    Row::new("general.signature", Kind::Text(TextRule::new())).required("guide").from(Source::Signature),
    Row::holder("payment").required("guide"),
    Row::new("payment.amount", Kind::Amount(IntegerRule::new())).required("guide"),
    Row::new("payment.currency", Kind::Currency).required("guide"),
    Row::new("return_url.success", Text::<Url>::KIND).required("guide"),
]);

/// The request that the floor writes.
#[derive(Serialize)]
struct Typed<'a> {
    customer: Customer<'a>,
    general: General<'a>,
    payment: Payment<'a>,
    return_url: ReturnUrl<'a>,
}

#[derive(Serialize)]
struct Customer<'a> {
    email: &'a str,
    first_name: &'a str,
    id: &'a str,
    ip_address: &'a str,
    phone: &'a str,
}

#[derive(Serialize)]
struct General<'a> {
    payment_id: &'a str,
    project_id: i64,
    signature: &'a str,
}

#[derive(Serialize)]
struct Payment<'a> {
    amount: i64,
    currency: &'a str,
}

#[derive(Serialize)]
struct ReturnUrl<'a> {
    success: &'a str,
}

struct Given {
    payment_id: String,
    customer_id: String,
    amount: i64,
}

const EMAIL: &str = "customer@example.com";
const IP: &str = "192.0.2.17";
const PHONE: &str = "6791234567";
const URL: &str = "https://shop.example/thanks";

fn draft(given: &Given) -> Draft<Gate> {
    Draft::new(&FORM)
        .set("customer.email", EMAIL.parse::<Text<Email>>().expect("valid"))
        .set("customer.first_name", "Anna".parse::<Text<Name>>().expect("valid"))
        .set("customer.id", given.customer_id.parse::<Text<CustomerId>>().expect("valid"))
        .set("customer.ip_address", IP.parse::<Text<Ip>>().expect("valid"))
        .set("customer.phone", PHONE.parse::<Text<Phone>>().expect("valid"))
        .set("general.payment_id", given.payment_id.parse::<Text<PaymentId>>().expect("valid"))
        .set("return_url.success", URL.parse::<Text<Url>>().expect("valid"))
        .set_amount(Amount::minor(Fjd, given.amount).expect("within limits"))
}

pub(crate) fn run(count: i64, rounds: usize) {
    let secret = Secret::new(SECRET).expect("a secret");
    let given: Vec<Given> = (0..count)
        .map(|number| Given {
            payment_id: format!("order-{number:08}"),
            customer_id: format!("customer-{number}"),
            amount: 1_000 + number,
        })
        .collect();
    let drafts: Vec<Draft<Gate>> = given.iter().map(draft).collect();
    let mut signer = Signer::new(&secret);
    let texts: Vec<String> = drafts
        .iter()
        .map(|draft| {
            let body = draft.sign_with(7, &mut signer, None).expect("valid").body;
            let mut json: serde_json::Value = serde_json::from_str(&body).expect("JSON");
            json["general"].as_object_mut().expect("an object").remove("signature");
            text_to_sign(json.to_string().as_bytes()).expect("JSON")
        })
        .collect();
    let key: Hmac<Sha512> = Hmac::new_from_slice(SECRET.as_bytes()).expect("a key");
    println!("\n{count} different requests of {} fields", FORM.rows.len());
    let tasks: Vec<Task<'_>> = vec![
        (
            "(c) floor: HMAC-SHA512, Base64, typed to JSON text",
            Box::new(|| {
                for (given, text) in given.iter().zip(&texts) {
                    let mut mac = key.clone();
                    mac.update(text.as_bytes());
                    let signature = STANDARD.encode(mac.finalize().into_bytes());
                    let (id, amount) = (given.payment_id.as_str(), given.amount);
                    let typed = Typed {
                        customer: Customer {
                            email: EMAIL,
                            first_name: "Anna",
                            id: &given.customer_id,
                            ip_address: IP,
                            phone: PHONE,
                        },
                        general: General { payment_id: id, project_id: 7, signature: &signature },
                        payment: Payment { amount, currency: "FJD" },
                        return_url: ReturnUrl { success: URL },
                    };
                    black_box(serde_json::to_string(&typed).expect("JSON"));
                }
            }),
        ),
        (
            "    ours: validate, sign and write",
            Box::new(|| {
                for draft in &drafts {
                    black_box(draft.sign_with(7, &mut signer, None).expect("valid"));
                }
            }),
        ),
        (
            "    validate alone",
            Box::new(|| {
                for draft in &drafts {
                    black_box(draft.validate());
                }
            }),
        ),
    ];
    let times = measure(drafts.len(), rounds, tasks);
    for time in &times {
        time.print();
    }
    if let [floor, ours, validate] = times.as_slice() {
        println!("  (c) ours has {:.2} of the floor's throughput", floor.ratio(ours));
        println!("  validating takes {:.0} % of ours", 100.0 * validate.ratio(ours));
    }
}
