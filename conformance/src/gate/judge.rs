//! What can be said of a request without the state: is it signed, by whom, what for, of the right shape.

use std::collections::BTreeMap;
use std::sync::Arc;

use ecommpay_platform::runtime::Secret;
use ecommpay_platform::runtime::callback::Keys;
use ecommpay_platform::runtime::json::Fault;
use ecommpay_platform::runtime::sign::Signer;
use methodspec::resolved::{Interface, Operation, OperationKind, RequestKind};
use serde_json::{Value, json};

use super::input::{Asks, Follow, Open, Request};
use super::model::{Model, opens, pointer};
use super::refusal::{Refusal, Why};
use super::rules::Rules;
use super::service::log;
use super::sum;
use crate::weight::{VALUES, is_too_much};

/// Judges requests, and signs what is sent.
pub struct Judge {
    /// What is served.
    pub model: Arc<Model>,
    pub(super) rules: Rules,
    pub(super) signers: BTreeMap<i64, Signer>,
    /// As a receiver has them.
    pub(super) keys: Keys,
    /// Checks that the platform may make later are made at once.
    at_once: bool,
}

/// Why something cannot be signed. Nothing of what it says is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unsignable {
    /// The project is not served, so its secret is not known.
    Project(i64),
    /// The signature does not cover such a body.
    Body(Fault),
    /// It is no object.
    NoObject,
}

impl std::fmt::Display for Unsignable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Project(project) => {
                write!(f, "project {project} is not served: start with --project {project} and its --key-env")
            }
            Self::Body(fault) => write!(f, "{fault}"),
            Self::NoObject => f.write_str("it is no object"),
        }
    }
}

impl Judge {
    /// With the secrets of the projects.
    #[must_use]
    pub fn new(model: Arc<Model>, rules: Rules, secrets: &[(i64, Secret)]) -> Self {
        let signers = secrets.iter().map(|(project, secret)| (*project, Signer::new(secret))).collect();
        let keys = secrets.iter().fold(Keys::new(), |keys, (project, secret)| keys.with(*project, secret));
        Self { model, rules, signers, keys, at_once: false }
    }

    /// The same, making every check at once.
    #[must_use]
    pub fn at_once(mut self, at_once: bool) -> Self {
        self.at_once = at_once;
        self
    }

    /// Signs a JSON object in place, at its top.
    ///
    /// # Errors
    /// Where it cannot be signed: then it is as it was.
    pub fn sign(&self, project: i64, body: &mut Value) -> Result<(), Unsignable> {
        let signer = self.signers.get(&project).ok_or(Unsignable::Project(project))?;
        let signature = signer.clone().sign_json(body.to_string().as_bytes()).map_err(Unsignable::Body)?;
        let body = body.as_object_mut().ok_or(Unsignable::NoObject)?;
        body.insert("signature".to_owned(), json!(signature.as_str()));
        Ok(())
    }

    /// The project that is served, where there is one alone.
    pub(super) fn only_project(&self) -> Option<i64> {
        let mut projects = self.signers.keys();
        projects.next().filter(|_| projects.next().is_none()).copied()
    }

    /// Whether the secret of a project is known.
    #[must_use]
    pub fn serves(&self, project: i64) -> bool {
        self.signers.contains_key(&project)
    }

    /// A request to Gate or the Data API: first the signature, then what it asks for.
    ///
    /// # Errors
    /// Where it is not known who sent it.
    pub fn gate(&self, path: &str, bytes: &[u8]) -> Result<Request, Refusal> {
        if is_too_much(bytes) {
            return Err(Refusal::of(Why::TooLarge, "", format!("the body has more than {VALUES} values")));
        }
        let mut body: Value =
            serde_json::from_slice(bytes).map_err(|_| Refusal::of(Why::Json, "", "the body is no JSON"))?;
        if !body.is_object() {
            return Err(Refusal::of(Why::Json, "", "the body is no JSON object"));
        }
        let rewritten = sum::make_whole(&mut body);
        let projects = self.signed(path, &body, bytes)?;
        let project = *projects.first().ok_or(Refusal::from(Why::Signature))?;
        if rewritten && (self.model.at(path).is_some() || self.model.request(path).is_some()) {
            log(&format!("{path}: advice: write an integer without a fraction or an exponent"));
        }
        let asks = self.asks(path, &body);
        if let Some(body) = body.as_object_mut() {
            if asks == Asks::Operations {
                // without projects, those of the secret that signed it
                body.entry("project_id").or_insert_with(|| json!(projects));
            }
            body.remove("signature");
            body.get_mut("general").and_then(Value::as_object_mut).map(|general| general.remove("signature"));
        }
        Ok(Request { path: path.to_owned(), project, body, asks })
    }

