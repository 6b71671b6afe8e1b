//! The part of a method's page that tells of one operation.

use methodspec::resolved::{Form, Interface, Method, Operation, Source, Support};

use super::{cell, channel};
use crate::rust::docs::{code, plain};
use crate::rust::{narrowings, value_in_words};
use crate::{facts, plan, words};

/// Support, interfaces, limits, times, ends, requests, channels.
pub(super) fn page(method: &Method, operation: &Operation) -> String {
    let mut page = format!("\n## {}\n\n{}.\n", words::operation(operation.kind), supported(operation));
    if let Some(note) = &operation.note {
        page.push_str(&format!("\n{}\n", plain(note)));
    }
    list(&mut page, facts::head(operation).into_iter());
    list(&mut page, facts::limits(&operation.amounts, operation.currencies.is_some()).into_iter());
    for (name, limits) in facts::parts(operation) {
        page.push_str(&format!("\n{name} refunds:\n"));
        list(&mut page, limits.into_iter());
    }
    if operation.currencies_open && !operation.via.is_empty() {
        page.push_str("\nIt may take other currencies: none is refused.\n");
    }
    list(&mut page, facts::of_operation(method, operation).into_iter());
    for form in &operation.forms {
        page.push_str(&self::form(form, operation));
    }
    for channel in &operation.channels {
        page.push_str(&channel::page(method, channel, operation));
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
        let presence = cell(&words::asked_within(row));
        let note = row.note.as_ref().map(|note| format!(" {}", plain(note))).unwrap_or_default();
        let example = row.example.as_ref().map(|example| format!(" For example {}.", code(example)));
        let only = row.value.values.first().filter(|_| row.source == Source::Fixed);
        let only = only.map(|(value, _)| format!(" Always {}: the form sends it.", code(value))).unwrap_or_default();
        let what = match only.is_empty() {
            true => value_in_words(&row.value, &row.means),
            false => plain(&row.means),
        };
        let narrower = narrowings(row);
        let means = cell(&format!("{what}{only}{narrower}{note}{}", example.unwrap_or_default()));
        let inside = words::inside(form, row);
        page.push_str(&format!(
            "| {}{inside} | {presence} | {means} | {} |\n",
            code(&row.path),
            words::cites(&row.cite)
        ));
    }
    page
}
