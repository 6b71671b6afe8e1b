//! A method as one module has the items of its crate, and no others.

use std::path::Path;

use methodspec_codegen::{Target, emit, module};
use quote::ToTokens;

/// Items as text, laid out alike: trailing commas and the spelling of strings say nothing.
fn items(list: &[syn::Item]) -> Vec<String> {
    let one = |item: &syn::Item| {
        let file: syn::File = syn::parse2(item.to_token_stream()).expect("an item is a file");
        prettyplease::unparse(&file)
    };
    list.iter().map(one).collect()
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
                    assert!(one == other, "{}: {} differs", method.key, inner.ident);
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
