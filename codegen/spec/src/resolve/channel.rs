//! Turns and the numbered steps of a flow.

use std::collections::{BTreeMap, BTreeSet};

use crate::fault::{Kind, did_you_mean};
use crate::load::node::step;
use crate::model::fact::{Fact, FactOr, Stated};
use crate::model::keyed::Short;
use crate::model::operation::{Channel, Shown, Steps, Turn};
use crate::model::platform::{Flow, FlowStep, TurnWord, flow_of};
use crate::model::text::{Path, Text};
use crate::resolved as r;

use super::catalogue::Catalogue;
use super::form::{Base, rows};
use super::judge::{Here, Judge};
use super::send::{Entry, Place, of_map};
use super::words::{actor, interface, interface_word};

/// The standard flow of one operation, as written.
pub(crate) type Flows<'a> = Option<&'a Flow>;

/// The turns of a channel. Unknown where the documents do not say what follows.
pub(crate) fn turns(judge: &Judge<'_>, channel: &Channel, base: &Base<'_>, catalogue: &Catalogue, here: &Here) -> (Vec<r::Turn>, bool) {
    let list = match &channel.turns {
        None => return (Vec::new(), true),
        Some(FactOr::Fact(Fact(long))) => match &long.is {
            Stated::Is(list) => list,
            Stated::Word(crate::model::fact::Word::None) => return (Vec::new(), false),
            Stated::Word(_) => return (Vec::new(), true),
        },
        Some(FactOr::Map(_)) => return (Vec::new(), true),
    };
    let mut out = Vec::new();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for (n, turn) in list.iter().enumerate() {
        let at = here.down("turns").down(n).cited(turn.cite.as_ref());
        super::condition::check(judge, turn.when.as_ref(), catalogue, &at.pointer);
        match (&turn.get, &turn.send) {
            (Some(get), None) => received(judge, turn, get, base.platform, &at, &mut out),
            (None, Some(send)) => {
                let Some(name) = &turn.name else {
                    judge.tell(Kind::MissingKey, &at.pointer, "a turn in which the merchant sends has a `name`", vec![
                        "it becomes a module in Rust".to_owned(),
                    ]);
                    continue;
                };
                if let Some(other) = names.insert(name.as_str().to_owned(), at.pointer.clone()) {
                    let message = format!("two turns are called `{}`", name.as_str());
                    judge.tell_both(Kind::RustName, &step(&at.pointer, "name"), message, &other, "first here", Vec::new());
                }
                let via: BTreeSet<_> = [r::Interface::Gate].into();
                let place = Place { via: &via, catalogue, wide: false };
                let entries = of_map(judge, send, &place, &at.down("send"));
                let entries: Vec<&Entry<'_>> = entries.iter().collect();
                let within = turn.within.as_ref().and_then(|within| {
                    let at = at.down("within");
                    match super::sets::timed(judge, Some(within), &at).said {
                        r::Said::Is(span) => Some(span),
                        _ => None,
                    }
                });
                out.push(r::Turn::Send {
                    name: name.as_str().to_owned(),
                    fields: rows(judge, &Base { catalogue, here: &at, ..*base }, r::Interface::Gate, &entries, false),
                    within,
                    cite: at.cite.clone(),
                });
            }
            _ => judge.tell(Kind::WrongForm, &at.pointer, "a turn is either `get` or `send`", vec!["write two turns".to_owned()]),
        }
    }
    (out, false)
}

type Get = Short<crate::model::keyed::Many<Path>, crate::model::keyed::Map<Path, Short<Vec<Text>, crate::model::keyed::Map<Text, Short<Text, Shown>>>>>;

fn received(judge: &Judge<'_>, turn: &Turn, get: &Get, platform: &r::Platform, here: &Here, out: &mut Vec<r::Turn>) {
    let optional = turn.show == Some(crate::model::operation::Show::Optional);
    let mut add = |member: &str, entries: Vec<r::Display>| {
        if member == platform.reading.redirect {
            out.push(r::Turn::Redirect { cite: here.cite.clone() });
        } else if member == platform.reading.display {
            out.push(r::Turn::Display { entries, optional, cite: here.cite.clone() });
        } else {
            let known = [platform.reading.redirect.as_str(), platform.reading.display.as_str()];
            judge.tell(Kind::Unresolved, &step(&here.pointer, "get"), format!("the platform sends no `{member}` to go on with"), {
                let mut help = did_you_mean(member, known);
                help.push(format!("it sends {}", known.join(" or ")));
                help
            });
        }
    };
    match get {
        Short::Short(members) => members.0.iter().for_each(|member| add(member.as_str(), Vec::new())),
        Short::Long(map) => {
            for (member, shown) in &map.map {
                let entries = match shown {
                    Short::Short(titles) => titles
                        .iter()
                        .map(|title| r::Display { title: title.as_str().to_owned(), kind: None, means: None })
                        .collect(),
                    Short::Long(map) => map
                        .map
                        .iter()
                        .map(|(title, shown)| {
                            let (kind, means) = match shown {
                                Short::Short(means) => (None, Some(means)),
                                Short::Long(shown) => (shown.kind.as_ref(), shown.means.as_ref()),
                            };
                            let text = |text: Option<&Text>| text.map(|text| text.as_str().to_owned());
                            r::Display { title: title.as_str().to_owned(), kind: text(kind), means: text(means) }
                        })
                        .collect(),
                };
                add(member.as_str(), entries);
            }
        }
    }
}

