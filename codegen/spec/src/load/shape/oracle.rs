//! The keywords as read here against a schema engine: the same mismatches of the same values, for every spec and every
//! faulty spec at hand, and for each with one value changed.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use jsonschema::error::ValidationErrorKind as K;
use jsonschema::{ValidationError, Validator};
use serde_json::{Value, json};

use super::keywords::{Keywords, Mismatch, Wrong};
use crate::load::node::{Entry, Node, What, step};
use crate::load::source::Source;
use crate::schema;

#[test]
fn every_keyword_of_the_schemas_is_read() {
    const READ: [&str; 17] = [
        "$ref",
        "additionalProperties",
        "anyOf",
        "const",
        "enum",
        "items",
        "maximum",
        "minItems",
        "minLength",
        "minimum",
        "oneOf",
        "pattern",
        "properties",
        "propertyNames",
        "required",
        "type",
        "$defs",
    ];
    const TELL_NOTHING: [&str; 5] = ["$schema", "default", "description", "title", "x-generated-by"];
    let mut keywords = BTreeSet::new();
    for schema in [schema::method(), schema::platform(), schema::codes()] {
        collect(&schema, &mut keywords);
    }
    let all: BTreeSet<&str> = READ.into_iter().chain(TELL_NOTHING).collect();
    let unread: Vec<&String> = keywords.iter().filter(|keyword| !all.contains(keyword.as_str())).collect();
    assert!(unread.is_empty(), "keywords.rs does not read {unread:?}");
    assert!(keywords.len() > 15, "{keywords:?}");
}

/// The keywords of a schema; what a keyword holds is looked at as it deserves.
fn collect(schema: &Value, keywords: &mut BTreeSet<String>) {
    for (keyword, holds) in schema.as_object().into_iter().flatten() {
        keywords.insert(keyword.clone());
        match (keyword.as_str(), holds) {
            ("properties" | "$defs", Value::Object(parts)) => parts.values().for_each(|part| collect(part, keywords)),
            ("anyOf" | "oneOf", Value::Array(parts)) => parts.iter().for_each(|part| collect(part, keywords)),
            ("items" | "additionalProperties" | "propertyNames", part) => collect(part, keywords),
            ("const", word) => assert!(word.is_string() || word.is_boolean() || word.is_i64(), "{word}"),
            ("pattern", Value::String(pattern)) => {
                regex_lite::Regex::new(pattern).expect("a pattern that reads");
            }
            _ => {}
        }
    }
}

#[test]
fn a_schema_engine_finds_the_same_mismatches() {
    let kinds =
        [("platform.yaml", schema::platform()), ("operation-codes.yaml", schema::codes()), ("", schema::method())];
    let kinds = kinds.map(|(name, schema)| {
        let engine = jsonschema::validator_for(&schema).expect("a schema");
        (name, Keywords::new(schema), engine)
    });
    let full = std::env::var_os("FULL").is_some_and(|full| !full.is_empty());
    let every = if full { 1 } else { 4 };
    let mut wrong = [0, 0];
    for path in specs() {
        let text = std::fs::read(&path).expect("a file");
        let source = Source::new("a spec", String::from_utf8_lossy(&text).into_owned());
        let (Some(node), faults) = crate::load::read(&source) else { continue };
        let kind = kinds.iter().find(|(name, ..)| name.is_empty() || path.ends_with(name));
        let (_, keywords, engine) = kind.expect("the last fits");
        if faults.is_empty() {
            wrong[0] += usize::from(!same(keywords, engine, &node, &path));
        }
        // About as many of each file, spread over it.
        let values = count(&node);
        for (turn, at) in (0..values).step_by((values / VALUES).max(1)).enumerate() {
            for change in (0..CHANGES).skip(turn % every).step_by(every) {
                let mut changed = node.clone();
                change_one(&mut changed, &mut at.clone(), change);
                wrong[1] += usize::from(!same(keywords, engine, &changed, &path));
            }
        }
    }
    assert!(wrong[0] > 10 && wrong[1] > 3_000 / every, "files and changes with mismatches: {wrong:?}");
}

/// Every spec of the project, and every one of the tests, faulty ones among them.
fn specs() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("tests"), root.join("../../specs")];
    let mut specs = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "yaml") {
                specs.push(path);
            }
        }
    }
    specs.sort();
    specs
}

/// Holds both to one list, and says whether it is empty.
fn same(keywords: &Keywords, engine: &Validator, node: &Node, path: &Path) -> bool {
    if has_hole(node) {
        return true;
    }
    let mut pointers = HashMap::new();
    point(node, String::new(), &mut pointers);
    let mut ours = Vec::new();
    keywords.mismatches(node).iter().for_each(|mismatch| flatten(mismatch, &pointers, &mut ours));
    let value = to_json(node);
    let mut theirs = Vec::new();
    engine.iter_errors(&value).for_each(|error| flatten_theirs(&error, &value, &mut theirs));
    // Where no key is known at all, the engine has one line for all and here each has its own.
    let [ours, theirs] = [ours, theirs].map(|lines| lines.into_iter().collect::<BTreeSet<String>>());
    assert_eq!(ours, theirs, "{}: {value}", path.display());
    assert_eq!(keywords.accepts(node), ours.is_empty(), "{}: {value}", path.display());
    ours.is_empty()
}

