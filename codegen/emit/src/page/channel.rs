//! The part of a method's page that tells of one channel: what comes, in order, and who does what.

use std::collections::BTreeMap;

use methodspec::resolved::{Channel, Display, Interface, Step, Turn};

use super::operation::{end, list, times};
use crate::words;

/// Meaning, turns, times, ends, steps.
pub(super) fn page(channel: &Channel) -> String {
    let cites = words::in_brackets(&channel.cite);
    let mut page = format!("\n### Channel `{}`\n\n{}{cites}\n", channel.key, channel.means);
    if channel.turns_unknown {
        page.push_str("\nWhat follows the request: not documented.\n");
    }
    list(&mut page, channel.turns.iter().map(turn));
    list(&mut page, times(&channel.times).into_iter());
    list(&mut page, channel.ends.iter().map(end));
    page.push_str(&steps(&channel.steps));
    page
}

fn turn(turn: &Turn) -> String {
    match turn {
        Turn::Redirect { note, cite, .. } => {
            let cites = words::in_brackets(cite);
            format!("the platform sends `redirect_data`: where the customer is to be redirected{}{cites}", also(note))
        }
        Turn::Display { entries, optional, note, cite, .. } => {
            let entries: Vec<String> = entries.iter().map(entry).collect();
            let shown = if *optional { "need not be shown" } else { "is to be shown to the customer" };
            let cites = words::in_brackets(cite);
            format!("the platform sends `display_data`, which {shown}: {}{}{cites}", entries.join("; "), also(note))
        }
        Turn::Send { name, fields, within, cite, .. } => {
            let fields: Vec<String> = fields.iter().map(|row| format!("`{}`", row.path)).collect();
            let within = within.as_ref().map(|span| format!(", within {}", words::span(span))).unwrap_or_default();
            let cites = words::in_brackets(cite);
            format!("the merchant sends a further request, `{name}`, with {}{within}{cites}", fields.join(", "))
        }
    }
}

fn also(note: &Option<String>) -> String {
    note.as_ref().map(|note| format!(". {}", note.trim_end_matches('.'))).unwrap_or_default()
}

fn entry(entry: &Display) -> String {
    let kind = entry.kind.as_ref().map(|kind| format!(" of type `{kind}`")).unwrap_or_default();
    let means = entry.means.as_ref().map(|means| format!(" ({})", means.trim_end_matches('.'))).unwrap_or_default();
    let example = entry.example.as_ref().map(|example| format!(", such as `{example}`")).unwrap_or_default();
    format!("`{}`{kind}{means}{example}", entry.title)
}

/// The numbered steps, by interface.
pub(super) fn steps(steps: &BTreeMap<Interface, Vec<Step>>) -> String {
    let mut page = String::new();
    for (interface, steps) in steps {
        page.push_str(&format!("\nSteps through {}:\n\n", words::interface(*interface)));
        for (index, step) in steps.iter().enumerate() {
            let alone = step.to.is_empty() || step.to == step.from;
            let to = if alone { String::new() } else { format!(" to {}", step.to) };
            page.push_str(&format!("{}. {}{to}: {}\n", index + 1, step.from, step.what));
        }
    }
    page
}
