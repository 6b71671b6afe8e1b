//! Paths that stay: what is added to a spec is an addition, by `diff` and by a program that compiles before and after.

use std::fs;
use std::process::Command;

use crate::support::{built, specs};
use methodspec::diff::{self, Impact, model};

/// One channel of two that ask for the same.
const PUSH: &str = "
      push:
        means: The customer confirms on the phone.
        fields: { account.number: { type: digits, length: 6..8 } }
        turns: []";
const OTP: &str = "
      otp:
        means: The customer gets a code.
        fields: { account.number: { type: digits, length: 6..8 } }
        turns: []";

fn spec(channels: &str, more: &str) -> String {
    format!(
        "method: paths-reef
version: 0.1.0
title: Paths Reef
summary: An invented wallet that grows.
documents: {{ guide: {{ title: Guide, language: en, url: \"https://docs.example.com/paths-reef\", read: 2026-11 }} }}
cite: guide

names: paths-reef
kind: wallet
instruments: not_documented
countries: [FJ]
currencies: [FJD]
conversion: none

operations:
  sale:
    via: [gate, payment_page]
    path: /v2/payment/wallet/paths-reef/sale
    amounts: {{ FJD: 1.00..5_000.00 }}
    times: not_documented
    send: {{ customer.id: required, account.number: required }}
    channels:{channels}
{more}"
    )
}

/// The states of the spec: the one before, its name, the state itself.
fn states() -> Vec<(&'static str, &'static str, String)> {
    const REST: &str = "  not_documented: [payout, refund, recurring, chargeback]\n";
    const PAYOUT: &str = "  payout:
    via: [gate]
    path: /v2/payment/wallet/paths-reef/payout
    amounts: contract
    times: not_documented
    send: { account.number: required }
    channels: none
  not_documented: [refund, recurring, chargeback]\n";
    let two = format!("{PUSH}{OTP}");
    let push = |from: &str, to: &str| {
        let changed = PUSH.replace(from, to);
        assert_ne!(changed, PUSH);
        spec(&format!("{changed}{OTP}"), REST)
    };
    let third = "\n      page:\n        means: The customer is redirected.\n        turns: [{ get: redirect_data }]\n        send: { customer.email: required }";
    vec![
        ("", "one", spec(PUSH, REST)),
        ("one", "two", spec(&two, REST)),
        ("two", "three", spec(&format!("{two}{third}"), REST)),
        ("two", "wider_field", push("6..8", "6..9")),
        ("two", "plain_field", push("fields: { account.number: { type: digits, length: 6..8 } }", "")),
        ("two", "wider_limit", push("turns: []", "amounts: { FJD: 1.00..9_000.00 }\n        turns: []")),
        ("two", "optional_field", push("turns: []", "send: { customer.email: optional }\n        turns: []")),
        ("two", "operation", spec(&two, PAYOUT)),
    ]
}

#[test]
fn what_is_added_is_told_as_an_addition_and_back_as_a_break() {
    let states = states();
    let of = |name: &str| {
        let (_, _, yaml) = states.iter().find(|(_, state, _)| *state == name).expect("a state");
        model::of_method(&specs::specs("paths-reef", yaml).methods["paths-reef"])
    };
    for (before, name, _) in states.iter().filter(|(before, ..)| !before.is_empty()) {
        let changes = diff::method("paths-reef", &of(before), &of(name));
        let gravest = changes.iter().map(|change| change.impact).max();
        assert_eq!(gravest, Some(Impact::Addition), "{before} to {name}: {changes:#?}");
        let back = diff::method("paths-reef", &of(name), &of(before));
        let gravest = back.iter().map(|change| change.impact).max();
        assert_eq!(gravest, Some(Impact::Breaking), "{name} to {before}: {back:#?}");
    }
}

/// What a shop may write about one channel, by every path that there is.
const SHOP: &str = r#"
use std::error::Error;
use ecommpay_platform::runtime::form::{Form, Violation};

macro_rules! shop {
    ($method:ident) => {
        use crate::methods::$method::sale::{push, push_page};
        use crate::methods::$method::{METHOD, amount};

        pub fn fields() -> Result<push::Fields, Box<dyn Error>> {
            let account_number: push::AccountNumber = "1234567".parse()?;
            let customer_id: push::CustomerId = "c".parse()?;
            let payment_id: push::PaymentId = "p".parse()?;
            let amount: push::Amount = amount!(push, FJD 10.00);
            Ok(push::Fields { account_number, amount, customer_id, payment_id })
        }
        pub fn request() -> Result<push::Request, Box<dyn Error>> {
            Ok(push::Request::new(fields()?))
        }
        pub fn page(amount: push_page::Amount) -> Result<push_page::Request, Box<dyn Error>> {
            let account_number = "1234567".parse::<push_page::AccountNumber>()?;
            let (customer_id, payment_id) = ("c".parse()?, "p".parse()?);
            Ok(push_page::Request::new(push_page::Fields { account_number, amount, customer_id, payment_id }))
        }
        pub fn table() -> (&'static Form, Option<i64>, usize, &'static str) {
            (&push::FORM, push_page::limits::FJD.max, push::Currency::LIMITS.len(), METHOD.key)
        }
        pub fn broken() -> Result<Vec<Violation>, Box<dyn Error>> {
            Ok(request()?.validate())
        }
    };
}
"#;

/// The states as modules of one crate, with a program about each.
fn compiled(programs: &str) -> (bool, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut methods = String::new();
    let mut shops = String::new();
    for (_, name, yaml) in states() {
        fs::create_dir_all(folder.path().join(name)).expect("a folder");
        fs::write(folder.path().join(format!("{name}/paths-reef.yaml")), yaml).expect("a method");
        let module = format!("methodspec_macros::payment_method! {{ pub mod {name} = \"{name}/paths-reef.yaml\"; }}");
        methods.push_str(&module);
        shops.push_str(&format!("pub mod {name} {{ use super::*; shop!({name}); }}\n"));
    }
    let program = format!("pub mod methods {{ {methods} }}\n{SHOP}\n{shops}\n{programs}");
    fs::write(folder.path().join("lib.rs"), program).expect("a program");
    let mut rustc = Command::new(built::rustc());
    rustc.args(["--edition", "2024", "--crate-type", "lib", "--crate-name", "paths", "lib.rs"]);
    rustc.args(["--emit", "metadata", "--out-dir", "."]);
    rustc.args(built::externs(&["methodspec_macros", "ecommpay_platform"]));
    let output = rustc.current_dir(folder.path()).env("CARGO_MANIFEST_DIR", folder.path()).output();
    let output = output.expect("the compiler runs");
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// Types of two channels that ask for the same are two: a program could else rely on it that they are one.
const APART: &str = "
pub trait Apart {}
macro_rules! apart { ($($name:ident)*) => { $(
    impl Apart for methods::two::sale::push::$name {}
    impl Apart for methods::two::sale::otp::$name {}
)* } }
apart!(Fields Request Amount AccountNumber);
";

#[test]
fn a_program_about_a_channel_compiles_whatever_is_added() {
    let (compiles, told) = compiled(APART);
    assert!(compiles, "{told}");
    let moved: Vec<&str> = told.lines().filter(|line| line.starts_with("warning")).collect();
    assert!(moved.is_empty(), "{told}");
}

#[test]
fn rules_of_a_channel_keep_their_ids() {
    let ids = |yaml: &str| -> Vec<String> {
        let specs = specs::specs("paths-reef", yaml);
        let forms = specs.methods["paths-reef"].operations.values().flat_map(|operation| &operation.forms);
        forms.filter(|form| form.channel.as_deref() == Some("push")).map(|form| form.id.clone()).collect()
    };
    for (_, name, yaml) in states() {
        assert_eq!(ids(&yaml), ["paths-reef/sale/gate/push", "paths-reef/sale/payment_page/push"], "{name}");
    }
}
