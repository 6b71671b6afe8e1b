//! The local Gate under load: payments at a steady rate, each with its callbacks, twice over one Gate.
//!
//! `cargo bench --bench gate -- --rate 2000 --seconds 30 --retain 10000`. It ends with 1 where a callback is lost or doubled, or
//! the second run takes a tenth more memory than the first.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::routing::post;
use ecommpay::runtime::sign::Signer;
use ecommpay::{Callback, DedupeKey, Keys, Secret, Webhook};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::json;

const PROJECT: i64 = 125;
const KEY: &str = "a secret of this benchmark";
/// Requests under way at once, at most.
const WORKERS: usize = 64;
/// How long the last callbacks are waited for.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Clone, Copy)]
struct Load {
    rate: usize,
    seconds: usize,
    retain: usize,
}

/// How often each piece of news came.
type News = Arc<Mutex<HashMap<DedupeKey, u32>>>;

fn main() -> ExitCode {
    let load =
        Load { rate: option("--rate", 2000), seconds: option("--seconds", 30), retain: option("--retain", 10_000) };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    if runtime.block_on(both(load)) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn option(name: &str, otherwise: usize) -> usize {
    let mut arguments = std::env::args().skip_while(|argument| argument != name).skip(1);
    arguments.next().map_or(otherwise, |value| value.parse().unwrap())
}

async fn both(load: Load) -> bool {
    let news = News::default();
    let shop = shop(news.clone()).await;
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("rules.yaml");
    std::fs::write(&rules, "- end: success\n").unwrap();
    let mut gate = Gate(
        Command::new(env!("CARGO_BIN_EXE_ecommpay-conformance"))
            .args(["gate", "--project", "125", "--key-env", "KEY", "--callback-url", &shop])
            .args(["--retain", &load.retain.to_string(), "--rules", rules.to_str().unwrap()])
            .env("KEY", KEY)
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let mut line = String::new();
    BufReader::new(gate.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let base = line.trim_end().strip_prefix("listening on ").unwrap().to_owned();
    let mut holds = true;
    let mut memory = Vec::new();
    for run in 1..=2 {
        holds &= once(&base, run, load, &news).await;
        memory.push(gate.memory());
    }
    let [first, second] = memory[..] else { return false };
    println!("resident: {first} kB after the first run, {second} kB after the second");
    holds && second <= first + first / 10
}

/// One run: whether every callback came, once.
async fn once(base: &str, run: usize, load: Load, news: &News) -> bool {
    let count = load.rate * load.seconds;
    let (next, late) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let client: Client<HttpConnector, Body> = Client::builder(TokioExecutor::new()).build_http();
    let begun = Instant::now();
    let workers = (0..WORKERS).map(|_| {
        let (next, late, client) = (next.clone(), late.clone(), client.clone());
        let url = format!("{base}/v2/payment/card-partner/sale");
        let mut signer = Signer::new(&Secret::new(KEY).unwrap());
        tokio::spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= count {
                    return;
                }
                let due = Duration::from_secs_f64(number as f64 / load.rate as f64);
                match due.checked_sub(begun.elapsed()) {
                    Some(early) => tokio::time::sleep(early).await,
                    None => drop(late.fetch_add(1, Ordering::Relaxed)),
                }
                let mut body = json!({
                    "general": { "project_id": PROJECT, "payment_id": format!("{run}-{number}") },
                    "customer": { "id": "1", "ip_address": "1.2.3.4", "phone": "123456789", "email": "a@example.com" },
                    "payment": { "amount": 100_000, "currency": "KES" }
                });
                let signature = signer.sign_json(body.to_string().as_bytes()).unwrap();
                body["general"]["signature"] = json!(signature.as_str());
                let request = Request::post(&url).body(Body::from(body.to_string())).unwrap();
                let answer = client.request(request).await.unwrap();
                assert_eq!(answer.status(), 200);
                axum::body::to_bytes(Body::new(answer.into_body()), 1 << 20).await.unwrap();
            }
        })
    });
    for worker in workers.collect::<Vec<_>>() {
        worker.await.unwrap();
    }
    let took = begun.elapsed();
    // a redirect and an end
    let wanted = 2 * count * run;
    let waiting = Instant::now();
    while news.lock().unwrap().len() < wanted && waiting.elapsed() < PATIENCE {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let (came, doubled) = {
        let news = news.lock().unwrap();
        (news.len(), news.values().filter(|times| **times > 1).count())
    };
    println!(
        "run {run}: {count} payments in {:.1} s, {:.0} a second, {} of {wanted} callbacks, {doubled} doubled, the last after {:.1} s",
        took.as_secs_f64(),
        count as f64 / took.as_secs_f64(),
        came,
        waiting.elapsed().as_secs_f64(),
    );
    came == wanted && doubled == 0
}

async fn shop(news: News) -> String {
    let keep = move |Webhook(callback): Webhook<Callback>| async move {
        *news.lock().unwrap().entry(callback.dedupe_key()).or_default() += 1;
    };
    let keys = Keys::new().with(PROJECT, &Secret::new(KEY).unwrap());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/callbacks", listener.local_addr().unwrap());
    let app = Router::new().route("/callbacks", post(keep)).with_state(keys);
    tokio::spawn(async move { axum::serve(listener, app).await });
    url
}

/// Gone with the benchmark, however that ends.
struct Gate(Child);

impl Gate {
    /// Resident memory in kB, where the system tells it by `/proc`.
    fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        line.split_whitespace().next().and_then(|kilobytes| kilobytes.parse().ok()).unwrap_or(0)
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
