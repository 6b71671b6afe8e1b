//! The order of paths: digits count as numbers, white space does not count.
//!
//! Exactly PHP's `strnatcmp`, since the platform's reference sorts with it.

use std::cmp::Ordering;

use super::meter;

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
    compare_bytes(one.as_bytes(), other.as_bytes())
}

#[inline]
pub(crate) fn compare_bytes(one: &[u8], other: &[u8]) -> Ordering {
    meter::comparison();
    let same = same_length(one, other);
    meter::compared(words(same));
    // Up to their first difference both are read alike. Where neither goes on with a digit or white space there, no
    // run of digits is under way, and the difference decides.
    if let (Some(&a), Some(&b)) = (one.get(same), other.get(same))
        && is_plain(a)
        && is_plain(b)
    {
        return a.cmp(&b);
    }
    within_digits(one, other, same).unwrap_or_else(|| thorough(one, other, same))
}

/// Decides where the first difference stands in a run of digits, or right behind one, of which both have the beginning.
/// Nothing where there is no such run, and where zeros at the very start of the texts could be skipped differently.
fn within_digits(one: &[u8], other: &[u8], same: usize) -> Option<Ordering> {
    let before = one.get(..same)?;
    let digits = before.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    meter::compared(digits);
    let mut run = before.get(same - digits..)?;
    if digits == same {
        let zeros = run.iter().take_while(|&&byte| byte == b'0').count();
        run = run.get(zeros..)?;
    }
    let like_fractions = *run.first()? == b'0';
    let (one, other) = (one.get(same..)?, other.get(same..)?);
    let more = |rest: &[u8]| rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (longer, shorter) = (more(one), more(other));
    meter::compared(longer + shorter);
    Some(match (longer, shorter) {
        // The runs are the same, and what follows them is not.
        (0, 0) => one.first().cmp(&other.first()),
        // Left-aligned, a run that ends first is smaller.
        _ if like_fractions && longer > 0 && shorter > 0 => one.first().cmp(&other.first()),
        _ => longer.cmp(&shorter).then_with(|| one.first().cmp(&other.first())),
    })
}

/// Steps of eight bytes.
const fn words(bytes: usize) -> usize {
    bytes / 8 + 1
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
        meter::compared(digits);
        Reader { bytes, at: zeros.min(digits.saturating_sub(1)) }
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    fn ended(&self) -> bool {
        self.at >= self.bytes.len()
    }

    fn skip_space(&mut self) {
        let space = self.rest().iter().take_while(|&&byte| is_space(byte)).count();
        meter::compared(space);
        self.at += space;
    }

    fn take_digits(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        meter::compared(digits);
        self.at += digits;
        rest.get(..digits).unwrap_or_default()
    }
}

/// Compares from the last place at which nothing is under way, `same` being how many bytes both start with alike.
///
/// No byte is read a second time from there on: a stretch that both have is measured once, skipped up to its last plain
/// byte, and only the digits and white space behind that are read one by one.
fn thorough(one: &[u8], other: &[u8], same: usize) -> Ordering {
    if one.is_empty() || other.is_empty() {
        return one.len().cmp(&other.len());
    }
    let skipped = settled(one, same);
    let (mut one, mut other) = if skipped == 0 {
        (Reader::new(one), Reader::new(other))
    } else {
        (Reader { bytes: one, at: skipped }, Reader { bytes: other, at: skipped })
    };
    if let Some(order) = at_an_end(&one, &other) {
        return order;
    }
    // Where the stretch ends that both are known to have.
    let mut known = if one.at == other.at { same.max(one.at) } else { one.at };
    loop {
        if one.at >= known {
            let same = same_length(one.rest(), other.rest());
            let skipped = settled(one.rest(), same);
            meter::compared(words(same));
            known = one.at + same.max(1);
            if skipped > 0 {
                one.at += skipped;
                other.at += skipped;
                if let Some(order) = at_an_end(&one, &other) {
                    return order;
                }
            }
        }
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
        meter::compared(1);
        one.at += 1;
        other.at += 1;
        if let Some(order) = at_an_end(&one, &other) {
            return order;
        }
    }
}

/// How many of the first `same` bytes can be skipped: up to the last that is plain, behind which no run of digits and no
/// white space is under way.
fn settled(bytes: &[u8], same: usize) -> usize {
    let tail = bytes.get(..same).unwrap_or_default().iter().rev().take_while(|&&byte| !is_plain(byte)).count();
    meter::compared(tail);
    same - tail.min(same)
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
