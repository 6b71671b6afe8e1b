//! Notes, wherever a file has one: what no resolved fact carries beside itself is told in a list.

use crate::load::node::{Node, What};
use crate::resolved as r;

use super::judge::Judge;
use super::words::{OPERATIONS, operation_word};

/// What a block of the file is: which of its keys are the language's, and which are names of a spec's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Block {
    Method,
    Operations,
    /// An operation, a channel, a part of a refund.
    Operation,
    /// Blocks by names of the spec's own, with a note for all of them.
    Keyed(&'static Block),
    /// The same, without such a note.
    Named(&'static Block),
    Field,
    Times,
    Turn,
    Ends,
    End,
    /// A fact, a rule: its keys lead to no further notes.
    Fact,
    /// Holds no notes.
    Other,
}

const FACT: Block = Block::Fact;
const FIELD: Block = Block::Field;
const OPERATION: Block = Block::Operation;
const END: Block = Block::End;
const SHOWN: Block = Block::Named(&FACT);

impl Block {
    /// Whether `note` is a key of its own.
    const fn has_note(self) -> bool {
        !matches!(self, Block::Method | Block::Named(_) | Block::Other)
    }

    fn below(self, key: &str) -> Block {
        match (self, key) {
            (Block::Named(inner), _) => *inner,
            (_, "cite" | "note") => Block::Other,
            (Block::Keyed(inner), _) => *inner,
            (Block::Method, "names") => Block::Keyed(&FACT),
            (Block::Method, "test") => Block::Keyed(&FACT),
            (Block::Method, "examples") => Block::Named(&FACT),
            (Block::Method, "operations") => Block::Operations,
            (Block::Operations, _) => Block::Operation,
            (Block::Method | Block::Operation, "fields") => Block::Keyed(&FIELD),
            (Block::Method | Block::Operation | Block::Turn, "send") => Block::Keyed(&FIELD),
            (Block::Method | Block::Operation, "amounts") => Block::Keyed(&FACT),
            (Block::Method | Block::Operation, "times") => Block::Times,
            (
                Block::Method | Block::Operation,
                "kind" | "instruments" | "conversion" | "countries" | "currencies" | "together" | "via" | "path"
                | "steps",
            ) => Block::Fact,
            (Block::Operation, "channels") => Block::Keyed(&OPERATION),
            (Block::Operation, "full" | "partial") => Block::Operation,
            (Block::Operation, "turns") => Block::Turn,
            (Block::Operation, "ends") => Block::Ends,
            (Block::Field, "values" | "known") => Block::Named(&FACT),
            (Block::Field, "from" | "gate" | "payment_page" | "dashboard" | "links" | "plugins") => Block::Fact,
            (Block::Times, "lifetime") => Block::Named(&FACT),
            (Block::Times, _) => Block::Fact,
            (Block::Turn, "get") => Block::Named(&SHOWN),
            (Block::Turn, "open" | "path" | "within") => Block::Fact,
            (Block::Ends | Block::End, "carries") => Block::Named(&FIELD),
            (Block::Ends | Block::End, "sum") => Block::Fact,
            (Block::Ends, _) => END,
            _ => Block::Other,
        }
    }
}

/// Every note of a method's file, with the cites that hold where it stands.
pub(crate) fn all(node: &Node, cite: &[r::Cite]) -> Vec<r::Told> {
    let mut out = Vec::new();
    walk(node, Block::Method, &mut Vec::new(), cite, &mut out);
    // by name, not by where the file has them; those of one list stay in its order
    out.sort_by(|a, b| (a.operation, &a.channel, &a.about).cmp(&(b.operation, &b.channel, &b.about)));
    out
}

fn walk<'n>(node: &'n Node, block: Block, path: &mut Vec<&'n str>, cite: &[r::Cite], out: &mut Vec<r::Told>) {
    match &node.what {
        What::List(items) => items.iter().for_each(|item| walk(item, block, path, cite, out)),
        What::Map(entries) if block != Block::Other => {
            let own = entries.find("cite").filter(|_| block.has_note() || block == Block::Method);
            let own = own.map(|entry| cites(&entry.value));
            let cite = own.as_deref().unwrap_or(cite);
            let note = entries.find("note").filter(|_| block.has_note());
            if let Some(What::Text(text)) = note.map(|entry| &entry.value.what) {
                out.push(told(path, text, cite));
            }
            for entry in entries {
                path.push(&entry.key);
                walk(&entry.value, block.below(&entry.key), path, cite, out);
                path.pop();
            }
        }
        _ => {}
    }
}

/// A note with where it belongs: `about` is the way to it, below the operation and the channel.
fn told(path: &[&str], text: &str, cite: &[r::Cite]) -> r::Told {
    let operation = match path {
        ["operations", word, ..] => OPERATIONS.into_iter().find(|kind| operation_word(*kind) == *word),
        _ => None,
    };
    let (channel, rest) = match (operation, path) {
        (Some(_), [_, _, "channels", channel, rest @ ..]) => (Some((*channel).to_owned()), rest),
        (Some(_), [_, _, rest @ ..]) => (None, rest),
        _ => (None, path),
    };
    r::Told { operation, channel, about: rest.join("/"), text: text.to_owned(), cite: cite.to_vec() }
}

