//! Requests for the Payment Page as people log them: an address, or values that are all texts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use axum::extract::Query;
use axum::http::Uri;
use ecommpay_platform::runtime::form::{Form, Interface, Kind};
use ecommpay_platform::runtime::json::Document;
use ecommpay_platform::runtime::page::is_signed;
use serde_json::Value;

/// The parameters of an address as a JSON object of texts; nothing where the text is no address with a signed query.
pub(super) fn parameters(text: &str) -> Option<String> {
    let text = text.trim();
    if text.starts_with(['{', '[']) {
        return None;
    }
    let unquoted: Cow<'_, str> = match text.starts_with('"') {
        true => serde_json::from_str::<String>(text).ok()?.into(),
        false => text.into(),
    };
    let query = match unquoted.split_once('?') {
        Some((_, query)) => query,
        None => &unquoted,
    };
    let query = query.split('#').next().unwrap_or_default();
    let uri: Uri = format!("/?{query}").parse().ok()?;
    let Query(all) = Query::<BTreeMap<String, String>>::try_from_uri(&uri).ok()?;
    // any line of words reads as a query of one name
    (all.contains_key("signature") && all.contains_key("project_id")).then(|| serde_json::to_string(&all).ok())?
}

/// Reads values as the types that the page's forms and the platform want: where every value is a text, as of an address,
/// those of numbers and truths; and a number where a text is wanted, which an address does not tell from it, as its digits.
/// Gives the names of these.
pub(super) fn typed<'a>(json: &mut Value, forms: impl Iterator<Item = &'a Form> + Clone) -> Vec<String> {
    let mut written_as_numbers = Vec::new();
    let Some(members) = json.as_object_mut().filter(|members| !members.contains_key("general")) else {
        return written_as_numbers;
    };
    let kind_of = |name: &str| {
        let forms = forms.clone().filter(|form| form.interface == Interface::PaymentPage);
        let mut rows = forms.clone().flat_map(|form| form.rows).chain(forms.flat_map(|form| form.parameters));
        rows.find(|row| row.path == name).map(|row| row.kind)
    };
    let is_of_texts = members.iter().all(|(name, value)| match value {
        Value::String(_) => true,
        Value::Number(_) => matches!(kind_of(name), Some(Kind::Text(_))),
        _ => false,
    });
    for (name, value) in members.iter_mut() {
        let kind = kind_of(name);
        let read = match (kind, &*value) {
            (Some(Kind::Integer(_) | Kind::Amount(_)), Value::String(text)) if is_of_texts => {
                text.parse::<i64>().ok().map(Value::from)
            }
            (Some(Kind::Boolean), Value::String(text)) if is_of_texts => match text.as_str() {
                "1" | "true" => Some(true.into()),
                "0" | "false" => Some(false.into()),
                _ => None,
            },
            (Some(Kind::Text(_)), Value::Number(number)) if number.is_i64() => {
                written_as_numbers.push(name.clone());
                Some(number.to_string().into())
            }
            _ => None,
        };
        if let Some(read) = read {
            *value = read;
        }
    }
    written_as_numbers
}

/// What the page's signature covers, with the texts as they are signed; nothing where a value is no scalar.
pub(super) fn signed(document: &Document) -> Option<Vec<(&str, Cow<'_, str>)>> {
    let all = document.root().members().filter(|(name, _)| *name != "signature" && is_signed(name));
    all.map(|(name, item)| Some((name, item.signed_text()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_becomes_its_parameters() {
        let wanted = r#"{"payment_id":"X 1","project_id":"125","signature":"a+b="}"#;
        let query = "project_id=125&payment_id=X+1&signature=a%2Bb%3D";
        for text in [
            format!("https://pay.example.test/payment?{query}"),
            format!("/payment?{query}#top"),
            query.to_owned(),
            format!("\"https://pay.example.test/payment?{query}\"\n"),
        ] {
            assert_eq!(parameters(&text).as_deref(), Some(wanted), "{text}");
        }
        for text in [
            "",
            "no address",
            "https://pay.example.test/payment?project_id=1",
            "{\"signature\":1}",
            "\"",
            "\u{1f642}?%zz",
        ] {
            assert_eq!(parameters(text), None, "{text}");
        }
    }
}
