//! What the Gate holds of every request, and says to every browser.

use crate::gate_support::{Gate, general, secret, sign, start};
use ecommpay_conformance::gate::frame_origin;
use ecommpay_platform::runtime::sign::{Scalar, Signer};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const SALE: &str = "/v2/payment/card-partner/sale";

/// An answer: its status, its headers in lower case and its body.
async fn ask(gate: &Gate, target: &str, headers: &str, body: Option<&str>) -> (u16, String, String) {
    let address = gate.base.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let (method, length) =
        body.map_or(("GET", String::new()), |body| ("POST", format!("content-length: {}\r\n", body.len())));
    let request =
        format!("{method} {target} HTTP/1.1\r\n{headers}{length}connection: close\r\n\r\n{}", body.unwrap_or_default());
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, head.to_lowercase(), body.to_owned())
}

fn signed_sale(payment: &str) -> String {
    let mut body = general(payment);
    body["customer"] = json!({ "id": "1", "ip_address": "1.2.3.4", "phone": "123456789", "email": "a@example.com" });
    body["payment"] = json!({ "amount": 100_000, "currency": "KES" });
    sign(&mut body);
    body.to_string()
}

pub(crate) fn payment_page() -> String {
    let params = [
        ("project_id", "125"),
        ("payment_id", "framed"),
        ("payment_amount", "100000"),
        ("payment_currency", "KES"),
        ("customer_id", "1"),
    ];
    let signature = Signer::new(&secret()).sign(params.map(|(name, value)| (name, Scalar::Text(value))));
    let query: Vec<String> = params.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let signature = signature.as_str().replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    format!("/payment?{}&signature={signature}", query.join("&"))
}

#[tokio::test]
async fn what_two_readers_could_take_for_two_requests_is_refused_everywhere() {
    let gate = Gate::begin(start()).await;
    let own = gate.base.strip_prefix("http://").unwrap().to_owned();
    let (port, sale) = (own.rsplit_once(':').unwrap().1.to_owned(), signed_sale("ambiguous"));
    let targets = [
        ("/control/payments", None),
        ("/control/clock/advance", Some("{\"seconds\":1}")),
        ("/provider/125/x", None),
        ("/provider/125/x/success", Some("")),
        ("/payment", None),
        (SALE, Some(sale.as_str())),
    ];
    for (target, body) in targets {
        for (headers, why) in [
            (format!("host: {own}\r\nhost: {own}\r\n"), "`Host`"),
            (format!("host: {own}\r\nhost: shop.example\r\n"), "`Host`"),
            (format!("host: {own}\r\norigin: http://{own}\r\norigin: https://shop.example\r\n"), "`Origin`"),
            (format!("host: {own}\r\norigin: https://shop.example\r\norigin: http://{own}\r\n"), "`Origin`"),
            (format!("host: anna@{own}\r\n"), "a user"),
            (format!("host: shop.example@127.0.0.1:{port}\r\n"), "a user"),
            (format!("host: anna:word@localhost:{port}\r\n"), "a user"),
            ("host: a b\r\n".to_owned(), "no host"),
        ] {
            let (status, _, told) = ask(&gate, target, &headers, body).await;
            assert!(status == 400 && told.contains(why), "{target} {headers}: {status} {told}");
        }
        for absolute in [
            format!("http://{own}{target}"),
            format!("http://shop.example{target}"),
            format!("http://anna@{own}{target}"),
        ] {
            let (status, _, told) = ask(&gate, &absolute, &format!("host: {own}\r\n"), body).await;
            assert!(status == 400 && told.contains("a path, not an address"), "{absolute}: {status} {told}");
        }
    }
    assert_eq!(gate.raw("/control/payments/ambiguous/success", "").await.0, 404, "nothing came of any of them");
    let (status, _, told) =
        ask(&gate, SALE, &format!("host: {own}\r\norigin: https://shop.example\r\n"), Some(&sale)).await;
    assert_eq!(status, 200, "one of each is served: {told}");
    gate.end().await;
}

#[tokio::test]
async fn pages_say_what_a_browser_may_do_and_who_may_frame_them() {
    let mut begun = start();
    begun.frame_origins = vec![frame_origin("https://Shop.example:8443").unwrap()];
    let gate = Gate::begin(begun).await;
    let own = gate.base.strip_prefix("http://").unwrap().to_owned();
    let host = format!("host: {own}\r\n");
    assert_eq!(gate.raw(SALE, signed_sale("framed")).await.0, 200);
    let page = payment_page();
    for (target, wanted, framed) in [
        (page.as_str(), 200, true),
        ("/payment", 400, true),
        ("/provider/125/framed", 200, true),
        ("/provider/125/nobody", 404, true),
        ("/control/payments", 200, false),
        ("/control/payments/framed", 200, false),
        ("/control/nothing", 404, false),
        ("/console", 400, false),
        ("/paymentx", 400, false),
        ("/", 400, false),
    ] {
        let (status, head, _) = ask(&gate, target, &host, None).await;
        assert_eq!(status, wanted, "{target}");
        assert!(head.contains("\r\nx-content-type-options: nosniff\r\n"), "{head}");
        // with `no-referrer` browsers send no origin with a page's own forms, and the tester could decide nothing
        assert!(head.contains("\r\nreferrer-policy: same-origin\r\n"), "{head}");
        let policy = head.lines().find_map(|line| line.strip_prefix("content-security-policy: ")).unwrap();
        assert!(
            policy.starts_with("default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors "),
            "{policy}"
        );
        let ancestors = policy.rsplit_once("frame-ancestors ").unwrap().1;
        if framed {
            let all = "http://localhost:* https://localhost:* http://127.0.0.1:* https://127.0.0.1:* https://shop.example:8443";
            assert_eq!(ancestors, all, "{target}");
            assert!(!head.contains("x-frame-options"), "{head}");
        } else {
            assert_eq!(ancestors, "'none'", "{target}");
            assert!(head.contains("x-frame-options: deny"), "{head}");
        }
    }
    let (_, head, _) = ask(&gate, SALE, &format!("{host}host: x\r\n"), Some("{}")).await;
    assert!(head.contains("nosniff") && head.contains("frame-ancestors 'none'"), "a refusal says it too: {head}");
    gate.end().await;
}

#[test]
fn an_origin_that_may_frame_is_an_origin_and_nothing_else() {
    for good in ["https://shop.example", "http://shop.example:8080", "https://[::1]:1"] {
        assert_eq!(frame_origin(good).as_deref(), Ok(good));
    }
    for bad in [
        "",
        "*",
        "shop.example",
        "https://",
        "https://shop.example/",
        "https://shop.example/x",
        "https://shop.example?x",
        "https://shop.example#x",
        "https://anna@shop.example",
        "https://*.example",
        "ftp://shop.example",
        "data:",
        "'self'",
        "https://a; script-src *",
        "https://a,b",
        "https://a b",
        "https://a\n",
    ] {
        assert!(frame_origin(bad).is_err(), "{bad}");
    }
}
