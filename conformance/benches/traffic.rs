//! How many recorded callbacks a second are checked, and how much memory a payment takes.
//!
//! `cargo bench -p ecommpay-conformance`: signature, shape, specs and story of callbacks that are made in memory.
#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used)]

use std::io::{BufReader, Read};
use std::path::Path;
use std::time::Instant;

use ecommpay_conformance::traffic::{Options, Run, Secrets};
use ecommpay_platform::runtime::Secret;
use ecommpay_platform::runtime::sign::Signer;
use serde_json::json;

const SECRET: &str = "a secret of the benchmark";

fn main() {
    // `cargo test --benches` runs this too; it must then only show that it works.
    let measured = std::env::args().any(|argument| argument == "--bench");
    let (payments, batch) = if measured { (400_000, 20_000) } else { (200, 100) };
    let specs = methodspec::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs")).unwrap();
    for story in [true, false] {
        let mut secrets = Secrets::default();
        secrets.add(None, Secret::new(SECRET).unwrap());
        let options = Options { story, ..Options::default() };
        let mut run = Run::callbacks(&specs, ecommpay::METHODS, secrets, options);
        let mut signer = Signer::new(&Secret::new(SECRET).unwrap());
        let (mut busy, mut worked, mut bodies, mut bytes) = (0.0, 0.0, 0_u32, 0);
        let (mut start, mut peak) = (resident(), 0);
        for first in (0..payments).step_by(batch) {
            let lines = traffic(first..first + batch, &mut signer);
            let before = (Instant::now(), on_processor());
            run.stream("traffic", BufReader::with_capacity(1 << 16, lines.as_slice())).unwrap();
            busy += before.0.elapsed().as_secs_f64();
            worked += on_processor() - before.1;
            bodies += 2 * batch as u32;
            bytes += lines.len();
            drop(lines);
            peak = peak.max(resident());
            if first == 0 {
                // what any run takes is not what a payment takes
                start = resident();
            }
        }
        let (report, _) = run.finish();
        assert_eq!((report.passed, report.failed), (u64::from(bodies), 0), "{}", report.json());
        let more = payments.saturating_sub(batch).max(1) as f64;
        println!(
            "story {story}: {:.0} callbacks of {} bytes a second of processor time, {:.0} by the clock; \
             {} payments, {:.0} bytes of memory for each, {:.1} MiB in all",
            f64::from(bodies) / worked,
            bytes / bodies as usize,
            f64::from(bodies) / busy,
            report.payments,
            peak.saturating_sub(start) as f64 / more,
            peak as f64 / (1 << 20) as f64,
        );
    }
}

/// Two callbacks of each payment: the customer is redirected, the payment is paid.
fn traffic(payments: std::ops::Range<usize>, signer: &mut Signer) -> Vec<u8> {
    let mut lines = String::new();
    for number in payments {
        for (status, code, minute) in [("awaiting redirect result", "9999", 1), ("success", "0", 4)] {
            let sum = json!({ "amount": 1000 + number, "currency": "KES" });
            let mut body = json!({
                "project_id": 125,
                "payment": {
                    "id": format!("order-{number:09}"), "type": "purchase", "status": status, "method": "Card partner",
                    "date": format!("2026-11-22T03:{minute:02}:00+0000"), "sum": sum, "description": "Two boxes of tea",
                },
                "account": { "number": "431422******0056", "type": "visa", "card_holder": "A CUSTOMER" },
                "customer": { "id": format!("{}", number % 1000), "phone": "254700000000" },
                "operation": {
                    "id": 81_000_000 + number, "type": "sale", "status": status, "code": code, "message": "A message",
                    "date": format!("2026-11-22T03:{minute:02}:00+0000"), "created_date": "2026-11-22T03:00:00+0000",
                    "request_id": "0123456789abcdef0123456789abcdef01234567-0123456789abcdef0123456789abcdef01234567-00000001",
                    "sum_initial": sum, "sum_converted": sum,
                    "provider": { "id": 1, "payment_id": "9000000000", "auth_code": "", "date": "2026-11-22T03:00:30+0000" },
                },
            });
            let signature = signer.sign_json(body.to_string().as_bytes()).unwrap();
            body["signature"] = json!(signature.as_str());
            lines.push_str(&body.to_string());
            lines.push('\n');
        }
    }
    lines.into_bytes()
}

/// Seconds for which this thread had a processor, as the kernel counts them: whatever else the machine does does not
/// count. Where the kernel does not say, they are those of the clock.
fn on_processor() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = text.split(' ').next().and_then(|first| first.parse::<f64>().ok());
    let clock = || std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs_f64();
    nanoseconds.map_or_else(clock, |nanoseconds| nanoseconds / 1e9)
}

/// Bytes of memory that the process has, as the kernel counts them; 0 where it does not say.
fn resident() -> usize {
    let mut text = String::new();
    let read = std::fs::File::open("/proc/self/statm").and_then(|mut file| file.read_to_string(&mut text));
    let pages = read.ok().and_then(|_| text.split(' ').nth(1)?.parse::<usize>().ok());
    pages.unwrap_or(0) * 4096
}
