//! Our reader beside serde_json: they take the same texts and read the same values.
//!
//! All tests of this crate also pass with serde_json read otherwise by a consumer:
//! `cargo test -p ecommpay-runtime --features serde_json/arbitrary_precision,serde_json/preserve_order`

use crate::support::cases;
use ecommpay_runtime::json::{Document, Item, Kind, Limits, What};
use proptest::prelude::*;
use serde_json::Value;

fn read(text: &[u8]) -> Result<Document, What> {
    Document::read(text, &Limits::default()).map_err(|fault| fault.what())
}

fn same(item: Item<'_>, value: &Value) -> bool {
    match value {
        Value::Null => item.kind() == Kind::Null,
        Value::Bool(boolean) => item.as_bool() == Some(*boolean),
        Value::String(text) => item.as_str() == Some(text),
        Value::Array(values) => {
            item.kind() == Kind::List
                && item.items().count() == values.len()
                && item.items().zip(values).all(|(item, value)| same(item, value))
        }
        Value::Object(members) => {
            item.kind() == Kind::Object
                && item.members().count() == members.len()
                && item.members().all(|(key, item)| members.get(key).is_some_and(|value| same(item, value)))
        }
        Value::Number(number) => match (item.as_i64(), number.as_i64()) {
            (Some(one), Some(other)) => one == other,
            _ => {
                let ours: f64 = item.number_text().expect("a number").parse().expect("a double");
                let theirs = number.as_f64().unwrap_or(ours);
                // Without its own switch serde_json may miss the last bits: a few doubles beside, however small they are.
                ours.is_sign_negative() == theirs.is_sign_negative() && ours.to_bits().abs_diff(theirs.to_bits()) <= 4
            }
        },
    }
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_filter("finite", |value| value.is_finite()).prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        "[\"\\\\/\u{8}\u{c}\n\r\t\u{0}\u{7f}é😀a]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::hash_map(".{0,6}", inner, 0..20)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Escapes everything that can be escaped, in the way of PHP.
fn escaped(json: &str) -> String {
    let mut out = String::new();
    for character in json.chars() {
        match character {
            '/' => out.push_str("\\/"),
            character if character.is_ascii() => out.push(character),
            character => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04X}"));
                }
            }
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(500)))]

    #[test]
    fn values_are_read_alike_however_they_are_written(value in value()) {
        let compact = value.to_string();
        let pretty = serde_json::to_string_pretty(&value).expect("JSON");
        for text in [compact.as_str(), &pretty, &escaped(&compact), &format!(" \n\t\r{compact} ")] {
            let document = read(text.as_bytes()).expect("JSON");
            prop_assert!(same(document.root(), &value), "{}", text);
            prop_assert_eq!(document.raw(), text.as_bytes());
            let again: Value = serde_json::from_slice(document.root().raw()).expect("JSON");
            prop_assert!(same(document.root(), &again));
        }
    }

    #[test]
    fn every_value_gives_back_its_own_text(value in value()) {
        let text = escaped(&value.to_string());
        let document = read(text.as_bytes()).expect("JSON");
        let parts = document.root().members().map(|(_, item)| item).chain(document.root().items());
        for part in parts {
            let raw = std::str::from_utf8(part.raw()).expect("text");
            prop_assert!(text.contains(raw));
            prop_assert!(same(part, &serde_json::from_str(raw).expect("JSON")), "{}", raw);
        }
    }
}

