//! A `;` in a text: refused where it hides a field, left in peace everywhere else.

use crate::support::{Dice, PROJECT, SECRET, SHAPE, callback, keys, mac, signed};
use ecommpay_runtime::callback::{Note, Reason, verify};
use ecommpay_runtime::sign::callback_text_to_sign;
use serde_json::{Map, Value};

/// How often the generated cases run.
const HONEST: usize = 10_000;

/// A JSON object from the lines of a text to sign. Fields that are integers stay integers.
fn object(lines: &[(String, String)]) -> Value {
    let mut root = Map::new();
    for (path, value) in lines {
        let mut steps: Vec<&str> = path.split(':').collect();
        let last = steps.pop().expect("a step");
        let mut at = &mut root;
        for step in steps {
            at = at.entry(step).or_insert_with(|| Value::Object(Map::new())).as_object_mut().expect("an object");
        }
        let dotted = path.replace(':', ".");
        let integer = SHAPE
            .fields()
            .iter()
            .any(|field| field.path == dotted && field.json == ecommpay_runtime::callback::JsonShape::Integer);
        let value = if integer {
            value.parse::<i64>().map_or_else(|_| value.clone().into(), Value::from)
        } else {
            value.clone().into()
        };
        at.insert(last.to_owned(), value);
    }
    Value::Object(root)
}

fn lines(body: &str) -> (String, Vec<(String, String)>) {
    let text = callback_text_to_sign(body.as_bytes()).expect("JSON");
    let known = |path: &str| SHAPE.fields().iter().any(|field| field.path == path.replace(':', "."));
    let lines = text.split(';').map(|line| {
        let cut = line.match_indices(':').map(|(at, _)| at).rfind(|&at| known(&line[..at]));
        let cut = cut.or_else(|| line.find(':')).expect("a line");
        (line[..cut].to_owned(), line[cut + 1..].to_owned())
    });
    let lines = lines.collect();
    (text, lines)
}

#[test]
fn a_field_that_a_text_has_swallowed_is_missed() {
    let body = callback("shoes").replacen('{', "{\"note\":\"x\",\"account\":{\"number\":\"4\"},", 1);
    let (text, all) = lines(&body);
    let signature = mac(SECRET, &text);
    let mut tried = 0;
    for first in 1..all.len() {
        for last in first..all.len().min(first + 3) {
            let mut forged = all.clone();
            let swallowed: Vec<String> =
                forged.drain(first..=last).map(|(path, value)| format!("{path}:{value}")).collect();
            let into = &mut forged[first - 1].1;
            *into = format!("{into};{}", swallowed.join(";"));
            let mut body = object(&forged);
            body["signature"] = signature.clone().into();
            let body = body.to_string();
            assert_eq!(callback_text_to_sign(body.as_bytes()).as_deref(), Ok(text.as_str()), "signed alike");
            let got = verify(&SHAPE, &keys(), body.as_bytes());
            if all[first..=last].iter().all(|(path, _)| path == "note") {
                // No field of the callback: taken, and noted.
                assert!(matches!(got.expect("taken").notes(), [Note::Semicolon { .. }]));
                continue;
            }
            // Without our own project's number nobody knows whose callback it is.
            let reason = got.expect_err("refused").reason();
            assert!([Reason::Ambiguous, Reason::Type, Reason::ProjectMissing].contains(&reason), "{reason:?} {body}");
            tried += 1;
        }
    }
    assert!(tried > 50, "{tried}");
}

#[test]
fn a_field_that_a_key_has_swallowed_is_missed() {
    let honest =
        format!("{{\"project_id\":{PROJECT},\"note\":\"1\",\"operation\":{{\"code\":\"0\",\"status\":\"success\"}}}}");
    let text = callback_text_to_sign(honest.as_bytes()).expect("JSON");
    for forged in [
        r#"{"project_id":777,"note":{"1;operation":{"code":"0"}},"operation":{"status":"success"}}"#,
        r#"{"project_id":777,"note":{"1;operation":{"code":"0;operation:status:success"}}}"#,
        r#"{"project_id":777,"note":{"1;operation":{"code":{"0;operation":{"status":"success"}}}}}"#,
        r#"{"project_id":777,"note":"1;operation:code:0;operation:status:success"}"#,
    ] {
        let body = signed(forged);
        assert!(body.contains(&mac(SECRET, &text)), "signed alike: {forged}");
        let refused = verify(&SHAPE, &keys(), body.as_bytes()).expect_err("refused").reason();
        assert!([Reason::Ambiguous, Reason::ProjectMissing].contains(&refused), "{refused:?} {forged}");
    }
}

