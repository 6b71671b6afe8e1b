//! Recorded callbacks: what holds is let through, and each fault made once is told by its own rule.

use crate::traffic_support;
use std::collections::BTreeSet;

use crate::traffic_support::{LISTED, SPECS, at_least, callbacks, lines, paid, signed, told, with};
use ecommpay_conformance::examples;
use ecommpay_conformance::traffic::{Options, rules::Severity};
use methodspec::resolved::ExampleKind;
use serde_json::{Value, json};

const STATELESS: fn() -> Options = || Options { story: false, ..Options::default() };

#[test]
fn documented_callbacks_hold_as_traffic() {
    let mut traffic = Vec::new();
    let mut count = 0;
    for method in SPECS.methods.values() {
        let label =
            ecommpay::METHODS.iter().find(|table| table.key == method.key).and_then(|table| table.labels.first());
        for example in &method.examples {
            if matches!(example.kind, ExampleKind::GateRequest | ExampleKind::PaymentPageRequest) {
                continue;
            }
            // laid out over many lines, as the document prints it
            traffic.extend(examples::signed(example, label.copied()).unwrap().0);
            traffic.push(b'\n');
            count += 1;
        }
    }
    assert!(count > 10, "{count}");
    let report = callbacks(STATELESS(), &traffic);
    assert_eq!((report.passed, report.failed, report.not_judged), (count, 0, 0), "{}", report.json());
    assert_eq!(told(&report), BTreeSet::new(), "{}", report.json());
}

/// The rules above notes that a callback breaks, one change made to a paid sale.
fn broken(pointer: &str, value: Value) -> (Vec<String>, Severity) {
    let report = callbacks(STATELESS(), lines([with(paid("X1"), &[(pointer, value)])]).as_bytes());
    let severity = report.rules.values().map(|told| told.severity).max().unwrap_or(Severity::Note);
    (report.rules.keys().cloned().collect(), severity)
}

/// The platform writes `_` and a space alike, in whatever list.
#[test]
fn a_listed_value_may_have_underscores_for_spaces() {
    let lists = &SPECS.platform.lists;
    for (pointer, list) in [
        ("/payment/status", "payment_status"),
        ("/payment/type", "payment_type"),
        ("/operation/type", "operation_type"),
    ] {
        let values = lists.get(list).into_iter().flatten().map(|listed| listed.value.as_str());
        let apart: Vec<&str> = values.filter(|value| value.contains([' ', '_'])).collect();
        assert!(!apart.is_empty(), "{list}");
        for value in apart.iter().flat_map(|value| [value.replace(' ', "_"), value.replace('_', " ")]) {
            let (rules, _) = broken(pointer, json!(value));
            assert!(rules.iter().all(|rule| !rule.starts_with("traffic/callback/value")), "{value}: {rules:?}");
        }
        let (rules, _) = broken(pointer, json!(apart[0].replace([' ', '_'], "-")));
        assert!(rules.iter().any(|rule| rule.starts_with("traffic/callback/value")), "{list}: {rules:?}");
    }
}

#[test]
fn a_paid_sale_breaks_nothing() {
    let report = callbacks(Options::default(), lines([paid("X1")]).as_bytes());
    assert_eq!(at_least(&report, Severity::Note), BTreeSet::new());
    assert_eq!((report.passed, report.payments, report.methods.get("card-partner")), (1, 1, Some(&1)));
}

