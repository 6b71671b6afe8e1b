//! Orders against operations: one difference each, told by its own rule.

use std::collections::BTreeMap;

use crate::traffic_support::SPECS;
use ecommpay_conformance::reconcile::{Amounts, Options, RULES, Reconciliation, Report, Row};
use methodspec::resolved::OperationKind;
use serde_json::{Value, json};

pub(crate) fn order(id: &str, amount: i64) -> Value {
    json!({ "id": id, "amount": amount, "currency": "KES" })
}

/// A row as the Data API writes it.
pub(crate) fn row(id: i64, payment: &str, kind: &str, status: &str, amount: i64) -> Value {
    let sum = json!({ "amount": amount, "currency": "KES" });
    json!({
        "project_id": "125", "payment_id": payment, "payment_description": "Two boxes of tea",
        "payment_method_name": "Card partner", "payment_method_type": "card", "operation_id": id.to_string(),
        "operation_type": kind, "operation_status": status, "operation_created_at": "2026-11-22T03:00:00+0000",
        "operation_completed_at": "2026-11-22T03:04:05+0000", "sum_initial": sum, "sum_converted": sum,
        "account_number": "431422******0056", "customer_ip": "1.2.3.4", "card_holder": "A CUSTOMER",
    })
}

pub(crate) fn with(mut row: Value, changes: &[(&str, Value)]) -> Value {
    for (pointer, value) in changes {
        let (parent, member) = pointer.rsplit_once('/').unwrap();
        row.pointer_mut(parent).unwrap()[member] = value.clone();
    }
    row
}

pub(crate) fn page(rows: &[Value]) -> String {
    json!({ "operations": rows, "signature": "x" }).to_string()
}

pub(crate) fn lines(all: &[Value]) -> String {
    all.iter().map(|one| format!("{one}\n")).collect()
}

pub(crate) fn books(options: Options) -> Reconciliation<'static> {
    Reconciliation::new(&SPECS, options).unwrap()
}

pub(crate) fn reconciled(options: Options, orders: &[Value], operations: &[&str]) -> Result<Report, String> {
    let mut books = books(options);
    books.orders_stream("orders", lines(orders).as_bytes())?;
    for (number, page) in operations.iter().enumerate() {
        books.operations_stream(&format!("page-{number}"), page.as_bytes())?;
    }
    Ok(books.finish())
}

fn report(orders: &[Value], rows: &[Value]) -> Report {
    reconciled(Options::default(), orders, &[&page(rows)]).unwrap()
}

/// Each rule that is broken, with how often.
fn told(report: &Report) -> BTreeMap<&str, u64> {
    report.rules.iter().map(|(id, told)| (id.strip_prefix("reconcile/").unwrap(), told.count)).collect()
}

fn sale(id: i64, amount: i64) -> Value {
    row(id, "X1", "sale", "success", amount)
}

fn refund(id: i64, amount: i64) -> Value {
    row(id, "X1", "refund", "success", amount)
}

fn debit(id: i64, amount: i64) -> Value {
    row(id, "X1", "recurring", "success", amount)
}

fn converted(row: Value, amount: i64, currency: &str) -> Value {
    with(row, &[("/sum_converted", json!({ "amount": amount, "currency": currency }))])
}

