//! What is wrong with one body.

use std::borrow::Cow;

use super::rules::{Rule, Severity};

/// A broken rule, told of one body.
#[derive(Debug, Clone)]
pub(super) struct Finding {
    /// The rule's id.
    pub(super) rule: Cow<'static, str>,
    /// What breaking it means.
    pub(super) severity: Severity,
    /// Where the documents say so.
    pub(super) cite: Cow<'static, str>,
    /// What is wrong.
    pub(super) means: Cow<'static, str>,
    /// The member at fault.
    pub(super) at: Cow<'static, str>,
    /// What was found, in harmless words.
    pub(super) found: String,
}

impl Finding {
    /// A finding by one of the rules that hold for every method.
    #[must_use]
    pub(super) fn new(rule: &Rule, at: &'static str, found: impl Into<String>) -> Self {
        Self {
            rule: rule.id.into(),
            severity: rule.severity,
            cite: rule.cite.into(),
            means: rule.means.into(),
            at: at.into(),
            found: found.into(),
        }
    }

    /// The same, of a member whose name is not known beforehand: one that a form has.
    #[must_use]
    pub(super) fn at(rule: &Rule, at: String) -> Self {
        Self { at: at.into(), ..Self::new(rule, "", "") }
    }

    /// The same, by the rule that this member has for itself.
    #[must_use]
    pub(super) fn of_member(rule: &Rule, at: &str, found: impl Into<String>) -> Self {
        let id = format!("{}/{at}", rule.id);
        Self { rule: id.into(), at: at.to_owned().into(), ..Self::new(rule, "", found) }
    }
}
