//! Tokens on one line, as a person would write them.

use proc_macro2::Delimiter;

use super::token::Token;

pub(super) fn marks(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::None => ("", ""),
    }
}

/// On one line.
pub(super) fn flat(tokens: &[Token], out: &mut String) {
    within(tokens, usize::MAX, out);
}

/// Writes tokens on one line where that is not wider than `width`, with what stands before it; else nothing.
pub(super) fn fits(tokens: &[Token], indent: usize, width: usize, out: &mut String) -> bool {
    let begin = out.len();
    let end = (begin + width).saturating_sub(indent);
    let fits = within(tokens, end, out) && out.len() <= end;
    if !fits {
        out.truncate(begin);
    }
    fits
}

/// Writes tokens on one line, until the text is longer than `end`. Whether it went on to the last.
fn within(tokens: &[Token], end: usize, out: &mut String) -> bool {
    // whether the token before is a word that the next word must not touch
    let mut word = false;
    let mut bars = 0;
    let mut joint = false;
    for (at, token) in tokens.iter().enumerate() {
        if out.len() > end {
            return false;
        }
        match token {
            Token::Mark(letter, to_next) => {
                let alone = !to_next && !joint;
                joint = *to_next;
                bars += usize::from(*letter == '|');
                let closes = *letter == '|' && bars % 2 == 0;
                word = false;
                match letter {
                    ',' if at + 1 == tokens.len() => {}
                    '=' if alone => out.push_str(" = "),
                    ':' if alone => out.push_str(": "),
                    ',' => out.push_str(", "),
                    '|' if closes => out.push_str("| "),
                    _ => out.push(*letter),
                }
                continue;
            }
            Token::Group(delimiter, inner) => {
                let (open, close) = marks(*delimiter);
                out.push_str(open);
                if !within(inner, end, out) {
                    return false;
                }
                out.push_str(close);
                word = *delimiter == Delimiter::Brace;
                // an attribute stands before what it is of
                if matches!(at.checked_sub(1).and_then(|before| tokens.get(before)), Some(Token::Mark('#', _))) {
                    out.push(' ');
                }
            }
            Token::Word(text) => {
                if word {
                    out.push(' ');
                }
                out.push_str(text);
                word = true;
            }
        }
        joint = false;
    }
    true
}

pub(super) fn pad(indent: usize, out: &mut String) {
    out.extend(std::iter::repeat_n(' ', indent));
}
