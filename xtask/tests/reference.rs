//! The language reference holds: each of its examples loads without a fault, and each key has an example.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use methodspec::{Memory, Severity, check_with};
use serde_json::Value;

fn specs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs")
}

/// A method with room for any fragment: a fragment's keys take the place of these.
const BASE: &str = r#"
method: coral
version: 0.1.0
title: Coral
summary: A method.
documents:
  en: { title: Coral, lines: 400 }
  guide: { title: Coral guide }
cite: guide
names: coral
kind: wallet
instruments: [e_wallet]
countries: all
currencies: [FJD, TOP]
conversion: none
operations:
"#;
const OPERATIONS: &str = "
payout: none
refund: none
recurring: none
chargeback: none
";
const SALE: &str = r#"
via: [gate]
path: /v2/payment/wallet/coral/sale
amounts: { FJD: 1.00..5_000.00 }
times: not_documented
send: { customer.id: required }
channels:
  page:
    means: The customer pays on a page.
    turns: [ get: redirect_data, { send: { account.number: required }, name: confirm } ]
ends: { success: { payment: success, operation: success, code: "0" } }
"#;
/// What the documented examples hold.
const FILES: [(&str, &str); 3] = [
    ("sale-request.txt", r#"{ "general": { "signature": "of8k9xerKSK4XK..." } }"#),
    ("confirm.txt", r#"{ "account": { "number": "6790000" } }"#),
    ("success.txt", r#"{ "payment": { "status": "success" } }"#),
];

/// The YAML blocks of the reference: what follows `yaml` says how much of a file each is, and the line where it stands.
fn blocks() -> Vec<(String, usize, String)> {
    let page = fs::read_to_string(specs().join("README.md")).expect("the reference");
    let mut out = Vec::new();
    let mut open: Option<(String, usize, String)> = None;
    for (n, line) in page.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(tag)) => open = Some((tag.to_owned(), n + 1, String::new())),
            (Some(_), Some(_)) => out.extend(open.take()),
            (Some((_, _, text)), None) => *text += &format!("{line}\n"),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block without an end");
    out.retain(|(tag, _, _)| tag.starts_with("yaml"));
    out
}

/// The text's keys at its margin, each with all of its lines.
fn sections(text: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        if line.starts_with([' ', '#']) {
            out.last_mut().expect("a key first").1.push_str(&format!("{line}\n"));
        } else {
            let (key, _) = line.split_once(':').expect("a key");
            out.push((key.to_owned(), format!("{line}\n")));
        }
    }
    out
}

/// A base in which a fragment's keys stand in place of its own.
fn over(base: &str, fragment: &str) -> String {
    let new = sections(fragment);
    let kept = sections(base).into_iter().filter(|(key, _)| new.iter().all(|(other, _)| other != key));
    kept.chain(new.clone()).map(|(_, text)| text).collect()
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}\n")).collect()
}

/// The platform's own file, without the comment at its head.
fn platform() -> String {
    let text = fs::read_to_string(specs().join("platform.yaml")).expect("the platform");
    text.lines().skip_while(|line| line.starts_with('#')).map(|line| format!("{line}\n")).collect()
}

/// The whole file that a block is, or is a part of.
fn whole(tag: &str, text: &str) -> String {
    let with = |operations: &str, sale: &str| {
        let sale = format!("sale:\n{}", indented(sale));
        let base = BASE.trim_end().strip_suffix("operations:").expect("the last key");
        format!("{base}operations:\n{}", indented(&over(operations, &sale)))
    };
    match tag {
        "yaml whole" => text.to_owned(),
        "yaml platform" => over(&platform(), text),
        "yaml operation" => with(OPERATIONS, &over(SALE, text)),
        "yaml operations" => with(&over(OPERATIONS, text), &over(SALE, "")),
        "yaml" | "yaml examples" => over(&with(OPERATIONS, &over(SALE, "")), text),
        other => panic!("a block marked `{other}`"),
    }
}

#[test]
fn every_example_loads_without_a_fault() {
    let blocks = blocks();
    assert!(blocks.len() > 15, "{}", blocks.len());
    for (tag, line, text) in &blocks {
        let file = whole(tag, text);
        let typed: serde_yaml::Value =
            serde_yaml::from_str(&file).unwrap_or_else(|error| panic!("line {line}: {error}\n{file}"));
        if tag == "yaml platform" {
            let codes = fs::read(specs().join("operation-codes.yaml")).expect("a file");
            let files = [("platform.yaml".to_owned(), file.into_bytes()), ("operation-codes.yaml".to_owned(), codes)];
            let (loaded, faults) = check_with(&Memory(files.into()));
            assert!(loaded.is_some() && faults.iter().next().is_none(), "line {line}:\n{faults}");
            continue;
        }
        let key = typed["method"].as_str().expect("a key");
        let mut files = BTreeMap::from([(format!("methods/{key}.yaml"), file.clone().into_bytes())]);
        for shared in ["platform.yaml", "operation-codes.yaml"] {
            files.insert(shared.to_owned(), fs::read(specs().join(shared)).expect("a file"));
        }
        if tag == "yaml examples" {
            files.extend(FILES.map(|(name, text)| (format!("examples/coral/{name}"), text.as_bytes().to_owned())));
        }
        let draft = typed.get("draft").is_some();
        let (loaded, faults) = check_with(&Memory(files));
        assert!(
            faults.iter().all(|fault| draft && fault.severity == Severity::Warning),
            "line {line}:\n{faults}\n{file}"
        );
        assert!(loaded.is_some());
    }
}