#[test]
fn items_of_lists_and_members_of_maps_are_fields_too() {
    for forged in [
        r#"{"project_id":777,"customer":{"id":"1;display_data:0:type:qr_img"}}"#,
        r#"{"project_id":777,"customer":{"id":"1;display_data:12:data:x"}}"#,
        // The project's number would stand before it.
        r#"{"general":{"project_id":777},"payment":{"status":"1;redirect_data:body:PaReq:x"}}"#,
    ] {
        let reason = verify(&SHAPE, &keys(), signed(forged).as_bytes()).expect_err("refused").reason();
        assert_eq!(reason, Reason::Ambiguous, "{forged}");
    }
}

#[test]
fn a_second_reading_that_could_not_have_been_sent_is_no_second_reading() {
    for (member, why) in [
        ("\"payment\":{\"status\":\"x;account:number:1\"}", "the lines would not be sorted"),
        ("\"account\":{\"number\":\"x;zebra:1\"}", "no field of the callback"),
        ("\"account\":{\"number\":\"x; customer:id:1\"}", "keys have no spaces"),
        ("\"account\":{\"number\":\"x;customer:id\"}", "not a whole line"),
        ("\"account\":{\"number\":\"x;payment:1\"}", "a payment is an object"),
        (
            "\"account\":{\"number\":\"x;customer:id:1\"},\"customer\":{\"id\":\"2\"}",
            "the customer's id is there already",
        ),
    ] {
        let body = signed(&format!("{{\"project_id\":777,{member}}}"));
        let got = verify(&SHAPE, &keys(), body.as_bytes()).map_err(|refusal| refusal.reason());
        assert!(got.is_ok_and(|got| matches!(got.notes(), [Note::Semicolon { .. }])), "{why}");
    }
}

/// What honest people and systems write.
fn honest(dice: &mut Dice) -> String {
    const PIECES: &[&str] = &[
        "2 boxes",
        "ship to: Anna",
        "https://shop.example/o?id=1;jsessionid=4F",
        "order #17",
        "size:L",
        "colour: blue",
        "a:b:c",
        "10:30",
        "payment",
        "status: success",
        "customer: 12",
        "payment: done",
        "id:5",
        "code:0",
        "http://x.example:8080/a;b",
        "&quot;",
        "&amp;",
        "customer id: 9",
        "sum: 10.00",
        "Заказ №5: оплата",
        "ชำระเงิน",
        "project: sea",
        "operation: sale",
        "x=1",
        "ref::77",
        "type:purchase",
        "amount:100",
        "name: O'Brien",
        "data:image/png;base64,iVBORw0KGgo=",
        "operation",
        "zone:3",
        "",
    ];
    let mut text = String::new();
    for _ in 0..1 + dice.below(6) {
        text.push_str(dice.pick::<&str>(PIECES));
        text.push_str(dice.pick::<&str>(&[";", "; ", ";", " ;", ", ", ": ", ";;"]));
    }
    text
}

#[test]
fn honest_texts_are_taken() {
    let mut dice = Dice::new(1);
    let mut noted = 0;
    for round in 0..HONEST {
        let text = honest(&mut dice);
        let value = Value::from(text.as_str());
        let body = match round % 6 {
            0 => callback(&text),
            1 => callback("").replace("\"Success\"", &value.to_string()),
            2 => callback("").replacen('{', &format!("{{\"display_data\":[{{\"type\":\"qr\",\"data\":{value}}}],"), 1),
            3 => callback("").replacen('{', &format!("{{\"errors\":[{{\"code\":\"1\",\"message\":{value}}}],"), 1),
            4 => callback("").replacen('{', &format!("{{\"decision\":{{\"message\":{value}}},"), 1),
            _ => callback("").replace("\"u-9\"", &value.to_string()),
        };
        let got = verify(&SHAPE, &keys(), signed(&body).as_bytes());
        let got = got.unwrap_or_else(|refusal| panic!("{refusal}: {text}"));
        assert_eq!(got.notes().len(), usize::from(text.contains(';')), "{text}");
        noted += got.notes().len();
    }
    assert!(noted > HONEST / 2, "{noted} of {HONEST} had a semicolon");
}
