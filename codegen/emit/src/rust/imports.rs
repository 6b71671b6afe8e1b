//! What the module of an operation imports.

use std::collections::BTreeSet;

use methodspec::resolved::Operation;
use methodspec::rust_names::FORM_ITEMS;
use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::names::ident;
use super::{form, operation};

/// What the items of an operation use, and nothing else: the generated code has no unused import.
pub(super) fn of(operation: &Operation, items: &TokenStream) -> TokenStream {
    const MACROS: [&str; 5] = ["Value", "currencies", "listed", "request", "types"];
    const MONEY: &str = "money";
    let importable: Vec<&str> = FORM_ITEMS.iter().chain(&MACROS).chain([&MONEY]).copied().collect();
    let mut used = BTreeSet::new();
    identifiers(items.clone(), &importable, &mut used);
    let names = FORM_ITEMS.iter().filter(|name| used.contains(**name)).map(|name| ident(name));
    let types = operation.forms.iter().find(|form| operation::is_main(form)).map(form::fields);
    let money = match (operation::has_money(operation), used.contains(MONEY)) {
        (false, _) => quote!(),
        (true, false) => quote!(
            use ecommpay_platform::runtime::money::Limit;
        ),
        (true, true) => quote!(
            use ecommpay_platform::runtime::money::{self, Limit};
        ),
    };
    let macros = MACROS.into_iter().filter(|name| used.contains(*name)).map(ident);
    quote! {
        #types
        use ecommpay_platform::runtime::{#(#macros),*};
        use ecommpay_platform::runtime::form::{#(#names),*};
        #money
    }
}

/// Those names that begin a path in generated items; words of their docs are none.
fn identifiers<'a>(items: TokenStream, names: &[&'a str], out: &mut BTreeSet<&'a str>) {
    // how many colons stand before the token: after two it names something of another item
    let mut colons = 0;
    let mut attribute = false;
    for token in items {
        let after_hash = std::mem::take(&mut attribute);
        match token {
            TokenTree::Punct(mark) if mark.as_char() == ':' => {
                colons += 1;
                continue;
            }
            TokenTree::Punct(mark) => attribute = mark.as_char() == '#',
            TokenTree::Ident(name) if colons < 2 => {
                // once: the compiler's names are made a text whenever they are compared
                let name = name.to_string();
                out.extend(names.iter().find(|one| name == **one));
            }
            TokenTree::Group(group) if !after_hash => identifiers(group.stream(), names, out),
            _ => {}
        }
        colons = 0;
    }
}
