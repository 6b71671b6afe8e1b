//! Records beside the facts: what is disputed, notes, rules of test mode.

use std::collections::BTreeMap;

use crate::fault::Kind;
use crate::load::node::{What, step, steps};
use crate::model::method::{Disputed, Method, Remark};
use crate::resolved as r;

use super::catalogue::Catalogue;
use super::judge::{Here, Judge};

/// Documents that say different things; a pointer must lead to what we take.
pub(crate) fn disputed(judge: &Judge<'_>, own: Option<&Vec<Disputed>>) -> Vec<r::Disputed> {
    let list = own.into_iter().flatten();
    list.enumerate()
        .map(|(n, one)| {
            let about = one.about.as_str();
            if about.starts_with('/') && judge.node.at(about).is_none() {
                let at = format!("/disputed/{n}/about");
                judge.tell(Kind::Unresolved, &at, format!("`{about}` leads nowhere in this file"), lost(judge, about));
            }
            r::Disputed {
                about: about.to_owned(),
                says: one
                    .says
                    .map
                    .iter()
                    .map(|(cite, says)| (Judge::cite(cite.as_str(), None), says.as_str().to_owned()))
                    .collect(),
                chosen: one.chosen.as_ref().map(|chosen| chosen.as_str().to_owned()),
                because: one.because.as_str().to_owned(),
            }
        })
        .collect()
}

/// Where a pointer loses its way, and what was perhaps meant.
fn lost(judge: &Judge<'_>, pointer: &str) -> Vec<String> {
    let mut good = String::new();
    for one in steps(pointer) {
        let next = step(&good, &one);
        if judge.node.at(&next).is_none() {
            let Some(found) = judge.node.at(&good) else {
                return Vec::new();
            };
            return match &found.node.what {
                What::Map(entries) => {
                    let mut help = judge.did_you_mean(&one, entries.iter().map(|entry| entry.key.as_str()));
                    if help.is_empty() {
                        help.push(format!("`{}` has no `{one}`", if good.is_empty() { "/" } else { &good }));
                    }
                    help
                }
                What::List(items) => vec![format!("`{good}` has {} items, counted from 0", items.len())],
                _ => vec![format!("`{good}` is a value")],
            };
        }
        good = next;
    }
    Vec::new()
}

/// What else is worth knowing.
pub(crate) fn notes(own: Option<&Vec<Remark>>, root: &Here) -> Vec<r::Note> {
    let list = own.into_iter().flatten();
    list.map(|note| r::Note {
        about: note.about.as_str().to_owned(),
        says: note.says.as_str().to_owned(),
        cite: root.clone().cited(note.cite.as_ref()).cite,
    })
    .collect()
}

/// Rules of test mode: known fields, known ends.
pub(crate) fn test(
    judge: &Judge<'_>,
    own: &Method,
    catalogue: &Catalogue,
    operations: &BTreeMap<r::OperationKind, r::Operation>,
    root: &Here,
) -> Option<r::TestRules> {
    let test = own.test.as_ref()?;
    let here = root.down("test").cited(test.cite.as_ref());
    super::condition::check_at(judge, test.only.as_ref(), &here.down("only").pointer);
    super::condition::fields(judge, test.only.as_ref(), catalogue, &here.down("only").pointer);
    let known: Vec<&str> = operations
        .values()
        .flat_map(|operation| &operation.ends)
        .map(|end| end.key.as_str())
        .chain(["success", "decline"])
        .collect();
    let ends = test.ends.iter().flatten().enumerate();
    let ends: (Vec<_>, Vec<_>) = ends
        .map(|(n, end)| {
            let at = here.down("ends").down(n);
            super::condition::check(judge, end.when.as_ref(), catalogue, &at.pointer);
            let key = end.end.as_str();
            if !known.contains(&key) {
                let message = format!("no operation ends in `{key}`");
                judge.tell(
                    Kind::Unresolved,
                    &at.down("end").pointer,
                    message,
                    judge.did_you_mean(key, known.iter().copied()),
                );
            }
            let cite = at.cited(end.cite.as_ref()).cite;
            ((key.to_owned(), end.when.as_ref().map(super::condition::read)), cite)
        })
        .unzip();
    let (ends, ends_cite) = ends;
    Some(r::TestRules { only: test.only.as_ref().map(super::condition::read), ends, ends_cite, cite: here.cite })
}
