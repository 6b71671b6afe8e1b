//! Bodies made from a genuine one so that the same signature holds: each is refused, or reads like the genuine one.

use crate::support;
use crate::support::{Dice, SHAPE, callback, keys, mac, understood};
use ecommpay_runtime::callback::verify;
use ecommpay_runtime::sign::callback_text_to_sign;
use serde_json::{Map, Value, json};

const FORGERIES: usize = if cfg!(debug_assertions) { 4_000 } else { 100_000 };

/// Genuine callbacks whose every member the shape knows.
fn genuine() -> Vec<String> {
    let display =
        r#"{"display_data":[{"type":"qr_img","title":"t","data":"http://d:1/"},{"type":"add_info","data":"5"}],"#;
    let redirect = r#"{"redirect_data":{"url":"https://x.example/?a=1","method":"POST","body":{"PaReq":"eJ","MD":"1:2","n":":3"}},"#;
    let errors = r#"{"account":{"number":"1"},"errors":[{"code":"1","message":"a: b"}],"payment_was":1,"#;
    vec![
        callback("ship to: Anna"),
        callback("").replacen('{', display, 1),
        callback("x").replacen('{', redirect, 1),
        callback("").replacen('{', &errors.replace(r#""payment_was":1,"#, ""), 1),
    ]
}

/// Every value of a tree, by the keys that lead to it.
fn pointers(value: &Value, at: &str, all: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(key, value)| (key.replace('/', "~1"), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect(),
        _ => return,
    };
    for (key, child) in children {
        let pointer = format!("{at}/{key}");
        pointers(child, &pointer, all);
        all.push(pointer);
    }
}

/// Writes a value in another way that is signed alike.
fn disguise(value: &Value, dice: &mut Dice) -> Option<Value> {
    let mut as_object = |text: &str| {
        let colons: Vec<usize> = text.match_indices(':').map(|(at, _)| at).collect();
        let at = *colons.get(dice.below(colons.len().max(1)))?;
        Some(json!({ &text[..at]: &text[at + 1..] }))
    };
    match value {
        Value::Null => Some(json!("")),
        Value::Bool(boolean) => Some(json!(u8::from(*boolean).to_string())),
        Value::Number(number) => Some(json!(number.to_string())),
        Value::String(text) if text.is_empty() => Some(Value::Null),
        Value::String(text) => match text.parse::<i64>() {
            Ok(number) if number.to_string() == *text => Some(json!(number)),
            _ => as_object(text),
        },
        Value::Array(items) => {
            Some(Value::Object(items.iter().enumerate().map(|(at, item)| (at.to_string(), item.clone())).collect()))
        }
        Value::Object(members) => match members.iter().next() {
            // An object of one text is signed like a text with a colon.
            Some((key, Value::String(text))) if members.len() == 1 => Some(json!(format!("{key}:{text}"))),
            _ => None,
        },
    }
}

/// One change that may leave the text to sign as it is.
fn forge(root: &mut Value, dice: &mut Dice) -> Option<()> {
    let mut all = Vec::new();
    pointers(root, "", &mut all);
    let pointer = dice.pick(&all).clone();
    let (parent, key) = pointer.rsplit_once('/')?;
    match dice.below(7) {
        0 | 1 => {
            let value = root.pointer_mut(&pointer)?;
            *value = disguise(value, dice)?;
        }
        2 => {
            // Under an empty key, which leaves no trace at the top.
            let moved = root.as_object_mut()?.remove(key)?;
            let nowhere = root.as_object_mut()?.entry("").or_insert_with(|| json!({}));
            nowhere.as_object_mut()?.insert(key.to_owned(), moved);
        }
        3 => {
            // Swallowed by the text before it: which that is, the text to sign tells.
            let value = root.pointer(&pointer)?;
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let line = format!("{}:{value}", pointer.trim_start_matches('/').replace('/', ":"));
            root.pointer_mut(parent)?.as_object_mut()?.remove(key)?;
            let into = dice.pick(&all).clone();
            let into = root.pointer_mut(&into)?;
            *into = json!(format!("{};{line}", into.as_str().map_or_else(|| into.to_string(), str::to_owned)));
        }
        4 => {
            let addition =
                [("frame_mode", json!("x")), ("signature", json!("x")), ("zzz", json!([])), ("zzz", json!({"a": {}}))];
            let (key, value) = dice.pick(&addition).clone();
            root.pointer_mut(parent)?.as_object_mut()?.insert(key.to_owned(), value);
        }
        5 => {
            // A key made of two.
            let value = root.pointer_mut(parent)?.as_object_mut()?.remove(key)?;
            let (inner, value) = value.as_object()?.iter().next().map(|(key, value)| (key.clone(), value.clone()))?;
            root.pointer_mut(parent)?.as_object_mut()?.insert(format!("{key}:{inner}"), value);
        }
        _ => {
            // The text's first part becomes a key, or the key's last part goes to the text.
            let value = root.pointer_mut(&pointer)?;
            let text = value.as_str()?.to_owned();
            let (first, rest) = text.split_once(':')?;
            let mut inner = Map::new();
            inner.insert(first.to_owned(), json!(rest));
            *value = Value::Object(inner);
        }
    }
    Some(())
}

#[test]
fn what_is_signed_alike_reads_alike_or_is_refused() {
    let mut dice = Dice::new(23);
    let keys = keys();
    let (mut refused, mut taken) = (0, 0);
    let genuine: Vec<(Value, String, String, String)> = genuine()
        .iter()
        .map(|body| {
            let text = callback_text_to_sign(body.as_bytes()).expect("JSON");
            let signature = mac(support::SECRET, &text);
            let mut value: Value = serde_json::from_str(body).expect("JSON");
            value["signature"] = json!(signature);
            let read = understood(&verify(&SHAPE, &keys, value.to_string().as_bytes()).expect("genuine"));
            value.as_object_mut().expect("an object").remove("signature");
            (value, text, signature, read)
        })
        .collect();
    for _ in 0..FORGERIES {
        let (value, text, signature, read) = dice.pick(&genuine).clone();
        let mut forged = value;
        for _ in 0..=dice.below(4) {
            let before = forged.clone();
            let signed_alike =
                |forged: &Value| callback_text_to_sign(forged.to_string().as_bytes()).as_deref() == Ok(&text);
            if forge(&mut forged, &mut dice).is_none() || !signed_alike(&forged) {
                forged = before;
            }
        }
        forged["signature"] = json!(signature);
        let forged = forged.to_string();
        match verify(&SHAPE, &keys, forged.as_bytes()) {
            Ok(verified) => {
                assert_eq!(understood(&verified), read, "{forged}");
                taken += 1;
            }
            Err(_) => refused += 1,
        }
    }
    assert!(refused > FORGERIES / 4 && taken > FORGERIES / 20, "{refused} refused, {taken} taken");
}