    /// The projects whose secret signed a request; the first is the one that it names first.
    fn signed(&self, path: &str, body: &Value, bytes: &[u8]) -> Result<Vec<i64>, Refusal> {
        let id = body.pointer("/general/project_id").or_else(|| body.get("project_id"));
        let received = body.get("signature").or_else(|| body.pointer("/general/signature"));
        let received = received.and_then(Value::as_str).filter(|text| !text.is_empty());
        let ids: Vec<&Value> = match id {
            None if self.model.request(path) == Some(RequestKind::Operations) => {
                return self.by_secret(received.ok_or(Refusal::from(Why::Unsigned))?, bytes);
            }
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
                Why::Project,
                "general.project_id",
                "is a project that this Gate does not serve: start it with --project",
            )
        };
        let first = *ids.first().ok_or_else(unknown)?;
        ids.sort_unstable();
        ids.dedup();
        let received = received.ok_or_else(|| Refusal::from(Why::Unsigned))?;
        // who asks about several projects must have the secret of each
        for id in &ids {
            let signer = self.signers.get(id).ok_or_else(unknown)?;
            if !signed_by(signer, received, bytes)? {
                return Err(Why::Signature.into());
            }
        }
        ids.retain(|id| *id != first);
        ids.insert(0, first);
        Ok(ids)
    }

    /// The projects whose secret makes a signature.
    fn by_secret(&self, received: &str, bytes: &[u8]) -> Result<Vec<i64>, Refusal> {
        let mut projects = Vec::new();
        for (project, signer) in &self.signers {
            if signed_by(signer, received, bytes)? {
                projects.push(*project);
            }
        }
        if projects.is_empty() { Err(Why::Signature.into()) } else { Ok(projects) }
    }

    fn asks(&self, path: &str, body: &Value) -> Asks {
        if let Some(kind) = self.model.request(path) {
            let asks = match kind {
                RequestKind::Status => Asks::Status,
                RequestKind::StatusByRequest => Asks::StatusOfRequest,
                RequestKind::Operations => Asks::Operations,
                RequestKind::Clarification => Asks::Further { turn: None },
            };
            let judged = match body.get("project_id") {
                // by a request all may stand at the top
                Some(project) if kind == RequestKind::StatusByRequest && body.get("general").is_none() => {
                    let mut moved = body.clone();
                    moved["general"] = json!({ "project_id": project });
                    self.model.judge_request(kind, &moved)
                }
                _ => self.model.judge_request(kind, body),
            };
            return judged.map_or_else(Asks::Refused, |()| asks);
        }
        if let Some(turn) = self.model.further(path, body) {
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
        // the refusal is that of the last
        let later = all.last().filter(|_| !self.at_once && refusal.is_later(&self.model.specs.platform));
        let fails = later.and_then(|(method, kind)| fails(method, *kind, body, &refusal));
        fails.unwrap_or(Asks::Refused(refusal))
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
            fails: None,
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
}

/// Whether a secret makes a signature.
fn signed_by(signer: &Signer, received: &str, bytes: &[u8]) -> Result<bool, Refusal> {
    let ours = signer.clone().sign_json(bytes).map_err(|fault| Refusal::of(Why::Json, "", fault.to_string()))?;
    Ok(ours.matches(received))
}

/// A request that opens a payment, is taken in and fails in a later check.
fn fails(method: &str, kind: OperationKind, body: &Value, refusal: &Refusal) -> Option<Asks> {
    let sum = sum::read(body, "payment.amount").ok()?;
    let is_whole = sum.is_some() && body.pointer("/payment/currency").is_some_and(Value::is_string);
    (opens(kind) && is_whole).then(|| {
        Asks::Open(Open {
            method: method.to_owned(),
            operation: kind.key().to_owned(),
            channel: None,
            page: false,
            missing: Vec::new(),
            ending: None,
            fails: Some(refusal.clone()),
        })
    })
}
