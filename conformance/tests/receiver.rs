//! Receivers that are right, and receivers that are wrong, each scored as it should be.

use crate::support;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use ecommpay_conformance::receiver::{self, Behaviour, Options, Report};
use ecommpay_platform::runtime::Secret;
use ecommpay_platform::runtime::callback::{DedupeKey, Keys};
use ecommpay_platform::runtime::sign::Signer;
use serde_json::Value;

const PROJECT: i64 = 125;
const SECRET: &str = "a secret of the test";
const LIMIT: usize = 1 << 20;

/// What is wrong with a receiver.
#[derive(Clone, Copy)]
enum Fault {
    Nothing,
    /// It takes whatever comes for genuine.
    NeverChecks,
    /// It answers 200 and verifies afterwards.
    AnswersFirst,
    /// It does not look whether the news is known.
    PaysTwice,
    /// The last callback counts, whatever it says.
    LastCounts,
    /// It refuses methods that it does not know.
    KnowsItsMethods,
    /// It compares the bytes with what it would have written.
    WritesAgain,
    /// It answers nothing but redirects.
    Redirects,
    /// It breaks on bodies of some kind.
    Breaks(fn(&Value) -> bool),
    /// It refuses bodies that it would sign otherwise, as some SDKs do.
    SignsOtherwise(fn(&str) -> bool),
    /// Any operation that succeeds pays.
    AnyOperationPays,
    /// The payment's status alone pays, with every callback that has it.
    StatusPays,
    /// The payment's status alone pays, once.
    StatusPaysOnce,
    /// The first operation that takes money pays the whole.
    FirstOperationPays,
    /// It has seen the operation, whatever is told of it now.
    KnowsTheOperation,
    /// It has seen these statuses of the payment.
    KnowsTheStatuses,
    /// It has seen these statuses of the operation.
    KnowsTheStatusesOfTheOperation,
    /// Upper and lower case of a signature are alike to it.
    IgnoresCase,
    /// An empty signature, or null, is none to check.
    SkipsEmptySignatures,
    /// Its orders do not tell how much news there was.
    TellsNoNews,
}

#[derive(Default)]
struct Orders {
    orders: BTreeMap<String, (bool, u64)>,
    /// How much news each payment had.
    news: BTreeMap<String, u64>,
    seen: BTreeSet<DedupeKey>,
    operations: BTreeSet<String>,
    bodies: BTreeSet<Vec<u8>>,
}

/// The body with the signature that it should have, where a wrong way of comparing takes its own.
fn accepted_otherwise(body: &[u8], fault: Fault) -> Option<Vec<u8>> {
    let mut json: Value = serde_json::from_slice(body).ok()?;
    let own = json.as_object_mut()?.remove("signature")?;
    let right = Signer::new(&Secret::new(SECRET).ok()?).sign_json(json.to_string().as_bytes()).ok()?.to_string();
    let takes = match fault {
        Fault::IgnoresCase => own.as_str().is_some_and(|own| own.eq_ignore_ascii_case(&right)),
        Fault::SkipsEmptySignatures => own.as_str().is_none_or(str::is_empty),
        _ => false,
    };
    json["signature"] = right.into();
    takes.then(|| json.to_string().into_bytes())
}

fn serve(fault: Fault) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let orders = Arc::new(Mutex::new(Orders::default()));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // whoever goes away in the middle is no matter
            let _ = answer(stream, fault, &orders);
        }
    });
    address
}

