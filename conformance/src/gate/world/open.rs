//! A new payment, and what the merchant sends after the first request.

use std::collections::BTreeMap;

use methodspec::resolved::OperationKind;
use serde_json::{Map, Value, json};

use super::{Timer, World, payment_id};
use crate::gate::chart::STEP;
use crate::gate::input::{self, Open, Request};
use crate::gate::model::pointer;
use crate::gate::payment::{ERROR, Key, Operation, Payment, Waits};
use crate::gate::refusal::{Fault, Refusal, Why};
use crate::gate::rows;
use crate::gate::sum;

impl World {
    pub(super) fn open(&mut self, request: &Request, open: &Open, id: &str) -> Result<(), Refusal> {
        let body = &request.body;
        let text = |path: &str| body.pointer(&pointer(path)).and_then(Value::as_str).map(str::to_owned);
        let number = |path: &str| body.pointer(&pointer(path)).and_then(Value::as_i64);
        let name = payment_id(body).ok_or_else(|| Refusal::of(Why::Required, "general.payment_id", "is absent"))?;
        let key = Key::new(request.project, name);
        if self.book.get(&key).is_some_and(|known| known.status != ERROR) {
            return Err(Refusal::of(
                Why::Used,
                "general.payment_id",
                "was used before; letter case does not tell two apart",
            ));
        }
        // a spec of another day may lack what a journal speaks of
        let kind = input::operation(&open.operation).ok_or(Refusal::from(Why::Unknown))?;
        let amount = sum::read(body, "payment.amount")?.unwrap_or(0);
        let mut payment = Payment {
            id: name.to_owned(),
            method: open.method.clone(),
            kind,
            channel: open.channel.clone(),
            page: open.page,
            status: "processing".to_owned(),
            changed: self.now,
            sum: amount,
            currency: text("payment.currency").unwrap_or_default(),
            left: 0,
            description: text("payment.description").unwrap_or_default(),
            sent: sent(body),
            callback_url: text("general.merchant_callback_url").or_else(|| self.settings.started.callback_url.clone()),
            success_url: text("general.merchant_success_callback_url"),
            decline_url: text("general.merchant_decline_callback_url"),
            delay: delay(number("callback.delay"), self.model.specs.platform.delivery.max_delay_seconds),
            quiet: body
                .pointer("/callback/force_disable")
                .is_some_and(|flag| *flag == json!(1) || *flag == json!(true)),
            operations: Vec::with_capacity(1),
            further: Vec::new(),
            turn: 0,
            missing: if open.page { Vec::new() } else { open.missing.clone() },
            faulty: BTreeMap::new(),
            waits: Waits::Nothing,
            ending: open.ending.clone(),
            fails: open.fails.clone(),
            expiry: None,
            resting: false,
            undelivered: 0,
            last: None,
            step: Map::new(),
        };
        let operation = self.begin(kind, id, amount);
        payment.operations.push(operation);
        let life = self.model.life(&payment);
        payment.expiry = Some(self.timer(self.now.saturating_add(life), Timer::Expire(key.clone())));
        self.book.add(key.clone(), payment);
        self.timer(self.now + STEP, Timer::Walk(key));
        Ok(())
    }

    /// An operation begins.
    pub(super) fn begin(&mut self, kind: OperationKind, request: &str, amount: i64) -> Operation {
        self.counters.operation += 1;
        let name =
            self.model.specs.platform.operations.get(&kind).and_then(|operation| operation.operation_type.first());
        Operation {
            id: self.counters.operation,
            kind,
            name: name.map_or_else(|| kind.key().to_owned(), Clone::clone),
            status: "processing".to_owned(),
            request: request.to_owned(),
            began: self.now,
            changed: self.now,
            amount,
            paid: None,
            code: None,
            message: String::new(),
            refund_id: None,
            urls: [None, None, None],
            ended: false,
            ending: None,
        }
    }

