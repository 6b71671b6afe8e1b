//! Full and partial refunds: one request for both, one for each, or one for the only one there is.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::fact::{FactOr, Stated};
use crate::model::operation::{Operation, Part, Supported};
use crate::resolved as r;

use super::catalogue::Catalogue;
use super::judge::{Here, Judge};
use super::operation::interfaces;
use super::send::{Entry, Place, entries};

/// A request of the operation, before channels.
#[derive(Clone)]
pub(crate) struct Parted<'a> {
    /// Which part of the sum it is for, if not for any.
    pub(crate) role: r::Role,
    /// It has a name of its own beside the other part's.
    pub(crate) apart: bool,
    pub(crate) sends: Vec<Entry<'a>>,
    /// Limits, where they are not the operation's.
    pub(crate) amounts: BTreeMap<String, r::Limit>,
}

/// The requests of an operation on one interface.
pub(crate) type Parts<'a> = BTreeMap<r::Interface, Vec<Parted<'a>>>;

/// What the documents say of one part.
struct Told<'a> {
    role: r::Role,
    key: &'static str,
    via: BTreeSet<r::Interface>,
    sends: Vec<Entry<'a>>,
    amounts: BTreeMap<String, r::Limit>,
}

/// How the operation's requests differ between the whole sum and a part of it.
pub(crate) fn parts<'a>(
    judge: &Judge<'_>,
    own: &'a Operation,
    out: &r::Operation,
    catalogue: &Catalogue,
    sends: &[Entry<'a>],
    here: &Here,
) -> Parts<'a> {
    let told = |role, key: &'static str, part: &'a Option<FactOr<Supported, Part>>, amounts: &BTreeMap<_, _>| {
        let mut told = Told { role, key, via: out.via.clone(), sends: Vec::new(), amounts: BTreeMap::new() };
        match part {
            Some(FactOr::Map(part)) => {
                let at = here.down(key).cited(part.cite.as_ref());
                if part.via.is_some() {
                    told.via = interfaces(part.via.as_ref());
                }
                let place = Place { via: &out.via, catalogue, wide: false };
                told.sends = entries(judge, part.send.as_ref(), &place, &at);
                if *amounts != out.amounts {
                    told.amounts.clone_from(amounts);
                }
            }
            Some(FactOr::Fact(fact)) if matches!(fact.is(), Stated::Word(crate::model::fact::Word::None)) => {
                told.via.clear();
            }
            _ => {}
        }
        told
    };
    let both = [
        told(r::Role::Full, "full", &own.full, &out.full_amounts),
        told(r::Role::Partial, "partial", &own.partial, &out.partial_amounts),
    ];
    let mut parts = Parts::new();
    for interface in &out.via {
        let plain = || Parted { role: r::Role::First, apart: false, sends: sends.to_vec(), amounts: BTreeMap::new() };
        let there: Vec<&Told<'_>> = both.iter().filter(|part| part.via.contains(interface)).collect();
        let differ = there.iter().any(|part| !part.sends.is_empty() || !part.amounts.is_empty());
        let list = match there.as_slice() {
            [_, _] if !differ => vec![plain()],
            [] => Vec::new(),
            some => some.iter().map(|part| parted(part, some.len() > 1, *interface, catalogue, sends, here)).collect(),
        };
        parts.insert(*interface, list);
    }
    parts
}

/// The request of one part. For the whole sum no amount is offered, unless it must be sent; for a part it must.
fn parted<'a>(
    part: &Told<'a>,
    apart: bool,
    interface: r::Interface,
    catalogue: &Catalogue,
    sends: &[Entry<'a>],
    here: &Here,
) -> Parted<'a> {
    let is_sum = |path: &str| {
        let field = catalogue.fields.get(path);
        field.is_some_and(|known| matches!(known.field.value.kind, r::ValueKind::Amount | r::ValueKind::Currency))
    };
    let mut all: Vec<Entry<'_>> = Vec::new();
    for entry in sends {
        let may = entry.interface == interface && entry.presence != r::Presence::Required && is_sum(&entry.path);
        if !(may && part.role == r::Role::Full) {
            all.push(entry.clone());
        }
    }
    all.extend(part.sends.iter().cloned());
    if part.role == r::Role::Partial {
        // The first of each kind that the platform takes: the sum of the payment.
        for kind in [r::ValueKind::Amount, r::ValueKind::Currency] {
            let known = all.iter().find(|entry| {
                entry.interface == interface
                    && catalogue.fields.get(&entry.path).is_some_and(|known| known.field.value.kind == kind)
            });
            let path = known.map(|entry| entry.path.clone()).or_else(|| {
                catalogue
                    .fields
                    .values()
                    .find(|known| known.field.value.kind == kind)
                    .map(|known| known.field.path.clone())
            });
            all.extend(path.map(|path| Entry {
                path,
                interface,
                presence: r::Presence::Required,
                when: None,
                narrows: None,
                at: here.down(part.key).pointer,
                note: None,
                here: here.clone(),
            }));
        }
    }
    Parted { role: part.role.clone(), apart, sends: all, amounts: part.amounts.clone() }
}