#[test]
fn doubles_below_the_normal_range_are_read_alike() {
    for number in ["1.57092555805796e-309", "-1.57092555805796e-309", "5e-324", "2.2250738585072011e-308"] {
        let text = format!("[{number}]");
        let document = read(text.as_bytes()).expect("JSON");
        assert!(same(document.root(), &serde_json::from_str(&text).expect("JSON")), "{number}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(8_000)))]

    #[test]
    fn the_same_texts_are_taken(text in "([\\[{}\\],: \"\\\\u0-9a-e.E+\\-nrtlfs]|null|true|\"a\"|\\\\u[dD][89cC]00){0,24}") {
        let theirs = serde_json::from_str::<Value>(&text);
        match (read(text.as_bytes()), theirs) {
            (Ok(document), Ok(value)) => prop_assert!(same(document.root(), &value), "{}", text),
            (Err(What::DuplicateKey), Ok(_)) | (Err(_), Err(_)) => {}
            (Ok(_), Err(error)) => prop_assert!(error.to_string().contains("out of range"), "{}: {}", text, error),
            (Err(fault), Ok(_)) => prop_assert!(false, "{}: {}", text, fault),
        }
    }

    #[test]
    fn bytes_are_taken_alike(bytes in prop::collection::vec(prop_oneof![Just(b'"'), Just(b'\\'), any::<u8>()], 0..12)) {
        let text = [b"\"".as_slice(), &bytes, b"\""].concat();
        prop_assert_eq!(read(&text).is_ok(), serde_json::from_slice::<Value>(&text).is_ok());
    }
}

#[test]
fn each_fault_has_its_name_and_its_place() {
    let fault = |text: &[u8]| {
        let fault = Document::read(text, &Limits::default().depth(3).body(40)).expect_err("a fault");
        (fault.what(), fault.at())
    };
    for (text, what, at) in [
        (&b""[..], What::Syntax, 0),
        (b"{\"a\":1,}", What::Syntax, 7),
        (b"[1 2]", What::Syntax, 3),
        (b"{\"a\" 1}", What::Syntax, 5),
        (b"[1}", What::Syntax, 2),
        (b"[01]", What::Syntax, 2),
        (b"[-]", What::Syntax, 2),
        (b"[1.]", What::Syntax, 3),
        (b"[1e]", What::Syntax, 3),
        (b"NaN", What::Syntax, 0),
        (b"nul", What::Syntax, 0),
        (b"\"a\nb\"", What::Syntax, 2),
        (b"\"abc", What::Syntax, 4),
        (b"\"\\x\"", What::Syntax, 2),
        (b"\"\\u12g4\"", What::Syntax, 5),
        (b"1 1", What::Trailing, 2),
        (b"{}}", What::Trailing, 2),
        (b"\xEF\xBB\xBF1", What::ByteOrderMark, 0),
        (b"\"\xff\"", What::Encoding, 1),
        (b"\"\\ud800\"", What::LoneSurrogate, 3),
        (b"\"\\udc00\"", What::LoneSurrogate, 3),
        (b"\"\\ud800\\u0041\"", What::LoneSurrogate, 3),
        (b"{\"a\":1,\"a\":2}", What::DuplicateKey, 11),
        (b"{\"a\":1,\"\\u0061\":2}", What::DuplicateKey, 16),
        (b"[[[[1]]]]", What::Depth, 3),
        (b"                                         ", What::Size, 40),
    ] {
        assert_eq!(fault(text), (what, at), "{}", String::from_utf8_lossy(text));
    }
}

#[test]
fn a_key_is_found_twice_among_few_and_among_many() {
    for count in [2, 15, 16, 17, 18, 200] {
        let keys: Vec<String> = (0..count).map(|number| format!("\"k{number}\":0")).collect();
        assert!(read(format!("{{{}}}", keys.join(",")).as_bytes()).is_ok(), "{count}");
        for again in [0, count / 2, count - 1] {
            let text = format!("{{{},\"k{again}\":0}}", keys.join(","));
            assert_eq!(read(text.as_bytes()).err(), Some(What::DuplicateKey), "{count} {again}");
        }
    }
}

#[test]
fn paths_lead_through_objects_and_lists() {
    let document = read(br#"{"a":[{"b":1},{"b":"x"}],"c":null}"#).expect("JSON");
    assert_eq!(document.at("a.0.b").and_then(Item::as_i64), Some(1));
    assert_eq!(document.at("a.1.b").and_then(Item::as_str), Some("x"));
    assert_eq!(document.at("c").map(Item::kind), Some(Kind::Null));
    for missing in ["a.2.b", "a.b", "d", "c.d", ""] {
        assert!(document.at(missing).is_none(), "{missing}");
    }
}
