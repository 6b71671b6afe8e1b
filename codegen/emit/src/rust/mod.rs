//! Rust out of the resolved model.

mod callback;
mod conditional;
mod docs;
mod facade;
mod form;
mod format;
mod method;
mod names;
mod operation;
mod platform;
mod platform_client;
mod platform_lists;
mod values;

use methodspec::resolved::Method;
use proc_macro2::TokenStream;

pub(crate) use facade::{facade, facade_callback};
pub(crate) use format::format;
pub(crate) use method::{choice, files};
pub(crate) use platform::platform;

/// A method as the content of one module, for use inside somebody else's crate. The same items as the generated crate.
#[must_use]
pub fn module(method: &Method) -> TokenStream {
    method::inline(method)
}
