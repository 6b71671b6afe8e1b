//! The Gate as a program: killed, interrupted, spoken to badly.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::gate_support::{Client, PROJECT, Shop, general, root, sign};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const SALE: &str = "/v2/payment/card-partner/sale";

struct Program {
    child: Child,
    base: String,
}

impl Program {
    fn start(more: &[&str]) -> Program {
        Program::by(&mut Command::new(env!("CARGO_BIN_EXE_ecommpay-conformance")), more)
    }

    fn by(command: &mut Command, more: &[&str]) -> Program {
        let mut child = command
            .args(["gate", "--project", &PROJECT.to_string(), "--key-env", "GATE_TEST_KEY", "--port", "0"])
            .args(more)
            .env("GATE_TEST_KEY", "a secret of this test")
            .current_dir(root())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let base = line.trim_end().strip_prefix("listening on ").map(str::to_owned);
        let Some(base) = base else {
            let mut told = String::new();
            child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
            panic!("{line}{told}");
        };
        Program { child, base }
    }

    /// What it wrote until it ended by itself.
    fn log(mut self) -> String {
        let mut told = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
        self.child.wait().unwrap();
        told
    }
}

/// A test that fails leaves no program behind.
impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn sale(payment: &str, shop: &str) -> String {
    let mut body = json!({
        "general": { "project_id": PROJECT, "payment_id": payment, "merchant_callback_url": shop },
        "customer": { "id": "123", "ip_address": "1.2.3.4", "phone": "123456789", "email": "anna@example.com" },
        "payment": { "amount": 100_000, "currency": "KES" }
    });
    sign(&mut body);
    body.to_string()
}

/// Under load until it is gone: the payments whose acceptance was answered.
async fn load(base: &str, round: usize, shop: &str) -> BTreeSet<String> {
    let workers = (0..4).map(|worker| {
        let (base, shop) = (base.to_owned(), shop.to_owned());
        tokio::spawn(async move {
            let (client, mut taken) = (Client::new(), BTreeSet::new());
            for number in 0.. {
                let payment = format!("{round}-{worker}-{number}");
                let sent = client.post(&format!("{base}{SALE}"), sale(&payment, &shop)).await;
                let Ok(answer) = sent else { return taken };
                assert!(answer.status == 200, "{}", answer.text);
                taken.insert(payment);
            }
            taken
        })
    });
    let mut all = BTreeSet::new();
    for worker in workers.collect::<Vec<_>>() {
        all.append(&mut worker.await.unwrap());
    }
    all
}

/// `KILLS=200` for the long form.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_moment_no_answered_payment_is_lost_and_no_final_callback_missing() {
    let kills: u64 = std::env::var("KILLS").map_or(3, |kills| kills.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let (journal, rules) = (folder.path().join("journal"), folder.path().join("rules.yaml"));
    std::fs::write(&rules, "- end: success\n").unwrap();
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    let (journal, rules) = (text(&journal), text(&rules));
    let arguments = ["--journal", &journal, "--rules", &rules, "--clock", "1000x"];
    let mut shop = Shop::open().await;
    let (mut taken, mut state) = (BTreeSet::new(), 1_u64);
    for round in 0..kills {
        let mut program = Program::start(&arguments);
        let loading = tokio::spawn({
            let (base, url) = (program.base.clone(), shop.url.clone());
            async move { load(&base, usize::try_from(round).unwrap(), &url).await }
        });
        // any moment will do: nothing is waited for, and nothing depends on which one it is
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        tokio::time::sleep(Duration::from_millis(state >> 33 & 0xff)).await;
        program.child.kill().unwrap();
        program.child.wait().unwrap();
        taken.append(&mut loading.await.unwrap());
    }
    let program = Program::start(&arguments);
    let mut missing = taken.clone();
    while !missing.is_empty() {
        let callback = tokio::time::timeout(Duration::from_secs(60), shop.next()).await;
        let callback =
            callback.unwrap_or_else(|_| panic!("{} of {} final callbacks are missing", missing.len(), taken.len()));
        if callback["payment"]["status"] == "success" {
            missing.remove(callback["payment"]["id"].as_str().unwrap());
        }
    }
    assert!(!taken.is_empty(), "the load reached nothing");
    let client = Client::new();
    for payment in &taken {
        let mut body = general(payment);
        sign(&mut body);
        let answer = client.post(&format!("{}/v2/payment/status", program.base), body.to_string()).await.unwrap();
        let answer: Value = serde_json::from_str(&answer.text).unwrap();
        assert_eq!(answer["payment"]["status"], "success", "{answer}");
    }
}

