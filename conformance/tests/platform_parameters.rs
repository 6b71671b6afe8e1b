//! What the platform says of its own parameters holds whichever method is used: in the generated crate, in its JSON Schema, in
//! the Gate, and of recorded requests. All have one verdict, at each edge of each parameter and beyond it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use ecommpay_conformance::gate::input::Asks;
use ecommpay_conformance::gate::judge::Judge;
use ecommpay_conformance::gate::model::Model;
use ecommpay_conformance::gate::rules::Rules;
use ecommpay_conformance::inputs;
use ecommpay_conformance::second_engine::SchemaRules;
use ecommpay_platform::runtime::Secret;
use ecommpay_platform::runtime::form::Severity;
use ecommpay_platform::runtime::method::FormEntry;
use ecommpay_platform::runtime::sign::{Scalar, Signer};
use methodspec::resolved::{Form, Interface, Method, Role, Row, Source, ValueKind};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::gate_support::{self, PROJECT, root};
use crate::traffic_support::{SECRET, SPECS, requests, signed};
use ecommpay_conformance::traffic::Report;

/// What judges requests in a Gate that makes every check at once, for tests that need no Gate beside it. It knows the secret
/// of recorded traffic.
pub(crate) static JUDGE: LazyLock<Judge> = LazyLock::new(|| {
    let start = gate_support::start();
    let model = Model::new(start.specs, &start.schemas, &[]).unwrap();
    let secrets = [PROJECT, 100].map(|project| (project, Secret::new(SECRET).unwrap()));
    Judge::new(Arc::new(model), Rules::default(), &secrets).at_once(true)
});

/// A form with all that judges it.
struct Subject {
    method: &'static Method,
    form: &'static Form,
    entry: &'static FormEntry,
    schema: SchemaRules,
    /// A request that keeps every rule.
    kept: Value,
}

impl Subject {
    fn all() -> impl Iterator<Item = Self> {
        let specs = &*SPECS;
        specs.methods.values().flat_map(|method| {
            let linked = ecommpay::METHODS.iter().find(|linked| linked.key == method.key).unwrap();
            let forms = method.operations.values().flat_map(|operation| &operation.forms);
            forms.map(|form| {
                let entry = linked.forms.iter().find(|entry| entry.form.id == form.id).unwrap();
                let schema = SchemaRules::read(&root().join("generated/schemas"), &form.id).unwrap();
                let kept = inputs::valid(form).new_tree(&mut TestRunner::deterministic()).unwrap().current();
                Self { method, form, entry, schema, kept }
            })
        })
    }

    /// The platform's parameters that the form says no more of.
    fn parameters(&self) -> Vec<Row> {
        let covered = |row: &Row| self.form.rows.iter().any(|own| own.path == row.path);
        SPECS.platform.parameters(self.form.interface).into_iter().filter(|row| !covered(row)).collect()
    }

    fn with(&self, path: &str, value: &Value) -> Value {
        let mut json = self.kept.clone();
        inputs::put(json.as_object_mut().unwrap(), path, value.clone());
        json
    }

    /// The platform's rules that a request breaks, by the crate and by the schema as far as it can say: the same.
    fn broken(&self, json: &Value) -> BTreeSet<String> {
        let found = self.entry.form.validate(json).into_iter().filter(|one| one.severity == Severity::Error);
        let found: BTreeSet<String> = found.map(|one| one.rule).collect();
        let by_code = |rule: &String| self.schema.by_code().any(|(id, _)| id == rule);
        let can_say: BTreeSet<String> = found.iter().filter(|rule| !by_code(rule)).cloned().collect();
        assert_eq!(can_say, self.schema.broken_by(json), "{}: {json}", self.form.id);
        found
    }

    /// Whether the page is opened for the operation of the form, where it is the page.
    fn is_opened_for_it(&self, json: &Value) -> bool {
        let other =
            |name: &str| json.get(name).is_some_and(|value| !matches!(value.as_str(), Some("sale" | "purchase")));
        self.form.interface != Interface::PaymentPage || !other("mode") && !other("operation_type")
    }

    /// Whether the Gate takes a request; nothing where it cannot be sent so.
    fn is_taken_by_gate(&self, json: &Value) -> Option<bool> {
        if self.form.interface == Interface::PaymentPage {
            let params = address(json)?;
            self.is_opened_for_it(json).then_some(())?;
            let (opens, paid) = (JUDGE.can_open(&params), JUDGE.on_page(PROJECT, &params, &self.method.key));
            // before a method is chosen, what one of them says more of is left to it
            let forced = params.contains_key("force_payment_method");
            assert!(opens.is_ok() || paid.is_err() || forced, "{}: {opens:?}, {json}", self.form.id);
            return Some(paid.is_ok());
        }
        // lists and further requests are no operations of their own
        (!matches!(self.form.role, Role::Further { .. } | Role::List { .. })).then_some(())?;
        let mut json = json.clone();
        json["general"]["project_id"] = json!(PROJECT);
        let request = JUDGE.gate(&self.form.path, signed(json).as_bytes()).unwrap();
        Some(!matches!(request.asks, Asks::Refused(_)))
    }

    /// What is told of recorded requests with these bodies.
    fn told<'a>(&self, all: impl Iterator<Item = &'a Value>) -> Report {
        let id = if self.form.interface == Interface::Gate { "/general/payment_id" } else { "/payment_id" };
        let lines = all.enumerate().map(|(number, json)| {
            let mut json = json.clone();
            if let Some(place) = json.pointer_mut(id).filter(|place| place.is_string()) {
                *place = json!(format!("P{number}"));
            }
            if self.form.interface == Interface::PaymentPage {
                return json!({ "body": page(json) }).to_string() + "\n";
            }
            json!({ "path": self.form.path, "body": signed(json) }).to_string() + "\n"
        });
        requests(lines.collect::<String>().as_bytes())
    }
}

