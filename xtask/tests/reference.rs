//! The language reference holds: each of its examples loads without a fault, and each key has an example.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use methodspec::{Fault, Kind, Memory, Severity, check_with};
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
    turns: [ { get: redirect_data }, { send: { account.number: required }, name: confirm } ]
ends: { success: { payment: success, operation: success, code: "0" } }
"#;
/// What the documented examples hold.
const FILES: [(&str, &str); 3] = [
    ("sale-request.txt", r#"{ "general": { "signature": "of8k9xerKSK4XK..." } }"#),
    ("confirm.txt", r#"{ "account": { "number": "6790000" } }"#),
    ("success.txt", r#"{ "payment": { "status": "success" } }"#),
];

/// Blocks that are parts of a shared file, and the file.
const SHARED: [(&str, &str); 2] = [("yaml platform", "platform.yaml"), ("yaml codes", "operation-codes.yaml")];

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

/// A shared file of the repository with a part laid over it, map by map.
fn shared(name: &str, part: &str) -> String {
    fn lay(over: &mut Value, part: Value) {
        match (over, part) {
            (Value::Object(over), Value::Object(part)) => {
                part.into_iter().for_each(|(key, value)| lay(over.entry(key).or_insert(Value::Null), value));
            }
            (over, part) => *over = part,
        }
    }
    let read = |text: &str| -> Value {
        let yaml: serde_yaml::Value = serde_yaml::from_str(text).expect("YAML");
        serde_json::to_value(yaml).expect("JSON")
    };
    let mut whole = read(&fs::read_to_string(specs().join(name)).expect("a file"));
    lay(&mut whole, read(part));
    // JSON is YAML in which every text is quoted
    format!("{whole:#}\n")
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
        "yaml platform" => shared("platform.yaml", text),
        "yaml codes" => shared("operation-codes.yaml", text),
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
        if let Some(own) = SHARED.iter().find(|(of, _)| of == tag).map(|(_, name)| *name) {
            let files = SHARED.map(|(_, name)| (name.to_owned(), fs::read(specs().join(name)).expect("a file")));
            let mut files = BTreeMap::from(files);
            files.insert(own.to_owned(), file.into_bytes());
            let (loaded, faults) = check_with(&Memory(files));
            assert!(loaded.is_some() && faults.iter().next().is_none(), "line {line}:\n{faults}");
            continue;
        }
        let typed: serde_yaml::Value =
            serde_yaml::from_str(&file).unwrap_or_else(|error| panic!("line {line}: {error}\n{file}"));
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
        // a part of a file need not send what its conditions test
        let part = |fault: &Fault| tag != "yaml whole" && fault.kind == Kind::DeadRule;
        assert!(
            faults.iter().all(|fault| (draft || part(fault)) && fault.severity == Severity::Warning),
            "line {line}:\n{faults}\n{file}"
        );
        assert!(loaded.is_some());
    }
}

#[test]
fn every_key_has_an_example() {
    let method = methodspec::schema::method();
    let of_methods = |tag: &str| SHARED.iter().all(|(shared, _)| *shared != tag);
    // a kind of block that methods have is shown with them
    let known = |name: &str| method["$defs"][name].is_object();
    let mut missing = without_example("Method", &method, |_| false, of_methods, whole);
    for (name, schema, of) in [
        ("Platform", methodspec::schema::platform(), "yaml platform"),
        ("OperationCodes", methodspec::schema::codes(), "yaml codes"),
    ] {
        missing.extend(without_example(name, &schema, known, |tag| tag == of, |_, text| text.to_owned()));
    }
    assert!(missing.is_empty(), "keys without an example: {missing:?}");
}

/// Keys of a kind of file that no block shows, beside those of blocks that are shown elsewhere.
fn without_example(
    file: &str,
    schema: &Value,
    elsewhere: impl Fn(&str) -> bool,
    of: impl Fn(&str) -> bool,
    text_of: impl Fn(&str, &str) -> String,
) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    for (tag, _, text) in blocks().into_iter().filter(|(tag, ..)| of(tag)) {
        let value: serde_yaml::Value = serde_yaml::from_str(&text_of(&tag, &text)).expect("YAML");
        let value = serde_json::to_value(value).expect("JSON");
        Walk { schema, seen: &mut seen }.of(file, schema, &value);
    }
    let mut missing = BTreeSet::new();
    let inner = schema["$defs"].as_object().expect("definitions").iter().map(|(name, block)| (name.as_str(), block));
    for (name, block) in inner.filter(|(name, _)| !elsewhere(name)).chain([(file, schema)]) {
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
    missing
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
