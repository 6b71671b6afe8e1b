//! Named lists of the platform: statuses, types. Enums that keep what they do not know.

use methodspec::resolved::{Listed, Platform};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{docs, inner_docs, sentence};
use super::names::{ident, type_ident};
use crate::words;

/// The module `lists`.
pub(super) fn module(platform: &Platform) -> TokenStream {
    let head =
        inner_docs("Values that the platform sends. One that is not known yet is kept as it came, never an error.");
    let lists = platform.lists.iter().map(|(name, values)| list(name, values));
    quote! {
        #head
        use std::fmt;
        #(#lists)*
    }
}

fn list(name: &str, values: &[Listed]) -> TokenStream {
    let ty = type_ident(name);
    let path = name.replace('_', " ");
    let type_docs = docs(&format!("A {path}."));
    let variants: Vec<_> = values.iter().map(|listed| ident(&listed.rust)).collect();
    let texts = values.iter().map(|listed| &listed.value);
    let documented = values.iter().map(|listed| {
        let variant = ident(&listed.rust);
        let means = if listed.means.is_empty() { String::new() } else { format!("{} ", sentence(&listed.means)) };
        let docs = docs(&format!("{means}`{}`{}", listed.value, words::in_brackets(&listed.cite)));
        quote!(#docs #variant)
    });
    let read = values.iter().map(|listed| {
        let variant = ident(&listed.rust);
        let text = &listed.value;
        let also = &listed.also;
        quote!(#text #(| #also)* => Self::#variant)
    });
    let finals: Vec<_> = values.iter().filter(|listed| listed.is_final).map(|listed| ident(&listed.rust)).collect();
    let is_final = (!finals.is_empty()).then(|| {
        quote! {
            /// Whether nothing more follows by itself. Of a value that is not known: no.
            #[must_use]
            pub const fn is_final(&self) -> bool {
                matches!(self, #(Self::#finals)|*)
            }
        }
    });
    quote! {
        #type_docs
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #ty<'a> {
            #(#documented,)*
            /// A value that is not listed, as it came.
            Unlisted(&'a str),
        }

        impl<'a> #ty<'a> {
            /// Reads a value. Spellings that mean the same are one.
            #[must_use]
            pub fn of(text: &'a str) -> Self {
                match text {
                    #(#read,)*
                    other => Self::Unlisted(other),
                }
            }

            /// The value as the platform sends it.
            #[must_use]
            pub const fn as_str(&self) -> &'a str {
                match self {
                    #(Self::#variants => #texts,)*
                    Self::Unlisted(text) => text,
                }
            }

            #is_final
        }

        impl fmt::Display for #ty<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    }
}
