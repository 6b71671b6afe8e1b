//! What a spec says of a method, its operations and channels, a line each: printed by pages and by rustdoc alike, so that
//! neither tells less than the other.

use std::collections::BTreeMap;

use methodspec::resolved::{
    Channel, Disputed, End, Fact, Interface, Limit, Method, Operation, Said, Span, Step, Support, TestRules, Times,
    Together, Told,
};

use crate::rust::choice;
use crate::rust::docs::{code, plain};
use crate::{turns, words};

/// A fact with its sources and its note.
pub(crate) fn told<T>(fact: &Fact<T>, show: impl Fn(&T) -> String) -> String {
    let note = fact.note.as_ref().map(|note| format!("; {}", plain(note))).unwrap_or_default();
    format!("{}{}{note}", words::fact(fact, |value| plain(&show(value))), words::in_brackets(&fact.cite))
}

/// What the whole method is.
pub(crate) fn of_method(method: &Method) -> Vec<(&'static str, String)> {
    vec![
        ("kind", told(&method.kind, Clone::clone)),
        ("instruments", told(&method.instruments, |list| list.join(", "))),
        ("countries", told(&method.countries, choice)),
        ("currencies", told(&method.currencies, choice)),
        ("conversion", told(&method.conversion, Clone::clone)),
        ("code on the Payment Page", told(&method.names.payment_page, |names| names.join(", "))),
        ("name in Gate paths", told(&method.names.gate, |names| names.join(", "))),
        ("`payment.method` in callbacks", told(&method.names.callback, |names| names.join(", "))),
    ]
}

/// Notes on the whole method, those of the file's own list first.
pub(crate) fn notes(method: &Method) -> Vec<String> {
    let own = method.notes.iter();
    let own =
        own.map(|note| format!("{}: {}{}", plain(&note.about), plain(&note.says), words::in_brackets(&note.cite)));
    own.chain(method.told_of(None, None).map(note)).collect()
}

fn note(told: &Told) -> String {
    let about = if told.about.is_empty() { String::new() } else { format!("{}: ", code(&told.about)) };
    format!("{about}{}{}", plain(&told.text), words::in_brackets(&told.cite))
}

/// Where documents say different things.
pub(crate) fn contradictions(method: &Method) -> Vec<String> {
    let one = |disputed: &Disputed| {
        let says: Vec<String> = disputed
            .says
            .iter()
            .map(|(cite, words)| format!("{}{}", plain(words), words::in_brackets(std::slice::from_ref(cite))))
            .collect();
        let (about, because) = (code(&disputed.about), plain(&disputed.because));
        let chosen = disputed.chosen.as_ref().map(|chosen| format!(" ({})", plain(chosen))).unwrap_or_default();
        format!("{about}: {}. We take what stands in the spec{chosen}: {because}", says.join("; "))
    };
    method.disputed.iter().map(one).collect()
}

/// What test mode does.
pub(crate) fn test(rules: &TestRules) -> Vec<String> {
    let cites = words::in_brackets(&rules.cite);
    let only = rules.only.iter().map(|only| format!("only requests work {}{cites}", words::condition(only)));
    let ends = rules.ends.iter().enumerate().map(|(n, (end, when))| {
        let when = when.as_ref().map(|when| format!(" {}", words::condition(when))).unwrap_or_default();
        let cites = words::in_brackets(rules.ends_cite.get(n).map_or(&[], Vec::as_slice));
        let else_ = if n == 0 { "" } else { "else " };
        format!("{else_}it ends in {}{when}{cites}", code(end))
    });
    only.chain(ends).collect()
}

/// What an operation is: what it does, interfaces, path, countries.
pub(crate) fn head(operation: &Operation) -> Vec<String> {
    let means = operation.means.iter().map(|means| plain(means));
    let via: Vec<&str> = operation.via.iter().map(|interface| words::interface(*interface)).collect();
    let via = (!via.is_empty()).then(|| format!("through {}", via.join(", ")));
    let path = (operation.path.said != Said::NotDocumented || operation.path.note.is_some())
        .then(|| format!("path of the Gate request: {}", told(&operation.path, Clone::clone)));
    let countries = operation.countries.as_ref().map(|countries| format!("countries: {}", choice(countries)));
    means.chain(via).chain(path).chain(countries).collect()
}

/// What holds of an operation beside its amounts: times, outcomes, values that go together, notes.
pub(crate) fn of_operation(method: &Method, operation: &Operation) -> Vec<String> {
    let mut lines = times(&operation.times);
    lines.extend(operation.ends.iter().map(end));
    lines.extend(turns::carried(&operation.carries));
    lines.extend(operation.may_differ.map(|differs| turns::differing(differs).to_owned()));
    if operation.support == Support::Described {
        lines.extend(operation.together.iter().map(together));
    }
    lines.extend(method.told_of(Some(operation.kind), None).map(note));
    lines
}

/// Amounts of refunds of the whole sum and of parts, where they have their own.
pub(crate) fn parts(operation: &Operation) -> Vec<(&'static str, Vec<String>)> {
    [("Full", &operation.full_amounts), ("Partial", &operation.partial_amounts)]
        .into_iter()
        .filter(|(_, amounts)| !amounts.is_empty() && **amounts != operation.amounts)
        .map(|(name, amounts)| (name, limits(amounts, operation.currencies.is_some())))
        .collect()
}

