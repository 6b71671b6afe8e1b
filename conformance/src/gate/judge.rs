//! What can be said of a request without the state: is it signed, by whom, what for, of the right shape.

use std::collections::BTreeMap;
use std::sync::Arc;

use ecommpay_platform::runtime::Secret;
use ecommpay_platform::runtime::sign::{Scalar, Signer};
use methodspec::resolved::{Interface, Operation, OperationKind, RequestKind};
use serde_json::{Value, json};

use super::callback::put;
use super::input::{Asks, Follow, Open, Request};
use super::model::{Model, opens, pointer};
use super::page;
use super::refusal::{Refusal, Why};
use super::rules::Rules;

/// Judges requests, and signs what is sent.
pub struct Judge {
    /// What is served.
    pub model: Arc<Model>,
    rules: Rules,
    signers: BTreeMap<i64, Signer>,
}

impl Judge {
    /// With the secrets of the projects.
    #[must_use]
    pub fn new(model: Arc<Model>, rules: Rules, secrets: &[(i64, Secret)]) -> Self {
        let signers = secrets.iter().map(|(project, secret)| (*project, Signer::new(secret))).collect();
        Self { model, rules, signers }
    }

    /// Signs a JSON object in place, at its top.
    pub fn sign(&self, project: i64, body: &mut Value) {
        let signature =
            self.signers.get(&project).and_then(|signer| signer.clone().sign_json(body.to_string().as_bytes()).ok());
        if let (Some(signature), Some(body)) = (signature, body.as_object_mut()) {
            body.insert("signature".to_owned(), json!(signature.as_str()));
        }
    }

    /// A request to Gate or the Data API: first the signature, then what it asks for.
    ///
    /// # Errors
    /// Where it is not known who sent it.
    pub fn gate(&self, path: &str, bytes: &[u8]) -> Result<Request, Refusal> {
        let mut body: Value =
            serde_json::from_slice(bytes).map_err(|_| Refusal::of(Why::Json, "", "the body is no JSON"))?;
        if !body.is_object() {
            return Err(Refusal::of(Why::Json, "", "the body is no JSON object"));
        }
        let project = self.signed(&body, bytes)?;
        let asks = self.asks(path, &body);
        if let Some(body) = body.as_object_mut() {
            body.remove("signature");
            body.get_mut("general").and_then(Value::as_object_mut).map(|general| general.remove("signature"));
        }
        Ok(Request { path: path.to_owned(), project, body, asks })
    }

    fn signed(&self, body: &Value, bytes: &[u8]) -> Result<i64, Refusal> {
        let id = body.pointer("/general/project_id").or_else(|| body.get("project_id"));
        let ids: Vec<&Value> = match id {
            None => return Err(Refusal::of(Why::Required, "general.project_id", "is absent")),
            Some(Value::Array(list)) => list.iter().collect(),
            Some(one) => vec![one],
        };
        let read = |id: &Value| {
            id.as_i64().ok_or_else(|| Refusal::of(Why::Malformed, "general.project_id", "is no whole number"))
        };
        let mut ids: Vec<i64> = ids.into_iter().map(read).collect::<Result<_, _>>()?;
        let unknown = || {
            Refusal::of(
                Why::Signature,
                "general.project_id",
                "is a project that this Gate does not serve: start it with --project",
            )
        };
        let first = *ids.first().ok_or_else(unknown)?;
        ids.sort_unstable();
        ids.dedup();
        let received = body.get("signature").or_else(|| body.pointer("/general/signature"));
        let received = received.and_then(Value::as_str).filter(|text| !text.is_empty());
        let received = received.ok_or_else(|| Refusal::from(Why::Unsigned))?;
        // who asks about several projects must have the secret of each
        for id in ids {
            let mut signer = self.signers.get(&id).ok_or_else(unknown)?.clone();
            let ours = signer.sign_json(bytes).map_err(|fault| Refusal::of(Why::Json, "", fault.to_string()))?;
            if !ours.matches(received) {
                return Err(Why::Signature.into());
            }
        }
        Ok(first)
    }

