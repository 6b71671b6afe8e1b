//! Which amount and which currency of a request are its sum. Any other amount is a whole number of minor units and any other
//! currency a text: fields like all others, which nobody fills with the sum.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::resolved as r;

/// Paths of the fields that are the sum of a request.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sums {
    /// None in the platform's own table, where each field is what it says.
    paths: Option<Arc<BTreeSet<String>>>,
}

impl Sums {
    /// The amount and the currency that operations send, else the first of the platform's table.
    pub(crate) fn of_platform(platform: &r::Platform) -> Self {
        let sent: BTreeSet<&String> =
            platform.operations.values().flat_map(|operation| operation.send.values()).flatten().collect();
        let of_kind = |kind| {
            let mut all = platform.fields.values().filter(move |field| field.value.kind == kind);
            let first = all.clone().next();
            all.find(|field| sent.contains(&field.path)).or(first)
        };
        let fields = [r::ValueKind::Amount, r::ValueKind::Currency].into_iter().filter_map(of_kind);
        Self { paths: Some(Arc::new(fields.map(|field| field.path.clone()).collect())) }
    }

    /// Makes a whole number, or a text, of an amount or a currency that is not of the sum. Whether it was one.
    pub(crate) fn settle(&self, path: &str, value: &mut r::Value, currencies: &BTreeSet<String>) -> bool {
        let is_sum = |paths: &Arc<BTreeSet<String>>| paths.contains(path);
        if self.paths.as_ref().is_none_or(is_sum) {
            return false;
        }
        match value.kind {
            r::ValueKind::Amount => {
                value.kind = r::ValueKind::Integer;
                value.range.0 = Some(value.range.0.unwrap_or(0).max(0));
            }
            r::ValueKind::Currency => {
                value.kind = r::ValueKind::Text;
                if value.values.is_empty() {
                    value.values = currencies.iter().map(|code| (code.clone(), String::new())).collect();
                }
            }
            _ => return false,
        }
        true
    }

    /// What an amount beside the sum means says its unit.
    pub(crate) fn in_minor_units(means: &mut String) {
        if !means.is_empty() && !means.contains("minor unit") {
            *means = format!("{}, in minor units.", means.trim_end_matches('.'));
        }
    }
}
