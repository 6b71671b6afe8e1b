//! The second engine: the generated JSON Schemas, run by a library that shares no code with the generated crates.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

/// The JSON Schema of one form, a validator for each of its rules.
#[derive(Debug)]
pub struct SchemaRules {
    rules: Vec<(String, jsonschema::Validator)>,
    by_code: Vec<(String, String)>,
}

impl SchemaRules {
    /// Reads `schemas/<method>/<operation>-<interface>[-<channel>].json` of a form by its id.
    ///
    /// # Errors
    /// Where the file is absent or no schema of this generator.
    pub fn read(schemas: &Path, form: &str) -> Result<Self, String> {
        let (method, rest) = form.split_once('/').ok_or_else(|| format!("{form:?} is no form's id"))?;
        let file = schemas.join(method).join(format!("{}.json", rest.replace('/', "-")));
        let told = |why: &dyn std::fmt::Display| format!("{}: {why}", file.display());
        let text = std::fs::read_to_string(&file).map_err(|why| told(&why))?;
        let schema: Value = serde_json::from_str(&text).map_err(|why| told(&why))?;
        Self::new(&schema).map_err(|why| told(&why))
    }

    /// Takes a schema apart into its rules.
    ///
    /// # Errors
    /// Where a branch has no `x-rule` or is no schema.
    pub fn new(schema: &Value) -> Result<Self, String> {
        let branches = schema["allOf"].as_array().ok_or("no allOf")?;
        let rules = branches.iter().map(|branch| {
            let id = branch["x-rule"].as_str().ok_or("a branch without x-rule")?;
            let validator = jsonschema::draft202012::options()
                .should_validate_formats(true)
                .build(branch)
                .map_err(|why| format!("{id}: {why}"))?;
            Ok((id.to_owned(), validator))
        });
        let by_code = schema["x-checked-by-code"].as_array().into_iter().flatten();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Ok(Self {
            rules: rules.collect::<Result<_, String>>()?,
            by_code: by_code.map(|entry| (text(&entry["rule"]), text(&entry["reason"]))).collect(),
        })
    }

    /// Ids of the rules that a document breaks.
    #[must_use]
    pub fn broken_by(&self, json: &Value) -> BTreeSet<String> {
        self.rules.iter().filter(|(_, validator)| !validator.is_valid(json)).map(|(id, _)| id.clone()).collect()
    }

    /// Ids of all rules that the schema can say.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(|(id, _)| id.as_str())
    }

    /// Ids of the rules that JSON Schema cannot say, with the reason.
    pub fn by_code(&self) -> impl Iterator<Item = (&str, &str)> {
        self.by_code.iter().map(|(id, why)| (id.as_str(), why.as_str()))
    }
}
