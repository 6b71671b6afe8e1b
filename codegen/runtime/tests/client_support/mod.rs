//! An invented platform, a server that answers by a script, and both adapters behind one face.
#![allow(dead_code, unreachable_pub, reason = "each test takes what it needs")]

pub mod server;

use std::time::Duration;

use ecommpay_runtime::callback::{JsonShape, Shape, ShapeField, Verified};
use ecommpay_runtime::client::{
    self, AcceptedAnswer, Api, Enquiry, Entry, Error, Hosts, Interval, Kind as Refusal, Listing, Once, RefusedAnswer,
    Retry, Sent, Settings, Signed, Standing, StatusAnswer, Token,
};
use ecommpay_runtime::form::{Draft, Form, IntegerRule, Kind, Row, Slot, Source, TextRule};
use ecommpay_runtime::sign::Signer;
use ecommpay_runtime::{Gate, Project, Secret, Test, Value, json};

const TEXT: Kind = Kind::Text(TextRule::new().length(1, 255));
const GENERAL: [Row; 4] = [
    Row::holder("general").required("here"),
    Row::new("general.payment_id", TEXT).required("here"),
    Row::new("general.project_id", Kind::Integer(IntegerRule::new())).required("here").from(Source::Project),
    Row::new("general.signature", Kind::Text(TextRule::new())).required("here").from(Source::Signature),
];
static MONEY: &[Row] = &[
    Row::new("customer", Kind::Json),
    GENERAL[0],
    GENERAL[1],
    GENERAL[2],
    GENERAL[3],
    Row::holder("payment").required("here"),
    Row::new("payment.amount", Kind::Integer(IntegerRule::new())).required("here"),
    Row::new("payment.merchant_refund_id", TEXT),
];
static SALE: Form = Form::gate("reef/sale/gate", "reef/sale", "/v2/payment/reef/sale").rows(MONEY);
static REFUND: Form = Form::gate("reef/refund/gate", "reef/refund", "/v2/payment/reef/refund").rows(MONEY);
static CAPTURE: Form = Form::gate("reef/capture/gate", "reef/capture", "/v2/payment/reef/capture").rows(MONEY);
static CONFIRM: Form = Form::gate("reef/sale/gate/confirm", "reef/sale", "/v2/payment/reef/confirm").rows(&GENERAL);
static STATUS: Form = Form::gate("platform/status", "platform/status", "/v2/payment/status").rows(&GENERAL);
static BY_REQUEST: Form = Form::gate("platform/by_request", "platform/by_request", "/v2/payment/status/request")
    .rows(&[GENERAL[0], GENERAL[2], GENERAL[3], Row::new("request_id", TEXT).required("here")]);
static OPERATIONS: Form = Form::gate("platform/operations", "platform/operations", "/operations/get").rows(&[
    Row::holder("interval").required("here"),
    Row::new("interval.from", TEXT).required("here"),
    Row::new("interval.to", TEXT).required("here"),
    Row::new("limit", Kind::Integer(IntegerRule::new())),
    Row::new("offset", Kind::Integer(IntegerRule::new())),
    Row::new("project_id", Kind::List).required("here"),
    Row::new("signature", Kind::Text(TextRule::new())).required("here").from(Source::Signature),
    Row::new("token", TEXT).required("here"),
    Row::new("tz", TEXT),
]);
static ACCEPTED: Shape = Shape::new(&[
    ShapeField::new("status", JsonShape::Text),
    ShapeField::new("request_id", JsonShape::Text),
    ShapeField::new("project_id", JsonShape::Integer),
    ShapeField::new("payment_id", JsonShape::Text),
]);
static STANDING: Shape = Shape::new(&[
    ShapeField::new("project_id", JsonShape::Integer),
    ShapeField::new("payment.id", JsonShape::Text),
    ShapeField::new("payment.status", JsonShape::Text),
    ShapeField::new("errors[].code", JsonShape::Text),
]);
static API: Api = Api::new(
    ["https://gate.example.test", "https://page.example.test", "https://data.example.test/v1"],
    "general.payment_id",
    AcceptedAnswer::new(
        Some(200),
        Signed::NotDocumented,
        &ACCEPTED,
        &[("status", "success")],
        ["request_id", "project_id", "payment_id"],
    ),
    RefusedAnswer::new(
        None,
        &[("status", "error")],
        ["code", "message", "errors"],
        ["code", "message", "field", "description"],
    ),
    StatusAnswer::new(Some(200), &STANDING, ["payment.id", "payment.status", "errors"]),
)
.once(&[
    ("sale", Once::new("general.payment_id", Refusal::AlreadyUsed, &["payment.amount"])),
    ("refund", Once::new("payment.merchant_refund_id", Refusal::RefundAlreadyUsed, &[])),
])
.status(Enquiry::new(&STATUS, "general.payment_id"))
.status_by_request(Enquiry::new(&BY_REQUEST, "request_id").not_before(10))
.operations(Listing::new(
    &OPERATIONS,
    ["project_id", "token", "interval.from", "interval.to", "tz"],
    ["limit", "offset"],
    3,
    None,
))
.refusals(&[
    ("3041", Refusal::AlreadyUsed),
    ("3061", Refusal::NotFound),
    ("3121", Refusal::Currency),
    ("3230", Refusal::RefundAlreadyUsed),
]);

#[derive(Debug)]
pub enum Reef {}

impl client::Platform for Reef {
    const API: &'static Api = &API;
    type Status = Status;
    type Operation = Operation;
}

#[derive(Debug, Clone)]
pub struct Status(pub Verified);

impl From<Verified> for Status {
    fn from(verified: Verified) -> Self {
        Self(verified)
    }
}

