//! What signing and verifying cost: allocations and bytes, counted.

mod support;

use allocation_counter::{AllocationInfo, measure};
use ecommpay_runtime::callback::{Reason, verify};
use ecommpay_runtime::json::{Document, Limits};
use ecommpay_runtime::sign::{Scalar, Signer};
use support::{Dice, SHAPE, callback, keys, mac, secret, signed};

const MIB: usize = 1 << 20;

fn object(fields: usize, value: &str) -> String {
    let members: Vec<String> = (0..fields).map(|number| format!("\"key{number}\":{{\"inner\":{value}}}")).collect();
    format!("{{{}}}", members.join(","))
}

fn cost(work: impl FnOnce()) -> AllocationInfo {
    measure(work)
}

#[test]
fn a_signature_takes_three_allocations_at_most_whatever_the_number_of_fields() {
    for fields in [1, 14, 100, 5_000] {
        for value in ["\"text\"", "1.5", "12345", "true", "\"esc\\u0061ped\\/\""] {
            let json = object(fields, value);
            let mut signer = Signer::new(&secret("secret"));
            let first = cost(|| _ = signer.sign_json(json.as_bytes()));
            assert!(first.count_total <= 3, "{fields} {value}: {}", first.count_total);
            let again = cost(|| _ = signer.sign_json(json.as_bytes()));
            assert_eq!(again.count_total, 0, "{fields} {value}");
        }
    }
}

#[test]
fn lines_at_hand_take_two_allocations_and_then_none() {
    for fields in [1, 14, 100, 5_000] {
        let paths: Vec<String> = (0..fields).map(|number| format!("a:{number}")).collect();
        let mut signer = Signer::new(&secret("secret"));
        let mut sign =
            || cost(|| _ = signer.sign(paths.iter().map(|path| (path.as_str(), Scalar::Integer(7))))).count_total;
        assert!(sign() <= 2);
        assert_eq!(sign(), 0);
        let mut lines = || {
            cost(|| {
                let mut lines = signer.begin();
                paths.iter().for_each(|path| lines.line(path, Scalar::Boolean(true)));
                lines.finish();
            })
        };
        lines();
        assert_eq!(lines().count_total, 0);
    }
}

#[test]
fn verifying_takes_few_allocations() {
    let keys = keys();
    let body = signed(&callback("plain"));
    drop(verify(&SHAPE, &keys, body.as_bytes()));
    let counted = cost(|| drop(verify(&SHAPE, &keys, body.as_bytes())));
    assert!(counted.count_total <= 4, "{}", counted.count_total);
}

