//! The axum extractor: what reaches a handler, and what is answered instead.

mod support;

use axum_core::body::Body;
use axum_core::extract::{FromRef, FromRequest, Request};
use axum_core::response::IntoResponse;
use ecommpay_runtime::callback::{Keys, Reason, Refusal, Verified, verify};
use ecommpay_runtime::webhook::{Incoming, Rejection, Webhook};
use http_body_util::BodyExt;
use support::{PROJECT, SHAPE, keys, signed};

#[derive(Debug)]
struct Callback(Verified);

impl Incoming for Callback {
    fn verify(keys: &Keys, body: &[u8]) -> Result<Self, Refusal> {
        verify(&SHAPE, keys, body).map(Self)
    }
}

/// A router's state that holds the keys among other things.
struct State {
    keys: Keys,
}

impl FromRef<State> for Keys {
    fn from_ref(state: &State) -> Keys {
        state.keys.clone()
    }
}

async fn extract<const LIMIT: usize>(body: Body) -> Result<Webhook<Callback, LIMIT>, Rejection> {
    Webhook::from_request(Request::new(body), &State { keys: keys() }).await
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(future)
}

fn callback() -> String {
    signed(&format!(r#"{{"project_id":{PROJECT},"payment":{{"status":"success"}}}}"#))
}

#[test]
fn a_handler_gets_the_verified_callback() {
    let Webhook(callback) = run(extract::<{ 1 << 20 }>(Body::from(callback()))).expect("verified");
    assert_eq!(callback.0.project_id(), PROJECT);
}

#[test]
fn a_refusal_is_answered_with_its_status_and_no_words() {
    let forged = callback().replace("success", "decline");
    for (body, reason, status) in [
        (forged, Reason::SignatureWrong, 403),
        ("no json".to_owned(), Reason::NoJson, 400),
        (format!(r#"{{"project_id":{PROJECT}}}"#), Reason::SignatureMissing, 403),
    ] {
        let rejection = run(extract::<{ 1 << 20 }>(Body::from(body))).expect_err("refused");
        assert_eq!(rejection.0.reason(), reason);
        let response = rejection.into_response();
        assert_eq!(response.status(), status);
        let body = run(response.into_body().collect()).expect("a body").to_bytes();
        assert!(body.is_empty());
    }
}

#[test]
fn a_body_beyond_the_limit_is_not_read() {
    let body = callback();
    let rejection = run(extract::<16>(Body::from(body.clone()))).expect_err("refused");
    assert_eq!((rejection.0.reason(), rejection.0.http_status()), (Reason::Size, 413));
    assert!(run(extract::<4096>(Body::from(body))).is_ok());
}
