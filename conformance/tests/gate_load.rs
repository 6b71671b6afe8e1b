//! The Gate next to clients that cost much: counted, not timed.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::gate_support::{Client, Gate, PROJECT, general, root, secret, start};
use ecommpay_platform::runtime::sign::Signer;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

const SALE: &str = "/v2/payment/card-partner/sale";

fn sale(payment: &str) -> Value {
    let mut body = general(payment);
    body["customer"] = json!({ "id": "1", "ip_address": "1.2.3.4", "phone": "123456789", "email": "a@example.com" });
    body["payment"] = json!({ "amount": 100_000, "currency": "KES" });
    body
}

/// Almost a mebibyte, in so many members.
fn long(payment: &str, members: usize) -> String {
    let mut body = sale(payment);
    let each = ((1 << 20) - 2000) / members;
    for member in 0..members {
        body["extra"][format!("member {member:012}")] = json!("x".repeat((each - 26).max(1)));
    }
    let signature = Signer::new(&secret()).sign_json(body.to_string().as_bytes()).unwrap();
    body["general"]["signature"] = json!(signature.as_str());
    let body = body.to_string();
    assert!(body.len() < 1 << 20 && body.len() > 800_000, "{}", body.len());
    body
}

#[tokio::test]
async fn a_sale_is_not_behind_long_requests() {
    const LONG: usize = 24;
    let gate = Gate::begin(start()).await;
    let (body, done) = (long("long", 12_000), Arc::new(AtomicUsize::new(0)));
    let mut first = tokio::task::JoinSet::new();
    for _ in 0..LONG {
        let (url, body, done) = (format!("{}{SALE}", gate.base), body.clone(), done.clone());
        first.spawn(async move {
            let answer = Client::new().post(&url, body).await.unwrap();
            done.fetch_add(1, Ordering::SeqCst);
            answer.status
        });
    }
    // once one is done, the others are there
    first.join_next().await.unwrap().unwrap();
    for number in 0..4 {
        gate.accepted(SALE, sale(&format!("normal {number}"))).await;
    }
    let before = done.load(Ordering::SeqCst);
    assert!(before <= LONG / 3, "{before} of {LONG} long requests were answered before four sales");
    let mut statuses = vec![];
    while let Some(status) = first.join_next().await {
        statuses.push(status.unwrap());
    }
    assert!(statuses.iter().all(|status| matches!(status, 200 | 400)), "each is answered: {statuses:?}");
    gate.end().await;
}

#[tokio::test]
async fn who_pipelines_and_never_reads_is_worked_for_a_little_and_no_more() {
    const REQUESTS: usize = 20_000;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("journal");
    let mut begun = start();
    begun.journal = Some(file.clone());
    let gate = Gate::begin(begun).await;
    let address = gate.base.strip_prefix("http://").unwrap();
    let refused =
        || std::fs::read_to_string(&file).unwrap().lines().filter(|line| line.contains("\"refused\"")).count();
    let one = "POST /v2/payment/status HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}";
    let all = one.repeat(REQUESTS);
    let mut deaf = Vec::new();
    for _ in 0..4 {
        let (mut stream, all) = (TcpStream::connect(address).await.unwrap(), all.clone());
        deaf.push(tokio::spawn(async move {
            // whether it is all taken is no matter
            let _ = stream.write_all(all.as_bytes()).await;
            std::future::pending::<()>().await;
        }));
    }
    // until they are not served any more
    let mut worked = 0;
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let now = refused();
        if now > 0 && now == worked {
            break;
        }
        worked = now;
    }
    eprintln!("{worked} of {} requests were worked on", deaf.len() * REQUESTS);
    assert!(worked < deaf.len() * 1000, "{worked} requests of {} that never read were worked on", deaf.len());
    for number in 0..10 {
        gate.accepted(SALE, sale(&format!("next to them {number}"))).await;
    }
    assert_eq!(refused(), worked, "and they are not served on");
    deaf.iter().for_each(|deaf| deaf.abort());
    gate.end().await;
}

