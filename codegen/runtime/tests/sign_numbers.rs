//! Numbers as the reference prints them, around every edge.

use crate::support::cases;
use ecommpay_runtime::sign::number::signed;
use proptest::prelude::*;

/// Fourteen significant digits by long arithmetic: every double has a finite decimal expansion, and that is rounded here,
/// half to even, digit by digit.
fn plain(value: f64) -> String {
    if value.is_infinite() {
        return if value > 0.0 { "INF".into() } else { "-INF".into() };
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let exact = format!("{:.1100}", value.abs());
    let (whole, fraction) = exact.split_once('.').expect("a point");
    let digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).map(|digit| digit - b'0').collect();
    let Some(first) = digits.iter().position(|&digit| digit != 0) else {
        return format!("{sign}0");
    };
    let mut exponent = whole.len() as i32 - 1 - first as i32;
    let mut kept: Vec<u8> = digits[first..].iter().copied().chain([0; 20]).take(14).collect();
    let rest = digits.get(first + 14..).unwrap_or_default();
    let half = match rest.first() {
        Some(6..) => true,
        Some(5) => rest[1..].iter().any(|&digit| digit != 0) || kept[13] % 2 == 1,
        _ => false,
    };
    if half {
        let nines = kept.iter().rev().take_while(|&&digit| digit == 9).count();
        let at = 14 - nines;
        kept[at..].fill(0);
        if at == 0 {
            kept[0] = 1;
            exponent += 1;
        } else {
            kept[at - 1] += 1;
        }
    }
    while kept.len() > 1 && kept.last() == Some(&0) {
        kept.pop();
    }
    let text: String = kept.iter().map(|digit| (digit + b'0') as char).collect();
    if !(-4..14).contains(&exponent) {
        let rest = if text.len() > 1 { &text[1..] } else { "0" };
        return format!("{sign}{}.{rest}E{}{}", &text[..1], if exponent < 0 { '-' } else { '+' }, exponent.abs());
    }
    if exponent < 0 {
        return format!("{sign}0.{}{text}", "0".repeat(-exponent as usize - 1));
    }
    let whole = exponent as usize + 1;
    let padded = format!("{text:0<whole$}");
    let (whole, fraction) = padded.split_at(whole);
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

#[test]
fn the_examples_of_the_rule() {
    for (digits, wanted) in [
        ("0", "0"),
        ("-0", "0"),
        ("-0.0", "-0"),
        ("0.0", "0"),
        ("0e5", "0"),
        ("1.0", "1"),
        ("58.00", "58"),
        ("58.75", "58.75"),
        ("1e2", "100"),
        ("1E+2", "100"),
        ("36.0", "36"),
        ("0.30000000000000004", "0.3"),
        ("3.141592653589793", "3.1415926535898"),
        ("99999999999999.5", "1.0E+14"),
        ("12345678901234.5", "12345678901234"),
        ("12345678901235.5", "12345678901236"),
        ("99999999999999.0", "99999999999999"),
        ("1e14", "1.0E+14"),
        ("1e13", "10000000000000"),
        ("1e21", "1.0E+21"),
        ("1.5e-7", "1.5E-7"),
        ("0.0001", "0.0001"),
        ("0.00001", "1.0E-5"),
        ("0.000099999999999999", "9.9999999999999E-5"),
        ("0.0000999999999999999", "0.0001"),
        ("123456789012345.6", "1.2345678901235E+14"),
        ("1e400", "INF"),
        ("-1e400", "-INF"),
        ("1e-400", "0"),
        ("-1e-400", "-0"),
        ("5e-324", "4.9406564584125E-324"),
        ("1.7976931348623157e308", "1.7976931348623E+308"),
        ("9223372036854775807", "9223372036854775807"),
        ("-9223372036854775808", "-9223372036854775808"),
        ("9223372036854775808", "9.2233720368548E+18"),
        ("-9223372036854775809", "-9.2233720368548E+18"),
        ("9007199254740993", "9007199254740993"),
        ("999999999999999999", "999999999999999999"),
        ("1000000000000000000", "1000000000000000000"),
        ("18446744073709551615", "1.844674407371E+19"),
    ] {
        assert_eq!(signed(digits), wanted, "{digits}");
    }
    assert_eq!(signed(&format!("1{}", "0".repeat(400))), "INF");
    assert_eq!(signed(&format!("0.{}1", "0".repeat(400))), "0");
    assert_eq!(signed(&format!("1.{}", "0".repeat(100_000))), "1");
}

/// Doubles whose fifteenth digit is a five, or next to one, and those next to powers of ten.
fn edges() -> Vec<f64> {
    let mut edges = vec![f64::MIN_POSITIVE, f64::MAX, f64::EPSILON, 0.1, 2f64.powi(53), 2f64.powi(63), 2f64.powi(64)];
    for exponent in -320..=308 {
        let ten: f64 = format!("1e{exponent}").parse().expect("a number");
        let nines: f64 = format!("9.99999999999995e{exponent}").parse().expect("a number");
        let half: f64 = format!("1.23456789012345e{exponent}").parse().expect("a number");
        edges.extend([ten, nines, half]);
    }
    for whole in
        [12_345_678_901_234_u64, 12_345_678_901_235, 99_999_999_999_998, 99_999_999_999_999, 10_000_000_000_000]
    {
        edges.extend((0..8).map(|eighth| whole as f64 + f64::from(eighth) / 8.0));
    }
    let bits =
        |value: f64| [value.to_bits().saturating_sub(1), value.to_bits(), value.to_bits() + 1].map(f64::from_bits);
    edges.into_iter().flat_map(bits).filter(|value| value.is_finite()).collect()
}

#[test]
fn around_every_edge_the_digits_are_those_of_the_exact_value() {
    let edges = edges();
    assert!(edges.len() > 5_000);
    for value in edges {
        for value in [value, -value] {
            // Rust prints the shortest text that reads as the same double.
            assert_eq!(signed(&format!("{value:e}")), plain(value), "{value:e}");
        }
    }
}

#[test]
fn integers_around_every_power_of_two_and_ten_are_exact() {
    let powers = (0..63).map(|bits| 1_i64 << bits).chain((0..19).map(|digits| 10_i64.pow(digits)));
    for power in powers {
        for value in [power - 1, power, power + 1, -power, 1 - power, -1 - power] {
            assert_eq!(signed(&value.to_string()), value.to_string());
        }
    }
    for value in [i64::MAX, i64::MIN] {
        assert_eq!(signed(&value.to_string()), value.to_string());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(3_000)))]

    #[test]
    fn any_double_is_printed_by_its_exact_value(bits in any::<u64>()) {
        let value = f64::from_bits(bits);
        prop_assume!(value.is_finite());
        let digits = format!("{value:e}");
        prop_assert_eq!(signed(&digits), plain(value));
    }

    #[test]
    fn any_integer_is_exact(value in any::<i64>()) {
        let digits = value.to_string();
        prop_assert_eq!(signed(&digits), digits.as_str());
    }

    #[test]
    fn decimals_are_printed_by_their_exact_value(digits in "-?(0|[1-9][0-9]{0,18})\\.[0-9]{1,20}([eE][+-]?[0-9]{1,3})?") {
        let value: f64 = digits.parse().expect("a number");
        prop_assert_eq!(signed(&digits), plain(value));
    }
}
