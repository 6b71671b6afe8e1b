//! Old news and new: keys are equal if and only if what was signed is. And what is done once.

use crate::support::{Dice, PROJECT, SHAPE, callback, cases, keys, secret, signed, signed_with};
use ecommpay_runtime::callback::{DedupeKey, Keys, Reading, Verified, Verifier, verify};
use ecommpay_runtime::sign::callback_text_to_sign;
use serde_json::{Map, Value, json};

static READING: Reading = Reading::new(&SHAPE)
    .operation(&["operation.id", "operation.request_id"])
    .members("payment.method", "payment.id", "payment.status")
    .payment_elsewhere(&["general.payment_id"]);

fn read(body: &str) -> Verified {
    verify(&SHAPE, &keys(), body.as_bytes()).unwrap_or_else(|refusal| panic!("{refusal}: {body}"))
}

fn of(body: &Value) -> Verified {
    read(&signed(&body.to_string()))
}

fn key(body: &Value) -> DedupeKey {
    READING.dedupe_key(&of(body))
}

fn sale() -> Value {
    serde_json::from_str(&callback("tea")).expect("JSON")
}

fn with(mut body: Value, pointer: &str, value: Value) -> Value {
    let (parent, member) = pointer.rsplit_once('/').expect("a pointer");
    body.pointer_mut(parent).expect("an object")[member] = value;
    body
}

#[test]
fn callbacks_that_differ_in_anything_signed_are_two_pieces_of_news() {
    let bare = |id: &str| {
        json!({
            "general": { "project_id": PROJECT, "payment_id": id },
            "payment": { "status": "success", "sum": { "amount": 100, "currency": "KES" } },
            "operation": { "type": "sale", "status": "success", "code": "0" },
        })
    };
    assert_ne!(key(&bare("g-1")), key(&bare("g-2")), "identifiers in `general` alone");
    let step = |name: &str, data: Value| {
        let mut body = with(sale(), "/payment/status", json!("awaiting 3ds result"));
        body[name] = data;
        body
    };
    let device = step("threeds2", json!({ "iframe": { "url": "https://acs.example.test/m", "params": { "a": "b" } } }));
    let challenge = step("threeds2", json!({ "redirect": { "url": "https://acs.example.test/c" } }));
    assert_ne!(key(&device), key(&challenge), "3-D Secure steps with equal statuses");
    for (pointer, value) in [
        ("/payment/sum/amount", json!(125_001)),
        ("/payment/date", json!("2024-02-03T04:05:07+0000")),
        ("/operation/message", json!("success")),
        ("/account", json!({ "number": "1" })),
        ("/new", json!([])),
    ] {
        let (one, other) = (sale(), with(sale(), pointer, value));
        let differ = signed_text(&one.to_string()) != signed_text(&other.to_string());
        assert_eq!(key(&one) != key(&other), differ, "{pointer}");
    }
}

fn signed_text(body: &str) -> String {
    callback_text_to_sign(body.as_bytes()).expect("JSON")
}

#[test]
fn a_resent_one_is_the_same_news_however_it_is_written() {
    let whole = sale();
    let laid_out = serde_json::to_string_pretty(&whole).expect("JSON");
    let in_general = {
        let mut body = whole.clone();
        let project = body.as_object_mut().and_then(|members| members.remove("project_id"));
        let top = signed_text(&body.to_string());
        body["general"] = json!({ "project_id": project });
        assert_ne!(top, signed_text(&body.to_string()));
        body
    };
    let first = key(&whole);
    assert_eq!(first, READING.dedupe_key(&read(&signed(&laid_out))));
    assert_eq!(first, READING.dedupe_key(&read(&signed(&whole.to_string().replace("tea", "\\u0074ea")))));
    assert_ne!(first, key(&in_general), "another place is another text");
    // a secret that was changed in between
    let body = signed_with(&whole.to_string(), "new");
    let both = keys().with(PROJECT, &secret("new"));
    let again = verify(&SHAPE, &both, body.as_bytes()).expect("verified");
    assert_eq!((again.key_index(), READING.dedupe_key(&again)), (1, first));
}

#[test]
fn the_two_keys_are_told_apart_and_show_nothing() {
    let callback = of(&sale());
    let (news, action) = (READING.dedupe_key(&callback), READING.action_key(&callback).expect("a payment"));
    for (text, prefix) in [(news.to_string(), "news-"), (action.to_string(), "action-"), (format!("{news:?}"), "news-")]
    {
        let digits = text.strip_prefix(prefix).unwrap_or_else(|| panic!("{text}"));
        assert!(digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()), "{text}");
    }
}

#[test]
fn one_operation_of_one_payment_is_acted_on_once() {
    let action = |body: &Value| READING.action_key(&of(body));
    let own = action(&sale());
    assert!(own.is_some());
    for (pointer, value) in [
        ("/payment/status", json!("partially refunded")),
        ("/operation/date", json!("2025-01-01T00:00:00+0000")),
        ("/payment/id", json!("DEV-0001")),
        ("/operation/request_id", json!("another")),
    ] {
        assert_eq!(own, action(&with(sale(), pointer, value)), "{pointer}");
    }
    let by_request = |id: Value| with(with(sale(), "/operation/id", Value::Null), "/operation/request_id", id);
    let others = [
        with(sale(), "/payment/id", json!("dev-0002")),
        with(sale(), "/operation/id", json!(1)),
        by_request(json!("rq-1/abc")),
        by_request(json!("555000111")),
        by_request(Value::Null),
    ];
    let mut all: Vec<_> = others.iter().map(action).chain([own]).collect();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 6);
    let elsewhere = {
        let mut body = with(sale(), "/payment/id", Value::Null);
        body["general"] = json!({ "payment_id": "dev-0001" });
        body
    };
    assert_eq!(own, action(&elsewhere));
    assert_eq!(action(&with(sale(), "/payment/id", Value::Null)), None);
    assert_eq!(action(&with(elsewhere, "/payment/id", json!("another"))), None, "two payments are none");
}

