//! Doc comments out of texts that were not written for rustdoc.

use std::borrow::Cow;

use methodspec::turns_text;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::token::Token;

/// Columns of a doc comment.
const WIDTH: usize = 108;

/// A `#[doc]` per line, so that the formatter prints `///` lines.
pub(super) fn docs(text: &str) -> TokenStream {
    let lines = wrapped(text).into_iter().map(line);
    quote!(#(#[doc = #lines])*)
}

/// The same for the file or module that holds it.
pub(super) fn inner_docs(text: &str) -> TokenStream {
    let lines = wrapped(text).into_iter().map(line);
    quote!(#(#![doc = #lines])*)
}

/// The text as a literal: a raw one where it can be, which has nothing to be escaped letter by letter.
fn line(mut text: String) -> Literal {
    if !text.is_ascii() {
        // the compiler refuses them in a comment, rightly
        text.retain(|letter| !turns_text(letter));
    }
    let raw = if text.contains(['"', '\r']) { None } else { format!("r\"{text}\"").parse().ok() };
    raw.unwrap_or_else(|| Literal::string(&text))
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
        let (mut columns, mut words) = (0, 0);
        for word in paragraph.split_whitespace() {
            let width = word.chars().count();
            if words > 0 && columns + width >= WIDTH {
                lines.push(std::mem::replace(&mut line, indent.to_owned()));
                (columns, words) = (indent.len() + width, 1);
            } else {
                line.push(' ');
                (columns, words) = (columns + 1 + width, words + 1);
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}

/// A text of a spec as Markdown that says just that text: no links, no HTML, no entities, no list or code block, wherever a
/// line breaks.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !plain.is_empty() {
            plain.push(' ');
        }
        if let Some(end) = address(word) {
            plain.push_str(&format!("<{end}>{}", &word[end.len()..]));
            continue;
        }
        let marks = leading_mark(word);
        for (at, letter) in word.char_indices() {
            if is_unseen(letter) {
                continue;
            }
            let special = matches!(letter, '[' | ']' | '<' | '>' | '*' | '`' | '\\' | '_' | '#' | '|' | '~');
            let entity =
                letter == '&' && word[at + 1..].starts_with(|next: char| next == '#' || next.is_ascii_alphabetic());
            if special || entity || marks == Some(at) {
                plain.push('\\');
            }
            plain.push(letter);
        }
    }
    plain
}

/// The address of a page that a word begins with, without the marks of the sentence after it.
fn address(word: &str) -> Option<&str> {
    let rest = word.strip_prefix("https://").or_else(|| word.strip_prefix("http://"))?;
    let plain = |letter: char| letter.is_ascii_graphic() && !matches!(letter, '<' | '>' | '\\' | '`' | '|' | '"');
    let end = word.trim_end_matches(['.', ',', ';', ')']);
    (rest.starts_with(|letter: char| letter.is_ascii_alphanumeric()) && end.chars().all(plain)).then_some(end)
}

/// Where a word has a letter that would begin a list or underline a heading, were the word the first of a line.
fn leading_mark(word: &str) -> Option<usize> {
    let ruled = word.chars().all(|letter| letter == '=') || word.chars().all(|letter| letter == '-');
    if word == "+" || ruled {
        return Some(0);
    }
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0 && matches!(word.get(digits..), Some("." | ")"))).then_some(digits)
}

/// Letters that no output shows: controls, and what turns the direction of text.
fn is_unseen(letter: char) -> bool {
    letter.is_control() || turns_text(letter)
}

/// A text of a spec as code, in Markdown; in plain letters where code could not say it.
pub(crate) fn code(text: &str) -> String {
    // code ends where a line breaks before a word that begins a block
    let begins = |word: &str| leading_mark(word).is_some() || word.starts_with(['<', '>', '#', '*', '_', '~']);
    let odd = text.trim() != text
        || text.contains(['`', '|'])
        || text.chars().any(is_unseen)
        || text.split_whitespace().skip(1).any(begins);
    if odd || text.is_empty() { plain(text) } else { format!("`{text}`") }
}

/// A text as a sentence: with a full stop, where it has none.
pub(super) fn sentence(text: &str) -> String {
    let text = plain(text);
    match text.chars().last() {
        Some('.' | '!' | '?') | None => text,
        Some(_) => format!("{text}."),
    }
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;

    use super::*;

    #[test]
    fn texts_of_specs_are_no_markup() {
        assert_eq!(plain("a [link] <b>\n    code `x`"), "a \\[link\\] \\<b\\> code \\`x\\`");
        assert_eq!(plain("a\u{202e}b"), "ab");
        assert_eq!(plain("see https://a.b/c."), "see <https://a.b/c>.");
        assert_eq!(plain("https://a.b/<b>"), "https://a.b/\\<b\\>");
        assert_eq!(
            plain("a - b + 1. c 2) === &lt; &#60; a&b & ~~x~~"),
            "a \\- b \\+ 1\\. c 2\\) \\=== \\&lt; \\&\\#60; a\\&b & \\~\\~x\\~\\~"
        );
        assert_eq!(code("a.b"), "`a.b`");
        assert_eq!(code("a`b"), "a\\`b");
    }

    #[test]
    fn a_line_says_what_the_text_says_whatever_is_in_it() {
        for text in ["plain", "a \"quoted\" one", "a # and a \\ and a `", "\"#", "ünïcode €", ""] {
            let read: syn::LitStr = syn::parse2(line(text.to_owned()).to_token_stream()).expect("a literal");
            assert_eq!(read.value(), text);
        }
        // what turns the direction of text is refused by the compiler
        let read: syn::LitStr = syn::parse2(line("a\u{202e}b".to_owned()).to_token_stream()).expect("a literal");
        assert_eq!(read.value(), "ab");
    }

    #[test]
    fn lines_break_before_the_word_that_is_too_much() {
        let word = "1234567";
        let text = format!("- {}", [word; 30].join(" "));
        let lines = wrapped(&text);
        assert!(lines.len() > 2);
        assert!(lines.iter().all(|line| line.chars().count() <= WIDTH), "{lines:?}");
        assert!(lines.iter().skip(1).all(|line| line.starts_with("   1")), "{lines:?}");
        assert!(lines.first().is_some_and(|line| line.starts_with(" - 1")));
        assert_eq!(lines.join(" ").split_whitespace().count(), 31, "no word is lost");
        assert_eq!(wrapped("a\n\nb"), [" a", "", " b"]);
        assert_eq!(wrapped(&"x".repeat(200)).len(), 1, "a word is not broken");
    }
}
