//! Callbacks: the reference's verdict, and that of our verification.

use ecommpay_platform::SHAPE;
use ecommpay_platform::runtime::Secret;
use ecommpay_platform::runtime::callback::{Keys, peek_project, verify};
use ecommpay_platform::runtime::json::Limits;
use ecommpay_platform::runtime::sign::{Signer, callback_text_to_sign};
use serde_json::Value;

use super::policy::{Policy, Reference};
use super::{Verdict, differ, signature, text};

pub(super) fn judge(vector: &Value, policy: &Policy) -> Result<Verdict, String> {
    let (name, body, key) = (text(vector, "name")?, text(vector, "body")?, text(vector, "key")?);
    let wanted = text(vector, "php")?;
    let Ok(secret) = Secret::new(key) else {
        return Ok(Verdict::Failed("the key is empty".to_owned()));
    };
    let got = reference(body, &secret);
    if got != wanted {
        let signed = callback_text_to_sign(body.as_bytes()).unwrap_or_else(|fault| fault.to_string());
        return Ok(Verdict::Failed(format!("{}; text to sign {signed:?}", differ("reference: verdict", wanted, got))));
    }
    // The vectors do not say which project they are for: the key is that of whichever project the body names.
    let project = peek_project(body.as_bytes(), &Limits::default()).unwrap_or(1);
    let ours = verify(&SHAPE, &Keys::new().with(project, &secret), body.as_bytes()).err();
    let ours = ours.map(|refusal| refusal.reason().to_string());
    let reference = if wanted == "valid" { Reference::Accepts } else { Reference::Refuses };
    Ok(match policy.hold(name, reference, ours.as_deref()) {
        Ok(()) => Verdict::Passed,
        Err(why) => Verdict::Failed(why),
    })
}

/// What the vendor's callback class says, in the words of the vectors.
fn reference(body: &str, secret: &Secret) -> &'static str {
    let Ok(value) = serde_json::from_str::<Value>(body) else {
        return "bad_json";
    };
    let Ok(text) = callback_text_to_sign(body.as_bytes()) else {
        return "bad_json";
    };
    if !value.is_object() && !value.is_array() {
        return "type_error";
    }
    let places = [value.get("signature"), value.get("general").and_then(|general| general.get("signature"))];
    // What PHP calls empty is no signature.
    let given = places.into_iter().flatten().find(|given| match given {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !text.is_empty() && text != "0",
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        Value::Bool(true) => true,
    });
    match given {
        None => "no_signature",
        Some(Value::String(given)) if *given == signature::mac(&mut Signer::new(secret), &text) => "valid",
        Some(Value::Array(_) | Value::Object(_)) => "type_error",
        Some(_) => "bad_signature",
    }
}
