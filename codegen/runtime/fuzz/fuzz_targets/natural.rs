//! The natural order of any three texts is an order.
#![no_main]

use ecommpay_runtime::sign::natural::compare;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|texts: (&str, &str, &str)| {
    let (a, b, c) = texts;
    assert!(compare(a, a).is_eq());
    for (one, other) in [(a, b), (b, c), (a, c)] {
        assert_eq!(compare(one, other), compare(other, one).reverse());
    }
    for (one, two, three) in [(a, b, c), (a, c, b), (b, a, c), (b, c, a), (c, a, b), (c, b, a)] {
        let (first, second, whole) = (compare(one, two), compare(two, three), compare(one, three));
        if first.is_le() && second.is_le() {
            assert!(whole.is_le());
            assert_eq!(whole.is_eq(), first.is_eq() && second.is_eq());
        }
        // Text before both changes nothing, as long as it ends no run of digits and is not the very start.
        let with = |text: &str| format!("x:{text}");
        assert_eq!(compare(&with(one), &with(two)), compare(&with(two), &with(one)).reverse());
    }
});
