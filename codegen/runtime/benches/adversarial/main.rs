//! What hostile bodies cost `verify`, beside a flat body of the same length.
//!
//! `cargo bench -p ecommpay-runtime --bench adversarial`
#![allow(missing_docs, clippy::print_stdout, unreachable_pub)]

mod shapes;

use std::hint::black_box;
use std::time::{Duration, Instant};

use ecommpay_runtime::Secret;
use ecommpay_runtime::callback::{JsonShape, Keys, Shape, ShapeField, verify};
use ecommpay_runtime::sign::Signer;

/// The most that a hostile body may cost, in flat bodies.
const MOST: f64 = 8.0;

static SHAPE: Shape = Shape::new(&[
    ShapeField::new("project_id", JsonShape::Integer),
    ShapeField::new("payment.id", JsonShape::Text),
    ShapeField::new("payment.status", JsonShape::Text),
    ShapeField::new("payment.description", JsonShape::Text),
    ShapeField::new("payment.sum.amount", JsonShape::Integer),
    ShapeField::new("operation.id", JsonShape::Integer),
    ShapeField::new("redirect_data.body", JsonShape::Map),
    ShapeField::new("display_data[].type", JsonShape::Text),
]);

fn signed(body: &str, secret: &Secret) -> String {
    // One whose text would be too long has no signature: it is refused before.
    let signature = Signer::new(secret).sign_json(body.as_bytes()).map(|signature| signature.to_string());
    format!("{},\"signature\":\"{}\"}}", &body[..body.len() - 1], signature.unwrap_or_else(|_| "x".to_owned()))
}

/// The shortest of some rounds: whatever else the machine does only adds to it.
fn time(keys: &Keys, body: &str, rounds: usize) -> Duration {
    let once = || {
        let begun = Instant::now();
        let _ = black_box(verify(&SHAPE, keys, black_box(body.as_bytes())));
        begun.elapsed()
    };
    (0..rounds).map(|_| once()).min().unwrap_or_default()
}

fn main() {
    // `cargo test --benches` runs this too; it must then only show that it works.
    let measured = std::env::args().any(|argument| argument == "--bench");
    let secret = Secret::new("a secret of ordinary length").expect("a secret");
    let keys = Keys::new().with(777, &secret);
    let mut worst = (0.0, "", 0);
    let lengths: &[usize] = if measured { &[1 << 10, 12 << 10, 64 << 10, 1_000_000] } else { &[1 << 10] };
    for &length in lengths {
        let rounds = if measured { (8_000_000 / length).clamp(9, 500) } else { 1 };
        let flat = time(&keys, &signed(&shapes::flat(length), &secret), rounds);
        println!("{length} bytes: a flat body takes {:.1} us", flat.as_secs_f64() * 1e6);
        for (name, body) in shapes::all(length) {
            let took = time(&keys, &signed(&body, &secret), rounds);
            let ratio = took.as_secs_f64() / flat.as_secs_f64();
            println!("  {name:<36} {:>9.1} us {ratio:>6.2}", took.as_secs_f64() * 1e6);
            if ratio > worst.0 {
                worst = (ratio, name, length);
            }
        }
    }
    let (ratio, name, length) = worst;
    println!("worst: {ratio:.2} times a flat body ({name}, {length} bytes); {MOST} is the most that is allowed");
}
