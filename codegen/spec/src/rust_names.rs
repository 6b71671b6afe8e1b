//! Names in Rust that are made of a spec's: the loader judges them, the emitter writes them.

/// What stands beside the types of fields in a generated module, or is imported there. A field of such a name has a type
/// with another.
const TAKEN: &[&str] = &[
    // what each form declares, and what its macros name without a path
    "Amount",
    "Currency",
    "Fields",
    "From",
    "Into",
    "Option",
    "Request",
    "Result",
    "Self",
    // imported beside the runtime's items
    "Integer",
    "IntegerKind",
    "Limit",
    "Text",
    "TextKind",
    "Value",
];

/// Methods that the request of every interface has, in the order in which the emitter asks `request!` for them: what is not
/// named there is not made.
pub const REQUEST_METHODS: &[&str] = &["new", "read", "with", "draft", "validate", "validate_under"];

/// Further methods of a request to Gate.
pub const GATE_METHODS: &[&str] = &["sign", "sign_under", "sign_with"];

/// Further methods of a request of the Payment Page.
pub const PAGE_METHODS: &[&str] = &["url", "url_under", "widget", "widget_under"];

/// The method of a Payment Page request that opens the page with the payment method chosen.
pub const PRESELECTED: &str = "preselected";

/// The traits that `request!` gives a request, and their functions that a setter of the same name would stand before.
pub const REQUEST_TRAITS: &[(&str, &[&str])] = &[
    ("AsRef", &["as_ref"]),
    ("Clone", &["clone", "clone_from", "to_owned"]),
    ("Debug", &["fmt"]),
    ("From", &["from", "into", "try_from", "try_into"]),
    ("PartialEq", &["eq", "ne"]),
];

/// Names that no field may have: its setter would be another function of the request.
pub fn reserved_for_requests() -> impl Iterator<Item = &'static str> {
    let methods = [REQUEST_METHODS, GATE_METHODS, PAGE_METHODS, &[PRESELECTED]].into_iter().flatten();
    methods.chain(REQUEST_TRAITS.iter().flat_map(|(_, functions)| *functions)).copied()
}

/// What the table of a form may name of the runtime's forms: imported where it does.
pub const FORM_ITEMS: &[&str] = &[
    "Encoding",
    "Form",
    "Format",
    "IntegerRule",
    "Kind",
    "LimitWhen",
    "Narrowing",
    "Presence",
    "Requirement",
    "Row",
    "Source",
    "Test",
    "TextRule",
    "Together",
    "When",
];

/// The type of a field, by the field's name in Rust: `customer_ip_address` has `CustomerIpAddress`, and `value`, whose
/// own would be in the way, `ValueField`.
#[must_use]
pub fn field_type(rust: &str) -> String {
    let name: String = rust.split('_').filter(|word| !word.is_empty()).map(capitalised).collect();
    let taken = TAKEN.iter().chain(FORM_ITEMS).any(|taken| *taken == name);
    if taken { format!("{name}Field") } else { name }
}

/// What Rust keeps for itself, in edition 2024.
const KEYWORDS: &[&str] = &[
    "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "Self", "static", "struct",
    "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while",
    "yield",
];

/// Whether a name is a keyword of Rust, of today or kept for later.
#[must_use]
pub fn is_keyword(name: &str) -> bool {
    KEYWORDS.contains(&name)
}

/// With a capital first letter.
fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_keeps_out_of_the_way() {
        assert_eq!(field_type("customer_ip_address"), "CustomerIpAddress");
        assert_eq!(field_type("text_rule"), "TextRuleField");
        assert_eq!(field_type("value"), "ValueField");
        assert_eq!(field_type("values"), "Values");
    }
}
