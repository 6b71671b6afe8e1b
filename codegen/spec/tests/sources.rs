//! The check against the documents: an invented document that holds every fact, and what is told when it does not.

use std::path::Path;

use methodspec::sources::{Report, check};
use methodspec::{Files, Folder, Kind, Memory};

fn here(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(path)
}

/// The sample specs with one edit of the method, against the document with one edit.
fn looked(spec: (&str, &str), document: (&str, &str)) -> Report {
    let folder = Folder(here("specs"));
    let mut files = Memory::default();
    for name in ["platform.yaml", "operation-codes.yaml", "methods/tide-pay.yaml"] {
        files.0.insert(name.to_owned(), folder.read(name).expect("readable").expect("there"));
    }
    for name in folder.list("examples/tide-pay").expect("a folder") {
        let name = format!("examples/tide-pay/{name}");
        files.0.insert(name.clone(), folder.read(&name).expect("readable").expect("there"));
    }
    let text = files.0.get_mut("methods/tide-pay.yaml").expect("the method");
    let edited = String::from_utf8(text.clone()).expect("text");
    assert!(spec.0.is_empty() || edited.contains(spec.0), "{} is not in the spec", spec.0);
    *text = if spec.0.is_empty() { edited } else { edited.replacen(spec.0, spec.1, 1) }.into_bytes();
    let specs = methodspec::load_with(&files).unwrap_or_else(|faults| panic!("{faults}"));

    let printed = std::fs::read_to_string(here("documents/tide-pay.txt")).expect("the document");
    assert!(document.0.is_empty() || printed.contains(document.0), "{} is not in the document", document.0);
    let printed = if document.0.is_empty() { printed } else { printed.replacen(document.0, document.1, 1) };
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::write(dir.path().join("tide-pay.txt"), printed).expect("written");
    check(&specs, dir.path())
}

const AS_IT_IS: (&str, &str) = ("", "");

fn told(report: &Report) -> Vec<(Kind, String)> {
    report.faults.iter().map(|fault| (fault.kind, fault.message.clone())).collect()
}

#[test]
fn every_fact_stands_in_its_document() {
    let report = looked(AS_IT_IS, AS_IT_IS);
    assert_eq!(told(&report), [], "{report}");
    assert_eq!(report.places, 5);
    assert!(report.claims >= 25, "only {} claims were checked", report.claims);
}

#[test]
fn uncited_lines_are_listed_and_an_open_last_line_counts() {
    let report = looked(AS_IT_IS, AS_IT_IS);
    let [document] = &report.documents[..] else { panic!("one document has a file") };
    assert_eq!((document.method.as_str(), document.document.as_str(), document.lines), ("tide-pay", "doc", 60));
    let lines: Vec<(usize, &str)> = document.uncited.iter().map(|(n, line)| (*n, line.as_str())).collect();
    assert_eq!(lines, [(50, "Nobody cites this line."), (60, "The last line is open.")]);
}

#[test]
fn a_changed_document_is_told_by_its_digest() {
    let report = looked(AS_IT_IS, ("Nobody cites", "Nobody ever cites"));
    assert!(
        matches!(&told(&report)[..], [(Kind::SourceDiffers, message)] if message.starts_with("the document has the digest"))
    );
}

#[test]
fn a_document_with_more_lines_is_told() {
    let report = looked(AS_IT_IS, ("is open.", "is open.\n"));
    // A newline at the end closes the line; it does not make one.
    assert_eq!(told(&report).len(), 1);
    let report = looked(AS_IT_IS, ("is open.", "is open.\nAnother."));
    assert!(told(&report).contains(&(Kind::SourceDiffers, "the document has 61 lines".to_owned())));
}

#[test]
fn a_missing_document_is_told() {
    let specs = methodspec::load(&here("specs")).unwrap_or_else(|faults| panic!("{faults}"));
    let dir = tempfile::tempdir().expect("a folder");
    let report = check(&specs, dir.path());
    assert_eq!(told(&report), [(Kind::SourceMissing, "the document `tide-pay.txt` is not there".to_owned())]);
}

