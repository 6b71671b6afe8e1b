//! The two adapters of the client, behind one face.

use std::cell::Cell;
use std::time::Duration;

use ecommpay::client::{Error, Gate, Interval, Operation, Polled, Schedule, Sent, Status, Token, blocking, hosts_at};
use ecommpay::platform::runtime::form::{Draft, Gate as OfGate};
use ecommpay::{Project, Test};
use serde_json::json;
use tokio::task::spawn_blocking;

use crate::gate_support;

/// Of the two, the one under test.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Adapter {
    Async,
    Blocking,
}

pub(crate) enum Client {
    Async(Gate<Test>),
    Blocking(blocking::Gate<Test>),
}

impl Client {
    pub(crate) fn new(adapter: Adapter, base: &str) -> Client {
        let project = Project::<Test>::new(gate_support::PROJECT, gate_support::secret()).unwrap();
        let hosts = hosts_at(base).unwrap();
        match adapter {
            Adapter::Async => Client::Async(Gate::at(project, hosts).unwrap()),
            Adapter::Blocking => Client::Blocking(blocking::Gate::at(project, hosts)),
        }
    }

    pub(crate) async fn send(&self, request: &Draft<OfGate>) -> Result<Sent<Status>, Error> {
        match self {
            Client::Async(gate) => gate.send(request).await,
            Client::Blocking(gate) => {
                let (gate, request) = (gate.clone(), request.clone());
                spawn_blocking(move || gate.send(&request)).await.unwrap()
            }
        }
    }

    pub(crate) async fn status(&self, payment: &str) -> Result<Status, Error> {
        match self {
            Client::Async(gate) => gate.status(payment).await,
            Client::Blocking(gate) => {
                let (gate, payment) = (gate.clone(), payment.to_owned());
                spawn_blocking(move || gate.status(&payment)).await.unwrap()
            }
        }
    }

    pub(crate) async fn status_by_request(&self, request: &str, ago: Duration) -> Result<Status, Error> {
        match self {
            Client::Async(gate) => gate.status_by_request(request, ago).await,
            Client::Blocking(gate) => {
                let (gate, request) = (gate.clone(), request.to_owned());
                spawn_blocking(move || gate.status_by_request(&request, ago)).await.unwrap()
            }
        }
    }

    /// Polls; where the client waits, time passes at the Gate.
    pub(crate) async fn poll(&self, at: &gate_support::Gate, payment: &str, schedule: Schedule) -> Polled<Status> {
        let polled = match self {
            Client::Async(gate) => {
                let now = Cell::new(Duration::ZERO);
                let wait = |pause: Duration| {
                    now.set(now.get() + whole(pause));
                    at.pass(whole(pause).as_secs())
                };
                gate.poll_with(payment, schedule, || now.get(), wait).await
            }
            Client::Blocking(gate) => {
                let (gate, payment) = (gate.clone(), payment.to_owned());
                let clock = format!("{}/control/clock/advance", at.base);
                spawn_blocking(move || {
                    let now = Cell::new(Duration::ZERO);
                    let wait = |pause: Duration| {
                        now.set(now.get() + whole(pause));
                        let seconds = json!({ "seconds": whole(pause).as_secs() });
                        ureq::post(&clock).send(seconds.to_string()).unwrap();
                    };
                    gate.poll_with(payment, schedule, || now.get(), wait)
                })
                .await
                .unwrap()
            }
        };
        polled.unwrap()
    }

    /// All operations that the Data API lists, in small pages.
    pub(crate) async fn operations(&self, token: Token, interval: Interval) -> Vec<Operation> {
        let mut all = Vec::new();
        match self {
            Client::Async(gate) => {
                let mut pages = gate.operations(&token, &interval).unwrap().per_page(7);
                while let Some(page) = pages.next_page().await.unwrap() {
                    all.extend(page);
                }
                all
            }
            Client::Blocking(gate) => {
                let gate = gate.clone();
                spawn_blocking(move || {
                    let mut pages = gate.operations(&token, &interval).unwrap().per_page(7);
                    while let Some(page) = pages.next_page().unwrap() {
                        all.extend(page);
                    }
                    all
                })
                .await
                .unwrap()
            }
        }
    }
}

/// The Gate's clock is moved by whole seconds.
fn whole(pause: Duration) -> Duration {
    Duration::from_secs(pause.as_millis().div_ceil(1000).try_into().unwrap())
}
