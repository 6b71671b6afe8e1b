//! A payment method from your own YAML file, as a module of your own crate.
//!
//! The same emitter that makes the published crates runs while your crate is compiled. Your crate needs
//! `ecommpay-platform` beside this one: the generated code calls it.
//!
//! ```text
//! methodspec_macros::payment_method! { pub mod ours = "methods/ours.yaml"; }
//! ```
//!
//! The path is relative to the folder of your `Cargo.toml`. Faults of the file come as one compile error that holds the
//! loader's whole report; a change of the file builds the crate again.

mod files;
mod input;

use proc_macro2::TokenStream;
use quote::quote;

use files::Own;
use input::Input;

/// Makes a module out of a method's YAML file: `payment_method! { pub mod ours = "methods/ours.yaml"; }`.
#[proc_macro]
pub fn payment_method(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(input.into()).unwrap_or_else(|error| error.to_compile_error()).into()
}

fn expand(input: TokenStream) -> syn::Result<TokenStream> {
    let Input { attributes, visibility, name, path } = syn::parse2(input)?;
    let fault = |why: String| syn::Error::new(path.span(), why);
    let root =
        std::env::var("CARGO_MANIFEST_DIR").map_err(|_| fault("cargo does not say where the crate is".into()))?;
    let own = Own::new(root.as_ref(), &path.value()).map_err(fault)?;
    let specs = methodspec::load_with(&own).map_err(|faults| fault(faults.human(false)))?;
    let method = specs.methods.values().next();
    let method = method.ok_or_else(|| fault("the file is a draft: remove `draft: true` once it is finished".into()))?;
    let file = own.file();
    let items = methodspec_codegen::module(method, &quote!(#file));
    Ok(quote! {
        #(#attributes)*
        #visibility mod #name {
            #items
        }
    })
}
