//! What generated payment-method crates call.
//!
//! The signature, money, forms and their rules, callbacks. Knows no payment method and no spec: a method is a table that
//! generated code hands in.

pub mod callback;
#[cfg(feature = "client")]
pub mod client;
pub mod form;
pub mod json;
pub mod method;
pub mod money;
pub mod page;
pub mod project;
pub mod secret;
pub mod sign;
#[cfg(feature = "axum")]
pub mod webhook;

pub use form::{Gate, PaymentPage};
pub use page::Page;
pub use project::{Live, Mode, NoProject, Project, Test};
pub use secret::{EmptySecret, Secret};
pub use serde_json::{Value, json};

/// Number of the contract between this crate and generated code. From the first release on it
/// changes when generated code must be made again, and [`made_for!`] with it.
pub const FORMAT: u32 = 1;

/// Refuses to build generated code that was made for another [`FORMAT`].
///
/// ```text
/// made_for!(1);
/// ```
///
/// ```compile_fail
/// ecommpay_runtime::made_for!(0);
/// ```
#[macro_export]
macro_rules! made_for {
    (1) => {};
    ($other:literal) => {
        compile_error!(concat!(
            "this crate was generated for format ",
            $other,
            " of ecommpay-runtime: generate it again or take the runtime it was made for"
        ));
    };
}
