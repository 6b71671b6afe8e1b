//! What the platform sends us: is it from the platform, and what of it can be trusted.
//!
//! A member by which nothing is decided ([`ShapeField::kept`]) turns no callback away: one of another type is kept, with a
//! [`Note`].
//!
//! The signature covers less than it seems to. Not covered are JSON types (`1`, `"1"` and `true` sign alike), empty
//! objects and lists, members named `frame_mode` and `signature`, and the boundaries between fields. [`verify`] refuses
//! what could be forged that way, and hides the rest: what the signature does not cover cannot be read through a
//! [`Verified`].
//!
//! # Texts with a `;`
//!
//! The signed text is the lines `path:value`, sorted by path and joined by `;`, and nothing escapes a `;` in a value. One
//! text, and so one signature, can belong to several bodies, of which one was sent. So the lines are told from the signed
//! text alone, by a rule that gives to one text one set of lines:
//!
//! - What follows a `;` begins a line where it reads as a member of one of the callback's objects, lists or maps, or as an
//!   integer or a boolean at the top.
//! - It begins a line behind a member that is an integer, a boolean or `null` to its end.
//! - It begins a line where it starts with a name that the platform could give to a member at the top, and that name is
//!   sorted in between the line before it and the next member.
//! - Anything else belongs to the text before it: `; ship to: Anna`, `; ref:12`, `;https://shop.example`.
//!
//! A body is accepted only if its own lines are these, and no key holds a `;`; any other is refused as
//! [`Reason::Ambiguous`], with its [`Ambiguity`]. Two accepted bodies with one text have the same lines; the path of no
//! field is the beginning of another's, and types, double paths and empty keys are held separately: so they read the same.
//! Of two bodies that share a text and differ in meaning, the one that was not sent is never accepted, as long as the
//! texts of the one that was sent keep the rule. The runtime signs no request with a text that does not
//! ([`Invalid::Semicolon`](crate::form::Invalid::Semicolon)), and the Payment Page takes no `;` at all.
//!
//! Answers to a status enquiry are verified by the same rule: a payment whose description breaks it is refused there too.
//! Settle its order by the Data API, or by hand in Dashboard.

mod ambiguous;
#[cfg(test)]
mod costs;
mod index;
mod keys;
mod lists;
mod members;
mod methods;
mod news;
mod order;
mod place;
mod reading;
mod refusal;
mod segment;
mod shape;
mod spelling;
mod sums;
mod turns;
mod verified;
mod verifier;
mod view;

pub use crate::json::Item;
pub use ambiguous::Ambiguity;
pub(crate) use ambiguous::hides;
pub use keys::Keys;
pub use news::{ActionKey, DedupeKey};
pub use order::{Mismatch, Order, Unpaid};
pub use reading::{Reading, TakesMoney};
pub use refusal::{Reason, Refusal};
pub use shape::{JsonShape, Shape, ShapeField};
pub use spelling::same_value;
pub use sums::{Contradiction, Sums};
pub use turns::{DisplayData, DisplayEntry, Entries, RedirectData};
pub use verified::{Note, Pair, Unknown, Verified};
pub use verifier::{Verifier, peek_project, verify};
