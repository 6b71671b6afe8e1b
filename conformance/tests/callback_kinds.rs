//! Kinds of callbacks with which money went wrong: what the generated crate, the traffic checks and the Gate say of each.
//!
//! `CALLBACK_CASES=DIR` names a folder of further ones, signed for project 100 with the secret `secret`.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use crate::gate_support::root;
use crate::traffic_support::{SECRET, SPECS, at_least, lines, signed};
use ecommpay_conformance::gate::input::{Input, Started};
use ecommpay_conformance::gate::judge::Judge;
use ecommpay_conformance::gate::model::Model;
use ecommpay_conformance::gate::rules::Rules;
use ecommpay_conformance::gate::world::{Settings, World};
use ecommpay_conformance::traffic::{Options, Orders, Report, Run, Secrets, rules::Severity};
use ecommpay_platform::Callback;
use ecommpay_platform::READING;
use ecommpay_platform::runtime::Secret;
use ecommpay_platform::runtime::callback::{Contradiction, Keys, Mismatch, Order, Unpaid};
use ecommpay_platform::runtime::sign::Signer;
use serde_json::{Value, json};

const PROJECT: i64 = 100;

fn sum(amount: i64) -> Value {
    json!({ "amount": amount, "currency": "KES" })
}

/// News of an operation: number and type, status of operation and payment, what it moves, what the payment amounts to.
fn news((id, kind): (i64, &str), (own, of_payment): (&str, &str), amount: i64, whole: i64) -> Value {
    let date = format!("2026-11-20T10:{id:02}:00+0000");
    let code = if own == "success" { "0" } else { "20105" };
    json!({
        "project_id": PROJECT,
        "payment": { "id": "order-1", "type": "purchase", "status": of_payment, "date": date, "method": "Card partner",
                     "sum": sum(whole) },
        "operation": { "id": id, "type": kind, "status": own, "date": date, "created_date": date, "request_id": format!("r{id}"),
                       "sum_initial": sum(amount), "sum_converted": sum(amount), "code": code, "message": "m" },
    })
}

fn in_parts() -> [Value; 2] {
    [
        news((11, "sale"), ("success", "processing"), 10_000, 15_000),
        news((12, "sale"), ("success", "success"), 5_000, 15_000),
    ]
}

fn series() -> Vec<Value> {
    vec![
        news((1, "recurring"), ("success", "success"), 1_000, 1_000),
        news((2, "recurring"), ("decline", "decline"), 1_000, 1_000),
        news((3, "recurring"), ("success", "success"), 1_000, 1_000),
        news((4, "recurring"), ("success", "success"), 1_000, 1_000),
        news((5, "refund"), ("success", "partially refunded"), 2_000, 1_000),
    ]
}

fn read(body: &Value) -> Callback {
    let keys = Keys::new().with(PROJECT, &Secret::new(SECRET).unwrap());
    ecommpay_platform::verify(&keys, signed(body.clone()).as_bytes()).unwrap()
}

fn check(callback: &Callback, amount: i64) -> Result<(), Mismatch> {
    callback.check(&Order { project_id: PROJECT, payment_id: "order-1", amount, currency: "KES" })
}

fn run(traffic: &str, project: Option<i64>, secret: &str, orders: Option<&str>) -> Report {
    let mut secrets = Secrets::default();
    secrets.add(project, Secret::new(secret).unwrap());
    let run = Run::callbacks(&SPECS, ecommpay::METHODS, secrets, Options::default());
    let mut run = match orders {
        Some(orders) => run.against(Orders::of(orders.as_bytes()).unwrap()),
        None => run,
    };
    run.stream("t", traffic.as_bytes()).unwrap();
    run.finish().0
}

/// What is said of one callback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// It pays its payment, and its order where there is one.
    Pays,
    /// It pays nothing.
    PaysNothing,
    /// It contradicts itself or the order.
    Refused,
}

fn verdict(is_refused: bool, is_paid: bool) -> Verdict {
    match (is_refused, is_paid) {
        (true, _) => Verdict::Refused,
        (false, true) => Verdict::Pays,
        (false, false) => Verdict::PaysNothing,
    }
}

static MODEL: LazyLock<Arc<Model>> = LazyLock::new(|| {
    let specs = methodspec::load(&root().join("specs")).unwrap();
    Arc::new(Model::new(specs, &root().join("generated/schemas"), &[]).unwrap())
});

