//! Requests for the Payment Page: their values as an address has them, which are texts.

use std::borrow::Cow;

use ecommpay_platform::runtime::form::Kind;
use ecommpay_platform::runtime::json::Document;
use ecommpay_platform::runtime::page::is_signed;
use ecommpay_platform::runtime::sign::{Scalar, Signer};
use serde_json::Value;

use super::finding::Finding;
use super::forms::Forms;
use super::rules;
use crate::page_purpose::integer;

/// Reads values as the types that the page's forms and the platform want. In an address all are texts, and the signature does
/// not tell a number or a truth from its text: so texts of these are read, whatever stands beside them, and a number where
/// a text is wanted is its digits. What is not written as its type is told.
pub(super) fn typed(json: &mut Value, forms: &Forms, findings: &mut Vec<Finding>) {
    let Some(members) = json.as_object_mut() else { return };
    // values of an address are all texts: none of them was written otherwise than it is
    let is_of_texts = members.values().all(Value::is_string);
    for (name, value) in members.iter_mut() {
        let (read, rule) = match (forms.kind(name), &*value) {
            (Some(Kind::Integer(_) | Kind::Amount(_)), Value::String(text)) => {
                (integer(text).map(Value::from), &rules::REQUEST_NUMBER)
            }
            (Some(Kind::Boolean), Value::String(text)) => {
                let read = match text.as_str() {
                    "1" | "true" => Some(true.into()),
                    "0" | "false" => Some(false.into()),
                    _ => None,
                };
                (read, &rules::REQUEST_NUMBER)
            }
            (Some(Kind::Text(_)), Value::Number(number)) if number.is_i64() => {
                (Some(number.to_string().into()), &rules::REQUEST_TEXT)
            }
            _ => continue,
        };
        if let Some(read) = read {
            if !is_of_texts {
                findings.push(Finding::at(rule, name.clone()));
            }
            *value = read;
        }
    }
}

/// Parameters that no method's form looks at, and that are worth knowing of.
pub(super) fn parameters(document: &Document, findings: &mut Vec<Finding>) {
    for (name, item) in document.root().members() {
        // names are printed where the documents have them: these are anybody's
        if is_left_out(name) {
            findings.push(Finding::new(&rules::REQUEST_NOT_SIGNED, "", ""));
        } else if item.as_str().is_some_and(|text| text.contains(';')) {
            findings.push(Finding::new(&rules::REQUEST_SEMICOLON, "", ""));
        }
    }
}

/// Whether the vendor's plug-ins leave a parameter out of the signature, and its SDKs do not.
fn is_left_out(name: &str) -> bool {
    name.starts_with('_')
}

/// What the page's signature covers, with the texts as they are signed; nothing where a value is no scalar.
pub(super) fn signed(document: &Document) -> Option<Vec<(&str, Cow<'_, str>)>> {
    let all = document.root().members().filter(|(name, _)| *name != "signature" && is_signed(name));
    all.map(|(name, item)| Some((name, item.signed_text()?))).collect()
}

/// Whether a signature covers the parameters that begin with `_` too, as the vendor's SDKs sign.
pub(super) fn is_signed_by_sdk(document: &Document, signer: &mut Signer, received: &str) -> bool {
    let all = document.root().members();
    let all = all.filter(|(name, _)| *name != "signature" && (is_signed(name) || is_left_out(name)));
    let all: Option<Vec<_>> = all.map(|(name, item)| Some((name, item.signed_text()?))).collect();
    let Some(all) = all.filter(|all| all.iter().any(|(name, _)| is_left_out(name))) else { return false };
    signer.sign(all.iter().map(|(name, text)| (*name, Scalar::Text(text)))).matches(received)
}

/// What a request says, however it is written: the same for an address and for its values as JSON.
pub(super) fn same_text(document: &Document) -> Option<String> {
    let mut all: Vec<(&str, Cow<'_, str>)> =
        document.root().members().map(|(name, item)| Some((name, item.signed_text()?))).collect::<Option<_>>()?;
    all.sort_unstable();
    serde_json::to_string(&all).ok()
}