/// The parameters as an address has them; nothing where it has no such value.
fn address(json: &Value) -> Option<BTreeMap<String, String>> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(boolean) => Some(u8::from(*boolean).to_string()),
        _ => None,
    };
    json.as_object()?.iter().map(|(name, value)| Some((name.clone(), text(value)?))).collect()
}

/// A request of the Payment Page with its signature, as a text of JSON.
fn page(mut json: Value) -> String {
    let secret = Secret::new(SECRET).unwrap();
    let members = json.as_object_mut().unwrap();
    members.remove("signature");
    let texts = address(&Value::Object(members.clone())).unwrap_or_default();
    let covered = texts.iter().filter(|(name, _)| *name != "frame_mode");
    let signature = Signer::new(&secret).sign(covered.map(|(name, text)| (name.as_str(), Scalar::Text(text))));
    members.insert("signature".to_owned(), json!(signature.as_str()));
    json.to_string()
}

/// Values that break one rule of a parameter, with the rule.
fn beyond(rows: Vec<Row>, of: &Form) -> Vec<(String, String, Value)> {
    let stem = if of.interface == Interface::Gate { "platform/gate" } else { "platform/payment_page" };
    let form = Form { id: stem.to_owned(), rows, amounts: BTreeMap::new(), together: Vec::new(), ..of.clone() };
    let faults = inputs::faults(&form).into_iter();
    let one = |fault: inputs::Fault| {
        let (path, value) = fault.ways.into_iter().next()?.into_iter().next()?;
        Some((fault.rule, path, value?))
    };
    faults.filter_map(one).collect()
}

#[test]
fn every_parameter_is_held_to_its_bounds_whichever_the_method() {
    let full = std::env::var_os("FULL").is_some_and(|value| !value.is_empty());
    let mut seen = BTreeSet::new();
    let (mut taken, mut refused, mut by_gate) = (0, 0, 0);
    for subject in Subject::all() {
        let parameters = subject.parameters();
        let first = seen.insert(subject.form.interface);
        let mut judged: Vec<(Value, bool)> = Vec::new();
        let chosen = |at: usize| full || first || at.is_multiple_of(4);
        for (_, row) in parameters.iter().enumerate().filter(|(at, _)| chosen(*at)) {
            let edges = inputs::at_edges(&row.value).into_iter();
            for (_, what, value) in edges.filter(|_| row.source == Source::Caller) {
                let json = subject.with(&row.path, &value);
                assert_eq!(subject.broken(&json), BTreeSet::new(), "{}: {} {what}", subject.form.id, row.path);
                judged.push((json, true));
            }
        }
        for (_, (rule, path, value)) in
            beyond(parameters, subject.form).into_iter().enumerate().filter(|(at, _)| chosen(*at))
        {
            let json = subject.with(&path, &value);
            let broken = subject.broken(&json);
            // how a text is written that holds no object is a rule of its own
            let written = rule.replace("/format/", "/pattern/");
            assert!(broken.contains(&rule) || broken == BTreeSet::from([written]), "{rule}, {value}: {broken:?}");
            assert!(broken.iter().all(|rule| rule.starts_with("platform/") && rule.ends_with(&path)), "{broken:?}");
            judged.push((json, false));
        }
        // of the first form of each interface everything goes through the Gate and through recorded requests
        let shown = judged.into_iter().enumerate().filter(|(at, _)| full || first || at.is_multiple_of(8));
        let shown: Vec<(Value, bool)> = shown.map(|(_, one)| one).collect();
        for (json, wanted) in &shown {
            if let Some(found) = subject.is_taken_by_gate(json) {
                // an address does not tell a number from its digits
                let as_text =
                    subject.form.interface == Interface::PaymentPage && is_told_apart_by_json_alone(&subject, json);
                assert!(found == *wanted || as_text, "{}: the Gate says {found} of {json}", subject.form.id);
                by_gate += 1;
            }
        }
        // a page that is opened for another operation is not of this form
        let shown: Vec<_> =
            shown.into_iter().filter(|(json, wanted)| !wanted || subject.is_opened_for_it(json)).collect();
        let told = |all: bool| subject.told(shown.iter().filter(|(_, wanted)| *wanted == all).map(|(json, _)| json));
        let (good, bad) = (told(true), told(false));
        assert_eq!(good.failed, 0, "{}: {}", subject.form.id, good.json());
        // a number where the page wants a text is its digits, and advice
        let notes = ["traffic/request/text", "traffic/request/number"];
        let notes = notes.map(|rule| bad.rules.get(rule).map_or(0, |told| told.count));
        assert!(bad.passed <= notes[0] + notes[1], "{}: {}", subject.form.id, bad.json());
        taken += good.passed;
        refused += bad.failed;
    }
    assert!(taken > 100 && refused > 200 && by_gate > 300, "{taken} {refused} {by_gate}");
}

/// Whether a text of the platform's is written as the number that `faults` makes of it, or a truth as its digit: an address
/// has them alike.
fn is_told_apart_by_json_alone(subject: &Subject, json: &Value) -> bool {
    let rows = subject.parameters().into_iter();
    let mut found = rows.filter_map(|row| Some((json.get(&row.path)?.clone(), row.value.kind)));
    found.any(|(value, kind)| match kind {
        ValueKind::Boolean => value == "1",
        kind => kind.is_text() && value.is_number(),
    })
}
