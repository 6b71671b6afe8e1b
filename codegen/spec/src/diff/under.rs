//! What holds only under a condition: who must send a field, and what its value then is.

use serde_json::Value;

use super::Impact::{Addition, Breaking, Fix};
use super::judge::{part, required, told};
use super::walk::Walk;

/// A presence or a value under a condition. What is only told refuses nothing.
pub(super) fn conditional(walk: &mut Walk<'_>, was: Option<&Value>, is: Option<&Value>) {
    let one = was.or(is);
    let checked = one.and_then(|one| one["when"].get("all")).is_some();
    let holds = one.is_some_and(|one| one.get("presence").is_none_or(|word| required(Some(word))));
    match (was, is) {
        (Some(_), Some(_)) if checked => walk.parts(was, is),
        (Some(_), Some(_)) => walk.tell(Fix, told(was, is)),
        _ if checked && holds => part(walk, was, is, Addition, Breaking),
        _ => part(walk, was, is, Fix, Fix),
    }
}