#[test]
fn each_change_of_one_member_is_told_by_its_own_rule() {
    let note = Severity::Note;
    for (pointer, value, rule, severity) in [
        ("/payment/status", json!("gone fishing"), "traffic/callback/value/payment.status", note),
        ("/payment/status", json!("decline"), "card-partner/sale/ends", Severity::Error),
        ("/payment/status", json!("partially refunded"), "card-partner/sale/ends", note),
        ("/operation/code", json!("20000"), "card-partner/sale/ends", Severity::Error),
        ("/operation/code", json!("100"), "traffic/callback/paid", Severity::Error),
        ("/operation/code", json!("77777"), "traffic/callback/value/operation.code", note),
        ("/operation/type", json!("barter"), "traffic/callback/value/operation.type", note),
        ("/payment/type", json!("gift"), "traffic/callback/value/payment.type", note),
        ("/payment/method", json!("Shells"), "traffic/callback/method", note),
        ("/payment/date", json!("yesterday"), "traffic/callback/time/payment.date", Severity::Advice),
        (
            "/payment/sum",
            json!({ "amount": 1000, "currency": "ZZZ" }),
            "traffic/callback/value/payment.sum.currency",
            Severity::Error,
        ),
        ("/payment/sum", json!({ "amount": 999, "currency": "KES" }), "traffic/callback/sums", Severity::Error),
        ("/payment/sum", json!({ "amount": 1001, "currency": "KES" }), "card-partner/sale/sum", note),
        ("/payment/sum", json!({ "amount": 1000, "currency": "USD" }), "traffic/callback/sums", Severity::Error),
        (
            "/operation/sum_converted",
            json!({ "amount": 10, "currency": "KES" }),
            "traffic/callback/sums",
            Severity::Error,
        ),
        ("/operation/sum_converted", json!({ "amount": 10, "currency": "IDR" }), "", note),
        (
            "/payment/sum",
            json!({ "amount": -1, "currency": "USD" }),
            "traffic/callback/negative/payment.sum.amount",
            Severity::Error,
        ),
        ("/payment/id", json!(5), "traffic/callback/shape", Severity::Error),
        ("/payment/sum", json!([7]), "traffic/callback/shape", Severity::Error),
        ("/payment/description", json!("tea; biscuits"), "traffic/callback/semicolon", note),
        ("/operation/message", json!("Success;operation:provider:id:5"), "traffic/callback/shape", Severity::Error),
        ("/project_id", json!("125"), "traffic/callback/kept", Severity::Note),
        ("/project_id", json!("0125"), "traffic/callback/project", Severity::Error),
        ("/project_id", Value::Null, "traffic/callback/project-not-named", note),
        ("/operation/provider", json!("elsewhere"), "traffic/callback/kept", note),
        ("/general", json!({ "payment_id": "X2" }), "traffic/callback/payments", Severity::Error),
        ("/payment/id", Value::Null, "traffic/callback/no-payment", note),
        (
            "/display_data",
            json!([{ "type": "hologram", "title": "t", "data": "d" }]),
            "traffic/callback/value/display_data[].type",
            note,
        ),
    ] {
        let (rules, worst) = broken(pointer, value.clone());
        assert!(
            rule.is_empty() && rules.is_empty() || rules.iter().any(|id| id == rule),
            "{pointer} {value}: {rules:?} lacks {rule}"
        );
        if severity > note {
            assert_eq!(worst, severity, "{pointer} {value}: {rules:?}");
        } else {
            // what no document lists is never a failure by itself
            assert!(worst < Severity::Error || rules.len() > 1, "{pointer} {value}: {rules:?}");
        }
    }
}

#[test]
fn unknown_values_never_fail() {
    let strange = [
        ("/payment/status", json!("gone fishing")),
        ("/operation/status", json!("gone fishing")),
        ("/operation/code", json!("77777")),
        ("/payment/method", json!("Shells")),
        ("/payment/type", json!("gift")),
        ("/operation/type", json!("barter")),
    ];
    for changes in [&strange[..], &strange[..1], &strange[1..2], &strange[3..]] {
        let report = callbacks(Options::default(), lines([with(paid("X1"), changes)]).as_bytes());
        assert_eq!((report.passed + report.not_judged, report.failed), (1, 0), "{}", report.json());
        let unknown = changes.iter().any(|(pointer, _)| *pointer == "/payment/method");
        assert_eq!(report.not_judged, u64::from(unknown), "what is not judged has not passed");
    }
}

#[test]
fn a_wrong_signature_is_told_and_nothing_else() {
    let good = signed(paid("X1"));
    let secretless = {
        let mut body: Value = serde_json::from_str(&good).unwrap();
        body.as_object_mut().unwrap().remove("signature");
        body.to_string()
    };
    for bad in [good.replace("1000", "1001"), good.replace("\"signature\":\"", "\"signature\":\"A"), secretless] {
        let report = callbacks(Options::default(), bad.as_bytes());
        let rules: Vec<&str> = report.rules.keys().map(String::as_str).collect();
        assert_eq!((rules.as_slice(), report.failed), (&["traffic/callback/signature"][..], 1));
        assert_eq!(report.payments, 0, "nothing that is not signed makes a story");
    }
}

fn refund(id: &str, operation: i64, amount: i64) -> Value {
    with(
        paid(id),
        &[
            ("/payment/status", json!("partially refunded")),
            ("/operation/id", json!(operation)),
            ("/operation/type", json!("refund")),
            ("/operation/sum_initial", json!({ "amount": amount, "currency": "KES" })),
            ("/operation/date", json!("2026-11-22T04:00:00+0000")),
        ],
    )
}

