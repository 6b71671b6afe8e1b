//! The facade's examples, run against the local Gate as programs of their own.
//!
//! This program is the test and, told so by its environment, the example: what an example prints is all that it says.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

#[path = "../../generated/ecommpay/examples/callbacks.rs"]
mod callbacks;
mod gate_support;
#[path = "../../generated/ecommpay/examples/poll.rs"]
mod poll;
#[path = "../../generated/ecommpay/examples/qr.rs"]
mod qr;
#[path = "../../generated/ecommpay/examples/reconcile.rs"]
mod reconcile;
#[path = "../../generated/ecommpay/examples/redirect.rs"]
mod redirect;
#[path = "../../generated/ecommpay/examples/refund.rs"]
mod refund;

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitCode, Stdio};

use ecommpay_conformance::gate::clock::Pace;
use ecommpay_conformance::gate::start::Start;
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::json;

use gate_support::{Gate, start};

/// Names the example that this program is to be.
const BE: &str = "EXAMPLE";

fn main() -> ExitCode {
    let Ok(example) = std::env::var(BE) else {
        let arguments = Arguments::from_args();
        let trials = vec![
            Trial::test("a_payment_by_redirect_is_polled_refunded_and_reconciled", || run(redirected())),
            Trial::test("a_payment_by_qr_code_is_shown_and_paid", || run(scanned())),
            Trial::test("callbacks_are_told_once", || run(called_back())),
        ];
        return libtest_mimic::run(&arguments, trials).exit_code();
    };
    let ended = match example.as_str() {
        "callbacks" => callbacks::main(),
        "poll" => poll::main(),
        "qr" => qr::main(),
        "reconcile" => reconcile::main(),
        "redirect" => redirect::main(),
        _ => refund::main(),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            println!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn run(test: impl Future<Output = ()>) -> Result<(), Failed> {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?.block_on(test);
    Ok(())
}

/// A Gate at which time flies.
async fn gate(callback_url: Option<String>) -> Gate {
    Gate::begin(Start { callback_url, pace: Pace::Times(20), ..start() }).await
}

fn program(example: &str, gate: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(arguments).env(BE, example).env("KEY", "a secret of this test").env("GATE", gate);
    command.env("TOKEN", "t".repeat(30)).stdin(Stdio::null());
    command
}

/// What an example prints until it ends well.
async fn printed(example: &str, gate: &Gate, arguments: &[&str]) -> String {
    let mut command = program(example, &gate.base, arguments);
    let ended = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let text = String::from_utf8(ended.stdout).unwrap();
    assert!(ended.status.success(), "{example}: {text}{}", String::from_utf8_lossy(&ended.stderr));
    text
}

/// What an example prints that takes a payment. The customer does what it says, as soon as it says so.
async fn paid(example: &str, gate: &Gate, order: &str, says: &str) -> String {
    let mut shop = Shop(program(example, &gate.base, &[order]).stdout(Stdio::piped()).spawn().unwrap());
    let mut text = String::new();
    for line in BufReader::new(shop.0.stdout.take().unwrap()).lines().map(Result::unwrap) {
        if let Some(place) = line.strip_prefix(says) {
            let path = place.strip_prefix(&gate.base).unwrap();
            assert_eq!(gate.form(&format!("{path}/success"), String::new()).await.0, 303);
        }
        text.push_str(&line);
        text.push('\n');
    }
    assert!(shop.0.wait().unwrap().success(), "{text}");
    text
}

async fn redirected() {
    let gate = gate(None).await;
    let text = paid("redirect", &gate, "order 1", "send the customer to ").await;
    let place = format!("send the customer to {}/provider/125/order%201\n", gate.base);
    assert!(text.starts_with("request ") && text.ends_with(&format!("{place}paid\n")), "{text}");
    assert_eq!(printed("poll", &gate, &["order 1"]).await, "success\n");
    assert_eq!(printed("refund", &gate, &["order 1"]).await, "taken in: true\nthe payment is refunded\n");
    let listed = printed("reconcile", &gate, &["2020-01-01 00:00:00", "2100-01-01 00:00:00"]).await;
    let lines: Vec<&str> = listed.lines().map(|line| line.split_once(',').unwrap().0).collect();
    assert_eq!(lines, ["order 1: sale success", "order 1: refund success"], "{listed}");
    // a refusal is told, and is no success
    let mut again = program("redirect", &gate.base, &["order 1"]);
    let again = tokio::task::spawn_blocking(move || again.output().unwrap()).await.unwrap();
    assert!(!again.status.success() && String::from_utf8_lossy(&again.stdout).contains("3041"));
    gate.end().await;
}

async fn scanned() {
    let gate = gate(None).await;
    let text = paid("qr", &gate, "order 2", "show as a QR code: ").await;
    let code = format!("show as a QR code: {}/provider/125/order%202\n", gate.base);
    assert!(text.ends_with(&format!("{code}paid\n")), "{text}");
    gate.end().await;
}

async fn called_back() {
    let mut shop = Shop(program("callbacks", "", &[]).stdout(Stdio::piped()).spawn().unwrap());
    let mut lines = BufReader::new(shop.0.stdout.take().unwrap()).lines();
    let mut line = || lines.next().unwrap().unwrap();
    let url = line().strip_prefix("listening on ").unwrap().to_owned();
    let gate = gate(Some(url)).await;
    let mut body = gate_support::general("order-3");
    body["customer"] = json!({ "id": "1", "ip_address": "1.2.3.4", "phone": "123456789", "email": "a@example.com" });
    body["payment"] = json!({ "amount": 100_000, "currency": "KES" });
    gate.accepted("/v2/payment/card-partner/sale", body).await;
    assert_eq!(line(), "order-3, Card partner: Redirect(RedirectData { is_post: false, body: [], .. })");
    assert_eq!(gate.control("order-3", "success", json!({})).await.0, 200);
    let paid = "order-3 is paid: hold it against the order with `check`, then deliver";
    assert_eq!([line(), line()], ["order-3, Card partner: Final", paid]);
    kinds(&gate, &mut line).await;
    // a refund that is told twice, and one more: of the three callbacks two are news
    let twice = json!({ "amount": 1, "deliver": { "twice": true } });
    for options in [twice, json!({ "amount": 2 })] {
        assert_eq!(gate.control("order-3", "refund", options).await.0, 200);
        gate.settled().await;
        assert_eq!(line(), "order-3, Card partner: Final");
    }
    shop.0.kill().unwrap();
    assert!(lines.next().is_none(), "told once more");
    gate.end().await;
}

/// Steps with equal statuses are each news; parts pay nothing before the last, and each debit is paid for itself.
async fn kinds(gate: &Gate, line: &mut impl FnMut() -> String) {
    let mut body = gate_support::general("parts");
    body["customer"] = json!({ "id": "1", "ip_address": "1.2.3.4", "phone": "123456789", "email": "a@example.com" });
    body["payment"] = json!({ "amount": 100_000, "currency": "KES" });
    body["recurring_register"] = json!(true);
    gate.accepted("/v2/payment/card-partner/sale", body).await;
    assert!(line().starts_with("parts, Card partner: Redirect"));
    let paid = "parts is paid: hold it against the order with `check`, then deliver";
    for (action, wanted) in [
        ("3ds", &["parts, Card partner: Other"][..]),
        ("3ds", &["parts, Card partner: Other"]),
        ("part", &["parts, Card partner: Other"]),
        ("success", &["parts, Card partner: Final", paid]),
        ("debit", &["parts, Card partner: Final", paid]),
        ("debit", &["parts, Card partner: Final", paid]),
    ] {
        assert_eq!(gate.control("parts", action, json!({})).await.0, 200, "{action}");
        for wanted in wanted {
            assert_eq!(line(), *wanted, "{action}");
        }
        gate.settled().await;
    }
}

struct Shop(Child);

impl Drop for Shop {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
