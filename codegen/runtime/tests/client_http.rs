//! Both adapters against a server that answers well, badly, late or not at all.

use std::net::TcpListener;
use std::time::Duration;

use crate::client_support::server::{Reply, Server};
use crate::client_support::{
    KEY, PERSON, SALE, STATUS, accepted, capture, clients, ok, paths, refused, sale, signed, standing, with,
};
use ecommpay_runtime::client::{Error, Kind, Lost, Sent, Unreadable};
use ecommpay_runtime::{Value, json};

#[test]
fn a_request_is_signed_sent_and_accepted() {
    for (came, got) in with(|| vec![ok(accepted())], |client| client.send(&sale())) {
        let sent = came.expect("accepted");
        let accepted = sent.accepted().expect("accepted");
        assert_eq!((accepted.request_id(), accepted.payment_id(), accepted.is_signed()), ("r-1", "order-1", false));
        assert_eq!(paths(&got), [SALE]);
        let head = got[0].head.to_lowercase();
        assert!(head.contains("content-type: application/json") && head.contains("accept: application/json"), "{head}");
        let mut body = got[0].body.clone();
        let signature = body["general"].as_object_mut().expect("general").remove("signature").expect("a signature");
        assert_eq!(signature, signed(body, KEY)["signature"]);
    }
}

#[test]
fn an_accepted_answer_with_a_signature_is_verified() {
    for (came, _) in with(|| vec![ok(signed(accepted(), KEY))], |client| client.send(&sale())) {
        assert!(came.expect("accepted").accepted().expect("accepted").is_signed());
    }
    let forged = || vec![ok(signed(accepted(), "another")), ok(signed(accepted(), "another"))];
    for (came, got) in with(forged, |client| client.send(&capture())) {
        assert!(matches!(came, Err(Error::MayHaveArrived(Lost::Unreadable(Unreadable::Signature)))), "{came:?}");
        assert_eq!(got.len(), 1);
    }
}

#[test]
fn a_refusal_is_of_its_kind_and_tells_nothing_by_itself() {
    for http in [200, 400, 422] {
        for (code, kind) in [("3121", Kind::Currency), ("3041", Kind::AlreadyUsed), ("9", Kind::Other)] {
            for (came, got) in with(|| vec![Reply::Json(http, refused(code))], |client| client.send(&sale())) {
                let Err(error) = came else { panic!("refused") };
                let Error::Refused(refused) = &error else { panic!("{error:?}") };
                assert_eq!((refused.kind(), refused.code(), refused.http_status()), (kind, code, http));
                assert!(refused.message().contains(PERSON));
                assert_eq!(
                    (refused.faults()[0].field.as_str(), refused.faults()[0].code.as_str()),
                    ("customer.email", code)
                );
                assert!(!format!("{error:?} {error} {:?}", refused.faults()).contains(PERSON));
                // an identifier that was used before the first sending is the caller's matter
                assert_eq!(got.len(), 1);
            }
        }
    }
}

/// It says nothing of the request, whatever code stands in its body.
#[test]
fn a_server_error_leaves_a_request_undecided() {
    for (http, body) in [
        (500, refused("3121")),
        (500, refused("100")),
        (503, json!({ "status": "error" })),
        (502, json!({ "errors": [{ "code": 2004, "message": "x", "field": "customer.email" }] })),
    ] {
        for (came, got) in with(|| vec![Reply::Json(http, body.clone())], |client| client.send(&capture())) {
            let Err(Error::MayHaveArrived(Lost::Unreadable(Unreadable::Unknown(found)))) = came else {
                panic!("{came:?}")
            };
            assert_eq!((found, got.len()), (http, 1));
        }
        // with the same identifier it is safe to send it again
        for (came, got) in with(|| vec![Reply::Json(http, body.clone()), ok(accepted())], |client| client.send(&sale()))
        {
            assert!(matches!(came, Ok(Sent::Accepted(_))), "{came:?}");
            assert_eq!(got[0].body, got[1].body);
        }
    }
}

