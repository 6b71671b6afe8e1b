//! An invented platform, by tables as the generator makes them.

use ecommpay_runtime::callback::{JsonShape, Shape, ShapeField, Verified};
use ecommpay_runtime::client::{
    self, AcceptedAnswer, Api, Enquiry, Entry, Kind as Refusal, Listing, Once, RefusedAnswer, Signed, Standing,
    StatusAnswer,
};
use ecommpay_runtime::form::{Form, IntegerRule, Kind, Row, Source, TextRule};

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
    Row::new("payment.amount", Kind::Amount(IntegerRule::new())).required("here"),
    Row::new("payment.currency", Kind::Currency).required("here"),
    Row::new("payment.merchant_refund_id", TEXT),
];
pub static SALE: Form = Form::gate("reef/sale/gate", "reef/sale", "/v2/payment/reef/sale").rows(MONEY);
pub static REFUND: Form = Form::gate("reef/refund/gate", "reef/refund", "/v2/payment/reef/refund").rows(MONEY);
pub static CAPTURE: Form = Form::gate("reef/capture/gate", "reef/capture", "/v2/payment/reef/capture").rows(MONEY);
pub static CONFIRM: Form = Form::gate("reef/sale/gate/confirm", "reef/sale", "/v2/payment/reef/confirm").rows(&GENERAL);
static STATUS: Form = Form::gate("platform/status", "platform/status", "/v2/payment/status").rows(&GENERAL);
static BY_REQUEST: Form = Form::gate("platform/by_request", "platform/by_request", "/v2/payment/status/request")
    .rows(&[GENERAL[0], GENERAL[2], GENERAL[3], Row::new("request_id", TEXT).required("here")]);
static OPERATIONS: Form = Form::gate("platform/operations", "platform/operations", "/operations/get").rows(&[
    Row::new("customer_email", TEXT),
    Row::new("fields", Kind::List),
    Row::holder("interval").required("here"),
    Row::new("interval.from", TEXT).required("here"),
    Row::new("interval.to", TEXT).required("here"),
    Row::new("limit", Kind::Integer(IntegerRule::new())),
    Row::new("offset", Kind::Integer(IntegerRule::new())),
    Row::new("operation_type", Kind::Json),
    Row::new("project_id", Kind::List),
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
    ShapeField::new("operations", JsonShape::List),
    ShapeField::new("operations[].type", JsonShape::Text),
    ShapeField::new("operations[].sum_initial", JsonShape::Object),
    ShapeField::new("payment.sum", JsonShape::Object),
]);
/// The platform's facts: what a static refers to has to stand in its own initialiser.
macro_rules! api {
    () => {
        Api::new(
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
            )
            .constraint("constraint"),
            StatusAnswer::new(Some(200), &STANDING, ["payment.id", "payment.status", "errors"]).operations([
                "operations",
                "type",
                "sum_initial",
                "payment.sum",
            ]),
        )
        .once(&[
            ("sale", Once::new("general.payment_id", Refusal::AlreadyUsed, &["payment.amount"]).shown_as(&["sale"])),
            (
                "refund",
                Once::new("payment.merchant_refund_id", Refusal::RefundAlreadyUsed, &[])
                    .shown_as(&["refund", "reversal"]),
            ),
        ])
        .status(Enquiry::new(&STATUS, "general.payment_id"))
        .status_by_request(Enquiry::new(&BY_REQUEST, "request_id").not_before(10))
        .operations(
            Listing::new(
                &OPERATIONS,
                ["project_id", "token", "interval.from", "interval.to", "tz"],
                ["limit", "offset"],
                3,
                None,
            )
            .refused_by("status"),
        )
        .refusals(&[
            ("2642", Refusal::OverLimit),
            ("3041", Refusal::AlreadyUsed),
            ("3060", Refusal::State),
            ("3061", Refusal::NotFound),
            ("3062", Refusal::NotFound),
            ("3121", Refusal::Currency),
            ("3230", Refusal::RefundAlreadyUsed),
            ("3283", Refusal::RefundAmount),
            ("310", Refusal::NotAllowed),
        ])
    };
}
pub static API: Api = api!();
/// The same, but that the status says something only 10 s after the request.
static PATIENT: Api = api!().status(Enquiry::new(&STATUS, "general.payment_id").conclusive_after(10));

#[derive(Debug)]
pub enum Reef {}

impl client::Platform for Reef {
    const API: &'static Api = &API;
    type Status = Status;
    type Operation = Operation;
}

#[derive(Debug)]
pub enum Patient {}

impl client::Platform for Patient {
    const API: &'static Api = &PATIENT;
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
