//! A text of somebody's file as one line of a report.

use std::borrow::Cow;

/// Whether a letter turns the direction of the text around it: the Unicode property `Bidi_Control`.
///
/// What is shown then is not what programs read: a compiler, a reviewer and a merchant see three different texts.
#[must_use]
pub const fn turns_text(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a text of a spec may not hold a letter, because it is not seen and many readers of YAML refuse it: C0 but tab and
/// line feed, DEL, C1, and the two values that are no characters.
///
/// A carriage return ends a line of a file, before a line feed; a text has none.
#[must_use]
pub const fn is_control(letter: char) -> bool {
    matches!(letter, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether a letter would break a line, move a terminal's cursor, or turn the text around it.
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || turns_text(letter)
        || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// The text in at most `most` characters, an ellipsis in place of the rest; letters that are not seen stand as `\u{…}`.
#[must_use]
pub fn line(text: &str, most: usize) -> String {
    let mut out = String::with_capacity(text.len().min(most.saturating_mul(4)));
    for (at, letter) in text.chars().enumerate() {
        if at == most {
            out.push('…');
            break;
        }
        if is_unseen(letter) { out.extend(letter.escape_debug()) } else { out.push(letter) }
    }
    out
}

/// A path as a report names it.
pub(crate) fn path(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_unseen) { Cow::Owned(line(text, usize::MAX)) } else { Cow::Borrowed(text) }
}

/// A text of as many bytes, in which each letter that is not seen has one that is in its place. Lines and tabs stay.
pub(crate) fn masked(text: &str) -> Cow<'_, str> {
    let is_masked = |letter: char| is_unseen(letter) && !letter.is_ascii();
    if !text.contains(is_masked) {
        return Cow::Borrowed(text);
    }
    let mask = |letter: char| match letter.len_utf8() {
        2 => '·',
        _ => char::REPLACEMENT_CHARACTER,
    };
    Cow::Owned(text.chars().map(|letter| if is_masked(letter) { mask(letter) } else { letter }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line_that_ends() {
        assert_eq!(line("ราคา é \"x\" \\", 99), "ราคา é \"x\" \\");
        assert_eq!(line("a\nb\r\u{1b}[31m\u{0}\u{202e}c\u{2028}", 99), "a\\nb\\r\\u{1b}[31m\\0\\u{202e}c\\u{2028}");
        assert_eq!(line(&"é".repeat(1_000), 3), "ééé…");
        assert_eq!(masked("a\u{9b}b\u{200f}c\u{61c}d\u{2028}\n"), "a·b\u{fffd}c·d\u{fffd}\n");
        assert_eq!(path("methods/a.yaml"), "methods/a.yaml");
        assert_eq!(path("methods/\u{1b}.yaml"), "methods/\\u{1b}.yaml");
    }
}
