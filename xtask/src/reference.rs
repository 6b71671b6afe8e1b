//! The tables of keys in the language reference, from the JSON Schema of the language.
//!
//! Prose is written by hand; what stands between `<!-- keys: Name -->` and `<!-- end -->` is written here. The texts
//! come from the doc comments of the model, where the sentence `If silent: …` gives the default.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, bail, ensure};
use serde_json::Value;

/// Kinds of blocks whose name in the schema is made of several: what the reference calls them, and whose keys they also take.
const NAMES: [(&str, &str, Option<&str>); 2] =
    [("Ends", "EndsHead_Snake_End", None), ("Entry", "SentHead_with_Field", Some("Field"))];
/// The kinds of blocks that whole files are, in the order of the schemas.
const WHOLE: [&str; 3] = ["Method", "Platform", "OperationCodes"];
/// The reference, in the folder of specs.
pub(crate) const FILE: &str = "README.md";
const BEGIN: &str = "<!-- keys: ";
const END: &str = "<!-- end -->";
/// Keys that most blocks have stand last.
const LAST: [&str; 4] = ["when", "force", "cite", "note"];

/// The reference as it should be; `None` where it is.
pub(crate) fn stale(path: &Path, schemas: &[Value; 3]) -> anyhow::Result<Option<String>> {
    let old = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let new = filled(&old, schemas).with_context(|| path.display().to_string())?;
    Ok((new != old).then_some(new))
}

/// The text with every table made anew. A kind of block that a file has and the text lacks is an error. A kind that
/// several files have has one table.
fn filled(text: &str, schemas: &[Value; 3]) -> anyhow::Result<String> {
    let mut out = String::with_capacity(text.len());
    let mut seen = BTreeSet::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(BEGIN) {
        let (name, after) = after.split_once(" -->").context("a mark `<!-- keys:` without its end")?;
        let (_, after) = after.split_once(END).with_context(|| format!("no `{END}` after the table of {name}"))?;
        ensure!(seen.insert(name.to_owned()), "two tables of {name}");
        let block = of(name, schemas).with_context(|| format!("the language has no `{name}`"))?;
        out.push_str(&format!("{before}{BEGIN}{name} -->\n{}{END}", table(name, block)?));
        rest = after;
    }
    out.push_str(rest);
    let all = schemas.iter().zip(WHOLE).flat_map(|(schema, whole)| kinds(schema, whole));
    let missing: BTreeSet<String> = all.filter(|name| !seen.contains(name)).collect();
    ensure!(
        missing.is_empty(),
        "no table of {}: write `{BEGIN}Name -->` and `{END}` where it is explained",
        missing.into_iter().collect::<Vec<_>>().join(", ")
    );
    Ok(out)
}

/// A block of the first schema that has it, as (schema, block).
fn of<'a>(name: &str, schemas: &'a [Value; 3]) -> Option<(&'a Value, &'a Value)> {
    if let Some(at) = WHOLE.iter().position(|whole| *whole == name) {
        return schemas.get(at).map(|schema| (schema, schema));
    }
    let inner = NAMES.iter().find(|(short, ..)| *short == name).map_or(name, |(_, whole, _)| whole);
    schemas.iter().map(|schema| (schema, &schema["$defs"][inner])).find(|(_, block)| block.is_object())
}

/// Every kind of block or list of words of a file that has a table.
fn kinds(schema: &Value, whole: &str) -> Vec<String> {
    let own = |(name, one): (&String, &Value)| {
        let keys = one["properties"].as_object().is_some_and(|keys| !keys.is_empty());
        let words = one["oneOf"].as_array().is_some_and(|words| words.len() > 1);
        let made = name.starts_with("Beside_") || name.starts_with("Nothing") || is_long(name) && name != "Long";
        ((keys || words) && !made).then(|| shown(name).to_owned())
    };
    let inner = schema["$defs"].as_object().into_iter().flatten().filter_map(own);
    let whole = schema["properties"].is_object().then(|| whole.to_owned());
    inner.chain(whole).collect()
}

/// The long form of a fact: one per type of value, all with the same keys.
fn is_long(name: &str) -> bool {
    name.strip_prefix("Long").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
}

fn shown(name: &str) -> &str {
    NAMES.iter().find(|(_, whole, _)| *whole == name).map_or(name, |(short, _, _)| short)
}

