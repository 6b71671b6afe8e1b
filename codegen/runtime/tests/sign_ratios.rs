//! How much longer than a body its signed text is: the limit keeps twice the largest ratio that is known.

use ecommpay_runtime::json::Limits;
use ecommpay_runtime::sign::text_to_sign;
use serde_json::Value;

/// Every JSON text in a value: bodies and payloads of vectors.
fn bodies(value: &Value, all: &mut Vec<String>) {
    match value {
        Value::String(text) if text.trim_start().starts_with(['{', '[']) => all.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| bodies(item, all)),
        Value::Object(members) => {
            all.push(value.to_string());
            members.values().for_each(|member| bodies(member, all));
        }
        _ => {}
    }
}

#[test]
#[allow(clippy::print_stdout)]
fn the_limit_is_at_least_twice_the_largest_ratio_of_all_fixtures() {
    let mut all = Vec::new();
    for vectors in [
        include_str!("vectors/callback_verify.json"),
        include_str!("vectors/signature.json"),
        include_str!("vectors/signature_examples.json"),
    ] {
        let vectors: Vec<Value> = serde_json::from_str(vectors).expect("a vector file");
        for vector in &vectors {
            for member in ["body", "payload_json", "data", "payload"] {
                vector.get(member).into_iter().for_each(|body| bodies(body, &mut all));
            }
        }
    }
    // The documented examples, as printed and without white space.
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/../../specs/examples");
    let mut folders = vec![std::path::PathBuf::from(examples)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else if let Ok(json) = serde_json::from_slice::<Value>(&std::fs::read(entry.path()).expect("a file")) {
                all.push(json.to_string());
            }
        }
    }
    let ratios = all.iter().filter_map(|body| Some((text_to_sign(body.as_bytes()).ok()?.len(), body)));
    let (text, body) = ratios.max_by(|one, other| (one.0 * other.1.len()).cmp(&(other.0 * one.1.len()))).expect("one");
    assert!(all.len() > 200 && text > body.len(), "{} bodies", all.len());
    assert!(Limits::TEXT_TO_BODY * body.len() >= 2 * text, "{text} bytes to sign of {}: {body}", body.len());
    println!("largest ratio of {} bodies: {text} bytes to sign of {}", all.len(), body.len());
}
