//! The items of generated code, told apart by their first tokens.
//!
//! Most of what is emitted is tables. They are laid out as they are, and never parsed: only the rest is worth a parser.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// An item, with its attributes.
pub(super) enum Item {
    /// A table (a macro's, a static, an enum) or an import, in a layout of its own.
    Table(Vec<TokenTree>),
    /// A module: all before its braces, and what they hold.
    Module(Vec<TokenTree>, TokenStream),
    /// Code, and attributes of the file.
    Code(Vec<TokenTree>),
}

/// Macros whose entries are a table.
const TABLES: [&str; 3] = ["currencies", "request", "types"];

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
                [TokenTree::Punct(_), TokenTree::Punct(_), TokenTree::Group(_)] => return Some(Item::Code(item)),
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
    let table = match declared(&item[attributes..]) {
        [TokenTree::Ident(name), TokenTree::Punct(mark), TokenTree::Group(_)] => {
            mark.as_char() == '!' && TABLES.iter().any(|table| name == table)
        }
        [TokenTree::Ident(word), ..] => word == "static" || word == "enum" || word == "use" && attributes == 0,
        _ => false,
    };
    let module = matches!(declared(&item[attributes..]), [TokenTree::Ident(word), ..] if word == "mod");
    match item.pop() {
        Some(TokenTree::Group(content)) if module => Item::Module(item, content.stream()),
        last => {
            item.extend(last);
            if table { Item::Table(item) } else { Item::Code(item) }
        }
    }
}
