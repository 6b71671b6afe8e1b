//! One operation: scopes laid over each other, channels, forms.

use std::collections::{BTreeMap, BTreeSet};

use crate::fault::Kind;
use crate::model::fact::{Block, Fact, FactOr, Stated, Word};
use crate::model::operation::{InterfaceName, Operation, OperationFact, OperationOr, Part, Supported};
use crate::model::text::Text;
use crate::resolved as r;

use super::channel::channel;
use super::form::Base;
use super::forms::Ask;
use super::judge::{Here, Judge, fact, silent};
use super::limits::lay_over;
use super::method::Wide;
use super::money::{currencies, every_currency, limits, outside, part_limits};
use super::said::{must_say, support};
use super::send::{Place, entries};
use super::sets::{Of, no_times, set, times};
use super::steps::steps;
use super::together::together;
use super::words::{interface, operation_word};

/// An operation that is no more than a word.
fn bare(kind: r::OperationKind, word: r::Support, here: &Here, note: Option<String>) -> r::Operation {
    r::Operation {
        kind,
        means: None,
        support: word,
        via: BTreeSet::new(),
        full: None,
        partial: None,
        path: silent(),
        currencies: None,
        currencies_open: false,
        amounts: BTreeMap::new(),
        times: no_times(),
        channels: Vec::new(),
        forms: Vec::new(),
        not_generated: Vec::new(),
        ends: Vec::new(),
        steps: BTreeMap::new(),
        together: Vec::new(),
        carries: Vec::new(),
        may_differ: None,
        countries: None,
        full_amounts: BTreeMap::new(),
        partial_amounts: BTreeMap::new(),
        note,
        cite: here.cite.clone(),
    }
}

/// An operation as said under `operations`.
pub(crate) fn operation(
    judge: &Judge<'_>,
    wide: &Wide<'_>,
    kind: r::OperationKind,
    said: Option<&OperationOr>,
    here: &Here,
) -> r::Operation {
    match said {
        None => bare(kind, r::Support::NotDocumented, &Here { pointer: here.pointer.clone(), cite: Vec::new() }, None),
        Some(FactOr::Fact(Fact(long))) => {
            let word = match long.is {
                Stated::Is(Supported::Supported) => r::Support::Supported,
                Stated::Word(word) => support(word),
            };
            let wider = if word == r::Support::NotDocumented { Vec::new() } else { here.cite.clone() };
            let here = Here { pointer: here.pointer.clone(), cite: wider }.cited(long.cite.as_ref());
            let mut one = bare(kind, word, &here, long.note.as_ref().map(|note| note.as_str().to_owned()));
            // A customer's bank asks for a chargeback: there is no request to miss.
            let asked = kind != r::OperationKind::Chargeback;
            if asked && matches!(word, r::Support::Supported | r::Support::Contract) {
                one.not_generated
                    .push(format!("{}: the documents say that it is supported and no more.", operation_word(kind)));
            }
            one
        }
        Some(FactOr::Map(map)) => described(judge, wide, kind, map, &here.clone().cited(map.cite.as_ref())),
    }
}

fn part(part: Option<&FactOr<Supported, Part>>) -> Option<r::Support> {
    part.map(|part| match part {
        FactOr::Map(_) => r::Support::Described,
        FactOr::Fact(fact) => match fact.is() {
            Stated::Is(Supported::Supported) => r::Support::Supported,
            Stated::Word(word) => support(*word),
        },
    })
}

fn absent(support: Option<r::Support>) -> bool {
    matches!(support, Some(r::Support::None | r::Support::NotDocumented))
}

pub(crate) fn interfaces(list: Option<&Fact<Vec<InterfaceName>>>) -> BTreeSet<r::Interface> {
    match list.map(Fact::is) {
        Some(Stated::Is(list)) => list.iter().map(|one| interface(*one)).collect(),
        _ => BTreeSet::new(),
    }
}

fn fact_word(fact: OperationFact) -> &'static str {
    match fact {
        OperationFact::Via => "via",
        OperationFact::Path => "path",
        OperationFact::Amounts => "amounts",
        OperationFact::Times => "times",
        OperationFact::Send => "send",
        OperationFact::Channels => "channels",
    }
}

