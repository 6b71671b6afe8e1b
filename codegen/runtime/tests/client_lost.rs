//! What becomes of a request whose answer is lost, by both adapters: what proves that it arrived, and what does not.

use crate::client_support;
use crate::client_support::server::Reply;
use crate::client_support::{
    Client, KEY, SALE, STATUS, accepted, capture, confirm, ok, operation, paths, refund, refused, sale, signed,
    standing, standing_with, sum, with,
};
use ecommpay_runtime::callback::Reason;
use ecommpay_runtime::client::{Core, Do, Error, Kind, Lost, Run, Sent};
use ecommpay_runtime::{Test, Value, json};
use std::time::Duration;

#[test]
fn after_a_time_out_already_used_means_ask_for_the_status() {
    let script = || vec![Reply::Silence, Reply::Json(400, refused("3041")), ok(standing("processing"))];
    for (came, got) in with(script, |client| client.send(&sale())) {
        let Ok(Sent::Found(status)) = came else { panic!("{came:?}") };
        assert_eq!(status.status(), Some("processing"));
        assert_eq!(paths(&got), [SALE, SALE, STATUS]);
        // the same to the byte: the same identifier above all
        assert_eq!(got[0].body, got[1].body);
        assert_eq!(got[2].body["general"]["payment_id"], "order-1");
    }
}

/// What a sale of 10.00 FJD comes to that was lost, and whose status then says this; with the refusal "already used" and
/// without any.
fn lost_sale(status: impl Fn() -> Reply) -> Vec<Result<Sent<client_support::Status>, Error>> {
    let used = || Reply::Json(400, refused("3041"));
    let refused = with(|| vec![Reply::Hangup, used(), status()], |client| client.send(&sale()));
    let silent = with(|| vec![Reply::Hangup, Reply::Hangup, status()], |client| client.send(&sale()));
    refused.into_iter().chain(silent).map(|(came, _)| came).collect()
}

#[test]
fn an_older_payment_of_another_sum_is_not_the_lost_one() {
    let whole = |sum: Value| signed(json!({ "project_id": 125, "payment": { "id": "order-1", "sum": sum } }), KEY);
    for body in [
        standing_with("success", json!([operation("sale", 2_000, "FJD")])),
        standing_with("success", json!([operation("sale", 1_000, "TOP")])),
        // a refund of just this sum is no sale of it
        standing_with("success", json!([operation("sale", 5_000, "FJD"), operation("refund", 1_000, "FJD")])),
        whole(sum(2_000, "FJD")),
    ] {
        for came in lost_sale(|| ok(body.clone())) {
            assert!(matches!(came, Err(Error::UsedByAnother)), "{body}: {came:?}");
        }
    }
    // what does not tell the sum proves neither
    for body in
        [whole(sum(0, "FJD")), whole(Value::Null), standing_with("success", json!([operation("payout", 1_000, "FJD")]))]
    {
        for came in lost_sale(|| ok(body.clone())) {
            assert!(matches!(came, Err(Error::MayHaveArrived(_))), "{body}: {came:?}");
        }
    }
    for body in
        [whole(sum(1_000, "FJD")), standing_with("x", json!([{ "type": "auth" }, operation("sale", 1_000, "fjd")]))]
    {
        for came in lost_sale(|| ok(body.clone())) {
            assert!(matches!(came, Ok(Sent::Found(_))), "{body}: {came:?}");
        }
    }
}

#[test]
fn a_status_that_cannot_be_trusted_is_told_as_such() {
    let unsigned = json!({ "project_id": 125, "payment": { "id": "order-1", "status": "success" } });
    for came in lost_sale(|| ok(unsigned.clone())) {
        let Err(Error::MayHaveArrived(Lost::Unverified(refusal))) = came else { panic!("{came:?}") };
        assert_eq!(refusal.reason(), Reason::SignatureMissing);
    }
}

#[test]
fn the_status_of_a_lost_sale_is_asked_for_as_often_as_any() {
    let html = || Reply::Raw(b"HTTP/1.1 502 X\r\nconnection: close\r\n\r\n<html>".to_vec());
    let script =
        || vec![Reply::Silence, Reply::Json(400, refused("3041")), html(), Reply::Hangup, ok(standing("processing"))];
    for (came, got) in with(script, |client| client.send(&sale())) {
        assert!(matches!(came, Ok(Sent::Found(_))), "{came:?}");
        assert_eq!(paths(&got), [SALE, SALE, STATUS, STATUS, STATUS]);
    }
}

#[test]
fn a_lost_sale_that_is_then_refused_for_how_things_stand_may_have_arrived() {
    for code in ["2642", "3060", "310", "100"] {
        let lost = || vec![Reply::Hangup, Reply::Json(400, refused(code))];
        let script = || lost().into_iter().chain([ok(standing("processing"))]).collect();
        for (came, got) in with(script, |client| client.send(&sale())) {
            assert!(matches!(came, Ok(Sent::Found(_))), "{code}: {came:?}");
            assert_eq!(paths(&got), [SALE, SALE, STATUS]);
        }
        let script = || lost().into_iter().chain(not_known()).collect();
        for (came, _) in with(script, |client| client.send(&sale())) {
            assert!(matches!(came, Err(Error::MayHaveArrived(Lost::Refused(_)))), "{code}: {came:?}");
        }
    }
    for (came, got) in with(|| vec![Reply::Hangup, Reply::Json(400, refused("3121"))], |client| client.send(&sale())) {
        assert!(matches!(came, Err(Error::Refused(_))), "{came:?}");
        assert_eq!(got.len(), 2);
    }
}

