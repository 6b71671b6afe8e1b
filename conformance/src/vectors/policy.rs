//! The second column: what our defaults say of a vector.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Fault;

/// `policy.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Policy {
    /// Refusals by which we may be stricter than the reference, with the reason for each.
    stricter: BTreeMap<String, String>,
    /// What we say of vectors by name: `as reference`, or the refusal.
    vectors: BTreeMap<String, String>,
}

/// What the reference says of a vector, as far as the policy is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reference {
    Accepts,
    Refuses,
}

impl Policy {
    pub(super) fn ours() -> Result<Policy, Fault> {
        serde_json::from_str(include_str!("policy.json"))
            .map_err(|error| Fault { file: None, what: format!("policy.json: {error}") })
    }

    /// Holds our verdict (nothing where we accept, else the name of the refusal) against the column.
    pub(super) fn hold(&self, name: &str, reference: Reference, ours: Option<&str>) -> Result<(), String> {
        let said = ours.unwrap_or("accepted");
        if let Some(wanted) = self.vectors.get(name) {
            let wanted = if wanted == "as reference" && reference == Reference::Accepts { "accepted" } else { wanted };
            return if wanted == said { Ok(()) } else { Err(format!("policy: wanted {wanted:?}, got {said:?}")) };
        }
        match (reference, ours) {
            (Reference::Accepts, None) | (Reference::Refuses, Some(_)) => Ok(()),
            (Reference::Refuses, None) => Err("policy: accepted, though the reference refuses it".to_owned()),
            (Reference::Accepts, Some(refusal)) if self.stricter.contains_key(refusal) => Ok(()),
            (Reference::Accepts, Some(refusal)) => Err(format!(
                "policy: refused ({refusal}), though the reference accepts it and policy.json has no reason"
            )),
        }
    }
}

/// Where our defaults refuse what the reference takes: the refusal by the vector's name.
pub(crate) struct Stricter(BTreeMap<String, String>);

impl Stricter {
    pub(crate) fn of(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

/// The vectors of which `policy.json` says so.
pub(crate) fn stricter() -> Result<Stricter, String> {
    let Policy { stricter, mut vectors } = Policy::ours().map_err(|fault| fault.to_string())?;
    vectors.retain(|_, refusal| stricter.contains_key(refusal));
    Ok(Stricter(vectors))
}
