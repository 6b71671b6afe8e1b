//! What a payment goes through, from the first request to the last answer.

use std::collections::BTreeSet;
use std::time::Duration;

use ecommpay::Callback;
use ecommpay::client::{Error, Polled, RefusalKind, Schedule};
use ecommpay::platform::Method;
use ecommpay::platform::runtime::callback::{DedupeKey, Mismatch, Order, Unpaid};
use ecommpay::platform::runtime::method::EventKind;
use ecommpay_conformance::gate::model::CLARIFICATION;
use ecommpay_conformance::inputs;
use methodspec::resolved::{Interface, OperationKind, Role, Said, Source, Turn};
use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedReceiver;

use super::client::Client;
use super::inputs::{Maker, Way, sum};
use crate::gate_support::{Gate, PROJECT, general};

/// A merchant at work: a Gate, a client, and the callbacks that came through the extractor.
pub(crate) struct Merchant {
    pub(crate) gate: Gate,
    pub(crate) client: Client,
    pub(crate) came: UnboundedReceiver<Callback>,
    pub(crate) make: Maker,
    /// Callbacks by the key that tells news from repetition.
    pub(crate) seen: BTreeSet<DedupeKey>,
    /// Requests that were taken in, with the payment and the type of the operation that each began.
    pub(crate) done: BTreeSet<(String, String, String)>,
    pub(crate) payments: usize,
}

/// A payment that was paid.
pub(crate) struct Paid {
    pub(crate) id: String,
    pub(crate) sum: (i64, String),
}

impl Merchant {
    pub(crate) fn payment(&mut self) -> String {
        self.payments += 1;
        format!("order {}", self.payments)
    }

    /// The callbacks that have come, once none is on the wire. None comes twice.
    async fn callbacks(&mut self) -> Vec<Callback> {
        self.gate.settled().await;
        let mut all = Vec::new();
        while let Ok(callback) = self.came.try_recv() {
            assert!(self.seen.insert(callback.dedupe_key()), "twice: {}", callback.dedupe_key());
            all.push(callback);
        }
        all
    }

    /// Makes a payment and sees it through. `channel` is the contract's.
    pub(crate) async fn pay(&mut self, method: &'static Method, way: Way, channel: &str, json: Value) -> Paid {
        let id = self.open(method, way, &json).await;
        let (amount, currency) = sum(&json).unwrap();
        let lane = way.operation.channels.iter().find(|one| one.key == channel);
        let turns = lane.filter(|_| way.form.interface == Interface::Gate).map_or(&[][..], |lane| &lane.turns);
        let mut left = turns.iter();
        let mut last = None;
        // one step a second; a step that waits for the merchant is answered as soon as it is told
        for _ in 0..2 * turns.len() + 4 {
            self.gate.pass(1).await;
            let came = self.callbacks().await;
            let quiet = came.is_empty();
            for callback in came {
                assert_eq!(callback.payment_id(), Some(id.as_str()), "{}", way.form.id);
                if let Some(asked) = callback.clarification_fields() {
                    let asked: Value = serde_json::from_slice(asked.raw()).unwrap();
                    self.clarify(way, &id, &asked).await;
                } else if callback.redirect().is_some() || callback.display().is_some() {
                    self.shown(method, &callback, left.next()).await;
                } else {
                    last = Some(callback);
                }
            }
            // nothing came: it is the merchant's turn
            if let (true, Some(Turn::Send { .. })) = (quiet, left.as_slice().first()) {
                self.further(method, way, &id, left.next().unwrap()).await;
            }
        }
        assert!(left.next().is_none(), "{}: a turn of {channel} did not come", way.form.id);
        let schedule = Schedule::of(method, way.entry.form.operation);
        let schedule = schedule.unwrap_or(Schedule::new(Duration::from_secs(30), Duration::from_secs(600)));
        let Polled::Final(status) = self.client.poll(&self.gate, &id, schedule).await else {
            panic!("{}: the payment does not end", way.form.id)
        };
        for callback in self.callbacks().await {
            assert!(last.replace(callback).is_none(), "{}: two callbacks of the end", way.form.id);
        }
        let last = last.unwrap_or_else(|| panic!("{}: no callback of the end", way.form.id));
        let order = Order { project_id: PROJECT, payment_id: &id, amount, currency: &currency };
        let told = (last.paid(), last.check(&order));
        if way.operation.kind == OperationKind::Payout {
            // what was ordered was done, and no customer has paid
            assert!(
                matches!(told, (Err(Unpaid::Type { .. }), Err(Mismatch::Type { .. }))),
                "{}: {told:?}",
                way.form.id
            );
        } else {
            assert_eq!(told, (Ok(()), Ok(())), "{}", way.form.id);
        }
        assert!(method.event.is_none_or(|event| event(&last) == Some(EventKind::Final)), "{}", way.form.id);
        let [sent, told] = [status.payment_status(), last.payment_status()].map(|one| one.map(|one| one.as_str()));
        assert_eq!(sent, told, "{}", way.form.id);
        let names: Vec<_> =
            status.operations().filter_map(|operation| operation.request_id().map(str::to_owned)).collect();
        assert_eq!(names, [last.operation_request_id().unwrap()], "{}", way.form.id);
        if way.form.interface == Interface::PaymentPage {
            self.taken(&last);
        }
        Paid { id, sum: (amount, currency) }
    }