/// What is remarked of a full or partial refund.
fn note_of(part: &FactOr<Supported, Part>) -> Option<&str> {
    let note = match part {
        FactOr::Fact(Fact(long)) => long.note.as_ref(),
        FactOr::Map(part) => part.note.as_ref(),
    };
    note.map(Text::as_str)
}

fn described(judge: &Judge<'_>, wide: &Wide<'_>, kind: r::OperationKind, own: &Operation, here: &Here) -> r::Operation {
    let word = operation_word(kind);
    if !wide.platform.operations.contains_key(&kind) {
        let help =
            vec!["describe it under `operations` of platform.yaml: what each of its requests carries".to_owned()];
        judge.tell_key(Kind::UnknownName, &here.pointer, format!("the platform has no operation `{word}`"), help);
    }
    let full = part(own.full.as_ref());
    let partial = part(own.partial.as_ref());
    if kind != r::OperationKind::Refund && (full.is_some() || partial.is_some()) {
        let at = here.down(if full.is_some() { "full" } else { "partial" });
        judge.tell_key(Kind::NotOffered, &at.pointer, "only refunds are full or partial", Vec::new());
    }
    let mut out = bare(kind, r::Support::Described, here, own.note.as_ref().map(|note| note.as_str().to_owned()));
    out.means = own.means.as_ref().map(|means| means.as_str().to_owned());
    out.full = full;
    out.partial = partial;
    for (what, part) in [("Of the whole sum", &own.full), ("Of a part", &own.partial)] {
        if let Some(note) = part.as_ref().and_then(note_of) {
            let before = out.note.take().map(|before| format!("{}. ", before.trim_end_matches('.')));
            out.note = Some(format!("{}{what}: {note}", before.unwrap_or_default()));
        }
    }
    // Both parts absent and nothing else said: the operation is as good as not there.
    if (absent(full) || absent(partial)) && own.via.is_none() && own.path.is_none() && own.send.is_none() {
        let both = [full, partial];
        out.support =
            if both.contains(&Some(r::Support::NotDocumented)) { r::Support::NotDocumented } else { r::Support::None };
        return out;
    }
    out.via = interfaces(own.via.as_ref());
    let gate = out.via.contains(&r::Interface::Gate);
    let listed: Vec<&str> = own.not_documented.iter().flatten().map(|fact| fact_word(*fact)).collect();
    let mut must = vec![
        ("via", own.via.is_some()),
        ("amounts", own.amounts.is_some() || wide.method.amounts.is_some()),
        ("times", own.times.is_some() || wide.method.times.is_some()),
        ("send", own.send.is_some() || wide.method.send.is_some()),
    ];
    if gate || own.via.is_none() || own.path.is_some() {
        must.insert(1, ("path", own.path.is_some()));
    }
    if matches!(kind, r::OperationKind::Sale) || own.channels.is_some() {
        must.push(("channels", own.channels.is_some()));
    }
    must_say(judge, &here.pointer, &must, &listed, &format!("`{word}`"));

    out.path = fact(own.path.as_ref(), &here.down("path"), |path| path.as_str().to_owned());
    // A set may stand under a condition, and what its fields are held against depends on the set: first every currency.
    let open = wide.catalogue.with(judge, own.fields.as_ref(), here);
    let taken = currencies(judge, wide, own, &open, here);
    let closed = taken.list.as_deref().filter(|_| !taken.open);
    let catalogue = wide.catalogue.clone().taking(closed).with(judge, own.fields.as_ref(), here);
    super::condition::of_amounts(judge, own.amounts.as_ref(), &catalogue, here);
    out.currencies = taken.list;
    out.currencies_open = taken.open;
    let countries = own
        .countries
        .as_ref()
        .map(|own| set(judge, own, Of::Countries(wide.platform), &catalogue, &here.down("countries")));
    out.countries = countries.as_ref().and_then(|held| match &held.fact.said {
        r::Said::Is(choice) => Some(choice.clone()),
        _ => None,
    });
    let mut scoped = wide.amounts.clone();
    lay_over(judge, &mut scoped, own.amounts.as_ref(), here, &catalogue, wide.platform);
    outside(judge, &scoped, out.currencies.as_deref(), own.amounts.as_ref(), here);
    out.amounts = limits(judge, &scoped, out.currencies.as_deref(), &taken.cite, wide.platform);
    out.times = times(judge, own.times.as_ref(), wide.times, here);
    out.full_amounts = part_limits(judge, wide, own.full.as_ref(), &scoped, &out, &taken.cite, &here.down("full"));
    out.partial_amounts =
        part_limits(judge, wide, own.partial.as_ref(), &scoped, &out, &taken.cite, &here.down("partial"));
    let sets = [taken.table.clone(), countries.as_ref().unwrap_or(wide.countries).table.clone()];
    let tables = together(judge, own.together.as_deref(), &catalogue, here);
    out.together = wide.together.iter().cloned().chain(tables).chain(sets.into_iter().flatten()).collect();
    out.ends = super::ends::ends(judge, own.ends.as_ref(), wide.platform, here);
    out.carries = super::ends::carries(judge, own.ends.as_ref(), here);
    out.may_differ = super::ends::may_differ(own.ends.as_ref());

    let via = out.via.clone();
    let place = Place { via: &via, catalogue: wide.catalogue, wide: true };
    let mut sends = entries(judge, wide.method.send.as_ref(), &place, wide.here);
    sends.extend(entries(judge, own.send.as_ref(), &Place { via: &via, catalogue: &catalogue, wide: false }, here));
    let base = Base { platform: wide.platform, catalogue: &catalogue, operation: kind, here };
    let mut asks: Vec<Ask<'_>> = Vec::new();
    let flow = wide.flow(kind);
    match own.channels.as_ref().and_then(Block::map) {
        None => out.steps = steps(judge, flow, &via, None, own.steps.as_ref(), here),
        Some(channels) => {
            if own.steps.is_some() {
                let at = here.down("steps");
                let help = vec!["write them under the channel whose flow differs".to_owned()];
                judge.tell_key(Kind::NotOffered, &at.pointer, "each channel has steps of its own", help);
            }
            let at = here.down("channels").cited(channels.head.cite.as_ref());
            for (key, own) in &channels.map {
                let at = at.down(key.as_str()).cited(own.cite.as_ref());
                let catalogue = catalogue.with(judge, own.fields.as_ref(), &at);
                let (one, further) =
                    channel(judge, wide, key.as_str(), own, &base, &catalogue, &scoped, &out, &taken.cite, &at);
                let place = Place { via: &one.via, catalogue: &catalogue, wide: false };
                let sends = entries(judge, own.send.as_ref(), &place, &at);
                out.channels.push(one.clone());
                asks.push(Ask { channel: one, sends, further, catalogue });
            }
        }
    }
    let known_send = own.send.as_ref().is_some_and(|send| send.map().is_some())
        || wide.method.send.as_ref().is_some_and(|send| send.map().is_some());
    let parts = super::parts::parts(judge, own, &out, &catalogue, &sends, here);
    super::forms::forms(judge, wide, &base, &mut out, &parts, &asks, known_send);
    super::lists::forms(judge, wide, &base, &mut out);
    let silent = own.not_documented.iter().flatten().any(|fact| matches!(fact, OperationFact::Channels))
        || own.channels.as_ref().and_then(Block::word) == Some(Word::NotDocumented);
    if silent && !out.steps.is_empty() {
        let why = "the documents do not name its channels; the steps are those of every such operation";
        out.not_generated.push(format!("channels of {word}: {why}."));
    }
    let asks_amount = |form: &r::Form| form.rows.iter().any(|row| row.value.kind == r::ValueKind::Amount);
    if out.amounts.is_empty() && out.currencies.is_none() && out.forms.iter().any(asks_amount) {
        out.amounts = every_currency(judge, wide.platform);
        for form in out.forms.iter_mut().filter(|form| form.amounts.is_empty()) {
            form.amounts.clone_from(&out.amounts);
        }
    }
    out.forms.iter_mut().for_each(super::forms::prune);
    for form in &mut out.forms {
        form.told = super::told::of(form, wide.platform, known_send);
    }
    super::forms::modules(judge, &out.forms, here);
    out
}
