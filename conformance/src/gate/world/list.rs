//! The Data API: operations that were completed in a time, a page of them.

use methodspec::resolved::{Pages, RequestKind, Said};
use serde_json::{Value, json};

use super::{Answer, World};
use crate::gate::clock::{in_zone, read, written};
use crate::gate::model::pointer;
use crate::gate::payment::{Key, Operation, Payment};
use crate::gate::refusal::{Refusal, Why};

impl World {
    /// `/operations/get`.
    pub(super) fn operations(&self, request: &super::Request) -> Answer {
        match self.selected(&request.body) {
            Ok(operations) => self.signed(request.project, json!({ "operations": operations })),
            Err(refusal) => self.no(request, &refusal),
        }
    }

    fn selected(&self, body: &Value) -> Result<Vec<Value>, Refusal> {
        let asked = self.model.specs.platform.requests.get(&RequestKind::Operations);
        let Some(Pages { asks: [project, _, from, to, zone_of], limit, offset, most }) =
            asked.and_then(|request| request.pages.as_ref())
        else {
            return Err(Refusal::of(Why::Unknown, "", "the platform's file does not say how operations are listed"));
        };
        let at = |path: &str| body.pointer(&pointer(path));
        let number = |path: &String, otherwise: u64| match at(path) {
            None => Ok(otherwise),
            Some(value) => value.as_u64().ok_or_else(|| Refusal::of(Why::Malformed, path, "is no whole number")),
        };
        let most = u64::from(*most);
        let (wanted, skipped) = (number(limit, most)?, number(offset, 0)?);
        if wanted > most {
            return Err(Refusal::of(Why::Malformed, limit, format!("is above {most}")));
        }
        // without a zone it is the account's: this Gate's accounts are in UTC
        let name = match at(zone_of) {
            None => Some("UTC"),
            Some(name) => name.as_str(),
        };
        let unknown = || {
            let says = "is no time zone that this system has the data of: give its name, or what it differs from UTC, as +10:30";
            Refusal::of(Why::Malformed, zone_of, says)
        };
        let moment = |path: &String| match at(path) {
            None => Err(Refusal::of(Why::Required, path, "is absent")),
            Some(value) => {
                let shown = value.as_str().and_then(read);
                let malformed = || Refusal::of(Why::Malformed, path, "is not written as 2026-11-22 03:04:05");
                let shown = shown.ok_or_else(malformed)?;
                name.and_then(|name| in_zone(name, shown)).ok_or_else(unknown)
            }
        };
        let (from, to) = (moment(from)?, moment(to)?);
        let projects: Vec<i64> = match at(project) {
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_i64).collect(),
            Some(one) => one.as_i64().into_iter().collect(),
            None => Vec::new(),
        };
        let [kinds, statuses, customers, fields] =
            ["operation_type", "operation_status", "customer_id", "fields"].map(|path| listed(path, at(path)));
        let (kinds, statuses, customers, fields) = (kinds?, statuses?, customers?, fields?);
        let email = at("customer_email").and_then(Value::as_str);
        let takes = |wanted: &[&str], found: &str| wanted.is_empty() || wanted.contains(&found);
        let of_customer = |payment: &Payment| {
            let text = |member: &str| payment.sent.get("customer").and_then(|one| one.get(member)?.as_str());
            takes(&customers, text("id").unwrap_or_default()) && email.is_none_or(|email| text("email") == Some(email))
        };
        let payments = self.book.sorted();
        let all = payments.iter().filter(|(key, payment)| projects.contains(&key.project) && of_customer(payment));
        let mut found: Vec<(&Key, &Payment, &Operation)> = all
            .flat_map(|(key, payment)| payment.operations.iter().map(move |operation| (*key, *payment, operation)))
            .filter(|(.., operation)| takes(&kinds, &operation.name) && takes(&statuses, &operation.status))
            .filter(|(.., one)| one.ended && (from..=to.saturating_add(999)).contains(&one.changed))
            .collect();
        found.sort_by_key(|(.., operation)| operation.id);
        let page = found.into_iter().skip(usize::try_from(skipped).unwrap_or(usize::MAX));
        let page = page.take(usize::try_from(wanted).unwrap_or(usize::MAX));
        Ok(page.map(|(key, payment, operation)| row(self, key, payment, operation, &fields)).collect())
    }
}

/// A text, or a list of texts.
fn listed<'a>(path: &str, value: Option<&'a Value>) -> Result<Vec<&'a str>, Refusal> {
    let no = || Refusal::of(Why::Malformed, path, "is neither a text nor a list of texts");
    match value {
        None => Ok(Vec::new()),
        Some(Value::String(one)) => Ok(vec![one]),
        Some(Value::Array(list)) => list.iter().map(|one| one.as_str().ok_or_else(no)).collect(),
        Some(_) => Err(no()),
    }
}

/// The members that the platform's description requires of each; what this Gate does not know is empty.
fn row(world: &World, key: &Key, payment: &Payment, operation: &Operation, fields: &[&str]) -> Value {
    let sum = |amount: i64| json!({ "amount": amount, "currency": payment.currency });
    let account = payment.sent.get("account").and_then(|account| account.get("number"));
    let address = payment.sent.get("customer").and_then(|customer| customer.get("ip_address"));
    let kind = world.model.method(&payment.method).and_then(|method| match &method.kind.said {
        Said::Is(kind) => Some(kind.as_str()),
        _ => None,
    });
    let all = json!({
        "project_id": key.project.to_string(),
        "payment_id": payment.id,
        "payment_description": payment.description,
        "payment_method_name": world.model.label(&payment.method),
        "payment_method_type": kind.unwrap_or_default(),
        "payment_provider_code": "",
        "payment_provider_message": "",
        "operation_id": operation.id.to_string(),
        "operation_type": operation.name,
        "operation_status": operation.status,
        "operation_created_at": written(operation.began),
        "operation_completed_at": written(operation.changed),
        "sum_initial": sum(world.model.asked_sum(payment, operation)),
        "sum_converted": sum(operation.took()),
        "account_number": account.and_then(Value::as_str).unwrap_or_default(),
        "customer_ip": address.and_then(Value::as_str).unwrap_or_default(),
        "provider_date": written(operation.changed),
        "shipment_date": "",
        "arn": "",
        "rrn": "",
    });
    match all {
        Value::Object(all) if !fields.is_empty() => {
            Value::Object(all.into_iter().filter(|(name, _)| fields.contains(&name.as_str())).collect())
        }
        all => all,
    }
}