/// What the Gate says of a callback, where it has the payment that was ordered; and the keys that it tells.
fn of_gate(line: &str, secret: &str, order: Option<(&str, i64)>) -> (Verdict, String, Option<String>) {
    let secret = Secret::new(secret).unwrap();
    let judge = Judge::new(MODEL.clone(), Rules::default(), &[(PROJECT, secret.clone())]);
    let started = Started { callback_url: None, retain: 10, projects: vec![PROJECT] };
    let mut world = World::new(MODEL.clone(), Settings { base: String::new(), seed: 7, started }, 1_800_000_000_000);
    if let Some((id, amount)) = order {
        let mut body = json!({
            "general": { "project_id": PROJECT, "payment_id": id },
            "customer": { "id": "1", "ip_address": "1.2.3.4" },
            "payment": { "amount": amount, "currency": "KES" },
        });
        let signature = Signer::new(&secret).sign_json(body.to_string().as_bytes()).unwrap();
        body["general"]["signature"] = json!(signature.as_str());
        let request = judge.gate("/v2/payment/card-partner/sale", body.to_string().as_bytes()).unwrap();
        assert_eq!(world.apply(1_800_000_000_000, &Input::Request(request)).unwrap().status, 200);
    }
    let read = judge.read_own(serde_json::from_str(line).unwrap()).unwrap();
    let said = judge.verdict(&world, &read);
    (verdict(said.against.is_some(), said.is_paid), said.news, said.action)
}

/// What crate, `callbacks` and Gate say of one callback, which is one verdict.
fn one_verdict(line: &str, secret: &str, ordered: Option<i64>) -> Verdict {
    let keys = Keys::new().with(PROJECT, &Secret::new(secret).unwrap());
    let callback = ecommpay_platform::verify(&keys, line.as_bytes()).unwrap();
    let order = callback.payment_id().zip(ordered);
    let checked = order.map(|(payment_id, amount)| {
        callback.check(&Order { project_id: PROJECT, payment_id, amount, currency: "KES" })
    });
    let contradicts = READING.took_money(&callback) && READING.contradiction(&callback, false).is_err();
    let is_refused = contradicts || callback.is_paid() && checked.is_some_and(|checked| checked.is_err());
    let by_crate = verdict(is_refused, callback.is_paid());
    let orders = order.map(|(id, amount)| json!({ "id": id, "amount": amount, "currency": "KES" }).to_string());
    let rules = run(line, Some(PROJECT), secret, orders.as_deref()).rules;
    let against = ["traffic/callback/sums", "traffic/callback/payments", "traffic/order/mismatch"];
    let by_traffic = against.iter().any(|rule| rules.contains_key(*rule));
    assert_eq!(by_traffic, by_crate == Verdict::Refused, "callbacks: {:?}", rules.keys());
    let (by_gate, news, action) = of_gate(line, secret, order);
    assert_eq!(by_gate, by_crate, "the Gate");
    assert_eq!(news, callback.dedupe_key().to_string());
    assert_eq!(action, callback.action_key().map(|key| key.to_string()));
    by_crate
}

/// Rules of errors and advice, of callbacks of one project, held against an order of this sum where one is given.
fn told(bodies: &[Value], ordered: Option<i64>) -> Vec<String> {
    for body in bodies {
        one_verdict(&signed(body.clone()), SECRET, ordered);
    }
    let orders = ordered.map(|amount| json!({ "id": "ORDER-1", "amount": amount, "currency": "KES" }).to_string());
    let report = run(&lines(bodies.iter().cloned()), Some(PROJECT), SECRET, orders.as_deref());
    at_least(&report, Severity::Advice).into_iter().map(str::to_owned).collect()
}

fn with(mut body: Value, pointer: &str, value: Value) -> Value {
    let (parent, member) = pointer.rsplit_once('/').unwrap();
    body.pointer_mut(parent).unwrap()[member] = value;
    body
}

