//! What a method's file claims, and where it says that the documents say so.

use std::ops::Range;

use crate::load::node::{Entry, Node, What};
use crate::resolve::{cite_of, paths};
use crate::resolved::Cite;

use super::literal::printed;

/// Something that documents print: a number, a code, a path, the name of a field.
#[derive(Debug)]
pub(crate) struct Literal {
    /// As the spec writes it.
    pub(crate) written: String,
    /// As documents may print it.
    pub(crate) spellings: Vec<String>,
    /// How far printed words in a cite stand in for it.
    pub(crate) slack: Slack,
}

/// How far printed words in a cite stand in for a literal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slack {
    /// Not at all: the words hold it as well, or they are of something else. Numbers.
    None,
    /// They hold it, but glued to a neighbour: `force_payment_methodcard`. Codes and paths.
    Glued,
    /// They name it in another language. Fields.
    Words,
}

/// A fact with literals that its documents must hold.
#[derive(Debug)]
pub(crate) struct Claim {
    /// Place of the fact in the file.
    pub(crate) bytes: Range<usize>,
    /// What it is, for the report.
    pub(crate) what: String,
    /// Each must be found.
    pub(crate) literals: Vec<Literal>,
    pub(crate) cites: Vec<Cite>,
    /// The cites are the fact's own, not a wider block's: each of them must hold a literal.
    pub(crate) own: bool,
}

/// All claims of a file.
pub(crate) fn of(root: &Node) -> Vec<Claim> {
    let mut claims = Vec::new();
    let cites = own(root).unwrap_or_default();
    if let What::Map(entries) = &root.what {
        for entry in entries.iter().filter(|entry| !NO_FACTS.contains(&entry.key.as_str())) {
            walk(entry, "", &cites, &mut claims);
        }
    }
    claims
}

const NO_FACTS: &[&str] = &[
    "method",
    "version",
    "draft",
    "title",
    "summary",
    "rust",
    "documents",
    "examples",
    "disputed",
    "notes",
    "not_documented",
    "cite",
];

/// The cites of a block, if it has its own.
fn own(node: &Node) -> Option<Vec<Cite>> {
    let mut out = Vec::new();
    collect(node.get("cite")?, &mut out);
    Some(out)
}

/// The cites that a `cite`, `at` or `says` holds.
pub(crate) fn collect(node: &Node, out: &mut Vec<Cite>) {
    match &node.what {
        What::Text(text) => out.push(cite_of(text, None)),
        What::List(items) => items.iter().for_each(|item| collect(item, out)),
        What::Map(entries) => {
            for Entry { key, value, .. } in entries {
                if let What::Text(words) = &value.what {
                    out.push(cite_of(key, Some(words)));
                }
            }
        }
        _ => {}
    }
}

/// One key with what stands below it; `parent` is the key above.
fn walk(entry: &Entry, parent: &str, wider: &[Cite], claims: &mut Vec<Claim>) {
    let key = entry.key.as_str();
    if matches!(key, "cite" | "note" | "means" | "rust" | "when" | "steps" | "otherwise" | "name") {
        return;
    }
    let own_cites = own(&entry.value);
    let is_own = own_cites.is_some();
    let cites = own_cites.as_deref().unwrap_or(wider);
    let literals = literals(key, parent, &entry.value);
    if !literals.is_empty() || (is_own && cites.iter().any(|cite| cite.printed.is_some())) {
        let what = if parent.is_empty() { key.to_owned() } else { format!("{parent} {key}") };
        claims.push(Claim { bytes: entry.key_bytes.clone(), what, literals, cites: cites.to_vec(), own: is_own });
    }
    below(&entry.value, key, cites, claims);
}

fn below(node: &Node, parent: &str, cites: &[Cite], claims: &mut Vec<Claim>) {
    match &node.what {
        What::Map(entries) => entries.iter().for_each(|entry| walk(entry, parent, cites, claims)),
        What::List(items) => {
            for item in items {
                let own_cites = own(item);
                below(item, parent, own_cites.as_deref().unwrap_or(cites), claims);
            }
        }
        _ => {}
    }
}

/// A value, or what its `is` holds.
fn value(node: &Node) -> &Node {
    node.get("is").unwrap_or(node)
}

fn texts(node: &Node) -> Vec<&str> {
    match &node.what {
        What::Text(text) if !matches!(text.as_str(), "none" | "contract" | "not_documented" | "all" | "any") => {
            vec![text]
        }
        What::List(items) => items.iter().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

fn literal(written: &str, spellings: Vec<String>, slack: Slack) -> Literal {
    Literal { written: written.to_owned(), spellings, slack }
}

fn titles(node: &Node) -> Vec<&str> {
    match &node.what {
        What::Map(entries) => entries.iter().map(|entry| entry.key.as_str()).collect(),
        _ => texts(node),
    }
}

fn exact(texts: Vec<&str>) -> Vec<Literal> {
    texts.into_iter().map(|text| literal(text, vec![text.to_owned()], Slack::Glued)).collect()
}

/// Both ends of a range of numbers, as printed.
fn range(node: &Node) -> Vec<Literal> {
    let text = match &node.what {
        What::Text(text) => text.clone(),
        What::Whole(number) => number.to_string(),
        _ => return Vec::new(),
    };
    let number = |text: &str| text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).to_owned();
    text.split("..")
        .map(number)
        .filter(|text| text.starts_with(|c: char| c.is_ascii_digit()))
        .map(|text| literal(&text, printed(&text), Slack::None))
        .collect()
}

/// The literals that a key claims: numbers, codes, paths and names of fields. Words of our own claim none.
fn literals(key: &str, parent: &str, node: &Node) -> Vec<Literal> {
    match (parent, key) {
        ("", "names") | ("names", "payment_page" | "gate" | "callback") => exact(texts(value(node))),
        (_, "countries" | "currencies") => exact(texts(value(node))),
        ("amounts", _) => range(value(node)),
        (_, "by" | "length" | "range" | "within") => range(value(node)),
        ("times", "basic" | "threshold" | "takes" | "earliest") | ("lifetime", _) => range(value(node)),
        (_, "path") => texts(value(node))
            .into_iter()
            .map(|path| literal(path, vec![path.to_owned(), path.trim_start_matches('/').to_owned()], Slack::Glued))
            .collect(),
        ("send" | "fields" | "carries", path) => fields(path),
        ("values" | "known", code) => exact(vec![code]),
        (_, "payment" | "operation" | "code") => exact(texts(value(node))),
        (_, "get") => match &node.what {
            // The members, and the titles of what is in them.
            What::Map(entries) => exact(
                entries.iter().flat_map(|entry| [vec![entry.key.as_str()], titles(&entry.value)].concat()).collect(),
            ),
            _ => exact(texts(node)),
        },
        (_, "kind" | "list") if !parent.is_empty() => exact(texts(value(node))),
        _ => Vec::new(),
    }
}

/// A field as documents name it: its last member, its name on the Payment Page, or its whole path.
fn fields(key: &str) -> Vec<Literal> {
    paths(key)
        .into_iter()
        .map(|path| {
            let last = path.rsplit('.').next().unwrap_or_default().to_owned();
            literal(&path, vec![last, path.replace('.', "_"), path.clone()], Slack::Words)
        })
        .collect()
}
