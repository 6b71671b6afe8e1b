//! Forms, by a table written by hand for a method that does not exist.

use ecommpay_runtime::form::{
    Column, Draft, DraftError, Form, Format, IntegerRule, Invalid, Kind, Presence, Reader, Row, Severity, Source, Text,
    TextKind, TextRule,
};
use ecommpay_runtime::method::{FormEntry, Method, Operation};
use ecommpay_runtime::money::{Amount, ContractError, Currency, Force, Limit};
use ecommpay_runtime::page;
use ecommpay_runtime::sign::Signer;
use ecommpay_runtime::{Gate, PaymentPage, Project, Secret, Test, Value, json};

mod kind {
    use super::{Format, TextKind, TextRule};

    pub(super) enum PaymentId {}
    impl TextKind for PaymentId {
        const NAME: &'static str = "general.payment_id";
        const RULE: TextRule = TextRule::new().length(1, 8);
    }

    pub(super) enum Email {}
    impl TextKind for Email {
        const NAME: &'static str = "customer.email";
        const RULE: TextRule = TextRule::new().format(Format::Email).length(0, 20);
    }
}

type PaymentId = Text<kind::PaymentId>;
type Email = Text<kind::Email>;

const FJD: Limit = Limit::new("FJD", 2).min(1_00).max(50_00).told("a sale takes 1.00 to 50.00 FJD", "guide:4");
const WST: Limit =
    Limit::new("WST", 0).max(900).step(10).force(Force::Advisory).told("up to 900 WST in tens", "guide:5");
const TOP: Limit = Limit::new("TOP", 2).min(1_00).force(Force::Contract).told("by contract", "guide:6");

#[derive(Debug, Clone, Copy)]
enum Sale {
    Fjd,
    Top,
}

impl Sale {
    const fn limit(self) -> &'static Limit {
        match self {
            Self::Fjd => &FJD,
            Self::Top => &TOP,
        }
    }
}

impl Currency for Sale {
    const OPERATION: &'static str = "reef/sale";
    const ALL: &'static [Self] = &[Self::Fjd, Self::Top];

    fn limit(self) -> &'static Limit {
        Self::limit(self)
    }
}

static FORM: Form =
    Form::gate("reef/sale/gate", "reef/sale", "/v2/payment/reef/sale").limits(&[&FJD, &WST, &TOP]).rows(&[
        Row::holder("customer").presence(Presence::Optional, "guide:7"),
        Row::new("customer.email", Email::KIND).presence(Presence::Recommended, "guide:8"),
        Row::holder("general").required("guide:1"),
        Row::new("general.payment_id", PaymentId::KIND).required("guide:2"),
        Row::new("general.project_id", Kind::Integer(IntegerRule::new().range(1, i64::MAX)))
            .required("guide:2")
            .from(Source::Project),
        Row::new("general.signature", Kind::Text(TextRule::new())).required("guide:2").from(Source::Signature),
        Row::holder("payment").required("guide:3"),
        Row::new("payment.amount", Kind::Amount(IntegerRule::new())).required("guide:3"),
        Row::new("payment.currency", Kind::Currency).required("guide:3"),
    ]);

static PAGE: Form = Form::payment_page("reef/sale/payment_page", "reef/sale", "/payment").limits(&[&FJD]).rows(&[
    Row::new("customer_email", Email::KIND),
    Row::new("payment_amount", Kind::Amount(IntegerRule::new())).required("guide:3"),
    Row::new("payment_currency", Kind::Currency).required("guide:3"),
    Row::new("payment_id", PaymentId::KIND).required("guide:2"),
    Row::new("project_id", Kind::Integer(IntegerRule::new().range(1, i64::MAX)))
        .required("guide:2")
        .from(Source::Project),
]);

static METHOD: Method<()> = Method::new("reef", "Reef Money", "0.1.0")
    .operations(&[Operation::new("reef/sale", &[&FJD, &WST, &TOP])])
    .forms(&[FormEntry::gate(&FORM, |json| Reader::new(&FORM, json)?.rest(Draft::new(&FORM)))]);

fn project() -> Project<Test> {
    Project::new(7, Secret::new("reef secret").expect("a secret")).expect("a project")
}

fn draft() -> Draft<Gate> {
    let id: PaymentId = "p-1".parse().expect("valid");
    Draft::new(&FORM).set("general.payment_id", id).set_amount(Amount::minor(Sale::Fjd, 10_00).expect("valid"))
}

fn whole() -> Value {
    json!({
        "general": { "project_id": 7, "payment_id": "p-1", "signature": "x" },
        "payment": { "amount": 1000, "currency": "FJD" }
    })
}

