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
use super::service::{AGAIN, Happened, Service, log};

/// How long an answer is waited for: not documented, ours.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many callbacks are under way at once.
const AT_ONCE: usize = 256;

type Http = Client<HttpConnector, Body>;

/// Sends what comes, until the Gate is gone; then waits for what is under way.
pub async fn run(
    service: Arc<Service>,
    mut sends: mpsc::UnboundedReceiver<Send>,
    beyond_loopback: bool,
    mut stop: tokio::sync::watch::Receiver<bool>,
) {
    // plain HTTP, no proxy, no redirect followed: a callback goes where it is told to, and no further
    let client = Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(PATIENCE)
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
            let input = match allowed(&send.url, beyond_loopback) {
                Ok(url) => {
                    let status = deliver(&service, &client, &send, url).await;
                    Input::Delivered { delivery, attempt, status }
                }
                // the next try would find the same
                Err(why) => {
                    log(&format!("callback {delivery} is given up: {why}"));
                    Input::Undeliverable { delivery }
                }
            };
            // a callback whose answer is forgotten would be under way for ever
            while matches!(service.happens(&input), Happened::NotDone) && !*stopping.borrow() {
                tokio::time::sleep(AGAIN).await;
            }
            drop(place);
        });
        while under_way.try_join_next().is_some() {}
    }
    while under_way.join_next().await.is_some() {}
}

/// One try: the HTTP status of the answer, if there was one.
async fn deliver(service: &Service, client: &Http, send: &Send, url: Uri) -> Option<u16> {
    let name = format!("callback {}, try {}", send.delivery, send.attempt);
    let mut body: Value = serde_json::from_str(&send.body).ok()?;
    service.judge.sign(send.project, &mut body);
    if send.bad_signature {
        spoil(&mut body);
    }
    let request =
        Request::post(url).header(CONTENT_TYPE, "application/json").body(Body::from(body.to_string())).ok()?;
    match tokio::time::timeout(PATIENCE, client.request(request)).await {
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