    fn asks(&self, path: &str, body: &Value) -> Asks {
        if let Some(kind) = self.model.request(path) {
            let asks = match kind {
                RequestKind::Status => Asks::Status,
                RequestKind::StatusByRequest => Asks::StatusOfRequest,
                RequestKind::Operations => Asks::Operations,
                RequestKind::Clarification => Asks::Further { turn: None },
            };
            return self.model.judge_request(kind, body).map_or_else(Asks::Refused, |()| asks);
        }
        if let Some(turn) = self.model.further(path) {
            return Asks::Further { turn: Some(turn.to_owned()) };
        }
        if let Some(judged) = self.model.list(path, body) {
            return judged.map_or_else(Asks::Refused, |()| Asks::List);
        }
        let Some(all) = self.model.at(path) else {
            return Asks::Refused(Refusal::of(Why::Unknown, "", "no operation of the specs has this path"));
        };
        // where methods share a path, the one whose shape fits
        let mut refusal = Refusal::from(Why::Unknown);
        for (method, kind) in all {
            match self.operation(method, *kind, body) {
                Ok(asks) => return asks,
                Err(other) => refusal = other,
            }
        }
        Asks::Refused(refusal)
    }

    fn operation(&self, key: &str, kind: OperationKind, body: &Value) -> Result<Asks, Refusal> {
        let method = self.model.method(key).ok_or(Refusal::from(Why::Unknown))?;
        let operation = method.operations.get(&kind).ok_or(Refusal::from(Why::Unknown))?;
        if body.pointer("/general/payment_id").and_then(Value::as_str).is_none_or(str::is_empty) {
            return Err(Refusal::of(Why::Required, "general.payment_id", "is absent, or no text"));
        }
        self.delay(body)?;
        let of_kind = |refusal: Refusal| if kind == OperationKind::Refund { refusal.of_refund() } else { refusal };
        let channel = self.model.judge(key, operation, Interface::Gate, body).map_err(of_kind)?;
        let ending = self.rules.ending(method, operation, body);
        if !opens(kind) {
            self.both_or_neither(operation, body)?;
            return Ok(Asks::Follow(Follow { method: key.to_owned(), operation: kind.key().to_owned(), ending }));
        }
        let missing = self.model.missing(operation, channel.as_deref(), body);
        Ok(Asks::Open(Open {
            method: key.to_owned(),
            operation: kind.key().to_owned(),
            channel,
            page: false,
            missing,
            ending,
        }))
    }

    fn delay(&self, body: &Value) -> Result<(), Refusal> {
        let most = i64::from(self.model.specs.platform.delivery.max_delay_seconds);
        match body.pointer("/callback/delay") {
            Some(delay) if delay.as_i64().is_none_or(|seconds| !(0..=most).contains(&seconds)) => Err(Refusal::of(
                Why::Malformed,
                "callback.delay",
                format!("is no whole number of seconds up to {most}"),
            )),
            _ => Ok(()),
        }
    }

    /// A sum has its currency, where the operation takes one.
    fn both_or_neither(&self, operation: &Operation, body: &Value) -> Result<(), Refusal> {
        let (amount, currency) = ("payment.amount", "payment.currency");
        let sent = |path: &str| body.pointer(&pointer(path)).is_some();
        match (sent(amount), sent(currency)) {
            (true, false) if self.model.takes(operation, currency) => {
                Err(Refusal::of(Why::NoCurrency, currency, "is absent, and there is an amount"))
            }
            (false, true) if self.model.takes(operation, amount) => {
                Err(Refusal::of(Why::NoAmount, amount, "is absent, and there is a currency"))
            }
            _ => Ok(()),
        }
    }