fn rules(violations: &[ecommpay_runtime::form::Violation]) -> Vec<&str> {
    violations.iter().map(|violation| violation.rule.as_str()).collect()
}

#[test]
fn a_draft_is_signed_as_its_json_is() {
    for draft in [draft(), draft().with("/payment/extra_param", json!({ "a": [1, true, null] })).unwrap()] {
        let signed = draft.sign(&project()).unwrap();
        let body: Value = serde_json::from_str(&signed.body).unwrap();
        let again = Signer::new(project().secret()).sign_json(signed.body.as_bytes()).unwrap();
        assert_eq!(body["general"]["signature"], again.as_str());
        assert_eq!(body["general"]["project_id"], 7);
        assert_eq!(signed.path, "/v2/payment/reef/sale");
    }
}

#[test]
fn members_stand_in_signing_order() {
    let signed = draft().sign(&project()).unwrap();
    let start = r#"{"general":{"payment_id":"p-1","project_id":7,"signature":""#;
    assert!(signed.body.starts_with(start), "{}", signed.body);
    assert!(signed.body.ends_with(r#""},"payment":{"amount":1000,"currency":"FJD"}}"#), "{}", signed.body);
}

#[test]
fn a_missing_object_is_reported_alone() {
    let mut json = whole();
    json.as_object_mut().unwrap().remove("payment");
    assert_eq!(rules(&FORM.validate(&json)), ["reef/sale/gate/required/payment"]);
    json["payment"] = json!([]);
    assert_eq!(rules(&FORM.validate(&json)), ["reef/sale/gate/type/payment"]);
    assert_eq!(
        rules(&FORM.validate(&json!(3)))[..],
        ["reef/sale/gate/required/general", "reef/sale/gate/required/payment"]
    );
}

#[test]
fn a_violation_says_where_what_and_why() {
    let mut json = whole();
    json["payment"]["amount"] = json!(50_01);
    let violations = FORM.validate(&json);
    assert_eq!(
        violations[0].to_string(),
        "/payment/amount: found 50.01 FJD, wanted a sale takes 1.00 to 50.00 FJD [reef/sale/gate/amount/max/FJD; guide:4]"
    );
    assert_eq!(violations.len(), 1);
}

#[test]
fn limits_bind_as_far_as_they_say() {
    let judged = |amount: i64, currency: &str| {
        let mut json = whole();
        json["payment"] = json!({ "amount": amount, "currency": currency });
        FORM.validate(&json).into_iter().map(|violation| (violation.rule, violation.severity)).collect::<Vec<_>>()
    };
    assert_eq!(judged(99, "FJD"), [("reef/sale/gate/amount/min/FJD".to_owned(), Severity::Error)]);
    // each bound that is broken, as a JSON Schema reports them
    let rule = |kind: &str| (format!("reef/sale/gate/amount/{kind}/WST"), Severity::Advice);
    assert_eq!(judged(910, "WST"), [rule("max")]);
    assert_eq!(judged(905, "WST"), [rule("max"), rule("step")]);
    assert_eq!(judged(15, "WST"), [("reef/sale/gate/amount/step/WST".to_owned(), Severity::Advice)]);
    assert_eq!(judged(1, "TOP"), []);
    assert_eq!(judged(1, "EUR"), [("reef/sale/gate/currency/payment.currency".to_owned(), Severity::Error)]);
    assert_eq!(judged(-1, "TOP"), [("reef/sale/gate/type/payment.amount".to_owned(), Severity::Error)]);
}

#[test]
fn advice_does_not_stop_a_request_and_an_error_does() {
    let id: PaymentId = "p-1".parse().unwrap();
    let unfinished: Draft<Gate> = Draft::new(&FORM).set("general.payment_id", id);
    let refused = unfinished.sign(&project()).unwrap_err();
    assert_eq!(rules(refused.violations()), ["reef/sale/gate/required/payment"]);
    assert!(refused.to_string().contains("/payment: found nothing, wanted a value"), "{refused}");
}

#[test]
fn what_has_a_row_cannot_be_added_beside_it() {
    let added = |pointer: &str| draft().with(pointer, json!(1)).map(|_| ());
    assert!(matches!(added("/payment/amount"), Err(DraftError::HasRow { row: "payment.amount", .. })));
    assert!(matches!(added("/payment/amount/x"), Err(DraftError::HasRow { .. })));
    assert!(matches!(added("/payment"), Err(DraftError::HasRow { row: "payment", .. })));
    assert!(matches!(added("/payment/signature"), Err(DraftError::Unsigned { .. })));
    assert!(matches!(added("/frame_mode"), Err(DraftError::Unsigned { .. })));
    assert!(matches!(added("payment"), Err(DraftError::NoPointer { .. })));
    let twice = draft().with("/a", json!({})).unwrap().with("/a/b", json!(1));
    assert!(matches!(twice, Err(DraftError::Taken { .. })));
}

#[test]
fn a_key_with_a_dot_or_a_slash_is_one_key() {
    let draft = draft().with("/a.b~1c", json!(1)).unwrap();
    assert_eq!(draft.beyond_the_form().collect::<Vec<_>>(), ["/a.b~1c"]);
    let body: Value = serde_json::from_str(&draft.sign(&project()).unwrap().body).unwrap();
    assert_eq!(body["a.b/c"], 1);
}

#[test]
fn nothing_that_was_filled_in_is_shown() {
    let email: Email = "a@secret.example".parse().unwrap();
    let draft = draft().set("customer.email", email).with("/customer/note", json!("very secret")).unwrap();
    let signed = draft.sign(&project()).unwrap();
    let shown = format!("{draft:?} {signed:?} {:?} {:?}", draft.get("customer.email"), project());
    assert!(!shown.contains("secret.example") && !shown.contains("very") && !shown.contains("p-1"), "{shown}");
    assert!(!shown.contains("reef secret"), "{shown}");
    assert!(shown.contains("customer.email") && shown.contains("/customer/note"), "{shown}");
    let long: Result<PaymentId, _> = "my very secret id".parse();
    assert_eq!(
        long.unwrap_err().to_string(),
        "general.payment_id: found a text of 17 characters, wanted 1 to 8 characters"
    );
}

#[test]
fn a_contract_replaces_limits_and_relaxes_rules_by_id() {
    let mut json = whole();
    json["payment"] = json!({ "amount": 60_00, "currency": "FJD" });
    let wider = METHOD.contract().limit("reef/sale", "FJD", 1_00..=70_00).unwrap();
    assert_eq!(FORM.validate_under(&json, &wider), []);
    json["payment"]["amount"] = json!(70_01);
    assert_eq!(rules(&FORM.validate_under(&json, &wider)), ["reef/sale/gate/amount/max/FJD"]);
    let relaxed = METHOD.contract().relax("reef/sale/gate/amount/max/FJD", "agreed by mail").unwrap();
    assert_eq!(FORM.validate_under(&json, &relaxed)[0].severity, Severity::Advice);
    assert_eq!(relaxed.relaxed("reef/sale/gate/amount/max/FJD"), Some("agreed by mail"));
    static OTHER: Method<()> = Method::new("coral", "Coral", "0.1.0");
    assert_eq!(rules(&FORM.validate_under(&whole(), &OTHER.contract())), ["reef/sale/gate/contract"]);
    let other = OTHER.contract();
    assert!(matches!(Amount::<Sale>::under(&other).minor(Sale::Top, 1), Err(ContractError::OtherMethod { .. })));
    assert!(matches!(METHOD.contract().relax("reef/sale/gate/typo", ""), Err(ContractError::NoSuchRule { .. })));
    assert!(matches!(METHOD.contract().limit("reef/sale", "EUR", 1..=2), Err(ContractError::NoSuchLimit { .. })));
    assert!(matches!(METHOD.contract().limit("reef/payout", "FJD", 1..=2), Err(ContractError::NoSuchLimit { .. })));
    assert!(matches!(METHOD.contract().limit("reef/sale", "FJD", -1..=1), Err(ContractError::EmptyRange { .. })));
}

#[test]
fn amounts_under_a_contract_are_held_against_it() {
    let contract = METHOD.contract().limit("reef/sale", "TOP", 5_00..=6_00).unwrap();
    let under = Amount::<Sale>::under(&contract);
    assert!(under.minor(Sale::Top, 5_00).is_ok());
    assert_eq!(
        under.minor(Sale::Top, 4_99).unwrap_err().to_string(),
        "4.99 TOP is outside the agreed 5.00 TOP to 6.00 TOP"
    );
    assert!(matches!(under.minor(Sale::Fjd, 50_01), Err(ContractError::Documented(_))));
    assert!(under.parse(Sale::Top, "5.50").is_ok());
    assert_eq!(
        Amount::parse(Sale::Fjd, "1.001").unwrap_err().to_string(),
        "more decimals than the currency has here (FJD has 2 decimals here)"
    );
}

#[test]
fn the_payment_page_gets_what_was_filled_in_payment_id_first() {
    let id: PaymentId = "p 1".parse().unwrap();
    let filled: Draft<PaymentPage> =
        Draft::new(&PAGE).set("payment_id", id).set_amount(Amount::minor(Sale::Fjd, 10_00).unwrap());
    let page = page::Page::new("https://pay.example.test").unwrap();
    let url = filled.clone().with("/frame_mode", json!("popup")).unwrap().url(&page, &project()).unwrap();
    let start = "https://pay.example.test/payment?project_id=7&payment_id=p+1&payment_amount=1000&payment_currency=FJD&frame_mode=popup&signature=";
    assert!(url.starts_with(start), "{url}");
    let plain = filled.url(&page, &project()).unwrap();
    assert_eq!(plain.split("signature=").last(), url.split("signature=").last(), "frame_mode is not signed");
    let nested = filled.with("/booking_info", json!({ "a": 1 })).unwrap().url(&page, &project());
    assert!(matches!(nested, Err(Invalid::Nested { .. })));
}

#[test]
fn reading_keeps_what_the_form_does_not_know_and_refuses_what_it_cannot_be() {
    let mut json = whole();
    json["payment"]["extra_param"] = json!("x");
    json["callback"] = json!({ "delay": 5 });
    let reader = Reader::new(&FORM, &json).unwrap();
    let id = Column::new::<PaymentId>("general.payment_id");
    let sum = Column::amount::<Sale>();
    let email = Column::new::<Email>("customer.email");
    let mut filled = Draft::<Gate>::new(&FORM);
    reader.fill(&mut filled, true, &[id, sum]).unwrap();
    reader.fill(&mut filled, false, &[email]).unwrap();
    let set = |path: &str| filled.get(path).is_some();
    assert!(set("general.payment_id") && set("payment.amount") && set("payment.currency") && !set("customer.email"));
    let read = reader.rest(filled).unwrap();
    assert_eq!(read.beyond_the_form().collect::<Vec<_>>(), ["/callback", "/payment/extra_param"]);
    json["payment"]["currency"] = json!("EUR");
    let refused = |json: &Value, required: bool, columns: &[Column]| {
        let mut draft = Draft::<Gate>::new(&FORM);
        Reader::new(&FORM, json).unwrap().fill(&mut draft, required, columns).unwrap_err().to_string()
    };
    assert_eq!(refused(&json, true, &[id, sum]), "payment.currency: no currency of this operation: it takes FJD, TOP");
    assert_eq!(refused(&json, true, &[email]), "customer.email: is required and absent");
    json["payment"] = json!({});
    assert_eq!(refused(&json, true, &[sum]), "payment.amount: is required and absent");
    json["payment"]["amount"] = json!(1_000);
    assert_eq!(refused(&json, false, &[sum]), "payment.currency: is required and absent", "one without the other");
    json["customer"] = json!({ "email": "nobody" });
    assert!(refused(&json, false, &[email]).starts_with("customer.email: "), "not what the field takes");
    assert!(Reader::new(&FORM, &json!([])).is_err());
}

/// The amount's own range holds in every currency, known or not, whatever the contract; what is out of it has that fault alone.
#[test]
fn an_amount_has_a_range_of_its_own() {
    static OWN: Form =
        Form::gate("reef/sale/gate", "reef/sale", "/v2/payment/reef/sale").limits(&[&FJD]).open().rows(&[
            Row::holder("payment").required("guide:3"),
            Row::new("payment.amount", Kind::Amount(IntegerRule::new().range(1, 10_000_000))).required("guide:3"),
            Row::new("payment.currency", Kind::Currency).required("guide:3"),
        ]);
    let broken = |amount: i64, currency: &str| {
        let json = json!({ "payment": { "amount": amount, "currency": currency } });
        rules(&OWN.validate(&json)).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    for currency in ["FJD", "EUR", "TOP"] {
        for amount in [0, 10_000_001] {
            assert_eq!(broken(amount, currency), ["reef/sale/gate/range/payment.amount"], "{amount} {currency}");
        }
        assert_eq!(broken(-1, currency), ["reef/sale/gate/type/payment.amount"], "{currency}");
    }
    assert_eq!(broken(1, "EUR"), Vec::<String>::new());
    assert_eq!(broken(10_000_000, "EUR"), Vec::<String>::new());
    let listed: Vec<String> = OWN.rules().map(|rule| rule.id).collect();
    assert!(listed.contains(&"reef/sale/gate/range/payment.amount".to_owned()), "{listed:?}");
}