#[test]
fn every_key_has_an_example() {
    let schema = methodspec::schema::method();
    let mut seen = BTreeSet::new();
    for (tag, _, text) in blocks().into_iter().filter(|(tag, ..)| tag != "yaml platform") {
        let value: serde_yaml::Value = serde_yaml::from_str(&whole(&tag, &text)).expect("YAML");
        let value = serde_json::to_value(value).expect("JSON");
        Walk { schema: &schema, seen: &mut seen }.of("Method", &schema, &value);
    }
    let mut missing = BTreeSet::new();
    for (name, block) in schema["$defs"].as_object().expect("definitions") {
        let Some(keys) = block["properties"].as_object() else { continue };
        for (key, value) in keys {
            // An entry of `send` takes a field's keys as well.
            let fields =
                name == "SentHead_with_Field" && schema["$defs"]["Field"]["properties"].get(key) == Some(value);
            // These two say the same in every block.
            let common = key == "cite" || key == "note";
            if !fields && !common && !seen.contains(&(block_name(name).to_owned(), key.clone())) {
                missing.insert(format!("{}.{key}", block_name(name)));
            }
        }
    }
    for key in schema["properties"].as_object().expect("keys").keys() {
        if !seen.contains(&("Method".to_owned(), key.clone())) {
            missing.insert(format!("Method.{key}"));
        }
    }
    assert!(missing.is_empty(), "keys without an example: {missing:?}");
}

#[test]
fn every_key_of_requests_and_answers_has_an_example() {
    let schema = methodspec::schema::platform();
    let mut seen = BTreeSet::new();
    for (_, _, text) in blocks().into_iter().filter(|(tag, ..)| tag == "yaml platform") {
        let value: serde_yaml::Value = serde_yaml::from_str(&text).expect("YAML");
        let value = serde_json::to_value(value).expect("JSON");
        Walk { schema: &schema, seen: &mut seen }.of("Platform", &schema, &value);
    }
    let mut missing = Vec::new();
    for name in [
        "PlatformRequests",
        "PlatformRequest",
        "Pages",
        "Once",
        "Answers",
        "Accepted",
        "Refused",
        "ErrorMembers",
        "StatusAnswer",
        "ListAnswer",
        "Refusals",
        "RefusalCodes",
    ] {
        for key in schema["$defs"][name]["properties"].as_object().expect("keys").keys() {
            let common = key == "cite" || key == "note";
            if !common && !seen.contains(&(name.to_owned(), key.clone())) {
                missing.push(format!("{name}.{key}"));
            }
        }
    }
    assert!(missing.is_empty(), "keys without an example: {missing:?}");
}

/// The long form of a fact is one kind of block, whatever its value's type.
fn block_name(name: &str) -> &str {
    let long = name.strip_prefix("Long").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
    if long { "Long" } else { name }
}

/// Goes through a value with its schema and notes which keys of which blocks it holds.
struct Walk<'a> {
    schema: &'a Value,
    seen: &'a mut BTreeSet<(String, String)>,
}

impl Walk<'_> {
    fn of(&mut self, name: &str, place: &Value, value: &Value) {
        if let Some(name) = place["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) {
            return self.of(name, &self.schema["$defs"][name], value);
        }
        for branch in place["anyOf"].as_array().into_iter().flatten() {
            self.of("", branch, value);
        }
        match value {
            Value::Array(items) if place["items"].is_object() => {
                items.iter().for_each(|item| self.of("", &place["items"], item));
            }
            Value::Object(map) if place["type"] == "object" => {
                let free = &place["additionalProperties"];
                // A map that has a key which the block has not is of another block.
                if !free.is_object() && map.keys().any(|key| place["properties"].get(key).is_none()) {
                    return;
                }
                for (key, value) in map {
                    match place["properties"].get(key) {
                        Some(place) => {
                            self.seen.insert((block_name(name).to_owned(), key.clone()));
                            self.of("", place, value);
                        }
                        None => self.of("", free, value),
                    }
                }
            }
            _ => {}
        }
    }
}
