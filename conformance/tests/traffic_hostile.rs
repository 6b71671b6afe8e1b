//! Lines that anybody may have written: no panic, no memory beyond the limit, nothing private in a report.

use crate::traffic_support;
use std::collections::BTreeSet;

use crate::traffic_support::{callbacks, paid, requests, signed, with};
use ecommpay_conformance::traffic::{HARMLESS, Human, Options};
use proptest::prelude::*;
use serde_json::{Value, json};

#[test]
fn a_line_that_cannot_be_read_is_told_with_its_number_and_the_rest_goes_on() {
    let good = signed(paid("X1"));
    let deep = "[".repeat(100_000);
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(70_000));
    let bad: &[&[u8]] = &[
        b"rubbish",
        b"[1]",
        b"{\"a\": 1",
        b"{} {}",
        b"{\"a\": \"\xff\"}",
        b"{\"a\": \"\x00\"}",
        b"{\"a\": \"\\ud800\"}",
        "\u{feff}{}".as_bytes(),
        deep.as_bytes(),
        long.as_bytes(),
        b"\"text\"",
    ];
    let mut traffic = "\u{feff}".as_bytes().to_vec();
    for line in bad {
        traffic.extend_from_slice(good.as_bytes());
        traffic.extend_from_slice(b"\r\n");
        traffic.extend_from_slice(line);
        traffic.extend_from_slice(b"\r\n\r\n");
    }
    traffic.extend_from_slice(good.as_bytes());
    let report = callbacks(Options { limit: 64 * 1024, examples: 99, ..Options::default() }, &traffic);
    let count = bad.len() as u64;
    assert_eq!((report.passed, report.failed, report.unreadable), (count + 1, count, count), "{}", report.json());
    let told = &report.rules["traffic/unreadable"];
    assert_eq!(
        told.places.iter().map(|place| place.line).collect::<Vec<_>>(),
        (0..count).map(|n| 3 * n + 2).collect::<Vec<_>>()
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_taken(bytes in prop::collection::vec(any::<u8>(), 0..400), limit in 0..300_usize) {
        // the marks of what is refused as a whole
        prop_assume!(!(bytes.starts_with(b"\x1f\x8b") || bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff")));
        let options = Options { limit, ..Options::default() };
        callbacks(options, &bytes);
        requests(&bytes);
    }

    #[test]
    fn a_spoiled_line_harms_no_other(at in 0..700_usize, byte in any::<u8>().prop_filter("a further line", |byte| *byte != b'\n')) {
        let good = signed(paid("X1"));
        let mut spoiled = good.clone().into_bytes();
        let at = at % spoiled.len();
        spoiled[at] = byte;
        let same = spoiled == good.as_bytes();
        let traffic = [good.as_bytes(), b"\n", &spoiled, b"\n", good.as_bytes(), b"\n"].concat();
        let report = callbacks(Options::default(), &traffic);
        prop_assert!(report.passed >= 2, "{}", report.json());
        // white space aside, no byte of a signed body can be changed unnoticed
        let blank = matches!(byte, b' ' | b'\t' | b'\r');
        prop_assert!(same || report.failed == 1 || blank, "{}", report.json());
    }
}

/// Every text of a value with its path, keys of members too.
fn texts(json: &Value, path: &str, found: &mut Vec<(String, String)>) {
    match json {
        Value::String(text) => found.push((path.to_owned(), text.clone())),
        Value::Number(number) => found.push((path.to_owned(), number.to_string())),
        Value::Array(items) => items.iter().for_each(|item| texts(item, &format!("{path}[]"), found)),
        Value::Object(members) => members.iter().for_each(|(key, value)| {
            texts(value, &if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, found);
        }),
        _ => {}
    }
}

#[test]
fn no_report_says_anything_private() {
    let private = with(
        paid("PRIVATE-PAYMENT-1"),
        &[
            ("/payment/description", json!("private; description")),
            ("/payment/date", json!("private day")),
            ("/payment/sum/amount", json!(987_654_321)),
            ("/operation/id", json!(123_454_321)),
            ("/operation/message", json!("private message")),
            (
                "/account",
                json!({ "number": "4242424242424242", "card_holder": "PRIVATE HOLDER", "token": "private-token" }),
            ),
            ("/customer", json!({ "id": "private-customer", "phone": "254700112233" })),
            ("/private_member", json!({ "private_key": "private-value" })),
        ],
    );
    // a number of a card where a status belongs is no status
    let misplaced = ["/payment/status", "/operation/code", "/payment/method", "/payment/type", "/payment/sum/currency"];
    let misplaced = misplaced.map(|pointer| with(private.clone(), &[(pointer, json!("5555444433332222"))]));
    let misplaced = misplaced.into_iter().chain([
        with(private.clone(), &[("/payment/status", json!("holder@example.test"))]),
        with(private.clone(), &[("/payment/id", json!(777_888_999))]),
        with(private.clone(), &[("/operation/status", json!("decline")), ("/payment/status", json!("decline"))]),
    ]);
    let bodies: Vec<Value> = std::iter::once(private.clone()).chain(misplaced).collect();
    let mut traffic: Vec<u8> = bodies.iter().flat_map(|body| (signed(body.clone()) + "\n").into_bytes()).collect();
    let request = json!({
        "general": { "project_id": 125, "payment_id": "PRIVATE-PAYMENT-2", "signature": "private-signature" },
        "payment": { "amount": 987_123_456, "currency": "private money" },
        "customer": { "id": 31_415_926, "ip_address": "private address", "phone": "no digits private" },
        "private_member": "private text",
    });
    traffic.extend(b"{\"private line\": \"cut\n{\"payment\": private}\n");
    let wrapped = json!({ "path": "/v2/private/path", "body": request.to_string() });
    let sent =
        [signed(request.clone()), request.to_string(), wrapped.to_string(), "private rubbish".to_owned()].join("\n");

    let received = callbacks(Options::default(), &traffic);
    let sent = requests(sent.as_bytes());
    assert!(received.failed > 2 && received.rules.len() > 8 && sent.failed > 2, "{} {}", received.json(), sent.json());
    let told = [received.json(), Human(&received).to_string(), sent.json(), Human(&sent).to_string()].concat();
    let mut found = vec![(String::new(), traffic_support::SECRET.to_owned())];
    bodies.iter().chain([&request]).for_each(|body| texts(body, "", &mut found));
    let harmless: BTreeSet<&str> = HARMLESS.iter().copied().collect();
    let private = found.iter().filter(|(path, text)| {
        let misplaced = text.contains("5555") || text.contains('@');
        text.len() > 3 && (misplaced || !harmless.contains(path.as_str()))
    });
    let mut count = 0;
    // words that our own rules say too
    for (path, text) in private.filter(|(_, text)| !["Success", "KES", "125"].contains(&text.as_str())) {
        assert!(!told.contains(text.as_str()), "{path}: {text}");
        count += 1;
    }
    assert!(count > 40 && !told.to_lowercase().contains("private"), "{told}");
}

#[test]
fn places_are_bounded_whatever_comes() {
    let line = "{\n{\"project_id\": 1}\n";
    let few = callbacks(Options::default(), line.repeat(10).as_bytes()).json();
    let many = callbacks(Options::default(), line.repeat(2000).as_bytes());
    assert_eq!(many.failed, 4000);
    assert!(many.json().len() < few.len() + 50);
}
