//! Names that no field may have are those of the functions that a request is given, and each is refused.

use std::collections::BTreeSet;

use ecommpay_platform::facts::{OPERATION_CODES, PLATFORM};
use methodspec::Memory;
use methodspec::rust_names::{
    GATE_METHODS, PAGE_METHODS, PRESELECTED, REQUEST_METHODS, REQUEST_TRAITS, reserved_for_requests,
};
use proc_macro2::{TokenStream, TokenTree};

/// The macro that makes requests.
const REQUEST: &str = include_str!("../../runtime/src/form/request.rs");

/// All words of the macro, in order.
fn words(tokens: TokenStream, out: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => words(group.stream(), out),
            other => out.push(other.to_string()),
        }
    }
}

#[test]
fn the_list_is_what_a_request_is_given() {
    let mut all = Vec::new();
    words(REQUEST.parse().expect("Rust"), &mut all);
    let after = |word: &str| -> BTreeSet<&str> {
        let pairs = all.windows(2).filter(|pair| pair[0] == word);
        pairs.map(|pair| pair[1].as_str()).collect()
    };
    let methods = [REQUEST_METHODS, GATE_METHODS, PAGE_METHODS, &[PRESELECTED]].concat();
    let traits: BTreeSet<&str> = REQUEST_TRAITS.iter().map(|(name, _)| *name).collect();
    // functions of the traits are those of the table of traits
    let of_traits: BTreeSet<&str> = REQUEST_TRAITS.iter().flat_map(|(_, functions)| *functions).copied().collect();
    // `fn $may` is a setter
    let made: BTreeSet<&str> =
        after("fn").into_iter().filter(|name| *name != "$" && !of_traits.contains(name)).collect();
    assert_eq!(made, methods.iter().copied().collect());
    // what `#[derive]` and `impl … for Request` say
    let derived = all.iter().zip(&all[1..]).filter(|(word, _)| *word == "derive").map(|(_, first)| first.as_str());
    let mut given: BTreeSet<&str> = derived.collect();
    given.extend(all.iter().map(String::as_str).filter(|word| ["Clone", "PartialEq", "AsRef", "From"].contains(word)));
    for other in ["Deref", "DerefMut", "Borrow", "Display", "Hash", "Ord", "PartialOrd", "Default", "Eq", "Copy"] {
        assert!(!all.iter().any(|word| word == other), "{other} is not among the traits of a request");
    }
    assert_eq!(given, traits);
}

/// What lint says of a method with a field.
fn lint(fields: &str, send: &str) -> String {
    let yaml = format!(
        "method: reserved-reef
version: 0.1.0
title: Reserved Reef
summary: An invented wallet whose fields are called like methods.
documents: {{ guide: {{ title: Guide, language: en, url: \"https://docs.example.com/reef\", read: 2026-11 }} }}
cite: guide
names: reserved-reef
kind: wallet
instruments: not_documented
countries: [FJ]
currencies: [FJD]
conversion: none
fields: {{ {fields} }}
operations:
  sale:
    via: [gate]
    path: /v2/payment/wallet/reserved-reef/sale
    amounts: {{ FJD: 1.00..5_000.00 }}
    times: not_documented
    send: {{ {send} }}
    channels: none
  not_documented: [payout, refund, recurring, chargeback]
"
    );
    let mut files = Memory::default();
    for (path, text) in [
        ("platform.yaml", PLATFORM),
        ("operation-codes.yaml", OPERATION_CODES),
        ("methods/reserved-reef.yaml", yaml.as_str()),
    ] {
        files.0.insert(path.to_owned(), text.as_bytes().to_vec());
    }
    methodspec::load_with(&files).err().map(|faults| faults.human(false)).unwrap_or_default()
}

#[test]
fn every_reserved_name_is_refused_for_a_field() {
    const FIELD: &str = "type: text, means: A text.";
    assert_eq!(lint(&format!("plain: {{ {FIELD} }}"), "plain: optional"), "");
    for name in reserved_for_requests() {
        let by_path = lint(&format!("{name}: {{ {FIELD} }}"), &format!("{name}: optional"));
        let by_name =
            lint(&format!("plain: {{ {FIELD} rust: {name} }}").replace(". rust", "., rust"), "plain: optional");
        for told in [by_path, by_name] {
            assert!(told.contains("rust-name") && told.contains(&format!("`{name}` is reserved")), "{name}: {told}");
        }
    }
}

#[test]
fn the_reference_lists_them() {
    let reference = include_str!("../../../specs/README.md");
    let line = reference.lines().find(|line| line.starts_with("A field cannot be called like")).expect("the line");
    let listed: BTreeSet<&str> = line.split('`').skip(1).step_by(2).filter(|word| *word != "rust:").collect();
    assert_eq!(listed, reserved_for_requests().collect());
}
