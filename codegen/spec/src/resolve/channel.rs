//! One way for the customer to pay.

use std::collections::BTreeSet;

use crate::fault::Kind;
use crate::model::operation::Channel;
use crate::resolved as r;

use super::catalogue::Catalogue;
use super::form::Base;
use super::judge::{Here, Judge};
use super::limits::{Scoped, lay_over};
use super::method::Wide;
use super::money::{limits, outside};
use super::operation::interfaces;
use super::sets::{Held, Of, members, set, times};
use super::steps::steps;
use super::together::together;
use super::turns::{Further, turns};
use super::words::{RESERVED_MODULES, interface_word, refused};

/// Characters of a channel's key: with the operation, the interface and a turn it is the name of a schema's file.
const LONGEST_KEY: usize = 100;

#[allow(clippy::too_many_arguments)]
pub(crate) fn channel(
    judge: &Judge<'_>,
    wide: &Wide<'_>,
    key: &str,
    own: &Channel,
    base: &Base<'_>,
    catalogue: &Catalogue,
    scoped: &Scoped,
    operation: &r::Operation,
    taken: &[r::Cite],
    here: &Here,
) -> (r::Channel, Vec<Further>) {
    let via = own.via.as_ref().map_or_else(|| operation.via.clone(), |via| interfaces(Some(via)));
    unused(judge, key, &via, &operation.via, here);
    let module = own.rust.as_ref().map_or(key, |rust| rust.as_str()).to_owned();
    if key.len() > LONGEST_KEY {
        let why = format!(
            "a channel's key of {} characters is too long: {LONGEST_KEY} fit into the names of files",
            key.len()
        );
        judge.tell_key(Kind::RustName, &here.pointer, why, vec!["give it a shorter key".to_owned()]);
    } else if let Some(why) = refused(&module, RESERVED_MODULES) {
        judge.tell_key(
            Kind::RustName,
            &here.pointer,
            format!("the channel `{key}`: {why}"),
            vec!["give it another name with `rust:`".to_owned()],
        );
    }
    let held = |own: &Option<crate::model::amount::Set>, of: Of<'_>, key: &str| {
        own.as_ref().map_or_else(Held::silent, |own| set(judge, own, of, catalogue, &here.down(key)))
    };
    let choice = |held: &Held| match &held.fact.said {
        r::Said::Is(choice) => Some(choice.clone()),
        _ => None,
    };
    let (of_currencies, of_countries) = (
        held(&own.currencies, Of::Currencies(wide.platform), "currencies"),
        held(&own.countries, Of::Countries(wide.platform), "countries"),
    );
    let (currencies, countries) = (choice(&of_currencies), choice(&of_countries));
    let currencies_open = match &currencies {
        None => operation.currencies_open,
        Some(_) => of_currencies.open || of_currencies.force == r::Force::Advisory,
    };
    let mut scoped = scoped.clone();
    lay_over(judge, &mut scoped, own.amounts.as_ref(), here, catalogue, wide.platform);
    let takes = match (&currencies, &operation.currencies) {
        (None, all) => all.clone(),
        (Some(own), None) => Some(members(own, wide.platform)),
        (Some(own), Some(all)) => {
            Some(members(own, wide.platform).into_iter().filter(|code| all.contains(code)).collect())
        }
    };
    if let (Some(r::Choice::Only(own)), Some(all), false) =
        (&currencies, &operation.currencies, operation.currencies_open)
    {
        for code in own.iter().filter(|code| !all.contains(code)) {
            judge.tell_key(
                Kind::NotOffered,
                &here.down("currencies").pointer,
                format!("the operation does not take {code}"),
                vec!["a channel takes what its operation takes, or less".to_owned()],
            );
        }
    }
    outside(judge, &scoped, takes.as_deref(), own.amounts.as_ref(), here);
    super::condition::of_amounts(judge, own.amounts.as_ref(), catalogue, here);
    let followed = turns(judge, own, &Base { catalogue, ..*base }, catalogue, &operation.path, here);
    let turns_unknown = followed.is_none();
    let (turns, further) = followed.unwrap_or_default();
    let steps = steps(judge, wide.flow(operation.kind), &via, Some(&turns), own.steps.as_ref(), here);
    let tables = [of_currencies.table, of_countries.table].into_iter().flatten();
    let channel = r::Channel {
        key: key.to_owned(),
        module,
        means: own.means.as_str().to_owned(),
        amounts: limits(judge, &scoped, takes.as_deref(), taken, wide.platform),
        times: times(judge, own.times.as_ref(), &operation.times, here),
        together: together(judge, own.together.as_deref(), catalogue, here).into_iter().chain(tables).collect(),
        carries: super::ends::carries(judge, own.ends.as_ref(), here),
        may_differ: super::ends::may_differ(own.ends.as_ref()),
        ends: super::ends::ends(judge, own.ends.as_ref(), wide.platform, here),
        via,
        countries,
        currencies,
        currencies_open,
        turns,
        turns_unknown,
        steps,
        cite: here.cite.clone(),
    };
    (channel, further)
}

/// A channel that no interface, country or currency of the operation reaches.
fn unused(judge: &Judge<'_>, key: &str, via: &BTreeSet<r::Interface>, operation: &BTreeSet<r::Interface>, here: &Here) {
    if !operation.is_empty() && via.is_disjoint(operation) {
        let of: Vec<&str> = operation.iter().map(|one| interface_word(*one)).collect();
        judge.tell_key(
            Kind::UnusedChannel,
            &here.pointer,
            format!("nothing uses the channel `{key}`"),
            vec![format!("none of its interfaces is the operation's: {}", of.join(", "))],
        );
    }
}