    /// The page's own requests are not the merchant's: their identifiers come with the callback.
    fn taken(&mut self, callback: &Callback) {
        let kind = callback.operation_type().unwrap().as_str().to_owned();
        let request = callback.operation_request_id().unwrap().to_owned();
        self.done.insert((request, callback.payment_id().unwrap().to_owned(), kind));
    }

    /// The first request, by Gate or by the Payment Page.
    async fn open(&mut self, method: &'static Method, way: Way, json: &Value) -> String {
        let id = json.pointer("/general/payment_id").or_else(|| json.get("payment_id"));
        let id = id.and_then(Value::as_str).unwrap().to_owned();
        if way.form.interface == Interface::PaymentPage {
            let (project, page) = match &self.client {
                Client::Async(gate) => (gate.core().project().clone(), gate.core().hosts().payment_page()),
                Client::Blocking(gate) => (gate.core().project().clone(), gate.core().hosts().payment_page()),
            };
            let url = way.page(json).url(&page, &project).unwrap();
            let path = url.strip_prefix(&self.gate.base).unwrap();
            let (status, shown) = self.gate.get(path).await;
            assert_eq!(status, 200, "{}: {shown}", way.form.id);
            let (_, query) = path.split_once('?').unwrap();
            let chosen = format!("{query}&local_gate_method={}", method.key);
            assert_eq!(self.gate.form("/payment", chosen).await.0, 303, "{}", way.form.id);
            return id;
        }
        let draft = way.gate(json);
        let sent = self.client.send(&draft).await.unwrap_or_else(|why| panic!("{}: {why}: {json}", way.form.id));
        let accepted = sent.accepted().unwrap();
        assert_eq!((accepted.project_id(), accepted.payment_id()), (PROJECT, id.as_str()));
        let kind = way.operation.kind.key().to_owned();
        self.done.insert((accepted.request_id().to_owned(), id.clone(), kind));
        let status = self.client.status_by_request(accepted.request_id(), Duration::from_secs(10)).await.unwrap();
        assert_eq!(status.payment_id(), Some(id.as_str()));
        // the same identifier once more is told apart
        match self.client.send(&draft).await {
            Err(Error::Refused(refused)) => assert_eq!(refused.kind(), RefusalKind::AlreadyUsed),
            other => panic!("{}: {other:?}", way.form.id),
        }
        id
    }