#[test]
fn a_list_of_faults_alone_is_a_refusal() {
    let body = || {
        json!({ "errors": [{ "code": 3121, "message": PERSON, "field": "payment.currency",
                                        "constraint": "enum" }] })
    };
    for (came, _) in with(|| vec![Reply::Json(400, body())], |client| client.send(&sale())) {
        let Err(Error::Refused(refused)) = came else { panic!("{came:?}") };
        assert_eq!((refused.kind(), refused.code(), refused.http_status()), (Kind::Currency, "3121", 400));
        let fault = &refused.faults()[0];
        assert_eq!((fault.field.as_str(), fault.constraint.as_str()), ("payment.currency", "enum"));
    }
    // an empty list, and one in an answer that took the request in, refuse nothing
    for (http, body) in [(400, json!({ "errors": [] })), (200, body())] {
        for (came, _) in with(|| vec![Reply::Json(http, body.clone())], |client| client.send(&capture())) {
            assert!(matches!(came, Err(Error::MayHaveArrived(Lost::Unreadable(_)))), "{came:?}");
        }
    }
}

#[test]
fn without_a_connection_nothing_was_sent() {
    // a port that was free a moment ago
    let address = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("an address");
    for client in clients(&format!("http://{address}")) {
        let came = client.send(&capture());
        assert!(matches!(came, Err(Error::NotSent(Lost::Unconnected))), "{came:?}");
    }
}

#[test]
fn a_status_is_verified_and_an_unsigned_one_refused() {
    for (came, got) in with(|| vec![ok(standing("success"))], |client| client.status("ORDER-1")) {
        assert_eq!(came.expect("a status").status(), Some("success"));
        assert_eq!(paths(&got), [STATUS]);
    }
    let unsigned = json!({ "project_id": 125, "payment": { "id": "order-1", "status": "success" } });
    let forged = signed(unsigned.clone(), "another");
    for body in [unsigned, forged] {
        for (came, _) in with(|| vec![ok(body.clone())], |client| client.status("order-1")) {
            assert!(matches!(came, Err(Error::Unverified(_))), "{came:?}");
        }
    }
}

#[test]
fn a_genuine_status_of_another_payment_or_project_is_none() {
    let other = signed(json!({ "project_id": 125, "payment": { "id": "order-2", "status": "success" } }), KEY);
    for (came, _) in with(|| vec![ok(other.clone())], |client| client.status("order-1")) {
        assert!(matches!(came, Err(Error::Unreadable(Unreadable::OfAnother))), "{came:?}");
    }
    let mut of_another = accepted();
    of_another["project_id"] = json!(126);
    for (came, _) in with(|| vec![ok(of_another.clone())], |client| client.send(&capture())) {
        assert!(matches!(came, Err(Error::MayHaveArrived(Lost::Unreadable(Unreadable::OfAnother)))), "{came:?}");
    }
    // opened and not confirmed: signed, without a payment
    let none = signed(json!({ "project_id": 125, "errors": [{ "code": "3061", "message": "x" }] }), KEY);
    for (came, _) in with(|| vec![ok(none.clone())], |client| client.status("order-1")) {
        let Err(Error::Refused(refused)) = came else { panic!("{came:?}") };
        assert_eq!(refused.kind(), Kind::NotFound);
    }
}

/// Whatever its HTTP status, and whether it has one of its own: nothing is done by it but to ask again.
#[test]
fn an_answer_that_there_is_no_payment_means_to_ask_again() {
    let listed = |code: Value| json!({ "errors": [{ "code": code, "message": "x" }] });
    let bodies = [listed(json!(3061)), listed(json!("3062")), refused("3061"), json!({ "code": "3061" })];
    for (http, body) in [200, 400, 404].into_iter().flat_map(|http| bodies.iter().map(move |body| (http, body))) {
        if http != 200 && body.get("errors").is_none() {
            continue;
        }
        for (came, _) in with(|| vec![Reply::Json(http, body.clone())], |client| client.status("order-1")) {
            let Err(Error::Refused(refused)) = came else { panic!("{http} {body}: {came:?}") };
            assert_eq!(refused.kind(), Kind::NotFound, "{http} {body}");
        }
    }
    // anything else has to be signed; and one that names a payment
    let with_payment = json!({ "payment": { "id": "order-1" }, "errors": [{ "code": 3061 }] });
    let forged = signed(listed(json!(3061)), "another");
    for body in [listed(json!(3121)), json!({ "errors": [] }), json!({}), with_payment, forged] {
        for (came, _) in with(|| vec![ok(body.clone())], |client| client.status("order-1")) {
            assert!(matches!(came, Err(Error::Unverified(_))), "{body}: {came:?}");
        }
    }
}

