//! Tables of the platform's own parameters, by interface.

use methodspec::resolved::{Interface, Platform, Row};
use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::docs::{docs, inner_docs};
use super::groups::list;
use super::names::{field_type, ident};
use super::{form, values};

/// The module `parameters`.
pub(super) fn module(platform: &Platform) -> TokenStream {
    let head = inner_docs(
        "What the platform says of its own parameters, a row each: it holds whichever method is used. Forms are held against \
         them where they say no more of a parameter themselves.",
    );
    let tables = [(Interface::Gate, "GATE", "Gate"), (Interface::PaymentPage, "PAYMENT_PAGE", "the Payment Page")];
    let all: Vec<(Vec<Row>, &str, &str)> =
        tables.into_iter().map(|(interface, name, of)| (platform.parameters(interface), name, of)).collect();
    let statics: Vec<TokenStream> = all
        .iter()
        .map(|(rows, name, of)| {
            let name = ident(name);
            let docs = docs(&format!("Parameters of {of}, in order of their paths."));
            let rows = list(rows.iter().map(|row| form::row_of(row, values::row_kind(row))));
            quote!(#docs pub static #name: &[Row] = &#rows;)
        })
        .collect();
    let mut used = Vec::new();
    statics.iter().for_each(|table| words(table.clone(), &mut used));
    let is_used = |name: &&str| used.iter().any(|word| word == *name);
    let items =
        ["Encoding", "IntegerRule", "Kind", "Presence", "Row", "TextRule"].into_iter().filter(is_used).map(ident);
    let rows = all.iter().flat_map(|(rows, ..)| rows);
    let types: std::collections::BTreeSet<_> = rows
        .filter(|row| values::is_declared(row.value.kind))
        .map(|row| field_type(&row.rust))
        .filter(|name| used.iter().any(|word| name == word))
        .collect();
    let types = (!types.is_empty()).then(|| {
        let types = types.iter();
        quote!(use super::fields::{#(#types),*};)
    });
    quote! {
        #head
        #types
        use ecommpay_runtime::form::{#(#items),*};

        #(#statics)*
    }
}

/// Every word of some tokens.
fn words(tokens: TokenStream, out: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(word) => out.push(word.to_string()),
            TokenTree::Group(group) => words(group.stream(), out),
            _ => {}
        }
    }
}
