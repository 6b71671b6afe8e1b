//! Values with canaries wherever a caller, a customer or the platform may put a text. Names of members are told: they are
//! what a developer looks for, and not what stands in them.

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use ecommpay::platform::client::{Error, Hosts, Platform, Token, hosts_at};
use ecommpay::platform::fields;
use ecommpay::platform::runtime::callback::{Keys, Order, Verifier};
use ecommpay::platform::runtime::client::{Core, Do, Question, Run};
use ecommpay::platform::runtime::form::{Draft, Gate as OfGate, Reader, Slot};
use ecommpay::platform::runtime::method::Read;
use ecommpay::platform::runtime::sign::{Scalar, Signer};
use ecommpay::platform::{Callback, SHAPE};
use ecommpay::{Project, Secret, Test, Webhook};
use ecommpay_conformance::gate::judge::Judge;
use ecommpay_conformance::gate::model::Model;
use ecommpay_conformance::gate::rules::Rules;
use ecommpay_conformance::reconcile::{Reconciliation, Row};
use ecommpay_conformance::traffic::{Options, Orders, Run as Traffic, Secrets};
use serde_json::{Value, json};

use super::{CANARY, NUMBER};
use crate::gate_support::{Gate, PROJECT, start};

/// Name, and both ways of printing.
type Printed = Vec<(&'static str, (String, String))>;

fn put(all: &mut Printed, name: &'static str, value: &dyn Debug) {
    all.push((name, (format!("{value:?}"), format!("{value:#?}"))));
}

fn secret() -> Secret {
    Secret::new(CANARY).unwrap()
}

fn project() -> Project<Test> {
    Project::new(PROJECT, secret()).unwrap()
}

pub(super) async fn all() -> Printed {
    let mut all = Vec::new();
    secrets(&mut all);
    callbacks(&mut all);
    requests(&mut all);
    client(&mut all);
    answers(&mut all).await;
    suite(&mut all);
    all
}

fn secrets(all: &mut Printed) {
    put(all, "runtime/secret.rs Secret", &secret());
    put(all, "runtime/project.rs Project", &project());
    put(all, "runtime/callback/keys.rs Keys", &Keys::new().with(PROJECT, &secret()));
    let mut signer = Signer::new(&secret());
    put(all, "runtime/sign/signature.rs Signature", &signer.sign([("a", Scalar::Text(CANARY))]));
    put(all, "runtime/sign/signer.rs Signer", &signer);
    let mut lines = signer.begin();
    lines.line("a", Scalar::Text(CANARY));
    put(all, "runtime/sign/signer.rs Lines", &lines);
    put(all, "runtime/sign/scalar.rs Scalar", &Scalar::Text(CANARY));
    put(all, "runtime/sign/scalar.rs Scalar", &Scalar::Integer(NUMBER));
}

fn callback() -> Value {
    json!({
        "project_id": PROJECT,
        "payment": {
            "id": CANARY, "status": CANARY, "type": CANARY, "method": CANARY, "description": format!("{CANARY}; {CANARY}"),
            "date": CANARY, "sum": { "amount": NUMBER, "currency": CANARY },
        },
        "operation": { "id": NUMBER, "type": CANARY, "status": CANARY, "code": CANARY, "message": CANARY, "request_id": CANARY },
        "customer": { "id": CANARY, "phone": CANARY },
        "account": { "number": CANARY, "token": CANARY, "card_holder": CANARY },
        "redirect_data": { "url": CANARY, "method": CANARY, "body": { "member": CANARY }, "encrypted": { "member": CANARY } },
        "display_data": [{ "type": CANARY, "title": CANARY, "data": CANARY }],
        "nobody_knows": { "it": CANARY, "number": NUMBER },
    })
}

fn callbacks(all: &mut Printed) {
    let keys = Keys::new().with(PROJECT, &secret());
    let mut body = callback();
    body["signature"] = json!(CANARY);
    let refusal = Verifier::new(&SHAPE).verify(&keys, body.to_string().as_bytes()).unwrap_err();
    put(all, "runtime/callback/refusal.rs Refusal", &refusal);
    body.as_object_mut().unwrap().remove("signature");
    body["signature"] = json!(Signer::new(&secret()).sign_json(body.to_string().as_bytes()).unwrap().as_str());
    let verified = Verifier::new(&SHAPE).verify(&keys, body.to_string().as_bytes()).unwrap();
    put(all, "runtime/callback/verified.rs Verified", &verified);
    put(all, "runtime/callback/verified.rs Note", &verified.notes().first().expect("a `;` is noted"));
    put(all, "runtime/callback/verified.rs Unknown", verified.rest().first().expect("a member that nobody knows"));
    put(all, "runtime/json/document.rs Document", verified.document());
    put(all, "runtime/json/document.rs Item", &verified.document().at("payment.id").unwrap());
    put(all, "runtime/json/document.rs Items", &verified.document().at("display_data").unwrap().items());
    let callback = Callback::from(verified);
    let redirect = callback.redirect().expect("a redirect");
    put(all, "runtime/callback/turns.rs RedirectData", &redirect);
    put(all, "runtime/callback/verified.rs Pair", redirect.body().first().expect("a member"));
    let display = callback.display().expect("something to display");
    put(all, "runtime/callback/turns.rs DisplayData", &display);
    put(all, "runtime/callback/turns.rs DisplayEntry", &display.entries().next().expect("an entry"));
    put(all, "runtime/webhook.rs Webhook", &Webhook::<Callback>(callback));
    let order = Order { project_id: PROJECT, payment_id: CANARY, amount: 1, currency: "KES" };
    put(all, "runtime/callback/order.rs Order", &order);
}

fn request() -> Value {
    json!({
        "general": { "project_id": PROJECT, "payment_id": CANARY, "merchant_callback_url": CANARY },
        "customer": { "id": CANARY, "ip_address": CANARY, "phone": CANARY, "email": CANARY, "first_name": CANARY },
        "payment": { "amount": NUMBER, "currency": CANARY, "description": CANARY },
        "account": { "number": CANARY },
        "nobody_knows": CANARY,
    })
}

fn draft() -> Draft<OfGate> {
    let forms = ecommpay::METHODS.iter().flat_map(|method| method.forms);
    let form = forms.map(|entry| entry.form).find(|form| form.id == "card-partner/sale/gate/redirect").expect("a form");
    ["general.payment_id", "customer.id", "customer.ip_address", "customer.email"]
        .into_iter()
        .fold(Draft::new(form), |draft, path| draft.set(path, Slot::Text(CANARY.to_owned())))
}

fn requests(all: &mut Printed) {
    put(all, "runtime/form/draft.rs Slot", &Slot::Text(CANARY.to_owned()));
    put(all, "runtime/form/draft.rs Slot", &Slot::Json(json!({ CANARY: CANARY })));
    let draft = draft().with("/nobody_knows", json!(CANARY)).unwrap();
    put(all, "runtime/form/draft.rs Draft", &draft);
    put(all, "runtime/form/draft.rs DraftError", &draft.clone().with("/nobody_knows", json!(CANARY)).unwrap_err());
    let invalid = draft.sign(&project()).unwrap_err();
    put(all, "runtime/form/signed.rs Invalid", &invalid);
    for violation in draft.validate() {
        put(all, "runtime/form/violation.rs Violation", &violation);
    }
    put(all, "runtime/form/text.rs Text", &fields::CustomerId::new(CANARY).unwrap());
    put(all, "runtime/form/integer.rs Integer", &fields::ProjectId::new(NUMBER).unwrap());
    let wrong = [
        request(),
        json!({ "general": { "payment_id": [CANARY] }, "customer": { "id": { "x": CANARY } } }),
        json!(CANARY),
    ];
    let forms = ecommpay::METHODS.iter().flat_map(|method| method.forms);
    for (entry, json) in forms.flat_map(|entry| wrong.iter().map(move |json| (entry, json))) {
        let why = match entry.read {
            Read::Gate(read) => read(json).err(),
            Read::Page(read) => read(json).err(),
            _ => None,
        };
        why.iter().for_each(|why| put(all, "runtime/form/read.rs ReadError", why));
        if let Ok(reader) = Reader::new(entry.form, json) {
            put(all, "runtime/form/read.rs Reader", &reader);
        }
        if json.is_object() {
            entry.form.validate(json).iter().for_each(|one| put(all, "runtime/form/violation.rs Violation", one));
        }
    }
}

/// A sale that the local Gate takes, with canaries where texts may stand.
fn sale(payment: &str) -> ecommpay::card_partner::sale::redirect::Request {
    use ecommpay::card_partner::{amount, sale::redirect};
    let fields = redirect::Fields {
        payment_id: payment.parse().unwrap(),
        amount: amount!(redirect, KES 1_000.00),
        customer_id: CANARY.parse().unwrap(),
        customer_ip_address: "1.2.3.4".parse().unwrap(),
    };
    redirect::Request::new(fields).customer_email(format!("{CANARY}@example.com").parse().unwrap())
}

fn client(all: &mut Printed) {
    let hosts: Hosts<Test> = hosts_at("http://127.0.0.1:9").unwrap();
    let core = Core::<Test, Platform>::new(project(), hosts.clone());
    put(all, "runtime/client/core.rs Core", &core);
    let request = sale(CANARY);
    let signed = core.sign(request.draft(), None).unwrap();
    put(all, "runtime/form/signed.rs Signed", &signed);
    let sent = core.request(&signed).unwrap();
    put(all, "runtime/client/run.rs Do", &Do::Send(Box::new(sent.clone())));
    put(all, "runtime/client/run.rs Run", &Run::new(&core, request.draft(), None).unwrap());
    put(
        all,
        "runtime/client/run.rs Question",
        &Question::new(sent, ecommpay::client::Retry::default(), "platform/status"),
    );
    put(all, "runtime/client/listing.rs Token", &Token::new(&format!("{CANARY:x<30}"), secret()).unwrap());
    put(all, "runtime/client/reqwest.rs Gate", &ecommpay::client::Gate::at(project(), hosts.clone()).unwrap());
    put(all, "runtime/client/ureq.rs Gate", &ecommpay::client::blocking::Gate::at(project(), hosts));
}

/// Answers of the local Gate to a project whose secret and payments are canaries.
async fn answers(all: &mut Printed) {
    let mut begun = start();
    begun.projects = vec![(PROJECT, secret())];
    let gate = Gate::begin(begun).await;
    let client = ecommpay::client::Gate::at(project(), hosts_at::<Test>(&gate.base).unwrap()).unwrap();
    let sent = client.send(&sale(CANARY)).await.unwrap();
    put(all, "runtime/client/accepted.rs Accepted", sent.accepted().unwrap());
    put(all, "runtime/client/accepted.rs Accepted", &sent);
    let status = client.status(CANARY).await.unwrap();
    put(all, "runtime/callback/verified.rs Verified", &status);
    let error = client.status(&format!("{CANARY}-nobody")).await.unwrap_err();
    let Error::Refused(refused) = &error else { panic!("{error}") };
    put(all, "runtime/client/refused.rs Refused", refused);
    put(all, "runtime/client/refused.rs Refused", &error);
    put(all, "runtime/client/refused.rs Fault", refused.faults().first().expect("a fault"));
    gate.end().await;
}

fn suite(all: &mut Printed) {
    let options = ecommpay_conformance::receiver::Options {
        url: format!("http://{CANARY}:{CANARY}@127.0.0.1/?{CANARY}"),
        state_url: Some(format!("http://{CANARY}@127.0.0.1/{{payment_id}}")),
        project: PROJECT,
        secret: secret(),
        methods: Vec::new(),
        seed: 1,
        timeout: Duration::from_secs(1),
        limit: Duration::from_secs(1),
        beyond_loopback: false,
    };
    put(all, "conformance/receiver/mod.rs Options", &options);
    // what a run of it says is no value of a callback
    let report = ecommpay_conformance::receiver::run(&crate::support::specs(), &options);
    assert!(!report.unwrap_err().contains(CANARY));
    let model = Arc::new(Model::new(start().specs, &start().schemas, &[]).unwrap());
    let judge = Judge::new(model, Rules::default(), &[(PROJECT, secret())]);
    let mut body = request();
    body["general"]["signature"] =
        json!(Signer::new(&secret()).sign_json(body.to_string().as_bytes()).unwrap().as_str());
    let request = judge.gate("/v2/payment/card-partner/sale", body.to_string().as_bytes()).expect("it is signed");
    let ecommpay_conformance::gate::input::Asks::Refused(refusal) = request.asks else { panic!("it is refused") };
    put(all, "conformance/gate/refusal.rs Fault", refusal.faults.first().expect("a fault"));
    put(all, "conformance/gate/refusal.rs Fault", &refusal);
    let specs = crate::support::specs();
    let mut secrets = Secrets::default();
    secrets.add(Some(PROJECT), secret());
    put(all, "conformance/traffic/keys.rs Secrets", &secrets);
    let order = format!("{{\"id\":\"{CANARY}\",\"amount\":{NUMBER},\"currency\":\"{CANARY}\"}}");
    put(all, "conformance/traffic/orders.rs Orders", &Orders::of(order.as_bytes()).expect("an order"));
    let mut run = Traffic::callbacks(&specs, ecommpay::METHODS, secrets, Options::default());
    let mut bodies = callback();
    bodies["signature"] = json!(Signer::new(&secret()).sign_json(bodies.to_string().as_bytes()).unwrap().as_str());
    run.stream("-", format!("{bodies}\n{body}\n{CANARY}\n").as_bytes()).unwrap();
    put(all, "conformance/traffic/run.rs Run", &run);
    let (report, _) = run.finish();
    assert!(report.rules.len() > 3, "{report:?}");
    put(all, "conformance/traffic/report.rs Report", &report);
    for told in report.rules.values() {
        put(all, "conformance/traffic/report.rs Told", told);
        told.places.iter().for_each(|place| put(all, "conformance/traffic/report.rs Place", place));
    }
    let order = order.replacen(&format!("\"currency\":\"{CANARY}"), "\"currency\":\"KES", 1);
    let mut books = Reconciliation::new(&specs, Default::default()).unwrap();
    books.orders_stream("orders", order.as_bytes()).unwrap();
    let number = NUMBER.to_string();
    let row = Row {
        payment: Some(CANARY),
        operation: Some(CANARY),
        kind: Some(CANARY),
        status: Some(CANARY),
        method: Some(CANARY),
        amount: Some(&number),
        ..Row::default()
    };
    put(all, "conformance/reconcile/row.rs Row", &row);
    books.operation(&row).unwrap();
    put(all, "conformance/reconcile/book.rs Reconciliation", &books);
    let report = books.finish();
    assert!(report.rules.len() > 2, "{report:?}");
    put(all, "conformance/reconcile/report.rs Report", &report);
    // without a key nothing is verified
    let mut run = Traffic::requests(&specs, ecommpay::METHODS, Secrets::default(), Options::default());
    run.stream("-", body.to_string().as_bytes()).unwrap();
    put(all, "conformance/traffic/report.rs Report", &run.finish().0);
}
