//! Hunts for time: no body costs more than eight flat ones of the same length.
#![no_main]

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};

use ecommpay_runtime::Secret;
use ecommpay_runtime::callback::{JsonShape, Keys, Shape, ShapeField, verify};
use ecommpay_runtime::sign::Signer;
use libfuzzer_sys::fuzz_target;

#[allow(dead_code)]
#[path = "../../benches/adversarial/shapes.rs"]
mod shapes;

/// The most that a body may cost, in flat ones.
const MOST: u32 = 8;
/// What a moment of the machine's own can add, even to the shortest of some rounds.
const NOISE: Duration = Duration::from_micros(100);
/// Shorter bodies are not held to it: what each costs whatever it holds weighs too much.
const SHORTEST: usize = 1024;

static SHAPE: Shape = Shape::new(&[
    ShapeField::new("project_id", JsonShape::Integer),
    ShapeField::new("payment.id", JsonShape::Text),
    ShapeField::new("payment.sum.amount", JsonShape::Integer),
    ShapeField::new("redirect_data.body", JsonShape::Map).uncovered(),
    ShapeField::new("display_data[].type", JsonShape::Text),
]);

static SECRET: LazyLock<Secret> = LazyLock::new(|| Secret::new("secret").expect("a secret"));
static KEYS: LazyLock<Keys> = LazyLock::new(|| Keys::new().with(1, &SECRET).with(777, &SECRET));
/// What flat bodies take, by their length in KiB.
static FLAT: LazyLock<Mutex<HashMap<usize, Duration>>> = LazyLock::new(|| Mutex::new(HashMap::new()));

fuzz_target!(|input: &[u8]| {
    // What is repeated costs most: the first byte says how often, the rest is the members, with the number of each.
    let Some((&times, members)) = input.split_first() else { return };
    let Ok(members) = std::str::from_utf8(members) else { return };
    let mut body = String::from("{\"project_id\":1");
    for number in 0..=usize::from(times) * 4 {
        body.push(',');
        body.push_str(&members.replace('#', &number.to_string()));
        if body.len() > 1 << 19 {
            break;
        }
    }
    body.push('}');
    if body.len() < SHORTEST {
        return;
    }
    let body = signed(&body).unwrap_or(body);
    let took = time(&body, 3);
    let kib = body.len() / 1024;
    let flat = *FLAT.lock().expect("a lock").entry(kib).or_insert_with(|| {
        let flat = shapes::flat(kib * 1024);
        time(&signed(&flat).expect("JSON"), 20)
    });
    if took > flat * MOST + NOISE {
        // Once more, in case the machine was busy.
        let took = time(&body, 30);
        assert!(took <= flat * MOST + NOISE, "{took:?} for {} bytes, a flat body takes {flat:?}", body.len());
    }
});

/// The shortest of some rounds.
fn time(body: &str, rounds: usize) -> Duration {
    let once = || {
        let begun = Instant::now();
        let _ = verify(&SHAPE, &KEYS, body.as_bytes());
        begun.elapsed()
    };
    (0..rounds).map(|_| once()).min().unwrap_or_default()
}

fn signed(body: &str) -> Option<String> {
    let signature = Signer::new(&SECRET).sign_json(body.as_bytes()).ok()?;
    Some(format!("{},\"signature\":\"{signature}\"}}", body.strip_suffix('}')?))
}
