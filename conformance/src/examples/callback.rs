//! Documented callbacks: signed with a key of ours, verified, understood whole.

use std::collections::BTreeMap;
use std::fmt::Write;

use ecommpay_platform::runtime::Secret;
use ecommpay_platform::runtime::callback::{JsonShape, Keys};
use ecommpay_platform::runtime::sign::{Signer, callback_text_to_sign, natural};
use ecommpay_platform::{Callback, Method, SHAPE};
use methodspec::resolved::{Example, ExampleKind, Operation, OperationKind};
use serde_json::{Value, json};

const SECRET: &str = "conformance";
const PROJECT: i64 = 1;

/// The example as a body that could have come: the printed signatures are elided, so it is signed with a key of ours. A
/// callback keeps every other byte that the document prints, errata aside. A fragment stands in a callback that says
/// nothing else than its project and method.
///
/// # Errors
/// Where the example is no JSON object, or cannot be signed.
pub fn signed(example: &Example, label: Option<&str>) -> Result<(Vec<u8>, Keys), String> {
    let secret = Secret::new(SECRET).map_err(|why| why.to_string())?;
    let sign = |body: &str| Signer::new(&secret).sign_json(body.as_bytes()).map_err(|why| why.to_string());
    let (project, body) = if example.kind == ExampleKind::Callback {
        let project = example.json.get("project_id").and_then(Value::as_i64).ok_or("the example names no project")?;
        let (before, after) = around_signature(&example.repaired).ok_or("the example has no signature")?;
        (project, format!("{before}{}{after}", sign(&example.repaired)?))
    } else {
        let mut body = example.json.clone();
        let members = body.as_object_mut().ok_or("the example is no object")?;
        members.insert("project_id".to_owned(), json!(PROJECT));
        if let Some(label) = label {
            members.insert("payment".to_owned(), json!({ "method": label }));
        }
        let signature = sign(&body.to_string())?;
        if let Some(members) = body.as_object_mut() {
            members.insert("signature".to_owned(), json!(signature.as_str()));
        }
        (PROJECT, body.to_string())
    };
    Ok((body.into_bytes(), Keys::new().with(project, &secret)))
}

/// What stands before and after the value of the printed signature.
fn around_signature(text: &str) -> Option<(&str, &str)> {
    let (before, rest) = text.rsplit_once("\"signature\"")?;
    let opens = before.len() + "\"signature\"".len() + rest.find('"')? + 1;
    let closes = opens + text.get(opens..)?.find('"')?;
    Some((text.get(..opens)?, text.get(closes..)?))
}

fn verified(example: &Example, label: Option<&str>) -> Result<(Vec<u8>, Callback), String> {
    let (body, keys) = signed(example, label)?;
    let callback = ecommpay_platform::verify(&keys, &body).map_err(|refusal| refusal.to_string())?;
    Ok((body, callback))
}

/// Every byte of the body comes back.
pub(super) fn raw(example: &Example) -> Result<(), String> {
    let (body, callback) = verified(example, None)?;
    if callback.raw() == body { Ok(()) } else { Err("raw() is not the body as received".to_owned()) }
}

/// What is typed and what is not known are together all that the signature covers, and nothing is in both.
pub(super) fn nothing_lost(example: &Example) -> Result<(), String> {
    let (body, callback) = verified(example, None)?;
    let text = callback_text_to_sign(&body).map_err(|fault| fault.to_string())?;
    let rest = callback.rest();
    let typed = typed(&callback);
    if let Some(twice) = rest.iter().find(|unknown| typed.contains_key(&unknown.path)) {
        return Err(format!("{} is typed and unknown at once", twice.path));
    }
    let unknown = rest.iter().map(|unknown| (unknown.path.as_str(), unknown.text.as_str()));
    let known = typed.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let mut lines: Vec<(&str, &str)> = known.chain(unknown).collect();
    lines.sort_by(|one, other| natural::compare(one.0, other.0));
    let readable = lines.iter().map(|(path, text)| format!("{path}:{text}")).collect::<Vec<_>>().join(";");
    if readable == text { Ok(()) } else { Err(format!("signed: {text}; readable: {readable}")) }
}

/// Known members by signed path, each with the text that the signature covers.
fn typed(callback: &Callback) -> BTreeMap<String, String> {
    let mut typed = BTreeMap::new();
    for (row, field) in SHAPE.fields().iter().enumerate() {
        let path = field.path.replace('.', ":");
        match (field.json, field.path.split_once("[].")) {
            (JsonShape::Map, _) => {
                typed.extend(callback.map(row).map(|pair| (format!("{path}:{}", pair.key), pair.text.into_owned())));
            }
            (_, Some((list, member))) => {
                let items = callback.document().at(list).into_iter().flat_map(|list| list.items().enumerate());
                for (index, item) in items {
                    if let Some(text) = item.get(member).and_then(|found| found.signed_text()) {
                        typed.insert(format!("{}:{index}:{member}", list.replace('.', ":")), text.into_owned());
                    }
                }
            }
            _ => {
                if let Some(text) = callback.field(row).and_then(|found| found.signed_text()) {
                    typed.insert(path, text.into_owned());
                }
            }
        }
    }
    typed
}

