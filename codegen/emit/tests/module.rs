//! A method as one module has the items of its crate, and no others.

use std::path::Path;

use methodspec_codegen::{Target, emit, module};
use proc_macro2::{Group, Literal, TokenStream, TokenTree};
use quote::ToTokens;

/// Items as text, laid out alike: trailing commas and the spelling of strings say nothing.
fn items(list: &[syn::Item]) -> Vec<String> {
    let one = |item: &syn::Item| {
        let file: syn::File = syn::parse2(plain(item.to_token_stream())).expect("an item is a file");
        prettyplease::unparse(&file)
    };
    list.iter().map(one).collect()
}

/// Strings as `"…"`, raw or not, and no comma before a bracket's end: what macros are given is not laid out by the formatter.
fn plain(tokens: TokenStream) -> TokenStream {
    let one = |token: TokenTree| match token {
        TokenTree::Group(group) => TokenTree::Group(Group::new(group.delimiter(), plain(group.stream()))),
        TokenTree::Literal(literal) => match syn::parse_str::<syn::LitStr>(&literal.to_string()) {
            Ok(text) => TokenTree::Literal(Literal::string(&text.value())),
            Err(_) => TokenTree::Literal(literal),
        },
        other => other,
    };
    let mut tokens: Vec<TokenTree> = tokens.into_iter().map(one).collect();
    if matches!(tokens.last(), Some(TokenTree::Punct(mark)) if mark.as_char() == ',') {
        tokens.pop();
    }
    tokens.into_iter().collect()
}

#[test]
fn a_module_has_the_items_of_the_crate() {
    let specs = methodspec::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs"))
        .unwrap_or_else(|faults| panic!("{}", faults.human(false)));
    let files = emit(&specs, &Target::in_workspace()).expect("Rust");
    assert!(!specs.methods.is_empty());
    for method in specs.methods.values() {
        let inline: syn::File = syn::parse2(module(method, &quote::quote!("../spec.yaml"))).expect("a module parses");
        let source = |name: &str| -> syn::File {
            syn::parse_str(&files[&format!("ecommpay-{}/src/{name}.rs", method.key)]).expect("a file parses")
        };
        let root = source("lib");
        let mut modules = 0;
        for item in &inline.items {
            match item {
                syn::Item::Mod(inner) => {
                    let (_, content) = inner.content.as_ref().expect("the module holds its items");
                    let (one, other) = (items(content), items(&source(&inner.ident.to_string()).items));
                    let differs = one.iter().zip(&other).find(|(one, other)| one != other);
                    assert!(one == other, "{}: {} differs: {differs:#?}", method.key, inner.ident);
                    modules += 1;
                }
                other => {
                    let text = items(std::slice::from_ref(other)).concat();
                    assert!(items(&root.items).contains(&text), "{}: {text}", method.key);
                }
            }
        }
        let declared = root.items.iter().filter(|item| matches!(item, syn::Item::Mod(_))).count();
        assert_eq!(modules, declared, "{}", method.key);
        assert_eq!(inline.items.len(), root.items.len(), "{}", method.key);
    }
}
