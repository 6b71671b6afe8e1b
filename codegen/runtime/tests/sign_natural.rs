//! The natural order: total, stable, and equal to a slow plain version.

use crate::support::cases;
use std::cmp::Ordering;

use ecommpay_runtime::sign::natural::compare;
use ecommpay_runtime::sign::text_to_sign;
use proptest::prelude::*;

/// The reference's algorithm, step by step, with an index into each text.
fn plain(one: &str, other: &str) -> Ordering {
    let (a, b) = (one.as_bytes(), other.as_bytes());
    if a.is_empty() || b.is_empty() {
        return a.len().cmp(&b.len());
    }
    let at = |text: &[u8], index: usize| if index < text.len() { text[index] } else { 0 };
    let digit = |byte: u8| byte.is_ascii_digit();
    let space = |byte: u8| [b' ', b'\t', b'\n', 0x0b, 0x0c, b'\r'].contains(&byte);
    let (mut i, mut j) = (0, 0);
    while at(a, i) == b'0' && i + 1 < a.len() && digit(a[i + 1]) {
        i += 1;
    }
    while at(b, j) == b'0' && j + 1 < b.len() && digit(b[j + 1]) {
        j += 1;
    }
    loop {
        while space(at(a, i)) {
            i += 1;
        }
        while space(at(b, j)) {
            j += 1;
        }
        if digit(at(a, i)) && digit(at(b, j)) {
            let fraction = a[i] == b'0' || b[j] == b'0';
            let mut bias = Ordering::Equal;
            let decided = loop {
                match (digit(at(a, i)), digit(at(b, j))) {
                    (false, false) => break bias,
                    (false, true) => break Ordering::Less,
                    (true, false) => break Ordering::Greater,
                    (true, true) if a[i] != b[j] && fraction => break a[i].cmp(&b[j]),
                    (true, true) => bias = bias.then(a[i].cmp(&b[j])),
                }
                i += 1;
                j += 1;
            };
            if decided != Ordering::Equal {
                return decided;
            }
            match (i >= a.len(), j >= b.len()) {
                (true, true) => return Ordering::Equal,
                (true, false) => return Ordering::Less,
                (false, true) => return Ordering::Greater,
                (false, false) => {}
            }
        }
        if at(a, i) != at(b, j) {
            return at(a, i).cmp(&at(b, j));
        }
        i += 1;
        j += 1;
        match (i >= a.len(), j >= b.len()) {
            (true, true) => return Ordering::Equal,
            (true, false) => return Ordering::Less,
            (false, true) => return Ordering::Greater,
            (false, false) => {}
        }
    }
}

/// Texts in which all the rules meet: digits, zeros, white space, the separator, what is above and below it.
fn path() -> impl Strategy<Value = String> {
    prop_oneof![
        "[019a: ]{0,6}",
        "[0129abZ_:\\-. \t\u{0}\u{b}é]{0,14}",
        "(payment|operation|items|line)[:_ 0-9a]{0,8}",
        "0{0,3}[0-9]{0,20}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(20_000)))]

    #[test]
    fn equals_the_plain_version(one in path(), other in path()) {
        prop_assert_eq!(compare(&one, &other), plain(&one, &other));
        // Long common starts take the short cut.
        let (one, other) = (format!("{one}{other}"), format!("{one}{other}{one}"));
        prop_assert_eq!(compare(&one, &other), plain(&one, &other));
    }

    #[test]
    fn is_total(one in path(), other in path(), third in path()) {
        prop_assert_eq!(compare(&one, &one), Ordering::Equal);
        prop_assert_eq!(compare(&one, &other), compare(&other, &one).reverse());
        let mut three = [one, other, third];
        // Sorts without a panic only if the order is one, and every pair must then be in order.
        three.sort_by(|one, other| compare(one, other));
        prop_assert_ne!(compare(&three[0], &three[1]), Ordering::Greater);
        prop_assert_ne!(compare(&three[1], &three[2]), Ordering::Greater);
        prop_assert_ne!(compare(&three[0], &three[2]), Ordering::Greater);
        if compare(&three[0], &three[1]).is_eq() && compare(&three[1], &three[2]).is_eq() {
            prop_assert!(compare(&three[0], &three[2]).is_eq());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(2_000)))]

    /// Lines are sorted stably, and equal paths overwrite, as in a plain version of both.
    #[test]
    fn lines_are_sorted_like_a_stable_sort(keys in prop::collection::vec("[ab 01:]{1,4}", 0..40)) {
        let members: Vec<String> = keys.iter().enumerate().map(|(at, key)| format!("\"{key}\":{at}")).collect();
        let json = format!("{{{}}}", members.join(","));
        let mut lines: Vec<(String, usize)> = Vec::new();
        for (at, key) in keys.iter().enumerate() {
            let path = key.replace(':', "::");
            match lines.iter_mut().find(|(other, _)| *other == path) {
                Some(line) => line.1 = at,
                None => lines.push((path, at)),
            }
        }
        lines.sort_by(|one, other| plain(&one.0, &other.0));
        let wanted: Vec<String> = lines.iter().map(|(path, at)| format!("{path}:{at}")).collect();
        prop_assert_eq!(text_to_sign(json.as_bytes()).expect("JSON"), wanted.join(";"));
    }
}

#[test]
fn the_examples_of_the_rule() {
    for ordered in [
        &["items:2", "items:10"][..],
        &["line2", "line10"],
        &["a001", "a01", "a1", "a10"],
        &["address", "address2"],
        &["payment2", "payment:id", "payment_id"],
        &["a-b", "a.b", "a:b", "a_b"],
        &["A", "_", "a", "é"],
        &["", "a"],
        &["a", "a b"],
        &["1", "01a", "2"],
    ] {
        for pair in ordered.windows(2) {
            assert_eq!(compare(pair[0], pair[1]), Ordering::Less, "{pair:?}");
        }
    }
    for (one, other) in [("a b", "ab"), ("00", "0"), ("007", "7"), ("a ", "a  ")] {
        assert_eq!(compare(one, other), Ordering::Equal, "{one:?} {other:?}");
    }
}
