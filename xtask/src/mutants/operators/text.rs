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
        told(code, "kind . map (| kind | if kind == K :: Final { K :: Other } else { kind })")
    }),
    text("other-told-as-final", |code| {
        told(code, "kind . map (| kind | if kind == K :: Other { K :: Final } else { kind })")
    }),
    text("every-label-taken", |code| {
        told(code, "kind . or (Some (if callback . is_final () { K :: Final } else { K :: Other }))")
    }),
    text("no-label-taken", |code| told(code, "kind . filter (| _ | false)")),
    text("redirect-told-as-display", |code| {
        let kind = "kind . map (| kind | if kind == K :: Redirect { K :: Display } else { kind })";
        code.contains("Redirect (RedirectData)").then(|| told(code, kind)).flatten()
    }),
    text("display-told-as-redirect", |code| {
        let kind = "kind . map (| kind | if kind == K :: Display { K :: Redirect } else { kind })";
        code.contains("Display (DisplayData)").then(|| told(code, kind)).flatten()
    }),
    text("redirect-not-told", |code| dropped(code, "Redirect (RedirectData) = redirect ,")),
    text("display-not-told", |code| dropped(code, "Display (DisplayData) = display ,")),
    // the numbers alone: the rule keeps its name
    text("range-from-one-more", |code| edit(code, "Test :: Range (3 , 17)", "Test :: Range (4 , 17)")),
    text("range-from-one-less", |code| edit(code, "Test :: Range (3 , 17)", "Test :: Range (2 , 17)")),
    text("range-to-one-more", |code| edit(code, "Test :: Range (3 , 17)", "Test :: Range (3 , 18)")),
    text("range-to-one-less", |code| edit(code, "Test :: Range (3 , 17)", "Test :: Range (3 , 16)")),
    text("sums-from-one-more", |code| edit(code, "Test :: Range (200_000 ,", "Test :: Range (200_001 ,")),
    text("sums-from-one-less", |code| edit(code, "Test :: Range (200_000 ,", "Test :: Range (199_999 ,")),
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

/// With another function in the method's table that tells what a callback is: `kind` is what the view tells, `K` its type.
fn told(code: &str, kind: &str) -> Option<String> {
    let function = format!(
        "| callback | {{ use ecommpay_platform :: runtime :: method :: EventKind as K ; \
         let kind : Option < K > = super :: Callback :: kind (callback) ; {kind} }}"
    );
    edit(code, "super :: Callback :: kind)", &format!("{function})"))
}

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
