//! Lists and blocks out of tokens that are moved into them: `quote!` copies all that it is given, name by name.

use proc_macro2::{Delimiter, Group, Punct, Spacing, TokenStream, TokenTree};

/// `[a, b]`.
pub(super) fn list(items: impl IntoIterator<Item = TokenStream>) -> Group {
    let mut tokens = TokenStream::new();
    for (n, item) in items.into_iter().enumerate() {
        if n > 0 {
            tokens.extend([comma()]);
        }
        tokens.extend([item]);
    }
    Group::new(Delimiter::Bracket, tokens)
}

/// `{ a, b, }`.
pub(super) fn block(entries: impl IntoIterator<Item = TokenStream>) -> Group {
    let mut tokens = TokenStream::new();
    for entry in entries {
        tokens.extend([entry]);
        tokens.extend([comma()]);
    }
    Group::new(Delimiter::Brace, tokens)
}

/// `{ a b }`.
pub(super) fn body(items: impl IntoIterator<Item = TokenStream>) -> Group {
    Group::new(Delimiter::Brace, items.into_iter().collect())
}

fn comma() -> TokenTree {
    TokenTree::Punct(Punct::new(',', Spacing::Alone))
}
