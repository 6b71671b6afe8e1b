//! Tokens that are read more than once: those of the compiler are copied each time they are looked into.

use proc_macro2::{Delimiter, Spacing, TokenTree};

/// A token, with what it holds.
pub(super) enum Tree {
    /// A mark, and whether the next is a part of it.
    Mark(char, bool),
    /// A name or a literal.
    Word(String),
    /// What stands in brackets.
    Group(Delimiter, Vec<Tree>),
}

impl Tree {
    pub(super) fn of(token: TokenTree) -> Tree {
        match token {
            TokenTree::Punct(mark) => Tree::Mark(mark.as_char(), mark.spacing() == Spacing::Joint),
            TokenTree::Ident(name) => Tree::Word(name.to_string()),
            TokenTree::Literal(literal) => Tree::Word(literal.to_string()),
            TokenTree::Group(group) => {
                let (delimiter, inner) = (group.delimiter(), group.stream());
                // the group goes first: of what nobody else holds, nothing is copied
                drop(group);
                Tree::Group(delimiter, inner.into_iter().map(Tree::of).collect())
            }
        }
    }
}