fn answer(stream: TcpStream, fault: Fault, orders: &Mutex<Orders>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let path = first.split(' ').nth(1).unwrap_or_default();
    if let Some(payment) = path.strip_prefix("/orders/") {
        let orders = orders.lock().expect("no panic");
        let (paid, times) = orders.orders.get(payment).copied().unwrap_or_default();
        let word = if paid { "paid" } else { "unpaid" };
        let news = orders.news.get(payment).copied().unwrap_or_default();
        let news = if matches!(fault, Fault::TellsNoNews) { String::new() } else { format!(",\"news\":{news}") };
        return respond(&stream, 200, &format!("{{\"status\":\"{word}\",\"times\":{times}{news}}}"));
    }
    if length > LIMIT {
        return respond(&stream, 413, "");
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    respond(&stream, take(&body, fault, &mut orders.lock().expect("no panic")), "")
}

fn respond(mut stream: &TcpStream, status: u16, body: &str) -> std::io::Result<()> {
    let length = body.len();
    write!(stream, "HTTP/1.1 {status} X\r\ncontent-length: {length}\r\nlocation: /\r\nconnection: close\r\n\r\n{body}")
}

fn take(body: &[u8], fault: Fault, orders: &mut Orders) -> u16 {
    if matches!(fault, Fault::NeverChecks) {
        let json: Value = serde_json::from_slice(body).unwrap_or_default();
        let text = |pointer| json.pointer(pointer).and_then(Value::as_str);
        let id = text("/payment/id").unwrap_or_default().to_owned();
        if orders.bodies.insert(body.to_vec()) {
            *orders.news.entry(id.clone()).or_default() += 1;
        }
        let entry = orders.orders.entry(id).or_default();
        let pays = ["/payment/status", "/operation/status"].iter().all(|at| text(at) == Some("success"));
        *entry = (entry.0 || pays, 1);
        return 200;
    }
    if matches!(fault, Fault::WritesAgain) {
        let json: Value = serde_json::from_slice(body).unwrap_or_default();
        if json.to_string().as_bytes() != body {
            return 403;
        }
    }
    let keys = Keys::new().with(PROJECT, &Secret::new(SECRET).expect("a secret"));
    let otherwise = accepted_otherwise(body, fault);
    let body = otherwise.as_deref().unwrap_or(body);
    let callback = match ecommpay_platform::verify(&keys, body) {
        Ok(callback) => callback,
        Err(_) if matches!(fault, Fault::AnswersFirst) => return 200,
        Err(refusal) => return refusal.http_status(),
    };
    let json: Value = serde_json::from_slice(body).unwrap_or_default();
    match fault {
        Fault::Redirects => return 302,
        Fault::Breaks(on) if on(&json) => return 500,
        Fault::SignsOtherwise(on) if on(std::str::from_utf8(body).unwrap_or_default()) => return 403,
        _ => {}
    }
    let text = |pointer: &str| json.pointer(pointer).and_then(Value::as_str);
    let succeeds = text("/operation/status") == Some("success");
    let is_paid = match fault {
        Fault::AnyOperationPays => succeeds && text("/payment/status") != Some("processing"),
        Fault::StatusPays | Fault::StatusPaysOnce => text("/payment/status") == Some("success"),
        Fault::FirstOperationPays => succeeds && text("/operation/type") == Some("sale"),
        _ => callback.is_paid(),
    };
    if matches!(fault, Fault::KnowsItsMethods)
        && !ecommpay::METHODS.iter().any(|method| method.labels.contains(&callback.method_label().unwrap_or("")))
    {
        return 400;
    }
    let known = match fault {
        Fault::KnowsTheOperation => {
            !orders.operations.insert(format!("{:?} {:?}", text("/payment/id"), json.pointer("/operation/id")))
        }
        Fault::KnowsTheStatuses | Fault::KnowsTheStatusesOfTheOperation => {
            let mut key =
                ["/payment/id", "/payment/status", "/operation/status"].map(|at| text(at).map(str::to_owned)).to_vec();
            if matches!(fault, Fault::KnowsTheStatusesOfTheOperation) {
                key.push(json.pointer("/operation/id").map(Value::to_string));
                key.push(text("/operation/type").map(str::to_owned));
            }
            !orders.operations.insert(format!("{key:?}"))
        }
        _ => !orders.seen.insert(callback.dedupe_key()),
    };
    if !known {
        *orders.news.entry(callback.payment_id().unwrap_or_default().to_owned()).or_default() += 1;
    }
    let entry = orders.orders.entry(callback.payment_id().unwrap_or_default().to_owned()).or_default();
    if is_paid {
        // who settles an order once looks whether it is settled
        let settled = entry.0 && !matches!(fault, Fault::AnyOperationPays | Fault::StatusPays);
        if !known && !settled || matches!(fault, Fault::PaysTwice) {
            *entry = (true, entry.1 + 1);
        }
    } else if matches!(fault, Fault::LastCounts) {
        entry.0 = false;
    }
    200
}

fn options(address: SocketAddr, states: bool) -> Options {
    Options {
        url: format!("http://{address}/hook"),
        state_url: states.then(|| format!("http://{address}/orders/{{payment_id}}")),
        project: PROJECT,
        secret: Secret::new(SECRET).expect("a secret"),
        methods: vec!["promptpay".to_owned()],
        seed: 1,
        timeout: Duration::from_secs(60),
        limit: Duration::from_secs(3600),
        beyond_loopback: false,
    }
}

fn tried(fault: Fault, states: bool) -> Report {
    receiver::run(&support::specs(), &options(serve(fault), states)).expect("a receiver that answers")
}

#[test]
fn a_right_receiver_passes_with_every_method() {
    let options = Options { methods: Vec::new(), ..options(serve(Fault::Nothing), true) };
    let specs = support::specs();
    let report = receiver::run(&specs, &options).expect("a receiver that answers");
    assert!(report.holds(), "{report}");
    assert_eq!(report.methods.len() + report.left_out.len(), specs.methods.len(), "{report}");
    assert_eq!(report.scores.len(), report.methods.len() * Behaviour::ALL.len());
    assert!(report.methods.len() >= 4, "{report}");
    assert!(!report.to_string().contains(SECRET));
}

/// Where no document shows a callback, the spec says enough to make one.
#[test]
fn callbacks_without_an_example_are_made_from_the_spec() {
    let mut specs = support::specs();
    let method = specs.methods.get_mut("promptpay").expect("a method");
    method.examples.clear();
    let right = receiver::run(&specs, &options(serve(Fault::Nothing), true)).expect("a receiver that answers");
    assert!(right.holds(), "{right}");
    let wrong = receiver::run(&specs, &options(serve(Fault::PaysTwice), true)).expect("a receiver that answers");
    assert_eq!(wrong.failed(), [Behaviour::Duplicate], "{wrong}");
}

#[test]
fn the_program_answers_with_its_exit_code() {
    let run = |address: SocketAddr, key: &str| {
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_ecommpay-conformance"));
        let specs = concat!(env!("CARGO_MANIFEST_DIR"), "/../specs");
        program.args(["receiver", "--project", "125", "--key-env", key, "--method", "promptpay", "--specs", specs]);
        let output = program.args(["--url", &format!("http://{address}/hook")]).env("HOOK_KEY", SECRET).output();
        let output = output.expect("the program");
        let told = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        (output.status.code(), told)
    };
    let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("an address");
    let (right, wrong) = (serve(Fault::Nothing), serve(Fault::NeverChecks));
    for (address, key, code, told) in [
        (right, "HOOK_KEY", 0, "32 passed, 0 failed"),
        (wrong, "HOOK_KEY", 1, "FAILED: forged signature"),
        (free, "HOOK_KEY", 2, "does not answer"),
        (right, SECRET, 2, "no variable of the name that --key-env no. 1 gives"),
    ] {
        let (got, text) = run(address, key);
        assert_eq!(got, Some(code), "{text}");
        assert!(text.contains(told) && !text.contains(SECRET), "{text}");
    }
}

/// It takes connections, and never says a word.
fn deaf() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || listener.incoming().flatten().collect::<Vec<_>>());
    address
}

