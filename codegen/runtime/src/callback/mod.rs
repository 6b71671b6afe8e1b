//! What the platform sends us: is it from the platform, and what of it can be trusted.
//!
//! The signature covers less than it seems to. Not covered are JSON types (`1`, `"1"` and `true` sign alike), empty
//! objects and lists, members named `frame_mode` and `signature`, and the boundaries between fields. [`verify`] refuses
//! what could be forged that way, and hides the rest: what the signature does not cover cannot be read through a
//! [`Verified`].

mod ambiguous;
mod index;
mod keys;
mod lists;
mod members;
mod methods;
mod place;
mod reading;
mod refusal;
mod shape;
mod turns;
mod verified;
mod verifier;
mod view;

pub use crate::json::Item;
pub use keys::Keys;
pub use reading::{Mismatch, Order, Reading};
pub use refusal::{Reason, Refusal};
pub use shape::{JsonShape, Shape, ShapeField};
pub use turns::{DisplayData, DisplayEntry, Entries, RedirectData};
pub use verified::{Note, Pair, Unknown, Verified};
pub use verifier::{Verifier, peek_project, verify};
