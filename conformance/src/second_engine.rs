//! The second engine: the generated JSON Schemas, run by a library that shares no code with the generated crates.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;

use methodspec::resolved::Specs;
use serde_json::Value;

use crate::{plain, regular};

/// The JSON Schema of one form, a validator for each of its rules.
#[derive(Debug)]
pub struct SchemaRules {
    rules: Vec<(SchemaRule, jsonschema::Validator)>,
    shared: Shared,
    by_code: Vec<(String, String)>,
}

/// Rules of the platform's own parameters. Requests hardly ever have them: all are looked at at once, and each only where one
/// is broken.
#[derive(Debug)]
struct Shared {
    whole: jsonschema::Validator,
    rules: Vec<(SchemaRule, Value, OnceLock<Option<jsonschema::Validator>>)>,
}

impl Shared {
    fn broken_by<'a>(&'a self, json: &'a Value) -> impl Iterator<Item = &'a SchemaRule> {
        let all = (!self.whole.is_valid(json)).then_some(&self.rules).into_iter().flatten();
        let broken = all.filter(|(_, branch, made)| {
            let validator = made.get_or_init(|| validator(branch).ok());
            validator.as_ref().is_some_and(|validator| !validator.is_valid(json))
        });
        broken.map(|(rule, ..)| rule)
    }
}

/// What a schema says of a rule beside what it checks.
#[derive(Debug, Clone)]
pub struct SchemaRule {
    /// `x-rule`.
    pub id: String,
    /// `x-severity`.
    pub severity: String,
    /// `x-cite`.
    pub cite: String,
}

impl SchemaRules {
    /// Reads `schemas/<method>/<operation>-<interface>[-<channel>].json` of a form by its id.
    ///
    /// # Errors
    /// Where the file is absent or no schema of this generator.
    pub fn read(schemas: &Path, form: &str) -> Result<Self, String> {
        let (method, rest) = form.split_once('/').ok_or_else(|| format!("{form:?} is no form's id"))?;
        let file = schemas.join(method).join(format!("{}.json", rest.replace('/', "-")));
        let told = |why: &dyn std::fmt::Display| format!("{}: {why}", plain::path(&file));
        let text = regular::text(&file, regular::REPORT).map_err(|why| told(&why))?;
        let schema: Value = serde_json::from_str(&text).map_err(|why| told(&why))?;
        Self::new(&schema).map_err(|why| told(&why))
    }

    /// Takes a schema apart into its rules.
    ///
    /// # Errors
    /// Where a branch has no `x-rule` or is no schema.
    pub fn new(schema: &Value) -> Result<Self, String> {
        let branches = schema["allOf"].as_array().ok_or("no allOf")?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let rule = |branch: &Value| {
            let id = branch["x-rule"].as_str().ok_or("a branch without x-rule")?;
            let severity = text(&branch["x-severity"]);
            Ok::<_, String>(SchemaRule { id: id.to_owned(), severity, cite: text(&branch["x-cite"]) })
        };
        let (shared, own): (Vec<&Value>, Vec<&Value>) =
            branches.iter().partition(|branch| branch["x-rule"].as_str().is_some_and(|id| id.starts_with(SHARED)));
        let rules = own.into_iter().map(|branch| {
            let rule = rule(branch)?;
            let validator = validator(branch).map_err(|why| format!("{}: {why}", rule.id))?;
            Ok((rule, validator))
        });
        let by_code = schema["x-checked-by-code"].as_array().into_iter().flatten();
        let whole = validator(&serde_json::json!({ "allOf": shared }))?;
        let all_shared = shared.into_iter().map(|branch| Ok((rule(branch)?, branch.clone(), OnceLock::new())));
        Ok(Self {
            rules: rules.collect::<Result<_, String>>()?,
            shared: Shared { whole, rules: all_shared.collect::<Result<_, String>>()? },
            by_code: by_code.map(|entry| (text(&entry["rule"]), text(&entry["reason"]))).collect(),
        })
    }

    /// Ids of the rules that a document breaks.
    #[must_use]
    pub fn broken_by(&self, json: &Value) -> BTreeSet<String> {
        let own = self.rules.iter().filter(|(_, validator)| !validator.is_valid(json)).map(|(rule, _)| rule.id.clone());
        own.chain(self.shared.broken_by(json).map(|rule| rule.id.clone())).collect()
    }

    /// The rules of the platform's own parameters.
    pub fn shared(&self) -> impl Iterator<Item = &SchemaRule> {
        self.shared.rules.iter().map(|(rule, ..)| rule)
    }

    /// The form's own rules that the schema can say.
    pub fn rules(&self) -> impl Iterator<Item = &SchemaRule> {
        self.rules.iter().map(|(rule, _)| rule)
    }

    /// Ids of the form's own rules that the schema can say.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(|(rule, _)| rule.id.as_str())
    }

    /// Ids of the rules that JSON Schema cannot say, with the reason.
    pub fn by_code(&self) -> impl Iterator<Item = (&str, &str)> {
        self.by_code.iter().map(|(id, why)| (id.as_str(), why.as_str()))
    }
}

/// How the ids of rules begin that hold whichever the method.
const SHARED: &str = "platform/";

fn validator(schema: &Value) -> Result<jsonschema::Validator, String> {
    let options = jsonschema::draft202012::options().should_validate_formats(true);
    options.build(schema).map_err(|why| why.to_string())
}

/// The schemas of a folder, by the id of their form.
#[derive(Default)]
pub struct Schemas {
    forms: BTreeMap<String, Result<SchemaRules, String>>,
}

impl Schemas {
    /// Those of every form of these specs. A form whose schema cannot be read keeps the reason.
    #[must_use]
    pub fn read(folder: &Path, specs: &Specs) -> Self {
        let operations = specs.methods.values().flat_map(|method| method.operations.values());
        let forms = operations.flat_map(|operation| &operation.forms);
        Self { forms: forms.map(|form| (form.id.clone(), SchemaRules::read(folder, &form.id))).collect() }
    }

    /// None were given: nothing is read, and nothing missed.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// The schema of a form.
    #[must_use]
    pub fn get(&self, form: &str) -> Option<&SchemaRules> {
        self.forms.get(form).and_then(|schema| schema.as_ref().ok())
    }

    /// Why a form has no schema although a folder of them was given.
    #[must_use]
    pub fn fault(&self, form: &str) -> Option<&str> {
        self.forms.get(form).and_then(|schema| schema.as_ref().err()).map(String::as_str)
    }

    /// Whether no folder was given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }
}