#[test]
fn a_run_ends_at_its_limit_and_says_what_it_had_no_time_for() {
    let all = || Options { methods: Vec::new(), ..options(deaf(), true) };
    // each answer could take a minute: only the limit ends this
    let report = receiver::run(&support::specs(), &Options { limit: Duration::from_millis(300), ..all() });
    let report = report.expect("it began");
    assert!(
        !report.holds() && report.failed().is_empty(),
        "no receiver is blamed for what was not waited for: {report}"
    );
    assert_eq!(report.not_tried.len(), report.methods.len() * Behaviour::ALL.len());
    let told = format!("NOT TRIED: {}, the limit of 0.3 s was over; --limit SECONDS", report.not_tried.len());
    assert!(report.to_string().contains(&told), "{report}");
    // what was found in time is found
    let short = Options { timeout: Duration::from_millis(10), limit: Duration::from_secs(2), ..all() };
    let report = receiver::run(&support::specs(), &short).expect("it began");
    assert!(!report.failed().is_empty() && !report.holds(), "{report}");
    let made = report.scores.len() + report.not_tried.len();
    assert_eq!(made, report.methods.len() * Behaviour::ALL.len());
    let quick = Options { limit: Duration::from_secs(3600), ..options(serve(Fault::Nothing), true) };
    assert!(receiver::run(&support::specs(), &quick).expect("it began").holds());
}