fn flatten(mismatch: &Mismatch<'_>, pointers: &HashMap<*const Node, String>, out: &mut Vec<String>) {
    let node: *const Node = mismatch.found.node;
    let pointer = &pointers[&node];
    let keyword = match &mismatch.wrong {
        Wrong::UnknownKeys(entries) => {
            out.extend(entries.iter().map(|entry| format!("{} unknown", step(pointer, &entry.key))));
            return;
        }
        Wrong::MissingKey(key) => format!("missing {key}"),
        Wrong::KeyForm(entry) => format!("key {}", entry.key),
        Wrong::NoneOf(ways) => {
            ways.iter().flatten().for_each(|inner| flatten(inner, pointers, out));
            "anyOf".to_owned()
        }
        Wrong::Type => "type".to_owned(),
        Wrong::Word => "word".to_owned(),
        Wrong::Pattern => "pattern".to_owned(),
        Wrong::Size => "size".to_owned(),
    };
    out.push(format!("{pointer} {keyword}"));
}

fn flatten_theirs(error: &ValidationError<'_>, root: &Value, out: &mut Vec<String>) {
    let keyword = match error.kind() {
        K::AdditionalProperties { unexpected } => {
            let pointer = error.instance_path().as_str();
            out.extend(unexpected.iter().map(|key| format!("{} unknown", step(pointer, key))));
            return;
        }
        // A map that takes no key at all.
        K::FalseSchema => {
            let pointer = error.instance_path().as_str();
            let map = root.pointer(pointer).and_then(Value::as_object).expect("a map");
            out.extend(map.keys().map(|key| format!("{} unknown", step(pointer, key))));
            return;
        }
        K::Required { property } => format!("missing {}", property.as_str().expect("a key")),
        K::PropertyNames { error } => format!("key {}", error.instance().as_str().expect("a key")),
        K::AnyOf { context } => {
            context.iter().flatten().for_each(|inner| flatten_theirs(inner, root, out));
            "anyOf".to_owned()
        }
        K::Type { .. } => "type".to_owned(),
        K::Enum { .. } | K::Constant { .. } | K::OneOfNotValid { .. } => "word".to_owned(),
        K::Pattern { .. } => "pattern".to_owned(),
        K::MinItems { .. } | K::MinLength { .. } | K::Minimum { .. } | K::Maximum { .. } => "size".to_owned(),
        other => panic!("a keyword that the schemas did not use: {other:?}"),
    };
    out.push(format!("{} {keyword}", error.instance_path()));
}

fn point(node: &Node, pointer: String, pointers: &mut HashMap<*const Node, String>) {
    match &node.what {
        What::List(items) => {
            items.iter().enumerate().for_each(|(at, item)| point(item, step(&pointer, at), pointers));
        }
        What::Map(entries) => {
            entries.iter().for_each(|entry| point(&entry.value, step(&pointer, &entry.key), pointers));
        }
        _ => {}
    }
    pointers.insert(node, pointer);
}

fn to_json(node: &Node) -> Value {
    match &node.what {
        What::Text(text) => json!(text),
        What::Whole(number) => json!(number),
        What::Bool(yes) => json!(yes),
        What::List(items) => items.iter().map(to_json).collect(),
        What::Map(entries) => entries.iter().map(|entry| (entry.key.clone(), to_json(&entry.value))).collect(),
        What::Hole => Value::Null,
    }
}

fn has_hole(node: &Node) -> bool {
    match &node.what {
        What::Hole => true,
        What::List(items) => items.iter().any(has_hole),
        What::Map(entries) => entries.iter().any(|entry| has_hole(&entry.value)),
        _ => false,
    }
}

fn count(node: &Node) -> usize {
    1 + match &node.what {
        What::List(items) => items.iter().map(count).sum(),
        What::Map(entries) => entries.iter().map(|entry| count(&entry.value)).sum::<usize>(),
        _ => 0,
    }
}

/// Values that are changed in a file, about.
const VALUES: usize = 3;
/// Ways in which one value is changed.
const CHANGES: usize = 12;

/// Changes the value with number `at`; its parents come first.
fn change_one(node: &mut Node, at: &mut usize, change: usize) {
    if *at == 0 {
        *at = usize::MAX;
        changed(node, change);
        return;
    }
    *at -= 1;
    match &mut node.what {
        What::List(items) => {
            for item in items {
                if *at != usize::MAX {
                    change_one(item, at, change);
                }
            }
        }
        What::Map(entries) => {
            let mut all: Vec<Entry> = entries.iter().cloned().collect();
            for entry in &mut all {
                if *at != usize::MAX {
                    change_one(&mut entry.value, at, change);
                }
            }
            node.what = map(all);
        }
        _ => {}
    }
}

fn changed(node: &mut Node, change: usize) {
    let text = |text: &str| What::Text(text.to_owned());
    let entry = |key: &str| {
        let value = Node { bytes: 0..0, what: text("required") };
        Entry { key: key.to_owned(), key_bytes: 0..0, value }
    };
    let mut entries: Vec<Entry> = match &node.what {
        What::Map(entries) => entries.iter().cloned().collect(),
        _ => Vec::new(),
    };
    node.what = match change {
        0 => text("Other words, of no form"),
        1 => text(""),
        2 => text("17"),
        3 => What::Whole(3),
        4 => What::Whole(-1),
        5 => What::Whole(i64::MAX),
        6 => What::Bool(true),
        7 => What::List(Vec::new()),
        8 => What::List(vec![Node { bytes: 0..0, what: text("one") }]),
        9 => {
            entries.pop();
            map(entries)
        }
        10 => {
            entries.push(entry("no key: of this"));
            map(entries)
        }
        _ => {
            entries.retain(|entry| entry.key != "is");
            entries.insert(0, entry("is"));
            map(entries)
        }
    };
}

fn map(entries: Vec<Entry>) -> What {
    let mut all = crate::load::node::Entries::default();
    entries.into_iter().for_each(|entry| all.push(entry));
    What::Map(all)
}