#[test]
fn less_than_was_asked_for_is_paid_and_refused_by_both() {
    let under = news((1, "sale"), ("success", "success"), 100_000, 1_000);
    let refused = check(&read(&under), 100_000).unwrap_err();
    assert_eq!(refused, Mismatch::Amount { ordered: 100_000, found: 1_000 });
    assert!(matches!(check(&read(&under), 1_000), Err(Mismatch::Contradiction(Contradiction::Sums { .. }))));
    assert_eq!(told(std::slice::from_ref(&under), None), ["traffic/callback/sums"]);
    let line = signed(under.clone());
    assert_eq!([None, Some(100_000), Some(1_000)].map(|sum| one_verdict(&line, SECRET, sum)), [Verdict::Refused; 3]);
    for ordered in [100_000, 1_000] {
        let rules = told(std::slice::from_ref(&under), Some(ordered));
        assert!(rules.contains(&"traffic/callback/sums".to_owned()), "{ordered}: {rules:?}");
    }
}

#[test]
fn a_payment_in_parts_is_paid_by_its_last_part() {
    let [first, last] = in_parts();
    assert_eq!(check(&read(&first), 15_000), Err(Mismatch::Unpaid(Unpaid::Member("payment.status"))));
    assert_eq!(check(&read(&last), 15_000), Ok(()));
    assert_eq!(check(&read(&last), 5_000), Err(Mismatch::Amount { ordered: 5_000, found: 15_000 }));
    assert_eq!(read(&first).sum_paid_by_operation(), Some((10_000, "KES")));
    assert_eq!((read(&first).sum_paid_so_far(), read(&last).sum_paid_so_far()), (None, Some((15_000, "KES"))));
    assert_eq!(told(&in_parts(), None), [""; 0]);
    assert_eq!(told(&in_parts(), Some(15_000)), [""; 0]);
    assert_eq!(told(&in_parts(), Some(14_000)), ["traffic/order/mismatch"]);
    let verdicts = |sum| in_parts().map(|part| one_verdict(&signed(part), SECRET, sum));
    assert_eq!([None, Some(15_000)].map(verdicts), [[Verdict::PaysNothing, Verdict::Pays]; 2]);
    assert_eq!(verdicts(Some(14_000)), [Verdict::PaysNothing, Verdict::Refused]);
}

#[test]
fn stories_follow_operations() {
    let refund = |id: i64, amount: i64| news((id, "refund"), ("success", "refunded"), amount, 0);
    let parts = |more: &[Value]| [&in_parts()[..], more].concat();
    let later = |body: Value| with(body, "/operation/date", json!("2026-11-20T11:00:00+0000"));
    for (name, bodies, wanted) in [
        ("a refund of all parts", parts(&[refund(33, 15_000)]), ""),
        ("two refunds of all parts", parts(&[refund(33, 9_000), refund(34, 6_000)]), ""),
        ("more than all parts", parts(&[refund(33, 15_001)]), "traffic/story/refund-larger"),
        (
            "more than one part, before the other is known",
            vec![in_parts()[0].clone(), refund(33, 10_001)],
            "traffic/story/refund-perhaps-larger",
        ),
        (
            "more than the whole, before the other part is known",
            vec![in_parts()[0].clone(), refund(33, 15_001)],
            "traffic/story/refund-larger",
        ),
        ("a series", series(), ""),
        (
            "a refund of more than all debits",
            [&series()[..], &[refund(6, 1_001)]].concat(),
            "traffic/story/refund-larger",
        ),
        (
            "one part with two sums",
            parts(&[later(news((11, "sale"), ("success", "success"), 9_000, 15_000))]),
            "traffic/story/two-sums",
        ),
        (
            "a part that goes on",
            parts(&[later(news((11, "sale"), ("processing", "processing"), 10_000, 15_000))]),
            "traffic/story/final-left",
        ),
        (
            "a purchase that is paid twice",
            [21, 22].map(|id| news((id, "sale"), ("success", "success"), 1_000, 1_000)).to_vec(),
            "traffic/story/paid-twice",
        ),
        (
            "news of a sale that comes after its refund",
            vec![
                news((21, "sale"), ("success", "success"), 1_000, 1_000),
                news((22, "refund"), ("success", "partially refunded"), 400, 600),
                later(news((21, "sale"), ("success", "partially refunded"), 1_000, 600)),
            ],
            "",
        ),
        (
            "a late success",
            vec![
                news((21, "sale"), ("decline", "decline"), 1_000, 1_000),
                later(news((21, "sale"), ("success", "success"), 1_000, 1_000)),
            ],
            "traffic/story/success-after-decline",
        ),
        (
            "money that was returned",
            vec![
                news((21, "sale"), ("success", "success"), 1_000, 1_000),
                later(news((21, "sale"), ("decline", "decline"), 1_000, 1_000)),
            ],
            "traffic/story/decline-after-success",
        ),
        (
            "another try that is paid",
            vec![
                news((21, "sale"), ("decline", "decline"), 1_000, 1_000),
                news((22, "sale"), ("success", "success"), 1_000, 1_000),
            ],
            "",
        ),
    ] {
        let rules = told(&bodies, None);
        let of_story: Vec<&str> = rules.iter().map(String::as_str).filter(|id| !id.contains("/callback/")).collect();
        assert_eq!(of_story, Vec::from_iter(Some(wanted).filter(|wanted| !wanted.is_empty())), "{name}: {rules:?}");
    }
}

