//! Rules about fields that no request sends: they never hold, or hold nothing together.

use std::collections::{BTreeMap, BTreeSet};

use crate::fault::Kind;
use crate::load::node::{Node, What, step, steps};
use crate::resolved as r;

use super::catalogue::Catalogue;
use super::judge::Judge;
use super::words::{operation_word, paths};

/// Warns of conditions and of columns of `together` on fields that no request of their scope sends.
pub(crate) fn check(judge: &Judge<'_>, catalogue: &Catalogue, operations: &BTreeMap<r::OperationKind, r::Operation>) {
    let mut known: BTreeSet<String> = catalogue.fields.keys().cloned().collect();
    declared(judge.node, &mut known);
    walk(judge, &Scopes { operations, known }, judge.node, "");
}

/// Fields that some scope declares.
fn declared(node: &Node, known: &mut BTreeSet<String>) {
    let What::Map(entries) = &node.what else { return };
    for entry in entries.iter() {
        if let ("fields", What::Map(fields)) = (entry.key.as_str(), &entry.value.what) {
            known.extend(fields.iter().flat_map(|field| paths(&field.key)));
        }
        declared(&entry.value, known);
    }
}

fn walk(judge: &Judge<'_>, scopes: &Scopes<'_>, node: &Node, pointer: &str) {
    match &node.what {
        What::Map(entries) => {
            for entry in entries.iter() {
                let at = step(pointer, &entry.key);
                match entry.key.as_str() {
                    // of callbacks and of test mode, and texts that are no rules
                    "test" | "ends" | "steps" | "turns" | "examples" | "disputed" => {}
                    "when" => condition(judge, scopes, &entry.value, &at),
                    "together" => columns(judge, scopes, &entry.value, &at),
                    _ => walk(judge, scopes, &entry.value, &at),
                }
            }
        }
        What::List(items) => {
            for (n, item) in items.iter().enumerate() {
                walk(judge, scopes, item, &step(pointer, n));
            }
        }
        _ => {}
    }
}

fn condition(judge: &Judge<'_>, scopes: &Scopes<'_>, node: &Node, pointer: &str) {
    let What::Map(tests) = &node.what else { return };
    for test in tests.iter() {
        // a field that nobody sends is absent, as the condition asks
        let absent = test.value.get("sent").is_some_and(|sent| matches!(sent.what, What::Bool(false)));
        for path in paths(&test.key).iter().filter(|_| !absent) {
            if scopes.miss(path, pointer) {
                let message = format!("no request here sends `{path}`: the condition never holds");
                tell(judge, &step(pointer, &test.key), message, path);
            }
        }
    }
}

fn columns(judge: &Judge<'_>, scopes: &Scopes<'_>, node: &Node, pointer: &str) {
    let What::List(tables) = &node.what else { return };
    for (n, table) in tables.iter().enumerate() {
        let at = step(pointer, n);
        for key in ["of", "same"] {
            let Some(What::List(columns)) = table.get(key).map(|node| &node.what) else { continue };
            for (m, column) in columns.iter().enumerate() {
                // the country of the deal need not be sent
                let What::Text(path) = &column.what else { continue };
                if path != "country" && scopes.miss(path, pointer) {
                    let message = format!("no request here sends `{path}`: nothing is held together with it");
                    tell(judge, &step(&step(&at, key), m), message, path);
                }
            }
        }
        if let Some(when) = table.get("when") {
            condition(judge, scopes, when, &step(&at, "when"));
        }
    }
}

fn tell(judge: &Judge<'_>, pointer: &str, message: String, path: &str) {
    let help = format!("say who sends it (`send: {{ {path}: optional }}`), or say the condition in words");
    judge.warn_key(Kind::DeadRule, pointer, message, vec![help]);
}

/// The requests that a rule is about, by where it stands.
struct Scopes<'a> {
    /// Fields that are known: any other has a fault of its own.
    known: BTreeSet<String>,
    operations: &'a BTreeMap<r::OperationKind, r::Operation>,
}

impl Scopes<'_> {
    /// Whether there are requests, and none of them sends the field.
    fn miss(&self, path: &str, pointer: &str) -> bool {
        if !self.known.contains(path) {
            return false;
        }
        let all: Vec<String> = steps(pointer).collect();
        let (operation, channel) = match all.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["operations", operation, "channels", channel, ..] => (Some(*operation), Some(*channel)),
            ["operations", operation, ..] => (Some(*operation), None),
            _ => (None, None),
        };
        let operations =
            self.operations.iter().filter(|(kind, _)| operation.is_none_or(|one| operation_word(**kind) == one));
        let forms: Vec<&r::Form> = operations.flat_map(|(_, operation)| &operation.forms).collect();
        let of_channel = |form: &&&r::Form| channel.is_none_or(|key| form.channels.iter().any(|one| one == key));
        let forms: Vec<_> = forms.iter().filter(of_channel).collect();
        let sends = |form: &&r::Form| form.rows.iter().any(|row| row.field == path || row.path == path);
        !forms.is_empty() && !forms.iter().any(|form| sends(form))
    }
}