fn cites(node: &Node) -> Vec<r::Cite> {
    match &node.what {
        What::Text(text) => vec![Judge::cite(text, None)],
        What::List(items) => items.iter().flat_map(cites).collect(),
        What::Map(entries) => entries
            .iter()
            .map(|entry| match &entry.value.what {
                What::Text(printed) => Judge::cite(&entry.key, Some(printed)),
                _ => Judge::cite(&entry.key, None),
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Those that no resolved fact of the method carries beside itself.
pub(crate) fn apart(all: Vec<r::Told>, method: &r::Method) -> Vec<r::Told> {
    if all.is_empty() {
        return all;
    }
    let of_method = [
        &method.kind.note,
        &method.conversion.note,
        &method.instruments.note,
        &method.countries.note,
        &method.currencies.note,
        &method.names.payment_page.note,
        &method.names.gate.note,
        &method.names.callback.note,
    ];
    let of_method: Vec<&str> = of_method.into_iter().filter_map(Option::as_deref).collect();
    let of_operations: Vec<(r::OperationKind, Carried<'_>)> =
        method.operations.values().map(|operation| (operation.kind, carried(operation))).collect();
    let is_carried = |told: &r::Told| match told.operation {
        // each operation has what the method says of all, where it says it of any
        None if matches!(told.about.split('/').next(), Some("amounts" | "times" | "together" | "send" | "fields")) => {
            let has = |notes: &Carried<'_>| notes.iter().any(|(_, note)| is_part(note, &told.text));
            of_operations.iter().any(|(_, notes)| has(notes))
        }
        None => of_method.iter().any(|note| is_part(note, &told.text)),
        Some(kind) => {
            of_operations.iter().filter(|(of, _)| *of == kind).flat_map(|(_, notes)| notes).any(|(channel, note)| {
                (told.channel.is_none() || *channel == told.channel.as_deref()) && is_part(note, &told.text)
            })
        }
    };
    all.into_iter().filter(|told| !is_carried(told)).collect()
}

/// Whether a remark is one of the sentences of another, which may be several joined.
fn is_part(note: &str, text: &str) -> bool {
    let text = text.trim_end_matches('.');
    note.match_indices(text).any(|(at, _)| {
        let (before, after) = (&note[..at], &note[at + text.len()..]);
        let begins = before.is_empty() || before.ends_with(". ") || before.ends_with(": ");
        begins && (after.is_empty() || after.starts_with('.'))
    })
}

/// Notes, each with its channel where it is of one.
type Carried<'o> = Vec<(Option<&'o str>, &'o str)>;

/// The notes of an operation's facts, with the channel where they are of one.
fn carried<'o>(operation: &'o r::Operation) -> Carried<'o> {
    let mut out = Carried::new();
    let mut add = |channel: Option<&'o str>, note: Option<&'o String>| {
        if let Some(note) = note {
            out.push((channel, note));
        }
    };
    add(None, operation.note.as_ref());
    add(None, operation.path.note.as_ref());
    times(&operation.times, |note| add(None, note));
    for limits in [&operation.amounts, &operation.full_amounts, &operation.partial_amounts] {
        limits.values().for_each(|limit| add(None, limit.note.as_ref()));
    }
    operation.together.iter().for_each(|table| add(None, table.note.as_ref()));
    for form in &operation.forms {
        let rows = form.rows.iter();
        rows.for_each(|row| {
            for channel in std::iter::once(None).chain(form.channels.iter().map(|key| Some(key.as_str()))) {
                add(channel, row.note.as_ref());
                add(channel, row.value.from.as_ref().and_then(|from| from.note.as_ref()));
            }
        });
    }
    for channel in &operation.channels {
        let key = Some(channel.key.as_str());
        times(&channel.times, |note| add(key, note));
        channel.amounts.values().for_each(|limit| add(key, limit.note.as_ref()));
        channel.together.iter().for_each(|table| add(key, table.note.as_ref()));
        for turn in &channel.turns {
            match turn {
                r::Turn::Redirect { note, .. } | r::Turn::Display { note, .. } => add(key, note.as_ref()),
                r::Turn::Send { note, path, fields, .. } => {
                    add(key, note.as_ref());
                    add(key, path.note.as_ref());
                    fields.iter().for_each(|row| add(key, row.note.as_ref()));
                }
            }
        }
    }
    out
}

fn times<'t>(times: &'t r::Times, mut add: impl FnMut(Option<&'t String>)) {
    let named = [&times.basic, &times.threshold, &times.takes, &times.earliest];
    named.into_iter().chain(times.lifetime.values()).for_each(|fact| add(fact.note.as_ref()));
    add(times.hours.note.as_ref());
}