/// Its status says more than its length.
#[test]
fn a_giant_answer_of_a_server_that_cannot_answer_is_asked_for_again() {
    let giant = |http: u16| {
        let mut bytes = format!("HTTP/1.1 {http} X\r\nconnection: close\r\n\r\n").into_bytes();
        bytes.extend(std::iter::repeat_n(b'x', 1 << 20));
        Reply::Raw(bytes)
    };
    for http in [429, 500, 503] {
        for (came, _) in with(|| vec![giant(http)], |client| client.status("order-1")) {
            assert!(matches!(came, Err(Error::Unreadable(Unreadable::Unknown(found))) if found == http), "{came:?}");
        }
    }
    for (came, _) in with(|| vec![giant(302)], |client| client.status("order-1")) {
        assert!(matches!(came, Err(Error::Unreadable(Unreadable::Redirect(302)))), "{came:?}");
    }
    // of a lost sale the status is asked for again too
    let script = || vec![Reply::Hangup, Reply::Json(400, refused("3041")), giant(503), ok(standing("processing"))];
    for (came, _) in with(script, |client| client.send(&sale())) {
        assert!(matches!(came, Ok(Sent::Found(_))), "{came:?}");
    }
}

#[test]
fn a_giant_answer_is_not_read() {
    let giant = |head: &str| {
        let mut bytes = format!("HTTP/1.1 200 OK\r\n{head}\r\n").into_bytes();
        bytes.extend(std::iter::repeat_n(b'x', 1 << 20));
        Reply::Raw(bytes)
    };
    // told beforehand, and not
    for head in ["content-length: 1048576\r\n", "connection: close\r\n"] {
        for (came, got) in with(|| vec![giant(head)], |client| client.status("order-1")) {
            assert!(matches!(came, Err(Error::Unreadable(Unreadable::TooLarge))), "{came:?}");
            assert_eq!(got.len(), 1);
        }
    }
}

#[test]
fn an_answer_without_end_is_left_at_the_limit() {
    for (came, got) in with(|| vec![Reply::Endless], |client| client.status("order-1")) {
        assert!(matches!(came, Err(Error::Unreadable(Unreadable::TooLarge))), "{came:?}");
        assert_eq!(got.len(), 1);
    }
}

#[test]
fn a_redirect_is_not_followed() {
    let server = Server::start(vec![ok(accepted())]);
    for status in [301, 302, 303, 307, 308] {
        let away = format!(
            "HTTP/1.1 {status} X\r\nlocation: {}/elsewhere\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
            server.address
        );
        for (came, got) in with(|| vec![Reply::Raw(away.clone().into_bytes())], |client| client.send(&capture())) {
            let Err(Error::MayHaveArrived(Lost::Unreadable(why))) = came else { panic!("{came:?}") };
            assert_eq!((why, got.len()), (Unreadable::Redirect(status), 1));
        }
    }
    assert!(server.got().is_empty());
}

#[test]
fn an_answer_that_comes_drop_by_drop_is_left_in_time() {
    for (came, _) in with(|| vec![Reply::Drops], |client| client.send(&capture())) {
        assert!(matches!(came, Err(Error::MayHaveArrived(Lost::TimeOut))), "{came:?}");
    }
    for (came, _) in with(|| vec![Reply::Drops, Reply::Drops, Reply::Drops], |client| client.status("order-1")) {
        assert!(matches!(came, Err(Error::NoAnswer(Lost::TimeOut))), "{came:?}");
    }
}

#[test]
fn garbage_is_told_as_such_and_never_shown() {
    let raw = |text: &str| {
        let head = "HTTP/1.1 502 X\r\nconnection: close\r\n\r\n";
        vec![Reply::Raw(format!("{head}{text}").into_bytes())]
    };
    for text in [PERSON, "{", "[]", "{\"status\":\"success\"}", "\u{feff}{}"] {
        for (came, _) in with(|| raw(text), |client| client.status("order-1")) {
            let Err(error) = came else { panic!("{text}") };
            assert!(matches!(error, Error::Unreadable(_)), "{text}: {error:?}");
            assert!(!format!("{error:?} {error}").contains(PERSON));
        }
    }
}

