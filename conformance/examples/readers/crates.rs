//! Readers and natural sorts of the Rust registry: `sorts < SETS`, or an adapter of `cargo conformance signer`: `json values`, `serde_json printed`.
//!
//! What a reader has made of a text is written as JSON again and signed by the runtime: whatever differs is the reader's doing.
//! With `printed` numbers become texts, as Rust prints them.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};

use ecommpay_runtime::Secret;
use ecommpay_runtime::sign::{Scalar, Signer, text_to_sign};
use serde_json::Value;

type Compare = fn(&str, &str) -> std::cmp::Ordering;

const SORTS: &[(&str, &str, Compare)] = &[
    ("natord", "", natord::compare),
    ("alphanumeric-sort", "", |one, other| alphanumeric_sort::compare_str(one, other)),
    ("numeric-sort", "", numeric_sort::cmp),
    ("lexical-sort", " `natural_cmp`", lexical_sort::natural_cmp),
    ("lexical-sort", " `natural_lexical_cmp`", lexical_sort::natural_lexical_cmp),
    ("human-sort", "", human_sort::compare),
];

fn named(name: &str, what: &str) -> String {
    let versions: Value = serde_json::from_str(&std::env::var("VERSIONS").unwrap_or_default()).unwrap_or_default();
    format!("crate {name} {}{what}", versions[name].as_str().unwrap_or("?"))
}

/// One that does not mind an order that is none.
fn sorted(keys: &[String], compare: Compare) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for key in keys {
        let at = out.iter().position(|other| compare(key, other).is_lt()).unwrap_or(out.len());
        out.insert(at, key.clone());
    }
    out
}

fn sorts() -> io::Result<()> {
    let sets: Vec<(String, Vec<String>)> = serde_json::from_reader(io::stdin().lock())?;
    let mut found = BTreeMap::new();
    for (name, what, compare) in SORTS {
        let mut counts: BTreeMap<&str, [u32; 2]> = BTreeMap::new();
        for (kind, ordered) in &sets {
            let mut keys = ordered.clone();
            keys.sort();
            let count = counts.entry(kind).or_default();
            count[0] += u32::from(sorted(&keys, *compare) == *ordered);
            count[1] += 1;
        }
        found.insert(named(name, what), serde_json::to_value(counts)?);
    }
    println!("{}", serde_json::to_string(&found)?);
    Ok(())
}

/// What a reader makes of a text, as JSON again.
fn read(reader: &str, text: &str, printed: bool) -> Result<String, String> {
    if reader == "json" {
        let mut value = json::parse(text).map_err(|why| why.to_string())?;
        if printed {
            of_json(&mut value);
        }
        return Ok(value.dump());
    }
    let mut value: Value = serde_json::from_str(text).map_err(|why| why.to_string())?;
    if printed {
        of_serde(&mut value);
    }
    Ok(value.to_string())
}

fn of_json(value: &mut json::JsonValue) {
    match value {
        json::JsonValue::Number(number) => *value = json::JsonValue::String(number.to_string()),
        json::JsonValue::Array(items) => items.iter_mut().for_each(of_json),
        json::JsonValue::Object(members) => members.iter_mut().for_each(|(_, item)| of_json(item)),
        _ => {}
    }
}

fn of_serde(value: &mut Value) {
    match value {
        Value::Number(number) => *value = Value::String(number.to_string()),
        Value::Array(items) => items.iter_mut().for_each(of_serde),
        Value::Object(members) => members.values_mut().for_each(of_serde),
        _ => {}
    }
}

fn signed(reader: &str, ask: &Value, printed: bool) -> Result<(String, String), String> {
    let text = |member: &str| ask[member].as_str().unwrap_or_default();
    let json = read(reader, text("sign"), printed)?;
    let line = text_to_sign(json.as_bytes()).map_err(|why| why.to_string())?;
    let secret = Secret::new(text("key")).map_err(|why| why.to_string())?;
    let mut signer = Signer::new(&secret);
    // the whole text as one line that begins with its first path
    let signature = match line.split_once(':') {
        Some((path, rest)) => signer.sign([(path, Scalar::Text(rest))]).to_string(),
        None => signer.sign_json(json.as_bytes()).map_err(|why| why.to_string())?.to_string(),
    };
    Ok((line, signature))
}

fn adapter(reader: &str, printed: bool) -> io::Result<()> {
    for line in io::stdin().lock().lines() {
        let ask: Value = serde_json::from_str(&line?)?;
        let mut answer = serde_json::json!({ "id": ask["id"] });
        if ask.get("hello").is_some() {
            answer["version"] = 1.into();
            answer["name"] = named(reader, "").into();
        } else if ask.get("sign").is_some() {
            match signed(reader, &ask, printed) {
                Ok((text, signature)) => {
                    answer["text"] = text.into();
                    answer["signature"] = signature.into();
                }
                Err(why) => answer["error"] = why.into(),
            }
        } else {
            answer["unsupported"] = true.into();
        }
        println!("{answer}");
        io::stdout().flush()?;
    }
    Ok(())
}

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["sorts"] => sorts(),
        [reader @ ("json" | "serde_json"), how @ ("values" | "printed")] => adapter(reader, *how == "printed"),
        _ => Err(io::Error::other("sorts | json values|printed | serde_json values|printed")),
    }
}
