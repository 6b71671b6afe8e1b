//! Questions, which change nothing: statuses, the operations of a time.

use methodspec::resolved::{Pages, RequestKind};
use serde_json::{Value, json};

use super::{Answer, World, payment_id};
use crate::gate::book::Fate;
use crate::gate::callback;
use crate::gate::clock::{read, written};
use crate::gate::model::pointer;
use crate::gate::payment::{Key, Operation, Payment};
use crate::gate::refusal::{Refusal, Why};

impl World {
    pub(super) fn status(&self, request: &super::Request) -> Answer {
        let key = Key::new(request.project, payment_id(&request.body).unwrap_or_default());
        match self.book.get(&key) {
            Some(payment) => self.signed(request.project, callback::status(&self.model, &key, payment)),
            None => self.no(&Refusal::of(Why::NotFound, "general.payment_id", "no such payment")),
        }
    }

    pub(super) fn status_of_request(&self, request: &super::Request) -> Answer {
        let asked = self.model.specs.platform.requests.get(&RequestKind::StatusByRequest);
        let path = asked.and_then(|asked| asked.about.as_deref()).unwrap_or("request_id");
        let id = request.body.pointer(&pointer(path));
        let Some(id) = id.and_then(Value::as_str) else {
            return self.no(&Refusal::of(Why::Required, path, "is absent"));
        };
        match self.book.fate(id) {
            Some(Fate::Payment(key)) if key.project == request.project => match self.book.get(key) {
                Some(payment) => self.signed(request.project, callback::status(&self.model, key, payment)),
                None => self.no(&Why::NotFound.into()),
            },
            Some(Fate::Refused(project, body)) if *project == request.project => self.signed(*project, body.clone()),
            _ => self.no(&Refusal::of(Why::NotFound, path, "no such request")),
        }
    }

    /// `/operations/get` of the Data API.
    pub(super) fn operations(&self, request: &super::Request) -> Answer {
        match self.selected(request) {
            Ok(operations) => self.signed(request.project, json!({ "operations": operations })),
            Err(refusal) => self.no(&refusal),
        }
    }

    fn selected(&self, request: &super::Request) -> Result<Vec<Value>, Refusal> {
        let body = &request.body;
        let asked = self.model.specs.platform.requests.get(&RequestKind::Operations);
        let Some(Pages { asks: [project, _, from, to, zone], limit, offset, most }) =
            asked.and_then(|request| request.pages.as_ref())
        else {
            return Err(Refusal::of(Why::Unknown, "", "the platform's file does not say how operations are listed"));
        };
        let at = |path: &String| body.pointer(&pointer(path));
        let number = |path: &String, otherwise: u64| match at(path) {
            None => Ok(otherwise),
            Some(value) => value.as_u64().ok_or_else(|| Refusal::of(Why::Malformed, path, "is no whole number")),
        };
        let most = u64::from(*most);
        let (wanted, skipped) = (number(limit, most)?, number(offset, 0)?);
        if wanted > most {
            return Err(Refusal::of(Why::Malformed, limit, format!("is above {most}")));
        }
        let moment = |path: &String, otherwise: i64| match at(path) {
            None => Ok(otherwise),
            Some(value) => value
                .as_str()
                .and_then(read)
                .ok_or_else(|| Refusal::of(Why::Malformed, path, "is not written as 2026-11-22 03:04:05")),
        };
        let (from, to) = (moment(from, i64::MIN)?, moment(to, i64::MAX - 999)?);
        if at(zone).is_some_and(|zone| !matches!(zone.as_str(), Some("UTC" | "GMT" | "Etc/UTC"))) {
            return Err(Refusal::of(Why::Malformed, zone, "the local Gate knows UTC alone"));
        }
        let projects: Vec<i64> = match at(project) {
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_i64).collect(),
            Some(one) => one.as_i64().into_iter().collect(),
            None => Vec::new(),
        };
        let kinds = listed(body.get("operation_type"));
        let fields = listed(body.get("fields"));
        let payments = self.book.sorted();
        let all = payments.iter().filter(|(key, _)| projects.contains(&key.project));
        let mut found: Vec<(&Key, &Payment, &Operation)> = all
            .flat_map(|(key, payment)| payment.operations.iter().map(move |operation| (*key, *payment, operation)))
            .filter(|(.., operation)| kinds.is_empty() || kinds.contains(&operation.name.as_str()))
            .filter(|(.., operation)| (from..=to.saturating_add(999)).contains(&operation.began))
            .collect();
        found.sort_by_key(|(.., operation)| operation.id);
        let page = found.into_iter().skip(usize::try_from(skipped).unwrap_or(usize::MAX));
        let page = page.take(usize::try_from(wanted).unwrap_or(usize::MAX));
        Ok(page.map(|(key, payment, operation)| row(self, key, payment, operation, &fields)).collect())
    }

    fn signed(&self, project: i64, body: Value) -> Answer {
        Answer { status: 200, body, signed: Some(project) }
    }

    pub(super) fn no(&self, refusal: &Refusal) -> Answer {
        Answer { status: refusal.why.http(), body: refusal.body(&self.model.specs.platform), signed: None }
    }
}

fn listed(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(one)) => vec![one],
        _ => Vec::new(),
    }
}

fn row(world: &World, key: &Key, payment: &Payment, operation: &Operation, fields: &[&str]) -> Value {
    let all = json!({
        "project_id": key.project,
        "payment_id": payment.id,
        "payment_status": payment.status,
        "payment_method": world.model.label(&payment.method),
        "operation_id": operation.id,
        "operation_type": operation.name,
        "operation_status": operation.status,
        "operation_created_at": written(operation.began),
        "operation_completed_at": operation.ended.then(|| written(operation.changed)),
        "operation_amount": operation.amount,
        "operation_currency": payment.currency,
        "operation_code": operation.code,
        "request_id": operation.request,
    });
    match all {
        Value::Object(all) if !fields.is_empty() => {
            Value::Object(all.into_iter().filter(|(name, _)| fields.contains(&name.as_str())).collect())
        }
        all => all,
    }
}
