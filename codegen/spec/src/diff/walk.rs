//! Two models side by side, fact by fact.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::judge;
use super::model::{identity, is_silent};
use super::rule::Rule;
use super::{Change, Impact};

/// Goes through two models and collects what differs.
pub(super) struct Walk<'a> {
    method: &'a str,
    rules: fn(&[&str]) -> Option<Rule>,
    path: Vec<String>,
    cites: Vec<String>,
    pub(super) changes: Vec<Change>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(method: &'a str, rules: fn(&[&str]) -> Option<Rule>) -> Self {
        Self { method, rules, path: Vec::new(), cites: Vec::new(), changes: Vec::new() }
    }

    /// The changes, sources in one line.
    pub(super) fn done(mut self) -> Vec<Change> {
        if let Some(first) = self.cites.first() {
            let more = self.cites.len() - 1;
            let more = if more == 0 { String::new() } else { format!(", and {more} more") };
            let what = format!("other lines of the documents at {first}{more}");
            self.changes.push(Change::new(Impact::Fix, self.method, "cite", what));
        }
        self.changes
    }

    pub(super) fn tell(&mut self, impact: Impact, what: impl Into<String>) {
        let at = shown(&self.path);
        self.changes.push(Change::new(impact, self.method, &at, what));
    }

    /// Does something one step further down.
    pub(super) fn down(&mut self, step: &str, then: impl FnOnce(&mut Self)) {
        self.path.push(step.to_owned());
        then(self);
        self.path.pop();
    }

    /// Holds one fact of both models against each other; one that is nowhere is absent from the first.
    pub(super) fn fact(&mut self, was: Option<&Value>, is: Option<&Value>) {
        if was == is || is_silent(was) && is_silent(is) {
            return;
        }
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        match (self.rules)(&path) {
            Some(Rule::Skip) => {}
            Some(Rule::Cite) => self.cites.push(shown(&self.path[..self.path.len() - 1])),
            Some(rule) => judge::fact(self, rule, was, is),
            None => self.parts(was, is),
        }
    }

    /// What stands below a fact; the fact itself where nothing does.
    pub(super) fn parts(&mut self, was: Option<&Value>, is: Option<&Value>) {
        let name = self.path.last().cloned().unwrap_or_default();
        match (keyed(&name, was), keyed(&name, is)) {
            (Some(old), Some(new)) => {
                for key in old.keys().chain(new.keys()).collect::<BTreeSet<_>>() {
                    self.down(key, |walk| walk.fact(old.get(key).copied(), new.get(key).copied()));
                }
            }
            _ => self.tell(Impact::Fix, judge::told(was, is)),
        }
    }
}

/// Members of an object, or items of a list by what tells them apart.
fn keyed<'v>(name: &str, value: Option<&'v Value>) -> Option<BTreeMap<String, &'v Value>> {
    match value {
        None => Some(BTreeMap::new()),
        Some(Value::Object(members)) => Some(members.iter().map(|(key, value)| (key.clone(), value)).collect()),
        Some(Value::Array(items)) => {
            let mut found = BTreeMap::new();
            for item in items {
                let mut key = identity(name, item)?;
                // two of one name are told apart by their order
                while found.contains_key(&key) {
                    key.push('\'');
                }
                found.insert(key, item);
            }
            Some(found)
        }
        Some(_) => None,
    }
}

/// A path for people: operations by their word, requests by their id, fields of requests by theirs.
fn shown(path: &[String]) -> String {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    match path.as_slice() {
        ["operations", _, "forms", id, "rows", rest @ ..] | ["operations", _, "forms", id, rest @ ..] => {
            [&[*id], rest].concat().join("/")
        }
        ["operations", rest @ ..] => rest.join("/"),
        [rest @ .., "said"] => rest.join("/"),
        rest => rest.join("/"),
    }
}
