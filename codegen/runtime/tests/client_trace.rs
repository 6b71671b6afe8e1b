//! What is told to `tracing`, and what never is; and polling by another clock.

mod client_support;

use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use client_support::server::{Reply, Server};
use client_support::{KEY, PERSON, Reef, accepted, hosts, project, refused, sale, settings, standing};
use ecommpay_runtime::client::{Error, Polled, Schedule, Unreadable, reqwest, ureq};
use ecommpay_runtime::{Test, json};
use tracing::field::{Field, Visit};
use tracing::{Event, Metadata, Subscriber, span};

/// Keeps every name and value that is told.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<String>>>);

impl Visit for Told {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.lock().expect("not poisoned").push(format!("{field}={value:?}"));
    }
}

impl Subscriber for Told {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("ecommpay")
    }

    fn new_span(&self, attributes: &span::Attributes<'_>) -> span::Id {
        attributes.record(&mut self.clone());
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, values: &span::Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

#[test]
fn spans_tell_method_operation_status_and_code_and_no_person() {
    let told = Told::default();
    tracing::subscriber::with_default(told.clone(), || {
        let script = vec![
            Reply::Hangup,
            Reply::Json(200, accepted()),
            Reply::Json(400, refused("3121")),
            Reply::Json(400, refused(PERSON)),
            Reply::Json(200, standing("success")),
        ];
        let server = Server::start(script);
        let gate = ureq::Gate::<Test, Reef>::at(project(), hosts(&server.address)).settings(settings());
        assert!(gate.send(&sale()).is_ok());
        assert!(matches!(gate.send(&sale()), Err(Error::Refused(_))));
        assert!(matches!(gate.send(&sale()), Err(Error::Refused(_))));
        assert!(gate.status("order-1").is_ok());
    });
    let told = told.0.lock().expect("not poisoned").join("\n");
    for wanted in ["method=\"reef\"", "operation=\"sale\"", "http=400", "code=\"3121\"", "kind=Currency", "in_vain=1"] {
        assert!(told.contains(wanted), "no {wanted} in\n{told}");
    }
    for secret in [PERSON, KEY, "order-1", "r-1", "signature", "127.0.0.1"] {
        assert!(!told.contains(secret), "{secret} in\n{told}");
    }
}

fn minutes(n: u64) -> Duration {
    Duration::from_secs(60 * n)
}

fn script() -> Vec<Reply> {
    vec![
        Reply::Json(404, refused("3061")),
        Reply::Json(200, standing("processing")),
        Reply::Raw(b"HTTP/1.1 502 X\r\nconnection: close\r\n\r\n<html>".to_vec()),
        Reply::Json(503, json!({ "status": "error", "message": "a server on the way" })),
        Reply::Json(200, standing("success")),
    ]
}

#[test]
fn polling_goes_on_until_the_payment_rests() {
    let schedule = Schedule::new(minutes(4), minutes(60)).every(minutes(1));
    let seconds = Duration::from_secs;
    let waits = [seconds(240), seconds(60), seconds(90), seconds(135), Duration::from_millis(202_500)];

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