#[tokio::test]
async fn a_body_of_too_many_values_or_with_a_text_too_long_to_keep_is_refused() {
    let gate = Gate::begin(start()).await;
    let mut many = sale("many");
    many["extra"] = json!(vec![1_234_567_890; 40_000]);
    let (status, answer) = gate.signed(SALE, many).await;
    assert_eq!((status, &answer["errors"][0]["description"]), (413, &json!("the body has more than 32768 values")));
    let long = "x".repeat(5000);
    for path in [
        "general.merchant_callback_url",
        "payment.description",
        "customer.id",
        "account.token",
        "payment.merchant_refund_id",
    ] {
        let mut body = sale("long");
        let (object, member) = path.split_once('.').unwrap();
        body[object][member] = json!(long);
        let (status, answer) = gate.signed(SALE, body).await;
        assert_eq!(status, 400, "{path}: {answer}");
        assert!(!answer.to_string().contains(&long), "{path}");
    }
    let mut body = sale(&long);
    body["payment"]["currency"] = json!("XXX");
    let (_, answer) = gate.signed(SALE, body).await;
    assert!(answer.get("payment_id").is_none(), "no long text is repeated, or remembered");
    gate.accepted(SALE, sale("short")).await;
    gate.end().await;
}

struct Program {
    child: Child,
    base: String,
}

impl Program {
    fn start(folder: &Path) -> Program {
        let mut child = Command::new(env!("CARGO_BIN_EXE_ecommpay-conformance"))
            .args(["gate", "--project", &PROJECT.to_string(), "--key-env", "GATE_TEST_KEY", "--clock", "manual"])
            .args(["--journal", folder.join("journal").to_str().unwrap()])
            .env("GATE_TEST_KEY", "a secret of this test")
            .current_dir(root())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let base = line.trim_end().strip_prefix("listening on ").unwrap().to_owned();
        Program { child, base }
    }

    /// What it needs, or needed at most, in mebibytes.
    fn memory(&self, what: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(what)).unwrap();
        line.split_whitespace().next().unwrap().parse::<u64>().unwrap() >> 10
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bodies_of_a_mebibyte_need_little_memory() {
    bodies_at_once(250, 40, true).await;
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "it takes half a minute in a release build; `.ci/long gate`"]
async fn a_thousand_bodies_of_a_mebibyte_give_their_memory_back() {
    bodies_at_once(1000, 1000, true).await;
}

/// All are sent at once, and so many answers are waited for.
#[cfg(target_os = "linux")]
async fn bodies_at_once(bodies: usize, enough: usize, is_given_back: bool) {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path());
    let client = Client::new();
    let idle = program.memory("VmRSS:");
    let members = [30, 300, 3000, 30_000];
    let shapes: Vec<String> = (0..4).map(|number| long(&format!("long-{number}"), members[number])).collect();
    let shapes = Arc::new(shapes);
    let mut all = tokio::task::JoinSet::new();
    for number in 0..bodies {
        let (url, shapes, client) = (format!("{}{SALE}", program.base), shapes.clone(), client.clone());
        // the most members take the longest: few of them, and they are among the first
        let shape = if number % 50 == 0 { 3 } else { number % 3 };
        all.spawn(async move { client.post(&url, shapes[shape].clone()).await.map(|answer| answer.status) });
    }
    let mut statuses = std::collections::BTreeMap::new();
    for _ in 0..enough {
        *statuses.entry(all.join_next().await.unwrap().unwrap()).or_insert(0) += 1;
    }
    let most = program.memory("VmHWM:");
    all.shutdown().await;
    // the others are gone, and what they held with them
    let (status, told) = (client.get(&format!("{}/control/payments", program.base)).await)
        .map(|answer| (answer.status, answer.text))
        .unwrap();
    assert!(status == 200 && told.contains("long-"), "{told}");
    let mut after = program.memory("VmRSS:");
    for _ in 0..if is_given_back { 600 } else { 0 } {
        if after < idle + 64 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        after = program.memory("VmRSS:");
    }
    eprintln!("idle {idle} MiB, most {most} MiB, afterwards {after} MiB: {statuses:?}");
    let answered =
        statuses.iter().filter(|(status, _)| matches!(status, Ok(200 | 400))).map(|(_, count)| count).sum::<usize>();
    assert_eq!(answered, enough, "each payment begins once, and the others are told so: {statuses:?}");
    assert!(most < 256, "{most} MiB");
    assert!(!is_given_back || after < idle + 64, "{after} MiB afterwards, {idle} MiB before");
}