/// Each fact that the spec changes alone must be told: the check cannot be satisfied by anything else in the lines.
#[test]
fn a_fact_that_its_lines_do_not_hold_is_told() {
    for (from, to, literal) in [
        ("AUD: 1.00..2_000.00", "AUD: 1.10..2_000.00", "`1.10`"),
        ("AUD: 1.00..2_000.00", "AUD: 1.00..20_000.00", "`20_000.00`"),
        ("by: \"10\"", "by: \"5\"", "`5`"),
        ("is: \"1.500\"", "is: \"1.501\"", "`1.501`"),
        ("gate: tide-pay, callback", "gate: tide-paid, callback", "`tide-paid`"),
        ("payment_page: tide,", "payment_page: pay,", "`pay`"),
        ("[Tide, TIDE PAY]", "[Tide, TIDEPAY]", "`TIDEPAY`"),
        ("/v2/payment/qr/tide-pay/sale", "/v2/payment/qr/tide-pay/sales", "`/v2/payment/qr/tide-pay/sales`"),
        ("customer.id: required", "customer.phone: required", "`customer.phone`"),
        ("basic: ..10min", "basic: ..15min", "`15`"),
        ("lifetime: { qr: 6min }", "lifetime: { qr: 60min }", "`60`"),
        ("{ Code: { kind: qr_img", "{ Token: { kind: qr_img", "`Token`"),
        ("amounts: { AUD: 5.00.. }, cite: doc:18", "amounts: { AUD: 5.00.. }, cite: doc:19", "`5.00`"),
        ("[AUD, JPY, TND]", "[AUD, JPY, TND, EUR]", "`EUR`"),
        ("payment: decline, operation: decline", "payment: cancelled, operation: decline", "`cancelled`"),
    ] {
        let report = looked((from, to), AS_IT_IS);
        let told = told(&report);
        assert!(
            told.iter()
                .any(|(kind, message)| *kind == Kind::SourceSilent && message.contains(literal.trim_matches('`'))),
            "{from} -> {to}: {told:?}"
        );
    }
}

#[test]
fn an_own_cite_must_hold_something_of_its_fact() {
    let report = looked(("by: \"10\", cite: doc:9", "by: \"10\", cite: [doc:9, doc:1]"), AS_IT_IS);
    assert_eq!(told(&report), [(Kind::SourceSilent, "doc:1 holds nothing of amounts JPY".to_owned())]);
}

#[test]
fn printed_words_must_stand_there() {
    let cite = |words: &str| format!("kind: {{ is: qr, cite: {{ 'doc:3': {words} }} }}");
    assert_eq!(told(&looked(("kind: qr\n", &(cite("purchases by QR code") + "\n")), AS_IT_IS)), []);
    let report = looked(("kind: qr\n", &(cite("purchases by card") + "\n")), AS_IT_IS);
    assert_eq!(told(&report), [(Kind::SourceSilent, "doc:3 does not print `purchases by card`".to_owned())]);
}

#[test]
fn examples_equal_their_places_but_for_white_space() {
    let report = looked(("at: doc:34,", "at: doc:36,"), AS_IT_IS);
    assert_eq!(told(&report), [(Kind::SourceDiffers, "doc:36 does not print `redirect.txt`".to_owned())]);
}

/// Printed words do not excuse a number that the lines do not hold, nor another code.
#[test]
fn printed_words_stand_in_for_names_in_other_languages_only() {
    let limits = |range: &str| format!("AUD: {{ is: {range}, cite: {{ 'doc:8': \"1,00 to 2 000,00 AUD\" }} }}");
    let as_spec = "AUD: 1.00..2_000.00";
    assert_eq!(told(&looked((as_spec, &limits("1.00..2_000.00")), AS_IT_IS)), []);
    let report = looked((as_spec, &limits("1.00..3_000.00")), AS_IT_IS);
    assert!(
        matches!(&told(&report)[..], [(Kind::SourceSilent, message)] if message.starts_with("`3_000.00` stands nowhere")),
        "{report}"
    );
    // A code that print glues to its neighbour.
    let names = |name: &str, words: &str| format!("gate: {{ is: {name}, cite: {{ 'doc:3': \"{words}\" }} }}, callback");
    assert_eq!(told(&looked(("gate: tide-pay, callback", &names("tide-p", "tide-pay in paths")), AS_IT_IS)), []);
    let report = looked(("gate: tide-pay, callback", &names("tide-q", "tide-pay in paths")), AS_IT_IS);
    assert!(
        matches!(&told(&report)[..], [(Kind::SourceSilent, message)] if message.starts_with("`tide-q` stands nowhere")),
        "{report}"
    );
}
