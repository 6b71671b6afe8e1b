//! Polling by another clock, with both adapters.

use crate::client_support;
use std::time::Duration;

use crate::client_support::server::{Reply, Server};
use crate::client_support::{Reef, hosts, project, refused, settings, standing};
use ecommpay_runtime::client::{Error, Polled, Schedule, Unreadable, reqwest, ureq};
use ecommpay_runtime::{Test, json};

fn minutes(n: u64) -> Duration {
    Duration::from_secs(60 * n)
}

fn script() -> Vec<Reply> {
    vec![
        Reply::Json(200, refused("3062")),
        Reply::Json(200, standing("processing")),
        Reply::Raw(b"HTTP/1.1 502 X\r\nconnection: close\r\n\r\n<html>".to_vec()),
        Reply::Json(503, refused("2004")),
        Reply::Raw([b"HTTP/1.1 503 X\r\nconnection: close\r\n\r\n".as_slice(), &[b'x'; 1 << 20]].concat()),
        Reply::Json(200, json!({ "errors": [{ "code": 3061, "message": "x" }] })),
        Reply::Json(200, standing("success")),
    ]
}

#[test]
fn polling_goes_on_until_the_payment_rests() {
    let schedule = Schedule::new(minutes(4), minutes(60)).every(minutes(1));
    let seconds = Duration::from_secs;
    let longest = seconds(300);
    let waits =
        [seconds(240), seconds(60), seconds(90), seconds(135), Duration::from_millis(202_500), longest, longest];

    let server = Server::start(script());
    let gate = ureq::Gate::<Test, Reef>::at(project(), hosts(&server.address)).settings(settings());
    let (now, mut waited) = (std::cell::Cell::new(Duration::ZERO), Vec::new());
    let polled = gate.poll_with(
        "order-1",
        schedule,
        || now.get(),
        |pause| {
            waited.push(pause);
            now.set(now.get() + pause);
        },
    );
    assert!(matches!(polled, Ok(Polled::Final(status)) if status.status() == Some("success")));
    assert_eq!(waited, waits);

    let server = Server::start(script());
    let gate =
        reqwest::Gate::<Test, Reef>::at(project(), hosts(&server.address)).and_then(|gate| gate.settings(settings()));
    let gate = gate.expect("a client");
    let (now, mut waited) = (std::cell::Cell::new(Duration::ZERO), Vec::new());
    let wait = |pause| {
        waited.push(pause);
        now.set(now.get() + pause);
        std::future::ready(())
    };
    let polled = client_support::runtime().block_on(gate.poll_with("order-1", schedule, || now.get(), wait));
    assert!(matches!(polled, Ok(Polled::Final(_))));
    assert_eq!(waited, waits);
}

#[test]
fn polling_ends_with_the_last_news() {
    let server =
        Server::start(vec![Reply::Json(200, standing("processing")), Reply::Json(200, standing("awaiting customer"))]);
    let gate = ureq::Gate::<Test, Reef>::at(project(), hosts(&server.address)).settings(settings());
    let now = std::cell::Cell::new(Duration::ZERO);
    let schedule = Schedule::new(minutes(1), minutes(2)).every(minutes(5));
    let polled = gate.poll_with("order-1", schedule, || now.get(), |pause| now.set(now.get() + pause));
    let Ok(Polled::Unsettled(Some(status))) = polled else { panic!("{polled:?}") };
    assert_eq!(status.status(), Some("awaiting customer"));
    assert_eq!(now.get(), minutes(2));
}

#[test]
fn polling_ends_where_the_answer_is_none_that_may_pass() {
    let page = |status: &str| Reply::Raw(format!("HTTP/1.1 {status}\r\nconnection: close\r\n\r\n<html>").into_bytes());
    let server = Server::start(vec![page("502 X"), page("404 X")]);
    let gate = ureq::Gate::<Test, Reef>::at(project(), hosts(&server.address)).settings(settings());
    let now = std::cell::Cell::new(Duration::ZERO);
    let schedule = Schedule::new(minutes(1), minutes(20));
    let polled = gate.poll_with("order-1", schedule, || now.get(), |pause| now.set(now.get() + pause));
    assert!(matches!(polled, Err(Error::Unreadable(Unreadable::NoJson(404)))), "{polled:?}");
}
