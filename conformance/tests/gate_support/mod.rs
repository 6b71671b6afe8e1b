//! A Gate inside the test, and a shop that receives its callbacks.

// each test uses a part of it
#![allow(dead_code, clippy::unwrap_used)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, header};
use ecommpay_conformance::gate::clock::Pace;
use ecommpay_conformance::gate::start::{Start, serve};
use ecommpay_platform::runtime::Secret;
use ecommpay_platform::runtime::callback::Keys;
use ecommpay_platform::runtime::sign::Signer;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use methodspec::resolved::Specs;
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

pub(crate) const PROJECT: i64 = 125;

pub(crate) fn secret() -> Secret {
    Secret::new("a secret of this test").unwrap()
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Read once for all tests.
static SPECS: LazyLock<Specs> = LazyLock::new(|| methodspec::load(&root().join("specs")).unwrap());

pub(crate) fn specs() -> Specs {
    SPECS.clone()
}

pub(crate) fn start() -> Start {
    Start {
        specs: specs(),
        schemas: root().join("generated/schemas"),
        projects: vec![(PROJECT, secret())],
        port: 0,
        callback_url: None,
        contracts: Vec::new(),
        pace: Pace::Manual,
        rules: None,
        journal: None,
        retain: 1000,
        beyond_loopback: false,
        seed: Some(1),
        patience: Duration::from_secs(10),
        at_once: false,
        frame_origins: Vec::new(),
    }
}

pub(crate) struct Gate {
    pub(crate) base: String,
    stop: oneshot::Sender<()>,
    served: JoinHandle<Result<(), String>>,
    client: Client,
}

/// A client that is not the one under test: plain HTTP, no redirect followed.
#[derive(Clone)]
pub(crate) struct Client(hyper_util::client::legacy::Client<HttpConnector, Body>);

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) location: Option<String>,
    pub(crate) text: String,
}

impl Client {
    pub(crate) fn new() -> Client {
        Client(hyper_util::client::legacy::Client::builder(TokioExecutor::new()).build_http())
    }

    pub(crate) async fn post(&self, url: &str, body: impl Into<Body>) -> Result<Answer, String> {
        self.send(Request::post(url).body(body.into()).unwrap()).await
    }

    pub(crate) async fn get(&self, url: &str) -> Result<Answer, String> {
        self.send(Request::get(url).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Result<Answer, String> {
        let answer = self.0.request(request).await.map_err(|why| why.to_string())?;
        let status = answer.status().as_u16();
        let location = answer.headers().get(header::LOCATION).map(|place| place.to_str().unwrap().to_owned());
        let bytes = axum::body::to_bytes(Body::new(answer.into_body()), 64 << 20).await;
        let text = String::from_utf8(bytes.map_err(|why| why.to_string())?.to_vec()).unwrap();
        Ok(Answer { status, location, text })
    }
}

struct Line(Option<oneshot::Sender<String>>);

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }

    fn write_fmt(&mut self, line: std::fmt::Arguments<'_>) -> std::io::Result<()> {
        let said = self.0.take().unwrap().send(line.to_string());
        said.map_err(|_| std::io::Error::other("nobody listens"))
    }
}

impl Gate {
    pub(crate) async fn begin(start: Start) -> Gate {
        let (line, said) = oneshot::channel();
        let (stop, stopped) = oneshot::channel();
        let served = tokio::spawn(async move {
            let mut out = Line(Some(line));
            serve(start, &mut out, async { drop(stopped.await) }).await
        });
        let said = said.await.expect("the Gate starts");
        let base = said.trim_end().strip_prefix("listening on ").expect("the first line").to_owned();
        Gate { base, stop, served, client: Client::new() }
    }

    pub(crate) async fn end(self) {
        self.stop.send(()).unwrap();
        self.served.await.unwrap().unwrap();
    }

    /// Sends a request as it is.
    pub(crate) async fn raw(&self, path: &str, body: impl Into<Body>) -> (u16, Value) {
        let answer = self.client.post(&format!("{}{path}", self.base), body).await.unwrap();
        (answer.status, serde_json::from_str(&answer.text).unwrap_or_default())
    }

    /// Signs a request and sends it.
    pub(crate) async fn signed(&self, path: &str, mut body: Value) -> (u16, Value) {
        sign(&mut body);
        self.raw(path, body.to_string()).await
    }

    pub(crate) async fn accepted(&self, path: &str, body: Value) -> Value {
        let (status, answer) = self.signed(path, body).await;
        assert_eq!((status, &answer["status"]), (200, &json!("success")), "{answer}");
        answer
    }

    /// The code of a refusal, whichever of the published bodies it has.
    pub(crate) async fn refused(&self, path: &str, body: Value) -> String {
        let (status, answer) = self.signed(path, body).await;
        assert_ne!(status, 200, "{answer}");
        assert!(answer.get("signature").is_none());
        match &answer["status"] {
            Value::Null => answer["errors"][0]["code"].as_i64().unwrap().to_string(),
            Value::Number(number) => {
                assert_eq!(number.as_u64(), Some(u64::from(status)), "{answer}");
                answer["code"].as_i64().unwrap().to_string()
            }
            told => {
                assert_eq!(told, "error", "{answer}");
                answer["code"].as_str().unwrap().to_owned()
            }
        }
    }

