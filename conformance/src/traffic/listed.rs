//! Every rule of traffic by the id that a report has: those that hold for every method, and those that come from the specs.

use ecommpay_platform::parameters::{GATE, PAYMENT_PAGE};
use ecommpay_platform::runtime::form::{Form, Kind, RuleKind};
use methodspec::resolved::Specs;

use super::facts::Facts;
use super::rules::{self, Severity};
use super::{ends, values};
use crate::rules::{CheckedBy, Place, Rule};

const BECAUSE: &str = "it is about what was recorded: no input is made for it";

/// A form of nothing but the platform's own parameters.
static PARAMETERS: [(&str, Form); 2] = [
    ("gate", Form::gate("platform/gate", "platform", "").parameters(GATE)),
    ("payment_page", Form::payment_page("platform/payment_page", "platform", "").parameters(PAYMENT_PAGE)),
];

/// The form of the Payment Page's own parameters.
pub(super) fn page_parameters() -> &'static Form {
    let [_, (_, form)] = &PARAMETERS;
    form
}

/// All of them, rules of the generated forms aside.
#[must_use]
pub fn listed(specs: &Specs) -> Vec<Rule> {
    let facts = Facts::new(specs, &[]);
    let mut all = Vec::new();
    for rule in rules::ALL {
        let of_member = |member: &str| by_code(format!("{}/{member}", rule.id), rule.severity, rule.cite);
        match *rule {
            rules::VALUE => all.extend(facts.listed.iter().map(|listed| of_member(listed.path))),
            rules::TIME => all.extend(facts.times.iter().map(|(path, _)| of_member(path))),
            rules::NEGATIVE => all.extend(values::amounts().map(|(path, _)| of_member(path))),
            _ => all.push(by_code(rule.id.to_owned(), rule.severity, rule.cite)),
        }
    }
    for (key, method) in &specs.methods {
        for (kind, operation) in &method.operations {
            let place = Place::new(key, kind.key(), "callback", "-");
            let rule = |what: &str, severity, cite: String| Rule {
                place: place.clone(),
                ..by_code(format!("{key}/{}/{what}", kind.key()), severity, &cite)
            };
            if ends::are_known(operation) {
                all.push(rule("ends", Severity::Error, ends::cite_of_all(operation)));
            }
            if facts.asks_for_sum(*kind) {
                all.push(rule("sum", ends::sum(operation).0, ends::cite(&operation.cite)));
            }
        }
    }
    for (interface, form) in &PARAMETERS {
        all.extend(form.parameter_rules().map(|rule| {
            let row = form.parameters.iter().find(|row| row.path == rule.subject);
            let held = row.is_some_and(|row| matches!(row.kind, Kind::Encoded(_))) && rule.kind == RuleKind::Format;
            let place = Place::new("platform", "-", interface, "-");
            let by_code =
                Rule::by_code(rule.id, place, rule.cite, "whether a text holds an object, a schema cannot say");
            if held { by_code } else { Rule { checked_by: CheckedBy::Both, because: "", ..by_code } }
        }));
    }
    all
}

fn by_code(id: String, severity: Severity, cite: &str) -> Rule {
    let severity = format!("{severity:?}").to_lowercase();
    Rule { severity, ..Rule::by_code(id, Place::new("traffic", "-", "traffic", "-"), cite, BECAUSE) }
}