    /// The answer to a clarification, or a channel's further request.
    pub(super) fn further(&mut self, request: &Request, turn: Option<&str>) -> Result<(), Refusal> {
        let key = Key::new(request.project, payment_id(&request.body).unwrap_or_default());
        let payment = self.book.get(&key).ok_or_else(|| Refusal::from(Why::NotFound))?;
        let at = |path: &str| request.body.pointer(&pointer(path));
        let found = |path: &str| at(&format!("additional_data.{path}")).or_else(|| at(path));
        let required = |fields: &[String]| match fields.iter().find(|path| found(path).is_none()) {
            Some(path) => Err(Refusal::of(Why::Required, path, "was asked for and is absent")),
            None => Ok(()),
        };
        match (&payment.waits, turn) {
            // the object is all that must be there: it may be empty, or hold a part
            (Waits::Clarification, None) if at("additional_data").is_some_and(Value::is_object) => {}
            (Waits::Clarification, None) => {
                let (why, says) = match at("additional_data") {
                    Some(_) => (Why::Malformed, "is no object"),
                    None => (Why::Required, "is absent; it may be empty"),
                };
                return Err(Refusal::of(why, "additional_data", says));
            }
            (Waits::Further(name, fields), turn) if turn.is_none_or(|turn| turn == name) => required(fields)?,
            _ => {
                return Err(Refusal::of(Why::State, "general.payment_id", "the payment waits for nothing of the kind"));
            }
        }
        let faulty: Vec<Fault> = (self.model.asked(payment).into_iter())
            .filter(|row| found(&row.path).is_some_and(|value| !rows::fits(row, value)))
            .map(|row| Fault {
                why: Why::Malformed,
                field: row.path.clone(),
                says: "is not as it was asked for".into(),
            })
            .collect();
        if !faulty.is_empty() {
            return Err(Refusal { why: Why::Malformed, faults: faulty });
        }
        let clarified = payment.waits == Waits::Clarification;
        let missing: Vec<String> =
            payment.missing.iter().filter(|path| clarified && found(path).is_none()).cloned().collect();
        let more = sent(request.body.get("additional_data").unwrap_or(&Value::Null));
        // where something is still missing, it is asked for again, and the time for that begins anew
        let due = self.model.ends(payment);
        let timer = clarified.then(|| self.timer(due, Timer::Expire(key.clone())));
        if let Some(payment) = self.book.get_mut(&key) {
            for (object, members) in more {
                match (payment.sent.get_mut(&object).and_then(Value::as_object_mut), members) {
                    (Some(known), Value::Object(members)) => known.extend(members),
                    (_, members) => drop(payment.sent.insert(object, members)),
                }
            }
            payment.faulty.retain(|path, _| missing.contains(path));
            payment.missing = missing;
            payment.waits = Waits::Nothing;
            payment.step.clear();
            if !clarified {
                payment.turn += 1;
            }
            if let Some(timer) = timer {
                let old = payment.expiry.replace(timer);
                old.map(|old| self.timers.remove(&old));
            }
        }
        self.timer(self.now + STEP, Timer::Walk(key));
        Ok(())
    }
}

/// What of a request callbacks repeat.
fn sent(body: &Value) -> Map<String, Value> {
    let keep = |object: &str| body.get(object).is_some_and(Value::is_object);
    let members = [("customer", &["id", "phone", "email", "ip_address"][..]), ("account", &["number", "token"][..])];
    let mut sent: Map<String, Value> = Map::new();
    for (object, members) in members.iter().filter(|(object, _)| keep(object)) {
        let text = |member: &str| body.get(object)?.get(member).filter(|value| value.is_string()).cloned();
        let told = members.iter().filter_map(|member| Some(((*member).to_owned(), text(member)?)));
        sent.insert((*object).to_owned(), Value::Object(told.collect()));
    }
    let asked = |value: Option<&Value>| value.is_some_and(|value| *value == json!(1) || *value == json!(true));
    let register = asked(body.get("recurring_register")) || asked(body.pointer("/recurring/register"));
    if register {
        let kind = body.pointer("/recurring/type").filter(|kind| kind.is_string()).cloned();
        let kind = kind.unwrap_or_else(|| json!("C"));
        sent.insert("registers".to_owned(), kind);
        let scheduled = body.pointer("/recurring/scheduled_payment_id").and_then(Value::as_str);
        if let Some(scheduled) = scheduled.filter(|id| !id.is_empty()) {
            sent.insert("scheduled".to_owned(), json!(scheduled));
        }
    }
    sent
}

fn delay(asked: Option<i64>, greatest: u32) -> u32 {
    asked.and_then(|seconds| u32::try_from(seconds).ok()).unwrap_or(0).min(greatest)
}
