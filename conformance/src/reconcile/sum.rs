//! Sums as they are printed: whole numbers of minor units, or decimals of the major unit.

/// How sums of operations are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amounts {
    /// Minor units, as the Data API writes them: `100000` is 1,000.00 KES.
    Minor,
    /// The major unit, as people write them: `1000`, `1000.5` and `1000.00` KES.
    Major,
}

/// What a sum shows of how sums are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// Nothing: in this currency both are one.
    Alike,
    /// A whole number.
    Whole,
    /// With all decimals of its currency.
    Decimals,
}

/// Longest sum that is read.
const LONGEST: usize = 32;

/// A sum in minor units of a currency with so many decimals, if these are known.
///
/// Where nobody said how sums are written, a whole number is minor units and a number with all decimals of its currency is
/// major ones. Anything between could be both: it is refused.
///
/// # Errors
/// What is wrong and what to do, without the sum.
pub(super) fn read(text: &str, decimals: Option<u8>, amounts: Option<Amounts>) -> Result<(i64, Written), &'static str> {
    let text = text.trim();
    if text.starts_with('-') {
        return Err("is below zero: the type of an operation says which way money goes, write the sum without a sign");
    }
    let (whole, part) = text.split_once('.').map_or((text, None), |(whole, part)| (whole, Some(part)));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if text.len() > LONGEST || !digits(whole) || !part.is_none_or(digits) {
        return Err("is no sum: write digits, with a point before decimals and nothing between thousands");
    }
    let part = part.unwrap_or_default();
    let none = part.bytes().all(|byte| byte == b'0');
    let known = decimals.map(usize::from);
    let written = match (part.is_empty(), known) {
        (true, Some(0)) => Written::Alike,
        (true, _) => Written::Whole,
        (false, _) => Written::Decimals,
    };
    let minor = || scaled(whole, "", 0).map(|sum| (sum, written));
    match amounts {
        Some(Amounts::Minor) if none => minor(),
        Some(Amounts::Minor) => {
            Err("has a part of a minor unit: with decimals it is written in the major unit, --amounts major")
        }
        None if part.is_empty() => minor(),
        // `100000.0` is a whole number to some programs, and a sum with a decimal to others
        None if known != Some(part.len()) => {
            Err("could be in minor units or in the major one: say which, --amounts minor or --amounts major")
        }
        Some(Amounts::Major) | None => {
            let decimals = known.ok_or("is in a currency that the specs do not list: its decimals are not known")?;
            let (kept, rest) = part.split_at_checked(decimals).unwrap_or((part, ""));
            if rest.bytes().any(|byte| byte != b'0') {
                return Err("has more decimals than its currency");
            }
            scaled(whole, kept, decimals).map(|sum| (sum, written))
        }
    }
}

/// The number that whole and decimal digits make, with so many decimals.
fn scaled(whole: &str, part: &str, decimals: usize) -> Result<i64, &'static str> {
    let zeros = decimals.saturating_sub(part.len());
    let digits = whole.bytes().chain(part.bytes()).chain(std::iter::repeat_n(b'0', zeros));
    let number = digits
        .map(|digit| i64::from(digit - b'0'))
        .try_fold(0_i64, |sum, digit| sum.checked_mul(10)?.checked_add(digit));
    number.ok_or("is larger than any sum")
}

/// The number of a currency's code; nothing for what is no code of ISO 4217.
pub(super) fn currency(code: &str) -> Option<u16> {
    let letters = code.as_bytes();
    let is_code = letters.len() == 3 && letters.iter().all(u8::is_ascii_uppercase);
    is_code.then(|| letters.iter().fold(0, |sum, letter| sum * 26 + u16::from(letter - b'A')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_minor_units_by_the_decimals_of_their_currency() {
        use Amounts::{Major, Minor};
        for (text, decimals, amounts, wanted) in [
            ("100000", Some(2), None, 100_000),
            ("1000.00", Some(2), None, 100_000),
            ("0.05", Some(2), None, 5),
            ("1.005", Some(3), None, 1_005),
            ("1000", Some(0), None, 1_000),
            ("7", None, None, 7),
            ("1000", Some(2), Some(Major), 100_000),
            ("1000.5", Some(2), Some(Major), 100_050),
            ("1000.00", Some(0), Some(Major), 1_000),
            ("1.0050", Some(3), Some(Major), 1_005),
            ("100000", Some(2), Some(Minor), 100_000),
            ("100000.0", Some(2), Some(Minor), 100_000),
            ("9223372036854775807", Some(2), None, i64::MAX),
            (" 12 ", Some(2), None, 12),
        ] {
            assert_eq!(
                read(text, decimals, amounts).map(|(sum, _)| sum),
                Ok(wanted),
                "{text} {decimals:?} {amounts:?}"
            );
        }
    }

    #[test]
    fn a_sum_that_could_be_another_is_refused() {
        use Amounts::{Major, Minor};
        for (text, decimals, amounts, why) in [
            ("100000.0", Some(2), None, "--amounts minor or"),
            ("1000.5", Some(2), None, "--amounts minor or"),
            ("1000.00", Some(0), None, "--amounts minor or"),
            ("1000.00", Some(3), None, "--amounts minor or"),
            ("1000.00", None, None, "--amounts minor or"),
            ("1000.00", None, Some(Major), "do not list"),
            ("1000.005", Some(2), Some(Major), "more decimals"),
            ("1000.50", Some(2), Some(Minor), "--amounts major"),
            ("-5", Some(2), None, "below zero"),
            ("1,000.00", Some(2), None, "no sum"),
            ("1 000", Some(2), None, "no sum"),
            ("1e5", Some(2), None, "no sum"),
            ("", Some(2), None, "no sum"),
            (".5", Some(2), None, "no sum"),
            ("5.", Some(2), None, "no sum"),
            ("+5", Some(2), None, "no sum"),
            ("９", Some(2), None, "no sum"),
            ("9223372036854775808", Some(2), None, "larger"),
            ("92233720368547758.08", Some(2), None, "larger"),
        ] {
            let refused = read(text, decimals, amounts).expect_err(text);
            assert!(refused.contains(why), "{text} {decimals:?} {amounts:?}: {refused}");
        }
    }

    #[test]
    fn codes_have_numbers_of_their_own() {
        assert_eq!([currency("AAA"), currency("AAB"), currency("ZZZ")], [Some(0), Some(1), Some(17_575)]);
        for wrong in ["", "KE", "kes", "KESX", "K1S", "КES"] {
            assert_eq!(currency(wrong), None, "{wrong}");
        }
    }
}
