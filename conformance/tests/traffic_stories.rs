//! The story of a payment whose callbacks come late, twice or not at all, and news that comes after an end.

use crate::traffic_support::{at_least, callbacks, lines};
use ecommpay_conformance::traffic::{Options, rules::Severity};
use serde_json::{Value, json};

/// News of an operation: its number, type and status, the payment's status, what it moves and what the payment amounts to. Its
/// date is that of the minute.
fn news(id: i64, kind: &str, (own, of_payment): (&str, &str), (amount, whole): (i64, i64), minute: u32) -> Value {
    let date = format!("2026-11-20T10:{minute:02}:00+0000");
    let sum = |amount: i64| json!({ "amount": amount, "currency": "KES" });
    let of = if kind == "payout" { "payout" } else { "purchase" };
    let code = if own == "success" { "0" } else { "20105" };
    json!({
        "project_id": 125,
        "payment": { "id": "order-1", "type": of, "status": of_payment, "date": date, "sum": sum(whole) },
        "operation": { "id": id, "type": kind, "status": own, "date": date, "created_date": date, "request_id": format!("r{id}"),
                       "sum_initial": sum(amount), "code": code, "message": "m" },
    })
}

fn part(id: i64, amount: i64, of_payment: &str, minute: u32) -> Value {
    news(id, "sale", ("success", of_payment), (amount, 150), minute)
}

fn refund(id: i64, amount: i64, minute: u32) -> Value {
    news(id, "refund", ("success", "refunded"), (amount, 0), minute)
}

fn story(bodies: &[Value], severity: Severity) -> Vec<String> {
    let report = callbacks(Options::default(), lines(bodies.iter().cloned()).as_bytes());
    let rules = at_least(&report, severity).into_iter().filter_map(|rule| rule.strip_prefix("traffic/story/"));
    rules.map(str::to_owned).collect()
}

fn orders(all: &[Value]) -> Vec<Vec<Value>> {
    if all.is_empty() {
        return vec![Vec::new()];
    }
    let mut found = Vec::new();
    for (at, first) in all.iter().enumerate() {
        let rest: Vec<Value> =
            all.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, one)| one.clone()).collect();
        found.extend(orders(&rest).into_iter().map(|rest| [vec![first.clone()], rest].concat()));
    }
    found
}

/// Delivery has no documented order, and a callback may not come at all: correct traffic makes no error in any order, nor
/// with any callback missing.
#[test]
fn correct_payments_in_parts_make_no_error_in_any_order_and_with_any_callback_missing() {
    let two = vec![part(1, 100, "processing", 1), part(2, 50, "success", 2), refund(3, 150, 3)];
    let three = vec![
        part(1, 60, "processing", 1),
        part(2, 50, "processing", 2),
        part(3, 40, "success", 3),
        news(4, "refund", ("success", "partially refunded"), (130, 20), 4),
    ];
    let mut tried = 0;
    for story_of in [two, three] {
        for missing in 0..=story_of.len() {
            let there: Vec<Value> =
                story_of.iter().enumerate().filter(|(at, _)| *at != missing).map(|(_, one)| one.clone()).collect();
            for order in orders(&there) {
                assert_eq!(story(&order, Severity::Error), [""; 0], "{missing}: {order:#?}");
                tried += 1;
            }
        }
    }
    assert_eq!(tried, 6 + 3 * 2 + 24 + 4 * 6);
}

#[test]
fn more_than_the_whole_goes_back_is_an_error_in_any_order_that_has_a_part() {
    let all = [part(1, 100, "processing", 1), part(2, 50, "success", 2), refund(3, 151, 3)];
    for order in orders(&all) {
        assert_eq!(story(&order, Severity::Error), ["refund-larger"], "{order:#?}");
    }
    // the last part first: what it says of the whole is not counted beside the first
    let last_first = [all[1].clone(), all[0].clone(), refund(3, 200, 3)];
    assert_eq!(story(&last_first, Severity::Error), ["refund-larger"]);
}

