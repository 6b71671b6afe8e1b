//! Named lists of the platform: statuses, types.

use methodspec::resolved::{Listed, Platform};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{docs, inner_docs, sentence};
use super::groups::{block, body};
use super::names::{ident, type_ident};
use crate::words;

/// The module `lists`.
pub(super) fn module(platform: &Platform) -> TokenStream {
    let head =
        inner_docs("Values that the platform sends. One that is not known yet is kept as it came, never an error.");
    let lists = body(platform.lists.iter().map(|(name, values)| list(name, values)));
    quote!(#head ecommpay_runtime::lists! #lists)
}

fn list(name: &str, values: &[Listed]) -> TokenStream {
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "An" } else { "A" };
    let type_docs = docs(&format!("{article} {}.", name.replace('_', " ")));
    let name = type_ident(name);
    let finals: Vec<_> = values.iter().filter(|listed| listed.is_final).map(|listed| ident(&listed.rust)).collect();
    let last: Vec<_> = values.iter().filter(|listed| listed.is_last).map(|listed| ident(&listed.rust)).collect();
    let last = (!last.is_empty()).then(|| quote!(; last: [#(#last),*]));
    let finals = (!finals.is_empty()).then(|| quote!((final: [#(#finals),*] #last)));
    let values = block(values.iter().map(|listed| {
        let means = if listed.means.is_empty() { String::new() } else { format!("{} ", sentence(&listed.means)) };
        let docs = docs(&format!("{means}`{}`{}", listed.value, words::in_brackets(&listed.cite)));
        let (name, text, also) = (ident(&listed.rust), &listed.value, &listed.also);
        let also = (!also.is_empty()).then(|| quote!((also #(#also),*)));
        quote!(#docs #name = #text #also)
    }));
    quote!(#type_docs #name #finals #values)
}
