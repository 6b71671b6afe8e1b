//! A body inside the line of a log.

use std::borrow::Cow;

use ecommpay_platform::runtime::json::{Document, Kind, Limits};

use super::address::{Address, below_host};

/// What was recorded: the body, and where a request went.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unwrapped<'a> {
    /// The body as it was received or sent.
    pub(super) body: Cow<'a, [u8]>,
    /// Path of the request, where the log has it.
    pub(super) path: Option<String>,
}

/// Members of a line that say where a request went.
const WHERE: [&str; 2] = ["path", "url"];
/// Members that have the address of the Payment Page in the logs of web servers.
const ADDRESSES: [&str; 6] = ["body", "url", "path", "uri", "request_uri", "request"];

/// Takes the body out of `{"body": …}`; any other line is the body itself.
///
/// A `body` that is a text keeps every byte of what came; one that is an object is taken as it stands in the line. Other
/// members of the line are not read, those that say where a request went aside. What has a signature or a project of its
/// own is no wrapper.
#[must_use]
pub(super) fn unwrap<'a>(line: &'a [u8], limits: &Limits) -> Unwrapped<'a> {
    let itself = Unwrapped { body: Cow::Borrowed(line), path: None };
    if let Some(address) = std::str::from_utf8(line).ok().and_then(Address::of) {
        return Unwrapped { body: Cow::Owned(address.parameters.into_bytes()), path: address.path };
    }
    if let Some(opened) = address(line, limits) {
        return opened;
    }
    if !line.windows(6).any(|bytes| bytes == b"\"body\"") {
        return itself;
    }
    let Ok(document) = Document::read(line, limits) else { return itself };
    let root = document.root();
    let own = ["signature", "project_id", "general", "payment"].iter().any(|key| root.get(key).is_some());
    let Some(body) = root.get("body").filter(|_| !own) else { return itself };
    let body = match body.kind() {
        Kind::Text => body.as_str().unwrap_or_default().as_bytes().to_vec(),
        Kind::Object => body.raw().to_vec(),
        _ => return itself,
    };
    let path = WHERE.iter().find_map(|key| root.get(key)?.as_str());
    Unwrapped { body: Cow::Owned(body), path: path.map(below_host) }
}

/// A line whose only recorded request is the address, with the parameters of the Payment Page in it.
fn address<'a>(line: &[u8], limits: &Limits) -> Option<Unwrapped<'a>> {
    // most lines have none, and are not read twice
    let may_have = |piece: &[u8]| line.windows(piece.len()).any(|bytes| bytes == piece);
    (may_have(b"signature=") || may_have(b"payment?")).then_some(())?;
    let document = Document::read(line, limits).ok()?;
    let root = document.root();
    let own = ["signature", "project_id", "general", "payment"].iter().any(|key| root.get(key).is_some());
    let is_body = |text: &str| text.trim_start().starts_with('{');
    let has_body =
        root.get("body").is_some_and(|body| body.kind() == Kind::Object || body.as_str().is_some_and(is_body));
    (!own && !has_body).then_some(())?;
    let found = ADDRESSES.iter().find_map(|key| Some((*key, Address::of(root.get(key)?.as_str()?)?)));
    let (key, address) = found?;
    let beside = || WHERE.iter().find_map(|key| root.get(key)?.as_str()).map(below_host);
    let path = address.path.or_else(|| (key == "body").then(beside).flatten());
    Some(Unwrapped { body: Cow::Owned(address.parameters.into_bytes()), path })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> (String, Option<String>) {
        let unwrapped = unwrap(line.as_bytes(), &Limits::default());
        (String::from_utf8(unwrapped.body.into_owned()).unwrap(), unwrapped.path)
    }

    #[test]
    fn a_body_comes_out_byte_for_byte() {
        assert_eq!(of(r#"{"at": "9:00", "body": "{\"a\":  1.50}"}"#), ("{\"a\":  1.50}".to_owned(), None));
        let (body, path) = of(r#"{"body": {"a":  1.50}, "url": "https://api.example.test/v2/x/sale?y"}"#);
        assert_eq!((body.as_str(), path.as_deref()), (r#"{"a":  1.50}"#, Some("/v2/x/sale")));
    }

    #[test]
    fn a_body_of_its_own_is_not_opened() {
        for line in [
            r#"{"project_id": 1, "body": "{}"}"#,
            r#"{"body": 1}"#,
            r#"{"body": "#,
            r#"{"redirect_data": {"body": {}}}"#,
        ] {
            assert_eq!(of(line), (line.to_owned(), None));
        }
    }
}
