//! A `;` in a Gate request: refused where callbacks could be read as others for it, advice elsewhere.

use crate::support::{Dice, SHAPE, secret};
use crate::verify_honest::honest;
use ecommpay_runtime::callback::{Ambiguity, Reading};
use ecommpay_runtime::form::{Draft, Form, Invalid, Kind, Row, Severity, Source, Text, TextKind, TextRule};
use ecommpay_runtime::sign::Signer;
use ecommpay_runtime::{Gate, json};

static READING: Reading = Reading::new(&SHAPE)
    .paid(&[("operation.code", "0"), ("operation.status", "success"), ("payment.status", "success")])
    .members("payment.method", "payment.id", "payment.status");

static FORM: Form = Form::gate("reef/sale/gate", "reef/sale", "/v2/payment/reef/sale").callbacks(&READING).rows(&[
    Row::new("customer.id", AnyText::KIND),
    Row::new("customer.email", AnyText::KIND),
    Row::new("general.payment_id", AnyText::KIND),
    Row::new("general.signature", Kind::Text(TextRule::new())).from(Source::Signature),
    Row::new("payment.description", AnyText::KIND),
    Row::new("receipt_data", Kind::Json),
    Row::new("return_url.success", AnyText::KIND),
]);

enum Any {}
impl TextKind for Any {
    const NAME: &'static str = "any";
    const RULE: TextRule = TextRule::new();
}
type AnyText = Text<Any>;

fn draft() -> Draft<Gate> {
    Draft::new(&FORM)
}

fn sign(draft: &Draft<Gate>) -> Result<Vec<String>, (String, Ambiguity)> {
    match draft.sign_with(7, &mut Signer::new(&secret("secret")), None) {
        Ok(signed) => {
            assert!(signed.advice.iter().all(|advice| advice.severity == Severity::Advice));
            Ok(signed.advice.into_iter().map(|advice| advice.pointer).collect())
        }
        Err(Invalid::Semicolon { name, ambiguity }) => Err((name, ambiguity)),
        Err(other) => panic!("{other}"),
    }
}

fn text(text: &str) -> AnyText {
    AnyText::new(text).expect("a text")
}

#[test]
fn a_text_that_hides_members_is_refused_by_name() {
    for (member, value, ambiguity) in [
        // of the callback, wherever it would be sorted
        ("payment.description", "x;payment:status:success", Ambiguity::Member),
        ("payment.description", "x;account:number:4", Ambiguity::Member),
        ("payment.description", "x;operation:code:0", Ambiguity::Member),
        ("payment.description", "x;project_id:5", Ambiguity::Member),
        ("customer.id", "x;payment:new:1", Ambiguity::Member),
        ("general.payment_id", "x;customer:id:1", Ambiguity::Member),
        // of the request alone
        ("payment.description", "x;return_url:success:https://evil.example", Ambiguity::Member),
        // in a member that no callback brings back
        ("return_url.success", "https://x;payment:status:success", Ambiguity::Member),
        ("customer.email", "x;payment:status:success", Ambiguity::Member),
        // a name that would be sorted in behind the member
        ("customer.id", "x;note:1", Ambiguity::Name),
    ] {
        let refused = sign(&draft().set(member, text(value)));
        assert_eq!(refused, Err((member.to_owned(), ambiguity)), "{member}: {value}");
    }
}

#[test]
fn what_stands_in_json_is_looked_at_too() {
    let json = |value| sign(&draft().set("receipt_data", value));
    let refused = |path: &str, ambiguity| Err((path.to_owned(), ambiguity));
    assert_eq!(
        json(json!({ "positions": [{ "name": "a" }, { "name": "x;payment:status:success" }] })),
        refused("receipt_data.positions.1.name", Ambiguity::Member)
    );
    assert_eq!(json(json!({ "a;b": 1 })), refused("receipt_data.a;b", Ambiguity::Key));
    assert_eq!(json(json!({ "a": ["b; c"] })), Ok(vec!["/receipt_data/a/0".to_owned()]));
    let beyond = draft().with("/payment/extra_param", json!("x;payment:status:success")).expect("added");
    assert_eq!(sign(&beyond), refused("payment.extra_param", Ambiguity::Member));
    let beyond = draft().with("/payment/extra;param", json!("x")).expect("added");
    assert_eq!(sign(&beyond), refused("payment.extra;param", Ambiguity::Key));
}

#[test]
fn any_other_semicolon_is_advice() {
    let signed =
        sign(&draft().set("payment.description", text("2 boxes; ship to: Anna")).set("customer.id", text("7")));
    assert_eq!(signed, Ok(vec!["/payment/description".to_owned()]));
    assert_eq!(sign(&draft().set("payment.description", text("2 boxes"))), Ok(Vec::new()));
    let mut dice = Dice::new(5);
    let mut advised = 0;
    for _ in 0..10_000 {
        let description = honest(&mut dice);
        let signed = sign(&draft().set("payment.description", text(&description)));
        assert_eq!(signed.as_ref().map(Vec::len), Ok(usize::from(description.contains(';'))), "{description}");
        advised += usize::from(description.contains(';'));
    }
    assert!(advised > 5_000, "{advised}");
}

#[test]
fn the_refusal_names_the_member_and_none_of_its_text() {
    let draft = draft().set("payment.description", text("SECRET;payment:status:success"));
    let refused = draft.sign_with(7, &mut Signer::new(&secret("secret")), None).expect_err("refused");
    let told = format!("{refused} {refused:?}");
    assert!(told.contains("payment.description") && !told.contains("SECRET"), "{told}");
}
