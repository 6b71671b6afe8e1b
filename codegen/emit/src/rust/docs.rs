//! Doc comments out of texts that were not written for rustdoc.

use std::borrow::Cow;

use proc_macro2::TokenStream;
use quote::quote;

use super::token::Token;

/// Columns of a doc comment.
const WIDTH: usize = 108;

/// A `#[doc]` per line, so that the formatter prints `///` lines.
pub(super) fn docs(text: &str) -> TokenStream {
    let lines = wrapped(text);
    quote!(#(#[doc = #lines])*)
}

/// The same for the file or module that holds it.
pub(super) fn inner_docs(text: &str) -> TokenStream {
    let lines = wrapped(text);
    quote!(#(#![doc = #lines])*)
}

/// The text of a `doc = "…"`, as `quote` writes it.
pub(super) fn comment(attribute: &[Token]) -> Option<Cow<'_, str>> {
    let [Token::Word(name), Token::Mark('=', _), Token::Word(text)] = attribute else { return None };
    if name != "doc" {
        return None;
    }
    // as the compiler writes `///`, or as most texts are; what has escapes is read by who knows them
    let plain = text.strip_prefix("r\"").or_else(|| text.strip_prefix('"').filter(|rest| !rest.contains('\\')));
    match plain {
        Some(rest) => rest.strip_suffix('"').map(Cow::Borrowed),
        None => syn::parse_str::<syn::LitStr>(text).ok().map(|text| Cow::Owned(text.value())),
    }
}

/// Lines of at most `WIDTH` columns, each after a blank; list items go on indented.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let indent = if paragraph.starts_with("- ") { "   " } else { " " };
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.trim().is_empty() && line.chars().count() + word.chars().count() >= WIDTH {
                lines.push(std::mem::replace(&mut line, indent.to_owned()));
                line.push_str(word);
            } else {
                line.push(' ');
                line.push_str(word);
            }
        }
        lines.push(line);
    }
    lines
}

/// A text of a spec as Markdown that says just that text: no links, no HTML, no code block by indentation.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !plain.is_empty() {
            plain.push(' ');
        }
        if word.starts_with("http://") || word.starts_with("https://") {
            let end = word.trim_end_matches(['.', ',', ';', ')']);
            plain.push_str(&format!("<{end}>{}", &word[end.len()..]));
            continue;
        }
        for letter in word.chars() {
            if matches!(letter, '[' | ']' | '<' | '>' | '*' | '`' | '\\' | '_' | '#' | '|') {
                plain.push('\\');
            }
            if !letter.is_control() && !turns_text(letter) {
                plain.push(letter);
            }
        }
    }
    plain
}

/// A text as a sentence: with a full stop, where it has none.
pub(super) fn sentence(text: &str) -> String {
    let text = plain(text);
    match text.chars().last() {
        Some('.' | '!' | '?') | None => text,
        Some(_) => format!("{text}."),
    }
}

/// Marks that turn the direction of text: the compiler refuses them in a comment, rightly.
pub(super) const fn turns_text(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_specs_are_no_markup() {
        assert_eq!(plain("a [link] <b>\n    code `x`"), "a \\[link\\] \\<b\\> code \\`x\\`");
        assert_eq!(plain("a\u{202e}b"), "ab");
        assert_eq!(plain("see https://a.b/c."), "see <https://a.b/c>.");
    }
}
