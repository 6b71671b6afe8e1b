//! Texts that others wrote, in a line of a terminal or of a log: none breaks the line, sends an escape sequence, turns the
//! direction of what follows, or goes on for ever.

use std::borrow::Cow;
use std::fmt::Write;
use std::path::Path;

/// Longest text of others that an error repeats, in characters.
const LONGEST: usize = 300;

/// A text on one line: controls and marks of direction are written as `\u{1b}`.
#[must_use]
pub fn line(text: &str) -> Cow<'_, str> {
    escaped(text, is_harmful)
}

/// The same of several lines, which stay lines.
#[must_use]
pub fn lines(text: &str) -> Cow<'_, str> {
    escaped(text, |character| is_harmful(character) && !matches!(character, '\n' | '\t'))
}

/// A text on one line, and of a long one the beginning.
#[must_use]
pub fn short(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned(format!("{} …", line(text.get(..end).unwrap_or_default()))),
        None => line(text),
    }
}

/// A file's name on one line.
#[must_use]
pub fn path(path: &Path) -> String {
    line(&path.to_string_lossy()).into_owned()
}

/// An address on one line, without the user, the query and the fragment: each may hold a password.
#[must_use]
pub fn address(address: &str) -> String {
    let (scheme, rest) = match address.split_once("://") {
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => (String::new(), address),
    };
    let cut = rest.find(['?', '#']).unwrap_or(rest.len());
    let (rest, hidden) = rest.split_at(cut);
    // a password may hold a `/` that ought to be escaped, and then ends behind it
    let rest = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    let more = if hidden.len() > 1 { hidden.get(..1).unwrap_or_default().to_owned() + "…" } else { String::new() };
    short(&format!("{scheme}{rest}{more}")).into_owned()
}

/// JSON that no terminal takes for more than text: what stands raw in it is written as `\u009b`. Such characters stand in
/// texts alone, so it says the same.
#[must_use]
pub fn json(text: &str) -> Cow<'_, str> {
    let raw = |character: char| is_harmful(character) && !matches!(character, '\n' | '\t' | '\r');
    if !text.contains(raw) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if raw(character) {
            // all of them have one unit of UTF-16; a String takes whatever is written
            let _ = write!(out, "\\u{:04x}", u32::from(character));
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

fn escaped(text: &str, harmful: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&harmful) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if harmful(character) {
            out.extend(character.escape_unicode());
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

/// Controls of both sets, separators of lines, and marks of direction. Those that join letters are part of names.
fn is_harmful(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_a_line() {
        assert_eq!(
            line("a\u{1b}[2Jb\nc\r\u{9b}d\u{202e}e\u{2028}"),
            "a\\u{1b}[2Jb\\u{a}c\\u{d}\\u{9b}d\\u{202e}e\\u{2028}"
        );
        assert_eq!(lines("a\n\tb\u{7}"), "a\n\tb\\u{7}");
        for good in ["", "traffic/2026 11.jsonl", "ประเทศไทย", "किताब", "می‌خواهم", "a\u{301}"]
        {
            assert_eq!(line(good), good);
        }
        assert_eq!(short(&"x".repeat(1 << 20)).chars().count(), LONGEST + 2);
        for (given, told) in [
            ("http://127.0.0.1:8080/hook", "http://127.0.0.1:8080/hook"),
            ("http://anna:word@127.0.0.1/hook", "http://127.0.0.1/hook"),
            ("http://anna:wo/rd@127.0.0.1/hook", "http://127.0.0.1/hook"),
            ("anna:word@127.0.0.1", "127.0.0.1"),
            ("https://shop.example/x?token=word#y", "https://shop.example/x?…"),
            ("https://shop.example/x#word@y", "https://shop.example/x#…"),
        ] {
            assert_eq!(address(given), told);
        }
        assert_eq!(json("{\n  \"a\": \"\u{9b}\u{202e}\"\n}"), "{\n  \"a\": \"\\u009b\\u202e\"\n}");
    }
}
