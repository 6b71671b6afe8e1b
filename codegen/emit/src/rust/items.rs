//! The items of generated code, told apart by their first tokens.
//!
//! Most of what is emitted is tables. They are laid out as they are, and never parsed: only the rest is worth a parser.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// An item, with its attributes.
pub(super) enum Item {
    /// A table (a macro's, a static, an enum), or what is a line (an import, an alias, a module in a file of its own, a
    /// doc comment of the file), in a layout of its own.
    Table(Vec<TokenTree>),
    /// A module: all before its braces, and what they hold.
    Module(Vec<TokenTree>, TokenStream),
    /// Code.
    Code(Vec<TokenTree>),
}

/// Macros whose entries are a table.
const TABLES: [&str; 9] =
    ["currencies", "listed", "lists", "made_for", "members", "methods", "request", "types", "view"];

/// The items of a file or of a module.
pub(super) fn split(tokens: TokenStream) -> impl Iterator<Item = Item> {
    let mut tokens = tokens.into_iter();
    std::iter::from_fn(move || {
        let mut item = Vec::new();
        let mut attributes = 0;
        for token in tokens.by_ref() {
            item.push(token);
            match &item[attributes..] {
                // an attribute of the file is an item by itself
                [TokenTree::Punct(_), TokenTree::Punct(_), TokenTree::Group(_)] => return Some(Item::Table(item)),
                [TokenTree::Punct(_), TokenTree::Group(_)] => attributes = item.len(),
                [.., TokenTree::Punct(mark)] if mark.as_char() == ';' => return Some(kind(item, attributes)),
                [before @ .., TokenTree::Group(group)]
                    if group.delimiter() == Delimiter::Brace && !ends_at_semicolon(before) =>
                {
                    return Some(kind(item, attributes));
                }
                _ => {}
            }
        }
        (!item.is_empty()).then_some(Item::Code(item))
    })
}

/// What follows attributes and visibility.
fn declared(item: &[TokenTree]) -> &[TokenTree] {
    match item {
        [TokenTree::Ident(word), TokenTree::Group(group), rest @ ..]
            if word == "pub" && group.delimiter() == Delimiter::Parenthesis =>
        {
            rest
        }
        [TokenTree::Ident(word), rest @ ..] if word == "pub" => rest,
        _ => item,
    }
}

/// Whether braces are a part of the item and not its end.
fn ends_at_semicolon(item: &[TokenTree]) -> bool {
    match declared(item) {
        [TokenTree::Ident(word), TokenTree::Ident(next), ..] if word == "const" => next != "fn",
        [TokenTree::Ident(word), ..] => word == "use" || word == "static" || word == "type" || word == "const",
        _ => false,
    }
}

fn kind(mut item: Vec<TokenTree>, attributes: usize) -> Item {
    let module = matches!(declared(&item[attributes..]), [TokenTree::Ident(word), ..] if word == "mod");
    match item.pop() {
        Some(TokenTree::Group(content)) if module => Item::Module(item, content.stream()),
        last => {
            item.extend(last);
            if is_table(declared(&item[attributes..])) { Item::Table(item) } else { Item::Code(item) }
        }
    }
}

fn is_table(item: &[TokenTree]) -> bool {
    let item = match item {
        [item @ .., TokenTree::Punct(end)] if end.as_char() == ';' => item,
        item => item,
    };
    match item {
        // a macro by its name, or by a path that ends with it
        [.., TokenTree::Ident(name), TokenTree::Punct(mark), TokenTree::Group(_)] if mark.as_char() == '!' => {
            TABLES.iter().any(|table| name == table)
        }
        [TokenTree::Ident(word), ..] => ["enum", "mod", "static", "type", "use"].iter().any(|table| word == table),
        _ => false,
    }
}