    /// A step that the customer sees.
    async fn shown(&mut self, method: &'static Method, callback: &Callback, turn: Option<&Turn>) {
        let (kind, url) = match turn {
            Some(Turn::Redirect { .. }) => (EventKind::Redirect, callback.redirect().unwrap().url().to_owned()),
            Some(Turn::Display { .. }) => {
                let entry = callback.display().unwrap().entries().next().unwrap();
                (EventKind::Display, entry.data().unwrap().to_owned())
            }
            other => panic!("{}: {other:?} is next, and something is shown", method.key),
        };
        assert!(method.event.is_none_or(|event| event(callback) == Some(kind)), "{}", method.key);
        if let Some(path) = url.strip_prefix(&self.gate.base) {
            assert_eq!(self.gate.get(path).await.0, 200, "{}", method.key);
        }
    }

    /// Gives what the platform asks for: its path is not documented, so no client has it.
    async fn clarify(&mut self, way: Way, id: &str, asked: &Value) {
        let mut body = general(id);
        for (object, schema) in asked.as_object().unwrap() {
            for member in schema["required"].as_array().unwrap() {
                let path = format!("{object}.{}", member.as_str().unwrap());
                let row = way.form.rows.iter().find(|row| row.path == path).unwrap();
                let value = self.make.value(row);
                inputs::put(body.as_object_mut().unwrap(), &format!("additional_data.{path}"), value);
            }
        }
        self.gate.accepted(CLARIFICATION, body).await;
    }

    /// A channel's further request: typed where its path is documented.
    async fn further(&mut self, method: &'static Method, way: Way, id: &str, turn: &Turn) {
        let Turn::Send { name, path, fields, .. } = turn else { panic!("{turn:?}") };
        let own = |form: &&methodspec::resolved::Form| matches!(&form.role, Role::Further { turn, .. } if turn == name);
        if let Said::Is(_) = &path.said {
            let form = way.operation.forms.iter().find(own).unwrap();
            let entry = method.forms.iter().find(|entry| entry.form.id == form.id).unwrap();
            let way = Way { entry, operation: way.operation, form };
            let json = self.make.json(way, id);
            assert!(self.client.send(&way.gate(&json)).await.unwrap().accepted().is_some(), "{}", form.id);
            return;
        }
        let mut body = general(id);
        for row in fields.iter().filter(|row| row.source == Source::Caller) {
            let value = self.make.value(row);
            inputs::put(body.as_object_mut().unwrap(), &row.path, value);
        }
        self.gate.accepted(CLARIFICATION, body).await;
    }

    /// An operation on a payment that was paid.
    pub(crate) async fn follow(&mut self, way: Way, paid: &Paid, json: &Value) {
        let sent = self.client.send(&way.gate(json)).await.unwrap_or_else(|why| panic!("{}: {why}", way.form.id));
        let request = sent.accepted().unwrap().request_id().to_owned();
        self.gate.pass(10).await;
        let came = self.callbacks().await;
        let [callback] = came.as_slice() else { panic!("{}: {} callbacks", way.form.id, came.len()) };
        assert_eq!(callback.operation_status().unwrap().as_str(), "success", "{}", way.form.id);
        assert_eq!(callback.operation_request_id(), Some(request.as_str()));
        let whole = sum(json).is_none_or(|(amount, _)| amount == paid.sum.0);
        let stands = callback.payment_status().unwrap().as_str().to_owned();
        assert_eq!(stands.starts_with("partially"), !whole, "{}: {stands}", way.form.id);
        let status = self.client.status(&paid.id).await.unwrap();
        assert_eq!(status.payment_status().unwrap().as_str(), stands, "{}", way.form.id);
        let kind = callback.operation_type().unwrap().as_str().to_owned();
        self.done.insert((request, paid.id.clone(), kind));
    }

    /// A list of values: its answer is not documented and not signed, so no client reads it.
    pub(crate) async fn list(&mut self, way: Way) {
        let id = self.payment();
        let mut body = self.make.json(way, &id);
        body["general"]["project_id"] = json!(PROJECT);
        let (status, answer) = self.gate.signed(way.entry.form.path, body).await;
        assert!(status == 200 && answer.get("signature").is_none(), "{}: {answer}", way.form.id);
        let Role::List { of } = &way.form.role else { panic!("{} lists nothing", way.form.id) };
        assert!(!of.is_empty() && answer.is_array(), "{}: {answer}", way.form.id);
    }
}
