//! The order of paths: digits count as numbers, white space does not count.
//!
//! Exactly PHP's `strnatcmp`, since the platform's reference sorts with it.

use std::cmp::Ordering;

/// Compares two paths, as bytes.
///
/// A total preorder: different paths can be equal in it (`a b` and `ab`), and then keep the order of the document.
///
/// ```
/// use std::cmp::Ordering;
/// use ecommpay_runtime::sign::natural;
///
/// assert_eq!(natural::compare("items:2", "items:10"), Ordering::Less);
/// assert_eq!(natural::compare("payment2", "payment:id"), Ordering::Less);
/// assert_eq!(natural::compare("a b", "ab"), Ordering::Equal);
/// ```
pub fn compare(one: &str, other: &str) -> Ordering {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let same = same_length(one, other);
    // Up to their first difference both are read alike. Where neither goes on with a digit or white space there, no
    // run of digits is under way, and the difference decides.
    if let (Some(&a), Some(&b)) = (one.get(same), other.get(same))
        && is_plain(a)
        && is_plain(b)
    {
        return a.cmp(&b);
    }
    thorough(one, other)
}

/// How many bytes both start with alike.
fn same_length(one: &[u8], other: &[u8]) -> usize {
    let mut at = 0;
    while let (Some(a), Some(b)) = (eight(one, at), eight(other, at)) {
        let difference = a ^ b;
        if difference != 0 {
            return at + (difference.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while let (Some(a), Some(b)) = (one.get(at), other.get(at)) {
        if a != b {
            break;
        }
        at += 1;
    }
    at
}

fn eight(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk::<8>().map(|chunk| u64::from_le_bytes(*chunk))
}

fn is_plain(byte: u8) -> bool {
    byte > b' ' && !byte.is_ascii_digit()
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | 0x09..=0x0d)
}

/// A path and how far it has been read. Past the end it reads as zero.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// Zeros before further digits do not count at the very start, and nowhere else.
    fn new(bytes: &'a [u8]) -> Reader<'a> {
        let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let zeros = bytes.iter().take_while(|&&byte| byte == b'0').count();
        Reader { bytes, at: zeros.min(digits.saturating_sub(1)) }
    }

    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    fn ended(&self) -> bool {
        self.at >= self.bytes.len()
    }

    fn skip_space(&mut self) {
        while is_space(self.peek()) {
            self.at += 1;
        }
    }

    fn take_digits(&mut self) -> &'a [u8] {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += digits;
        rest.get(..digits).unwrap_or_default()
    }
}

fn thorough(one: &[u8], other: &[u8]) -> Ordering {
    if one.is_empty() || other.is_empty() {
        return one.len().cmp(&other.len());
    }
    let (mut one, mut other) = (Reader::new(one), Reader::new(other));
    loop {
        one.skip_space();
        other.skip_space();
        if one.peek().is_ascii_digit() && other.peek().is_ascii_digit() {
            let order = compare_digits(one.take_digits(), other.take_digits());
            if order != Ordering::Equal {
                return order;
            }
            if let Some(order) = at_an_end(&one, &other) {
                return order;
            }
        }
        let order = one.peek().cmp(&other.peek());
        if order != Ordering::Equal {
            return order;
        }
        one.at += 1;
        other.at += 1;
        if let Some(order) = at_an_end(&one, &other) {
            return order;
        }
    }
}

/// Like fractions where one starts with a zero, else like numbers.
fn compare_digits(one: &[u8], other: &[u8]) -> Ordering {
    if one.first() == Some(&b'0') || other.first() == Some(&b'0') {
        one.cmp(other)
    } else {
        one.len().cmp(&other.len()).then_with(|| one.cmp(other))
    }
}

/// The one that has ended is smaller; nothing while neither has.
fn at_an_end(one: &Reader<'_>, other: &Reader<'_>) -> Option<Ordering> {
    match (one.ended(), other.ended()) {
        (false, false) => None,
        (one, other) => Some(other.cmp(&one)),
    }
}
