//! The run: every selected rule of every method, checked, and a report of it.

mod callbacks;
mod contradictions;
mod facts;
mod forms;
mod gather;
mod known;
mod line;
mod method;
mod others;
mod select;

use ecommpay_platform::Method;
use methodspec::resolved::Specs;

use crate::api::Described;
use crate::report::Report;
use crate::rules::{self, Rule};
use crate::second_engine::Schemas;

pub use known::Known;
pub use select::Selection;

/// Inputs for each check, where nothing else is asked for.
pub const CASES: u32 = 32;

/// What is run, and how.
pub struct Run<'a> {
    /// The specs.
    pub specs: &'a Specs,
    /// The generated methods.
    pub linked: &'a [&'static Method],
    /// The generated schemas.
    pub schemas: &'a Schemas,
    /// Which methods and rules.
    pub selection: Selection,
    /// The same seed makes the same inputs.
    pub seed: u64,
    /// How many inputs are made for each check.
    pub cases: u32,
    /// What is known to fail.
    pub known: Known,
    /// The platform's API description, where it was given.
    pub api: Option<&'a Described>,
    /// The command that runs this, before the options that this module knows.
    pub command: String,
    /// Prefix of the specs' files in the report: `specs/`.
    pub folder: String,
}

impl Run<'_> {
    /// Makes the checks.
    ///
    /// # Errors
    /// Where no rule is selected, or the suite's own vectors cannot be read.
    pub fn report(&self) -> Result<Report, String> {
        let others = others::checks(self)?;
        let mut all = rules::of_forms(self.specs, self.linked, self.schemas);
        all.extend(others.iter().map(|other| other.rule.clone()));
        self.selection.refuse_unknown_methods(self.specs)?;
        let rules: Vec<Rule> = all.iter().filter(|rule| self.selects(rule)).cloned().collect();
        if rules.is_empty() {
            return Err(format!("no rule is selected by {}", self.selection));
        }
        let mut checks = forms::checks(self);
        checks.extend(others.into_iter().filter(|other| self.selects(&other.rule)).map(|other| other.check));
        Ok(gather::report(self, &all, rules, checks))
    }

    fn selects(&self, rule: &Rule) -> bool {
        self.selection.takes(&rule.place.method, &rule.id)
    }

    /// The generated code of a method, where it is linked.
    fn linked(&self, key: &str) -> Option<&'static Method> {
        self.linked.iter().find(|method| method.key == key).copied()
    }
}

/// Every rule that a run without a selection checks.
///
/// # Errors
/// Where the suite's own vectors cannot be read.
pub fn rules(specs: &Specs, linked: &[&'static Method], schemas: &Schemas) -> Result<Vec<Rule>, String> {
    let run = Run {
        specs,
        linked,
        schemas,
        selection: Selection::default(),
        seed: 0,
        cases: 1,
        known: Known::default(),
        api: None,
        command: String::new(),
        folder: String::new(),
    };
    let mut all = rules::of_forms(specs, linked, schemas);
    all.extend(others::checks(&run)?.into_iter().map(|other| other.rule));
    Ok(all)
}
