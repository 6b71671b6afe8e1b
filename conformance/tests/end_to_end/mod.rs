//! Every operation and channel of every method, through the generated crates, against the local Gate over HTTP.

mod client;
mod inputs;
mod journey;

use std::collections::BTreeSet;

use axum::extract::State;
use ecommpay::client::{Interval, Token};
use ecommpay::platform::Method;
use ecommpay::platform::runtime::callback::Keys;
use ecommpay::{Callback, Webhook};
use ecommpay_conformance::gate::clock::Pace;
use ecommpay_conformance::gate::start::Start;
use methodspec::resolved::{Form, OperationKind, Role, Specs};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::gate_support::{Gate, PROJECT, secret, start};
use client::{Adapter, Client};
use inputs::{Maker, Way, sum};
use journey::{Merchant, Paid};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_form_and_channel_goes_from_request_to_reconciliation_with_the_async_client() {
    everything(Adapter::Async).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_form_and_channel_goes_from_request_to_reconciliation_with_the_blocking_client() {
    everything(Adapter::Blocking).await;
}

/// A method has one channel by contract, so there is a Gate for the first channel of each, one for the second, and so on.
async fn everything(adapter: Adapter) {
    let specs: &'static Specs = Box::leak(Box::new(start().specs));
    let mut left: BTreeSet<(String, String)> =
        ecommpay::METHODS.iter().flat_map(|method| ways(specs, method)).flat_map(|way| lanes(way.form)).collect();
    assert!(!left.is_empty());
    let most = specs.methods.keys().map(|key| channels(specs, key).len()).max().unwrap_or_default().max(1);
    for round in 0..most {
        one_round(adapter, specs, round, &mut left).await;
    }
    assert!(left.is_empty(), "not tried: {left:?}");
}

async fn one_round(adapter: Adapter, specs: &'static Specs, round: usize, left: &mut BTreeSet<(String, String)>) {
    let contract = |key: &str| {
        let channels = channels(specs, key);
        channels.get(round % channels.len().max(1)).cloned().unwrap_or_default()
    };
    let (url, came) = shop().await;
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("rules.yaml");
    std::fs::write(&rules, "- end: success\n").unwrap();
    let contracts =
        specs.methods.keys().map(|key| (key.clone(), contract(key))).filter(|(_, channel)| !channel.is_empty());
    let gate = Gate::begin(Start {
        callback_url: Some(url.clone()),
        contracts: contracts.collect(),
        pace: Pace::Manual,
        rules: Some(rules),
        ..start()
    })
    .await;
    let client = Client::new(adapter, &gate.base);
    let make = Maker::new(&url);
    let mut merchant = Merchant { gate, client, came, make, seen: BTreeSet::new(), done: BTreeSet::new(), payments: 0 };
    for method in ecommpay::METHODS {
        let contract = contract(method.key);
        for way in ways(specs, method) {
            let lanes = lanes(way.form);
            let Some(lane) = lanes.iter().find(|(_, channel)| channel.is_empty() || *channel == contract) else {
                continue;
            };
            if left.remove(lane) || round == 0 {
                try_one(&mut merchant, specs, method, way, &lane.1).await;
            }
        }
    }
    reconcile(&merchant).await;
    merchant.gate.end().await;
}

async fn try_one(merchant: &mut Merchant, specs: &'static Specs, method: &'static Method, way: Way, channel: &str) {
    let opening = [OperationKind::Sale, OperationKind::Auth, OperationKind::Recurring, OperationKind::Payout];
    match &way.form.role {
        Role::List { .. } => merchant.list(way).await,
        // sent on the way of the payment that it belongs to
        Role::Further { .. } => {}
        _ if opening.contains(&way.form.operation) => {
            let id = merchant.payment();
            let json = merchant.make.json(way, &id);
            merchant.pay(method, way, channel, json).await;
        }
        _ => {
            // a payment first, of whatever form; then what follows it
            let before = if way.form.operation == OperationKind::Refund { &opening[..2] } else { &opening[1..2] };
            let fits = |one: &Way| before.contains(&one.form.operation) && one.form.role == Role::First;
            let first = ways(specs, method).into_iter().find(fits);
            let first = first.unwrap_or_else(|| panic!("{}: nothing comes before it", way.form.id));
            let (paid, json) = payment_for(merchant, method, first, way).await;
            merchant.follow(way, &paid, &json).await;
        }
    }
}

/// A payment whose sum the request that follows can be about.
async fn payment_for(
    merchant: &mut Merchant,
    method: &'static Method,
    first: Way,
    then: Way,
) -> (Paid, serde_json::Value) {
    let id = merchant.payment();
    for _ in 0..1000 {
        let (sale, json) = (merchant.make.json(first, &id), merchant.make.json(then, &id));
        let (paid, asked) = (sum(&sale).unwrap(), sum(&json));
        let part = then.form.role == Role::Partial;
        let fits = asked.is_none_or(|(amount, currency)| {
            currency == paid.1 && amount > 0 && if part { amount < paid.0 } else { amount <= paid.0 }
        });
        if fits {
            let channel = first.form.channels.first().cloned().unwrap_or_default();
            return (merchant.pay(method, first, &channel, sale).await, json);
        }
    }
    panic!("{}: no payment is large enough", then.form.id)
}

/// What the Data API lists is what was done: all of it, once, ended.
async fn reconcile(merchant: &Merchant) {
    let token = Token::new(&"t".repeat(30), secret()).unwrap();
    let interval = Interval::new("2000-01-01 00:00:00", "2100-01-01 00:00:00").in_zone("UTC");
    let listed = merchant.client.operations(token, interval).await;
    assert!(listed.iter().all(|operation| operation.operation_completed_at().is_some()));
    let member = |operation: &ecommpay::client::Operation, name: &str| {
        operation.get(name).and_then(|item| item.as_str().map(str::to_owned)).unwrap()
    };
    let ids: BTreeSet<String> = listed.iter().map(|operation| member(operation, "operation_id")).collect();
    assert_eq!(ids.len(), listed.len(), "each is listed once");
    let of = |operation| ["payment_id", "operation_type"].map(|name| member(operation, name));
    let mut found: Vec<[String; 2]> = listed.iter().map(of).collect();
    let done = merchant.done.iter().map(|(_, payment, kind)| [payment.clone(), kind.clone()]);
    let mut done: Vec<[String; 2]> = done.collect();
    found.sort();
    done.sort();
    assert_eq!(found, done);
}

/// The forms of a method, as its crate and its spec have them.
fn ways(specs: &'static Specs, method: &'static Method) -> Vec<Way> {
    let spec = &specs.methods[method.key];
    let operations = spec.operations.values();
    let forms = operations.flat_map(|operation| operation.forms.iter().map(move |form| (operation, form)));
    let way = |(operation, form): (_, &'static Form)| {
        let entry =
            method.forms.iter().find(|entry| entry.form.id == form.id).expect("a form of the spec is generated");
        Way { entry, operation, form }
    };
    forms.map(way).collect()
}

/// A form with each channel that uses it.
fn lanes(form: &Form) -> Vec<(String, String)> {
    let none = [String::new()];
    let channels = if form.channels.is_empty() { &none[..] } else { &form.channels };
    channels.iter().map(|channel| (form.id.clone(), channel.clone())).collect()
}

/// The channels that a contract can have.
fn channels(specs: &Specs, method: &str) -> Vec<String> {
    let operations = specs.methods[method].operations.values();
    let all: BTreeSet<&String> = operations.flat_map(|one| one.channels.iter().map(|channel| &channel.key)).collect();
    all.into_iter().cloned().collect()
}

/// A shop on axum with the extractor, as a merchant has it.
async fn shop() -> (String, UnboundedReceiver<Callback>) {
    #[derive(Clone)]
    struct Shop(Keys, UnboundedSender<Callback>);
    impl axum::extract::FromRef<Shop> for Keys {
        fn from_ref(shop: &Shop) -> Keys {
            shop.0.clone()
        }
    }
    async fn took(State(shop): State<Shop>, Webhook(callback): Webhook<Callback>) {
        shop.1.send(callback).unwrap();
    }
    let (send, came) = unbounded_channel();
    let shop = Shop(Keys::new().with(PROJECT, &secret()), send);
    let app = axum::Router::new().route("/callbacks", axum::routing::post(took)).with_state(shop);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/callbacks", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    (url, came)
}