#[test]
fn what_is_told_of_ends_sums_and_order() {
    let sale = |own: &str, of_payment: &str, minute| news(1, "sale", (own, of_payment), (100, 100), minute);
    let paid = |minute| sale("success", "success", minute);
    let back = |id, minute| news(id, "refund", ("success", "refunded"), (100, 0), minute);
    let reversed = |word: &str, id, minute| news(id, word, ("success", "success"), (100, 100), minute);
    let payout = |own: &str, of_payment: &str, minute| news(1, "payout", (own, of_payment), (100, 100), minute);
    let another = |minute| news(9, "sale", ("success", "success"), (100, 100), minute);
    let held = |minute| news(1, "auth", ("success", "awaiting capture"), (100, 100), minute);
    // what the payment amounts to is what was captured up to then
    let capture = |id, amount, minute| {
        news(id, "capture", ("success", "success"), (amount, if id == 3 { 100 } else { amount }), minute)
    };
    let undated = |mut body: Value| {
        body["operation"].as_object_mut().unwrap().remove("date");
        body
    };
    let none: &[&str] = &[];
    let late: &[&str] = &["success-after-decline"];
    let returned: &[&str] = &["decline-after-success"];
    for (name, bodies, rules) in [
        (
            "a part and more than it, less than the whole",
            vec![part(1, 100, "processing", 1), refund(3, 101, 2)],
            &["refund-perhaps-larger"][..],
        ),
        (
            "a refund that is taken back, and another",
            vec![paid(1), back(2, 2), reversed("refund reverse", 3, 3), back(4, 4)],
            none,
        ),
        ("the same, written otherwise", vec![paid(1), back(2, 2), reversed("refund_reverse", 3, 3), back(4, 4)], none),
        (
            "it is taken back once",
            vec![paid(1), back(2, 2), reversed("refund reverse", 3, 3), back(4, 4), back(5, 5)],
            &["refund-larger"],
        ),
        (
            "one refund with two sums",
            vec![
                paid(1),
                news(2, "refund", ("success", "partially refunded"), (50, 50), 2),
                news(2, "refund", ("success", "partially refunded"), (60, 40), 3),
            ],
            &["two-sums"],
        ),
        (
            "a refund that fails after all, and another",
            vec![paid(1), back(2, 2), news(2, "refund", ("decline", "success"), (100, 100), 3), back(4, 4)],
            returned,
        ),
        ("expired, then paid", vec![sale("expired", "expired", 1), paid(2)], late),
        ("withdrawn, then paid", vec![sale("invoice cancelled", "invoice cancelled", 1), paid(2)], late),
        ("declined, then paid", vec![sale("decline", "decline", 1), paid(2)], late),
        (
            "the payment is cancelled, then captured by another operation",
            vec![news(2, "cancel", ("success", "cancelled"), (100, 100), 1), another(2)],
            late,
        ),
        ("the payment expired, and another operation pays", vec![sale("expired", "expired", 1), another(2)], late),
        ("a try is declined, and another pays", vec![sale("decline", "decline", 1), another(2)], none),
        ("paid, then expired", vec![paid(1), sale("expired", "expired", 2)], returned),
        ("paid, then declined", vec![paid(1), sale("decline", "decline", 2)], returned),
        ("paid, gone back, then declined", vec![paid(1), back(2, 2), sale("decline", "decline", 3)], returned),
        ("a payout that comes back", vec![payout("success", "success", 1), payout("decline", "decline", 2)], returned),
        ("a payout that succeeds late", vec![payout("expired", "expired", 1), payout("success", "success", 2)], late),
        ("paid twice", vec![paid(1), another(2)], &["paid-twice"]),
        (
            "paid again after it was returned to the shop's account",
            vec![paid(1), sale("decline", "decline", 2), another(3)],
            &["decline-after-success"],
        ),
        ("paid again after all went back", vec![paid(1), back(2, 2), another(3)], &["paid-after-return"]),
        (
            "a part that comes after the refund",
            vec![part(1, 100, "processing", 1), refund(3, 150, 3), part(2, 50, "success", 2)],
            &["out-of-order", "refund-perhaps-larger"],
        ),
        ("more goes back than was captured", vec![held(1), capture(2, 60, 2), refund(3, 61, 3)], &["refund-larger"]),
        (
            "captured in two parts, and all goes back",
            vec![held(1), capture(2, 60, 2), capture(3, 40, 3), refund(4, 100, 4)],
            none,
        ),
        (
            "the second capture is known first",
            vec![held(1), capture(3, 40, 3), capture(2, 60, 2), refund(4, 100, 4)],
            &["out-of-order"],
        ),
        ("one capture with two sums", vec![held(1), capture(2, 60, 2), capture(2, 50, 3)], &["two-sums"]),
        ("it goes on", vec![paid(1), sale("processing", "processing", 2)], &["final-left"]),
        (
            "it goes on in the same second, or came late",
            vec![paid(1), sale("processing", "processing", 1)],
            &["final-perhaps-left"],
        ),
        (
            "it goes on, and no date shows when",
            vec![undated(paid(1)), undated(sale("processing", "processing", 1))],
            &["final-perhaps-left"],
        ),
        ("it came late", vec![paid(2), sale("processing", "processing", 1)], &["out-of-order"]),
    ] {
        assert_eq!(story(&bodies, Severity::Advice), rules, "{name}");
    }
    // what depends on order or on what did not come is no error
    for undecided in
        [vec![paid(1), sale("processing", "processing", 1)], vec![part(1, 100, "processing", 1), refund(3, 101, 2)]]
    {
        assert_eq!(story(&undecided, Severity::Error), none);
    }
}

/// A debit of a series follows one that went back, each month.
#[test]
fn a_series_goes_on_after_a_debit_that_went_back() {
    let debit = |id, minute| {
        let mut body = news(id, "recurring", ("success", "success"), (100, 100), minute);
        body["payment"]["type"] = json!("recurring");
        body
    };
    assert_eq!(story(&[debit(1, 1), refund(2, 100, 2), debit(3, 3)], Severity::Advice), [""; 0]);
}