fn declined(id: &str) -> Value {
    let decline = json!("decline");
    with(
        paid(id),
        &[("/payment/status", decline.clone()), ("/operation/status", decline), ("/operation/code", json!("20000"))],
    )
}

fn waiting(id: &str, minute: u32) -> Value {
    let waiting = json!("awaiting redirect result");
    let date = json!(format!("2026-11-22T03:{minute:02}:00+0000"));
    with(
        paid(id),
        &[
            ("/payment/status", waiting.clone()),
            ("/operation/status", waiting),
            ("/operation/date", date),
            ("/operation/code", json!("9999")),
        ],
    )
}

/// Rules of the story that are told of callbacks in this order.
fn story(bodies: &[Value]) -> Vec<String> {
    let report = callbacks(Options::default(), lines(bodies.iter().cloned()).as_bytes());
    report.rules.keys().filter(|id| id.starts_with("traffic/story/")).cloned().collect()
}

#[test]
fn each_fault_of_a_story_is_told_by_its_own_rule() {
    let later = |body: Value, operation: i64| {
        with(body, &[("/operation/id", json!(operation)), ("/operation/date", json!("2026-11-22T03:30:00+0000"))])
    };
    let other_sum = with(paid("X"), &[("/operation/sum_initial", json!({ "amount": 1001, "currency": "KES" }))]);
    let other_money = with(paid("X"), &[("/operation/sum_initial", json!({ "amount": 1000, "currency": "USD" }))]);
    let other_project = with(paid("X"), &[("/project_id", json!(126))]);
    let eight: Vec<Value> = (8..16).map(|operation| refund("X", operation, 100)).collect();
    let dated = (8..17).map(|operation| {
        with(
            refund("X", operation, 112),
            &[("/operation/date", json!(format!("2026-11-22T04:{operation:02}:00+0000")))],
        )
    });
    let dated: Vec<Value> = dated.collect();
    let without_sum = |mut body: Value| {
        body["operation"].as_object_mut().unwrap().remove("sum_initial");
        body["payment"].as_object_mut().unwrap().remove("sum");
        body
    };
    let auth = with(declined("X"), &[("/operation/type", json!("auth"))]);
    let capture = with(paid("X"), &[("/operation/type", json!("capture"))]);
    let dollars = with(refund("X", 8, 5), &[("/operation/sum_initial", json!({ "amount": 5, "currency": "USD" }))]);
    let none: &[&str] = &[];
    let cases: &[(&str, Vec<Value>, &[&str])] = &[
        ("as it should be", vec![waiting("X", 1), paid("X"), refund("X", 8, 400), refund("X", 9, 600)], none),
        ("another payment", vec![paid("X"), declined("Y")], none),
        ("again", vec![paid("X"), paid("X")], &["duplicate"]),
        ("what is written in another case is other news of the same payment", vec![paid("x"), paid("X")], none),
        ("late", vec![paid("X"), waiting("X", 1)], &["out-of-order"]),
        ("goes on", vec![paid("X"), waiting("X", 9)], &["final-left"]),
        ("paid after all", vec![declined("X"), later(paid("X"), 7)], &["success-after-decline"]),
        ("declined after all", vec![paid("X"), later(declined("X"), 7)], &["decline-after-success"]),
        ("another operation is paid", vec![declined("X"), later(paid("X"), 8)], &["further-operation"]),
        ("another operation is declined", vec![paid("X"), later(declined("X"), 8)], &["further-operation"]),
        ("paid by two operations", vec![paid("X"), later(paid("X"), 8)], &["paid-twice"]),
        ("too much goes back", vec![paid("X"), refund("X", 8, 400), refund("X", 9, 601)], &["refund-larger"]),
        ("too much at once, told first", vec![refund("X", 8, 1001), paid("X")], &["out-of-order", "refund-larger"]),
        (
            "a refund that is told twice counts once",
            vec![paid("X"), refund("X", 8, 600), refund("X", 8, 600)],
            &["duplicate"],
        ),
        (
            "so does one whose payment moved on",
            vec![paid("X"), refund("X", 8, 600), with(refund("X", 8, 600), &[("/payment/status", json!("refunded"))])],
            none,
        ),
        ("another sum", vec![paid("X"), other_sum], &["two-sums"]),
        ("another currency", vec![paid("X"), other_money], &["two-sums"]),
        ("another project", vec![paid("X"), other_project.clone(), other_project], &["duplicate", "other-project"]),
        (
            "many refunds",
            (8..17).flat_map(|n| [paid("X"), refund("X", n, 1)]).collect(),
            &["duplicate", "long", "out-of-order"],
        ),
        ("eight refunds", [&[paid("X")][..], &eight].concat(), &["long"]),
        (
            "eight refunds that are told of again",
            [&[paid("X")][..], &eight, &eight].concat(),
            &["long", "refund-perhaps-larger"],
        ),
        (
            "nine refunds of more than was paid, each later",
            [&[paid("X")][..], &dated].concat(),
            &["long", "refund-larger"],
        ),
        (
            "paid after all, and no sum is told",
            vec![declined("X"), without_sum(later(paid("X"), 7))],
            &["success-after-decline"],
        ),
        (
            "declined after all, and no sum was told",
            vec![without_sum(paid("X")), later(declined("X"), 7)],
            &["decline-after-success"],
        ),
        ("captured after all", vec![auth, later(capture, 8)], &["further-operation"]),
        ("another currency goes back", vec![paid("X"), dollars.clone()], &["refund-currency"]),
        ("that came first", vec![dollars.clone(), paid("X")], &["out-of-order", "refund-currency"]),
        (
            "another currency hides none of the payment's",
            vec![paid("X"), dollars, refund("X", 9, 1001)],
            &["refund-currency", "refund-larger"],
        ),
    ];
    for (name, bodies, rules) in cases {
        let rules: Vec<String> = rules.iter().map(|rule| format!("traffic/story/{rule}")).collect();
        assert_eq!(story(bodies), rules, "{name}");
    }
}

