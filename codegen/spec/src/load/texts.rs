//! What no text of a spec may hold, wherever it stands: letters that turn text, control characters, and addresses that
//! run as a program.
//!
//! Texts become documentation, pages and reports. Each of these escapes them too; but who reads the spec itself, in an
//! editor or a review, has nothing between.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::fault::{Fault, Found, Kind, Severity, is_control, turns_text};

use super::source::Source;

/// Tells every letter of a file that no text may hold, in comments too: they are copied with the spec.
pub(crate) fn letters(source: &Source, found: &mut Found) {
    let text = &source.text;
    for (at, letter) in text.char_indices() {
        let refused = match letter {
            '\u{2028}' | '\u{2029}' => Refused::Separates(letter),
            _ => match Refused::of(letter) {
                Some(refused) => refused,
                None => continue,
            },
        };
        let after = at + letter.len_utf8();
        // lines of a file may end as on Windows
        if letter == '\r' && text.get(after..).is_some_and(|rest| rest.starts_with('\n')) {
            continue;
        }
        found.push(Severity::Error, || refused.fault(source, at..after));
    }
}

/// A letter that no text may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Refused {
    /// It turns the text around it.
    Turns(char),
    /// It is a control character, or no character.
    Control(char),
    /// Some readers end a line at it. Escaped it is a letter like others.
    Separates(char),
}

impl Refused {
    const fn of(letter: char) -> Option<Refused> {
        if is_control(letter) {
            Some(Refused::Control(letter))
        } else if turns_text(letter) {
            Some(Refused::Turns(letter))
        } else {
            None
        }
    }

    /// The first of a text that does not stand in the file as it is: those that do are told with the file.
    pub(super) fn first(text: &str, written: &str) -> Option<Refused> {
        let told: BTreeSet<Refused> = written.chars().filter_map(Refused::of).collect();
        text.chars().filter_map(Refused::of).find(|refused| !told.contains(refused))
    }

    pub(super) fn fault(self, source: &Source, bytes: Range<usize>) -> Fault {
        let (kind, message, help) = match self {
            Refused::Turns(letter) => (
                Kind::TurnsText,
                format!("the letter U+{:04X} turns the direction of the text around it", u32::from(letter)),
                "take the letter away: right-to-left scripts need none to be shown right",
            ),
            Refused::Separates(letter) => (
                Kind::ControlCharacter,
                format!("U+{:04X} separates lines for some readers, and is not seen", u32::from(letter)),
                "take the character away, or write `\\u2028` or `\\u2029` in double quotes",
            ),
            Refused::Control(letter) => (
                Kind::ControlCharacter,
                format!(
                    "U+{:04X} is {} character",
                    u32::from(letter),
                    if letter < '\u{a0}' { "a control" } else { "not a" }
                ),
                "take the character away: a text has letters, tabs and line feeds",
            ),
        };
        Fault { help: vec![help.to_owned()], ..source.fault(kind, bytes, message) }
    }
}

/// Schemes whose addresses are programs or documents of their own.
const PROGRAMS: [&str; 5] = ["javascript", "vbscript", "livescript", "mocha", "data"];

/// The scheme of an address in a text that is neither `http` nor `https`: of a link, or one that runs as a program wherever
/// it stands. However it is written: blanks, letter case and entities are read as a browser reads them.
pub(super) fn foreign_scheme(text: &str) -> Option<String> {
    if !text.contains([':', '&']) {
        return None;
    }
    let letters = squeezed(&decoded(text));
    let closed = letters.iter().rposition(|(letter, _)| *letter == '>').unwrap_or_default();
    for (at, (letter, _)) in letters.iter().enumerate() {
        if *letter != ':' {
            continue;
        }
        let word = letters.get(..at).unwrap_or_default();
        let length = word.iter().rev().take(LONGEST).take_while(|(letter, _)| is_of_scheme(*letter)).count();
        let begins = at - length;
        let scheme: String = word.iter().skip(begins).map(|(letter, _)| *letter).collect();
        let before: String = word.iter().take(begins).rev().take(6).map(|(letter, _)| *letter).collect();
        let before: String = before.chars().rev().collect();
        // a colon of prose has a blank after it; one of an address has none
        let goes_on = letters.get(at + 1).is_some_and(|(_, blank)| !blank);
        let quoted = before.trim_end_matches(['"', '\'', '<']);
        let linked = ["](", "]:", "href=", "src="].iter().any(|mark| quoted.ends_with(mark));
        let enclosed = before.ends_with('<') && goes_on && at < closed;
        if let Some(program) = PROGRAMS.iter().find(|program| scheme.ends_with(**program)) {
            let before = (at - program.len()).checked_sub(1).and_then(|before| letters.get(before));
            let alone = before.is_none_or(|(letter, _)| matches!(letter, '(' | '<' | '"' | '\'' | '=' | '['));
            if (goes_on || alone) && (*program != "data" || is_document(&letters, at)) {
                return Some((*program).to_owned());
            }
        }
        let is_scheme = scheme.starts_with(|letter: char| letter.is_ascii_lowercase());
        if is_scheme && (linked || enclosed) && scheme != "http" && scheme != "https" {
            return Some(scheme);
        }
    }
    None
}

/// Letters of the longest scheme that is looked for.
const LONGEST: usize = 32;

fn is_of_scheme(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '+' | '-' | '.')
}

