//! Sends callbacks.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Request, Uri};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use serde_json::Value;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;

use super::deliver::Send;
use super::input::Input;
use super::intake::Work;
use super::judge::Unsignable;
use super::service::{AGAIN, Happened, Service, log};

/// How many callbacks are under way at once.
const AT_ONCE: usize = 256;

type Http = Client<HttpConnector, Body>;

/// Sends what comes, until the Gate is gone; then waits for what is under way.
pub async fn run(
    service: Arc<Service>,
    mut sends: mpsc::UnboundedReceiver<Send>,
    beyond_loopback: bool,
    patience: Duration,
    mut stop: tokio::sync::watch::Receiver<bool>,
) {
    // plain HTTP, no proxy, no redirect followed: a callback goes where it is told to, and no further
    let client = Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(patience)
        .build(HttpConnector::new());
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut under_way = JoinSet::new();
    loop {
        let send = tokio::select! {
            send = sends.recv() => send,
            _ = stop.changed() => None,
        };
        let Some(send) = send else { break };
        let Ok(place) = places.clone().acquire_owned().await else { break };
        let (service, client, stopping) = (service.clone(), client.clone(), stop.clone());
        under_way.spawn(async move {
            let (delivery, attempt) = (send.delivery, send.attempt);
            let input = match prepared(&service, &send, beyond_loopback) {
                Ok(request) => {
                    let name = format!("callback {delivery}, try {attempt}");
                    let status = deliver(&client, request, patience, &name).await;
                    Input::Delivered { delivery, attempt, status }
                }
                // a Gate that is started with the project's secret can
                Err(Unsent::Unsigned(why @ Unsignable::Project(_))) => {
                    log(&format!("callback {delivery}, try {attempt}: not sent, it cannot be signed: {why}"));
                    Input::Delivered { delivery, attempt, status: None }
                }
                // the next try would find the same
                Err(why) => {
                    log(&format!("callback {delivery} is given up: {why}"));
                    Input::Undeliverable { delivery }
                }
            };
            // a callback whose answer is forgotten would be under way for ever
            let input = Arc::new(input);
            loop {
                let input = input.clone();
                let happened = service.off(Work::Short, move |service| service.happens(&input)).await;
                if !matches!(happened, Some(Happened::NotDone)) || *stopping.borrow() {
                    break;
                }
                tokio::time::sleep(AGAIN).await;
            }
            drop(place);
        });
        while under_way.try_join_next().is_some() {}
    }
    while under_way.join_next().await.is_some() {}
}

/// Why a callback is not sent.
enum Unsent {
    /// Its address is none where callbacks go.
    Address(&'static str),
    /// It cannot be signed, and without a signature it says nothing.
    Unsigned(Unsignable),
    /// It cannot be written.
    Unwritten,
}

impl std::fmt::Display for Unsent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Address(why) => f.write_str(why),
            Self::Unsigned(why) => write!(f, "not sent, it cannot be signed: {why}"),
            Self::Unwritten => f.write_str("not sent, it cannot be written as a request"),
        }
    }
}

/// A callback, signed and addressed.
fn prepared(service: &Service, send: &Send, beyond_loopback: bool) -> Result<Request<Body>, Unsent> {
    let url = allowed(&send.url, beyond_loopback).map_err(Unsent::Address)?;
    let mut body: Value = serde_json::from_str(&send.body).map_err(|_| Unsent::Unwritten)?;
    service.judge.sign(send.project, &mut body).map_err(Unsent::Unsigned)?;
    if send.bad_signature {
        spoil(&mut body);
    }
    let request = Request::post(url).header(CONTENT_TYPE, "application/json").body(Body::from(body.to_string()));
    request.map_err(|_| Unsent::Unwritten)
}

/// One try: the HTTP status of the answer, if there was one.
async fn deliver(client: &Http, request: Request<Body>, patience: Duration, name: &str) -> Option<u16> {
    match tokio::time::timeout(patience, client.request(request)).await {
        Ok(Ok(answer)) => {
            let status = answer.status().as_u16();
            if status != 200 {
                log(&format!("{name}: answered {status}, not 200"));
            }
            Some(status)
        }
        Ok(Err(why)) => {
            // the error's own text holds the address, which may hold anything
            log(&format!("{name}: {}", if why.is_connect() { "no connection" } else { "no answer" }));
            None
        }
        Err(_) => {
            log(&format!("{name}: no answer in time"));
            None
        }
    }
}

/// Whether a callback may go there.
pub(super) fn allowed(url: &str, beyond_loopback: bool) -> Result<Uri, &'static str> {
    // what follows `#` is for a browser
    let url: Uri = url.split('#').next().unwrap_or_default().parse().map_err(|_| "its address is no URL")?;
    if url.scheme_str() != Some("http") {
        return Err(
            "its address is not http: the local Gate speaks no TLS; give an http address of a receiver on this machine",
        );
    }
    let local = url.host().is_some_and(is_local);
    if local || beyond_loopback {
        Ok(url)
    } else {
        Err("its address is not on this machine: give --deliver-beyond-loopback to send it")
    }
}

/// Whether a host's name is this machine's.
pub(super) fn is_local(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']);
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Turns a signature into one that does not hold.
fn spoil(body: &mut Value) {
    if let Some(Value::String(signature)) = body.get_mut("signature") {
        let first = if signature.starts_with('A') { "B" } else { "A" };
        signature.replace_range(..1, first);
    }
}