    /// Parameters that open the Payment Page: whose they are.
    ///
    /// # Errors
    /// Where the signature does not hold.
    pub fn page(&self, params: &BTreeMap<String, String>) -> Result<i64, Refusal> {
        let project = params.get("project_id").ok_or_else(|| Refusal::of(Why::Required, "project_id", "is absent"))?;
        let project: i64 =
            project.parse().map_err(|_| Refusal::of(Why::Malformed, "project_id", "is no whole number"))?;
        let signer = self.signers.get(&project);
        let signer = signer
            .ok_or_else(|| Refusal::of(Why::Signature, "project_id", "is a project that this Gate does not serve"))?;
        let received = params.get("signature").ok_or_else(|| Refusal::from(Why::Unsigned))?;
        let signed = params.iter().filter(|(name, _)| !matches!(name.as_str(), "signature" | "frame_mode"));
        let ours = signer.clone().sign(signed.map(|(name, value)| (name.as_str(), Scalar::Text(value))));
        if ours.matches(received) { Ok(project) } else { Err(Why::Signature.into()) }
    }

    /// What a page needs to be opened, whatever method is then chosen: the envelope, and a sum that some method takes.
    ///
    /// # Errors
    /// What is wrong with the parameters.
    pub fn can_open(&self, params: &BTreeMap<String, String>) -> Result<(), Refusal> {
        if params.get("mode").is_some_and(|mode| mode == "card_tokenize") {
            // nothing is paid
            return Ok(());
        }
        let platform = &self.model.specs.platform;
        let envelope = platform.envelope.get(&Interface::PaymentPage).into_iter().flatten();
        for name in envelope.filter_map(|path| platform.fields.get(path)?.payment_page.as_deref()) {
            if params.get(name).is_none_or(String::is_empty) {
                return Err(Refusal::of(Why::of_rule("required", name), name, "is absent"));
            }
        }
        let text = |name: &str| params.get(name).map_or("", String::as_str);
        let sum = text("payment_amount").parse::<i64>().ok().filter(|sum| *sum >= 0);
        let sum =
            sum.ok_or_else(|| Refusal::of(Why::Malformed, "payment_amount", "is no whole number of minor units"))?;
        let currency = text("payment_currency");
        if !platform.currencies.contains_key(currency) {
            return Err(Refusal::of(Why::Currency, "payment_currency", "is none that the platform knows"));
        }
        let methods = page::choice(&self.model, params);
        let operations = methods.iter().filter_map(|method| method.operations.get(&page_operation(params)));
        let mut refusals = operations.map(|operation| self.model.page_sum(operation, sum, currency));
        // none at all: the page itself says so
        let first = refusals.next().unwrap_or(Ok(()));
        if first.is_err() && refusals.any(|other| other.is_ok()) { Ok(()) } else { first }
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
        let flat = Value::Object(
            params.iter().map(|(name, value)| (name.clone(), typed(&self.model, operation, name, value))).collect(),
        );
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
        };
        Ok(Request { path: "/payment".to_owned(), project, body, asks: Asks::Open(open) })
    }
}

/// What the page was opened for.
#[must_use]
pub fn page_operation(params: &BTreeMap<String, String>) -> OperationKind {
    let is = |name: &str, value: &str| params.get(name).is_some_and(|found| found == value);
    if is("mode", "payout") {
        OperationKind::Payout
    } else if is("operation_type", "auth") {
        OperationKind::Auth
    } else {
        OperationKind::Sale
    }
}

/// A parameter as the type that its field has: in an address all are texts.
fn typed(model: &Model, operation: &Operation, name: &str, text: &str) -> Value {
    use methodspec::resolved::ValueKind as K;
    let rows =
        operation.forms.iter().filter(|form| form.interface == Interface::PaymentPage).flat_map(|form| &form.rows);
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
        Some(K::Integer | K::Amount) => text.parse::<i64>().map_or_else(|_| json!(text), |number| json!(number)),
        Some(K::Boolean) => match text {
            "1" | "true" => json!(true),
            "0" | "false" => json!(false),
            _ => json!(text),
        },
        _ => json!(text),
    }
}
