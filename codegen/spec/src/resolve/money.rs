//! Currencies and limits of one operation or channel.

use std::collections::BTreeMap;

use crate::fault::Kind;
use crate::model::amount::Amounts;
use crate::model::fact::{Block, FactOr};
use crate::model::operation::{Operation, Part, Supported};
use crate::resolved as r;

use super::catalogue::Catalogue;
use super::judge::{Here, Judge};
use super::limits::{Scoped, Told, lay_over, limit};
use super::method::Wide;
use super::sets::{Of, members, set, times};

/// The currencies that an operation takes.
pub(crate) struct Taken {
    /// Where the documents name them.
    pub(crate) list: Option<Vec<String>>,
    /// There may be others.
    pub(crate) open: bool,
    /// Where the documents say so.
    pub(crate) cite: Vec<r::Cite>,
    /// Where they are taken only under a condition.
    pub(crate) table: Option<r::Together>,
}

pub(crate) fn currencies(
    judge: &Judge<'_>,
    wide: &Wide<'_>,
    own: &Operation,
    catalogue: &Catalogue,
    here: &Here,
) -> Taken {
    let own = own
        .currencies
        .as_ref()
        .map(|own| set(judge, own, Of::Currencies(wide.platform), catalogue, &here.down("currencies")));
    let held = own.as_ref().unwrap_or(wide.currencies);
    let list = match &held.fact.said {
        r::Said::Is(choice) => {
            let list = members(choice, wide.platform);
            // A method whose own currencies are known offers no others.
            if let (true, false, r::Said::Is(r::Choice::Only(all))) =
                (own.is_some(), wide.currencies.open, &wide.currencies.fact.said)
            {
                for code in list.iter().filter(|code| !all.contains(*code)) {
                    judge.tell_key(
                        Kind::NotOffered,
                        &here.down("currencies").pointer,
                        format!("the method does not take {code}"),
                        vec!["`currencies` of the method names all that any operation takes".to_owned()],
                    );
                }
            }
            Some(list)
        }
        _ => None,
    };
    Taken {
        open: held.open || held.force == r::Force::Advisory || list.is_none(),
        list,
        cite: held.fact.cite.clone(),
        table: held.table.clone(),
    }
}

/// Currencies out of the platform's table, without limits: for requests of which the documents name no currency.
pub(crate) fn every_currency(judge: &Judge<'_>, platform: &r::Platform) -> BTreeMap<String, r::Limit> {
    let all = platform.currencies.values();
    let any = |currency| r::Limit { any: true, ..limit(judge, &Scoped::new(), currency, &[]) };
    all.map(|currency| (currency.code.clone(), any(currency))).collect()
}

/// Limits of a currency that the operation does not take.
pub(crate) fn outside(
    judge: &Judge<'_>,
    scoped: &Scoped,
    currencies: Option<&[String]>,
    own: Option<&Block<Amounts>>,
    here: &Here,
) {
    let (Some(currencies), Some(amounts)) = (currencies, own.and_then(Block::map)) else {
        return;
    };
    for key in amounts.map.keys() {
        for code in super::words::paths(key.as_str()) {
            if code != "any" && scoped.contains_key(&code) && !currencies.contains(&code) {
                let at = here.down("amounts").down(key.as_str());
                judge.tell_key(
                    Kind::NotOffered,
                    &at.pointer,
                    format!("the operation does not take {code}"),
                    vec![format!("it takes {}", currencies.join(", "))],
                );
            }
        }
    }
}

pub(crate) fn limits(
    judge: &Judge<'_>,
    scoped: &Scoped,
    currencies: Option<&[String]>,
    taken: &[r::Cite],
    platform: &r::Platform,
) -> BTreeMap<String, r::Limit> {
    // what is said of any currency is said of each of the platform's, where the documents do not name those that are taken
    let any = scoped.get("any").is_some_and(Told::binds);
    let named: Vec<String> = match any {
        true => platform.currencies.keys().cloned().collect(),
        false => scoped.keys().filter(|code| *code != "any").cloned().collect(),
    };
    currencies
        .unwrap_or(&named)
        .iter()
        .filter_map(|code| platform.currencies.get(code))
        .map(|currency| {
            let any = currencies.is_none() && !scoped.contains_key(&currency.code);
            (currency.code.clone(), r::Limit { any, ..limit(judge, scoped, currency, taken) })
        })
        .collect()
}

/// Limits of full or of partial refunds, where they have their own.
pub(crate) fn part_limits(
    judge: &Judge<'_>,
    wide: &Wide<'_>,
    part: Option<&FactOr<Supported, Part>>,
    scoped: &Scoped,
    out: &r::Operation,
    taken: &[r::Cite],
    here: &Here,
) -> BTreeMap<String, r::Limit> {
    let Some(FactOr::Map(part)) = part else { return BTreeMap::new() };
    let here = here.clone().cited(part.cite.as_ref());
    times(judge, part.times.as_ref(), &out.times, &here);
    if part.amounts.is_none() {
        return BTreeMap::new();
    }
    let mut scoped = scoped.clone();
    lay_over(judge, &mut scoped, part.amounts.as_ref(), &here, wide.catalogue, wide.platform);
    outside(judge, &scoped, out.currencies.as_deref(), part.amounts.as_ref(), &here);
    limits(judge, &scoped, out.currencies.as_deref(), taken, wide.platform)
}
