//! The part of a method's page that tells of one channel: what comes, in order, and who does what.

use std::collections::BTreeMap;

use methodspec::resolved::{Channel, Interface, Operation, Step};

use super::operation::{end, limits, list, times, together};
use crate::rust::choice;
use crate::rust::docs::plain;
use crate::{turns, words};

/// Meaning, turns, times, ends, steps.
pub(super) fn page(channel: &Channel, operation: &Operation) -> String {
    let cites = words::in_brackets(&channel.cite);
    let mut page = format!("\n### Channel `{}`\n\n{}{cites}\n", channel.key, plain(&channel.means));
    list(&mut page, turns::told(channel, &plain).into_iter());
    list(&mut page, own(channel, operation).into_iter());
    list(&mut page, times(&channel.times).into_iter());
    list(&mut page, channel.ends.iter().map(end));
    page.push_str(&steps(&channel.steps));
    page
}

/// What it takes, where it does not take what the operation does.
fn own(channel: &Channel, operation: &Operation) -> Vec<String> {
    let countries = channel.countries.as_ref().map(|countries| format!("countries: {}", choice(countries)));
    let currencies = channel.currencies.as_ref().map(|currencies| format!("currencies: {}", choice(currencies)));
    let mut lines: Vec<String> = countries.into_iter().chain(currencies).collect();
    if channel.amounts != operation.amounts {
        let named = operation.currencies.is_some() || channel.currencies.is_some();
        lines.extend(limits(&channel.amounts, named));
    }
    lines.extend(channel.together.iter().map(together));
    lines
}

/// The numbered steps, by interface.
pub(super) fn steps(steps: &BTreeMap<Interface, Vec<Step>>) -> String {
    let mut page = String::new();
    for (interface, steps) in steps {
        page.push_str(&format!("\nSteps through {}:\n\n", words::interface(*interface)));
        for (index, step) in steps.iter().enumerate() {
            let alone = step.to.is_empty() || step.to == step.from;
            let to = if alone { String::new() } else { format!(" to {}", plain(&step.to)) };
            page.push_str(&format!("{}. {}{to}: {}\n", index + 1, plain(&step.from), plain(&step.what)));
        }
    }
    page
}
