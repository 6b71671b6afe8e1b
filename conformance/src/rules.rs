//! Every rule that the suite checks, with what checks it.

use ecommpay_platform::Method;
use ecommpay_platform::runtime::form::Severity;
use ecommpay_platform::runtime::method::FormEntry;
use ecommpay_platform::runtime::money::Force;
use methodspec::resolved::{self, Interface, Operation, Specs};
use serde::Serialize;

use crate::second_engine::{SchemaRules, Schemas};

/// A rule, and who checks it.
#[derive(Debug, Clone, Serialize)]
pub struct Rule {
    /// Its id, which is stable.
    pub id: String,
    /// What it is about.
    #[serde(flatten)]
    pub place: Place,
    /// `error` stops a request, `advice` does not, `contract` waits for what the merchant's contract says.
    pub severity: String,
    /// Where the documents say so.
    pub cite: String,
    /// By which engines it is checked.
    pub checked_by: CheckedBy,
    /// Why not by both.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub because: &'static str,
    /// The schema's own reason, where it has one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// What a rule is about: a cell of the matrix.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    /// Key of the method; `platform` for what all share.
    pub method: String,
    /// `sale`; `-` where it is about none.
    pub operation: String,
    /// `gate`, `payment_page`, `callback`, `example`, `spec`, `vector`.
    pub interface: String,
    /// The channel whose own it is; `-` where it is about none or all.
    pub channel: String,
}

/// By which engines a rule is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CheckedBy {
    /// The generated validator and the JSON Schema.
    Both,
    /// Code alone.
    Code,
    /// The JSON Schema alone.
    Schema,
}

impl Place {
    /// A place by its four names.
    #[must_use]
    pub fn new(method: &str, operation: &str, interface: &str, channel: &str) -> Self {
        let [method, operation, interface, channel] = [method, operation, interface, channel].map(str::to_owned);
        Self { method, operation, interface, channel }
    }

    /// That of a form.
    #[must_use]
    pub fn of(method: &str, operation: &Operation, form: &resolved::Form) -> Self {
        let interface = if form.interface == Interface::PaymentPage { "payment_page" } else { "gate" };
        Self::new(method, operation.kind.key(), interface, form.channel.as_deref().unwrap_or("-"))
    }
}

impl Rule {
    /// A rule that code alone checks.
    #[must_use]
    pub fn by_code(id: impl Into<String>, place: Place, cite: impl Into<String>, because: &'static str) -> Self {
        Self {
            id: id.into(),
            place,
            severity: "error".to_owned(),
            cite: cite.into(),
            checked_by: CheckedBy::Code,
            because,
            reason: String::new(),
        }
    }
}

/// Rules of all forms of the specs, in their order. A form that is linked has the rules of its table; of one that is not
/// the schema's are listed.
#[must_use]
pub fn of_forms(specs: &Specs, linked: &[&'static Method], schemas: &Schemas) -> Vec<Rule> {
    let mut rules = Vec::new();
    for (key, spec) in &specs.methods {
        let method = linked.iter().find(|method| method.key == *key);
        let judged = |id: &str| {
            let linked = method.is_some_and(|method| method.forms.iter().any(|entry| entry.form.id == id));
            linked || schemas.get(id).is_some()
        };
        let mut forms = spec.operations.values().flat_map(|operation| &operation.forms).peekable();
        if forms.peek().is_some() && !forms.any(|form| judged(&form.id)) {
            let because = "there is neither generated code nor a JSON Schema of it";
            let place = Place::new(key, "-", "spec", "-");
            rules.push(Rule::by_code(format!("{key}/judged"), place, "", because));
        }
        for operation in spec.operations.values() {
            for form in &operation.forms {
                let place = Place::of(key, operation, form);
                let entry = method.and_then(|method| method.forms.iter().find(|entry| entry.form.id == form.id));
                match (entry, schemas.get(&form.id)) {
                    (Some(entry), schema) => rules.extend(of_table(form, &place, entry, schema)),
                    (None, Some(schema)) => rules.extend(of_schema(form, &place, schema)),
                    (None, None) => {}
                }
            }
        }
    }
    rules
}

fn of_table(form: &resolved::Form, place: &Place, entry: &FormEntry, schema: Option<&SchemaRules>) -> Vec<Rule> {
    let mut rules = own(form, place, true, schema.is_some());
    let table = entry.form;
    rules.extend(table.rules().map(|rule| {
        let severity = if rule.severity == Severity::Error { "error" } else { "advice" };
        let listed = Rule::by_code(rule.id.as_str(), place.clone(), rule.cite, "no JSON Schema is given");
        let listed = Rule { severity: severity.to_owned(), ..listed };
        let Some(schema) = schema else { return listed };
        match schema.by_code().find(|(id, _)| *id == rule.id) {
            Some((_, reason)) => Rule { because: "", reason: reason.to_owned(), ..listed },
            None => Rule { checked_by: CheckedBy::Both, because: "", ..listed },
        }
    }));
    rules.extend(table.limits.iter().filter(|limit| limit.force == Force::Contract).map(|limit| {
        let id = format!("{}/amount/contract/{}", table.id, limit.currency);
        let rule = Rule::by_code(id, place.clone(), limit.cite, "a schema does not know the merchant's contract");
        Rule { severity: "contract".to_owned(), ..rule }
    }));
    rules
}

fn of_schema(form: &resolved::Form, place: &Place, schema: &SchemaRules) -> Vec<Rule> {
    let by_schema = |rule: Rule| Rule { checked_by: CheckedBy::Schema, because: "generated code: not linked", ..rule };
    let rules = own(form, place, false, true).into_iter().chain(schema.rules().map(|rule| Rule {
        severity: rule.severity.clone(),
        ..Rule::by_code(rule.id.as_str(), place.clone(), rule.cite.as_str(), "")
    }));
    rules.map(by_schema).collect()
}

/// The suite's own rules of a form.
fn own(form: &resolved::Form, place: &Place, linked: bool, schema: bool) -> Vec<Rule> {
    let cite = form.cite.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let rule =
        |what: &str, because| Rule::by_code(format!("{}/{what}", form.id), place.clone(), cite.as_str(), because);
    let both = |rule: Rule| if schema { Rule { checked_by: CheckedBy::Both, because: "", ..rule } } else { rule };
    let mut rules = vec![both(rule("kept", "no JSON Schema is given"))];
    if linked {
        rules.push(rule("described", "the generated table is held against the spec"));
        rules.push(rule("signed", "a schema knows no signature"));
        if schema {
            rules.push(both(rule("same-rules", "")));
        }
    }
    rules
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let checked = match self.checked_by {
            CheckedBy::Both => "both",
            CheckedBy::Code => "code",
            CheckedBy::Schema => "schema",
        };
        let cite = if self.cite.is_empty() { "-" } else { &self.cite };
        write!(f, "{}  {}  {cite}  checked_by {checked}", self.id, self.severity)?;
        let because = if self.reason.is_empty() { self.because } else { &self.reason };
        if because.is_empty() { Ok(()) } else { write!(f, ": {because}") }
    }
}
