//! Requests that keep every rule.

use std::collections::BTreeSet;

use super::trial::Trial;
use super::typed;
use crate::check::Check;

impl Trial<'_> {
    /// A request that keeps the rules is taken by both engines, comes back from the typed API as it went in, and none of
    /// its values goes unsigned.
    pub(super) fn kept(&self, selected: &dyn Fn(&str) -> bool) -> Vec<Check> {
        let mut checks = Vec::new();
        let id = format!("{}/kept", self.form.id);
        if selected(&id) {
            let result = self.attempt(&id, |kept| Ok(Some(kept)), |input| self.is_taken(input));
            checks.push(Check::tried(id, "", self.cite(), result));
        }
        let id = format!("{}/signed", self.form.id);
        if let Some(entry) = self.engines.entry.filter(|_| selected(&id)) {
            let judge = |input: &_| typed::every_value_is_signed(entry, input);
            let result = self.attempt(&id, |kept| Ok(Some(kept)), judge);
            checks.push(Check::tried(id, "", self.cite(), result));
        }
        checks
    }

    pub(super) fn is_taken(&self, input: &serde_json::Value) -> Result<(), crate::check::Failure> {
        self.breaks(input, &BTreeSet::new())?;
        self.engines.entry.map_or(Ok(()), |entry| typed::comes_back(entry, input))
    }

    /// Where the documents speak of the form.
    pub(super) fn cite(&self) -> String {
        self.form.cite.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }
}
