//! The platform's signature.
//!
//! A JSON text becomes lines `path:value`, in the natural order of their paths, joined by `;`; the signature is the
//! Base64 of their HMAC-SHA512 under the project's secret. The rule is the vendor's own, corner by corner; what it
//! leaves open to forgery is [`crate::callback`]'s business.

pub(crate) mod flatten;
pub(crate) mod lines;
pub(crate) mod meter;
pub mod natural;
pub mod number;
pub(crate) mod order;
mod scalar;
mod signature;
mod signer;
mod text;

pub use scalar::Scalar;
pub use signature::Signature;
pub use signer::{Lines, Signer};
pub use text::{callback_text_to_sign, text_to_sign};

pub(crate) use signature::Key;
pub(crate) use text::callback_pieces;