fn refused(more: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_ecommpay-conformance"))
        .args(["gate", "--project", "125", "--key-env", "GATE_TEST_KEY"])
        .args(more)
        .env("GATE_TEST_KEY", "a secret of this test")
        .current_dir(root())
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(2) && output.stdout.is_empty(), "{more:?}: {told}");
    told
}

#[test]
fn options_that_cannot_hold_are_refused_at_the_start() {
    for (url, why) in [
        ("https://127.0.0.1/", "no TLS"),
        ("nope", "not http"),
        ("http://", "no URL"),
        ("http://example.com/", "--deliver-beyond-loopback"),
    ] {
        let told = refused(&["--callback-url", url]);
        assert!(told.contains("--callback-url") && told.contains(why), "{url}: {told}");
    }
    let told = refused(&["--project", "125", "--key-env", "GATE_TEST_KEY"]);
    assert!(told.contains("--project 125 is given twice"), "{told}");
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("rules.yaml");
    for (when, why) in [
        ("method: nobodys-pay", "rule 2: there is no method \"nobodys-pay\""),
        ("operation: sell", "rule 2: there is no operation \"sell\""),
        ("currency: kes", "rule 2: there is no currency \"kes\""),
    ] {
        std::fs::write(&rules, format!("- end: success\n- {{ when: {{ {when} }}, end: decline }}\n")).unwrap();
        let told = refused(&["--rules", rules.to_str().unwrap()]);
        assert!(told.contains("rules.yaml") && told.contains(why), "{told}");
    }
}

#[tokio::test]
async fn one_gate_has_a_journal_and_a_killed_one_leaves_it() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal").to_str().unwrap().to_owned();
    for _ in 0..3 {
        let mut program = Program::start(&["--journal", &journal]);
        let before = std::fs::read(&journal).unwrap();
        let told = refused(&["--journal", &journal]);
        assert!(told.contains("another Gate"), "{told}");
        assert_eq!(std::fs::read(&journal).unwrap(), before);
        program.child.kill().unwrap();
        program.child.wait().unwrap();
    }
}

/// A limit on the size of files stands in for a disk that is full: bytes go in until none does.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn what_a_full_disk_does_not_take_is_not_done_and_what_is_done_is_not_refused() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal").to_str().unwrap().to_owned();
    let arguments = ["--journal", &journal, "--clock", "manual", "--seed", "1"];
    let client = Client::new();
    let (mut taken, mut refused, mut untold) = (Vec::new(), Vec::new(), Vec::new());
    for limit in [16_000, 16_500, 17_000, 17_500, 18_000] {
        let _ = std::fs::remove_file(&journal);
        let mut by = Command::new("sh");
        by.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_ecommpay-conformance")]);
        let mut program = Program::by(&mut by, &arguments);
        let limited = async |bytes: &str| {
            let pid = program.child.id().to_string();
            let size = format!("--fsize={bytes}:unlimited");
            assert!(Command::new("prlimit").args(["--pid", &pid, &size]).status().unwrap().success());
        };
        let ask = async |number: usize| {
            let body = sale(&format!("full-{number}"), "http://127.0.0.1:9/");
            client.post(&format!("{}{SALE}", program.base), body).await.unwrap()
        };
        limited(&limit.to_string()).await;
        let (mut requests, mut number) = (Vec::new(), 0);
        taken.clear();
        refused.clear();
        while number < 60 {
            if number == 45 {
                limited("unlimited").await;
            }
            let answer = ask(number).await;
            match answer.status {
                200 => {
                    taken.push(number);
                    let told: Value = serde_json::from_str(&answer.text).unwrap();
                    requests.push(told["request_id"].as_str().unwrap().to_owned());
                }
                500 if answer.text.is_empty() => untold.push((limit, number)),
                500 => {
                    assert!(answer.text.contains("\"error\""), "{}", answer.text);
                    refused.push(number);
                }
                other => panic!("{other}: {}", answer.text),
            }
            number += 1;
        }
        assert!(!refused.is_empty() && taken.contains(&59), "{limit}: full, then not");
        program.child.kill().unwrap();
        program.child.wait().unwrap();
        let whole = std::fs::read_to_string(&journal).unwrap();
        assert!(whole.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()), "{limit}: half a line");
        let again = Program::start(&arguments);
        for number in 0..60 {
            let mut body = general(&format!("full-{number}"));
            sign(&mut body);
            let answer = client.post(&format!("{}/v2/payment/status", again.base), body.to_string()).await.unwrap();
            let unknown = answer.text.contains("\"3061\"");
            assert_eq!(unknown, refused.contains(&number), "{limit}: {number} {}", answer.text);
            if let Some(at) = taken.iter().position(|one| *one == number) {
                assert!(answer.text.contains(&requests[at]), "{limit}: {number} has another request now");
            }
        }
    }
    assert!(!untold.is_empty(), "no limit fell between a request and its answer");
}

