//! Callbacks that go wrong, clients that do not go on, pages that want more than they may.

use std::time::Duration;

use crate::gate_support::{Client, Gate, both, general, sign, start};
use axum::body::Body;
use axum::http::Request;
use ecommpay_conformance::gate::start::Start;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const SALE: &str = "/v2/payment/card-partner/sale";

fn sale(payment: &str, url: &str) -> Value {
    let mut body = general(payment);
    body["general"]["merchant_callback_url"] = json!(url);
    body["customer"] =
        json!({ "id": "1", "ip_address": "1.2.3.4", "phone": "123456789", "email": "customer@example.com" });
    body["payment"] = json!({ "amount": 100_000, "currency": "KES" });
    body
}

#[tokio::test]
async fn who_forbids_callbacks_gets_what_asks_for_something_and_nothing_else() {
    let (gate, mut shop) = both().await;
    let mut body = sale("quiet", &shop.url);
    body["callback"] = json!({ "force_disable": 1 });
    gate.accepted(SALE, body).await;
    gate.pass(1).await;
    assert!(shop.next().await["redirect_data"]["url"].is_string());
    assert_eq!(gate.control("quiet", "success", json!({})).await.0, 200);
    gate.pass(60).await;
    assert!(shop.is_idle(&gate).await);
    assert_eq!(gate.status("quiet").await["payment"]["status"], "success");
    gate.end().await;
}

#[tokio::test]
async fn a_callback_that_can_go_nowhere_is_given_up_at_once() {
    let gate = Gate::begin(start()).await;
    for (number, url) in ["https://127.0.0.1/", "http://example.com/"].into_iter().enumerate() {
        gate.accepted(SALE, sale(&format!("nowhere {number}"), url)).await;
    }
    assert_eq!(gate.refused(SALE, sale("no address", "nowhere")).await, "702", "the platform takes addresses alone");
    gate.pass(1).await;
    gate.settled().await;
    let listed: Value = serde_json::from_str(&gate.get("/control/payments").await.1).unwrap();
    for payment in listed["payments"].as_array().unwrap() {
        assert_eq!(payment["undelivered"], 0, "{payment}");
    }
    gate.end().await;
}

#[tokio::test]
async fn a_callback_follows_no_redirect_and_comes_again() {
    let (gate, mut shop) = both().await;
    let elsewhere = shop.url.clone();
    let (send, mut came) = tokio::sync::mpsc::unbounded_channel();
    let app = axum::Router::new().fallback(move || {
        send.send(()).unwrap();
        let place = elsewhere.clone();
        async move { axum::response::Redirect::temporary(&place) }
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    gate.accepted(SALE, sale("sent on", &url)).await;
    for _ in 0..3 {
        gate.pass(10).await;
        came.recv().await.unwrap();
        assert!(shop.is_idle(&gate).await, "it went where the redirect led");
    }
    gate.end().await;
}

#[tokio::test]
async fn a_callback_whose_connection_is_reset_comes_again() {
    let gate = Gate::begin(start()).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    gate.accepted(SALE, sale("reset", &url)).await;
    // before a byte is read; in the middle of an answer; then well
    let answers: [&[u8]; 3] =
        [b"", b"HTTP/1.1 200 OK\r\ncontent-le", b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"];
    for (number, answer) in answers.into_iter().enumerate() {
        gate.pass(10).await;
        let (mut stream, _) = listener.accept().await.unwrap();
        if answer.is_empty() {
            stream.set_zero_linger().unwrap();
        } else {
            let mut bytes = [0; 4096];
            assert!(stream.read(&mut bytes).await.unwrap() > 0);
            stream.write_all(answer).await.unwrap();
        }
        drop(stream);
        gate.settled().await;
        let listed: Value = serde_json::from_str(&gate.get("/control/payments").await.1).unwrap();
        let left = usize::from(number < 2);
        assert_eq!(listed["payments"][0]["undelivered"], left, "after try {}", number + 1);
    }
    gate.end().await;
}

#[tokio::test]
async fn a_client_that_does_not_go_on_is_told_so_and_keeps_nobody_waiting() {
    let gate = Gate::begin(Start { patience: Duration::from_secs(2), ..start() }).await;
    let address = gate.base.strip_prefix("http://").unwrap();
    let mut slow = Vec::new();
    for _ in 0..50 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!("POST {SALE} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 1000\r\n\r\n{{\"general\"");
        stream.write_all(head.as_bytes()).await.unwrap();
        slow.push(stream);
    }
    gate.accepted(SALE, sale("others", "http://127.0.0.1:9/")).await;
    for mut stream in slow {
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    }
    gate.end().await;
}

#[tokio::test]
async fn the_controls_are_not_for_pages_of_others() {
    let (gate, client) = (Gate::begin(start()).await, Client::new());
    let own = gate.base.clone();
    let (_, port) = own.rsplit_once(':').unwrap();
    gate.accepted(SALE, sale("mine", "http://127.0.0.1:9/")).await;
    let ask = async |path: &str, headers: &[(&str, &str)]| {
        let mut request = Request::post(format!("{own}{path}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        client.send(request.body(Body::empty()).unwrap()).await.unwrap().status
    };
    let rebound = format!("shop.example:{port}");
    let strangers: [&[(&str, &str)]; 4] = [
        &[("origin", "https://shop.example")],
        &[("origin", "null")],
        &[("host", &rebound)],
        &[("host", &rebound), ("origin", &format!("http://{rebound}"))],
    ];
    for headers in strangers {
        for path in ["/control/payments/mine/success", "/provider/125/mine/success", "/control/clock/advance"] {
            assert_eq!(ask(path, headers).await, 403, "{path} {headers:?}");
        }
    }
    assert_eq!(gate.status("mine").await["payment"]["status"], "processing");
    // signed requests are not the browser's affair
    let mut body = sale("signed", "http://127.0.0.1:9/");
    sign(&mut body);
    let request = Request::post(format!("{own}{SALE}")).header("origin", "https://shop.example");
    assert_eq!(client.send(request.body(body.to_string().into()).unwrap()).await.unwrap().status, 200);
    assert_eq!(ask("/provider/125/mine/success", &[("origin", &own)]).await, 303);
    let named = format!("localhost:{port}");
    assert_eq!(ask("/control/payments/signed/success", &[("host", &named)]).await, 200);
    gate.end().await;
}

#[tokio::test]
async fn who_never_reads_an_answer_is_left() {
    use ecommpay_conformance::gate::patient::Patient;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let _deaf = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    let (stream, _) = listener.accept().await.unwrap();
    let mut patient = Patient::new(stream, std::time::Duration::from_millis(50));
    let why = patient.write_all(&vec![b' '; 64 << 20]).await.unwrap_err();
    assert_eq!(why.kind(), std::io::ErrorKind::TimedOut);
}