/// What holds of a channel: what follows, what it takes, times, outcomes, notes.
pub(crate) fn of_channel(method: &Method, operation: &Operation, channel: &Channel) -> Vec<String> {
    let mut lines = turns::told(channel, &plain);
    if channel.via != operation.via {
        let via: Vec<&str> = channel.via.iter().map(|interface| words::interface(*interface)).collect();
        lines.push(format!("through {}", via.join(", ")));
    }
    lines.extend(channel.countries.as_ref().map(|countries| format!("countries: {}", choice(countries))));
    lines.extend(channel.currencies.as_ref().map(|currencies| format!("currencies: {}", choice(currencies))));
    if channel.amounts != operation.amounts {
        lines.extend(limits(&channel.amounts, operation.currencies.is_some() || channel.currencies.is_some()));
    }
    lines.extend(channel.together.iter().map(together));
    lines.extend(times(&channel.times));
    lines.extend(channel.ends.iter().map(end));
    lines.extend(method.told_of(Some(operation.kind), Some(&channel.key)).map(note));
    lines
}

/// Who does what, in order, by interface.
pub(crate) fn steps(steps: &BTreeMap<Interface, Vec<Step>>) -> Vec<(String, Vec<String>)> {
    let one = |step: &Step| {
        let alone = step.to.is_empty() || step.to == step.from;
        let to = if alone { String::new() } else { format!(" to {}", plain(&step.to)) };
        format!("{}{to}: {}", plain(&step.from), plain(&step.what))
    };
    let of = |(interface, steps): (&Interface, &Vec<Step>)| {
        (format!("Steps through {}:", words::interface(*interface)), steps.iter().map(one).collect())
    };
    steps.iter().map(of).collect()
}

/// The times that the documents say something of.
fn times(times: &Times) -> Vec<String> {
    let said = |fact: &Fact<Span>| fact.said != Said::NotDocumented || !fact.cite.is_empty() || fact.note.is_some();
    let named = [
        ("basic time", &times.basic),
        ("threshold time", &times.threshold),
        ("takes", &times.takes),
        ("earliest", &times.earliest),
    ];
    let mut lines: Vec<String> = named
        .into_iter()
        .filter(|(_, fact)| said(fact))
        .map(|(name, fact)| format!("{name}: {}", told(fact, words::span)))
        .collect();
    let lifetimes = times.lifetime.iter().filter(|(_, fact)| said(fact));
    lines.extend(lifetimes.map(|(name, fact)| format!("lifetime of {name}: {}", told(fact, words::span))));
    if times.hours.said != Said::NotDocumented || times.hours.note.is_some() {
        lines.push(format!("service hours: {}", told(&times.hours, Clone::clone)));
    }
    lines
}

/// Limits, a line each. Currencies that the documents do not name have one line together.
pub(crate) fn limits(limits: &BTreeMap<String, Limit>, named: bool) -> Vec<String> {
    let listed = limits.values().filter(|limit| named || !limit.any).map(limit);
    listed.chain(words::any(limits, limit).filter(|_| !named)).collect()
}

/// A limit with what is said beside it.
fn limit(limit: &Limit) -> String {
    let beside: String = words::beside(limit, plain).iter().map(|text| format!("; {text}")).collect();
    format!("{}{}{beside}", words::limit(limit), words::in_brackets(&limit.cite))
}

/// How an operation ends.
fn end(end: &End) -> String {
    let mut says = Vec::new();
    says.extend(end.payment.as_ref().map(|status| format!("payment {}", code(status))));
    says.extend(end.operation.as_ref().map(|status| format!("operation {}", code(status))));
    if !end.codes.is_empty() {
        says.push(format!("code `{}`", end.codes.join("`, `")));
    }
    let means = end.means.as_ref().map(|means| format!("; {}", plain(means))).unwrap_or_default();
    let says = if says.is_empty() { String::new() } else { format!(": {}", says.join(", ")) };
    format!("ends in {}{says}{}{means}{}", end.key, words::in_brackets(&end.cite), turns::of_end(end))
}

/// Values that go together, row by row.
fn together(table: &Together) -> String {
    let columns: Vec<String> = table.columns.iter().map(|column| code(column)).collect();
    let rows: Vec<String> = table
        .rows
        .iter()
        .map(|row| row.iter().map(|cell| plain(&cell.join(" or "))).collect::<Vec<_>>().join(" with "))
        .collect();
    let what = match (table.same, table.open) {
        (false, _) if columns.len() == 1 => format!("is one of {}", rows.join(" or ").replace(" or ", ", ")),
        (true, _) => "are the same".to_owned(),
        (false, true) => format!("go together, among others: {}", rows.join("; ")),
        (false, false) => format!("go together: {}", rows.join("; ")),
    };
    let note = table.note.as_ref().map(|note| format!("; {}", plain(note))).unwrap_or_default();
    let when = table.when.as_ref().map(|when| format!(" {}", words::condition(when))).unwrap_or_default();
    let force = match table.force {
        methodspec::resolved::Force::Enforced => "",
        methodspec::resolved::Force::Advisory => ", advisory",
        methodspec::resolved::Force::Contract => ", decided by the contract",
    };
    format!("{} {what}{when}{force}{}{note}", columns.join(" and "), words::in_brackets(&table.cite))
}