/// The numbered steps of a flow, by interface: the standard ones that the turns call for, with what a method says over them.
pub(crate) fn steps(
    judge: &Judge<'_>,
    flow: Flows<'_>,
    via: &BTreeSet<r::Interface>,
    turns: Option<&[r::Turn]>,
    own: Option<&Steps>,
    here: &Here,
) -> BTreeMap<r::Interface, Vec<r::Step>> {
    let Some(flow) = flow else { return BTreeMap::new() };
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut out = BTreeMap::new();
    for name in INTERFACES {
        let Some(standard) = flow_of(flow, name) else { continue };
        known.extend(standard.iter().map(|step| step.key.as_str()));
        let on = interface(name);
        if !via.contains(&on) {
            continue;
        }
        let without: BTreeSet<&str> = own
            .and_then(|own| own.without.as_ref())
            .into_iter()
            .flatten()
            .filter_map(|one| match one {
                Short::Short(key) => Some(key.as_str()),
                Short::Long(one) => (interface(one.via) == on).then_some(one.key.as_str()),
            })
            .collect();
        let mut list = Vec::new();
        for one in standard {
            if happens(one, turns) && !without.contains(one.key.as_str()) {
                list.push(r::Step { from: actor(one.from).into(), to: actor(one.to).into(), what: one.what.as_str().into() });
            }
            for also in own.and_then(|own| own.also.as_ref()).into_iter().flatten() {
                if also.after.as_str() == one.key.as_str() && also.via.is_none_or(|via| interface(via) == on) {
                    list.push(r::Step { from: actor(also.from).into(), to: actor(also.to).into(), what: also.what.as_str().into() });
                }
            }
        }
        out.insert(on, list);
    }
    if let Some(own) = own {
        let at = step(&here.pointer, "steps");
        let tell = |key: &str, pointer: String| {
            if !known.contains(key) {
                judge.tell(Kind::Unresolved, &pointer, format!("the standard flow has no step `{key}`"), {
                    let mut help = did_you_mean(key, known.iter().copied());
                    help.push(format!("its steps: {}", known.iter().copied().collect::<Vec<_>>().join(", ")));
                    help
                });
            }
        };
        for (n, also) in own.also.iter().flatten().enumerate() {
            tell(also.after.as_str(), format!("{at}/also/{n}/after"));
        }
        for (n, without) in own.without.iter().flatten().enumerate() {
            match without {
                Short::Short(key) => tell(key.as_str(), format!("{at}/without/{n}")),
                Short::Long(one) => tell(one.key.as_str(), format!("{at}/without/{n}/key")),
            }
        }
    }
    out
}

const INTERFACES: [crate::model::operation::InterfaceName; 5] = {
    use crate::model::operation::InterfaceName as I;
    [I::Gate, I::PaymentPage, I::Dashboard, I::Links, I::Plugins]
};

/// Whether a standard step happens with these turns.
fn happens(one: &FlowStep, turns: Option<&[r::Turn]>) -> bool {
    let Some(wanted) = &one.turn else { return true };
    let turns = turns.unwrap_or_default();
    wanted.0.iter().any(|word| match word {
        TurnWord::Redirect => turns.iter().any(|turn| matches!(turn, r::Turn::Redirect { .. })),
        TurnWord::Display => turns.iter().any(|turn| matches!(turn, r::Turn::Display { .. })),
        TurnWord::Send => turns.iter().any(|turn| matches!(turn, r::Turn::Send { .. })),
        TurnWord::None => turns.is_empty(),
    })
}

/// A channel that no interface, country or currency of the operation reaches.
pub(crate) fn unused(judge: &Judge<'_>, key: &str, via: &BTreeSet<r::Interface>, operation: &BTreeSet<r::Interface>, here: &Here) {
    if !operation.is_empty() && via.is_disjoint(operation) {
        let of: Vec<&str> = operation.iter().map(|one| interface_word(*one)).collect();
        judge.tell_key(Kind::UnusedChannel, &here.pointer, format!("nothing uses the channel `{key}`"), vec![format!(
            "none of its interfaces is the operation's: {}",
            of.join(", ")
        )]);
    }
}