fn table(name: &str, (schema, block): (&Value, &Value)) -> anyhow::Result<String> {
    let named = NAMES.iter().find(|(short, _, _)| *short == name);
    let of = |name: &str| &schema["$defs"][name];
    let mut out = format!("<a id=\"{}\"></a>\n\n", name.to_lowercase());
    if let Some(words) = block["oneOf"].as_array() {
        out.push_str("| word | what it says |\n|---|---|\n");
        for word in words {
            out.push_str(&row(&[format!("`{}`", text(&word["const"])), text(&word["description"]).to_owned()]));
        }
        return Ok(out);
    }
    let Some(keys) = block["properties"].as_object() else { bail!("the language has no `{name}`") };
    let required: BTreeSet<&str> =
        block["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let also = named.and_then(|(_, _, also)| *also);
    let same = |key: &str, value: &Value| also.is_some_and(|also| of(also)["properties"].get(key) == Some(value));
    let mut keys: Vec<(&String, &Value)> = keys.iter().filter(|(key, value)| !same(key, value)).collect();
    let place = |key: &str| LAST.iter().position(|last| *last == key).map_or(0, |n| n + 1);
    keys.sort_by_key(|(key, _)| (!required.contains(key.as_str()), place(key), key.as_str()));
    out.push_str("| key | value | if silent | what it says |\n|---|---|---|---|\n");
    for (key, value) in keys {
        let about = text(&value["description"]);
        let (about, silent) = about.split_once(" If silent: ").unwrap_or((about, ""));
        let silent = if required.contains(key.as_str()) { "a fault" } else { silent.trim_end_matches('.') };
        let cells = [format!("`{key}`"), told(value, schema), silent.to_owned(), about.to_owned()];
        out.push_str(&row(&cells));
    }
    if block["additionalProperties"].is_object() {
        let title = text(&block["propertyNames"]["title"]).to_owned();
        let value = told(&block["additionalProperties"], schema);
        out.push_str(&row(&[title, value, String::new(), "Each by its key.".to_owned()]));
    }
    if let Some(also) = also {
        out.push_str(&row(&[
            format!("keys of {}", link(also)),
            String::new(),
            String::new(),
            "They narrow the field here.".to_owned(),
        ]));
    }
    Ok(out)
}

fn row(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    format!("| {} |\n", cells.join(" | "))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn link(name: &str) -> String {
    format!("[{name}](#{})", name.to_lowercase())
}

/// What a place takes, in words.
fn told(place: &Value, schema: &Value) -> String {
    if let Some(name) = place["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) {
        return named(name, schema);
    }
    if let Some(branches) = place["anyOf"].as_array() {
        return one_of(branches, schema);
    }
    if place["items"].is_object() {
        return format!("list of ({})", told(&place["items"], schema));
    }
    match (text(&place["title"]), text(&place["type"])) {
        ("", "boolean") => "true or false".to_owned(),
        ("", other) => other.to_owned(),
        (title, _) => title.to_owned(),
    }
}

fn named(name: &str, schema: &Value) -> String {
    let of = &schema["$defs"][name];
    if let Some([word]) = of["oneOf"].as_array().map(Vec::as_slice) {
        return format!("`{}`", text(&word["const"]));
    }
    if name.starts_with("Beside_") || name.starts_with("Nothing_") {
        let key = text(&of["propertyNames"]["title"]);
        return format!("map from {key} to ({})", told(&of["additionalProperties"], schema));
    }
    link(shown(name))
}

/// Alternatives: one text for `one or a list of it`, and the long form of a fact last.
fn one_of(branches: &[Value], schema: &Value) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut fact = false;
    for branch in branches {
        let name = branch["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")).unwrap_or_default();
        if is_long(name) {
            fact = true;
        } else if name != "Nothing" {
            let alternatives = branch["items"]["anyOf"].as_array();
            let repeats = branch["items"].is_object()
                && (branches.contains(&branch["items"])
                    || alternatives.is_some_and(|all| all.iter().all(|one| branches.contains(one))));
            words.push(if repeats { "a list of them".to_owned() } else { told(branch, schema) });
        }
    }
    if fact {
        words.push(format!("[long form](#{})", "long"));
    }
    words.join("; ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_table_lists_keys_with_value_default_and_meaning() {
        let schema = json!({
            "required": ["size"],
            "properties": {
                "cite": { "title": "a cite", "type": "string" },
                "shape": { "anyOf": [{ "$ref": "#/$defs/Shape" }, { "type": "array", "items": { "$ref": "#/$defs/Shape" } }],
                           "description": "Its shape: a|b. If silent: `round`." },
                "size": { "title": "a number", "type": "integer", "description": "How large." },
            },
            "$defs": { "Shape": { "oneOf": [{ "const": "round", "description": "No corners." }, { "const": "square" }] } },
        });
        let page =
            "Before\n<!-- keys: Method -->\nold\n<!-- end -->\nbetween\n<!-- keys: Shape -->\n<!-- end -->\nafter\n";
        let schemas = [schema, json!({}), json!({})];
        let made = filled(page, &schemas).expect("a page");
        assert_eq!(
            made,
            "Before\n<!-- keys: Method -->\n<a id=\"method\"></a>\n\n\
             | key | value | if silent | what it says |\n|---|---|---|---|\n\
             | `size` | a number | a fault | How large. |\n\
             | `shape` | [Shape](#shape); a list of them | `round` | Its shape: a\\|b. |\n\
             | `cite` | a cite |  |  |\n<!-- end -->\nbetween\n<!-- keys: Shape -->\n<a id=\"shape\"></a>\n\n\
             | word | what it says |\n|---|---|\n| `round` | No corners. |\n| `square` |  |\n<!-- end -->\nafter\n"
        );
        assert_eq!(filled(&made, &schemas).expect("a page"), made);
        let error = filled(&page.replace("<!-- keys: Shape -->", ""), &schemas).expect_err("Shape has no table");
        assert!(error.to_string().starts_with("no table of Shape"), "{error}");
        assert!(filled("<!-- keys: Shap -->\n<!-- end -->", &schemas).is_err());
    }
}
