//! Which payments a run takes, so that many runs share the work.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

/// One of `of` shards, counted from 0: every payment belongs to exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    number: u64,
    of: u64,
}

impl Shard {
    /// Which one.
    pub(super) const fn number(self) -> u64 {
        self.number
    }

    /// Of how many.
    pub(super) const fn of(self) -> u64 {
        self.of
    }

    /// Whether a payment belongs to it. What has no payment id belongs where the empty id does.
    #[must_use]
    pub fn has(self, payment_id: &str) -> bool {
        shard_hash(payment_id) % self.of == self.number
    }
}

/// `0/4`, `1/4`, `2/4` and `3/4` are the four quarters.
impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no shard: write K/N with K from 0 to N-1, such as 0/4");
        let (number, of) = text.split_once('/').ok_or_else(wrong)?;
        let (number, of) = (number.parse().map_err(|_| wrong())?, of.parse().map_err(|_| wrong())?);
        let shard = Self { number, of };
        // one spelling: `0/4` and `00/4` are not two parts
        if number < of && shard.to_string() == text { Ok(shard) } else { Err(wrong()) }
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

/// Letter case does not tell two payments apart.
#[must_use]
pub fn payment_id_without_case(id: &str) -> Cow<'_, str> {
    if id.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        Cow::Borrowed(id)
    } else {
        Cow::Owned(id.to_lowercase())
    }
}

/// The first eight bytes of the SHA-256 of the id in small letters, as a big-endian number: other programs can make it
/// too. It stays as it is, or shards of two versions would overlap.
#[must_use]
pub fn shard_hash(payment_id: &str) -> u64 {
    let [first, _] = words(Sha256::new().chain_update(payment_id_without_case(payment_id).as_bytes()));
    first
}

/// The first 128 bits of the SHA-256 of the parts, each with its length before it, as two big-endian numbers.
///
/// A collision would mix two payments up. Among ten thousand million payments one happens by chance with a probability
/// of 1.5e-19, and nobody who chooses payment ids can make one with less than 2^64 tries.
#[must_use]
pub(crate) fn digest(parts: &[&[u8]]) -> [u64; 2] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    words(hash)
}

fn words(hash: Sha256) -> [u64; 2] {
    let bytes = hash.finalize();
    let mut words = bytes.chunks_exact(8).map(|word| u64::from_be_bytes(word.try_into().unwrap_or_default()));
    [words.next().unwrap_or(0), words.next().unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_is_written_k_of_n() {
        assert_eq!("3/4".parse::<Shard>().unwrap().to_string(), "3/4");
        for wrong in ["4/4", "1", "/", "-1/2", "a/b", "0/0", "+0/4", "00/4", ""] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_payment_is_in_one_shard_and_stays_there() {
        for id in ["", "X03936", "оплата", "x"] {
            let mine = |number| Shard { number, of: 3 }.has(id);
            assert_eq!((0..3).filter(|number| mine(*number)).count(), 1, "{id}");
        }
        // a fact that other programs may rely on: `printf x03936 | sha256sum`
        assert_eq!(shard_hash("X03936"), 0xa0c13005e985cec5);
    }
}
