//! Signatures: the text to sign and what is made of it.

use ecommpay_platform::runtime::Secret;
use ecommpay_platform::runtime::json::{Document, Limits};
use ecommpay_platform::runtime::sign::{Scalar, Signer, text_to_sign};
use serde_json::Value;

use super::policy::{Policy, Reference};
use super::{Verdict, differ, text};

/// The JSON text of a published example. The order of its members counts, so it is taken from the file as it stands.
pub(crate) fn data(file: &str, number: usize) -> Result<String, String> {
    let limits = Limits::default().body(1 << 30);
    let document = Document::read(file.as_bytes(), &limits).map_err(|fault| fault.to_string())?;
    let data = document.root().items().nth(number).and_then(|vector| vector.get("data"));
    data.map(|data| String::from_utf8_lossy(data.raw()).into_owned()).ok_or_else(|| "an example has no data".to_owned())
}

pub(super) fn judge(vector: &Value, json: &str, policy: &Policy) -> Result<Verdict, String> {
    if vector.get("php_array_quirk").and_then(Value::as_bool) == Some(true) {
        return Ok(Verdict::OutOfScope);
    }
    let name = text(vector, "name").or_else(|_| text(vector, "id"))?;
    let (wanted, signature, key) = (text(vector, "string_to_sign")?, text(vector, "signature")?, text(vector, "key")?);
    let got = match text_to_sign(json.as_bytes()) {
        Ok(got) => got,
        Err(fault) => return Ok(Verdict::Failed(format!("reference: {fault}"))),
    };
    if got != wanted {
        return Ok(Verdict::Failed(differ("reference: text to sign", wanted, &got)));
    }
    let Ok(secret) = Secret::new(key) else {
        return Ok(Verdict::Failed("the key is empty".to_owned()));
    };
    let mut signer = Signer::new(&secret);
    let made = mac(&mut signer, &got);
    if made != signature {
        let why = differ("reference: signature", signature, &made);
        return Ok(Verdict::Failed(format!("{why}; text to sign: wanted {wanted:?}, got {got:?}")));
    }
    // Ours leaves members named `signature` out, so that a signed body can be signed again. Of those the vector says
    // what the bare rule gives.
    let ours = match signer.sign_json(json.as_bytes()) {
        Ok(signed) if signed.as_str() == signature => None,
        Ok(_) => Some("signature members left out".to_owned()),
        Err(fault) => Some(fault.what().to_string()),
    };
    Ok(match policy.hold(name, Reference::Accepts, ours.as_deref()) {
        Ok(()) => Verdict::Passed,
        Err(why) => Verdict::Failed(why),
    })
}

/// The signature of a text, whatever it is: given as one line, it is signed as it stands.
pub(crate) fn mac(signer: &mut Signer, text: &str) -> String {
    match text.split_once(':') {
        Some((path, value)) => signer.sign([(path, Scalar::Text(value))]).to_string(),
        None => signer.begin().finish().to_string(),
    }
}