#[test]
fn a_question_is_asked_again_and_one_by_request_not_too_early() {
    for (came, got) in with(|| vec![Reply::Hangup, ok(standing("success"))], |client| client.status("order-1")) {
        assert!(came.is_ok(), "{came:?}");
        assert_eq!(got.len(), 2);
    }
    let seconds = Duration::from_secs;
    for (came, got) in with(|| vec![ok(standing("success"))], |client| client.by_request(seconds(9))) {
        assert!(matches!(came, Err(Error::TooEarly(wait)) if wait == seconds(1)), "{came:?}");
        assert!(got.is_empty());
    }
    for (came, got) in with(|| vec![ok(standing("success"))], |client| client.by_request(seconds(10))) {
        assert!(came.is_ok(), "{came:?}");
        assert_eq!((got[0].path.as_str(), &got[0].body["request_id"]), ("/v2/payment/status/request", &json!("r-1")));
    }
}

#[test]
fn operations_come_page_by_page() {
    let page = |ids: std::ops::Range<i32>| {
        let list: Vec<_> = ids.map(|id| json!({ "operation_id": id })).collect();
        ok(json!({ "total": 5, "operations": list }))
    };
    for (came, got) in with(|| vec![page(0..3), page(3..5)], |client| client.operations()) {
        let pages = came.expect("pages");
        let ids = pages.iter().flatten().filter_map(|one| one.0.at("operation_id")?.as_i64());
        assert_eq!(ids.collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
        assert_eq!(paths(&got), ["/v1/operations/get"; 2]);
        assert_eq!(
            (&got[0].body["offset"], &got[1].body["offset"], &got[1].body["limit"]),
            (&json!(0), &json!(3), &json!(3))
        );
        let mut body = got[0].body.clone();
        let signature = body.as_object_mut().expect("an object").remove("signature").expect("a signature");
        assert_eq!(signature, signed(body, "the token's secret")["signature"]);
        assert_eq!(got[0].body["project_id"], json!([125]));
    }
    // one that cannot be had is the last
    for (came, _) in
        with(|| vec![page(0..3), Reply::Hangup, Reply::Hangup, Reply::Hangup, page(3..5)], |client| client.rest())
    {
        assert!(matches!(came.as_slice(), [true, false]), "{came:?}");
    }
    // its refusals have the HTTP status as a number, and codes of their own
    let refused = json!({ "name": "Unauthorized", "message": PERSON, "code": 3061, "status": 401 });
    for (came, _) in with(|| vec![Reply::Json(401, refused.clone())], |client| client.operations()) {
        let Err(Error::Refused(refused)) = came else { panic!("{came:?}") };
        assert_eq!((refused.kind(), refused.code(), refused.http_status()), (Kind::Other, "3061", 401));
        assert!(!format!("{refused:?}").contains(PERSON));
    }
    // a number that is another one tells nothing
    let other = json!({ "message": "x", "code": 0, "status": 400 });
    for (came, _) in with(|| vec![Reply::Json(401, other.clone())], |client| client.operations()) {
        assert!(matches!(came, Err(Error::Unreadable(Unreadable::Unknown(401)))), "{came:?}");
    }
    // no list, two lists, more than was asked for, an entry that is none
    for body in [json!({}), json!({ "a": [], "b": [] }), json!([{}, {}, {}, {}]), json!([1])] {
        for (came, _) in with(|| vec![ok(body.clone())], |client| client.operations()) {
            assert!(matches!(came, Err(Error::Unreadable(Unreadable::Unknown(200)))), "{body}: {came:?}");
        }
    }
}

#[test]
fn nothing_that_is_kept_prints_secrets_or_persons() {
    for (came, _) in with(|| vec![ok(accepted())], |client| (client.debug(), format!("{:?}", client.send(&sale())))) {
        for secret in [KEY, PERSON, "order-1", "r-1"] {
            assert!(!came.0.contains(secret) && !came.1.contains(secret), "{came:?}");
        }
    }
}
