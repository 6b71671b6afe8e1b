//! The numbered steps of a flow: the standard ones that the turns call for, with what a method says over them.

use std::collections::{BTreeMap, BTreeSet};

use crate::fault::Kind;
use crate::load::node::step;
use crate::model::keyed::Short;
use crate::model::operation::{InterfaceName, Steps};
use crate::model::platform::{Flow, FlowStep, Platform, TurnWord, flow_of};
use crate::resolved as r;

use super::judge::{Here, Judge};
use super::words::{OPERATIONS, actor, interface, operation_word};

/// The standard flow of one operation, as written.
pub(crate) type Flows<'a> = Option<&'a Flow>;

/// Standard flows by operation, as written.
pub(crate) type AllFlows<'a> = BTreeMap<&'a str, &'a Flow>;

pub(crate) fn flows(platform: &Platform) -> AllFlows<'_> {
    platform.flows.iter().flat_map(|flows| &flows.map).map(|(key, flow)| (key.as_str(), flow)).collect()
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
    let Some(flow) = flow else {
        return BTreeMap::new();
    };
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut out = BTreeMap::new();
    for name in INTERFACES {
        let Some(standard) = flow_of(flow, name) else {
            continue;
        };
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
                list.push(r::Step {
                    from: actor(one.from).into(),
                    to: actor(one.to).into(),
                    what: one.what.as_str().into(),
                });
            }
            for also in own.and_then(|own| own.also.as_ref()).into_iter().flatten() {
                if also.after.as_str() == one.key.as_str() && also.via.is_none_or(|via| interface(via) == on) {
                    list.push(r::Step {
                        from: actor(also.from).into(),
                        to: actor(also.to).into(),
                        what: also.what.as_str().into(),
                    });
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
                    let mut help = judge.did_you_mean(key, known.iter().copied());
                    help.push(format!("its steps: {}", judge.listed(known.iter().copied())));
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

const INTERFACES: [InterfaceName; 5] = {
    use InterfaceName as I;
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

/// Flows are of known operations, and the key of a step tells it from the others.
pub(crate) fn check_flows(judge: &Judge<'_>, own: &Platform) {
    for (name, flow) in own.flows.iter().flat_map(|flows| &flows.map) {
        let at = format!("/flows/{}", name.as_str());
        if !OPERATIONS.into_iter().any(|kind| operation_word(kind) == name.as_str()) {
            let help = judge.did_you_mean(name.as_str(), OPERATIONS.map(operation_word));
            judge.tell_key(Kind::Unresolved, &at, format!("there is no operation `{}`", name.as_str()), help);
        }
        let lists = [
            ("gate", &flow.gate),
            ("payment_page", &flow.payment_page),
            ("dashboard", &flow.dashboard),
            ("links", &flow.links),
            ("plugins", &flow.plugins),
        ];
        for (interface, list) in lists {
            let mut seen = BTreeMap::new();
            for (n, one) in list.iter().flatten().enumerate() {
                let pointer = format!("{at}/{interface}/{n}/key");
                if let Some(other) = seen.insert(one.key.as_str(), pointer.clone()) {
                    let message = format!("two steps are called `{}`", one.key.as_str());
                    judge.tell_both(Kind::Conflict, &pointer, message, &other, "first here", Vec::new());
                }
            }
        }
    }
}
