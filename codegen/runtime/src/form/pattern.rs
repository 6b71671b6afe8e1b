//! Patterns of texts, from the subset of regular expressions that all engines share.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use regex_lite::Regex;

/// Patterns that were compiled; there are as many as the linked methods have.
static COMPILED: RwLock<Option<HashMap<&'static str, Option<Regex>>>> = RwLock::new(None);

/// Whether a text matches. A pattern that does not compile matches everything: the loader has refused it, and a payment
/// must not fail for it.
pub(super) fn matches(pattern: &'static str, text: &str) -> bool {
    let known = COMPILED.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(compiled) = known.as_ref().and_then(|known| known.get(pattern)) {
        return compiled.as_ref().is_none_or(|regex| regex.is_match(text));
    }
    drop(known);
    let compiled = Regex::new(pattern).ok();
    let fits = compiled.as_ref().is_none_or(|regex| regex.is_match(text));
    let mut known = COMPILED.write().unwrap_or_else(PoisonError::into_inner);
    known.get_or_insert_default().insert(pattern, compiled);
    fits
}