#[test]
fn no_password_of_an_address_is_printed() {
    let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("an address");
    let specs = support::specs();
    for url in [
        format!("http://anna:CANARY@{free}/hook?CANARY"),
        "https://anna:CANARY@127.0.0.1/hook".to_owned(),
        "http://anna:CANARY@192.0.2.1/hook".to_owned(),
        "http://anna:CANARY@ /hook".to_owned(),
        "anna:CANARY@127.0.0.1".to_owned(),
        "http://anna:CANARY@no.such.host.invalid/".to_owned(),
        "http://CANARY@[::1/".to_owned(),
    ] {
        for state in [false, true] {
            let (url, state_url) =
                if state { (format!("http://{free}/"), Some(url.clone())) } else { (url.clone(), None) };
            let options = Options { url, state_url, beyond_loopback: false, ..options(free, false) };
            assert!(!format!("{options:?}").contains("CANARY"), "{options:?}");
            let why = receiver::run(&specs, &options).expect_err("it cannot be done");
            assert!(!why.contains("CANARY"), "{why}");
        }
    }
    let options = Options {
        url: format!("http://anna:CANARY@{}/hook", deaf()),
        timeout: Duration::from_millis(5),
        ..options(free, false)
    };
    let report = receiver::run(&specs, &options).expect("it began");
    assert!(!report.holds() && !report.to_string().contains("CANARY"), "{report}");
}

#[test]
fn what_cannot_be_seen_is_not_judged() {
    let report = tried(Fault::PaysTwice, false);
    assert!(report.holds(), "{report}");
    assert!(report.to_string().contains("not judged: whether orders are paid, once"), "{report}");
    assert!(!tried(Fault::Nothing, true).to_string().contains("not judged"));
    // which steps were acted on does not show in whether an order is paid
    let report = tried(Fault::TellsNoNews, true);
    assert!(report.holds() && report.to_string().contains("not judged: whether both steps of 3-D Secure"), "{report}");
}

fn description(json: &Value) -> Option<&str> {
    json.pointer("/payment/description")?.as_str()
}

