//! What the loader takes of YAML, and what it calls the rest. `.ci/readers` holds the same texts against other readers.

use std::collections::BTreeMap;

use serde_json::Value;

fn table() -> Value {
    serde_json::from_str(include_str!("readers/texts.json")).expect("JSON")
}

/// The code of the first fault, or `read`.
fn outcome(text: &str) -> String {
    let read = methodspec::read_data(text);
    read["faults"][0]["code"].as_str().unwrap_or("read").to_owned()
}

#[test]
fn texts_are_read_or_refused_by_name() {
    let table = table();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for row in table["texts"].as_array().expect("a list") {
        let (text, wanted) = (row[0].as_str().expect("a text"), row[1].as_str().expect("a code"));
        assert_eq!(outcome(text), wanted, "{text:?}: {}", methodspec::read_data(text));
        *counts.entry(wanted.to_owned()).or_default() += 1;
    }
    assert!(counts["read"] > 80 && counts["read-differently"] > 80 && counts["quote-it"] > 20, "{counts:?}");
}

/// A bare scalar is taken in some places and refused in others, and always for a reason that says what to write.
#[test]
fn scalars_in_every_place_are_read_or_have_help() {
    let table = table();
    let texts = |key: &str| {
        let list = table[key].as_array().expect("a list").clone();
        list.into_iter().map(|text| text.as_str().expect("a text").to_owned()).collect::<Vec<_>>()
    };
    let (mut read, mut refused) = (0, 0);
    for scalar in texts("scalars") {
        for place in texts("places") {
            let text = place.replace("%s", &scalar);
            let answer = methodspec::read_data(&text);
            let Some(faults) = answer["faults"].as_array() else {
                read += 1;
                continue;
            };
            refused += 1;
            for fault in
                faults.iter().filter(|fault| fault["code"] == "quote-it" || fault["code"] == "read-differently")
            {
                assert!(!fault["help"][0].as_str().expect("help").is_empty(), "{text:?}: {fault}");
            }
        }
    }
    assert!(read > 2_000 && refused > 2_000, "{read} read, {refused} refused");
}

/// Whatever stands in a long line before a token is looked at once.
#[test]
fn long_lines_cost_what_their_letters_do() {
    let items = vec!["{ a: b, \"c\": [d, 'e'] }"; 20_000].join(", ");
    assert_eq!(outcome(&format!("k: [{items}]\n")), "read");
}
