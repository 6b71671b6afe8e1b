//! How long a normal sale takes at the local Gate: alone, next to eight clients that send expensive bodies, and next to 200
//! connections that pipeline and never read.
//!
//! `cargo bench --bench gate_load -- --sales 200`. It ends with 1 where the slowest takes longer than the limit of 100 ms.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use ecommpay::Secret;
use ecommpay::runtime::sign::Signer;
use serde_json::{Value, json};

const KEY: &str = "a secret of this benchmark";
const PATH: &str = "/v2/payment/card-partner/sale";
const LIMIT: Duration = Duration::from_millis(100);

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--sales").skip(1);
    let sales: usize = arguments.next().map_or(200, |value| value.parse().unwrap());
    let gate = Gate::start();
    let mut holds = true;
    holds &= told("alone", &times(&gate.address, "alone", sales));
    for (name, bodies) in [
        ("a mebibyte of one text", vec![many(1)]),
        ("a mebibyte of 12,000 members", vec![many(12_000)]),
        ("12 KiB, a long key over a thousand", vec![long_key()]),
        ("64 levels, a mebibyte", vec![deep()]),
        ("all of these", vec![many(1), many(12_000), long_key(), deep()]),
    ] {
        let (stop, answered) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let bodies = Arc::new(bodies);
        let clients: Vec<_> = (0..8)
            .map(|client| {
                let (address, bodies, stop, answered) =
                    (gate.address.clone(), bodies.clone(), stop.clone(), answered.clone());
                std::thread::spawn(move || {
                    let mut stream = TcpStream::connect(&address).unwrap();
                    for round in client.. {
                        if stop.load(Ordering::Relaxed) {
                            return;
                        }
                        post(&mut stream, &bodies[round % bodies.len()]);
                        answered.fetch_add(1, Ordering::Relaxed);
                    }
                })
            })
            .collect();
        while answered.load(Ordering::Relaxed) < 8 {
            std::thread::sleep(Duration::from_millis(10));
        }
        holds &= told(&format!("next to 8 clients: {name}"), &times(&gate.address, name, sales));
        stop.store(true, Ordering::Relaxed);
        clients.into_iter().for_each(|client| client.join().unwrap());
    }
    let request = request(&signed(sale("never read")));
    let deaf: Vec<_> = (0..200)
        .map(|_| {
            let mut stream = TcpStream::connect(&gate.address).unwrap();
            stream.set_nonblocking(true).unwrap();
            // as much as is taken
            for _ in 0..10_000 {
                if stream.write(request.as_bytes()).is_err() {
                    break;
                }
            }
            stream
        })
        .collect();
    holds &= told("next to 200 that pipeline and never read", &times(&gate.address, "deaf", sales));
    drop(deaf);
    if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn told(name: &str, times: &[Duration]) -> bool {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let [median, last] = [sorted[sorted.len() / 2], sorted[sorted.len() - 1]];
    let holds = last < LIMIT;
    println!(
        "{name}: median {median:.1?}, slowest {last:.1?} of {}{}",
        times.len(),
        if holds { "" } else { ": TOO SLOW" }
    );
    holds
}

/// Sales, each on a connection of its own.
fn times(address: &str, name: &str, sales: usize) -> Vec<Duration> {
    let one = |number| {
        let body = signed(sale(&format!("{name} {number}")));
        let begun = Instant::now();
        let mut stream = TcpStream::connect(address).unwrap();
        assert_eq!(post(&mut stream, &body), 200);
        begun.elapsed()
    };
    (0..sales).map(one).collect()
}

fn request(body: &str) -> String {
    format!("POST {PATH} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

/// Sends a request, and reads its answer to the end.
fn post(stream: &mut TcpStream, body: &str) -> u16 {
    stream.write_all(request(body).as_bytes()).unwrap();
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let status = line.split(' ').nth(1).unwrap().parse().unwrap();
    let mut length = 0;
    loop {
        line.clear();
        reader.read_line(&mut line).unwrap();
        if line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    reader.read_exact(&mut vec![0; length]).unwrap();
    status
}

fn sale(payment: &str) -> Value {
    json!({
        "general": { "project_id": 125, "payment_id": payment },
        "customer": { "id": "1", "ip_address": "1.2.3.4", "phone": "123456789", "email": "a@example.com" },
        "payment": { "amount": 100_000, "currency": "KES" }
    })
}

fn signed(mut body: Value) -> String {
    let signature = Signer::new(&Secret::new(KEY).unwrap()).sign_json(body.to_string().as_bytes());
    // what the signature does not cover is refused, and costs what it costs until then
    body["general"]["signature"] = json!(signature.map_or_else(|_| "x".to_owned(), |signature| signature.to_string()));
    body.to_string()
}

fn many(members: usize) -> String {
    let mut body = sale("many");
    let each = ((1 << 20) - 2000) / members;
    for member in 0..members {
        body["extra"][format!("member {member:012}")] = json!("x".repeat(each.saturating_sub(27).max(1)));
    }
    signed(body)
}

fn long_key() -> String {
    let mut body = sale("long key");
    for member in 0..1000 {
        body["x".repeat(4000)][member.to_string()] = json!(1);
    }
    signed(body)
}

fn deep() -> String {
    let mut inner = json!("x".repeat(900_000));
    for level in 0..58 {
        inner = json!({ format!("level {level}"): inner });
    }
    let mut body = sale("deep");
    body["extra"] = inner;
    signed(body)
}

/// Gone with the benchmark, however that ends.
struct Gate {
    child: Child,
    address: String,
}

impl Gate {
    fn start() -> Gate {
        let mut child = Command::new(env!("CARGO_BIN_EXE_ecommpay-conformance"))
            .args(["gate", "--project", "125", "--key-env", "KEY"])
            .env("KEY", KEY)
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim_end().strip_prefix("listening on http://").unwrap().to_owned();
        Gate { child, address }
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
