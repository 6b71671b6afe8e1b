//! Facts in words: cites, sums, limits, presence. Shared by docs, tables and pages.

use methodspec::digits;
use methodspec::resolved::{
    Cite, Condition, ConditionalLimit, Document, Encoding, Fact, Force, Form, Interface, Limit, OperationKind,
    Presence, Role, Row, Said, Source, Span, Support,
};
use std::collections::BTreeMap;

use crate::rust::docs::plain;

/// `ru:34, en:28-30`; empty without cites.
pub(crate) fn cites(cites: &[Cite]) -> String {
    cites.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// ` (ru:34)`, or nothing.
pub(crate) fn in_brackets(list: &[Cite]) -> String {
    if list.is_empty() { String::new() } else { format!(" ({})", cites(list)) }
}

/// Minor units as a person writes them, with `,` between thousands: `200,000.00`.
pub(crate) fn sum(minor: i64, decimals: u8) -> String {
    let decimals = usize::from(decimals);
    let digits = format!("{:0>width$}", minor.unsigned_abs(), width = decimals + 1);
    let (whole, part) = digits.split_at(digits.len() - decimals);
    let sign = if minor < 0 { "-" } else { "" };
    let whole = digits::grouped(whole, ',');
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// `10.00 to 200,000.00 KES`, with step and force where they say something.
pub(crate) fn limit(limit: &Limit) -> String {
    let show = |minor| sum(minor, limit.decimals);
    let code = &limit.currency;
    let mut text = match ends(limit, limit.min, limit.max) {
        Some(text) => text,
        None => match limit.ends {
            Said::None => format!("{code}, without limits"),
            Said::Contract => format!("{code}, limits by contract"),
            Said::Is(()) | Said::NotDocumented => format!("{code}, limits not documented"),
        },
    };
    if let Some(step) = limit.step {
        text.push_str(&format!(", in steps of {}", show(step)));
    }
    match limit.force {
        Force::Enforced => {}
        Force::Advisory => text.push_str(", advisory"),
        Force::Contract if limit.ends == Said::Contract => {}
        Force::Contract => text.push_str(", decided by the contract"),
    }
    text
}

/// `from 100.00 KES`; nothing without ends.
fn ends(limit: &Limit, min: Option<i64>, max: Option<i64>) -> Option<String> {
    let show = |minor| sum(minor, limit.decimals);
    let code = &limit.currency;
    match (min, max) {
        (Some(min), Some(max)) => Some(format!("{} to {} {code}", show(min), show(max))),
        (Some(min), None) => Some(format!("from {} {code}", show(min))),
        (None, Some(max)) => Some(format!("up to {} {code}", show(max))),
        (None, None) => None,
    }
}

/// `; up to 100.00 KES where account.kind=B`: what holds instead under conditions that are checked, for messages.
pub(crate) fn checked(limit: &Limit) -> String {
    let all = limit.when.iter().filter(|one| one.is_checked() && one.says_anything());
    let told = all.map(|one| format!("; {} {}", limit_when(limit, one), condition(&one.when).replace('`', "")));
    told.collect()
}

/// `up to 100.00 KES`, of the bounds that hold only under a condition.
pub(crate) fn limit_when(limit: &Limit, one: &ConditionalLimit) -> String {
    let code = &limit.currency;
    let mut text = ends(limit, one.min, one.max).unwrap_or_else(|| match one.ends {
        Some(Said::None) => format!("{code}, without limits"),
        Some(Said::Contract) => format!("{code}, limits by contract"),
        Some(Said::NotDocumented) => format!("{code}, limits not documented"),
        Some(Said::Is(())) | None => code.clone(),
    });
    if let Some(step) = one.step {
        text.push_str(&format!(", in steps of {}", sum(step, limit.decimals)));
    }
    match one.force {
        Force::Enforced => {}
        Force::Advisory => text.push_str(", advisory"),
        Force::Contract if one.ends == Some(Said::Contract) => {}
        Force::Contract => text.push_str(", decided by the contract"),
    }
    text
}

/// A condition as a sentence says it: ``where `account.kind` is B``.
pub(crate) fn condition(condition: &Condition) -> String {
    match condition {
        Condition::Told(words) => plain(words),
        Condition::All(tests) => {
            let told = tests.iter().map(|(path, test)| format!("`{path}` {}", test.sentence(path)));
            format!("where {}", told.collect::<Vec<_>>().join(" and "))
        }
    }
}

/// What a limit says beside its bounds: under which condition others hold, what happens to other amounts, its note.
pub(crate) fn beside(limit: &Limit, show: impl Fn(&str) -> String) -> Vec<String> {
    let when = limit.when.iter().filter(|one| one.says_anything());
    let when = when.map(|one| format!("{} {}{}", limit_when(limit, one), condition(&one.when), in_brackets(&one.cite)));
    let otherwise = limit.otherwise.iter().map(|text| format!("other amounts: {}", show(text)));
    when.chain(otherwise).chain(limit.note.as_deref().map(&show)).collect()
}

/// What is said of currencies that the documents do not name, if anything is: `any currency, from 10.00`.
pub(crate) fn any(limits: &BTreeMap<String, Limit>, show: impl Fn(&Limit) -> String) -> Option<String> {
    let all: Vec<&Limit> = limits.values().filter(|limit| limit.any).collect();
    let shown = all.iter().find(|limit| limit.decimals == 2).or(all.first())?;
    let text = show(&Limit { currency: "ANY".to_owned(), ..(*shown).clone() });
    let only = all.len() == limits.len();
    Some(text.replace("ANY", if only { "in any currency" } else { "in any other currency" }))
}

/// Limits of several currencies. Those of which nothing is known stand together.
pub(crate) fn limits(limits: &BTreeMap<String, Limit>, named: bool) -> String {
    let silent = |limit: &&Limit| limit.ends == Said::NotDocumented && limit.step.is_none();
    let listed = || limits.values().filter(|limit| named || !limit.any);
    let mut told: Vec<String> = listed().filter(|limit| !silent(limit)).map(limit).collect();
    told.extend(any(limits, limit).filter(|_| !named));
    let rest: Vec<&str> = listed().filter(silent).map(|limit| limit.currency.as_str()).collect();
    match rest.as_slice() {
        [] => {}
        [first, .., last] if rest.len() > 30 => {
            told.push(format!("{} currencies, {first} to {last}, limits not documented", rest.len()));
        }
        some => told.push(format!("{}, limits not documented", some.join(", "))),
    }
    told.join("; ")
}

/// What sets a form apart from the operation's own: its channel, its part of the sum, the turn, the list.
pub(crate) fn of_form(form: &Form) -> String {
    let channel = form.channel.as_ref().map(|channel| format!(" in the channel `{channel}`")).unwrap_or_default();
    let role = match &form.role {
        Role::First => String::new(),
        Role::Full => ", of the whole sum".to_owned(),
        Role::Partial => ", of a part of the sum".to_owned(),
        Role::Further { turn, within } => {
            let within = within.as_ref().map(|span| format!(", within {}", self::span(span))).unwrap_or_default();
            format!(", the further request `{turn}`{within}")
        }
        Role::List { of } => {
            let of = of.iter().map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ");
            format!(", the list of values of {of}")
        }
    };
    format!("{channel}{role}")
}

/// `sale`, as in ids and module names.
pub(crate) const fn operation(kind: OperationKind) -> &'static str {
    kind.key()
}

/// The operation as a person says it: `an authorisation`.
pub(crate) const fn noun(kind: OperationKind) -> &'static str {
    match kind {
        OperationKind::Sale => "a sale",
        OperationKind::Auth => "an authorisation",
        OperationKind::Capture => "a capture",
        OperationKind::Cancel => "a cancellation",
        OperationKind::Recurring => "a recurring payment",
        OperationKind::Refund => "a refund",
        OperationKind::Payout => "a payout",
        OperationKind::Chargeback => "a chargeback",
    }
}

