//! Any JSON number is printed, and what is printed is within the precision of what was written.
#![no_main]

use ecommpay_runtime::json::{Document, Limits};
use ecommpay_runtime::sign::number::signed;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    // Anything at all must not panic; of numbers more is known.
    let printed = signed(text).into_owned();
    let Ok(document) = Document::read(text.as_bytes(), &Limits::default()) else { return };
    let Some(digits) = document.root().number_text() else { return };
    let printed_again = signed(digits);
    if let Ok(integer) = digits.parse::<i64>() {
        assert_eq!(printed_again, integer.to_string());
        return;
    }
    let value: f64 = digits.parse().expect("a number");
    if value.is_infinite() {
        assert_eq!(printed_again, if value > 0.0 { "INF" } else { "-INF" });
        return;
    }
    assert!(printed_again.len() <= 24 && printed.len() <= text.len().max(24));
    let read: f64 = printed_again.parse().expect("a number");
    assert!((read - value).abs() <= value.abs() * 1e-13 + f64::MIN_POSITIVE * 1e-10, "{digits}: {printed_again}");
    // Printing is a projection: printed once more, nothing changes.
    if printed_again.contains(['.', 'E']) {
        assert_eq!(signed(&printed_again), printed_again);
    }
});
