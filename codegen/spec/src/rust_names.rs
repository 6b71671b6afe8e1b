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
    // what its table names
    "Encoding",
    "Form",
    "Format",
    "Integer",
    "IntegerKind",
    "IntegerRule",
    "Kind",
    "Limit",
    "LimitWhen",
    "Narrowing",
    "Presence",
    "Requirement",
    "Row",
    "Source",
    "Test",
    "Text",
    "TextKind",
    "TextRule",
    "Together",
    "Value",
    "When",
];

/// The type of a field, by the field's name in Rust: `customer_ip_address` has `CustomerIpAddress`, and `value`, whose
/// own would be in the way, `ValueField`.
#[must_use]
pub fn field_type(rust: &str) -> String {
    let name: String = rust.split('_').filter(|word| !word.is_empty()).map(capitalised).collect();
    if TAKEN.contains(&name.as_str()) { format!("{name}Field") } else { name }
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