#[tokio::test]
async fn interrupted_it_finishes_what_is_in_flight() {
    for signal in ["-INT", "-TERM"] {
        let (program, mut stream, body) = in_flight(signal).await;
        stream.write_all(body.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("\"success\""), "{answer}");
        program.log();
    }
}

#[tokio::test]
async fn a_second_signal_ends_it_at_once() {
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        let (mut program, stream, _) = in_flight("-INT").await;
        signalled(&program, signal);
        assert_eq!(program.child.wait().unwrap().code(), Some(code), "it does not wait for the request");
        drop(stream);
    }
}

fn signalled(program: &Program, signal: &str) {
    assert!(Command::new("kill").args([signal, &program.child.id().to_string()]).status().unwrap().success());
}

/// A Gate that was told to end while a request is being read, the connection, and the request's body.
async fn in_flight(signal: &str) -> (Program, tokio::net::TcpStream, String) {
    let program = Program::start(&[]);
    let address = program.base.strip_prefix("http://").unwrap().to_owned();
    let mut stream = tokio::net::TcpStream::connect(&address).await.unwrap();
    let body = sale("in flight", "http://127.0.0.1:9/");
    let head =
        format!("POST {SALE} HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: {}\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut bytes = [0; 1024];
    let read = stream.read(&mut bytes).await.unwrap();
    assert!(bytes[..read].starts_with(b"HTTP/1.1 100"), "the request is being read");
    signalled(&program, signal);
    // the door is shut, what is inside is served
    while tokio::net::TcpStream::connect(&address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    (program, stream, body)
}

#[tokio::test]
async fn bad_input_is_answered_and_logged_without_anybodys_data() {
    // it takes a connection and says nothing
    let deaf = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let deaf = format!("http://{}/anna@example.com", deaf.local_addr().unwrap());
    let (program, client) = (Program::start(&["--clock", "1000x", "--timeout", "1.5"]), Client::new());
    let address = program.base.strip_prefix("http://").unwrap().to_owned();
    let giant = format!("POST {SALE} HTTP/1.1\r\nhost: x\r\ncontent-length: 999999999999\r\n\r\n{{");
    let long = format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(1 << 20));
    let heads: [&[u8]; 6] = [
        b"\0\0\0\0\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /v2/payment/status HTTP/1.1\r\ncontent-length: x\r\n\r\n",
        b"",
        long.as_bytes(),
        giant.as_bytes(),
    ];
    for bytes in heads {
        let mut stream = tokio::net::TcpStream::connect(&address).await.unwrap();
        let _ = stream.write_all(bytes).await;
        let _ = stream.shutdown().await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        assert!(!answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer));
    }
    let urls =
        [deaf.as_str(), "https://example.com/anna@example.com", "http://example.com/anna@example.com", "no URL at all"];
    for (number, url) in urls.into_iter().enumerate() {
        let body = sale(&format!("anna {number}"), url);
        let answer = client.post(&format!("{}{SALE}", program.base), body).await.unwrap();
        assert!(matches!(answer.status, 200 | 400), "{}", answer.text);
    }
    let deep = "[".repeat(100_000);
    for text in [
        deep.as_str(),
        "{\"general\":1}",
        "{\"general\":{\"project_id\":125,\"payment_id\":\"anna\",\"signature\":\"anna@example.com\"}}",
        "\u{feff}{}",
    ] {
        let answer = client.post(&format!("{}/anna@example.com", program.base), text.to_owned()).await.unwrap();
        assert!((400..500).contains(&answer.status));
    }
    let listed = client.get(&format!("{}/control/payments", program.base)).await.unwrap();
    assert_eq!(listed.status, 200, "it lives");
    Command::new("kill").args(["-INT", &program.child.id().to_string()]).status().unwrap();
    let log = program.log();
    assert!(log.contains("refused with code 2003"), "{log}");
    assert!(!log.contains("anna") && !log.contains("panic"), "{log}");
}
