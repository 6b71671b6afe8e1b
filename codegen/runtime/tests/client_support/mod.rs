//! An invented platform, a server that answers by a script, and both adapters behind one face.
#![allow(dead_code, unreachable_pub, reason = "each test takes what it needs")]

pub mod reef;
pub mod server;

use std::time::Duration;

pub use self::reef::{Operation, Patient, Reef, Status};
use self::server::{Got, Reply, Server};
use ecommpay_runtime::client::{self, Error, Hosts, Interval, Retry, Sent, Settings, Token};
use ecommpay_runtime::form::{Draft, Form, Slot};
use ecommpay_runtime::sign::Signer;
use ecommpay_runtime::{Gate, Project, Secret, Test, Value, json};

pub const PERSON: &str = "anna@example.test";
pub const KEY: &str = "a secret of the project";

pub fn project() -> Project<Test> {
    Project::new(125, Secret::new(KEY).expect("a secret")).expect("a project")
}

fn draft(form: &'static Form) -> Draft<Gate> {
    Draft::new(form).set("general.payment_id", Slot::Text("order-1".to_owned()))
}

fn money(form: &'static Form) -> Draft<Gate> {
    draft(form).set("payment.amount", 1_000).set("payment.currency", Slot::Text("FJD".to_owned()))
}

pub fn sale() -> Draft<Gate> {
    money(&reef::SALE).set("customer", json!({ "email": PERSON }))
}

pub fn refund(id: Option<&str>) -> Draft<Gate> {
    let refund = money(&reef::REFUND);
    id.into_iter().fold(refund, |refund, id| refund.set("payment.merchant_refund_id", Slot::Text(id.to_owned())))
}

pub fn capture() -> Draft<Gate> {
    money(&reef::CAPTURE)
}

pub fn confirm() -> Draft<Gate> {
    draft(&reef::CONFIRM)
}

pub fn accepted() -> Value {
    json!({ "status": "success", "request_id": "r-1", "project_id": 125, "payment_id": "order-1" })
}

pub fn refused(code: &str) -> Value {
    json!({ "status": "error", "code": code, "message": format!("told to {PERSON}"),
            "errors": [{ "code": code, "field": "customer.email", "description": PERSON }] })
}

/// The status of a payment of 10.00 FJD by a sale.
pub fn standing(status: &str) -> Value {
    standing_with(status, json!([operation("sale", 1_000, "FJD")]))
}

pub fn standing_with(status: &str, operations: Value) -> Value {
    let payment = json!({ "id": "order-1", "status": status, "sum": sum(1_000, "FJD") });
    signed(json!({ "project_id": 125, "payment": payment, "operations": operations }), KEY)
}

pub fn operation(kind: &str, amount: i64, currency: &str) -> Value {
    json!({ "type": kind, "sum_initial": sum(amount, currency) })
}

pub fn sum(amount: i64, currency: &str) -> Value {
    json!({ "amount": amount, "currency": currency })
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
    Hosts::at(&reef::API, address).expect("a loopback address")
}

pub fn token() -> (Token, Interval) {
    let token = Token::new("a token", Secret::new("the token's secret").expect("a secret")).expect("a token");
    (token, Interval::new("2026-11-01 00:00:00", "2026-11-02 00:00:00").in_zone("UTC"))
}

/// What both adapters do, for tests that hold of both.
pub trait Client {
    fn send(&self, request: &Draft<Gate>) -> Result<Sent<Status>, Error>;
    fn status(&self, payment: &str) -> Result<Status, Error>;
    fn operations(&self) -> Result<Vec<Vec<Operation>>, Error>;
    /// Whether each page could be had, until there is none: of at most ten.
    fn rest(&self) -> Vec<bool>;
    /// The first page of all projects' operations with one of these values.
    fn select(&self, field: &str, values: &[&str]);
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

    fn rest(&self) -> Vec<bool> {
        let (token, interval) = token();
        let mut list = self.operations(&token, &interval).expect("documented");
        let pages = std::iter::from_fn(|| list.next_page().map(|page| page.map(drop)).transpose());
        pages.take(10).map(|page| page.is_ok()).collect()
    }

    fn select(&self, field: &str, values: &[&str]) {
        let (token, interval) = token();
        let list = self.operations(&token, &interval).expect("documented").all_projects();
        list.select(field, values.iter().copied()).expect("a field").next_page().expect("a page");
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

    fn rest(&self) -> Vec<bool> {
        let (token, interval) = token();
        let mut list = self.0.operations(&token, &interval).expect("documented");
        let pages = std::iter::from_fn(|| self.1.block_on(list.next_page()).map(|page| page.map(drop)).transpose());
        pages.take(10).map(|page| page.is_ok()).collect()
    }

    fn select(&self, field: &str, values: &[&str]) {
        let (token, interval) = token();
        let list = self.0.operations(&token, &interval).expect("documented").all_projects();
        let mut list = list.select(field, values.iter().copied()).expect("a field");
        self.1.block_on(list.next_page()).expect("a page");
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

/// Each adapter against a fresh server with this script: what it does with it, and what the server got.
pub fn with<T>(script: impl Fn() -> Vec<Reply>, run: impl Fn(&dyn Client) -> T) -> [(T, Vec<Got>); 2] {
    [0, 1].map(|which| {
        let server = Server::start(script());
        let client = &clients(&server.address)[which];
        let came = run(client.as_ref());
        (came, server.got())
    })
}

pub fn ok(body: Value) -> Reply {
    Reply::Json(200, body)
}

pub fn paths(got: &[Got]) -> Vec<&str> {
    got.iter().map(|got| got.path.as_str()).collect()
}

pub const SALE: &str = "/v2/payment/reef/sale";
pub const STATUS: &str = "/v2/payment/status";
