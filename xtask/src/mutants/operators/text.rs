//! Mistakes in what is written, not in what is known. Texts are tokens, each followed by a space.

use super::{Operator, text};

pub(super) const ALL: &[Operator] = &[
    text("field-never-set", |code| edit(code, ". set (\"customer.id\" , customer_id)", "")),
    text("field-set-elsewhere", |code| {
        edit(code, ". set (\"customer.id\" , customer_id)", ". set (\"customer.city\" , customer_id)")
    }),
    text("optional-field-never-set", |code| {
        edit(
            code,
            "Self (self . 0 . set (\"payment.description\" , payment_description))",
            "{ let _ = payment_description ; self }",
        )
    }),
    text("optional-field-never-read", |code| {
        edit(
            code,
            "read . optional (\"account.note\") ?",
            "read . optional :: < AccountNote > (\"account.note.never\") ? . filter (| _ | false)",
        )
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
    text("forms-exchanged", |code| {
        edit(code, "FormEntry :: gate (& super :: refund :: FORM", "FormEntry :: gate (& super :: sale :: FORM")
    }),
];

/// With the first such place changed; nothing where there is none.
fn edit(code: &str, from: &str, to: &str) -> Option<String> {
    code.contains(from).then(|| code.replacen(from, to, 1))
}
