//! The shape of a request, by a JSON Schema: the generated one, or what `rows` makes of the spec.

use std::path::Path;

use serde_json::Value;

use super::refusal::{Fault, Refusal, Why};
use crate::{plain, regular};

/// A form's JSON Schema: a validator for the whole, one for each rule to say what is wrong.
pub(super) struct Shape {
    whole: jsonschema::Validator,
    rules: Vec<(String, jsonschema::Validator)>,
    stem: String,
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
    /// Where it has another form than the generator's, or is no schema.
    pub(super) fn new(schema: &Value, form: &str) -> Result<Self, String> {
        let branches = schema["allOf"].as_array().ok_or("no allOf")?;
        // what the documents only advise, Gate takes
        let held: Vec<&Value> = branches.iter().filter(|branch| branch["x-severity"] == "error").collect();
        let build = |schema: &Value| {
            let options = jsonschema::draft202012::options().should_validate_formats(true);
            options.build(schema).map_err(|why| why.to_string())
        };
        let rules = held.iter().map(|branch| {
            let id = branch["x-rule"].as_str().ok_or("a branch without x-rule")?;
            Ok((id.to_owned(), build(branch)?))
        });
        Ok(Self {
            whole: build(&serde_json::json!({ "type": "object", "allOf": held }))?,
            rules: rules.collect::<Result<_, String>>()?,
            stem: format!("{form}/"),
        })
    }

    /// Holds a request against it.
    ///
    /// # Errors
    /// Every rule that it breaks.
    pub(super) fn judge(&self, json: &Value) -> Result<(), Refusal> {
        if self.whole.is_valid(json) {
            return Ok(());
        }
        let broken = self.rules.iter().filter(|(_, rule)| !rule.is_valid(json)).map(|(id, _)| self.fault(id));
        let mut faults: Vec<Fault> = broken.collect();
        // a missing field first: what it lacks hides what else is wrong
        faults.sort_by_key(|fault| !fault.why.is_absence());
        let why = faults.first().map_or(Why::Malformed, |fault| fault.why);
        Err(Refusal { why, faults })
    }

    fn fault(&self, id: &str) -> Fault {
        let rest = id.strip_prefix(&self.stem).unwrap_or(id);
        let mut parts = rest.splitn(3, '/');
        let (first, second) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let (kind, field) =
            if first == "amount" { (format!("amount/{second}"), "payment.amount") } else { (first.to_owned(), second) };
        Fault { why: Why::of_rule(&kind, second), field: field.to_owned(), says: format!("breaks the rule {id}") }
    }
}
