//! The layout of tables and imports: one row a line, where a formatter of code would use four.

use proc_macro2::{Delimiter, TokenTree};

use super::docs::comment;
use super::line::{fits, flat, marks, pad};
use super::token::Token;

/// Columns of a line, unless a row is longer.
const WIDTH: usize = 120;
/// Columns of the longest row that is still one line.
const ROW: usize = 200;
/// Columns of what does not need a line of its own.
const WORD: usize = 36;

/// An item that is a table or a line.
pub(super) fn item(tokens: Vec<TokenTree>, indent: usize, out: &mut String) {
    let tokens: Vec<Token> = tokens.into_iter().map(Token::of).collect();
    if let [Token::Mark('#', _), Token::Mark('!', _), Token::Group(_, attribute)] = tokens.as_slice()
        && let Some(text) = comment(attribute)
    {
        pad(indent, out);
        out.push_str("//!");
        out.push_str(&text);
        out.push('\n');
        return;
    }
    let rest = docs(&tokens, indent, out);
    pad(indent, out);
    match rest.split_last() {
        Some((Token::Group(Delimiter::Brace, inner), head)) => {
            flat(head, out);
            block(inner, indent, out);
        }
        // its semicolon follows whatever is broken
        Some((Token::Mark(';', _), head)) => {
            expression(head, indent, out);
            out.push(';');
        }
        _ => flat(rest, out),
    }
    out.push('\n');
}

/// What stands before the braces of a module.
pub(super) fn head(tokens: Vec<TokenTree>, indent: usize, out: &mut String) {
    let tokens: Vec<Token> = tokens.into_iter().map(Token::of).collect();
    let rest = docs(&tokens, indent, out);
    pad(indent, out);
    flat(rest, out);
}

/// ` { … }` with an entry a line.
fn block(inner: &[Token], indent: usize, out: &mut String) {
    if inner.is_empty() {
        out.push_str(" {}");
        return;
    }
    out.push_str(" {\n");
    let mut left = inner;
    while !left.is_empty() {
        left = docs(left, indent + 4, out);
        let ends = |token: &Token| matches!(token, Token::Mark(',', _) | Token::Group(Delimiter::Brace, _));
        let end = left.iter().position(ends).map_or(left.len(), |end| end + 1);
        let (entry, more) = left.split_at(end);
        pad(indent + 4, out);
        match entry.split_last() {
            Some((Token::Group(Delimiter::Brace, inner), head)) => {
                flat(head, out);
                block(inner, indent + 4, out);
            }
            Some((Token::Mark(',', _), head)) => {
                element(head, indent + 4, out);
                out.push(',');
            }
            _ => element(entry, indent + 4, out),
        }
        out.push('\n');
        left = more;
    }
    pad(indent, out);
    out.push('}');
}

/// Takes the docs at the beginning, and gives what follows.
fn docs<'a>(tokens: &'a [Token], indent: usize, out: &mut String) -> &'a [Token] {
    let mut left = tokens;
    while let [Token::Mark('#', _), Token::Group(_, attribute), rest @ ..] = left {
        pad(indent, out);
        match comment(attribute) {
            Some(text) => {
                out.push_str("///");
                out.push_str(&text);
            }
            None => flat(&left[..2], out),
        }
        out.push('\n');
        left = rest;
    }
    left
}

/// One row: a line, unless it is very long.
fn element(tokens: &[Token], indent: usize, out: &mut String) {
    if !fits(tokens, indent, ROW, out) {
        broken(tokens, indent, out);
    }
}

fn expression(tokens: &[Token], indent: usize, out: &mut String) {
    if !fits(tokens, indent, WIDTH, out) {
        broken(tokens, indent, out);
    }
}

/// A chain of calls, each on a line of its own where there are several.
fn broken(tokens: &[Token], indent: usize, out: &mut String) {
    let mut links: Vec<&[Token]> = Vec::new();
    let mut begin = 0;
    for (at, token) in tokens.iter().enumerate().skip(1) {
        if matches!(token, Token::Mark('.', _)) {
            links.push(&tokens[begin..at]);
            begin = at;
        }
    }
    links.push(&tokens[begin..]);
    for (n, link) in links.iter().enumerate() {
        let indent = if n == 0 { indent } else { indent + 4 };
        if n > 0 {
            out.push('\n');
            pad(indent, out);
        }
        if fits(link, indent, WIDTH, out) {
            continue;
        }
        match link.split_last() {
            Some((Token::Group(delimiter, inner), head)) => {
                flat(head, out);
                list(*delimiter, inner, indent, out);
            }
            _ => flat(link, out),
        }
    }
}

/// What a call or a list holds, an element a line; a call with one list and nothing else hugs it.
fn list(delimiter: Delimiter, inner: &[Token], indent: usize, out: &mut String) {
    let (open, close) = marks(delimiter);
    out.push_str(open);
    if let [Token::Mark(reference, _), Token::Group(delimiter, only)] = inner {
        out.push(*reference);
        list(*delimiter, only, indent, out);
    } else {
        out.push('\n');
        let elements = inner.split(|token| matches!(token, Token::Mark(',', _)));
        let elements: Vec<&[Token]> = elements.filter(|one| !one.is_empty()).collect();
        match words(&elements) {
            Some(words) => filled(&words, indent + 4, out),
            None => {
                for one in elements {
                    pad(indent + 4, out);
                    element(one, indent + 4, out);
                    out.push_str(",\n");
                }
            }
        }
        pad(indent, out);
    }
    out.push_str(close);
}

/// The elements as text, where all of them are short.
fn words(elements: &[&[Token]]) -> Option<Vec<String>> {
    let word = |tokens: &&[Token]| {
        let mut word = String::new();
        fits(tokens, 0, WORD, &mut word).then_some(word)
    };
    elements.iter().map(word).collect()
}

/// Short words, as many on a line as there is room for.
fn filled(words: &[String], indent: usize, out: &mut String) {
    let mut column = 0;
    for word in words {
        if column > 0 && column + word.len() + 2 > WIDTH {
            out.push('\n');
            column = 0;
        }
        if column == 0 {
            pad(indent, out);
            column = indent;
        } else {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        out.push(',');
        column += word.len() + 1;
    }
    out.push('\n');
}
