//! The platform's crate: fields, lists, currencies, the callback, the platform's own text.

use std::collections::BTreeSet;

use methodspec::resolved::Platform;
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{docs, inner_docs, sentence};
use super::groups::{block, body, list};
use super::names::{ident, integer};
use super::{platform_callback, platform_client, platform_lists, platform_parameters, values};
use crate::words;

/// The files of the crate below `src`.
pub(crate) fn platform(platform: &Platform) -> Vec<(String, TokenStream)> {
    let client = platform_client::module(platform).map(|module| ("client.rs".to_owned(), module));
    let mut files = vec![
        ("lib.rs".to_owned(), root(platform)),
        ("fields.rs".to_owned(), fields(platform)),
        ("lists.rs".to_owned(), platform_lists::module(platform)),
        ("parameters.rs".to_owned(), platform_parameters::module(platform)),
        ("callback.rs".to_owned(), platform_callback::module(platform)),
        ("facts.rs".to_owned(), facts(platform)),
    ];
    files.extend(client);
    files
}

fn root(platform: &Platform) -> TokenStream {
    let documents: Vec<String> = words::documents(&platform.documents).iter().map(|line| format!("- {line}")).collect();
    let docs = inner_docs(&format!(
        "What all payment methods of the ecommpay platform share: field types, lists of values, the callback, hosts.\n\n\
         Made from the platform's spec; unofficial, with no affiliation to the vendor. It re-exports the runtime.\n\n\
         Documents:\n{}",
        documents.join("\n")
    ));
    let client = platform.answers.is_some().then(|| {
        quote! {
            #[cfg(feature = "client")]
            #[rustfmt::skip]
            pub mod client;
        }
    });
    quote! {
        #docs
        #[rustfmt::skip]
        mod callback;
        #client
        #[rustfmt::skip]
        pub mod facts;
        #[rustfmt::skip]
        pub mod fields;
        #[rustfmt::skip]
        pub mod lists;
        #[rustfmt::skip]
        pub mod parameters;

        pub use self::callback::{Callback, READING, SHAPE, verify};
        pub use ecommpay_runtime as runtime;
        pub use ecommpay_runtime::amount;

        /// The table of a method, with this platform's callback.
        pub type Method = ecommpay_runtime::method::Method<Callback>;

        ecommpay_runtime::made_for!(1);
    }
}

fn fields(platform: &Platform) -> TokenStream {
    let head = inner_docs("Types of request fields, one for each field of the catalogue.");
    let declared: Vec<_> = platform.fields.values().filter(|field| values::is_declared(field.value.kind)).collect();
    let entries: Vec<TokenStream> = declared
        .iter()
        .map(|field| values::entry(&field.rust, &field.value, &field.path, &field.means, None))
        .collect();
    let used = entries.iter().flat_map(|entry| words_of(&entry.to_string())).collect::<BTreeSet<_>>();
    let imports = ["Format", "IntegerRule", "TextRule"].into_iter().filter(|name| used.contains(*name)).map(ident);
    let entries = block(entries);
    let named = body(declared.iter().filter_map(|field| values::named(&field.rust, &field.value, &field.path)));
    let listed = (!named.stream().is_empty()).then(|| quote!(ecommpay_runtime::listed! #named));
    quote! {
        #head
        use ecommpay_runtime::form::{#(#imports),*};
        use ecommpay_runtime::types;

        types! #entries

        #listed
    }
}

fn words_of(code: &str) -> Vec<String> {
    code.split(|letter: char| !letter.is_alphanumeric()).map(str::to_owned).collect()
}

fn facts(platform: &Platform) -> TokenStream {
    let head = inner_docs("Facts of the platform: hosts, currencies, operation codes, the text they come from.");
    let hosts = platform.hosts.iter().map(|(key, host)| {
        let name = ident(&key.to_uppercase());
        let docs = docs(&format!("{}{}", sentence(&host.means), words::in_brackets(&host.cite)));
        let url = &host.url;
        quote!(#docs pub const #name: &str = #url;)
    });
    let currencies = list(platform.currencies.values().map(|currency| {
        let (code, title) = (&currency.code, &currency.title);
        let decimals = integer(i64::from(currency.decimals));
        quote!((#code, #decimals, #title))
    }));
    let codes = list(platform.codes.iter().map(|(code, message)| quote!((#code, #message))));
    quote! {
        #head

        /// Hosts, test and live projects alike: the project decides.
        pub mod hosts {
            #(#hosts)*
        }

        /// Currencies by ISO 4217 code, with the digits of their minor unit and their name. In order of the code.
        pub static CURRENCIES: &[(&str, u8, &str)] = &#currencies;

        /// Operation codes with their messages. In order of the code, as text.
        pub static CODES: &[(&str, &str)] = &#codes;

        /// The message of an operation code.
        #[must_use]
        pub fn message(code: &str) -> Option<&'static str> {
            CODES.binary_search_by(|(known, _)| (*known).cmp(code)).ok().map(|index| CODES[index].1)
        }

        /// The platform's spec, as it was when this crate was generated.
        pub static PLATFORM: &str = include_str!("../platform.yaml");

        /// The list of operation codes, likewise.
        pub static OPERATION_CODES: &str = include_str!("../operation-codes.yaml");
    }
}
