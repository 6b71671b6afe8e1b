//! The Payment Page: who opens it, with what, and the payment that is made on it.

use std::collections::{BTreeMap, BTreeSet};

use ecommpay_platform::runtime::page::is_signed;
use ecommpay_platform::runtime::sign::Scalar;
use methodspec::resolved::{Form, Interface, Method, OperationKind};
use serde_json::{Map, Value, json};

use super::callback::put;
use super::input::{Asks, Open, Request};
use super::judge::Judge;
use super::model::Model;
use super::page;
use super::refusal::{Refusal, Why};
use crate::page_purpose::{Purpose, integer, operation};

impl Judge {
    /// Parameters that open the Payment Page: whose they are.
    ///
    /// # Errors
    /// Where the signature does not hold.
    pub fn page(&self, params: &BTreeMap<String, String>) -> Result<i64, Refusal> {
        let project = params.get("project_id").ok_or_else(|| Refusal::of(Why::Required, "project_id", "is absent"))?;
        let project: i64 =
            integer(project).ok_or_else(|| Refusal::of(Why::Malformed, "project_id", "is no whole number"))?;
        let signer = self.signers.get(&project);
        let signer = signer
            .ok_or_else(|| Refusal::of(Why::Project, "project_id", "is a project that this Gate does not serve"))?;
        let received = params.get("signature").ok_or_else(|| Refusal::from(Why::Unsigned))?;
        let signed = params.iter().filter(|(name, _)| *name != "signature" && is_signed(name));
        let ours = signer.clone().sign(signed.map(|(name, value)| (name.as_str(), Scalar::Text(value))));
        if ours.matches(received) { Ok(project) } else { Err(Why::Signature.into()) }
    }

    /// What a page needs to be opened, whatever method is then chosen: the envelope, and a sum that some method takes.
    ///
    /// # Errors
    /// What is wrong with the parameters.
    pub fn can_open(&self, params: &BTreeMap<String, String>) -> Result<(), Refusal> {
        let purpose = Purpose::of(params.get("mode").map_or("", String::as_str));
        let platform = &self.model.specs.platform;
        for name in purpose.needed(platform) {
            if params.get(name).is_none_or(String::is_empty) {
                return Err(Refusal::of(Why::of_rule("required", name), name, "is absent"));
            }
        }
        if purpose == Purpose::KeepsCard {
            return self.beside_methods(&[], params);
        }
        let text = |name: &str| params.get(name).map_or("", String::as_str);
        let sum = integer(text("payment_amount")).filter(|sum| *sum >= 0);
        let sum =
            sum.ok_or_else(|| Refusal::of(Why::Malformed, "payment_amount", "is no whole number of minor units"))?;
        let checks = purpose == Purpose::VerifiesCard;
        if checks && sum != 0 {
            return Err(Refusal::of(Why::Malformed, "payment_amount", "is 0 where a card is verified"));
        }
        let methods = page::choice(&self.model, params);
        let operations: Vec<_> =
            methods.iter().filter_map(|method| method.operations.get(&page_operation(params))).collect();
        let currency = text("payment_currency");
        if !checks {
            self.model.is_page_sum(&operations, sum, currency)?;
        }
        if !platform.currencies.contains_key(currency) {
            return Err(Refusal::of(Why::Currency, "payment_currency", "is none that the platform knows"));
        }
        if checks {
            // no method's form is of this, and the platform's bounds of a sum are those of a payment
            let mut params = params.clone();
            params.remove("payment_amount");
            return self.beside_methods(&[], &params);
        }
        self.beside_methods(&methods, params)?;
        let mut refusals = operations.into_iter().map(|operation| self.model.page_sum(operation, sum, currency));
        // none at all: the page itself says so
        let first = refusals.next().unwrap_or(Ok(()));
        if first.is_err() && refusals.any(|other| other.is_ok()) { Ok(()) } else { first }
    }

    /// Holds against the platform's own word what no method of these says more of.
    fn beside_methods(&self, methods: &[&Method], params: &BTreeMap<String, String>) -> Result<(), Refusal> {
        let forms = methods.iter().flat_map(|method| method.operations.values()).flat_map(|operation| &operation.forms);
        let rows = forms.filter(|form| form.interface == Interface::PaymentPage).flat_map(|form| &form.rows);
        let own: BTreeSet<&str> = rows.map(|row| row.path.as_str()).collect();
        let mut flat = read(&self.model, &[], params);
        if let Some(members) = flat.as_object_mut() {
            members.retain(|name, _| !own.contains(name.as_str()));
        }
        self.model.parameters(Interface::PaymentPage, &flat)
    }

    /// A payment made on the Payment Page by a method.
    ///
    /// # Errors
    /// What is wrong with the parameters.
    pub fn on_page(&self, project: i64, params: &BTreeMap<String, String>, key: &str) -> Result<Request, Refusal> {
        let kind = page_operation(params);
        let method = self.model.method(key).ok_or(Refusal::from(Why::Unknown))?;
        let operation =
            method.operations.get(&kind).filter(|operation| operation.via.contains(&Interface::PaymentPage));
        let operation = operation
            .ok_or_else(|| Refusal::of(Why::NotAllowed, "", "the method has no such operation on the Payment Page"))?;
        let forms: Vec<&Form> =
            operation.forms.iter().filter(|form| form.interface == Interface::PaymentPage).collect();
        let flat = read(&self.model, &forms, params);
        let channel = self.model.judge(key, operation, Interface::PaymentPage, &flat)?;
        let mut body = json!({});
        let fields = self.model.specs.platform.fields.values().filter(|field| field.path != "general.signature");
        for field in fields {
            if let Some(value) = field.payment_page.as_ref().and_then(|name| flat.get(name)) {
                put(&mut body, &field.path, value.clone());
            }
        }
        let ending = self.rules.ending(method, operation, &body);
        let open = Open {
            method: key.to_owned(),
            operation: kind.key().to_owned(),
            channel,
            page: true,
            missing: Vec::new(),
            ending,
            fails: None,
        };
        Ok(Request { path: "/payment".to_owned(), project, body, asks: Asks::Open(open) })
    }
}

/// What the page was opened for.
#[must_use]
pub(super) fn page_operation(params: &BTreeMap<String, String>) -> OperationKind {
    let text = |name: &str| params.get(name).map_or("", String::as_str);
    operation(text("mode"), text("operation_type"))
}

/// Parameters as the types that their fields have, by these forms and the platform: in an address all are texts.
fn read(model: &Model, forms: &[&Form], params: &BTreeMap<String, String>) -> Value {
    params.iter().map(|(name, text)| (name.clone(), typed(model, forms, name, text))).collect::<Map<_, _>>().into()
}

fn typed(model: &Model, forms: &[&Form], name: &str, text: &str) -> Value {
    use methodspec::resolved::ValueKind as K;
    let rows = forms.iter().flat_map(|form| &form.rows);
    let by_row = rows.filter(|row| row.path == name).map(|row| row.value.kind).next();
    let by_field = || {
        model
            .specs
            .platform
            .fields
            .values()
            .find(|field| field.payment_page.as_deref() == Some(name))
            .map(|field| field.value.kind)
    };
    match by_row.or_else(by_field) {
        Some(K::Integer | K::Amount) => integer(text).map_or_else(|| json!(text), |number| json!(number)),
        Some(K::Boolean) => match text {
            "1" | "true" => json!(true),
            "0" | "false" => json!(false),
            _ => json!(text),
        },
        _ => json!(text),
    }
}
