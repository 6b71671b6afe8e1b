//! The vendor's own outputs: texts to sign, signatures, addresses, verdicts.

use ecommpay_runtime::Secret;
use ecommpay_runtime::json::{Document, Item, Kind, Limits};
use ecommpay_runtime::page::reference_url;
use ecommpay_runtime::sign::{Scalar, Signer, text_to_sign};
use serde_json::Value;

const SIGNATURES: &str = include_str!("vectors/signature.json");
const EXAMPLES: &str = include_str!("vectors/signature_examples.json");
const PAGES: &str = include_str!("vectors/payment_page_url.json");

fn read(text: &str) -> Document {
    Document::read(text.as_bytes(), &Limits::default()).expect("a vector file")
}

fn text<'a>(vector: Item<'a>, key: &str) -> &'a str {
    vector.get(key).and_then(Item::as_str).expect("a text")
}

fn scalar(value: Item<'_>) -> Scalar<'_> {
    match value.kind() {
        Kind::Text => Scalar::Text(value.as_str().expect("text")),
        Kind::Boolean => Scalar::Boolean(value.as_bool().expect("boolean")),
        Kind::Number => Scalar::Number(value.number_text().expect("number")),
        Kind::Null => Scalar::Null,
        other => panic!("{other:?} as a parameter"),
    }
}

fn sign(key: &str, text: &str) -> String {
    // The whole text as one line shows that the key and the hash are right, whatever the flattening does.
    let (path, value) = text.split_once(':').expect("a line");
    let mut signer = Signer::new(&Secret::new(key).expect("a secret"));
    signer.sign([(path, Scalar::Text(value))]).to_string()
}

/// One payload has a key twice, in the file too: our own reader refuses that.
fn signatures() -> Vec<Value> {
    serde_json::from_str(SIGNATURES).expect("a vector file")
}

fn at<'a>(vector: &'a Value, key: &str) -> &'a str {
    vector[key].as_str().expect("a text")
}

#[test]
fn texts_and_signatures_are_the_references() {
    let mut judged = 0;
    for vector in signatures().iter().filter(|vector| vector.get("php_array_quirk").is_none()) {
        let (name, wanted) = (at(vector, "name"), at(vector, "string_to_sign"));
        assert_eq!(text_to_sign(at(vector, "payload_json").as_bytes()).as_deref(), Ok(wanted), "{name}");
        assert_eq!(sign(at(vector, "key"), wanted), at(vector, "signature"), "{name}");
        judged += 1;
    }
    assert_eq!(judged, 39);
}

#[test]
fn the_clean_rule_holds_where_the_reference_has_an_artefact() {
    let signatures = signatures();
    let quirks: Vec<&Value> = signatures.iter().filter(|vector| vector.get("php_array_quirk").is_some()).collect();
    assert_eq!(quirks.len(), 1);
    for vector in quirks {
        let wanted = at(vector, "string_without_quirk");
        assert_eq!(text_to_sign(at(vector, "payload_json").as_bytes()).as_deref(), Ok(wanted));
    }
}

#[test]
fn published_examples_are_signed_alike() {
    let document = read(EXAMPLES);
    let mut judged = 0;
    for vector in document.root().items() {
        let (id, wanted) = (text(vector, "id"), text(vector, "string_to_sign"));
        let data = vector.get("data").expect("data");
        assert_eq!(text_to_sign(data.raw()).as_deref(), Ok(wanted), "{id}");
        let mut signer = Signer::new(&Secret::new(text(vector, "key")).expect("a secret"));
        let signature = signer.sign_json(data.raw()).expect("JSON");
        assert_eq!(signature.as_str(), text(vector, "signature"), "{id}");
        judged += 1;
    }
    assert_eq!(judged, 29);
}

#[test]
fn addresses_are_the_references() {
    let document = read(PAGES);
    let mut judged = 0;
    for vector in document.root().items() {
        let pairs: Vec<Vec<Item<'_>>> =
            vector.get("all_params").expect("params").items().map(|pair| pair.items().collect()).collect();
        let params: Vec<(&str, Scalar<'_>)> =
            pairs.iter().map(|pair| (pair[0].as_str().expect("a name"), scalar(pair[1]))).collect();
        let mut signer = Signer::new(&Secret::new(text(vector, "key")).expect("a secret"));
        assert_eq!(
            reference_url(text(vector, "base_url"), &params, &mut signer),
            text(vector, "url"),
            "{}",
            text(vector, "name")
        );
        judged += 1;
    }
    assert_eq!(judged, 15);
}
