//! Texts with a `;` as honest people and systems write them: each is taken, and noted.

use crate::support::{Dice, SHAPE, callback, keys, signed};
use ecommpay_runtime::callback::verify;
use serde_json::Value;

/// How many descriptions are tried.
const HONEST: usize = 10_000;

/// What stands in honest descriptions.
const PIECES: &[&str] = &[
    "2 boxes",
    " ship to: Anna",
    "ship to: Anna",
    " ref:12",
    "ref:12",
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
    "mailto:anna@example.com",
    "tel:+372555",
    "&quot;",
    "&amp;",
    "customer id: 9",
    "sum: 10.00",
    "Заказ №5: оплата",
    "цвет:синий",
    "ชำระเงิน",
    "project: sea",
    "operation: sale",
    "x=1",
    "ref::77",
    "type:purchase",
    "amount:100",
    "price:10",
    "name: O'Brien",
    "data:image/png;base64,iVBORw0KGgo=",
    "operation",
    "zone:3",
    // CSS
    "color:red",
    "background-color:#fff",
    "margin:0 auto",
    "width:100%",
    "z-index:1",
    // vCard
    "BEGIN:VCARD",
    "VERSION:4.0",
    "N:Gump;Forrest;;Mr.;",
    "TEL;TYPE=work,voice;VALUE=uri:tel:+1-111-555-1212",
    "ADR;TYPE=HOME;LABEL=\"42 Plantation St.\":;;42 Plantation St.;Baytown;LA;30314;US",
    "EMAIL:forrest@example.com",
    "END:VCARD",
    "",
];

/// A description of a few pieces.
pub(crate) fn honest(dice: &mut Dice) -> String {
    let mut text = String::new();
    for _ in 0..1 + dice.below(6) {
        text.push_str(dice.pick::<&str>(PIECES));
        text.push_str(dice.pick::<&str>(&[";", "; ", ";", " ;", ", ", ": ", ";;", ";\n"]));
    }
    text
}

#[test]
fn honest_descriptions_are_taken_and_noted() {
    let mut dice = Dice::new(1);
    let mut noted = 0;
    for _ in 0..HONEST {
        let text = honest(&mut dice);
        let got = verify(&SHAPE, &keys(), signed(&callback(&text)).as_bytes());
        let got = got.unwrap_or_else(|refusal| panic!("{refusal}: {text}"));
        assert_eq!(got.notes().len(), usize::from(text.contains(';')), "{text}");
        noted += got.notes().len();
    }
    assert!(noted > HONEST / 2, "{noted} of {HONEST} had a semicolon");
}

#[test]
fn words_of_machines_and_people_are_taken_in_other_members_too() {
    let mut dice = Dice::new(2);
    // Names that would be sorted in behind a member elsewhere are no honest text there.
    let pieces: Vec<&&str> = PIECES.iter().filter(|piece| !["margin:0 auto", "price:10"].contains(piece)).collect();
    for round in 0..HONEST / 2 {
        let mut text = String::new();
        for _ in 0..1 + dice.below(5) {
            text.push_str(dice.pick::<&&str>(&pieces));
            text.push_str(dice.pick::<&str>(&[";", "; ", ";", " ;", ", ", ": ", ";;"]));
        }
        let value = Value::from(text.as_str());
        let body = match round % 5 {
            0 => callback("").replace("\"Success\"", &value.to_string()),
            1 => callback("").replacen('{', &format!("{{\"display_data\":[{{\"type\":\"qr\",\"data\":{value}}}],"), 1),
            2 => callback("").replacen('{', &format!("{{\"errors\":[{{\"code\":\"1\",\"message\":{value}}}],"), 1),
            3 => callback("").replacen('{', &format!("{{\"decision\":{{\"message\":{value}}},"), 1),
            _ => callback("").replace("\"u-9\"", &value.to_string()),
        };
        let got = verify(&SHAPE, &keys(), signed(&body).as_bytes());
        let got = got.unwrap_or_else(|refusal| panic!("{refusal}: {body}"));
        assert_eq!(got.notes().len(), usize::from(text.contains(';')), "{text}");
    }
}
