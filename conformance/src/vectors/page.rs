//! Payment Page addresses.

use ecommpay_platform::facts::hosts::PAYMENT_PAGE;
use ecommpay_platform::runtime::json::quote;
use ecommpay_platform::runtime::page::{Page, PageFault, Param, reference_url};
use ecommpay_platform::runtime::sign::{Scalar, Signer, text_to_sign};
use ecommpay_platform::runtime::{Live, Project, Secret};
use serde_json::Value;

use super::policy::{Policy, Reference};
use super::{Verdict, differ, signature, text};

pub(super) fn judge(vector: &Value, policy: &Policy) -> Result<Verdict, String> {
    let (name, base, wanted) = (text(vector, "name")?, text(vector, "base_url")?, text(vector, "url")?);
    let numbers = Numbers::of(vector)?;
    let params = numbers.params(vector)?;
    let Ok(secret) = Secret::new(text(vector, "key")?) else {
        return Ok(Verdict::Failed("the key is empty".to_owned()));
    };
    let mut signer = Signer::new(&secret);
    let (text_wanted, text_got) = (text(vector, "string_to_sign")?, text_of(&params)?);
    if text_got != text_wanted {
        return Ok(Verdict::Failed(differ("reference: text to sign", text_wanted, &text_got)));
    }
    let texts = format!("text to sign: wanted {text_wanted:?}, got {text_got:?}");
    let signed = signature::mac(&mut signer, text_wanted);
    if signed != text(vector, "signature")? {
        let why = differ("reference: signature", text(vector, "signature")?, &signed);
        return Ok(Verdict::Failed(format!("{why}; {texts}")));
    }
    // what PHP takes for false leaves the reference's own address in place
    let given = if matches!(base, "" | "0") { PAYMENT_PAGE } else { base };
    let got = reference_url(given, &params, &mut signer);
    if got != wanted {
        return Ok(Verdict::Failed(format!("{}; {texts}", differ("reference: address", wanted, &got))));
    }
    let ours = match ours(base, &params, secret) {
        Ok(url) if url == wanted => None,
        Ok(_) if params.iter().any(|(name, _)| name.starts_with('_')) => Some("underscore"),
        Ok(_) => Some("another address"),
        Err(PageFault::Null { .. }) => Some("null"),
        Err(PageFault::Semicolon { .. }) => Some("semicolon"),
        Err(PageFault::Host) => Some("host"),
        Err(PageFault::Query) => Some("query"),
        Err(PageFault::Slash) => Some("slash"),
        Err(PageFault::Path) => Some("path"),
        Err(PageFault::Payment) => Some("payment"),
        Err(_) => Some("parameter"),
    };
    Ok(match policy.hold(name, Reference::Accepts, ours) {
        Ok(()) => Verdict::Passed,
        Err(why) => Verdict::Failed(why),
    })
}

/// The text to sign of parameters, by way of JSON.
fn text_of(params: &[Param<'_>]) -> Result<String, String> {
    let mut json = String::from("{");
    for (index, (name, value)) in params.iter().enumerate() {
        if index > 0 {
            json.push(',');
        }
        quote(name, &mut json);
        json.push(':');
        match value {
            Scalar::Text(text) => quote(text, &mut json),
            Scalar::Null => json.push_str("null"),
            Scalar::Boolean(boolean) => json.push_str(if *boolean { "true" } else { "false" }),
            Scalar::Number(digits) => json.push_str(digits),
            other => other.write(&mut json),
        }
    }
    json.push('}');
    text_to_sign(json.as_bytes()).map_err(|fault| fault.to_string())
}

/// The way that a merchant's code goes.
fn ours(base: &str, params: &[Param<'_>], secret: Secret) -> Result<String, PageFault> {
    let own = |name: &str| name == "project_id";
    let mut id = String::new();
    if let Some((_, value)) = params.iter().find(|(name, _)| own(name)) {
        value.write(&mut id);
    }
    let no_project = |_| PageFault::Name { name: "project_id".to_owned() };
    let project = Project::<Live>::new(id.parse().unwrap_or(0), secret).map_err(no_project)?;
    let rest: Vec<Param<'_>> = params.iter().filter(|(name, _)| !own(name)).copied().collect();
    Page::new(base)?.url(&project, &rest)
}

/// The digits of the numbers among the parameters.
struct Numbers(Vec<String>);

impl Numbers {
    fn of(vector: &Value) -> Result<Numbers, String> {
        Ok(Numbers(pairs(vector)?.iter().map(|pair| pair.get(1).map(Value::to_string).unwrap_or_default()).collect()))
    }

    fn params<'a>(&'a self, vector: &'a Value) -> Result<Vec<Param<'a>>, String> {
        pairs(vector)?
            .iter()
            .zip(&self.0)
            .map(|(pair, digits)| {
                let name = pair.get(0).and_then(Value::as_str).ok_or("a parameter has no name")?;
                let value = match pair.get(1) {
                    Some(Value::Null) => Scalar::Null,
                    Some(Value::Bool(boolean)) => Scalar::Boolean(*boolean),
                    Some(Value::Number(_)) => Scalar::Number(digits),
                    Some(Value::String(text)) => Scalar::Text(text),
                    _ => return Err(format!("the parameter {name} holds further values")),
                };
                Ok((name, value))
            })
            .collect()
    }
}

fn pairs(vector: &Value) -> Result<&Vec<Value>, String> {
    vector.get("all_params").and_then(Value::as_array).ok_or_else(|| "a vector has no all_params".to_owned())
}