#[test]
fn a_lost_sale_may_be_accepted_the_second_time() {
    for first in [|| Reply::Hangup, || Reply::Half, || Reply::Raw(b"garbage".to_vec())] {
        for (came, got) in with(|| vec![first(), ok(accepted())], |client| client.send(&sale())) {
            assert!(matches!(came, Ok(Sent::Accepted(_))), "{came:?}");
            assert_eq!(paths(&got), [SALE, SALE]);
        }
    }
}

/// What the platform answers about a payment that it does not know yet, with either code and whatever HTTP status.
fn not_known() -> [Reply; 3] {
    [Reply::Json(404, refused("3061")), Reply::Json(200, refused("3062")), Reply::Json(400, refused("3061"))]
}

#[test]
fn a_payment_that_is_not_known_yet_is_asked_for_again() {
    let unknown = || not_known().into_iter().take(2);
    let script = || {
        let lost = vec![Reply::Silence, Reply::Hangup];
        lost.into_iter().chain(unknown()).chain([ok(standing("processing"))]).collect()
    };
    for (came, got) in with(script, |client| client.send(&sale())) {
        assert!(matches!(came, Ok(Sent::Found(_))), "{came:?}");
        assert_eq!(paths(&got), [SALE, SALE, STATUS, STATUS, STATUS]);
    }
}

#[test]
fn what_stays_unknown_may_have_arrived() {
    let script = || vec![Reply::Silence, Reply::Hangup].into_iter().chain(not_known()).collect();
    for (came, got) in with(script, |client| client.send(&sale())) {
        assert!(matches!(came, Err(Error::MayHaveArrived(Lost::Broken))), "{came:?}");
        assert_eq!(paths(&got), [SALE, SALE, STATUS, STATUS, STATUS]);
    }
}

/// The platform's own time reaches the request that is carried.
#[test]
fn a_lost_sale_is_looked_for_ten_seconds_after_it_was_sent() {
    let hosts = client_support::hosts("http://127.0.0.1:9");
    let core = Core::<Test, client_support::Patient>::new(client_support::project(), hosts);
    let sale = sale();
    let mut run = Run::new(&core, &sale, None).expect("a sale that is in order");
    let not_known = || {
        let body = refused("3061").to_string().into_bytes();
        Ok(http::Response::builder().status(404).body(body).expect("an answer"))
    };
    let mut waited = Vec::new();
    let (mut sent, mut asked) = (0, 0);
    loop {
        match run.to_do() {
            Do::Send(request) if request.uri().path().ends_with("/status") => {
                asked += 1;
                run.came(not_known());
            }
            Do::Send(_) => {
                sent += 1;
                run.came(Err(Lost::Broken));
            }
            Do::Wait(pause) => waited.push(pause),
            _ => break,
        }
    }
    assert_eq!((sent, asked), (2, 4));
    assert_eq!(waited, [1, 10, 1, 2].map(Duration::from_secs));
    assert!(matches!(run.finish(), Err(Error::MayHaveArrived(_))));
}

#[test]
fn what_the_platform_cannot_tell_apart_is_never_sent_twice() {
    for request in [capture(), confirm(), refund(None)] {
        for (came, got) in with(|| vec![Reply::Hangup, ok(accepted())], |client| client.send(&request)) {
            assert!(matches!(came, Err(Error::MayHaveArrived(Lost::Broken))), "{came:?}");
            assert_eq!(got.len(), 1);
        }
    }
}

#[test]
fn a_refund_is_safe_by_its_identifier() {
    let send = |client: &dyn Client| client.send(&refund(Some("refund-1")));
    let used = || vec![Reply::Hangup, Reply::Json(400, refused("3230"))];
    let refunded = |kind: &str, amount| standing_with("refunded", json!([operation(kind, amount, "FJD")]));
    for status in [refunded("refund", 1_000), refunded("reversal", 1_000)] {
        for (came, got) in with(|| used().into_iter().chain([ok(status.clone())]).collect(), send) {
            assert!(matches!(came, Ok(Sent::Found(_))), "{came:?}");
            assert_eq!(got.len(), 3);
            assert_eq!(got[0].body, got[1].body);
        }
    }
    // the identifier is another refund's: of another sum, or of another payment
    for status in [refunded("refund", 500), refunded("sale", 1_000)] {
        for (came, _) in with(|| used().into_iter().chain([ok(status.clone())]).collect(), send) {
            let Err(Error::MayHaveArrived(lost)) = came else { panic!("{came:?}") };
            assert_eq!(lost, Lost::Refused(Kind::RefundAlreadyUsed));
        }
    }
}

#[test]
fn a_payment_is_no_proof_of_its_refund() {
    for (came, got) in with(
        || vec![Reply::Hangup, Reply::Hangup, ok(standing("success"))],
        |client| client.send(&refund(Some("refund-1"))),
    ) {
        assert!(matches!(came, Err(Error::MayHaveArrived(Lost::Broken))), "{came:?}");
        assert_eq!(got.len(), 2);
    }
    // refunded, it cannot be refunded: by this very refund, perhaps
    for code in ["3060", "3283", "310", "100"] {
        for (came, _) in with(
            || vec![Reply::Silence, Reply::Json(400, refused(code)), ok(standing("refunded"))],
            |client| client.send(&refund(Some("refund-1"))),
        ) {
            assert!(matches!(came, Err(Error::MayHaveArrived(Lost::Refused(_)))), "{code}: {came:?}");
        }
    }
}