#[test]
fn a_series_is_read_debit_by_debit() {
    let debits: Vec<Callback> = series().iter().map(read).collect();
    let paid: Vec<bool> = debits.iter().map(|callback| callback.is_paid()).collect();
    assert_eq!(paid, [true, false, true, true, false]);
    assert_eq!(debits.iter().map(|one| one.action_key()).collect::<BTreeSet<_>>().len(), 5);
    assert_eq!(check(&debits[3], 1_000), Ok(()));
    assert_eq!(told(&series(), Some(1_000)), [""; 0]);
    let verdicts: Vec<Verdict> = series().into_iter().map(|one| one_verdict(&signed(one), SECRET, None)).collect();
    let [paid, not] = [Verdict::Pays, Verdict::PaysNothing];
    assert_eq!(verdicts, [paid, not, paid, paid, not]);
}

#[test]
fn news_is_what_is_signed_and_an_action_is_an_operation() {
    let step = |data: Value| {
        let body = news((9, "sale"), ("awaiting 3ds result", "awaiting 3ds result"), 1_000, 1_000);
        with(body, "/threeds2", data)
    };
    let asked = [
        step(json!({ "iframe": { "url": "https://acs.example.test/m", "params": { "a": "b" } } })),
        step(json!({ "redirect": { "url": "https://acs.example.test/c", "params": { "c": "d" } } })),
    ];
    let steps = asked.each_ref().map(read);
    assert_ne!(steps[0].dedupe_key(), steps[1].dedupe_key());
    assert_eq!(steps[0].action_key(), steps[1].action_key());
    let bare = |id: &str| {
        json!({
            "general": { "project_id": PROJECT, "payment_id": id },
            "payment": { "status": "success", "method": "Card partner", "sum": sum(1_000) },
            "operation": { "type": "sale", "status": "success", "code": "0" },
        })
    };
    let bare = [bare("g-1"), bare("g-2")];
    let both = [read(&bare[0]), read(&bare[1])];
    assert_ne!(both[0].dedupe_key(), both[1].dedupe_key());
    assert_ne!(both[0].action_key(), both[1].action_key());
    assert_eq!(both.each_ref().map(|one| one.payment_id()), [Some("g-1"), Some("g-2")]);
    for (one, wanted) in [(&asked, Verdict::PaysNothing), (&bare, Verdict::Pays)] {
        assert!(one.iter().all(|body| one_verdict(&signed(body.clone()), SECRET, None) == wanted));
    }
    let report = run(&lines(bare), Some(PROJECT), SECRET, None);
    assert_eq!((report.payments, report.failed, report.rules.contains_key("traffic/story/duplicate")), (2, 0, false));
}

#[test]
fn a_callback_without_a_project_verifies_where_the_keys_leave_no_choice() {
    let body =
        json!({ "payment": { "id": "x-1" }, "redirectData": { "method": "GET", "body": [], "url": "https://a.test" } });
    let line = signed(body.clone());
    assert_eq!(read(&body).project_id(), PROJECT);
    assert_eq!(one_verdict(&line, SECRET, None), Verdict::PaysNothing);
    for project in [Some(PROJECT), None] {
        let report = run(&line, project, SECRET, None);
        assert!(report.rules.contains_key("traffic/callback/project-not-named"), "{}", report.json());
        assert_eq!(report.failed, 0, "{}", report.json());
    }
    let mut secrets = Secrets::default();
    for project in [PROJECT, PROJECT + 1] {
        secrets.add(Some(project), Secret::new(SECRET).unwrap());
    }
    let mut several = Run::callbacks(&SPECS, ecommpay::METHODS, secrets, Options::default());
    several.stream("t", line.as_bytes()).unwrap();
    let (report, _) = several.finish();
    let place = &report.rules["traffic/callback/project"].places[0];
    assert!(report.failed == 1 && place.found.contains("apart"), "{}", report.json());
}

