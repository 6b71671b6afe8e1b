//! What every request of an operation must send as soon as it sends another field: a rule of the platform's, whatever the method.

use std::collections::BTreeMap;

use crate::fault::Kind;
use crate::model::fact::Beside;
use crate::model::keyed::Keyed;
use crate::model::text::{Path, PathKey};
use crate::resolved as r;

use super::catalogue::Known;
use super::form::{Base, row};
use super::judge::{Here, Judge, from_platform};
use super::send::Entry;
use super::words::paths;

/// The rules of one operation, as the platform's file has them.
pub(crate) fn read(
    judge: &Judge<'_>,
    own: Option<&Keyed<Beside, Path, Vec<PathKey>>>,
    out: &r::Platform,
    here: &Here,
) -> Vec<r::RequiredWith> {
    let Some(own) = own else { return Vec::new() };
    let here = here.down("required_with").cited(own.head.cite.as_ref());
    let known = |path: &str, at: &Here| match out.fields.get(path) {
        Some(field) if field.gate => true,
        Some(_) => {
            let help = vec!["name a field of requests to Gate".to_owned()];
            judge.tell(Kind::NotOffered, &at.pointer, format!("Gate has no field `{path}`"), help);
            false
        }
        None => {
            let help = judge.did_you_mean(path, out.fields.keys().map(String::as_str));
            judge.tell(Kind::UnknownField, &at.pointer, format!("unknown field `{path}`"), help);
            false
        }
    };
    let one = |(sent, fields): (&Path, &Vec<PathKey>)| {
        let at = here.down(sent.as_str());
        let sent = known(sent.as_str(), &at).then(|| sent.as_str().to_owned())?;
        let listed =
            fields.iter().enumerate().flat_map(|(n, key)| paths(key.as_str()).into_iter().map(move |path| (n, path)));
        let mut fields = Vec::new();
        for (n, path) in listed {
            let at = at.down(n);
            if path == sent {
                let help = vec!["name another field, or take it out".to_owned()];
                judge.tell(Kind::Conflict, &at.pointer, format!("`{path}` is always sent with itself"), help);
            } else if known(&path, &at) {
                fields.push(path);
            }
        }
        Some(r::RequiredWith { sent, fields, cite: here.cite.clone() })
    };
    own.map.iter().filter_map(one).collect()
}

/// Adds the platform's rules to the rows of a request to Gate, beside what the method itself says of the fields.
pub(crate) fn lay(base: &Base<'_>, entries: &[&Entry<'_>], rows: &mut BTreeMap<String, r::Row>) {
    let rules = base.platform.operations.get(&base.operation).into_iter().flat_map(|one| &one.required_with);
    for rule in rules {
        let when = r::Condition::All(vec![(rule.sent.clone(), r::Test::Sent(true))]);
        let cite = from_platform(&rule.cite);
        for path in &rule.fields {
            let own = entries.iter().filter(|entry| entry.path == *path && entry.interface == r::Interface::Gate);
            if own.clone().any(|entry| entry.presence == r::Presence::Ignored && entry.when.is_none()) {
                continue;
            }
            let Some(known) = base.catalogue.fields.get(path) else { continue };
            let of_platform = || row(&Known::clone(known), r::Interface::Gate, base.platform);
            let row = rows.entry(path.clone()).or_insert_with(of_platform);
            if row.presence == r::Presence::Required {
                continue;
            }
            if row.cite.is_empty() {
                row.cite.clone_from(&cite);
            }
            row.presence_when.push(r::ConditionalPresence {
                when: when.clone(),
                presence: r::Presence::Required,
                cite: cite.clone(),
            });
        }
    }
}
