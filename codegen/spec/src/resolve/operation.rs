//! One operation: scopes laid over each other, channels, forms.

use std::collections::{BTreeMap, BTreeSet};

use crate::fault::Kind;
use crate::model::fact::{Block, Fact, FactOr, Stated};
use crate::model::method::Together;
use crate::model::operation::{Channel, InterfaceName, Operation, OperationFact, OperationOr, Part, Supported};
use crate::resolved as r;

use super::catalogue::Catalogue;
use super::channel::{steps, turns, unused};
use super::form::{Base, rows};
use super::judge::{Here, Judge, fact, silent};
use super::limits::{Scoped, lay_over, limit};
use super::method::Wide;
use super::said::{must_say, support};
use super::send::{Entry, Place, entries};
use super::sets::{Of, members, no_times, set, times};
use super::words::{RESERVED_MODULES, interface, operation_word, refused};

/// An operation that is no more than a word.
fn bare(kind: r::OperationKind, word: r::Support, here: &Here, note: Option<String>) -> r::Operation {
    r::Operation {
        kind,
        support: word,
        via: BTreeSet::new(),
        full: None,
        partial: None,
        path: silent(),
        currencies: None,
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
        note,
        cite: here.cite.clone(),
    }
}

/// An operation as said under `operations`.
pub(crate) fn operation(judge: &Judge<'_>, wide: &Wide<'_>, kind: r::OperationKind, said: Option<&OperationOr>, here: &Here) -> r::Operation {
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
            if word == r::Support::Supported {
                one.not_generated.push(format!("{}: the documents say that it is supported and no more.", operation_word(kind)));
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

fn interfaces(list: Option<&Fact<Vec<InterfaceName>>>) -> BTreeSet<r::Interface> {
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

fn described(judge: &Judge<'_>, wide: &Wide<'_>, kind: r::OperationKind, own: &Operation, here: &Here) -> r::Operation {
    let word = operation_word(kind);
    let full = part(own.full.as_ref());
    let partial = part(own.partial.as_ref());
    if kind != r::OperationKind::Refund && (full.is_some() || partial.is_some()) {
        let at = here.down(if full.is_some() { "full" } else { "partial" });
        judge.tell_key(Kind::NotOffered, &at.pointer, "only refunds are full or partial", Vec::new());
    }
    let mut out = bare(kind, r::Support::Described, here, own.note.as_ref().map(|note| note.as_str().to_owned()));
    out.full = full;
    out.partial = partial;
    // Both parts absent and nothing else said: the operation is as good as not there.
    if (absent(full) || absent(partial)) && own.via.is_none() && own.path.is_none() && own.send.is_none() {
        let both = [full, partial];
        out.support = if both.contains(&Some(r::Support::NotDocumented)) { r::Support::NotDocumented } else { r::Support::None };
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
    let catalogue = wide.catalogue.with(judge, own.fields.as_ref(), here);
    out.currencies = currencies(judge, wide, own, here);
    if let Some(own) = &own.countries {
        set(judge, own, Of::Countries(wide.platform), &here.down("countries"));
    }
    let mut scoped = wide.amounts.clone();
    lay_over(judge, &mut scoped, own.amounts.as_ref(), here, wide.platform);
    outside(judge, &scoped, out.currencies.as_deref(), own.amounts.as_ref(), here);
    out.amounts = limits(judge, &scoped, out.currencies.as_deref(), wide.platform);
    out.times = times(judge, own.times.as_ref(), wide.times, here);
    parts(judge, wide, own, &scoped, &out, here);
    out.together = wide.together.iter().cloned().chain(together(judge, own.together.as_deref(), &catalogue, here)).collect();
    out.ends = super::ends::ends(judge, own.ends.as_ref(), wide.platform, here);
    out.carries = super::ends::carries(judge, own.ends.as_ref(), here);
    out.may_differ = super::ends::may_differ(own.ends.as_ref());

    let via = out.via.clone();
    let place = Place { via: &via, catalogue: &wide.catalogue, wide: true };
    let mut sends = entries(judge, wide.method.send.as_ref(), &place, wide.here);
    sends.extend(entries(judge, own.send.as_ref(), &Place { via: &via, catalogue: &catalogue, wide: false }, here));
    let base = Base { platform: wide.platform, catalogue: &catalogue, operation: kind, here };
    let mut asks: Vec<(String, Vec<Entry<'_>>, BTreeSet<r::Interface>, Catalogue)> = Vec::new();
    let flow = wide.flow(kind);
    match own.channels.as_ref().and_then(Block::map) {
        None => out.steps = steps(judge, flow, &via, None, own.steps.as_ref(), here),
        Some(channels) => {
            let at = here.down("channels").cited(channels.head.cite.as_ref());
            for (key, channel) in &channels.map {
                let at = at.down(key.as_str()).cited(channel.cite.as_ref());
                let catalogue = catalogue.with(judge, channel.fields.as_ref(), &at);
                let one = one_channel(judge, wide, key.as_str(), channel, &base, &catalogue, &scoped, &out, &at);
                let place = Place { via: &one.via, catalogue: &catalogue, wide: false };
                let own = entries(judge, channel.send.as_ref(), &place, &at);
                asks.push((key.as_str().to_owned(), own, one.via.clone(), catalogue));
                out.channels.push(one);
            }
        }
    }
    let known_send = own.send.as_ref().is_some_and(|send| send.map().is_some())
        || wide.method.send.as_ref().is_some_and(|send| send.map().is_some());
    super::forms::forms(judge, wide, &base, &mut out, &sends, &asks, known_send);
    out
}

fn currencies(judge: &Judge<'_>, wide: &Wide<'_>, own: &Operation, here: &Here) -> Option<Vec<String>> {
    let own = own.currencies.as_ref().map(|own| set(judge, own, Of::Currencies(wide.platform), &here.down("currencies")).0.said);
    let choice = own.as_ref().unwrap_or(&wide.currencies.said);
    match choice {
        r::Said::Is(choice) => {
            let list = members(choice, wide.platform);
            // A method whose own currencies are known offers no others.
            if let (true, r::Said::Is(r::Choice::Only(all))) = (own.is_some(), &wide.currencies.said) {
                for code in list.iter().filter(|code| !all.contains(*code)) {
                    judge.tell_key(Kind::NotOffered, &here.down("currencies").pointer, format!("the method does not take {code}"), vec![
                        "`currencies` of the method names all that any operation takes".to_owned(),
                    ]);
                }
            }
            Some(list)
        }
        _ => None,
    }
}

/// Limits of a currency that the operation does not take.
fn outside(judge: &Judge<'_>, scoped: &Scoped, currencies: Option<&[String]>, own: Option<&Block<crate::model::amount::Amounts>>, here: &Here) {
    let (Some(currencies), Some(amounts)) = (currencies, own.and_then(Block::map)) else { return };
    for key in amounts.map.keys() {
        for code in super::words::paths(key.as_str()) {
            if code != "any" && scoped.contains_key(&code) && !currencies.contains(&code) {
                let at = here.down("amounts").down(key.as_str());
                judge.tell_key(Kind::NotOffered, &at.pointer, format!("the operation does not take {code}"), vec![format!(
                    "it takes {}",
                    currencies.join(", ")
                )]);
            }
        }
    }
}

fn limits(judge: &Judge<'_>, scoped: &Scoped, currencies: Option<&[String]>, platform: &r::Platform) -> BTreeMap<String, r::Limit> {
    let named = scoped.keys().filter(|code| *code != "any").cloned().collect::<Vec<_>>();
    currencies
        .unwrap_or(&named)
        .iter()
        .filter_map(|code| platform.currencies.get(code))
        .filter_map(|currency| limit(judge, scoped, currency).map(|limit| (currency.code.clone(), limit)))
        .collect()
}

/// Full and partial refunds with facts of their own: checked; the operation's facts stand in the model.
fn parts(judge: &Judge<'_>, wide: &Wide<'_>, own: &Operation, scoped: &Scoped, out: &r::Operation, here: &Here) {
    for (key, part) in [("full", &own.full), ("partial", &own.partial)] {
        if let Some(FactOr::Map(part)) = part {
            let at = here.down(key).cited(part.cite.as_ref());
            let mut scoped = scoped.clone();
            lay_over(judge, &mut scoped, part.amounts.as_ref(), &at, wide.platform);
            outside(judge, &scoped, out.currencies.as_deref(), part.amounts.as_ref(), &at);
            limits(judge, &scoped, out.currencies.as_deref(), wide.platform);
            times(judge, part.times.as_ref(), &out.times, &at);
        }
    }
}

#[allow(clippy::too_many_arguments)]
fn one_channel(
    judge: &Judge<'_>,
    wide: &Wide<'_>,
    key: &str,
    own: &Channel,
    base: &Base<'_>,
    catalogue: &Catalogue,
    scoped: &Scoped,
    operation: &r::Operation,
    here: &Here,
) -> r::Channel {
    let via = own.via.as_ref().map_or_else(|| operation.via.clone(), |via| interfaces(Some(via)));
    unused(judge, key, &via, &operation.via, here);
    let module = own.rust.as_ref().map_or(key, |rust| rust.as_str()).to_owned();
    if let Some(why) = refused(&module, RESERVED_MODULES) {
        judge.tell_key(Kind::RustName, &here.pointer, format!("the channel `{key}`: {why}"), vec!["give it another name with `rust:`".to_owned()]);
    }
    let choice = |own: &Option<crate::model::amount::Set>, of: Of<'_>, key: &str| {
        own.as_ref().and_then(|own| match set(judge, own, of, &here.down(key)).0.said {
            r::Said::Is(choice) => Some(choice),
            _ => None,
        })
    };
    let currencies = choice(&own.currencies, Of::Currencies(wide.platform), "currencies");
    let countries = choice(&own.countries, Of::Countries(wide.platform), "countries");
    let mut scoped = scoped.clone();
    lay_over(judge, &mut scoped, own.amounts.as_ref(), here, wide.platform);
    outside(judge, &scoped, operation.currencies.as_deref(), own.amounts.as_ref(), here);
    let (turns, turns_unknown) = turns(judge, own, &Base { catalogue, ..*base }, catalogue, here);
    let steps = steps(judge, wide.flow(operation.kind), &via, Some(&turns), own.steps.as_ref(), here);
    r::Channel {
        key: key.to_owned(),
        module,
        means: own.means.as_str().to_owned(),
        amounts: limits(judge, &scoped, operation.currencies.as_deref(), wide.platform),
        times: times(judge, own.times.as_ref(), &operation.times, here),
        together: together(judge, own.together.as_deref(), catalogue, here),
        ends: super::ends::ends(judge, own.ends.as_ref(), wide.platform, here),
        via,
        countries,
        currencies,
        turns,
        turns_unknown,
        steps,
        cite: here.cite.clone(),
    }
}

/// Values that go together.
pub(crate) fn together(judge: &Judge<'_>, list: Option<&[Together]>, catalogue: &Catalogue, here: &Here) -> Vec<r::Together> {
    let mut out = Vec::new();
    for (n, one) in list.into_iter().flatten().enumerate() {
        let at = here.down("together").down(n).cited(one.cite.as_ref());
        super::condition::check(judge, one.when.as_ref(), catalogue, &at.pointer);
        let (columns, key) = match (&one.of, &one.same, &one.rows) {
            (Some(columns), None, Some(_)) => (columns, "of"),
            (None, Some(columns), None) => (columns, "same"),
            _ => {
                judge.tell(Kind::WrongForm, &at.pointer, "values go together by `of` with `rows`, or by `same`", Vec::new());
                continue;
            }
        };
        for (n, column) in columns.iter().enumerate() {
            if column.as_str() != "country" {
                super::condition::known_field(judge, column.as_str(), catalogue, &at.down(key).down(n).pointer);
            }
        }
        for (n, row) in one.rows.iter().flatten().enumerate() {
            let at = at.down("rows").down(n).pointer;
            if row.len() != columns.len() {
                judge.tell(Kind::WrongForm, &at, format!("the row has {} cells for {} columns", row.len(), columns.len()), Vec::new());
            }
            if row.iter().filter(|cell| cell.0.len() > 1).count() > 1 {
                judge.tell(Kind::WrongForm, &at, "at most one cell of a row is a list", vec!["write the row twice".to_owned()]);
            }
        }
        out.push(r::Together {
            columns: columns.iter().map(|column| column.as_str().to_owned()).collect(),
            rows: one.rows.iter().flatten().map(|row| row.iter().map(|cell| cell.0.iter().map(ToString::to_string).collect()).collect()).collect(),
            same: one.same.is_some(),
            open: one.open.unwrap_or(false),
            force: one.force.map_or(r::Force::Enforced, super::limits::force),
            when: one.when.as_ref().map(super::condition::read),
            cite: at.cite,
            note: one.note.as_ref().map(|note| note.as_str().to_owned()),
        });
    }
    out
}

/// Rows of a form from the sends of all scopes.
pub(crate) fn form_rows(judge: &Judge<'_>, base: &Base<'_>, interface: r::Interface, sends: &[Entry<'_>], own: &[Entry<'_>]) -> Vec<r::Row> {
    let all: Vec<&Entry<'_>> = sends.iter().chain(own).collect();
    rows(judge, base, interface, &all, true)
}
