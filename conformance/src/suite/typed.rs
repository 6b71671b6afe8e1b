//! Requests through the typed API.

use ecommpay_platform::runtime::method::{FormEntry, Read};
use ecommpay_platform::runtime::page::Page;
use ecommpay_platform::runtime::sign::{Signer, text_to_sign};
use ecommpay_platform::runtime::{Project, Secret, Test};
use serde_json::{Value, json};

use crate::check::Failure;
use crate::inputs;

/// A request comes back as it went in, signed as its text says.
pub(super) fn comes_back(entry: &FormEntry, input: &Value) -> Result<(), Failure> {
    let written = written(entry, input)?;
    let (before, _) = unsigned(input.clone())?;
    let (after, signature) = unsigned(written.clone())?;
    let mut signer = Signer::new(&secret()?);
    let again = signer.sign_json(written.to_string().as_bytes()).map_err(|fault| fault.to_string())?;
    if signature != again.as_str() {
        return Err(Failure::from("the signature is not that of the request"));
    }
    if before == after { Ok(()) } else { Err(Failure::new(before.to_string(), format!("the typed API wrote {after}"))) }
}

/// With any one value changed, another text is signed.
pub(super) fn every_value_is_signed(entry: &FormEntry, input: &Value) -> Result<(), Failure> {
    let sign = |json: &Value| text_to_sign(json.to_string().as_bytes()).map_err(|fault| fault.to_string());
    let written = written(entry, input)?;
    let text = sign(&written)?;
    for row in entry.form.rows.iter().filter(|row| !row.path.ends_with("signature")) {
        let mut changed = written.clone();
        let other = match inputs::take(&mut changed, row.path) {
            Some(Value::Number(number)) => json!(number.as_i64().unwrap_or(0) ^ 1),
            Some(Value::String(text)) => json!(format!("{text}x")),
            Some(Value::Bool(boolean)) => json!(!boolean),
            _ => continue,
        };
        put(&mut changed, row.path, other)?;
        if sign(&changed)? == text {
            let found = format!("{} was changed and the same text is signed", row.path);
            return Err(Failure::new("another text to sign", found));
        }
    }
    Ok(())
}

pub(super) fn put(json: &mut Value, path: &str, value: Value) -> Result<(), String> {
    inputs::put(json.as_object_mut().ok_or("no object")?, path, value);
    Ok(())
}

fn secret() -> Result<Secret, String> {
    Secret::new("conformance").map_err(|why| why.to_string())
}

/// The request through the typed API: signed, as JSON.
fn written(entry: &FormEntry, json: &Value) -> Result<Value, String> {
    let id = json.pointer("/general/project_id").or_else(|| json.get("project_id"));
    let id = id.and_then(Value::as_i64).ok_or("the request names no project")?;
    let project = Project::<Test>::new(id, secret()?).map_err(|why| why.to_string())?;
    let text = match entry.read {
        Read::Gate(read) => {
            let draft = read(json).map_err(|why| format!("the typed API does not take it: {why}"))?;
            draft.sign(&project).map_err(|why| why.to_string())?.body
        }
        Read::Page(read) => {
            let page = Page::new("https://pay.example.test").map_err(|why| why.to_string())?;
            let draft = read(json).map_err(|why| format!("the typed API does not take it: {why}"))?;
            draft.widget(&page, &project).map_err(|why| why.to_string())?
        }
        _ => return Err("a way of reading that this suite does not know".to_owned()),
    };
    serde_json::from_str(&text).map_err(|why| why.to_string())
}

/// A request without its signature, and the signature.
fn unsigned(mut json: Value) -> Result<(Value, String), String> {
    let path = if json.get("general").is_some() { "general.signature" } else { "signature" };
    let signature = inputs::take(&mut json, path).ok_or("the request has no signature")?;
    Ok((json, signature.as_str().unwrap_or_default().to_owned()))
}