/// What it is, rows, the rules that they break, and the order settled, different, pending.
type Case = (&'static str, Vec<Value>, &'static [&'static str], [u64; 3]);

/// Rows against one order of 1,000.00 KES: the rules that are broken, and the order settled, different, pending.
#[test]
fn each_difference_is_told_by_its_own_rule() {
    let of = |kind: &str, status: &str, amount: i64| row(9, "X1", kind, status, amount);
    let usd = |row: Value| with(row, &[("/sum_initial/currency", json!("USD"))]);
    let cases: Vec<Case> = vec![
        ("as ordered", vec![sale(1, 100_000)], &[], [1, 0, 0]),
        ("in capitals or not", vec![with(sale(1, 100_000), &[("/payment_id", json!("x1"))])], &[], [1, 0, 0]),
        ("in two parts", vec![sale(1, 70_000), sale(2, 30_000)], &[], [1, 0, 0]),
        (
            "held, then taken",
            vec![of("auth", "success", 100_000), row(2, "X1", "capture", "success", 100_000)],
            &[],
            [1, 0, 0],
        ),
        ("by a debit of a series", vec![of("recurring", "success", 100_000)], &[], [1, 0, 0]),
        ("after a declined try", vec![of("sale", "decline", 100_000), sale(2, 100_000)], &[], [1, 0, 0]),
        (
            "beside what takes no money",
            vec![sale(1, 100_000), of("payout", "success", 7), row(3, "X1", "commission", "success", 1)],
            &[],
            [1, 0, 0],
        ),
        ("nothing", vec![], &["order/missing"], [0, 1, 0]),
        ("of another payment", vec![row(1, "X1 ", "sale", "decline", 100_000)], &["order/missing"], [0, 1, 0]),
        ("declined", vec![of("sale", "decline", 100_000)], &["order/not-paid"], [0, 1, 0]),
        ("expired", vec![of("sale", "expired", 100_000)], &["order/not-paid"], [0, 1, 0]),
        ("a payout alone", vec![of("payout", "success", 100_000)], &["order/not-paid"], [0, 1, 0]),
        (
            "held and released",
            vec![of("auth", "success", 100_000), row(2, "X1", "cancel", "success", 100_000)],
            &["order/not-paid"],
            [0, 1, 0],
        ),
        ("less", vec![sale(1, 99_999)], &["order/underpaid"], [0, 1, 0]),
        (
            "a part alone",
            vec![sale(1, 70_000), row(2, "X1", "sale", "decline", 30_000)],
            &["order/underpaid"],
            [0, 1, 0],
        ),
        ("more", vec![sale(1, 100_001)], &["order/overpaid"], [0, 1, 0]),
        ("paid twice", vec![sale(1, 100_000), sale(2, 100_000)], &["order/overpaid"], [0, 1, 0]),
        ("another currency", vec![usd(sale(1, 100_000))], &["order/currency"], [0, 1, 0]),
        ("one part in another currency", vec![sale(1, 100_000), usd(sale(2, 1))], &["order/currency"], [0, 1, 0]),
        ("under way", vec![of("sale", "processing", 100_000)], &["order/pending"], [0, 0, 1]),
        ("nobody knows", vec![of("sale", "unknown", 100_000)], &["order/pending"], [0, 0, 1]),
        ("an error that may pass", vec![of("sale", "external error", 100_000)], &["order/pending"], [0, 0, 1]),
        (
            "a part and one under way",
            vec![sale(1, 70_000), row(2, "X1", "sale", "awaiting customer", 30_000)],
            &["order/pending"],
            [0, 0, 1],
        ),
        ("held", vec![of("auth", "success", 100_000)], &["order/pending"], [0, 0, 1]),
        (
            "a refund that is under way pays nothing",
            vec![sale(1, 70_000), row(2, "X1", "refund", "processing", 1)],
            &["order/underpaid"],
            [0, 1, 0],
        ),
        (
            "paid, and a refund under way",
            vec![sale(1, 100_000), row(2, "X1", "refund", "processing", 1)],
            &["order/open"],
            [1, 0, 0],
        ),
        (
            "paid, and another try under way",
            vec![sale(1, 100_000), row(2, "X1", "sale", "processing", 1)],
            &["order/open"],
            [1, 0, 0],
        ),
        ("refunded", vec![sale(1, 100_000), refund(2, 100_000)], &["order/refunded"], [1, 0, 0]),
        (
            "refunded in parts",
            vec![sale(1, 100_000), refund(2, 30_000), refund(3, 30_000)],
            &["order/refunded"],
            [1, 0, 0],
        ),
        (
            "reversed",
            vec![sale(1, 100_000), row(2, "X1", "reversal", "success", 100_000)],
            &["order/refunded"],
            [1, 0, 0],
        ),
        (
            "a refund that was declined",
            vec![sale(1, 100_000), row(2, "X1", "refund", "decline", 100_000)],
            &[],
            [1, 0, 0],
        ),
        (
            "a refund that was taken back",
            vec![sale(1, 100_000), refund(2, 40_000), row(3, "X1", "refund reverse", "success", 40_000)],
            &[],
            [1, 0, 0],
        ),
        (
            "a refund that was taken back, with a line below",
            vec![sale(1, 100_000), refund(2, 40_000), row(3, "X1", "refund_reverse", "success", 40_000)],
            &[],
            [1, 0, 0],
        ),
        (
            "more refunded than paid",
            vec![sale(1, 100_000), refund(2, 60_000), refund(3, 60_000)],
            &["payment/refund-larger"],
            [0, 1, 0],
        ),
        ("refunded and never paid", vec![refund(2, 100_000)], &["order/not-paid", "payment/refund-larger"], [0, 1, 0]),
        (
            "a status that nobody lists",
            vec![sale(1, 100_000), of("sale", "shipped", 1)],
            &["operation/status", "order/open"],
            [1, 0, 0],
        ),
        ("a type that nobody lists", vec![sale(1, 100_000), of("gift", "success", 1)], &["operation/type"], [1, 0, 0]),
        (
            "no project",
            vec![with(sale(1, 100_000), &[("/project_id", Value::Null)])],
            &["operation/project-not-named"],
            [1, 0, 0],
        ),
        (
            "two sums that contradict each other",
            vec![converted(sale(1, 100_000), 1_000, "KES")],
            &["operation/sums"],
            [0, 1, 0],
        ),
        ("converted to another currency", vec![converted(sale(1, 100_000), 1_000, "USD")], &[], [1, 0, 0]),
        ("nothing of a conversion", vec![with(sale(1, 100_000), &[("/sum_converted", Value::Null)])], &[], [1, 0, 0]),
        (
            "a refund with two sums",
            vec![sale(1, 100_000), converted(refund(2, 1_000), 7, "KES")],
            &["order/refunded"],
            [1, 0, 0],
        ),
        (
            "refunded in another currency",
            vec![sale(1, 100_000), usd(refund(2, 700))],
            &["payment/refund-currency"],
            [1, 0, 0],
        ),
        (
            "a series, and a refund of two debits",
            vec![debit(1, 100_000), debit(2, 100_000), debit(3, 100_000), refund(4, 200_000)],
            &["order/refunded", "order/series"],
            [1, 0, 0],
        ),
        ("a series of other sums", vec![debit(1, 100_000), debit(2, 30_000)], &["order/series"], [1, 0, 0]),
        (
            "a series without the ordered sum",
            vec![debit(1, 50_000), debit(2, 50_000)],
            &["order/series", "order/underpaid"],
            [0, 1, 0],
        ),
        ("one debit of another sum", vec![debit(1, 50_000)], &["order/underpaid"], [0, 1, 0]),
        ("listed twice", vec![sale(1, 100_000), sale(1, 100_000)], &["operation/twice"], [1, 0, 0]),
        (
            "listed under way and done",
            vec![with(sale(1, 100_000), &[("/operation_status", json!("processing"))]), sale(1, 100_000)],
            &["operation/twice"],
            [1, 0, 0],
        ),
        (
            "listed done and under way",
            vec![sale(1, 100_000), with(sale(1, 100_000), &[("/operation_status", json!("processing"))])],
            &["operation/twice"],
            [1, 0, 0],
        ),
        ("listed with two sums", vec![sale(1, 100_000), sale(1, 1)], &["operation/versions"], [1, 0, 0]),
        (
            "listed with two payments",
            vec![sale(1, 100_000), row(1, "X2", "sale", "success", 100_000)],
            &["operation/versions"],
            [1, 0, 0],
        ),
        (
            "listed with two ends at one time",
            vec![sale(1, 100_000), with(sale(1, 100_000), &[("/operation_status", json!("decline"))])],
            &["operation/versions"],
            [1, 0, 0],
        ),
        (
            "returned by the bank since",
            vec![
                sale(1, 100_000),
                with(
                    sale(1, 100_000),
                    &[
                        ("/operation_status", json!("decline")),
                        ("/operation_completed_at", json!("2026-11-23 03:04:05")),
                    ],
                ),
            ],
            &["operation/twice", "order/not-paid"],
            [0, 1, 0],
        ),
    ];
    for (what, rows, wanted, counts) in cases {
        let report = report(&[order("X1", 100_000)], &rows);
        let orders = report.orders;
        assert_eq!(told(&report).into_keys().collect::<Vec<_>>(), wanted, "{what}");
        assert_eq!([orders.settled, orders.differ, orders.pending], counts, "{what}");
        let fails = wanted.iter().any(|id| is_error(id));
        assert_eq!(report.holds(), !fails, "{what}");
    }
}

fn is_error(id: &str) -> bool {
    let rule = RULES.iter().find(|rule| rule.id == format!("reconcile/{id}")).unwrap();
    rule.severity == ecommpay_conformance::traffic::rules::Severity::Error
}

#[test]
fn a_payment_without_an_order_is_told_where_it_took_money() {
    let of = |kind: &str, status: &str| row(2, "X2", kind, status, 500);
    for (rows, wanted) in [
        (vec![of("sale", "success")], vec!["payment/no-order"]),
        (vec![of("sale", "success"), row(3, "X2", "refund", "success", 500)], vec!["payment/no-order"]),
        (
            vec![of("sale", "success"), row(3, "X2", "refund", "success", 501)],
            vec!["payment/no-order", "payment/refund-larger"],
        ),
        (vec![of("refund", "success")], vec!["payment/refund-alone"]),
        (vec![of("sale", "decline")], vec![]),
        (vec![of("sale", "processing")], vec![]),
        (vec![of("auth", "success")], vec![]),
        (vec![of("payout", "success")], vec![]),
    ] {
        let rows: Vec<Value> = rows.into_iter().chain([sale(1, 100_000)]).collect();
        let report = report(&[order("X1", 100_000)], &rows);
        assert_eq!(told(&report).into_keys().collect::<Vec<_>>(), wanted, "{rows:?}");
        assert_eq!(report.orders.settled, 1);
    }
}

#[test]
fn an_order_twice_is_told_and_the_first_counts() {
    let report = report(&[order("X1", 100_000), order("x1", 5)], &[sale(1, 100_000)]);
    assert_eq!(told(&report), [("order/twice", 1)].into());
    assert_eq!((report.orders.read, report.orders.settled, report.orders.twice), (2, 1, 1));
    let place = &report.rules["reconcile/order/twice"].places[0];
    assert_eq!((place.file.as_str(), place.line), ("orders", 2));
}

#[test]
fn operations_of_another_project_pay_nothing() {
    let other = |id: i64| with(sale(id, 100_000), &[("/project_id", json!("126"))]);
    let orders = [order("X1", 100_000)];
    let of = |project: Option<i64>, rows: &[Value]| {
        reconciled(Options { project, ..Options::default() }, &orders, &[&page(rows)])
    };
    let elsewhere = of(Some(125), &[other(1)]).unwrap();
    assert_eq!(told(&elsewhere), [("operation/other-project", 1), ("order/missing", 1)].into());
    assert_eq!((elsewhere.operations.elsewhere, elsewhere.operations.counted), (1, 0));
    let both = of(Some(125), &[other(2), sale(1, 100_000)]).unwrap();
    assert_eq!(told(&both), [("operation/other-project", 1)].into());
    // as a number too, as some programs write it on
    assert!(of(Some(126), &[with(sale(1, 100_000), &[("/project_id", json!(126))])]).unwrap().holds());
    // nobody said which
    let refused = of(None, &[sale(1, 100_000), other(2)]).unwrap_err();
    assert!(refused.contains("line 1, operation 2") && refused.contains("--project 125 or --project 126"), "{refused}");
}

#[test]
fn a_method_that_takes_another_sum_gives_advice() {
    let mut specs = SPECS.clone();
    let method = specs.methods.get_mut("card-partner").unwrap();
    method.operations.get_mut(&OperationKind::Sale).unwrap().may_differ = Some(true);
    let other = || vec!["order/may-differ"];
    for (amount, row, wanted) in [
        (100_000, sale(1, 100_000), vec![]),
        (90_000, sale(1, 90_000), other()),
        (110_000, sale(1, 110_000), other()),
        // what was asked for is as ordered, what was paid is not
        (90_000, converted(sale(1, 100_000), 90_000, "KES"), other()),
        (190_000, converted(sale(1, 100_000), 190_000, "KES"), other()),
        // nobody says what was paid
        (100_000, with(sale(1, 100_000), &[("/sum_converted", Value::Null)]), other()),
        (100_000, converted(sale(1, 100_000), 700, "USD"), other()),
    ] {
        let mut books = Reconciliation::new(&specs, Options::default()).unwrap();
        books.orders_stream("orders", lines(&[order("X1", 100_000)]).as_bytes()).unwrap();
        books.operations_stream("page", page(&[row]).as_bytes()).unwrap();
        let report = books.finish();
        assert_eq!(told(&report).into_keys().collect::<Vec<_>>(), wanted, "{amount}");
        assert!(report.holds());
    }
}

#[test]
fn sums_are_read_as_they_are_written() {
    let sum = |id: i64, amount: Value, currency: &str| {
        let sum = json!({ "amount": amount, "currency": currency });
        with(sale(id, 0), &[("/sum_initial", sum.clone()), ("/sum_converted", sum)])
    };
    let decimals = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let of = |amounts: Option<Amounts>, amount: i64, currency: &str, rows: &[Value]| {
        let order = json!({ "id": "X1", "amount": amount, "currency": currency });
        reconciled(Options { amounts, ..Options::default() }, &[order], &[&page(rows)])
    };
    let settled = |report: Result<Report, String>| report.unwrap().orders.settled == 1;
    assert!(settled(of(None, 100_000, "KES", &[sum(1, json!(100_000), "KES")])));
    assert!(settled(of(None, 100_000, "KES", &[sum(1, json!("100000"), "KES")])));
    assert!(settled(of(None, 100_000, "KES", &[sum(1, json!("1000.00"), "KES")])));
    assert!(settled(of(None, 1_005, "KWD", &[sum(1, json!("1.005"), "KWD")])));
    assert!(settled(of(None, 1_000, "JPY", &[sum(1, json!("1000"), "JPY")])));
    assert!(settled(of(Some(Amounts::Major), 1_000, "JPY", &[sum(1, json!("1000.00"), "JPY")])));
    assert!(settled(of(Some(Amounts::Major), 100_050, "KES", &[sum(1, decimals("1000.5"), "KES")])));
    assert!(settled(of(Some(Amounts::Minor), 100_000, "KES", &[sum(1, decimals("100000.0"), "KES")])));
    for (rows, why) in [
        (vec![sum(1, decimals("100000.0"), "KES")], "--amounts minor or --amounts major"),
        (vec![sum(1, json!("500.00"), "KES"), sum(2, json!(50_000), "KES")], "written otherwise than at page-0:1"),
        (vec![sum(1, json!(-5), "KES")], "below zero"),
        (vec![sum(1, json!(5), "kes")], "sum_initial.currency is no ISO 4217 code"),
        (vec![sum(1, json!([]), "KES")], "sum_initial.amount is neither a text nor a number"),
        (vec![sum(1, Value::Null, "KES")], "sum_initial.amount is absent"),
    ] {
        let refused = of(None, 100_000, "KES", &rows).unwrap_err();
        assert!(refused.contains(why) && refused.starts_with("line 1, operation "), "{refused}");
        assert!(!refused.contains("100000") && !refused.contains("X1"), "{refused}");
    }
    // of what takes no money no sum is read
    assert!(settled(of(
        None,
        5,
        "KES",
        &[sum(1, json!(5), "KES"), with(sum(2, Value::Null, "KES"), &[("/operation_status", json!("decline"))])]
    )));
}

#[test]
fn operations_that_are_at_hand_are_taken_one_by_one() {
    let mut books = books(Options::default());
    let row = Row {
        project: Some("125"),
        payment: Some("X1"),
        operation: Some("1"),
        kind: Some("sale"),
        status: Some("success"),
        amount: Some("100000"),
        currency: Some("KES"),
        ..Row::default()
    };
    books.operation(&row).unwrap();
    let refused = books.operation(&Row { payment: None, ..row }).unwrap_err();
    assert!(refused.starts_with("operation 2: payment_id is absent"), "{refused}");
    // in whatever order both sides come
    books.orders_stream("orders", lines(&[order("X1", 100_000)]).as_bytes()).unwrap();
    assert_eq!(books.finish().orders.settled, 1);
}
