//! The part of a method's page that tells of one channel: what comes, in order, and who does what.

use std::collections::BTreeMap;

use methodspec::resolved::{Channel, Interface, Method, Operation, Step};

use super::operation::list;
use crate::rust::docs::plain;
use crate::{facts, words};

/// Meaning, turns, times, ends, steps.
pub(super) fn page(method: &Method, channel: &Channel, operation: &Operation) -> String {
    let cites = words::in_brackets(&channel.cite);
    let mut page = format!("\n### Channel `{}`\n\n{}{cites}\n", channel.key, plain(&channel.means));
    list(&mut page, facts::of_channel(method, operation, channel).into_iter());
    page.push_str(&steps(&channel.steps));
    page
}

/// The numbered steps, by interface.
pub(super) fn steps(steps: &BTreeMap<Interface, Vec<Step>>) -> String {
    let mut page = String::new();
    for (through, steps) in facts::steps(steps) {
        page.push_str(&format!("\n{through}\n\n"));
        for (index, step) in steps.iter().enumerate() {
            page.push_str(&format!("{}. {step}\n", index + 1));
        }
    }
    page
}
