//! How payments end by themselves: rules of a file, and what the specs say of test mode.

use std::collections::BTreeMap;
use std::path::Path;

use methodspec::resolved::{Condition, Method, Operation, OperationKind, Specs, Test};
use serde::Deserialize;
use serde_json::Value;

use super::input::{self, Ending, Manner, Outcome};
use super::model::pointer;
use crate::{plain, regular};

/// Rules in order: the first that fits decides.
#[derive(Clone, Default)]
pub struct Rules(Vec<Rule>);

/// One rule of the file.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    #[serde(default)]
    when: When,
    end: Outcome,
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    message: Option<String>,
    #[serde(default)]
    after: Option<u32>,
    /// What the customer pays, where it is a part or another sum.
    #[serde(default)]
    amount: Option<i64>,
    #[serde(default)]
    deliver: Manner,
}

/// All that are given must hold.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct When {
    method: Option<String>,
    operation: Option<String>,
    amount: Option<i64>,
    currency: Option<String>,
    customer: Option<String>,
    /// By dotted path.
    fields: BTreeMap<String, Value>,
}

impl Rules {
    /// Reads a file: YAML, a list of rules.
    ///
    /// # Errors
    /// Where it cannot be read, or says what no rule says.
    pub fn read(file: &Path) -> Result<Self, String> {
        let told = |why: &str| format!("{}: {why}", plain::path(file));
        let text = regular::yaml(file).map_err(|why| told(&why))?;
        let rules: Vec<Rule> = serde_yaml::from_str(&text).map_err(|why| told(&plain::short(&why.to_string())))?;
        for (index, rule) in rules.iter().enumerate() {
            let long = |why: String| told(&format!("rule {}: {why}", index + 1));
            rule.texts().try_for_each(|text| regular::scalar("a text of it", text)).map_err(long)?;
            rule.sum().map_err(long)?;
        }
        Ok(Self(rules))
    }

    /// Whether what the rules name is there: one that can never fit is a slip of the pen.
    ///
    /// # Errors
    /// Which rule names what is not there.
    pub fn check(&self, specs: &Specs) -> Result<(), String> {
        for (index, when) in self.0.iter().map(|rule| &rule.when).enumerate() {
            let unknown = |what: &str, name: &str| Err(format!("rule {}: there is no {what} {name:?}", index + 1));
            let method = when.method.as_deref();
            if let Some(name) = method.filter(|name| !specs.methods.contains_key(*name)) {
                return unknown("method", name);
            }
            if let Some(name) = when.operation.as_deref().filter(|name| input::operation(name).is_none()) {
                return unknown("operation", name);
            }
            if let Some(name) = when.currency.as_deref().filter(|name| !specs.platform.currencies.contains_key(*name)) {
                return unknown("currency", name);
            }
        }
        Ok(())
    }

    /// How a request's operation is to end; the file's rules come before the spec's.
    #[must_use]
    pub fn ending(&self, method: &Method, operation: &Operation, body: &Value) -> Option<Ending> {
        let fits = |rule: &&Rule| rule.fits(operation) && rule.when.holds(method, operation, body);
        let by_file = self.0.iter().find(fits).map(|rule| Ending {
            outcome: rule.end,
            code: rule.code.clone(),
            message: rule.message.clone(),
            after: rule.after,
            amount: rule.amount,
            deliver: rule.deliver.clone(),
        });
        by_file.or_else(|| in_test_mode(method, operation, body))
    }
}

impl Rule {
    /// A sum goes with what is paid.
    fn sum(&self) -> Result<(), String> {
        match (self.amount, self.end) {
            (Some(amount), _) if amount <= 0 => {
                Err("`amount` is what is paid, in minor units: write 1 or more".to_owned())
            }
            (Some(_), Outcome::Decline | Outcome::Expire) => {
                Err("`amount` goes with `end: success` and `end: part`".to_owned())
            }
            (None, Outcome::Part) => {
                Err("`end: part` needs `amount`: how much is paid at a time, in minor units".to_owned())
            }
            _ => Ok(()),
        }
    }

    /// A part, or another sum than asked for, is paid in sales, and another sum only where the documents do not deny it.
    fn fits(&self, operation: &Operation) -> bool {
        let is_sale = operation.kind == OperationKind::Sale;
        match (self.end, self.amount) {
            (Outcome::Part, _) => is_sale,
            (_, Some(_)) => is_sale && operation.sum_may_differ() != Some(false),
            _ => true,
        }
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        let When { method, operation, currency, customer, fields, .. } = &self.when;
        let own = [method, operation, currency, customer, &self.code, &self.message].into_iter().flatten();
        let fields = fields.iter().flat_map(|(path, value)| [Some(path.as_str()), value.as_str()]).flatten();
        own.map(String::as_str).chain(fields)
    }
}

impl When {
    fn holds(&self, method: &Method, operation: &Operation, body: &Value) -> bool {
        let text = |path: &str| body.pointer(&pointer(path)).and_then(Value::as_str);
        let same =
            |wanted: &Option<String>, found: Option<&str>| wanted.as_deref().is_none_or(|wanted| found == Some(wanted));
        same(&self.method, Some(&method.key))
            && same(&self.operation, Some(operation.kind.key()))
            && same(&self.currency, text("payment.currency"))
            && same(&self.customer, text("customer.id"))
            && self.amount.is_none_or(|wanted| body.pointer("/payment/amount").and_then(Value::as_i64) == Some(wanted))
            && self.fields.iter().all(|(path, wanted)| body.pointer(&pointer(path)) == Some(wanted))
    }
}

/// The spec's rules of test mode.
fn in_test_mode(method: &Method, operation: &Operation, body: &Value) -> Option<Ending> {
    let rules = method.test.as_ref()?;
    let outcome_of = |key: &str| {
        let end = operation.ends.iter().find(|end| end.key == key);
        let good = end.map_or(key == "success", |end| end.operation.as_deref() == Some("success"));
        (if good { Outcome::Success } else { Outcome::Decline }, end.and_then(|end| end.codes.first().cloned()))
    };
    let end = |(outcome, code)| Ending { code, ..input::ending(outcome) };
    if rules.only.as_ref().is_some_and(|only| !holds(only, body)) {
        return Some(end((Outcome::Decline, None)));
    }
    let first = rules.ends.iter().find(|(_, when)| when.as_ref().is_none_or(|when| holds(when, body)));
    first.map(|(key, _)| end(outcome_of(key)))
}

/// A condition that is only told holds for nothing.
fn holds(condition: &Condition, body: &Value) -> bool {
    let Condition::All(tests) = condition else { return false };
    let text = |path: &str| match body.pointer(&pointer(path)) {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text.clone()),
        Some(other) => Some(other.to_string()),
    };
    // `17.0` is 17, and a text is no number
    let integer = |path: &str| {
        let number = body.pointer(&pointer(path)).filter(|value| value.is_number())?;
        number.as_i64().or_else(|| number.to_string().strip_suffix(".0")?.parse().ok())
    };
    tests.iter().all(|(path, test)| match (test, text(path)) {
        (Test::Sent(wanted), found) => found.is_some() == *wanted,
        (Test::OneOf(values), Some(found)) => values.contains(&found),
        (Test::NoneOf(values), Some(found)) => !values.contains(&found),
        (Test::Range(least, greatest), Some(_)) => integer(path).is_some_and(|number| {
            least.is_none_or(|least| number >= least) && greatest.is_none_or(|greatest| number <= greatest)
        }),
        (Test::OneOf(_) | Test::NoneOf(_) | Test::Range(..), None) => false,
    })
}