/// The method's own view takes the callback, and tells what the example shows.
pub(super) fn method(method: &'static Method, example: &Example) -> Result<(), String> {
    use ecommpay_platform::runtime::method::EventKind;
    let Some(event) = method.event else { return Ok(()) };
    let (_, callback) = verified(example, method.labels.first().copied())?;
    let told = event(&callback).ok_or("the method's view does not take its own callback")?;
    let wanted = match example.kind {
        ExampleKind::RedirectData => EventKind::Redirect,
        ExampleKind::DisplayData => EventKind::Display,
        _ => EventKind::Final,
    };
    if told == wanted { Ok(()) } else { Err(format!("told as {told:?}, wanted {wanted:?}")) }
}

/// The statuses and the code are those of the end that the spec names for the example, and of no other: what the spec
/// says of an end is what the document prints.
pub(super) fn ends(operation: Option<&Operation>, example: &Example) -> Result<(), String> {
    let (_, callback) = verified(example, None)?;
    let named = example.ends.as_ref().ok_or("the spec does not say which end it shows")?;
    let end = operation.and_then(|operation| operation.ends.iter().find(|end| end.key == *named));
    let end = end.ok_or_else(|| format!("the operation has no end `{named}`"))?;
    let payment = callback.payment_status().map(|status| status.as_str().to_owned());
    let of_operation = callback.operation_status().map(|status| status.as_str().to_owned());
    let code = callback.operation_code().map(str::to_owned);
    let fits =
        payment == end.payment && of_operation == end.operation && code.is_some_and(|code| end.codes.contains(&code));
    if !fits {
        let found = (payment, of_operation, callback.operation_code());
        return Err(format!("shows {found:?}, the end `{named}` is {:?}", (&end.payment, &end.operation, &end.codes)));
    }
    let kind = operation.map(|operation| operation.kind);
    let takes_money = matches!(kind, Some(OperationKind::Sale | OperationKind::Capture | OperationKind::Recurring));
    let news = takes_money && [&end.payment, &end.operation].iter().all(|end| end.as_deref() == Some("success"));
    if callback.is_paid() == news { Ok(()) } else { Err(format!("is_paid() says {}", callback.is_paid())) }
}

/// With any one signed value changed, the signature no longer holds.
pub(super) fn altered(example: &Example) -> Result<(), String> {
    let (body, keys) = signed(example, None)?;
    let json: Value = serde_json::from_slice(&body).map_err(|why| why.to_string())?;
    for pointer in leaves(&json, String::new()) {
        let mut altered = json.clone();
        let Some(value) = altered.pointer_mut(&pointer) else {
            continue;
        };
        *value = match value {
            Value::Number(number) => json!(number.as_i64().unwrap_or(0) ^ 1),
            Value::String(text) => json!(format!("{text}x")),
            Value::Bool(boolean) => json!(!*boolean),
            _ => continue,
        };
        if ecommpay_platform::verify(&keys, altered.to_string().as_bytes()).is_ok() {
            return Err(format!("{pointer} was changed and the signature still holds"));
        }
    }
    Ok(())
}

fn leaves(json: &Value, at: String) -> Vec<String> {
    match json {
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, value)| leaves(value, format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"))))
            .collect(),
        Value::Array(items) => {
            items.iter().enumerate().flat_map(|(index, value)| leaves(value, format!("{at}/{index}"))).collect()
        }
        _ => vec![at],
    }
}

/// What was understood of an example, a line each: for people and for snapshots.
///
/// # Errors
/// Where it does not verify.
pub fn understood(method: &'static Method, example: &Example) -> Result<String, String> {
    let (_, callback) = verified(example, method.labels.first().copied())?;
    let mut text = String::new();
    let event = method.event.and_then(|event| event(&callback));
    let told = event.map_or_else(|| "of no label".to_owned(), |event| format!("{event:?}"));
    let _ = writeln!(text, "event: {told}\npaid: {}\nfinal: {}", callback.is_paid(), callback.is_final());
    if let Some(redirect) = callback.redirect() {
        let _ = writeln!(text, "redirect: {} {}", redirect.method().unwrap_or("GET"), redirect.url());
    }
    for entry in callback.display().into_iter().flat_map(|display| display.entries()) {
        let _ = writeln!(text, "display: {:?} {:?}", entry.kind(), entry.title());
    }
    let _ = writeln!(text, "typed:");
    for (path, value) in typed(&callback) {
        let _ = writeln!(text, "  {path} = {value:?}");
    }
    let _ = writeln!(text, "unknown:");
    for unknown in callback.rest() {
        let _ = writeln!(text, "  {} = {:?}", unknown.path, unknown.text);
    }
    for note in callback.notes() {
        let _ = writeln!(text, "note: {note:?}");
    }
    Ok(text)
}
