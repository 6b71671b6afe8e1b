//! Sums as requests write them.

use serde_json::Value;

use super::model::pointer;
use super::refusal::{Refusal, Why};

/// The sum at a path: nothing where nothing stands there. `1000.0` and `1e3` are whole to JSON Schema and to nobody else:
/// what is there and is no whole number of minor units is refused, never passed over.
pub(super) fn read(body: &Value, path: &str) -> Result<Option<i64>, Refusal> {
    let Some(value) = body.pointer(&pointer(path)) else { return Ok(None) };
    let sum = value.as_i64().filter(|sum| *sum >= 0);
    sum.map(Some).ok_or_else(|| Refusal::of(Why::Malformed, path, "is no whole number of minor units"))
}
