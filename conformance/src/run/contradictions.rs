//! Places where the documents contradict each other: each is on record with what every place says, and the generated
//! code follows what was taken.

use std::collections::BTreeMap;

use ecommpay_platform::Method;
use methodspec::resolved::{Disputed, Method as Spec};

use super::others::Other;
use crate::check::Check;
use crate::rules::Place;

pub(super) fn checks(linked: &'static Method, spec: &Spec) -> Vec<Other> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let one = |disputed: &Disputed| {
        let about = disputed.about.trim_start_matches('/');
        let operation = about.strip_prefix("operations/").and_then(|rest| rest.split('/').next()).unwrap_or("-");
        let cite = disputed.says.iter().map(|(cite, _)| cite.to_string()).collect::<Vec<_>>().join(", ");
        let result = on_record(spec, disputed).and_then(|()| follows(linked, spec, operation));
        (id(about), Place::new(&spec.key, "-", "spec", "-"), cite, result)
    };
    let mut others = Vec::new();
    for disputed in &spec.disputed {
        let (about, place, cite, result) = one(disputed);
        // two contradictions about one thing are told apart by their order
        let nth = seen.entry(&disputed.about).and_modify(|count| *count += 1).or_insert(1);
        let nth = if *nth > 1 { format!("#{nth}") } else { String::new() };
        let check = Check::new(format!("{}/contradiction/{about}{nth}", spec.key), cite, result);
        others.push(Other::new(place, "the generated code follows what was taken of it", check));
    }
    others
}

/// What it is about, as it stands in the rule's id.
pub(super) fn id(about: &str) -> String {
    about.trim_start_matches('/').replace(' ', "-")
}

/// Every place that is named exists, and the reason is given.
fn on_record(spec: &Spec, disputed: &Disputed) -> Result<(), String> {
    if disputed.because.trim().is_empty() || disputed.says.is_empty() {
        return Err("it is not said who says what, or why one was taken".to_owned());
    }
    for (cite, _) in disputed.says.iter().filter(|(cite, _)| !cite.document.starts_with("platform/")) {
        let document =
            spec.documents.get(&cite.document).ok_or_else(|| format!("{cite}: there is no such document"))?;
        if let (Some((_, last)), Some(lines)) = (cite.lines, document.lines)
            && last > lines
        {
            return Err(format!("{cite}: the document has {lines} lines"));
        }
    }
    Ok(())
}

/// An operation that was taken is generated as the spec has it, and one that was not is absent.
fn follows(linked: &'static Method, spec: &Spec, operation: &str) -> Result<(), String> {
    let id = format!("{}/{operation}", spec.key);
    let forms = |resolved: &methodspec::resolved::Operation| resolved.forms.len();
    let wanted = spec.operations.values().find(|resolved| resolved.kind.key() == operation).map_or(0, forms);
    let found = linked.forms.iter().filter(|entry| entry.form.operation == id).count();
    if found == wanted {
        Ok(())
    } else {
        Err(format!("{found} forms of {operation} are generated, the spec gives {wanted}"))
    }
}
