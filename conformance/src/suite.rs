//! A form held against the rules that its spec, or its table, says it has.

use std::collections::BTreeSet;

use ecommpay_platform::runtime::form::{Form, Severity};
use ecommpay_platform::runtime::method::{FormEntry, Read};
use ecommpay_platform::runtime::page::Page;
use ecommpay_platform::runtime::sign::{Signer, text_to_sign};
use ecommpay_platform::runtime::{Project, Secret, Test};
use methodspec::resolved::{self, Operation, ValueKind};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use serde_json::{Value, json};

use crate::check::Check;
use crate::inputs;
use crate::second_engine::SchemaRules;

/// What is held against what.
pub struct Subject<'a> {
    /// What the spec says of the operation.
    pub operation: &'a Operation,
    /// What the spec says of the form.
    pub form: &'a resolved::Form,
    /// What was generated.
    pub entry: &'static FormEntry,
    /// The generated JSON Schema, where there is one.
    pub schema: Option<&'a SchemaRules>,
    /// How many inputs are made for each check.
    pub cases: u32,
}

impl Subject<'_> {
    /// Every check of the form: requests that keep the rules, requests that break one, the same rules in both engines.
    #[must_use]
    pub fn checks(&self) -> Vec<Check> {
        let mut checks = vec![
            self.named("described", self.described()),
            self.named("kept", self.kept()),
            self.named("signed", self.signed()),
        ];
        checks.extend(self.broken());
        checks.push(self.named("reached", self.reached()));
        if let Some(schema) = self.schema {
            checks.push(self.named("same-rules", self.same_rules(schema)));
        }
        checks
    }

    /// The table says where the request goes, and of which fields who gives them, as the spec does.
    fn described(&self) -> Result<(), String> {
        let (spec, table) = (self.form, self.entry.form);
        let is_page = table.interface == ecommpay_platform::runtime::form::Interface::PaymentPage;
        if table.path != spec.path || is_page != (spec.interface == resolved::Interface::PaymentPage) {
            return Err(format!("goes to {}, the spec says {}", table.path, spec.path));
        }
        if !table.channels.iter().eq(spec.channels.iter()) {
            return Err(format!("is for the channels {:?}, the spec says {:?}", table.channels, spec.channels));
        }
        let shown = |path: &str, presence: &dyn std::fmt::Debug, source: &dyn std::fmt::Debug| {
            format!("{path} {presence:?} {source:?}")
        };
        let table = table.rows.iter().map(|row| shown(row.path, &row.presence, &row.source)).collect();
        let spec = spec.rows.iter().map(|row| shown(&row.path, &row.presence, &row.source)).collect();
        same("the table has fields", &table, &spec)
    }

    fn named(&self, what: &str, result: Result<(), String>) -> Check {
        Check::new(format!("{}/{what}", self.form.id), "", result)
    }

    fn run(&self, check: impl Fn(Value) -> Result<(), String>) -> Result<(), String> {
        let config = Config { cases: self.cases, failure_persistence: None, ..Config::default() };
        let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
        let inputs = inputs::valid(self.operation, self.form);
        let result = runner.run(&inputs, |json| check(json).map_err(TestCaseError::fail));
        result.map_err(|why| why.to_string())
    }

    /// A request that keeps the rules is taken, signed as its text says, and comes back as it went in.
    fn kept(&self) -> Result<(), String> {
        self.run(|json| {
            let none = BTreeSet::new();
            same("the validator reports", &broken(self.entry.form, &json), &none)?;
            if let Some(schema) = self.schema {
                same("the schema reports", &schema.broken_by(&json), &none)?;
            }
            let written = written(self.entry, &json)?;
            let (before, _) = unsigned(json)?;
            let (after, signature) = unsigned(written.clone())?;
            let mut signer = Signer::new(&secret()?);
            let again = signer.sign_json(written.to_string().as_bytes()).map_err(|fault| fault.to_string())?;
            if signature != again.as_str() {
                return Err("the signature is not that of the request".to_owned());
            }
            if before == after { Ok(()) } else { Err(format!("went in as {before}, came out as {after}")) }
        })
    }

    /// With any one value changed, another text is signed.
    fn signed(&self) -> Result<(), String> {
        let sign = |json: &Value| text_to_sign(json.to_string().as_bytes()).map_err(|fault| fault.to_string());
        self.run(|json| {
            let written = written(self.entry, &json)?;
            let text = sign(&written)?;
            for row in self.entry.form.rows.iter().filter(|row| !row.path.ends_with("signature")) {
                let mut changed = written.clone();
                let other = match inputs::take(&mut changed, row.path) {
                    Some(Value::Number(number)) => json!(number.as_i64().unwrap_or(0) ^ 1),
                    Some(Value::String(text)) => json!(format!("{text}x")),
                    Some(Value::Bool(boolean)) => json!(!boolean),
                    _ => continue,
                };
                put(&mut changed, row.path, other)?;
                if sign(&changed)? == text {
                    return Err(format!("{} was changed and the same text is signed", row.path));
                }
            }
            Ok(())
        })
    }

    /// A request that breaks one rule is reported by that rule and no other, by both engines.
    fn broken(&self) -> Vec<Check> {
        let by_code: BTreeSet<&str> =
            self.schema.iter().flat_map(|schema| schema.by_code().map(|(id, _)| id)).collect();
        let only = |rule: &str, json: &Value| {
            let mut only: BTreeSet<String> = [rule.to_owned()].into();
            only.extend(inputs::broken_conditions(self.operation, self.form, json));
            same("the validator reports", &broken(self.entry.form, json), &only)?;
            let Some(schema) = self.schema else { return Ok(()) };
            let wanted = only.into_iter().filter(|rule| !by_code.contains(rule.as_str())).collect();
            same("the schema reports", &schema.broken_by(json), &wanted)
        };
        let fields = inputs::faults(self.operation, self.form).into_iter().map(|fault| {
            let result = self.run(|mut json| {
                fault.put_into(self.operation, self.form, &mut json)?;
                only(&fault.rule, &json)
            });
            Check::new(fault.rule, "", result)
        });
        let sums = inputs::sums_out_of_limits(self.operation, self.form).into_iter().map(|(rule, minor, code)| {
            let result = self.run(|mut json| {
                for row in &self.form.rows {
                    match row.value.kind {
                        ValueKind::Amount => put(&mut json, &row.path, json!(minor))?,
                        ValueKind::Currency => put(&mut json, &row.path, json!(code))?,
                        _ => {}
                    }
                }
                inputs::settle(self.operation, self.form, &mut json);
                only(&rule, &json)
            });
            Check::new(rule.clone(), "", result)
        });
        fields.chain(sums).collect()
    }

    /// Every rule of the generated table is one that a check broke.
    fn reached(&self) -> Result<(), String> {
        let faults = inputs::faults(self.operation, self.form).into_iter().map(|fault| fault.rule);
        let sums = inputs::sums_out_of_limits(self.operation, self.form).into_iter().map(|(rule, ..)| rule);
        let reached: BTreeSet<String> = faults.chain(sums).collect();
        let all: BTreeSet<String> = self.entry.form.rules().map(|rule| rule.id).collect();
        same("rules that no check reached, or that the table lacks", &all, &reached)
    }

    fn same_rules(&self, schema: &SchemaRules) -> Result<(), String> {
        let table: BTreeSet<String> = self.entry.form.rules().map(|rule| rule.id).collect();
        let other = schema.ids().chain(schema.by_code().map(|(id, _)| id)).map(str::to_owned).collect();
        same("the schema has other rules than the table", &table, &other)
    }
}

