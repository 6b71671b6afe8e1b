//! Reading an amount as written in source code: `1_000.00`.

use super::limit::Limit;

/// Minor units of a literal. Works in constants, so that `cargo check` refuses a bad amount.
///
/// # Panics
/// Where the text is no amount, has more decimals than the currency, or lies outside an enforced limit whatever conditions hold.
#[track_caller]
pub(super) const fn minor(limit: &'static Limit, text: &str) -> i64 {
    match parse(text, limit.decimals) {
        Ok(minor) => {
            if matches!(limit.force, super::Force::Enforced) {
                // a panic in a constant takes one text and nothing else: the limit brings its own
                if limit.always_broken_by(minor).is_some() {
                    panic!("{}", limit.told);
                }
            }
            minor
        }
        Err(why) => panic!("{}", why.told()),
    }
}

/// Why a text is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoAmount {
    Malformed,
    TooManyDecimals,
    TooLarge,
}

impl NoAmount {
    pub(super) const fn told(self) -> &'static str {
        match self {
            Self::Malformed => "not an amount: write digits, with a point before the decimals, as in 1_000.00",
            Self::TooManyDecimals => "more decimals than the currency has here",
            Self::TooLarge => "amount too large",
        }
    }
}

/// Digits with `_` between them and at most one point; no sign, no exponent, no bare point.
pub(super) const fn parse(text: &str, decimals: u8) -> Result<i64, NoAmount> {
    let bytes = text.as_bytes();
    let mut minor: i64 = 0;
    let mut at = 0;
    let mut after_point: Option<u8> = None;
    let mut last_was_digit = false;
    while at < bytes.len() {
        let byte = bytes[at];
        at += 1;
        match byte {
            b'0'..=b'9' => {
                if let Some(count) = after_point {
                    if count == decimals {
                        return Err(NoAmount::TooManyDecimals);
                    }
                    after_point = Some(count + 1);
                }
                minor = match push(minor, byte - b'0') {
                    Some(next) => next,
                    None => return Err(NoAmount::TooLarge),
                };
                last_was_digit = true;
            }
            b'_' if last_was_digit => last_was_digit = false,
            b'.' if last_was_digit && after_point.is_none() => {
                after_point = Some(0);
                last_was_digit = false;
            }
            _ => return Err(NoAmount::Malformed),
        }
    }
    if !last_was_digit {
        return Err(NoAmount::Malformed);
    }
    let mut missing = match after_point {
        Some(count) => decimals - count,
        None => decimals,
    };
    while missing > 0 {
        minor = match push(minor, 0) {
            Some(next) => next,
            None => return Err(NoAmount::TooLarge),
        };
        missing -= 1;
    }
    Ok(minor)
}

const fn push(minor: i64, digit: u8) -> Option<i64> {
    match minor.checked_mul(10) {
        Some(tenfold) => tenfold.checked_add(digit as i64),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_in_minor_units() {
        assert_eq!(parse("1_000.00", 2), Ok(100_000));
        assert_eq!(parse("1", 2), Ok(100));
        assert_eq!(parse("0.5", 2), Ok(50));
        assert_eq!(parse("100", 0), Ok(100));
        assert_eq!(parse("92233720368547758.07", 2), Ok(i64::MAX));
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        assert_eq!(parse("1.001", 2), Err(NoAmount::TooManyDecimals));
        assert_eq!(parse("1.0", 0), Err(NoAmount::TooManyDecimals));
        assert_eq!(parse("92233720368547758.08", 2), Err(NoAmount::TooLarge));
        for text in ["", ".", "1.", ".5", "-1", "1e3", "1.0.0", "_1", "1_", "1._5", "1f64", "0x10"] {
            assert_eq!(parse(text, 2), Err(NoAmount::Malformed), "{text}");
        }
    }
}