#[test]
fn a_project_may_be_a_text_of_digits() {
    let mut body = news((1, "sale"), ("success", "success"), 1_000, 1_000);
    body["project_id"] = json!(PROJECT.to_string());
    let line = signed(body.clone());
    assert_eq!(read(&body).project_id(), PROJECT);
    assert_eq!(one_verdict(&line, SECRET, Some(1_000)), Verdict::Pays);
    let report = run(&line, Some(PROJECT), SECRET, None);
    assert!(report.failed == 0 && report.rules.contains_key("traffic/callback/kept"), "{}", report.json());
}

#[test]
fn orders_are_checked_where_they_are_given() {
    let paid = news((1, "sale"), ("success", "success"), 1_000, 1_000);
    let alone = std::slice::from_ref(&paid);
    assert_eq!(told(alone, None), [""; 0]);
    assert_eq!(told(alone, Some(1_000)), [""; 0]);
    assert_eq!(told(alone, Some(1_001)), ["traffic/order/mismatch"]);
    let orders = |orders: Value| {
        let report = run(&lines([paid.clone()]), Some(PROJECT), SECRET, Some(&orders.to_string()));
        at_least(&report, Severity::Advice).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(orders(json!({ "id": "order-1", "amount": 1_000, "currency": "USD" })), ["traffic/order/mismatch"]);
    assert_eq!(orders(json!({ "id": "order-2", "amount": 1_000, "currency": "KES" })), ["traffic/order/unknown"]);
    // a debit of a series is held against what was agreed for it
    let debit = news((1, "recurring"), ("success", "success"), 1_000, 1_000);
    assert_eq!(told(std::slice::from_ref(&debit), Some(1_000)), [""; 0]);
    assert_eq!(told(&[debit], Some(30_000)), ["traffic/order/mismatch"]);
    // what is not paid is held against nothing
    let declined = news((1, "sale"), ("decline", "decline"), 1_000, 1_000);
    assert_eq!(told(&[declined], Some(7)), [""; 0]);
}

#[test]
fn a_member_that_nobody_reads_turns_no_paid_callback_away() {
    let paid = news((1, "sale"), ("success", "success"), 1_000, 1_000);
    for (pointer, value) in [
        ("/decision", json!("accept")),
        ("/errors", json!([{ "code": 100, "message": { "en": "m" } }])),
        ("/operation/provider", json!("elsewhere")),
        ("/operation/message", json!({ "en": "m" })),
        ("/customer", json!(["c1"])),
        ("/account", json!({ "expiry_month": 12, "expiry_year": 2030 })),
        ("/recurring", json!({ "id": "7" })),
        ("/payment/description", json!(5)),
        ("/acs", json!("none")),
    ] {
        let body = with(paid.clone(), pointer, value);
        let callback = read(&body);
        assert!(callback.is_paid() && !callback.notes().is_empty(), "{pointer}");
        assert_eq!(check(&callback, 1_000), Ok(()), "{pointer}");
        let report = run(&lines([body]), Some(PROJECT), SECRET, None);
        assert!(
            report.failed == 0 && report.rules.contains_key("traffic/callback/kept"),
            "{pointer}: {}",
            report.json()
        );
    }
    let keys = Keys::new().with(PROJECT, &Secret::new(SECRET).unwrap());
    for (pointer, value) in [
        ("/payment/sum/amount", json!("1000")),
        ("/operation/sum_initial", json!([1_000])),
        ("/operation/sum_converted", json!("1000")),
        ("/payment/status", json!(true)),
        ("/operation/status", json!(["success"])),
        ("/operation/code", json!(0)),
        ("/operation/id", json!("1")),
        ("/payment", json!(["success"])),
    ] {
        let body = signed(with(paid.clone(), pointer, value));
        assert!(ecommpay_platform::verify(&keys, body.as_bytes()).is_err(), "{pointer}");
    }
}

#[test]
fn polling_ends_where_news_may_still_come() {
    use ecommpay_platform::lists::PaymentStatus;
    for status in [
        "success",
        "decline",
        "error",
        "partially paid",
        "partially paid out",
        "expired",
        "invoice cancelled",
        "refunded",
        "partially refunded",
        "reversed",
        "partially reversed",
        "cancelled",
        "canceled",
    ] {
        assert!(PaymentStatus::of(status).is_final(), "{status}");
        assert_eq!(PaymentStatus::of(status).is_last(), status.starts_with("cancel"), "{status}");
    }
    for status in ["processing", "awaiting capture", "internal error", "external error", "awaiting retry", "new"] {
        assert!(!PaymentStatus::of(status).is_final() && !PaymentStatus::of(status).is_last(), "{status}");
    }
}

/// A folder of further cases, by name: what is right of each.
#[test]
fn cases_of_a_folder_get_the_right_verdict() {
    let Some(folder) = std::env::var_os("CALLBACK_CASES").map(PathBuf::from) else { return };
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let keys = Keys::new().with(PROJECT, &Secret::new("secret").unwrap());
    let read = |name: &str| -> Vec<Callback> {
        text(name).lines().map(|line| ecommpay_platform::verify(&keys, line.as_bytes()).unwrap()).collect()
    };
    let errors = |name: &str, orders: Option<&str>| {
        let report = run(&text(name), Some(PROJECT), "secret", orders);
        at_least(&report, Severity::Error).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    // crate, `callbacks` and Gate say the same of every file that is there
    for entry in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.extension().is_some_and(|ext| ext == "json" || ext == "jsonl") {
            let text = std::fs::read_to_string(&entry).unwrap();
            for line in text.lines().filter(|line| ecommpay_platform::verify(&keys, line.as_bytes()).is_ok()) {
                for ordered in [None, Some(100_000), Some(15_000_000), Some(1_000)] {
                    one_verdict(line, "secret", ordered);
                }
            }
        }
    }
    let verdicts = |name: &str, ordered: Option<i64>| -> Vec<Verdict> {
        text(name).lines().map(|line| one_verdict(line, "secret", ordered)).collect()
    };
    let [pays, nothing, refused] = [Verdict::Pays, Verdict::PaysNothing, Verdict::Refused];
    for (name, ordered, right) in [
        ("under.jsonl", Some(100_000), vec![refused]),
        ("under.jsonl", None, vec![refused]),
        ("split_ok.jsonl", Some(15_000_000), vec![nothing, pays]),
        ("split_refund.jsonl", Some(15_000_000), vec![nothing, pays, nothing]),
        ("cof.jsonl", Some(100_000), vec![pays, nothing, pays, pays, nothing]),
        ("genid.jsonl", Some(100_000), vec![pays; 2]),
        ("3ds.jsonl", Some(100_000), vec![nothing; 2]),
        ("no-project.json", None, vec![nothing]),
    ] {
        assert_eq!(verdicts(name, ordered), right, "{name}");
    }
    for name in ["split_ok.jsonl", "split_refund.jsonl", "cof.jsonl", "genid.jsonl", "3ds.jsonl", "no-project.json"] {
        assert_eq!(errors(name, None), [""; 0], "{name}");
    }
    for name in ["genid.jsonl", "3ds.jsonl", "split_ok.jsonl", "cof.jsonl"] {
        let all = read(name);
        assert_eq!(all.iter().map(|one| one.dedupe_key()).collect::<BTreeSet<_>>().len(), all.len(), "{name}");
    }
    let order = |payment_id, amount| Order { project_id: PROJECT, payment_id, amount, currency: "KES" };
    let under = read("under.jsonl");
    let refused = under[0].check(&order("under-1", 100_000)).unwrap_err().to_string();
    assert!(refused.contains("100000 ") && refused.contains("1000 "), "{refused}");
    assert!(under[0].check(&order("under-1", 1_000)).is_err());
    assert!(!errors("under.jsonl", None).is_empty());
    let orders = "{\"id\":\"split-1\",\"amount\":15000000,\"currency\":\"KES\"}";
    assert_eq!(errors("split_ok.jsonl", Some(orders)), [""; 0]);
    let split = read("split_ok.jsonl");
    assert_eq!(split[1].check(&order("split-1", 15_000_000)), Ok(()));
    assert!(!split[0].is_paid() && split[0].check(&order("split-1", 15_000_000)).is_err());
    assert_eq!(read("no-project.json")[0].project_id(), PROJECT);
}
