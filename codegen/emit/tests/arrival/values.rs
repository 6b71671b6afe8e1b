//! A value that changes in a spec changes in every output that it belongs to: `table.txt`, key by key of the language.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::made::{EVERY_KEY, Made};

const TABLE: &str = include_str!("table.txt");
/// Keys that have no row yet.
const OPEN: &str = include_str!("open.txt");

/// What arrives in one output: both stand in one of its lines.
struct Reader<'t> {
    output: &'t str,
    place: &'t str,
    what: &'t str,
}

/// One key of the language.
struct Row<'t> {
    key: &'t str,
    was: &'t str,
    is: &'t str,
    readers: Vec<Reader<'t>>,
}

fn table() -> Vec<Row<'static>> {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let row = |line: &'static str| {
        let mut cells = line.split(" | ");
        let mut next = || cells.next().unwrap_or_else(|| panic!("cells are missing: {line}")).trim();
        let (key, was, is) = (next(), next(), next());
        let reader = |cell: &'static str| {
            let (output, rest) = cell.split_once(':').expect("an output");
            let (place, what) = rest.split_once('~').expect("a place and what arrives");
            Reader { output: output.trim(), place: place.trim(), what: what.trim() }
        };
        Row { key, was, is, readers: cells.map(reader).collect() }
    };
    rows.map(row).collect()
}

/// Every output, line by line, each line with what says where it stands.
fn lines(made: &Made) -> BTreeMap<&'static str, Vec<String>> {
    let mut model = Vec::new();
    flat(&made.model(), "", &mut model);
    let mut schemas = Vec::new();
    for (stem, schema) in made.schemas() {
        for key in ["title", "$id", "x-path", "description"] {
            schemas.push(format!("{stem} {key} {}", schema[key]));
        }
        properties(&schema["properties"], "", &mut schemas);
        schemas.extend(schema["allOf"].as_array().into_iter().flatten().map(|branch| format!("{stem} {branch}")));
    }
    // an entry of a table with all that is said of it: from its beginning on
    let rust = made.rust();
    let code: Vec<&str> = rust.split_inclusive([' ', '(']).collect();
    let code = (0..code.len()).map(|at| code[at..(at + 40).min(code.len())].concat()).collect();
    let plain = |lines: Vec<String>| lines.iter().map(|line| line.replace("\\-", "-")).collect();
    [("P", plain(made.readme())), ("D", plain(made.rustdoc())), ("R", code), ("S", schemas), ("M", model)].into()
}

/// `pointer value` of each leaf; items of a list by what tells them apart.
fn flat(json: &Value, at: &str, out: &mut Vec<String>) {
    match json {
        Value::Object(members) => members.iter().for_each(|(key, value)| flat(value, &format!("{at}/{key}"), out)),
        Value::Array(items) => {
            for (n, item) in items.iter().enumerate() {
                let name = ["id", "path", "key"].iter().find_map(|key| item.get(key)?.as_str());
                let name = name.map_or_else(|| n.to_string(), str::to_owned);
                flat(item, &format!("{at}/{name}"), out);
            }
        }
        Value::String(text) => out.push(format!("{at} {text}")),
        leaf => out.push(format!("{at} {leaf}")),
    }
}

/// A line for each field of a schema, without the fields inside it.
fn properties(json: &Value, at: &str, out: &mut Vec<String>) {
    for (name, field) in json.as_object().into_iter().flatten() {
        let path = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
        let mut own = field.clone();
        for key in ["properties", "contentSchema"] {
            if let Some(inner) = own.as_object_mut().and_then(|own| own.remove(key)) {
                properties(inner.get("properties").unwrap_or(&inner), &path, out);
            }
        }
        out.push(format!("{path} {own}"));
    }
}

#[test]
fn every_value_arrives_where_it_belongs() {
    let before = lines(&Made::of(EVERY_KEY).unwrap_or_else(|why| panic!("{why}")));
    let rows = table();
    let mut wrong = Vec::new();
    // one by one it is said which change does not arrive; a few at a time cost less
    let batches = if std::env::var_os("FULL").is_some_and(|full| !full.is_empty()) { rows.len() } else { 4 };
    for batch in 0..batches {
        let batch: Vec<&Row<'_>> = rows.iter().skip(batch).step_by(batches).collect();
        let mut text = EVERY_KEY.to_owned();
        for row in &batch {
            if EVERY_KEY.matches(row.was).count() != 1 || text.matches(row.was).count() != 1 {
                wrong.push(format!("{}: `{}` does not stand there once", row.key, row.was));
            }
            text = text.replace(row.was, row.is);
        }
        let after = match Made::of(&text) {
            Ok(made) => lines(&made),
            Err(why) => {
                wrong.push(why);
                continue;
            }
        };
        for (row, Reader { output, place, what }) in
            batch.iter().flat_map(|row| row.readers.iter().map(move |reader| (row, reader)))
        {
            let holds = |all: &BTreeMap<&str, Vec<String>>| {
                all[output].iter().any(|line| line.contains(place) && what.split(';').any(|what| line.contains(what)))
            };
            if holds(&before) {
                wrong.push(format!("{} {output}: `{place}` with `{what}` is there before", row.key));
            } else if !holds(&after) {
                wrong.push(format!("{} {output}: no `{place}` with `{what}`", row.key));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of the table:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_key_of_the_language_has_a_row_or_is_listed_as_open() {
    let schema: Value =
        serde_json::from_str(include_str!("../../../../specs/schema/method.json")).expect("the language");
    let method = "Method".to_owned();
    let blocks =
        schema["$defs"].as_object().expect("blocks").iter().chain([(&method, &schema)]).flat_map(|(block, of)| {
            // a block of keys beside names of a spec's own is called after both
            let block = block.split('_').next().unwrap_or(block).to_owned();
            let keys = of["properties"].as_object().into_iter().flatten();
            keys.map(move |(key, _)| format!("{block}.{key}")).collect::<Vec<_>>()
        });
    let keys: BTreeSet<String> = blocks.collect();
    let table: BTreeSet<&str> = table().iter().map(|row| row.key).collect();
    let unknown: Vec<_> = table.iter().filter(|key| !keys.contains(**key)).collect();
    assert!(unknown.is_empty(), "no keys of the language: {unknown:?}");
    // what stands in every block: notes have a test of their own, `is` and `when` of a long form are its block's
    let is_general = |key: &str| key.ends_with(".note") || key.ends_with(".cite") || key.starts_with("Long");
    let open: BTreeSet<&str> =
        keys.iter().map(String::as_str).filter(|key| !is_general(key) && !table.contains(key)).collect();
    let listed: BTreeSet<&str> = OPEN.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(open, listed, "give a new key a row in table.txt; take one that has a row out of open.txt");
}
