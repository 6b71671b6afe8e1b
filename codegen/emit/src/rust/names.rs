//! Names in Rust.

use methodspec::digits;
use methodspec::rust_names::{self, is_keyword};
use proc_macro2::{Ident, Literal, Span};

/// An identifier; a keyword becomes a raw one. The loader has refused what cannot be an identifier at all.
pub(crate) fn ident(name: &str) -> Ident {
    // those that cannot be written raw
    const ROOTS: [&str; 5] = ["_", "Self", "crate", "self", "super"];
    if ROOTS.contains(&name) {
        Ident::new(&format!("{name}_"), Span::call_site())
    } else if is_keyword(name) {
        Ident::new_raw(name, Span::call_site())
    } else {
        Ident::new(name, Span::call_site())
    }
}

/// `customer_ip_address` as `CustomerIpAddress`.
pub(super) fn type_name(snake: &str) -> String {
    snake.split('_').filter(|word| !word.is_empty()).map(capitalised).collect()
}

/// With a capital first letter.
pub(super) fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

pub(super) fn type_ident(snake: &str) -> Ident {
    ident(&type_name(snake))
}

/// The type of a field, by the field's name.
pub(super) fn field_type(rust: &str) -> Ident {
    ident(&rust_names::field_type(rust))
}

/// An integer literal with `_` between thousands.
pub(super) fn integer(value: i64) -> Literal {
    let digits = digits::grouped(&value.unsigned_abs().to_string(), '_');
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{digits}").parse().unwrap_or_else(|_| Literal::i64_unsuffixed(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_become_raw_or_get_an_underscore() {
        assert_eq!(ident("type").to_string(), "r#type");
        assert_eq!(ident("self").to_string(), "self_");
        assert_eq!(ident("card").to_string(), "card");
    }

    #[test]
    fn types_are_in_camel_case() {
        assert_eq!(type_name("customer_ip_address"), "CustomerIpAddress");
    }

    #[test]
    fn long_integers_are_grouped() {
        assert_eq!(integer(20_000_000).to_string(), "20_000_000");
        assert_eq!(integer(999).to_string(), "999");
    }
}
