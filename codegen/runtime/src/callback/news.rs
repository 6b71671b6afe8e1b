//! Which callbacks bring the same news, and which ask for the same thing to be done.

use std::fmt;

use sha2::{Digest, Sha256};

use super::Verified;
use crate::sign::callback_pieces;

/// Identifies a piece of news: equal if and only if what was signed is equal.
///
/// The platform resends a callback until it is answered with 200, and sometimes after that: a resent one has the same
/// key, however it is written. Callbacks that differ in anything that is signed have different keys. It is no key for
/// doing something once: that is an [`ActionKey`], which cannot be given where this one is meant.
///
/// ```compile_fail,E0308
/// use std::collections::HashSet;
/// use ecommpay_runtime::callback::{ActionKey, DedupeKey};
///
/// fn mixed(known: &mut HashSet<DedupeKey>, key: ActionKey) {
///     known.insert(key);
/// }
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DedupeKey([u8; 32]);

/// Identifies what a callback asks to be done: equal for callbacks of one operation of one payment.
///
/// For what must happen once, whatever news of the operation follow: book the money, deliver the goods. It is no key for
/// telling old news from new: that is a [`DedupeKey`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActionKey([u8; 32]);

impl DedupeKey {
    pub(super) fn of(callback: &Verified) -> Self {
        let mut hash = Sha256::new();
        // What was verified can be read again.
        if callback_pieces(callback.raw(), |piece| hash.update(piece)).is_err() {
            hash.update(callback.raw());
        }
        Self(hash.finalize().into())
    }

    /// The first bytes of the key, for tables that must be small.
    #[must_use]
    pub fn short(&self) -> u64 {
        self.0.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes))
    }
}

impl ActionKey {
    /// Letter case does not tell payments apart. The operation is told by the number of its member and what that says.
    pub(super) fn of(project: i64, payment: &str, operation: Option<(usize, &str)>) -> Self {
        let mut hash = Sha256::new();
        hash.update(project.to_be_bytes());
        let payment = payment.to_lowercase();
        // the length keeps payment and operation apart
        hash.update((payment.len() as u64).to_be_bytes());
        hash.update(payment);
        if let Some((member, text)) = operation {
            hash.update((member as u64).to_be_bytes());
            hash.update(text);
        }
        Self(hash.finalize().into())
    }
}

macro_rules! written {
    ($($key:ident: $prefix:literal,)+) => {$(
        /// A word that begins with the kind of the key, to be kept as it is. It shows nothing of what the callback says.
        impl fmt::Display for $key {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str($prefix)?;
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $key {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
    )+};
}

written! {
    DedupeKey: "news-",
    ActionKey: "action-",
}
