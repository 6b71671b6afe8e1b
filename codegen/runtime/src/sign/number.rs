//! Numbers as the signature has them.
//!
//! The reference decodes the text and prints the number again: an integer of 64 bits stays as it is, anything else
//! becomes a double and is printed with 14 significant digits.

use std::borrow::Cow;
use std::fmt::Write;

/// A JSON number as it is signed.
///
/// ```
/// use ecommpay_runtime::sign::number::signed;
///
/// assert_eq!(signed("9007199254740993"), "9007199254740993");
/// assert_eq!(signed("58.00"), "58");
/// assert_eq!(signed("1e21"), "1.0E+21");
/// ```
pub fn signed(digits: &str) -> Cow<'_, str> {
    match integer(digits) {
        Some(text) => Cow::Borrowed(text),
        None => Cow::Owned(double(digits).as_str().to_owned()),
    }
}

/// Gives the number as it is signed to `take`, without an allocation.
pub(crate) fn with_signed<T>(digits: &str, take: impl FnOnce(&str) -> T) -> T {
    match integer(digits) {
        Some(text) => take(text),
        None => take(double(digits).as_str()),
    }
}

/// An integer of 64 bits is signed as it is written.
fn integer(digits: &str) -> Option<&str> {
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if !plain || digits.len() > 18 && digits.parse::<i64>().is_err() {
        return None;
    }
    Some(if digits == "-0" { "0" } else { digits })
}

/// The most digits that are printed.
const PRECISION: usize = 14;

fn double(digits: &str) -> Small {
    // A JSON number always parses; one that is too large becomes infinite.
    let value: f64 = digits.parse().unwrap_or(f64::NAN);
    let mut out = Small::default();
    if !value.is_finite() {
        out.push_str(if value.is_nan() {
            "NAN"
        } else if value > 0.0 {
            "INF"
        } else {
            "-INF"
        });
        return out;
    }
    let mut exact = Small::default();
    // Correctly rounded, half to even on the exact binary value, like the reference.
    let _ = write!(exact, "{:.*e}", PRECISION - 1, value.abs());
    let (mantissa, exponent) = exact.as_str().split_once('e').unwrap_or((exact.as_str(), "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let mut digits = Small::default();
    mantissa.bytes().filter(u8::is_ascii_digit).for_each(|digit| digits.push(digit));
    let digits = match digits.as_str().trim_end_matches('0') {
        "" => "0",
        digits => digits,
    };

    if value.is_sign_negative() {
        out.push(b'-');
    }
    if (-4..PRECISION as i32).contains(&exponent) {
        plain(digits, exponent, &mut out);
    } else {
        let (first, rest) = digits.split_at(1);
        let _ = write!(out, "{first}.{}E{exponent:+}", if rest.is_empty() { "0" } else { rest });
    }
    out
}

/// Without an exponent: `digits` with the point after the first `exponent + 1` of them.
fn plain(digits: &str, exponent: i32, out: &mut Small) {
    if exponent < 0 {
        out.push_str("0.");
        (exponent + 1..0).for_each(|_| out.push(b'0'));
        out.push_str(digits);
        return;
    }
    let whole = exponent as usize + 1;
    out.push_str(digits.get(..whole).unwrap_or(digits));
    (digits.len()..whole).for_each(|_| out.push(b'0'));
    if let Some(fraction) = digits.get(whole..).filter(|fraction| !fraction.is_empty()) {
        out.push(b'.');
        out.push_str(fraction);
    }
}

/// A short ASCII text on the stack. Numbers take 24 bytes at most.
#[derive(Default)]
struct Small {
    bytes: [u8; 32],
    len: usize,
}

impl Small {
    fn push(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(self.len) {
            *place = byte;
            self.len += 1;
        }
    }

    fn push_str(&mut self, text: &str) {
        text.bytes().for_each(|byte| self.push(byte));
    }

    fn as_str(&self) -> &str {
        self.bytes.get(..self.len).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("")
    }
}

impl Write for Small {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.push_str(text);
        Ok(())
    }
}
