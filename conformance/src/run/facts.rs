//! The spec that the generated code was made from against the spec of the folder.
//!
//! A table has what the runtime needs. What stands in documentation alone (times, sources, notes, labels) no check of a
//! table reaches: a crate that was made before such a fact changed would tell the old one.

use ecommpay_platform::Method;
use ecommpay_platform::facts::{OPERATION_CODES, PLATFORM};
use methodspec::diff::{self, Change};
use methodspec::resolved::{Method as Spec, Platform};

use crate::check::{Check, Failure};

/// How many facts are told.
const SHOWN: usize = 5;

/// Every fact of the spec that the generated code carries is what the folder's says; its words and their order may differ.
/// `None` where it carries none, as a table made by hand, or another version, which is told as such.
pub(super) fn check(linked: &'static Method, spec: &Spec, platform: &Platform) -> Option<Check> {
    if linked.spec.is_empty() || linked.version != spec.version {
        return None;
    }
    let cite = spec.cite.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let result = if same_texts(linked, spec, platform) { Ok(()) } else { same_facts(linked, spec) };
    Some(Check::part(format!("{}/facts", spec.key), "", cite, result))
}

fn same_texts(linked: &Method, spec: &Spec, platform: &Platform) -> bool {
    // a crate carries a text below a line of its own
    let same = |carried: &str, text: &str| carried.ends_with(text.trim_start_matches('\u{FEFF}'));
    same(linked.spec, &spec.text) && same(PLATFORM, &platform.text) && same(OPERATION_CODES, &platform.codes_text)
}

fn same_facts(linked: &'static Method, spec: &Spec) -> Result<(), Failure> {
    let carried = crate::linked::carried(linked).map_err(Failure::from)?;
    let carried =
        carried.methods.get(&spec.key).ok_or("the spec that the generated code carries is of another method")?;
    let model = |method: &Spec| {
        let mut model = diff::model::of_method(method);
        // it carries no examples
        if let Some(model) = model.as_object_mut() {
            model.remove("examples");
        }
        model
    };
    let changes = diff::method(&spec.key, &model(carried), &model(spec));
    if changes.is_empty() {
        return Ok(());
    }
    let told = |change: &Change| format!("{} {}", change.at, change.what);
    let shown = changes.iter().take(SHOWN).map(told).collect::<Vec<_>>().join("; ");
    let more = changes.len().saturating_sub(SHOWN);
    let more = if more == 0 { String::new() } else { format!("; and {more} more") };
    Err(Failure::new("code made from this spec", format!("code made before these facts changed: {shown}{more}")))
}