/// A value of some kind, small enough for two of them to be equal now and then.
fn value(dice: &mut Dice, depth: usize) -> Value {
    match dice.below(if depth > 2 { 6 } else { 8 }) {
        0 => Value::Null,
        1 => json!(dice.below(2) == 0),
        2 => json!(dice.below(3)),
        3 => json!(dice.pick(&["", "0", "1", "2", "a", "a:b", ":", "b;c", "1.0"])),
        4 => {
            let number: &str = dice.pick::<&str>(&["1.0", "1", "10e-1", "1.50", "1.5", "-0"]);
            serde_json::from_str(number).expect("a number")
        }
        5 => json!(dice.pick(&["x", "y"])),
        6 => Value::Array((0..dice.below(3)).map(|_| value(dice, depth + 1)).collect()),
        _ => object(dice, depth + 1),
    }
}

fn object(dice: &mut Dice, depth: usize) -> Value {
    let keys = ["a", "b", "a:b", "10", "9", "frame_mode", "0"];
    let members = (0..dice.below(4)).map(|_| ((*dice.pick(&keys)).to_owned(), value(dice, depth)));
    Value::Object(members.collect::<Map<_, _>>())
}

/// The same members in another order, at every depth.
fn turned(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members: Vec<String> =
                members.iter().rev().map(|(key, value)| format!("{}: {}", json!(key), turned(value))).collect();
            format!("{{ {} }}", members.join(" , "))
        }
        Value::Array(items) => format!("[ {} ]", items.iter().map(turned).collect::<Vec<_>>().join(" , ")),
        other => other.to_string(),
    }
}

#[test]
fn keys_are_equal_if_and_only_if_the_signed_text_is() {
    let (mut dice, mut equal, mut taken) = (Dice::new(16), 0, 0);
    let all = cases(10_000);
    while taken < all {
        let body = |dice: &mut Dice| {
            let mut body = with(sale(), "/payment/description", json!(dice.pick(&["", "tea", "a"])));
            if dice.below(2) == 0 {
                body["more"] = object(dice, 0);
            }
            body
        };
        let one = body(&mut dice);
        let other = match dice.below(3) {
            0 => turned(&one),
            1 => body(&mut dice).to_string(),
            _ => with(one.clone(), "/more", object(&mut dice, 0)).to_string(),
        };
        let bodies = [one.to_string(), other];
        let read = |body: &String| {
            let (keys, body) = (keys(), signed(body));
            let later = verify(&SHAPE, &keys, body.as_bytes()).ok()?;
            let ready = Verifier::new(&SHAPE).with_dedupe_key().verify(&keys, body.as_bytes()).ok()?;
            assert_eq!(READING.dedupe_key(&ready), READING.dedupe_key(&later), "{body}");
            Some(later)
        };
        // one that could be read in two ways is no callback
        let (Some(first), Some(second)) = (read(&bodies[0]), read(&bodies[1])) else { continue };
        let same = signed_text(&bodies[0]) == signed_text(&bodies[1]);
        assert_eq!(READING.dedupe_key(&first) == READING.dedupe_key(&second), same, "{bodies:?}");
        equal += u32::from(same);
        taken += 1;
    }
    assert!(equal > all / 4 && equal < all - all / 4, "{equal} of {taken} are equal: one half is not tried");
}

#[test]
fn fixtures_have_as_many_keys_as_texts() {
    let signed: Vec<Value> = serde_json::from_str(include_str!("vectors/callback_verify.json")).expect("a vector file");
    let published: Value =
        serde_json::from_str(include_str!("vectors/signature_examples.json")).expect("a vector file");
    let text = |value: &Value| value.as_str().map(str::to_owned).unwrap_or_default();
    let mut all: Vec<(String, DedupeKey)> = Vec::new();
    let mut take = |body: &str, key: &str| {
        let Ok(secret) = ecommpay_runtime::Secret::new(key) else { return };
        let project =
            ecommpay_runtime::callback::peek_project(body.as_bytes(), &ecommpay_runtime::json::Limits::default());
        let keys = Keys::new().with(project.unwrap_or(PROJECT), &secret);
        if let Ok(callback) = verify(&SHAPE, &keys, body.as_bytes()) {
            all.push((signed_text(body), READING.dedupe_key(&callback)));
        }
    };
    for vector in &signed {
        take(&text(&vector["body"]), &text(&vector["key"]));
    }
    for example in published.as_array().into_iter().flatten() {
        let body = signed_with_or_none(&example["data"], &text(&example["key"]));
        body.iter().for_each(|body| take(body, &text(&example["key"])));
    }
    assert!(all.len() > 12, "{}", all.len());
    for (text, key) in &all {
        for (other, of_other) in &all {
            assert_eq!(text == other, key == of_other);
        }
    }
}

/// A published example as a callback: signed anew, since they are requests in part.
fn signed_with_or_none(data: &Value, key: &str) -> Option<String> {
    let mut body = data.as_object()?.clone();
    body.remove("signature");
    let body = Value::Object(body).to_string();
    (!key.is_empty() && signed_text(&body).contains(':')).then(|| signed_with(&body, key))
}
