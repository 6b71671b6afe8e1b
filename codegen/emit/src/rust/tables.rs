//! The layout of tables and imports: one row a line, where a formatter of code would use four.

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

use super::docs::comment;

/// Columns of a line, unless a row is longer.
const WIDTH: usize = 120;
/// Columns of the longest row that is still one line.
const ROW: usize = 200;
/// Columns of what does not need a line of its own.
const WORD: usize = 36;

/// An item that is a table: a macro of entries, or a static.
pub(super) fn item(tokens: TokenStream, indent: usize, out: &mut String) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let rest = docs(&tokens, indent, out);
    pad(indent, out);
    match rest.split_last() {
        Some((TokenTree::Group(group), head)) if group.delimiter() == Delimiter::Brace => {
            out.push_str(&flat(head));
            block(group, indent, out);
        }
        // a static or an import: its semicolon follows whatever is broken
        Some((TokenTree::Punct(end), head)) if end.as_char() == ';' => {
            expression(head, indent, out);
            out.push(';');
        }
        _ => out.push_str(&flat(rest)),
    }
    out.push('\n');
}

/// ` { … }` with an entry a line.
fn block(group: &Group, indent: usize, out: &mut String) {
    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
    if inner.is_empty() {
        out.push_str(" {}");
        return;
    }
    out.push_str(" {\n");
    let mut left = inner.as_slice();
    while !left.is_empty() {
        left = docs(left, indent + 4, out);
        let ends = |token: &TokenTree| match token {
            TokenTree::Punct(mark) => mark.as_char() == ',',
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            _ => false,
        };
        let end = left.iter().position(ends).map_or(left.len(), |end| end + 1);
        let (entry, more) = left.split_at(end);
        pad(indent + 4, out);
        match entry.split_last() {
            Some((TokenTree::Group(group), head)) if group.delimiter() == Delimiter::Brace => {
                out.push_str(&flat(head));
                block(group, indent + 4, out);
            }
            Some((TokenTree::Punct(mark), head)) if mark.as_char() == ',' => {
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
fn docs<'a>(tokens: &'a [TokenTree], indent: usize, out: &mut String) -> &'a [TokenTree] {
    let mut left = tokens;
    while let [TokenTree::Punct(mark), TokenTree::Group(attribute), rest @ ..] = left {
        if mark.as_char() != '#' {
            break;
        }
        pad(indent, out);
        match comment(attribute) {
            Some(text) => {
                out.push_str("///");
                out.push_str(&text);
            }
            None => out.push_str(&flat(&left[..2])),
        }
        out.push('\n');
        left = rest;
    }
    left
}

/// One row: a line, unless it is very long.
fn element(tokens: &[TokenTree], indent: usize, out: &mut String) {
    let text = flat(tokens);
    if text.len() + indent <= ROW { out.push_str(&text) } else { broken(tokens, indent, out) }
}

fn expression(tokens: &[TokenTree], indent: usize, out: &mut String) {
    let text = flat(tokens);
    if text.len() + indent <= WIDTH { out.push_str(&text) } else { broken(tokens, indent, out) }
}

/// A chain of calls, each on a line of its own where there are several.
fn broken(tokens: &[TokenTree], indent: usize, out: &mut String) {
    let mut links: Vec<&[TokenTree]> = Vec::new();
    let mut begin = 0;
    for (at, token) in tokens.iter().enumerate().skip(1) {
        if matches!(token, TokenTree::Punct(mark) if mark.as_char() == '.') {
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
        match link.split_last() {
            Some((TokenTree::Group(group), head)) if flat(link).len() + indent > WIDTH => {
                out.push_str(&flat(head));
                list(group, indent, out);
            }
            _ => out.push_str(&flat(link)),
        }
    }
}

/// What a call or a list holds, an element a line; a call with one list and nothing else hugs it.
fn list(group: &Group, indent: usize, out: &mut String) {
    let (open, close) = marks(group.delimiter());
    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
    out.push_str(open);
    if let [TokenTree::Punct(reference), TokenTree::Group(only)] = inner.as_slice() {
        out.push(reference.as_char());
        list(only, indent, out);
    } else {
        out.push('\n');
        let elements = inner.split(|token| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ','));
        let elements: Vec<&[TokenTree]> = elements.filter(|one| !one.is_empty()).collect();
        let words: Vec<String> = elements.iter().map(|one| flat(one)).collect();
        if words.iter().all(|word| word.len() <= WORD) {
            filled(&words, indent + 4, out);
        } else {
            for one in elements {
                pad(indent + 4, out);
                element(one, indent + 4, out);
                out.push_str(",\n");
            }
        }
        pad(indent, out);
    }
    out.push_str(close);
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

fn marks(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::None => ("", ""),
    }
}

/// On one line.
fn flat(tokens: &[TokenTree]) -> String {
    let mut out = String::new();
    write_flat(tokens.iter().cloned(), &mut out);
    out
}

fn write_flat(tokens: impl Iterator<Item = TokenTree>, out: &mut String) {
    // whether the token before is a word that the next word must not touch
    let mut word = false;
    let mut bars = 0;
    let mut joint = false;
    let mut tokens = tokens.peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(mark) => {
                let letter = mark.as_char();
                let alone = mark.spacing() == Spacing::Alone && !joint;
                joint = mark.spacing() == Spacing::Joint;
                bars += usize::from(letter == '|');
                let closes = letter == '|' && bars % 2 == 0;
                word = false;
                match letter {
                    ',' if tokens.peek().is_none() => {}
                    '=' if alone => out.push_str(" = "),
                    ':' if alone => out.push_str(": "),
                    ',' => out.push_str(", "),
                    '|' if closes => out.push_str("| "),
                    _ => out.push(letter),
                }
                continue;
            }
            TokenTree::Group(group) => {
                let (open, close) = marks(group.delimiter());
                out.push_str(open);
                write_flat(group.stream().into_iter(), out);
                out.push_str(close);
                word = group.delimiter() == Delimiter::Brace;
            }
            TokenTree::Ident(name) => {
                space(word, out);
                out.push_str(&name.to_string());
                word = true;
            }
            TokenTree::Literal(literal) => {
                space(word, out);
                out.push_str(&literal.to_string());
                word = true;
            }
        }
        joint = false;
    }
}

fn space(after_word: bool, out: &mut String) {
    if after_word {
        out.push(' ');
    }
}

fn pad(indent: usize, out: &mut String) {
    out.extend(std::iter::repeat_n(' ', indent));
}