#[test]
fn a_method_that_is_not_linked_is_judged_by_its_spec_alone() {
    let mut run =
        ecommpay_conformance::traffic::Run::callbacks(&SPECS, &[], traffic_support::secrets(), Options::default());
    run.stream("t", lines([paid("X1"), declined("X1")]).as_bytes()).unwrap();
    let (report, _) = run.finish();
    assert_eq!(report.methods.keys().collect::<Vec<_>>(), ["card-partner (generated code: not linked)"]);
    assert_eq!(told(&report), BTreeSet::from(["traffic/story/decline-after-success"]));
}

#[test]
fn rules_that_come_from_the_specs_are_listed() {
    for id in [
        "card-partner/sale/ends",
        "card-partner/sale/sum",
        "traffic/story/refund-larger",
        "traffic/callback/value/display_data[].type",
        "traffic/callback/time/payment.date",
        "traffic/callback/negative/payment.sum.amount",
    ] {
        assert!(LISTED.contains(id), "{id}");
    }
    let listed = ecommpay_conformance::traffic::listed(&SPECS);
    let ids: BTreeSet<&str> = listed.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(ids.len(), listed.len(), "an id is listed twice");
    // no rule has a member's name alone
    assert!(!ids.contains("traffic/callback/value"));
}

#[test]
fn every_rule_is_documented_and_cites_a_document_of_the_platform() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/traffic.md")).unwrap();
    for rule in ecommpay_conformance::traffic::rules::ALL {
        let severity = format!("{:?}", rule.severity).to_lowercase();
        let rows = [
            format!("| `{}` | {severity} | {} |", rule.id, rule.means),
            format!("| `{}/<member>` | {severity} | {} |", rule.id, rule.means),
        ];
        assert!(rows.iter().any(|row| page.contains(row)), "docs/traffic.md lacks {}", rows[0]);
        assert!(rule.cite.is_empty() || SPECS.platform.documents.contains_key(rule.cite), "{}: {}", rule.id, rule.cite);
    }
}

#[test]
fn the_worst_of_a_rule_is_what_is_told_of_it() {
    let note = with(paid("X1"), &[("/payment/status", json!("partially refunded"))]);
    let error = with(paid("X2"), &[("/operation/code", json!("20000"))]);
    let told = |bodies: [&Value; 2]| {
        let report = callbacks(STATELESS(), lines(bodies.map(Value::clone)).as_bytes());
        let told = &report.rules["card-partner/sale/ends"];
        (told.severity, told.means.clone(), told.cite.clone(), told.count)
    };
    assert_eq!(told([&note, &error]), told([&error, &note]));
    assert_eq!(told([&note, &error]).0, Severity::Error);
}
