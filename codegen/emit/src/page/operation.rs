//! The part of a method's page that tells of one operation.

use std::collections::BTreeMap;

use methodspec::resolved::{
    End, Fact, Form, Interface, Limit, Operation, Said, Source, Span, Support, Times, Together,
};

use super::{cell, channel, told};
use crate::rust::docs::{code, plain};
use crate::{plan, turns, words};

/// Support, interfaces, limits, times, ends, requests, channels.
pub(super) fn page(operation: &Operation) -> String {
    let mut page = format!("\n## {}\n\n{}.\n", words::operation(operation.kind), supported(operation));
    if let Some(note) = &operation.note {
        page.push_str(&format!("\n{}\n", plain(note)));
    }
    if !operation.via.is_empty() {
        let via: Vec<&str> = operation.via.iter().map(|interface| words::interface(*interface)).collect();
        page.push_str(&format!("\nThrough {}.\n", via.join(", ")));
    }
    list(&mut page, limits(&operation.amounts, operation.currencies.is_some()).into_iter());
    for (name, amounts) in [("Full", &operation.full_amounts), ("Partial", &operation.partial_amounts)] {
        if !amounts.is_empty() && *amounts != operation.amounts {
            page.push_str(&format!("\n{name} refunds:\n"));
            list(&mut page, limits(amounts, operation.currencies.is_some()).into_iter());
        }
    }
    if operation.currencies_open && !operation.via.is_empty() {
        page.push_str("\nIt may take other currencies: none is refused.\n");
    }
    list(&mut page, times(&operation.times).into_iter());
    list(&mut page, operation.ends.iter().map(end));
    let sum = operation.may_differ.map(|differs| turns::differing(differs).to_owned());
    list(&mut page, turns::carried(&operation.carries).into_iter().chain(sum));
    if operation.support == Support::Described {
        list(&mut page, operation.together.iter().map(together));
    }
    for form in &operation.forms {
        page.push_str(&self::form(form, operation));
    }
    for channel in &operation.channels {
        page.push_str(&channel::page(channel, operation));
    }
    page.push_str(&channel::steps(&operation.steps));
    for why in &operation.not_generated {
        page.push_str(&format!("\nNot generated: {}.\n", why.trim_end_matches('.')));
    }
    page
}

fn supported(operation: &Operation) -> String {
    let told = |support: Option<Support>| support.map_or("not documented", words::support);
    let support = match (operation.full, operation.partial) {
        (None, None) => format!("Supported: {}", words::support(operation.support)),
        (full, partial) => format!("Full: {}; partial: {}", told(full), told(partial)),
    };
    format!("{support}{}", words::in_brackets(&operation.cite))
}

/// A list, after a blank line; nothing where it is empty.
pub(super) fn list(page: &mut String, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.map(|line| format!("- {}\n", line.replace(['\n', '\r'], " "))).collect();
    if !lines.is_empty() {
        page.push_str(&format!("\n{}", lines.concat()));
    }
}

/// The times that the documents say something of.
pub(super) fn times(times: &Times) -> Vec<String> {
    let said = |fact: &Fact<Span>| fact.said != Said::NotDocumented || !fact.cite.is_empty();
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
    if times.hours.said != Said::NotDocumented {
        lines.push(format!("service hours: {}", told(&times.hours, Clone::clone)));
    }
    lines
}

/// Limits, a line each. Currencies that the documents do not name have one line together.
pub(super) fn limits(limits: &BTreeMap<String, Limit>, named: bool) -> Vec<String> {
    let listed = limits.values().filter(|limit| named || !limit.any).map(limit);
    listed.chain(words::any(limits, limit).filter(|_| !named)).collect()
}

/// A limit with what is said beside it.
pub(super) fn limit(limit: &Limit) -> String {
    let beside: String = words::beside(limit, plain).iter().map(|text| format!("; {text}")).collect();
    format!("{}{}{beside}", words::limit(limit), words::in_brackets(&limit.cite))
}

/// How an operation ends.
pub(super) fn end(end: &End) -> String {
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
pub(super) fn together(table: &Together) -> String {
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
    format!("{} {what}{when}{}{note}", columns.join(" and "), words::in_brackets(&table.cite))
}

fn form(form: &Form, operation: &Operation) -> String {
    let place = match form.interface {
        Interface::PaymentPage => "Parameters of the Payment Page".to_owned(),
        _ => format!("`POST {}`", form.path),
    };
    let told: String = form.told.iter().map(|text| format!(" {text}")).collect();
    let mut page = format!("\n### {place}{}\n\nForm `{}`.{told}", words::of_form(form), form.id);
    if let Some(twin) = plan::twin(form, operation) {
        page.push_str(&format!(" It asks for the same as the form `{}`.\n", twin.id));
        return page;
    }
    page.push_str("\n\n| field | presence | means | source |\n|---|---|---|---|\n");
    for row in form.rows.iter().filter(|row| !matches!(row.source, Source::Holder | Source::Encoded)) {
        let presence = cell(&words::asked(row));
        let (first, rest) = presence.split_at(presence.chars().next().map_or(0, char::len_utf8));
        let presence = format!("{}{}", first.to_lowercase(), rest.trim_end_matches('.'));
        let note = row.note.as_ref().map(|note| format!(" {}", plain(note))).unwrap_or_default();
        let example = row.example.as_ref().map(|example| format!(" For example {}.", code(example)));
        let only = row.value.values.first().filter(|_| row.source == Source::Fixed);
        let only = only.map(|(value, _)| format!(" Always {}: the form sends it.", code(value))).unwrap_or_default();
        let means = cell(&format!("{}{only}{note}{}", plain(&row.means), example.unwrap_or_default()));
        let inside = words::inside(form, row);
        page.push_str(&format!(
            "| {}{inside} | {presence} | {means} | {} |\n",
            code(&row.path),
            words::cites(&row.cite)
        ));
    }
    page
}
