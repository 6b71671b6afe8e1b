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
        // What was verified can be read again.
        let read_again = || Self::of_pieces(|take| callback_pieces(callback.raw(), take).is_ok());
        callback.news.or_else(read_again).unwrap_or_else(|| Self(Sha256::digest(callback.raw()).into()))
    }

    /// Of what was signed, piece by piece; nothing where it could not all be given.
    pub(super) fn of_pieces(give: impl FnOnce(&mut dyn FnMut(&str)) -> bool) -> Option<Self> {
        let mut hash = Gathered { hash: Sha256::new(), buffer: [0; Gathered::BUFFER], len: 0 };
        let whole = give(&mut |piece| hash.push(piece.as_bytes()));
        hash.flush();
        whole.then(|| Self(hash.hash.finalize().into()))
    }

    /// The first bytes of the key, for tables that must be small.
    #[must_use]
    pub fn short(&self) -> u64 {
        self.0.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes))
    }
}

/// Takes pieces of a text. The hash takes few long ones faster than many short ones.
struct Gathered {
    hash: Sha256,
    buffer: [u8; Self::BUFFER],
    len: usize,
}

impl Gathered {
    const BUFFER: usize = 1024;

    fn push(&mut self, piece: &[u8]) {
        if self.len + piece.len() > Self::BUFFER {
            self.flush();
        }
        match self.buffer.get_mut(self.len..self.len + piece.len()) {
            Some(place) => {
                place.copy_from_slice(piece);
                self.len += piece.len();
            }
            None => self.hash.update(piece),
        }
    }

    fn flush(&mut self) {
        self.hash.update(self.buffer.get(..self.len).unwrap_or_default());
        self.len = 0;
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
