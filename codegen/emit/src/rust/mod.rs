//! Rust out of the resolved model.

mod callback;
mod conditional;
pub(crate) mod docs;
mod facade;
mod form;
mod format;
mod groups;
mod imports;
mod items;
mod line;
mod method;
mod names;
mod operation;
mod platform;
mod platform_callback;
mod platform_client;
mod platform_lists;
mod platform_parameters;
mod platform_status;
mod tables;
mod token;
mod values;

use methodspec::resolved::Method;
use proc_macro2::TokenStream;

pub(crate) use callback::labels as callback_labels;
pub(crate) use facade::{facade, facade_callback};
pub(crate) use format::format;
pub(crate) use method::{choice, files};
pub(crate) use names::ident;
pub(crate) use platform::platform;
pub(crate) use values::{in_words as value_in_words, narrowings};

/// A method as the content of one module, for use inside somebody else's crate. The same items as the generated crate.
/// `spec` is the path of the method's file, a literal for `include_str!`: its change builds the crate again.
#[must_use]
pub fn module(method: &Method, spec: &TokenStream) -> TokenStream {
    method::inline(method, spec)
}