#[test]
fn each_wrong_receiver_fails_where_it_is_wrong_and_nowhere_else() {
    use Behaviour::{
        Altered, Duplicate, Forged, Genuine, InGeneral, Interleaved, Intermediate, LargeList, Missing, Reordered,
        Rewritten, Truncated, UnknownMethod, WrongKey,
    };
    let forgeries = [Forged, Altered, WrongKey, Missing, Truncated];
    for (fault, wanted) in [
        (Fault::NeverChecks, &forgeries[..]),
        (Fault::AnswersFirst, &forgeries[..]),
        (Fault::PaysTwice, &[Duplicate]),
        (Fault::LastCounts, &[Reordered, Behaviour::DeclinedRefund]),
        (Fault::KnowsItsMethods, &[UnknownMethod, Behaviour::NoPayment]),
        (Fault::WritesAgain, &[Rewritten, Behaviour::Exponent]),
    ] {
        let report = tried(fault, true);
        assert_eq!(report.failed(), wanted, "{report}");
    }
    for (fault, wanted) in [
        (Fault::Breaks(|json| json.pointer("/payment/description").is_some_and(Value::is_null)), Behaviour::Null),
        (Fault::Breaks(|json| json.pointer("/operation/is_first").is_some()), Behaviour::Booleans),
        (Fault::Breaks(|json| json.get("customer").is_none()), Behaviour::NoCustomer),
        (Fault::Breaks(|json| json["display_data"].as_array().is_some_and(Vec::is_empty)), Behaviour::EmptyList),
        (Fault::Breaks(|json| description(json).is_some_and(|text| text.trim() != text)), Behaviour::EdgeSpace),
        (Fault::Breaks(|json| description(json).is_some_and(|text| text.starts_with(':'))), Behaviour::FirstColon),
        (
            Fault::Breaks(|json| json.pointer("/operation/id").and_then(Value::as_i64) > Some(1 << 53)),
            Behaviour::LargeInteger,
        ),
        (Fault::Breaks(|json| description(json).is_some_and(|text| text.contains('\r'))), Behaviour::LineBreaks),
        (Fault::Breaks(|json| json.get("payment").is_none()), Behaviour::NoPayment),
        (Fault::SignsOtherwise(|body| body.contains("e+25")), Behaviour::Exponent),
    ] {
        let report = tried(fault, true);
        assert_eq!(report.failed(), [wanted], "{report}");
    }
    for (fault, wanted) in [
        (
            Fault::AnyOperationPays,
            &[Behaviour::UnknownStatus, Behaviour::Refund, Behaviour::PartialRefund, Behaviour::Reversal][..],
        ),
        (Fault::StatusPays, &[Behaviour::DeclinedRefund]),
        (Fault::StatusPaysOnce, &[Behaviour::DeclinedRefund]),
        (Fault::FirstOperationPays, &[Behaviour::UnknownStatus, Behaviour::SplitPayment]),
        (Fault::KnowsTheOperation, &[Interleaved, Behaviour::SameStatus]),
        (Fault::KnowsTheStatuses, &[Behaviour::SameStatus]),
        (Fault::KnowsTheStatusesOfTheOperation, &[Behaviour::SameStatus]),
        (Fault::IgnoresCase, &[Forged]),
        (Fault::SkipsEmptySignatures, &[Missing]),
    ] {
        let report = tried(fault, true);
        assert_eq!(report.failed(), wanted, "{report}");
    }
    let report = tried(Fault::Redirects, false);
    for behaviour in [Genuine, Intermediate, InGeneral, LargeList, Interleaved] {
        assert!(report.failed().contains(&behaviour), "{report}");
    }
}

#[test]
fn whoever_never_checks_is_told_from_whoever_answers_first() {
    let (never, first) = (tried(Fault::NeverChecks, true).to_string(), tried(Fault::AnswersFirst, true).to_string());
    assert!(never.contains("the order is paid, it should be not paid"), "{never}");
    assert!(!first.contains("it should be not paid") && first.contains("200 says that it was taken"), "{first}");
}

#[test]
fn the_same_seed_tells_the_same_story() {
    assert_eq!(tried(Fault::AnswersFirst, true).to_string(), tried(Fault::AnswersFirst, true).to_string());
}

#[test]
fn a_run_that_cannot_be_done_says_why() {
    let specs = support::specs();
    let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("an address");
    let to = |url: &str| Options { url: url.to_owned(), ..options(free, false) };
    for (options, told) in [
        (to(&format!("http://{free}/hook")), "does not answer"),
        (to("http://192.0.2.1/hook"), "--beyond-loopback"),
        (to("http://127.0.0.1@shop.example/hook"), "--beyond-loopback"),
        (to("https://127.0.0.1/hook"), "only http://"),
        (to("/hook"), "only http://"),
        (Options { methods: vec!["no-such".to_owned()], ..options(free, false) }, "there is no method no-such"),
        (Options { state_url: Some("http://127.0.0.1/orders".to_owned()), ..options(free, false) }, "{payment_id}"),
    ] {
        let why = receiver::run(&specs, &options).expect_err("it cannot be done");
        assert!(why.contains(told), "{why}");
    }
}