impl Standing for Status {
    fn is_final(&self) -> bool {
        self.status() == Some("success")
    }
}

impl Status {
    pub fn status(&self) -> Option<&str> {
        self.0.field(2).and_then(|item| item.as_str())
    }
}

#[derive(Debug)]
pub struct Operation(pub Entry);

impl From<Entry> for Operation {
    fn from(entry: Entry) -> Self {
        Self(entry)
    }
}

pub const PERSON: &str = "anna@example.test";
pub const KEY: &str = "a secret of the project";

pub fn project() -> Project<Test> {
    Project::new(125, Secret::new(KEY).expect("a secret")).expect("a project")
}

fn draft(form: &'static Form) -> Draft<Gate> {
    Draft::new(form).set("general.payment_id", Slot::Text("order-1".to_owned()))
}

pub fn sale() -> Draft<Gate> {
    draft(&SALE).set("payment.amount", 1_000).set("customer", json!({ "email": PERSON }))
}

pub fn refund(id: Option<&str>) -> Draft<Gate> {
    let refund = draft(&REFUND).set("payment.amount", 1_000);
    id.into_iter().fold(refund, |refund, id| refund.set("payment.merchant_refund_id", Slot::Text(id.to_owned())))
}

pub fn capture() -> Draft<Gate> {
    draft(&CAPTURE).set("payment.amount", 1_000)
}

pub fn confirm() -> Draft<Gate> {
    draft(&CONFIRM)
}

pub fn accepted() -> Value {
    json!({ "status": "success", "request_id": "r-1", "project_id": 125, "payment_id": "order-1" })
}

pub fn refused(code: &str) -> Value {
    json!({ "status": "error", "code": code, "message": format!("told to {PERSON}"),
            "errors": [{ "code": code, "field": "customer.email", "description": PERSON }] })
}

pub fn standing(status: &str) -> Value {
    signed(json!({ "project_id": 125, "payment": { "id": "order-1", "status": status } }), KEY)
}

pub fn signed(mut body: Value, key: &str) -> Value {
    let signature = Signer::new(&Secret::new(key).expect("a secret")).sign_json(body.to_string().as_bytes());
    body["signature"] = Value::from(signature.expect("signed").as_str());
    body
}

/// No pauses; a time-out that a silent server runs into.
pub fn settings() -> Settings {
    let quick = Duration::from_millis(300);
    Settings::default()
        .time_out(quick)
        .connect_time_out(quick)
        .listing_time_out(quick)
        .answer_bytes(64 << 10)
        .retry(Retry::default().pause(Duration::ZERO))
}

pub fn hosts(address: &str) -> Hosts<Test> {
    Hosts::at(&API, address).expect("a loopback address")
}

pub fn token() -> (Token, Interval) {
    let token = Token::new("a token", Secret::new("the token's secret").expect("a secret")).expect("a token");
    let text = str::to_owned;
    (token, Interval { from: text("2026-11-01 00:00:00"), to: text("2026-11-02 00:00:00"), zone: text("UTC") })
}

/// What both adapters do, for tests that hold of both.
pub trait Client {
    fn send(&self, request: &Draft<Gate>) -> Result<Sent<Status>, Error>;
    fn status(&self, payment: &str) -> Result<Status, Error>;
    fn operations(&self) -> Result<Vec<Vec<Operation>>, Error>;
    fn by_request(&self, ago: Duration) -> Result<Status, Error>;
    fn debug(&self) -> String;
}

impl Client for client::ureq::Gate<Test, Reef> {
    fn send(&self, request: &Draft<Gate>) -> Result<Sent<Status>, Error> {
        self.send(request)
    }

    fn status(&self, payment: &str) -> Result<Status, Error> {
        self.status(payment)
    }

    fn operations(&self) -> Result<Vec<Vec<Operation>>, Error> {
        let (token, interval) = token();
        let mut list = self.operations(&token, &interval)?;
        let mut pages = Vec::new();
        while let Some(page) = list.next_page()? {
            pages.push(page);
        }
        Ok(pages)
    }

    fn by_request(&self, ago: Duration) -> Result<Status, Error> {
        self.status_by_request("r-1", ago)
    }

    fn debug(&self) -> String {
        format!("{self:?}")
    }
}

pub struct Blocked(pub client::reqwest::Gate<Test, Reef>, pub tokio::runtime::Runtime);

impl Client for Blocked {
    fn send(&self, request: &Draft<Gate>) -> Result<Sent<Status>, Error> {
        self.1.block_on(self.0.send(request))
    }

    fn status(&self, payment: &str) -> Result<Status, Error> {
        self.1.block_on(self.0.status(payment))
    }

    fn operations(&self) -> Result<Vec<Vec<Operation>>, Error> {
        let (token, interval) = token();
        let mut list = self.0.operations(&token, &interval)?;
        let mut pages = Vec::new();
        while let Some(page) = self.1.block_on(list.next_page())? {
            pages.push(page);
        }
        Ok(pages)
    }

    fn by_request(&self, ago: Duration) -> Result<Status, Error> {
        self.1.block_on(self.0.status_by_request("r-1", ago))
    }

    fn debug(&self) -> String {
        format!("{:?}", self.0)
    }
}

pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// Both adapters at an address.
pub fn clients(address: &str) -> [Box<dyn Client>; 2] {
    let blocking = client::ureq::Gate::<Test, Reef>::at(project(), hosts(address)).settings(settings());
    let gate = client::reqwest::Gate::at(project(), hosts(address)).and_then(|gate| gate.settings(settings()));
    [Box::new(blocking), Box::new(Blocked(gate.expect("a client"), runtime()))]
}
