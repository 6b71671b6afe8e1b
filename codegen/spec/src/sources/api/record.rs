//! Differences that are on record: a `disputed` entry whose `says` quotes the description and whose `chosen` quotes us.
//!
//! Both are quoted whole, so that a record covers one difference and no other. Where routes say different things, `; ` parts what
//! each says, and ` in ` stands before where: `..255 letters in purchases; 1..255 letters in payouts`. Where that names routes, the
//! words are on record for these alone: `0..900 in /v2/info/list and /v2/payment/{method}/sale`.

use crate::load::node::{Node, What as Yaml, steps};
use crate::resolve::paths;
use crate::resolved::{Cite, Disputed, Document};
use std::collections::BTreeMap;

use super::Difference;

/// A `disputed` entry that quotes the description.
#[derive(Debug)]
pub(super) struct Record {
    /// Where it stands: `/disputed/3`.
    pub(super) pointer: String,
    /// What it is about, as written.
    pub(super) about: String,
    /// The operation that it is about, where it is about one.
    operation: Option<String>,
    /// Paths that it is about.
    paths: Vec<String>,
    /// Its words for what the description says.
    says: Vec<String>,
    /// Its words for what we take.
    chosen: Vec<String>,
}

/// The records of a file that quote the description of this title.
pub(super) fn of(disputed: &[Disputed], documents: &BTreeMap<String, Document>, title: &str) -> Vec<Record> {
    let quotes = |cite: &Cite| documents.get(&cite.document).is_some_and(|one| one.api.as_deref() == Some(title));
    let one = |(n, one): (usize, &Disputed)| {
        let says: Vec<String> =
            one.says.iter().filter(|(cite, _)| quotes(cite)).flat_map(|(_, says)| parts(says)).collect();
        let steps: Vec<String> = steps(&one.about).collect();
        let last = steps.last().cloned().unwrap_or_else(|| one.about.clone());
        let operation = match steps.first().map(String::as_str) {
            Some("operations" | "requests") => steps.get(1).cloned(),
            _ => None,
        };
        (!says.is_empty()).then(|| Record {
            pointer: format!("/disputed/{n}"),
            about: one.about.clone(),
            operation,
            paths: paths(&last),
            says,
            chosen: one.chosen.iter().flat_map(|chosen| parts(chosen)).collect(),
        })
    };
    disputed.iter().enumerate().filter_map(one).collect()
}

impl Record {
    /// What it quotes of the description that stands in none of these words.
    pub(super) fn misquotes<'a>(&self, words: impl Iterator<Item = &'a String> + Clone) -> Option<&str> {
        self.says.iter().map(String::as_str).find(|says| !words.clone().any(|words| quotes(says, words)))
    }

    /// Paths that it is about.
    pub(super) fn fields(&self) -> &[String] {
        &self.paths
    }

    /// Whether a difference at a route is on this record: it is about its field, and says what the description says of it and
    /// what we do.
    pub(super) fn covers(&self, found: &Difference, at: &str) -> bool {
        let about = self.paths.iter().any(|path| {
            let holds = path.strip_prefix(&found.field).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
            // of an object the record of a member will do: without the object there is none
            if found.what == super::What::Required { holds } else { *path == found.field || found.field.is_empty() }
        });
        let whose = self.operation.as_ref().is_none_or(|operation| *operation == found.operation);
        let routed = !found.field.is_empty() || self.about.ends_with("/path");
        let quoted = |all: &[String], words: &str| all.iter().any(|one| quotes(one, words));
        let theirs = self.says.iter().any(|says| quotes(says, &found.theirs) && holds_at(says, &found.theirs, at));
        about && whose && routed && quoted(&self.chosen, &found.ours) && theirs
    }
}

/// What a record says of each kind of route.
fn parts(text: &str) -> Vec<String> {
    text.split("; ").map(str::to_owned).collect()
}

/// Whether a quotation is of these words, all of them; where they hold may follow.
fn quotes(quotation: &str, words: &str) -> bool {
    quotation.strip_prefix(words).is_some_and(|rest| rest.is_empty() || rest.starts_with(" in "))
}

/// Whether what follows a quotation names no route, or this one.
fn holds_at(quotation: &str, words: &str, route: &str) -> bool {
    let place = quotation.strip_prefix(words).unwrap_or_default();
    let mut named = place.split([' ', ',']).filter(|word| word.starts_with('/')).peekable();
    named.peek().is_none() || named.any(|name| name == route)
}

/// Where a difference of a field stands in a file: where it is sent, else where it is declared, else its operation.
pub(super) fn place(root: &Node, operation: &str, channel: Option<&str>, path: &str) -> String {
    let of = format!("/operations/{operation}");
    let mut holders = Vec::new();
    if let Some(channel) = channel {
        holders.extend([format!("{of}/channels/{channel}/send"), format!("{of}/channels/{channel}/fields")]);
    }
    holders.extend([format!("{of}/send"), format!("{of}/fields")]);
    holders.extend([format!("/requests/{operation}/send"), format!("/requests/{operation}/fields")]);
    holders.extend(["/send".to_owned(), "/fields".to_owned()]);
    for holder in &holders {
        let Some(Yaml::Map(entries)) = root.at(holder).map(|found| &found.node.what) else { continue };
        if let Some(entry) = entries.iter().find(|entry| paths(&entry.key).iter().any(|one| one == path)) {
            return crate::load::node::step(holder, &entry.key);
        }
    }
    let request = format!("/requests/{operation}");
    if root.at(&of).is_some() { of } else { request }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_quotes_whole_words() {
        assert!(quotes("1..255 letters in every route", "1..255 letters"));
        assert!(quotes("required", "required"));
        assert!(!quotes("list or text", "text"));
        assert!(!quotes("text or list", "text"));
        assert!(!quotes("11..255 letters", "1..255 letters"));
        assert!(!quotes("1..2550", "1..255"));
        assert!(!quotes("there: required", "required"));
        assert!(holds_at("0..9 in /v2/a and /v2/{b}", "0..9", "/v2/{b}"));
        assert!(!holds_at("0..9 in /v2/a and /v2/{b}", "0..9", "/v2/c"));
        assert!(holds_at("0..9 in purchases", "0..9", "/v2/c"));
        assert_eq!(parts("..9 letters in payouts; any length"), ["..9 letters in payouts", "any length"]);
    }
}
