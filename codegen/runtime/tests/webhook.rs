//! The axum extractor: what reaches a handler, and what is answered instead.

use std::convert::Infallible;
use std::time::Duration;

use crate::support::{PROJECT, SHAPE, keys, signed};
use axum_core::body::Body;
use axum_core::extract::{FromRef, FromRequest, Request};
use axum_core::response::IntoResponse;
use ecommpay_runtime::callback::{Keys, Reason, Refusal, Verified, verify};
use ecommpay_runtime::webhook::{Incoming, Rejection, Webhook};
use http_body_util::BodyExt;
use http_body_util::channel::Channel;
use tokio::time::{Instant, sleep};

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

async fn extract<const LIMIT: usize, const SECONDS: u64>(
    body: Body,
) -> Result<Webhook<Callback, LIMIT, SECONDS>, Rejection> {
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
    let Webhook(callback) = run(extract::<{ 1 << 20 }, 10>(Body::from(callback()))).expect("verified");
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
        let rejection = run(extract::<{ 1 << 20 }, 10>(Body::from(body))).expect_err("refused");
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
    let rejection = run(extract::<16, 10>(Body::from(body.clone()))).expect_err("refused");
    assert_eq!((rejection.0.reason(), rejection.0.http_status()), (Reason::Size, 413));
    assert!(run(extract::<4096, 10>(Body::from(body))).is_ok());
}

/// A body that comes a byte at a time, with a pause before each. By tokio's clock, which in a paused runtime goes on by
/// itself.
fn slowly<const SECONDS: u64>(pause: Duration) -> Result<(), (Reason, Duration)> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.expect("a runtime").block_on(async {
        let (mut sender, body) = Channel::<_, Infallible>::new(1);
        tokio::spawn(async move {
            for byte in callback().into_bytes() {
                sleep(pause).await;
                if sender.send_data(vec![byte].into()).await.is_err() {
                    return;
                }
            }
        });
        let begun = Instant::now();
        let extracted = extract::<4096, SECONDS>(Body::new(body)).await;
        let elapsed = begun.elapsed();
        extracted.map(|_| ()).map_err(|rejection| {
            let reason = rejection.0.reason();
            assert_eq!(rejection.into_response().status(), 408);
            (reason, elapsed)
        })
    })
}

#[test]
fn a_body_that_does_not_come_in_time_is_refused() {
    let within = |reason, elapsed: Duration, seconds| {
        let over = elapsed.saturating_sub(Duration::from_secs(seconds));
        assert!(
            reason == Reason::Time && elapsed.as_secs() >= seconds && over.as_millis() < 100,
            "{reason:?} {elapsed:?}"
        );
    };
    // silent, and byte by byte so that something comes all the time
    for pause in [Duration::from_secs(3_600), Duration::from_secs(1)] {
        let (reason, elapsed) = slowly::<10>(pause).expect_err("too late");
        within(reason, elapsed, 10);
        let (reason, elapsed) = slowly::<3>(pause).expect_err("too late");
        within(reason, elapsed, 3);
    }
    assert_eq!(slowly::<10>(Duration::from_millis(1)), Ok(()));
}
