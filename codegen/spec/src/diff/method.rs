//! Changes of a method outside its requests: currencies, limits, channels, names, what comes back.

use std::collections::BTreeMap;

use crate::resolved::{Channel, Force, Limit, Method, Operation, Said, Turn};

use super::{Change, Impact, Seen, form};

pub(super) fn compare(was: &Method, is: &Method) -> Vec<Change> {
    let mut seen = Seen::new(&is.key);
    seen.fix("title", &was.title, &is.title);
    seen.fix("summary", &was.summary, &is.summary);
    seen.fix("kind", &was.kind.said, &is.kind.said);
    seen.fix("instruments", &was.instruments.said, &is.instruments.said);
    seen.fix("countries", &was.countries.said, &is.countries.said);
    seen.fix("conversion", &was.conversion.said, &is.conversion.said);
    seen.fix("names/payment_page", &was.names.payment_page.said, &is.names.payment_page.said);
    let labels = |said: &Said<Vec<String>>| match said {
        Said::Is(labels) => labels.clone(),
        _ => Vec::new(),
    };
    let (old, new) = (labels(&was.names.callback.said), labels(&is.names.callback.said));
    seen.members("names/callback", old.iter(), new.iter());
    let (old, new) = (events(was), events(is));
    seen.members("events", old.iter(), new.iter());
    for (kind, old) in &was.operations {
        match is.operations.get(kind) {
            Some(new) => operation(&mut seen, old, new),
            None if old.forms.is_empty() => {}
            None => seen.tell(Impact::Breaking, kind.key(), "the operation is gone"),
        }
    }
    for (kind, new) in is.operations.iter().filter(|(kind, _)| !was.operations.contains_key(kind)) {
        if !new.forms.is_empty() {
            seen.tell(Impact::Addition, kind.key(), "the operation is new");
        }
    }
    seen.changes
}

/// What callbacks can ask for: each is a case that a consumer may match on.
fn events(method: &Method) -> Vec<String> {
    let turns = method.operations.values().flat_map(|operation| &operation.channels).flat_map(|channel| &channel.turns);
    let mut events: Vec<String> = turns
        .filter_map(|turn| match turn {
            Turn::Redirect { .. } => Some("redirect".to_owned()),
            Turn::Display { .. } => Some("display".to_owned()),
            Turn::Send { .. } => None,
        })
        .collect();
    events.sort();
    events.dedup();
    events
}

fn operation(seen: &mut Seen<'_>, was: &Operation, is: &Operation) {
    let at = is.kind.key();
    seen.fix(&format!("{at}/times/basic"), &was.times.basic.said, &is.times.basic.said);
    seen.fix(&format!("{at}/times/threshold"), &was.times.threshold.said, &is.times.threshold.said);
    limits(seen, at, &was.amounts, &is.amounts);
    let keys = |channels: &[Channel]| channels.iter().map(|channel| channel.key.clone()).collect::<Vec<_>>();
    let (old, new) = (keys(&was.channels), keys(&is.channels));
    seen.members(&format!("{at}/channels"), old.iter(), new.iter());
    for old in &was.forms {
        match is.forms.iter().find(|new| new.id == old.id) {
            Some(new) => form::compare(seen, old, new),
            None => seen.tell(Impact::Breaking, &old.id, "the request is gone"),
        }
    }
    for new in is.forms.iter().filter(|new| !was.forms.iter().any(|old| old.id == new.id)) {
        seen.tell(Impact::Addition, &new.id, "the request is new");
    }
    for old in &was.ends {
        if let Some(new) = is.ends.iter().find(|new| new.key == old.key) {
            let told = |end: &crate::resolved::End| (end.payment.clone(), end.operation.clone(), end.codes.clone());
            seen.fix(&format!("{at}/ends/{}", old.key), &told(old), &told(new));
        }
    }
}

fn limits(seen: &mut Seen<'_>, at: &str, was: &BTreeMap<String, Limit>, is: &BTreeMap<String, Limit>) {
    seen.members(&format!("{at}/currencies"), was.keys(), is.keys());
    for (code, old) in was {
        let Some(new) = is.get(code) else { continue };
        let at = format!("{at}/amounts/{code}");
        if old.decimals != new.decimals {
            let what = format!("was {} decimals, is {}", old.decimals, new.decimals);
            seen.tell(Impact::Breaking, &at, what);
        }
        // what is not enforced refuses nothing: there only the words change
        if old.force != Force::Enforced && new.force != Force::Enforced {
            seen.fix(&at, &(old.min, old.max, old.step), &(new.min, new.max, new.step));
            continue;
        }
        if old.force != new.force {
            let impact = if new.force == Force::Enforced { Impact::Breaking } else { Impact::Addition };
            seen.tell(impact, &at, format!("was {:?}, is {:?}", old.force, new.force));
        }
        seen.bound(&format!("{at}/min"), old.min, new.min, |was, is| is > was);
        seen.bound(&format!("{at}/max"), old.max, new.max, |was, is| is < was);
        // a multiple of the old step is no multiple of a new one, unless the new one divides it
        seen.bound(&format!("{at}/step"), old.step, new.step, |was, is| is <= 0 || was % is != 0);
    }
}