/// The interface's name for people.
pub(crate) const fn interface(interface: Interface) -> &'static str {
    match interface {
        Interface::Gate => "Gate",
        Interface::PaymentPage => "Payment Page",
        Interface::Dashboard => "Dashboard",
        Interface::Links => "payment links",
        Interface::Plugins => "CMS plug-ins",
    }
}

/// What is said of an operation's support.
pub(crate) const fn support(support: Support) -> &'static str {
    match support {
        Support::Described | Support::Supported => "yes",
        Support::Contract => "by contract",
        Support::None => "no",
        Support::NotDocumented => "not documented",
    }
}

/// What a presence asks of the caller.
pub(crate) const fn presence(presence: Presence) -> &'static str {
    match presence {
        Presence::Required => "Required.",
        Presence::Clarifiable => "Required, but asked for later where it is absent.",
        Presence::Contract => "Some contracts require it.",
        Presence::Recommended => "Recommended.",
        Presence::Optional => "Optional.",
        Presence::Ignored => "Taken and not read.",
    }
}

/// What a field asks of the caller, and what it asks under a condition.
pub(crate) fn asked(row: &Row) -> String {
    let mut text = presence(row.presence).to_owned();
    for one in &row.presence_when {
        let asked = presence(one.presence).trim_end_matches('.');
        let between = if matches!(one.when, Condition::Told(_)) { ": " } else { " " };
        let when = condition(&one.when);
        text.push_str(&format!(" {asked}{between}{}.", when.trim_end_matches('.')));
    }
    text
}

