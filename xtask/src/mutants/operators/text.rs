//! Mistakes in what is written, not in what is known. Texts are tokens, each followed by a space.

use super::{Operator, text};

pub(super) const ALL: &[Operator] = &[
    text("required-field-not-asked-for", |code| dropped(code, "customer_id : CustomerId = \"customer.id\" ,")),
    text("required-field-set-elsewhere", |code| {
        edit(code, "customer_id : CustomerId = \"customer.id\"", "customer_id : CustomerId = \"account.number\"")
    }),
    text("optional-field-without-a-setter", |code| dropped(code, "account_note : AccountNote = \"account.note\" ,")),
    text("optional-field-set-elsewhere", |code| {
        edit(code, "account_note : AccountNote = \"account.note\"", "account_note : AccountNote = \"account.mail\"")
    }),
    text("optional-field-asked-for", |code| {
        let entry = "account_note : AccountNote = \"account.note\" ,";
        edit(&dropped(code, entry)?, "required {", &format!("required {{ {entry}"))
    }),
    text("final-told-as-other", |code| {
        edit(code, "if self . 0 . is_final () { Event :: Final }", "if self . 0 . is_final () { Event :: Other }")
    }),
    text("other-told-as-final", |code| {
        edit(code, "Event :: Final } else { Event :: Other }", "Event :: Final } else { Event :: Final }")
    }),
    text("every-label-taken", |code| {
        edit(
            code,
            "Self :: LABELS . contains (& label)",
            "(Self :: LABELS . contains (& label) || ! label . is_empty ())",
        )
    }),
    text("no-label-taken", |code| edit(code, "Self :: LABELS . contains (& label)", "label . is_empty ()")),
    text("redirect-told-as-display", |code| {
        edit(code, "Event :: Redirect (_) => EventKind :: Redirect", "Event :: Redirect (_) => EventKind :: Display")
    }),
    text("display-told-as-redirect", |code| {
        edit(code, "Event :: Display (_) => EventKind :: Display", "Event :: Display (_) => EventKind :: Redirect")
    }),
    text("spec-with-another-fact", |code| {
        let (before, rest) = code.split_once("include_str ! (")?;
        let (path, after) = rest.split_once(')')?;
        let fact = "\nnotes: [ { about: sums, says: Another fact. } ]\n";
        Some(format!("{before}concat ! (include_str ! ({path}) , {fact:?}){after}"))
    }),
    text("forms-exchanged", |code| {
        let first = code.split("FormEntry :: gate (").nth(1)?.split(" ,").next()?;
        edit(code, "FormEntry :: gate (& super :: refund :: FORM", &format!("FormEntry :: gate ({first}"))
    }),
];

/// With the first such place changed; nothing where there is none.
fn edit(code: &str, from: &str, to: &str) -> Option<String> {
    code.contains(from).then(|| code.replacen(from, to, 1))
}

/// Without an entry of a table, and without its docs.
fn dropped(code: &str, entry: &str) -> Option<String> {
    let (before, after) = code.split_once(entry)?;
    let mut before = before.trim_end();
    while let (true, Some(at)) = (before.ends_with(']'), before.rfind("# [doc")) {
        before = before[..at].trim_end();
    }
    Some(format!("{before} {after}"))
}
