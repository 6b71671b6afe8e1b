//! The address of a Payment Page as people log it: alone, in the line of an access log, in a page of HTML.

use std::borrow::Cow;
use std::collections::BTreeMap;

use axum::extract::Query;
use axum::http::Uri;

/// Where the page is, below its base address.
const PAGE: &str = "/payment";

/// Parameters one of which every address of the page has.
const KNOWN: [&str; 4] = ["project_id", "payment_id", "payment_amount", "signature"];

/// What an address says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// Its parameters as a JSON object of texts.
    pub(super) parameters: String,
    /// Its path, where it has one.
    pub(super) path: Option<String>,
}

impl Address {
    /// The first address of the Payment Page in a text. An address is one that has a signature and a project, or the
    /// page's own path.
    pub(super) fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.starts_with(['{', '[']) {
            return None;
        }
        let unquoted = text.starts_with('"').then(|| serde_json::from_str::<String>(text).ok()).flatten();
        let text: Cow<'_, str> = unquoted.map_or(Cow::Borrowed(text), Cow::Owned);
        // a `'` may stand in an address as it is
        let pieces = text.split(|sign: char| sign.is_whitespace() || matches!(sign, '"' | '<' | '>' | '`'));
        pieces.filter(|piece| piece.contains('=')).find_map(Self::read)
    }

    fn read(piece: &str) -> Option<Self> {
        let piece = piece.strip_prefix('\'').map_or(piece, |rest| rest.trim_end_matches(['\'', ',', ';']));
        let piece = piece.replace("&amp;", "&");
        let (address, query) = piece.split_once('?').unwrap_or(("", &piece));
        let query = query.split('#').next().unwrap_or_default();
        let uri: Uri = format!("/?{query}").parse().ok()?;
        let Query(all) = Query::<BTreeMap<String, String>>::try_from_uri(&uri).ok()?;
        let path = (!address.is_empty()).then(|| below_host(address));
        // any line of words reads as a query of one name
        let is_signed = all.contains_key("signature") && all.contains_key("project_id");
        let is_page = path.as_ref().is_some_and(|path| path.ends_with(PAGE));
        let is_one = is_signed || is_page && KNOWN.iter().any(|name| all.contains_key(*name));
        is_one.then(|| Some(Self { parameters: serde_json::to_string(&all).ok()?, path }))?
    }
}

/// `/v2/payment/…` of an address or of a path, without query. A slash at the end is another path.
pub(super) fn below_host(address: &str) -> String {
    let path = match address.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
        None => address,
    };
    path.split(['?', '#']).next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_becomes_its_parameters() {
        let wanted = r#"{"payment_id":"X 1","project_id":"125","signature":"a+b="}"#;
        let query = "project_id=125&payment_id=X+1&signature=a%2Bb%3D";
        let html = query.replace('&', "&amp;");
        for (text, path) in [
            (format!("https://pay.example.test/payment?{query}"), Some("/payment")),
            (format!("/payment?{query}#top"), Some("/payment")),
            (query.to_owned(), None),
            (format!("\"https://pay.example.test/payment?{query}\"\n"), Some("/payment")),
            (format!("GET /payment?{query} HTTP/1.1"), Some("/payment")),
            (
                format!(
                    "1.2.3.4 - - [20/Nov/2026:10:00:00 +0000] \"GET /shop/payment?{query} HTTP/1.1\" 200 5 \"-\" \"a=b\""
                ),
                Some("/shop/payment"),
            ),
            (format!("<a href=\"https://pay.example.test/payment?{html}\">Pay</a>"), Some("/payment")),
            (format!("'https://pay.example.test/payment?{html}',"), Some("/payment")),
            (format!("https://pay.example.test/v2/other?{query}"), Some("/v2/other")),
        ] {
            let wanted = Address { parameters: wanted.to_owned(), path: path.map(str::to_owned) };
            assert_eq!(Address::of(&text), Some(wanted), "{text}");
        }
        // the page's own path says it, whatever is missing
        let unsigned = Address::of("https://pay.example.test/payment?project_id=1").unwrap();
        assert_eq!(unsigned.parameters, r#"{"project_id":"1"}"#);
        for text in [
            "",
            "no address",
            "https://pay.example.test/other?project_id=1",
            "/payment?a=b",
            "{\"signature\":1}",
            "\"",
            "\u{1f642}?%zz=",
        ] {
            assert_eq!(Address::of(text), None, "{text}");
        }
    }
}