/// Whether what stands after the colon of `data:` is the address of a document: `text/html`, `;base64`, `,`.
fn is_document(letters: &[(char, bool)], colon: usize) -> bool {
    let after = letters.iter().skip(colon + 1).take(60).take_while(|(_, blank)| !blank);
    let after: String = after.map(|(letter, _)| *letter).collect();
    let kind = after.split([',', ';']).next().unwrap_or_default();
    after.len() > kind.len() && (kind.is_empty() || kind.contains('/'))
}

/// Lower-case letters without what a browser takes out of an address, each with whether something stood before it.
fn squeezed(text: &str) -> Vec<(char, bool)> {
    let mut letters = Vec::with_capacity(text.len());
    let mut blank = false;
    for letter in text.chars().flat_map(char::to_lowercase) {
        let escape = letter == '\\';
        let unseen = letter.is_whitespace() || letter.is_control() || is_format(letter);
        if unseen {
            blank |= letter.is_whitespace();
        } else if !escape {
            letters.push((letter, blank));
            blank = false;
        }
    }
    letters
}

/// Letters that are not seen and stand for nothing in an address.
fn is_format(letter: char) -> bool {
    turns_text(letter) || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// The text with its entities as letters, twice: an escaped one is one again in the next page.
fn decoded(text: &str) -> String {
    (0..2).fold(text.to_owned(), |text, _| if text.contains('&') { entities(&text) } else { text })
}

fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        match entity(after) {
            Some((letter, length)) => {
                out.push(letter);
                rest = after.get(length..).unwrap_or_default();
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Names of entities that an address is written with.
const NAMED: [(&str, char); 8] = [
    ("colon;", ':'),
    ("tab;", '\t'),
    ("newline;", '\n'),
    ("nbsp;", ' '),
    ("shy;", '\u{ad}'),
    ("amp;", '&'),
    ("lt;", '<'),
    ("gt;", '>'),
];

/// The letter of an entity after its `&`, and how long it is. A number needs no semicolon.
fn entity(after: &str) -> Option<(char, usize)> {
    let named = |(name, letter): &(&str, char)| {
        let found = after.get(..name.len())?.eq_ignore_ascii_case(name);
        found.then_some((*letter, name.len()))
    };
    let Some(number) = after.strip_prefix('#') else {
        return NAMED.iter().find_map(named);
    };
    let (digits, radix, mark) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16, 2),
        None => (number, 10, 1),
    };
    let length = digits.chars().take_while(|digit| digit.is_digit(radix)).count();
    let value = digits.get(..length)?.trim_start_matches('0');
    let letter = char::from_u32(u32::from_str_radix(value, radix).ok()?)?;
    let semicolon = usize::from(digits.get(length..)?.starts_with(';'));
    Some((letter, mark + length + semicolon))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_run_are_found_however_they_are_written() {
        for text in [
            "javascript:alert(1)",
            "  JaVaScRiPt:alert(1)",
            "java\tscript:alert(1)",
            "java\nscript\r:alert(1)",
            "java script:alert(1)",
            "\u{1}javascript:alert(1)",
            "java\u{200b}script:alert(1)",
            "javascript: alert(1)",
            "&#106;avascript:alert(1)",
            "&#x6A;avascript&colon;alert(1)",
            "&#0000106avascript:alert(1)",
            "java&Tab;script:alert(1)",
            "java&NewLine;script&#58;alert(1)",
            "&amp;#106;avascript:alert(1)",
            "see [it](javascript:alert(1)) here",
            "see [it]( < javascript: alert(1)>) here",
            "javascript\\:alert(1)",
            "vbscript:msgbox",
            "see data:text/html;base64,PHNjcmlwdD4=",
            "data:,x",
            "[it](ftp://example.com)",
            "[it](mailto:a@example.com)",
            "[it](file:///etc/passwd)",
            "<ftp://example.com>",
            "[it]: tel:123",
            "<a href=\"blob:x\">",
            "<img src = 'cid:x'>",
        ] {
            assert!(foreign_scheme(text).is_some(), "{text:?}");
        }
    }

    #[test]
    fn prose_and_addresses_of_pages_stand() {
        for text in [
            "The page is written in JavaScript: no server is needed.",
            "see [it](https://example.com/a:b) and <http://example.com>",
            "note: the data: two of them; a, b",
            "Data that begins with data:image/ is shown as an image; anything else is the text.",
            "data:image as the documents call it",
            "a:b, c: d, 10:30, upi://pay?pa=a",
            "the app opens by alipays://platformapi",
            "a < b: c",
            "R&D: Q&A &unknown; &#; &#xZZ; &#1114112; &",
            "[it](#anchor) [it](../a.md)",
        ] {
            assert_eq!(foreign_scheme(text), None, "{text:?}");
        }
    }

    #[test]
    fn every_letter_that_no_text_may_hold_is_told_with_its_place() {
        let source = Source::new("a", "# a\u{202e}b\r\nk: \u{61c}\t\n\0\rx\u{85}\n\u{ffff}\u{feff}\u{a0}\u{2028}");
        let mut found = Found::default();
        letters(&source, &mut found);
        let places: Vec<_> =
            found.into_parts().0.into_iter().map(|fault| (fault.place.line, fault.place.column)).collect();
        assert_eq!(places, [(1, 4), (2, 4), (3, 1), (3, 2), (3, 4), (4, 1), (4, 4)]);
    }
}