/// Bodies that are meant to cost more than they weigh. Each must be judged within a bounded number of bytes.
fn hostile() -> Vec<(&'static str, String, Option<Reason>)> {
    let project = "{\"project_id\":777,\"signature\":\"x\"";
    let mut dice = Dice::new(3);
    let shuffled: Vec<String> = (0..50_000).map(|_| format!("\"{:x}\":0", dice.next())).collect();
    let members =
        |count: usize, key: &str| (0..count).map(|number| format!("\"{key}{number}\":0")).collect::<Vec<_>>().join(",");
    let nested = |levels: usize, inside: &str| format!("{}{inside}{}", "{\"a\":".repeat(levels), "}".repeat(levels));
    let padded = MIB - 200;
    let wrong = Some(Reason::SignatureWrong);
    vec![
        ("50,000 keys in a row", format!("{project},{}}}", members(50_000, "k")), wrong),
        ("50,000 shuffled keys", format!("{project},{}}}", shuffled.join(",")), wrong),
        ("1,400 keys equal but for white space", format!("{project},{}}}", spaces(1_400)), wrong),
        (
            "50,000 keys of which two are the same",
            format!("{project},{},\"k7\":1}}", members(50_000, "k")),
            Some(Reason::DuplicateKey),
        ),
        ("a key of 1 MiB", format!("{project},\"{}\":1}}", "k".repeat(padded)), wrong),
        ("a key of 1 MiB of colons", format!("{project},\"{}\":1}}", ":".repeat(padded)), wrong),
        ("a key of 1 MiB of digits", format!("{project},\"{}\":1}}", "1".repeat(padded)), wrong),
        ("a value of 1 MiB of semicolons", format!("{project},\"k\":\"{}\"}}", ";".repeat(padded)), wrong),
        ("a number of 1 MiB", format!("{project},\"k\":1{}}}", "0".repeat(padded)), wrong),
        ("60 levels", format!("{project},\"d\":{}}}", nested(60, "1")), wrong),
        ("60 levels of lists, open", "[".repeat(60), Some(Reason::NoJson)),
        ("1 MiB of brackets", "[".repeat(MIB), Some(Reason::Depth)),
        ("1 MiB of commas", format!("[{}", ",".repeat(MIB - 1)), Some(Reason::NoJson)),
        (
            "paths that expand: long keys around many",
            format!("{project},\"{}\":{{{}}}}}", "k".repeat(300_000), members(50_000, "")),
            Some(Reason::SignedSize),
        ),
        (
            "paths that expand: 60 levels around many",
            format!("{project},\"d\":{}}}", nested(60, &format!("[{}1]", "1,".repeat(300_000)))),
            Some(Reason::SignedSize),
        ),
        ("long keys that start alike", format!("{project},{}}}", members(1_000, &"k".repeat(1_000))), wrong),
        ("500,000 items", format!("{project},\"l\":[{}1]}}", "1,".repeat(450_000)), Some(Reason::SignedSize)),
    ]
}

/// Keys that the natural order takes for equal.
fn spaces(longest: usize) -> String {
    (1..longest).map(|count| format!("\"a{}b\":0", " ".repeat(count))).collect::<Vec<_>>().join(",")
}

#[test]
fn hostile_bodies_are_judged_within_bounds() {
    let keys = keys();
    for (name, body, wanted) in hostile() {
        let body = &body.as_bytes()[..body.len().min(MIB)];
        let mut got = None;
        let counted = cost(|| got = verify(&SHAPE, &keys, body).err().map(|refusal| refusal.reason()));
        assert_eq!(got, wanted, "{name}");
        // The body, its tape (28 bytes a value, doubled for its lines and again while growing), the paths.
        assert!(counted.bytes_max as usize <= 64 * MIB, "{name}: {} bytes", counted.bytes_max);
    }
}

#[test]
fn hostile_bodies_with_a_right_signature_are_read_within_bounds() {
    // All of the work, and not only up to the signature.
    let many: Vec<String> = (0..40_000).map(|number| format!("\"k{number}\":\";{number}\"")).collect();
    let cuts = ";display_data:0:type:x".repeat(30_000);
    for (name, members) in [
        ("40,000 texts with a semicolon", many.join(",")),
        ("a text with 30,000 fields in it", format!("\"customer\":{{\"id\":\"{cuts}\"}}")),
        ("a key with 30,000 fields in it", format!("\"customer\":{{\"{cuts}\":1}}")),
        ("a path of spaces before 30,000 fields", format!("\"{}\":\"{}\"", " ".repeat(200_000), cuts)),
    ] {
        let body = format!("{{\"project_id\":777,{members}}}");
        let text = ecommpay_runtime::sign::callback_text_to_sign(body.as_bytes()).expect("JSON");
        let body = format!("{},\"signature\":\"{}\"}}", &body[..body.len() - 1], mac(support::SECRET, &text));
        let got = verify(&SHAPE, &keys(), body.as_bytes());
        assert!(got.is_ok_and(|got| !got.notes().is_empty()) || name.contains("fields"), "{name}");
    }
}

#[test]
fn reading_does_not_set_aside_more_than_it_may() {
    let text = format!("\"{}\"", ",[{".repeat(300_000));
    let counted = cost(|| drop(Document::read(text.as_bytes(), &Limits::default())));
    assert!(counted.bytes_max as usize <= 4 * MIB, "{} bytes", counted.bytes_max);
}