fn same(what: &str, found: &BTreeSet<String>, wanted: &BTreeSet<String>) -> Result<(), String> {
    if found == wanted {
        return Ok(());
    }
    let surplus: Vec<&String> = found.difference(wanted).collect();
    let missing: Vec<&String> = wanted.difference(found).collect();
    Err(format!("{what}: {surplus:?} too many, {missing:?} missing"))
}

fn broken(form: &Form, json: &Value) -> BTreeSet<String> {
    let violations = form.validate(json).into_iter();
    violations.filter(|violation| violation.severity >= Severity::Advice).map(|violation| violation.rule).collect()
}

fn put(json: &mut Value, path: &str, value: Value) -> Result<(), String> {
    inputs::put(json.as_object_mut().ok_or("no object")?, path, value);
    Ok(())
}

fn secret() -> Result<Secret, String> {
    Secret::new("conformance").map_err(|why| why.to_string())
}

/// The request through the typed API: signed, as JSON.
fn written(entry: &FormEntry, json: &Value) -> Result<Value, String> {
    let id = json.pointer("/general/project_id").or_else(|| json.get("project_id"));
    let id = id.and_then(Value::as_i64).ok_or("the request names no project")?;
    let project = Project::<Test>::new(id, secret()?).map_err(|why| why.to_string())?;
    let text = match entry.read {
        Read::Gate(read) => {
            let draft = read(json).map_err(|why| why.to_string())?;
            draft.sign(&project).map_err(|why| why.to_string())?.body
        }
        Read::Page(read) => {
            let page = Page::new("https://pay.example.test").map_err(|why| why.to_string())?;
            let draft = read(json).map_err(|why| why.to_string())?;
            draft.widget(&page, &project).map_err(|why| why.to_string())?
        }
        _ => return Err("a way of reading that this suite does not know".to_owned()),
    };
    serde_json::from_str(&text).map_err(|why| why.to_string())
}

/// A request without its signature, and the signature.
fn unsigned(mut json: Value) -> Result<(Value, String), String> {
    let path = if json.get("general").is_some() { "general.signature" } else { "signature" };
    let signature = inputs::take(&mut json, path).ok_or("the request has no signature")?;
    Ok((json, signature.as_str().unwrap_or_default().to_owned()))
}