    /// The code by which a payment fails that was taken in.
    pub(crate) async fn fails(&self, path: &str, body: Value) -> String {
        let payment = body["general"]["payment_id"].as_str().unwrap().to_owned();
        self.accepted(path, body).await;
        self.pass(1).await;
        let stands = self.status(&payment).await;
        assert_eq!(stands["payment"]["status"], "error", "{stands}");
        stands["operations"][0]["code"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn control(&self, payment: &str, action: &str, options: Value) -> (u16, Value) {
        self.raw(&format!("/control/payments/{payment}/{action}"), options.to_string()).await
    }

    pub(crate) async fn pass(&self, seconds: u64) {
        let (status, answer) = self.raw("/control/clock/advance", json!({ "seconds": seconds }).to_string()).await;
        assert_eq!(status, 200, "{answer}");
    }

    /// Waits until no callback is on the wire.
    pub(crate) async fn settled(&self) {
        loop {
            let listed: Value = serde_json::from_str(&self.get("/control/payments").await.1).unwrap();
            if listed["on_the_wire"] == 0 {
                return;
            }
            tokio::task::yield_now().await;
        }
    }

    pub(crate) async fn get(&self, path: &str) -> (u16, String) {
        let answer = self.client.get(&format!("{}{path}", self.base)).await.unwrap();
        (answer.status, answer.text)
    }

    pub(crate) async fn form(&self, path: &str, body: String) -> (u16, String) {
        let answer = self.client.post(&format!("{}{path}", self.base), body).await.unwrap();
        (answer.status, answer.location.unwrap_or_default())
    }

    pub(crate) async fn status(&self, payment: &str) -> Value {
        let (_, answer) = self.signed("/v2/payment/status", general(payment)).await;
        assert!(answer["payment"]["status"].is_string(), "{answer}");
        let mut signer = Signer::new(&secret());
        let ours = signer.sign_json(answer.to_string().as_bytes()).unwrap();
        assert!(ours.matches(answer["signature"].as_str().unwrap()));
        answer
    }
}

pub(crate) fn general(payment: &str) -> Value {
    json!({ "general": { "project_id": PROJECT, "payment_id": payment } })
}

pub(crate) fn sign(body: &mut Value) {
    let signature = Signer::new(&secret()).sign_json(body.to_string().as_bytes()).unwrap();
    match body.get_mut("general") {
        Some(general) => general["signature"] = json!(signature.as_str()),
        None => body["signature"] = json!(signature.as_str()),
    }
}

/// A shop: what it received, and what it answers.
pub(crate) struct Shop {
    pub(crate) url: String,
    received: mpsc::UnboundedReceiver<Vec<u8>>,
    answers: Arc<Mutex<u16>>,
}

impl Shop {
    pub(crate) async fn open() -> Shop {
        let (send, received) = mpsc::unbounded_channel();
        let answers = Arc::new(Mutex::new(200));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/callbacks", listener.local_addr().unwrap());
        let given = answers.clone();
        let app = axum::Router::new().fallback(move |body: axum::body::Bytes| {
            let status = *given.lock().unwrap();
            send.send(body.to_vec()).unwrap();
            async move { axum::http::StatusCode::from_u16(status).unwrap() }
        });
        tokio::spawn(async move { axum::serve(listener, app).await });
        Shop { url, received, answers }
    }

    pub(crate) fn answer(&self, status: u16) {
        *self.answers.lock().unwrap() = status;
    }

    pub(crate) async fn raw(&mut self) -> Vec<u8> {
        self.received.recv().await.expect("a callback")
    }

    /// The next callback: verified as a merchant would.
    pub(crate) async fn next(&mut self) -> Value {
        let body = self.raw().await;
        verified(&body).expect("a callback that verifies");
        serde_json::from_slice(&body).unwrap()
    }

    /// Whether nothing more came: asked when nothing is on the wire.
    pub(crate) async fn is_idle(&mut self, gate: &Gate) -> bool {
        gate.settled().await;
        self.received.try_recv().is_err()
    }
}

pub(crate) fn verified(body: &[u8]) -> Result<ecommpay::Callback, String> {
    let keys = Keys::new().with(PROJECT, &secret());
    ecommpay::verify(&keys, body).map_err(|refusal| format!("{refusal:?}"))
}

/// A sale through Gate whose callbacks go to a shop.
pub(crate) fn sale(payment: &str, shop: &Shop) -> Value {
    json!({
        "general": { "project_id": PROJECT, "payment_id": payment, "merchant_callback_url": shop.url },
        "customer": { "id": "123", "ip_address": "1.2.3.4", "phone": "123456789", "email": "customer@example.com" },
        "payment": { "amount": 100_000, "currency": "KES" }
    })
}

/// A Gate and a shop that receives its callbacks.
pub(crate) async fn both() -> (Gate, Shop) {
    (Gate::begin(start()).await, Shop::open().await)
}
