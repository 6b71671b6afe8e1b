//! The test of anybody's own crate: the tables that it hands out against the specs that they carry.
//!
//! ```text
//! #[test]
//! fn it_keeps_its_spec() {
//!     ecommpay_conformance::check(&[&ours::METHOD]).assert();
//! }
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use ecommpay_platform::Method;
use ecommpay_platform::facts::{OPERATION_CODES, PLATFORM};
use methodspec::resolved::{self, Said};
use methodspec::{Files, Unread};

use crate::Check;
use crate::second_engine::SchemaRules;
use crate::suite::Subject;

/// How many inputs are made for each check.
const CASES: u32 = 32;

/// Generated JSON Schemas by the id of their form.
pub type Schemas = BTreeMap<String, SchemaRules>;

/// What came of the checks.
#[derive(Debug, Clone)]
#[must_use = "a report that nobody asks says nothing: `.assert()` it"]
pub struct Report {
    /// Every check, in the order of methods and forms.
    pub checks: Vec<Check>,
    /// Forms whose rules no second engine judged: no schema was given.
    pub without_schema: Vec<String>,
}

/// Holds generated crates against the specs that they carry, without a folder of specs.
pub fn check(methods: &[&'static Method]) -> Report {
    check_with(methods, &Schemas::new())
}

/// The same, with the generated JSON Schemas as the second engine.
pub fn check_with(methods: &[&'static Method], schemas: &Schemas) -> Report {
    let mut report = Report { checks: Vec::new(), without_schema: Vec::new() };
    if methods.is_empty() {
        let why = Err("no method was given: nothing was checked".to_owned());
        report.checks.push(Check::new("methods", "", why));
    }
    for method in methods {
        report.of_method(method, schemas);
    }
    report
}

impl Report {
    /// Whether everything holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.failed().next().is_none()
    }

    /// The checks that do not hold.
    pub fn failed(&self) -> impl Iterator<Item = &Check> {
        self.checks.iter().filter(|check| !check.holds())
    }

    /// For tests.
    ///
    /// # Panics
    /// Where a check does not hold, with every one that does not.
    #[track_caller]
    pub fn assert(&self) {
        assert!(self.holds(), "{self}");
    }

    fn of_method(&mut self, method: &'static Method, schemas: &Schemas) {
        let specs = match carried(method) {
            Ok(specs) => specs,
            Err(why) => return self.checks.push(Check::new(format!("{}/spec", method.key), "", Err(why))),
        };
        for spec in specs.methods.values() {
            self.checks.push(Check::new(format!("{}/table", method.key), "", table(method, spec)));
            for operation in spec.operations.values() {
                for form in &operation.forms {
                    // one that is absent has failed the check of the table
                    let Some(entry) = method.forms.iter().find(|entry| entry.form.id == form.id) else { continue };
                    let schema = schemas.get(&form.id);
                    if schema.is_none() {
                        self.without_schema.push(form.id.clone());
                    }
                    self.checks.extend(Subject { form, entry, schema, cases: CASES }.checks());
                }
            }
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for check in self.failed() {
            writeln!(f, "{check}")?;
        }
        let failed = self.failed().count();
        write!(f, "{} passed, {failed} failed", self.checks.len() - failed)?;
        if !self.without_schema.is_empty() {
            write!(f, "; schema: not given for {}", self.without_schema.join(", "))?;
        }
        Ok(())
    }
}

/// The spec that a table carries, beside the platform's, as a specs folder without examples.
struct Carried(&'static Method);

impl Carried {
    fn file(&self) -> String {
        format!("{}.yaml", self.0.key)
    }
}

impl Files for Carried {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Unread> {
        let text = match path {
            "platform.yaml" => Some(PLATFORM),
            "operation-codes.yaml" => Some(OPERATION_CODES),
            path => (path == format!("methods/{}", self.file())).then_some(self.0.spec),
        };
        Ok(text.map(|text| text.as_bytes().to_vec()))
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, Unread> {
        Ok(if folder == "methods" { vec![self.file()] } else { Vec::new() })
    }

    fn has_examples(&self) -> bool {
        false
    }
}

pub(crate) fn carried(method: &'static Method) -> Result<resolved::Specs, String> {
    if method.spec.is_empty() {
        return Err("the table carries no text of its spec: generate the crate again".to_owned());
    }
    let specs = methodspec::load_with(&Carried(method)).map_err(|faults| faults.human(false))?;
    if specs.methods.is_empty() {
        return Err("the spec is a draft: nothing is made from it".to_owned());
    }
    Ok(specs)
}

/// What the table says of the method itself is what the spec says.
fn table(method: &Method, spec: &resolved::Method) -> Result<(), String> {
    let codes = |said: &Said<Vec<String>>| match said {
        Said::Is(codes) => codes.clone(),
        _ => Vec::new(),
    };
    let told = |what: &str, found: &dyn fmt::Debug, wanted: &dyn fmt::Debug| {
        let (found, wanted) = (format!("{found:?}"), format!("{wanted:?}"));
        if found == wanted { Ok(()) } else { Err(format!("{what}: {found}, the spec says {wanted}")) }
    };
    told("key", &method.key, &spec.key)?;
    told("title", &method.title, &spec.title)?;
    told("version", &method.version, &spec.version)?;
    told("codes on the Payment Page", &method.payment_page, &codes(&spec.names.payment_page.said))?;
    told("labels in callbacks", &method.labels, &codes(&spec.names.callback.said))?;
    let forms = method.forms.iter().map(|entry| entry.form.id).collect::<BTreeSet<_>>();
    let wanted = spec.operations.values().flat_map(|operation| &operation.forms);
    told("forms", &forms, &wanted.map(|form| form.id.as_str()).collect::<BTreeSet<_>>())
}
