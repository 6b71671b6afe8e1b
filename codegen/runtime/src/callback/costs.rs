//! What a body costs, counted: hostile ones beside flat ones of the same length.

use super::{DedupeKey, JsonShape, Keys, Shape, ShapeField, Verifier, verify};
use crate::Secret;
use crate::sign::Signer;
use crate::sign::meter::{Work, measure};

#[path = "../../benches/adversarial/shapes.rs"]
mod shapes;

/// The most that a hostile body may cost, in flat bodies of the same length.
const MOST: usize = 8;

static SHAPE: Shape = Shape::new(&[
    ShapeField::new("project_id", JsonShape::Integer),
    ShapeField::new("payment.id", JsonShape::Text),
    ShapeField::new("payment.sum.amount", JsonShape::Integer),
    ShapeField::new("redirect_data.body", JsonShape::Map),
    ShapeField::new("display_data[].type", JsonShape::Text),
]);

/// The body with its signature, and the keys with which it holds.
fn signed(body: &str) -> (String, Keys) {
    let secret = Secret::new("secret").unwrap();
    // One whose text would be too long has no signature: it is refused before.
    let signature = Signer::new(&secret).sign_json(body.as_bytes()).map(|signature| signature.to_string());
    let body = format!("{},\"signature\":\"{}\"}}", &body[..body.len() - 1], signature.unwrap_or_else(|_| "x".into()));
    (body, Keys::new().with(777, &secret))
}

fn work(body: &str) -> Work {
    let (body, keys) = signed(body);
    // The table is made ready once, whatever the bodies are.
    SHAPE.index();
    measure(|| drop(verify(&SHAPE, &keys, body.as_bytes())))
}

/// A comparison has a cost of its own, which is that of looking at a few bytes.
fn total(work: Work, body: usize) -> usize {
    body + 8 * work.comparisons + work.compared + work.hashed + work.searched
}

/// The worst of some: hundredths of a flat body, the shape and its length.
type Worst = (usize, &'static str, usize);

/// Judges every shape of a length of which the number leaves this rest.
fn worst_of(lengths: &[usize], workers: usize, rest: usize) -> Worst {
    let mut worst = (0, "", 0);
    for &length in lengths {
        let flat = shapes::flat(length);
        assert!(flat.len().abs_diff(length) < 100);
        let flat = total(work(&flat), length);
        for (name, body) in shapes::all(length).into_iter().skip(rest).step_by(workers) {
            assert!(body.len() < length + length / 4 + 1_000, "{name}: {} of {length}", body.len());
            let cost = work(&body);
            let total = total(cost, body.len());
            assert!(total <= MOST * flat, "{name}, {length} bytes: {cost:?} is {total}, a flat body {flat}");
            worst = worst.max((total * 100 / flat, name, length));
        }
    }
    worst
}

#[test]
#[allow(clippy::print_stdout)]
fn hostile_bodies_cost_at_most_eight_flat_ones() {
    const WORKERS: usize = 4;
    let lengths = [1 << 10, 12 << 10, (1 << 20) - 400, 3 << 10, 64 << 10, 300_000];
    let full = std::env::var_os("FULL").is_some_and(|full| !full.is_empty());
    let lengths = if full { &lengths[..] } else { &lengths[..3] };
    let worst = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS).map(|rest| scope.spawn(move || worst_of(lengths, WORKERS, rest))).collect();
        workers.into_iter().map(|worker| worker.join().expect("no body above the bound")).max()
    });
    let worst = worst.expect("a shape");
    println!("worst: {} hundredths of a flat body ({}, {} bytes)", worst.0, worst.1, worst.2);
}

#[test]
fn a_key_that_is_ready_does_not_lay_the_body_out_again() {
    let (body, keys) = signed(r#"{"project_id":777,"b":{"d":1,"c":2},"a":"tea","payment":{"id":"X"}}"#);
    let verifier = Verifier::new(&SHAPE);
    let [later, ready] = [verifier, verifier.with_dedupe_key()]
        .map(|verifier| verifier.verify(&keys, body.as_bytes()).unwrap_or_else(|refusal| panic!("{refusal}")));
    let of = |callback| {
        let mut key = None;
        let work = measure(|| key = Some(DedupeKey::of(callback)));
        (key, work.comparisons)
    };
    let ((first, again), (second, none)) = (of(&later), of(&ready));
    assert_eq!(first, second);
    assert!(again > 0 && none == 0, "{again} comparisons, and {none} where the key is ready");
}

#[test]
fn the_twelve_kilobytes_that_cost_most_are_refused_before_they_are_sorted() {
    let (_, body) = shapes::all(12 << 10).swap_remove(0);
    let cost = work(&body);
    assert_eq!((cost.comparisons, cost.hashed), (0, 0), "{cost:?}");
}

#[test]
fn a_comparison_reads_each_byte_a_few_times_at_most() {
    use crate::sign::natural::compare;
    let long = |unit: &str| unit.repeat(40_000 / unit.len());
    for unit in ["k", "1", "0", " ", "1 ", "a1", "a 0", "01", "k:0:", "\0", "é"] {
        for (one, other) in [("1", "2"), ("a", "b"), ("1", "a"), (" 1", "1"), ("01", "1"), ("", "x"), ("  ", " ")] {
            let (one, other) = (format!("x{}{one}", long(unit)), format!("x{}{other}", long(unit)));
            let work = measure(|| _ = compare(&one, &other));
            assert!(work.compared <= 4 * one.len() + 64, "{unit:?}: {work:?} of {} bytes", one.len());
        }
        // The same, but for white space all the way.
        let spaced = format!("x{}", long(unit).split("").collect::<Vec<_>>().join(" "));
        let work = measure(|| _ = compare(&format!("x{}", long(unit)), &spaced));
        assert!(work.compared <= 4 * spaced.len() + 64, "{unit:?}: {work:?} of {} bytes", spaced.len());
    }
}
