//! What is held of every request before it is served, and what every answer says to a browser.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderName};
use axum::http::uri::Authority;
use axum::http::{HeaderValue, Uri};
use axum::middleware::Next;
use axum::response::Response;
use serde_json::json;

use super::sender;
use super::server::said;

/// Origins of this machine, as a browser writes them; its policies know no addresses of IPv6.
const LOOPBACK: &str = "http://localhost:* https://localhost:* http://127.0.0.1:* https://127.0.0.1:*";
/// A page without scripts, styles and images, whose forms go to the Gate alone.
const PAGE: &str = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors";
/// What a customer is shown: shops show it in a frame.
const FRAMED: [&str; 2] = ["/payment", "/provider/"];

/// What answers say.
pub(super) struct Policies {
    framed: HeaderValue,
    alone: HeaderValue,
}

impl Policies {
    /// Pages that a customer is shown may be framed by pages of this machine, and of these origins.
    ///
    /// # Errors
    /// Where an origin cannot be written.
    pub(super) fn new(origins: &[String]) -> Result<Arc<Self>, String> {
        let mut framed = format!("{PAGE} {LOOPBACK}");
        for origin in origins {
            framed.push(' ');
            framed.push_str(&frame_origin(origin)?);
        }
        let written = |text: &str| HeaderValue::from_str(text).map_err(|why| why.to_string());
        Ok(Arc::new(Self { framed: written(&framed)?, alone: written(&format!("{PAGE} 'none'"))? }))
    }

    fn add(&self, path: &str, headers: &mut HeaderMap) {
        // with `no-referrer` a browser sends `Origin: null` with the Gate's own forms
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        let framed = path == FRAMED[0] || path.starts_with(FRAMED[1]);
        if framed {
            headers.insert(header::CONTENT_SECURITY_POLICY, self.framed.clone());
        } else {
            headers.insert(header::CONTENT_SECURITY_POLICY, self.alone.clone());
            headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
        }
    }
}

/// An origin that may frame: `https://shop.example` or with a port, in lower case.
///
/// # Errors
/// Where it is none.
pub fn frame_origin(text: &str) -> Result<String, String> {
    let wrong = || "is no origin: write https://shop.example or http://shop.example:8080".to_owned();
    let uri: Uri = text.parse().map_err(|_| wrong())?;
    let (Some("http" | "https"), Some(authority), "/", None) =
        (uri.scheme_str(), uri.authority(), uri.path(), uri.query())
    else {
        return Err(wrong());
    };
    // what it is written into has separators of its own
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:[]".contains(&byte);
    if !authority.as_str().bytes().all(plain) || text.ends_with('/') || text.contains('#') {
        return Err(wrong());
    }
    Ok(text.to_lowercase())
}

/// Refuses what two readers could take for requests to two places, and adds the policies.
pub(super) async fn guarded(State(policies): State<Arc<Policies>>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let mut answer = match ambiguous(&request) {
        Some(why) => said(400, &json!({ "error": why })),
        None => next.run(request).await,
    };
    policies.add(&path, answer.headers_mut());
    answer
}

fn ambiguous(request: &Request) -> Option<&'static str> {
    let several = |name: HeaderName| request.headers().get_all(name).iter().nth(1).is_some();
    if request.uri().authority().is_some() {
        return Some("the target is a path, not an address: send no proxy's request");
    }
    if several(header::HOST) {
        return Some("`Host` stands there more than once");
    }
    if several(header::ORIGIN) {
        return Some("`Origin` stands there more than once");
    }
    let host = request.headers().get(header::HOST).filter(|host| !host.is_empty())?;
    let authority = host.to_str().ok().and_then(|host| host.parse::<Authority>().ok());
    match authority {
        Some(authority) if !authority.as_str().contains('@') => None,
        Some(_) => Some("`Host` has a user in it"),
        None => Some("`Host` is no host"),
    }
}

/// What is not signed is the tester's alone: a page of somebody else's in the same browser is kept out, by its origin, and
/// by the name under which it reached this machine.
pub(super) async fn no_strangers(request: Request, next: Next) -> Response {
    if is_own(request.headers()) {
        next.run(request).await
    } else {
        said(403, &json!({ "error": "only for pages of this Gate, and for programs on this machine" }))
    }
}

fn is_own(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let host = text(header::HOST).unwrap_or_default();
    let name = host.parse::<Authority>().is_ok_and(|authority| sender::is_local(authority.host()));
    let origin = text(header::ORIGIN);
    // a program may be silent about both; a browser never is
    (name || host.is_empty()) && origin.is_none_or(|origin| origin.strip_prefix("http://") == Some(host))
}
