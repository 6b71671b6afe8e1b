//! Tokens that are read more than once: those of the compiler are copied each time they are looked into.

use proc_macro2::{Delimiter, Spacing, TokenTree};

/// A token, with what it holds.
pub(super) enum Token {
    /// A mark, and whether the next is a part of it.
    Mark(char, bool),
    /// A name or a literal.
    Word(String),
    /// What stands in brackets.
    Group(Delimiter, Vec<Token>),
}

impl Token {
    pub(super) fn of(token: TokenTree) -> Token {
        match token {
            TokenTree::Punct(mark) => Token::Mark(mark.as_char(), mark.spacing() == Spacing::Joint),
            TokenTree::Ident(name) => Token::Word(name.to_string()),
            TokenTree::Literal(literal) => Token::Word(literal.to_string()),
            TokenTree::Group(group) => {
                let (delimiter, inner) = (group.delimiter(), group.stream());
                // the group goes first: of what nobody else holds, nothing is copied
                drop(group);
                Token::Group(delimiter, inner.into_iter().map(Token::of).collect())
            }
        }
    }
}
