//! The vectors that the program carries, as questions.

use serde_json::Value;

use super::case::{Also, Case, Says, Wanted};
use super::feature::Feature;
use crate::vectors::{Stricter, data, stricter};

const SIGNATURES: &str = include_str!("vectors/signature.json");
const EXAMPLES: &str = include_str!("vectors/signature_examples.json");
const CALLBACKS: &str = include_str!("vectors/callback_verify.json");
const PAGES: &str = include_str!("vectors/payment_page_url.json");

/// Which feature a vector of signatures shows, by how its name begins.
const OF_SIGNATURES: &[(&str, Feature)] = &[
    ("clear-", Feature::Documented),
    ("list-gt10-", Feature::LongLists),
    ("numbered-keys-", Feature::NumberedKeys),
    ("natural-", Feature::NumberedKeys),
    ("prefix-colon-", Feature::Colons),
    ("colon-", Feature::Colons),
    ("prefix-", Feature::PrefixKeys),
    ("semicolon-", Feature::Semicolons),
    ("case-keys-", Feature::CaseKeys),
    ("unicode-values-", Feature::UnicodeValues),
    ("unicode-keys-", Feature::UnicodeKeys),
    ("bool-", Feature::Booleans),
    ("null-", Feature::Nulls),
    ("empty-containers-", Feature::Empty),
    ("float-simple-", Feature::Fractions),
    ("float-integral-", Feature::WholeFractions),
    ("float-", Feature::LongFractions),
    ("neg-zero-", Feature::LongFractions),
    ("bigint-", Feature::BigIntegers),
    ("frame-mode-", Feature::FrameMode),
    ("nested-signature-", Feature::NestedSignature),
    ("php-", Feature::IntegerKeys),
    ("empty-key-", Feature::EmptyKeys),
    ("dup-keys-", Feature::DuplicateKeys),
];

/// The same of callbacks.
const OF_CALLBACKS: &[(&str, Feature)] = &[
    ("valid-top", Feature::Genuine),
    ("valid-pretty", Feature::Rewritten),
    ("valid-ascii-escapes", Feature::Rewritten),
    ("valid-general", Feature::Placed),
    ("valid-null", Feature::Nulls),
    ("valid-list", Feature::LongLists),
    ("valid-float_int", Feature::WholeFractions),
    ("added-empty-containers", Feature::Empty),
    ("added-frame-mode", Feature::FrameMode),
    ("nested-sig-", Feature::NestedSignature),
    ("dup-signature", Feature::DuplicateKeys),
    ("top-garbage-", Feature::Placed),
    ("sig-truncated", Feature::Tampered),
    ("sig-urlsafe", Feature::Tampered),
    ("sig-", Feature::Unsigned),
    ("tampered-", Feature::Tampered),
    ("added-field", Feature::Tampered),
    ("wrong-key", Feature::Tampered),
    ("empty-body", Feature::Malformed),
    ("not-json", Feature::Malformed),
    ("array-body", Feature::Malformed),
];

/// All of them.
///
/// # Errors
/// Where a vector is not what is expected, or shows no known feature.
pub(super) fn cases() -> Result<Vec<Case>, String> {
    let stricter = stricter()?;
    let mut cases = Vec::new();
    for vector in read(SIGNATURES)? {
        cases.push(signature(&vector, &stricter)?);
    }
    for (number, vector) in read(EXAMPLES)?.iter().enumerate() {
        let wanted = Wanted::Text(text(vector, "string_to_sign")?);
        let json = data(EXAMPLES, number)?;
        cases.push(case(Feature::Documented, text(vector, "id")?, text(vector, "key")?, json, wanted));
    }
    for vector in read(PAGES)? {
        let (name, wanted) = (text(&vector, "name")?, Wanted::Text(text(&vector, "string_to_sign")?));
        cases.push(case(Feature::Page, name, text(&vector, "key")?, parameters(&vector)?, wanted));
    }
    for vector in read(CALLBACKS)? {
        cases.push(callback(&vector, &stricter)?);
    }
    Ok(cases)
}

fn read(file: &str) -> Result<Vec<Value>, String> {
    serde_json::from_str(file).map_err(|why| format!("the vectors of this program cannot be read: {why}"))
}

fn case(feature: Feature, name: String, key: String, json: String, wanted: Wanted) -> Case {
    Case { feature, name: format!("vector {name}"), key, json, wanted, also: Vec::new() }
}

fn signature(vector: &Value, stricter: &Stricter) -> Result<Case, String> {
    let name = text(vector, "name")?;
    let feature = feature(OF_SIGNATURES, &name)?;
    let signed = text(vector, "string_to_sign")?;
    // What PHP's arrays do by accident is not asked for, and not held against a signer that does the same.
    let clean = vector.get("string_without_quirk").and_then(Value::as_str).unwrap_or(&signed).to_owned();
    let wanted = Wanted::Text(clean.clone());
    let mut case = case(feature, name.clone(), text(vector, "key")?, text(vector, "payload_json")?, wanted);
    if clean != signed {
        case.also.push(Also { who: "php".to_owned(), says: Says::Text(signed) });
    }
    if let Some(refusal) = stricter.of(&name) {
        case.also.push(Also { who: format!("policy ({refusal})"), says: Says::Refuses });
        let left = ecommpay_platform::runtime::sign::callback_text_to_sign(case.json.as_bytes());
        let left = left.ok().filter(|left| *left != clean);
        case.also.extend(left.map(|left| Also { who: format!("policy ({refusal})"), says: Says::Text(left) }));
    }
    Ok(case)
}

fn callback(vector: &Value, stricter: &Stricter) -> Result<Case, String> {
    let name = text(vector, "name")?;
    let genuine = text(vector, "php")? == "valid";
    let feature = feature(OF_CALLBACKS, &name)?;
    let wanted = Wanted::Genuine(genuine);
    let mut case = case(feature, name.clone(), text(vector, "key")?, text(vector, "body")?, wanted);
    if genuine {
        let refusing = vector.get("rejects").and_then(Value::as_object).into_iter().flatten();
        // the plug-in of a shop is no SDK
        let refusing = refusing.map(|(who, _)| who).filter(|who| *who != "woo");
        case.also.extend(refusing.map(|who| Also { who: who.clone(), says: Says::Refuses }));
        let policy = stricter.of(&name);
        case.also.extend(policy.map(|why| Also { who: format!("policy ({why})"), says: Says::Refuses }));
    }
    Ok(case)
}

/// The parameters as one flat object, in their order.
fn parameters(vector: &Value) -> Result<String, String> {
    let pairs = vector.get("all_params").and_then(Value::as_array).ok_or("a vector has no all_params")?;
    let members: Vec<String> =
        pairs.iter().filter_map(|pair| Some(format!("{}:{}", pair.get(0)?, pair.get(1)?))).collect();
    Ok(format!("{{{}}}", members.join(",")))
}

fn feature(of: &[(&str, Feature)], name: &str) -> Result<Feature, String> {
    let found = of.iter().find(|(start, _)| name.starts_with(start));
    found.map(|(_, feature)| *feature).ok_or_else(|| format!("no feature is known for the vector {name}"))
}

fn text(vector: &Value, key: &str) -> Result<String, String> {
    let text = vector.get(key).and_then(Value::as_str);
    text.map(str::to_owned).ok_or_else(|| format!("a vector has no text {key}"))
}
