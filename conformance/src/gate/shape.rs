//! The shape of a request, by a JSON Schema: the generated one, or what `rows` makes of the spec.

use std::path::Path;
use std::sync::OnceLock;

use serde_json::Value;

use super::refusal::{Fault, Refusal, Why};
use crate::{plain, regular};

/// A form's JSON Schema: a validator for the whole, one for each rule to say what is wrong. Each is made when a request
/// needs it: a Gate serves every form, and most runs use a few.
pub(super) struct Shape {
    whole: OnceLock<Result<jsonschema::Validator, String>>,
    rules: Vec<Branch>,
    stem: String,
}

/// A rule. Its validator is made when a request is refused: most rules never are broken.
struct Branch {
    rule: String,
    schema: Value,
    validator: OnceLock<Option<jsonschema::Validator>>,
}

impl Branch {
    fn is_broken_by(&self, json: &Value) -> bool {
        let made = self.validator.get_or_init(|| build(&self.schema).ok());
        made.as_ref().is_some_and(|validator| !validator.is_valid(json))
    }
}

fn build(schema: &Value) -> Result<jsonschema::Validator, String> {
    let options = jsonschema::draft202012::options().should_validate_formats(true);
    options.build(schema).map_err(|why| why.to_string())
}

impl Shape {
    /// Reads the schema of a form by its id; nothing where there is no such file.
    ///
    /// # Errors
    /// Where the file is no schema of the generator.
    pub(super) fn read(schemas: &Path, form: &str) -> Result<Option<Self>, String> {
        let Some((method, rest)) = form.split_once('/') else { return Ok(None) };
        let file = schemas.join(method).join(format!("{}.json", rest.replace('/', "-")));
        if !file.is_file() {
            return Ok(None);
        }
        let told = |why: &dyn std::fmt::Display| {
            format!("{}: {why}; make it again with `cargo xtask generate`", plain::path(&file))
        };
        let text = regular::text(&file, regular::REPORT).map_err(|why| told(&why))?;
        let schema: Value = serde_json::from_str(&text).map_err(|why| told(&why))?;
        Self::new(&schema, form).map(Some).map_err(|why| told(&why))
    }

    /// By a schema, a branch for each rule, whose ids begin with that of the form.
    ///
    /// # Errors
    /// Where it has another form than the generator's.
    pub(super) fn new(schema: &Value, form: &str) -> Result<Self, String> {
        let branches = schema["allOf"].as_array().ok_or("no allOf")?;
        // what the documents only advise, Gate takes
        let held: Vec<&Value> = branches.iter().filter(|branch| branch["x-severity"] == "error").collect();
        let rules = held.iter().map(|branch| {
            let id = branch["x-rule"].as_str().ok_or("a branch without x-rule")?;
            Ok(Branch { rule: id.to_owned(), schema: (*branch).clone(), validator: OnceLock::new() })
        });
        Ok(Self { whole: OnceLock::new(), rules: rules.collect::<Result<_, String>>()?, stem: format!("{form}/") })
    }

    /// Holds a request against it.
    ///
    /// # Errors
    /// Every rule that it breaks; nothing is taken in by a schema that the engine does not read.
    pub(super) fn judge(&self, json: &Value) -> Result<(), Refusal> {
        match self.whole.get_or_init(|| self.made()) {
            Ok(whole) if whole.is_valid(json) => return Ok(()),
            Ok(_) => {}
            Err(why) => {
                let says = format!(
                    "the JSON Schema of {} cannot be read: {}; make it again with `cargo xtask generate`",
                    self.stem.trim_end_matches('/'),
                    plain::short(why)
                );
                let fault = Fault { why: Why::Malformed, field: String::new(), says };
                return Err(Refusal { why: Why::Malformed, faults: vec![fault] });
            }
        }
        let broken =
            self.rules.iter().filter(|branch| branch.is_broken_by(json)).map(|branch| self.fault(&branch.rule));
        let mut faults: Vec<Fault> = broken.collect();
        // a missing field first: what it lacks hides what else is wrong
        faults.sort_by_key(|fault| !fault.why.is_absence());
        let why = faults.first().map_or(Why::Malformed, |fault| fault.why);
        Err(Refusal { why, faults })
    }

    fn made(&self) -> Result<jsonschema::Validator, String> {
        let held: Vec<&Value> = self.rules.iter().map(|branch| &branch.schema).collect();
        build(&serde_json::json!({ "type": "object", "allOf": held }))
    }

    fn fault(&self, id: &str) -> Fault {
        let shared = || ["platform/gate/", "platform/payment_page/"].into_iter().find_map(|stem| id.strip_prefix(stem));
        let rest = id.strip_prefix(&self.stem).or_else(shared).unwrap_or(id);
        let mut parts = rest.splitn(3, '/');
        let (first, second) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let (kind, field) =
            if first == "amount" { (format!("amount/{second}"), "payment.amount") } else { (first.to_owned(), second) };
        Fault { why: Why::of_rule(&kind, second), field: field.to_owned(), says: format!("breaks the rule {id}") }
    }
}