/// The same within a sentence: no capital, no full stop.
pub(crate) fn asked_within(row: &Row) -> String {
    let asked = asked(row);
    let (first, rest) = asked.split_at(asked.chars().next().map_or(0, char::len_utf8));
    format!("{}{}", first.to_lowercase(), rest.trim_end_matches('.'))
}

/// Where a member of the JSON inside a text is sent, after its path; nothing for all else.
pub(crate) fn inside(form: &Form, row: &Row) -> String {
    let below = |text: &&Row| row.path.strip_prefix(&text.path).is_some_and(|rest| rest.starts_with('.'));
    let text = form.rows.iter().filter(|text| text.source == Source::Encoded).find(below);
    let base64 = |text: &Row| text.value.encoded == Some(Encoding::Base64Json);
    let told = text.map(|text| {
        let base64 = if base64(text) { " in Base64" } else { "" };
        format!(", in the JSON{base64} inside the text `{}`", text.path)
    });
    told.unwrap_or_default()
}

/// A fact that a document may withhold.
pub(crate) fn fact<T>(fact: &Fact<T>, show: impl Fn(&T) -> String) -> String {
    match &fact.said {
        Said::Is(value) => show(value),
        Said::None => "none".to_owned(),
        Said::Contract => "by contract".to_owned(),
        Said::NotDocumented => "not documented".to_owned(),
    }
}

/// `3 to 4 minutes`.
pub(crate) fn span(span: &Span) -> String {
    let seconds = [span.from, span.to].into_iter().flatten();
    let (unit, name) = [(86_400, "day"), (3_600, "hour"), (60, "minute")]
        .into_iter()
        .find(|(unit, _)| seconds.clone().all(|seconds| seconds % unit == 0))
        .unwrap_or((1, "second"));
    let count = |seconds: u64| seconds / unit;
    let named = |seconds: u64| {
        let count = count(seconds);
        if count == 1 { format!("1 {name}") } else { format!("{count} {name}s") }
    };
    match (span.from, span.to) {
        (Some(from), Some(to)) if from == to => named(from),
        (Some(from), Some(to)) => format!("{} to {}", count(from), named(to)),
        (Some(from), None) => format!("from {}", named(from)),
        (None, Some(to)) => format!("up to {}", named(to)),
        (None, None) => "not documented".to_owned(),
    }
}

/// The documents behind the cites, a line each.
pub(crate) fn documents(documents: &BTreeMap<String, Document>) -> Vec<String> {
    let line = |(key, document): (&String, &Document)| {
        let mut text = format!("`{key}`: {}", plain(&document.title));
        if let Some(language) = &document.language {
            text.push_str(&format!(" ({})", plain(language)));
        }
        if let Some(file) = &document.file {
            text.push_str(&format!(", `{file}`"));
        }
        if let Some(url) = &document.url {
            text.push_str(&format!(", <{url}>"));
        }
        if let Some(read) = &document.read {
            text.push_str(&format!(", read {read}"));
        }
        if let Some(newer) = &document.replaced_by {
            text.push_str(&format!(", replaced by `{newer}`"));
        }
        text
    };
    documents.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_grouped() {
        assert_eq!(sum(20_000_000, 2), "200,000.00");
        assert_eq!(sum(5, 2), "0.05");
        assert_eq!(sum(-1_234_567, 0), "-1,234,567");
    }

    #[test]
    fn spans_take_the_largest_whole_unit() {
        let told = |from, to| span(&Span { from, to });
        assert_eq!(told(Some(180), Some(240)), "3 to 4 minutes");
        assert_eq!(told(None, Some(86_400)), "up to 1 day");
        assert_eq!(told(Some(45), Some(60)), "45 to 60 seconds");
    }
}
