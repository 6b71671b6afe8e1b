//! All cites of a file: known documents, lines within their length, and no fact without one.

use crate::fault::Kind;
use crate::load::node::{Entry, Node, What};

use super::judge::Judge;

/// Tells every cite that leads nowhere, wherever in the file it stands.
pub(crate) fn check(judge: &Judge<'_>, node: &Node) {
    match &node.what {
        What::Map(entries) => {
            for entry in entries {
                match entry.key.as_str() {
                    "cite" | "at" => each(judge, &entry.value),
                    "says" if matches!(entry.value.what, What::Map(_)) => each(judge, &entry.value),
                    _ => check(judge, &entry.value),
                }
            }
        }
        What::List(items) => items.iter().for_each(|item| check(judge, item)),
        _ => {}
    }
}

fn each(judge: &Judge<'_>, node: &Node) {
    match &node.what {
        What::Text(text) => one(judge, text, node.bytes.clone()),
        What::List(items) => items.iter().for_each(|item| each(judge, item)),
        What::Map(entries) => {
            entries.iter().for_each(|Entry { key, key_bytes, .. }| one(judge, key, key_bytes.clone()))
        }
        _ => {}
    }
}

fn one(judge: &Judge<'_>, text: &str, bytes: std::ops::Range<usize>) {
    let cite = Judge::cite(text, None);
    let Some(document) = judge.documents.get(&cite.document) else {
        let mut help = judge.did_you_mean(&cite.document, judge.documents.keys().map(String::as_str));
        if help.is_empty() {
            help.push("declare it under `documents`".to_owned());
        }
        judge.tell_at(Kind::UnknownDocument, bytes, format!("no document `{}` is declared", cite.document), help);
        return;
    };
    let Some((first, last)) = cite.lines else {
        return;
    };
    if first > last {
        judge.tell_at(
            Kind::CiteBackwards,
            bytes,
            format!("the cite `{text}` ends before it begins"),
            vec![format!("the other way round: {}:{last}-{first}", cite.document)],
        );
        return;
    }
    match document.lines {
        None => judge.tell_at(
            Kind::CiteWithoutLines,
            bytes,
            format!("`{}` has no lines to cite", cite.document),
            vec![format!(
                "cite it alone, or give its count of lines: `documents: {{ {}: {{ lines: … }} }}`",
                cite.document
            )],
        ),
        Some(lines) if last > lines => {
            judge.tell_at(
                Kind::CitePastEnd,
                bytes,
                format!("`{}` has {lines} lines", cite.document),
                vec![format!("its last line is {}:{lines}", cite.document)],
            );
        }
        Some(_) => {}
    }
}

/// Tells facts behind which no document stands: the largest block that has no cite in it, or single facts beside cited ones.
pub(crate) fn uncited(judge: &Judge<'_>, entries: &[Entry], apart: &[&str]) {
    if entries.iter().any(|entry| entry.key == "cite") {
        return;
    }
    for entry in entries.iter().filter(|entry| !apart.contains(&entry.key.as_str())) {
        if !holds_cite(&entry.value) {
            judge.tell_at(
                Kind::Uncited,
                entry.key_bytes.clone(),
                format!("no document stands behind `{}`", entry.key),
                vec!["add `cite` here or to a block around it: document:line".to_owned()],
            );
            continue;
        }
        match &entry.value.what {
            What::Map(inner) => uncited(judge, inner, APART),
            What::List(items) => {
                for item in items {
                    if let What::Map(inner) = &item.what {
                        if holds_cite(item) {
                            uncited(judge, inner, APART);
                        } else if let Some(first) = inner.first() {
                            judge.tell_at(
                                Kind::Uncited,
                                first.key_bytes.clone(),
                                "no document stands behind this",
                                vec!["add `cite` here or to a block around it: document:line".to_owned()],
                            );
                        }
                    }
                }
            }
            _ => {}
        }
    }
}

/// Keys that are no facts of a document: our own words, and what says that documents are silent.
const APART: &[&str] = &["cite", "note", "means", "rust", "title", "not_documented", "name"];

fn holds_cite(node: &Node) -> bool {
    match &node.what {
        What::Map(entries) => entries.iter().any(|entry| entry.key == "cite" || holds_cite(&entry.value)),
        What::List(items) => items.iter().any(holds_cite),
        // `{}` and `not_documented` claim nothing.
        What::Text(text) => text == "not_documented",
        _ => false,
    }
}
