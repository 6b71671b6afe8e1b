//! The local Gate over HTTP, as a merchant meets it.

use crate::gate_support::{Gate, PROJECT, both, general, sale, sign, start, verified};
use serde_json::{Value, json};

const REDIRECT: &str = "/v2/payment/card-partner/sale";
const REFUND: &str = "/v2/payment/card-partner/refund";
const QR: &str = "/v2/payment/qr/ph-qr/sale";

#[tokio::test]
async fn a_sale_by_redirect_is_paid_refunded_in_full_and_asked_about() {
    let (gate, mut shop) = both().await;
    let answer = gate.accepted(REDIRECT, sale("TEST_184", &shop)).await;
    assert_eq!((&answer["project_id"], &answer["payment_id"]), (&json!(PROJECT), &json!("TEST_184")));
    assert_eq!(gate.status("TEST_184").await["payment"]["status"], "processing");

    gate.pass(1).await;
    let between = shop.next().await;
    assert_eq!(between["payment"]["status"], "awaiting redirect result");
    assert_eq!(between["redirect_data"]["body"], json!([]));
    let page = between["redirect_data"]["url"].as_str().unwrap().strip_prefix(&gate.base).unwrap();
    assert_eq!(gate.get(page).await.0, 200);

    let (status, told) = gate.control("test_184", "success", Value::Null).await;
    assert_eq!(status, 400, "a body that is no object of options: {told}");
    let (status, told) = gate.control("test_184", "success", json!({})).await;
    assert_eq!((status, &told["payment_status"]), (200, &json!("success")), "letter case does not tell two apart");
    gate.pass(0).await;
    let last = shop.raw().await;
    let got = verified(&last).unwrap();
    assert!(got.is_paid());
    assert_eq!(got.payment_id(), Some("TEST_184"));
    assert_eq!(gate.control("TEST_184", "success", json!({})).await.0, 409, "it ends once");

    gate.accepted(REFUND, general("TEST_184")).await;
    assert_eq!(gate.refused(REFUND, general("TEST_184")).await, "3060", "another is under way");
    gate.pass(10).await;
    let back = shop.next().await;
    assert_eq!((&back["payment"]["status"], &back["payment"]["sum"]["amount"]), (&json!("refunded"), &json!(0)));
    assert_eq!(
        (&back["operation"]["type"], &back["operation"]["sum_initial"]["amount"]),
        (&json!("refund"), &json!(100_000))
    );
    assert_eq!(gate.refused(REFUND, general("TEST_184")).await, "3060", "nothing is left");

    let stands = gate.status("TEST_184").await;
    assert_eq!(stands["operations"].as_array().unwrap().len(), 2);
    let by_request = json!({ "general": { "project_id": PROJECT }, "request_id": answer["request_id"] });
    assert_eq!(gate.signed("/v2/payment/status/request", by_request).await.1["payment"]["id"], "TEST_184");
    gate.end().await;
}

#[tokio::test]
async fn refusals_have_their_codes_the_signature_comes_first() {
    let (gate, shop) = both().await;
    assert_eq!(gate.raw(REDIRECT, "{").await.1["code"], "2003");
    assert_eq!(gate.raw(REDIRECT, "[]").await.1["code"], "2003");
    assert_eq!(gate.raw(REDIRECT, sale("A", &shop).to_string()).await.1["code"], "3262");
    let mut forged = sale("A", &shop);
    sign(&mut forged);
    forged["payment"]["amount"] = json!(1);
    assert_eq!(gate.raw(REDIRECT, forged.to_string()).await.1["code"], "3261", "wrong in shape too, yet not looked at");
    let with = |change: fn(&mut Value)| {
        let mut body = sale("A", &shop);
        change(&mut body);
        body
    };
    let refused = [
        (with(|body| drop(body["customer"].as_object_mut().unwrap().remove("id"))), "2004"),
        (with(|body| body["customer"]["ip_address"] = json!("here")), "702"),
    ];
    for (body, code) in refused {
        assert_eq!(gate.refused(REDIRECT, body).await, code);
    }
    // what the platform finds out once the request was taken in: the identifier can be used again each time
    let failing = [
        (with(|body| body["payment"]["currency"] = json!("THB")), "3121"),
        (with(|body| body["payment"]["amount"] = json!(20_000_001)), "2642"),
        (with(|body| body["payment"]["amount"] = json!(999)), "3358"),
    ];
    for (body, code) in failing {
        assert_eq!(gate.fails(REDIRECT, body).await, code);
    }
    assert_eq!(gate.refused("/v2/payment/nothing/sale", sale("A", &shop)).await, "2541");
    assert_eq!(gate.refused(REFUND, general("B")).await, "3061");
    gate.accepted(REDIRECT, sale("A", &shop)).await;
    assert_eq!(gate.refused(REDIRECT, sale("a", &shop)).await, "3041");
    let (status, _) = gate.raw(REDIRECT, vec![b' '; 2 << 20]).await;
    assert_eq!(status, 413);
    gate.end().await;
}

#[tokio::test]
async fn a_sum_is_a_whole_number_however_written_and_never_passed_over() {
    let (gate, shop) = both().await;
    for amount in ["100000.5", "1e16", "9007199254740992.0", "\"100000\"", "null", "-1"] {
        let mut body = sale("W", &shop);
        body["payment"]["amount"] = serde_json::from_str(amount).unwrap();
        assert_eq!(gate.refused(REDIRECT, body).await, "702", "{amount}");
    }
    let mut body = sale("W", &shop);
    body["payment"]["amount"] = serde_json::from_str("1e5").unwrap();
    gate.accepted(REDIRECT, body).await;
    gate.pass(1).await;
    gate.control("W", "success", json!({})).await;
    for amount in ["1000.5", "1e16", "null"] {
        let mut part = general("W");
        part["payment"] = json!({ "amount": 1, "currency": "KES", "description": "back" });
        part["payment"]["amount"] = serde_json::from_str(amount).unwrap();
        assert_eq!(gate.refused(REFUND, part).await, "702", "{amount}");
    }
    let stands = gate.status("W").await;
    assert_eq!(stands["operations"].as_array().unwrap().len(), 1, "nothing went back");
    assert_eq!(stands["payment"]["sum"]["amount"].as_i64(), Some(100_000), "{stands}");
    gate.end().await;
}

#[tokio::test]
async fn what_is_absent_is_asked_for_and_sent() {
    let (gate, mut shop) = both().await;
    let mut body = sale("C", &shop);
    body["customer"].as_object_mut().unwrap().remove("phone");
    gate.accepted(REDIRECT, body.clone()).await;
    gate.pass(1).await;
    let asked = shop.next().await;
    assert_eq!(asked["payment"]["status"], "awaiting clarification");
    assert_eq!(asked["clarification_fields"]["customer"]["required"], json!(["phone"]));
    let phone = json!({ "type": "string", "minLength": 4, "maxLength": 24, "pattern": "^[0-9]+$" });
    assert_eq!(asked["clarification_fields"]["customer"]["properties"]["phone"], phone, "as the spec has it");
    let mut more = general("C");
    assert_eq!(gate.refused("/v2/payment/clarification", more.clone()).await, "2004");
    for wrong in [json!(123_456_789), json!("123"), json!("12345a"), json!("1".repeat(25)), Value::Null] {
        more["additional_data"] = json!({ "customer": { "phone": wrong } });
        assert_eq!(gate.refused("/v2/payment/clarification", more.clone()).await, "702", "{wrong}");
    }
    more["additional_data"] = json!({ "customer": { "phone": "123456789" } });
    gate.accepted("/v2/payment/clarification", more.clone()).await;
    assert_eq!(gate.refused("/v2/payment/clarification", more).await, "3060");
    gate.pass(1).await;
    let next = shop.next().await;
    assert_eq!(next["payment"]["status"], "awaiting redirect result");
    assert_eq!(next["customer"]["phone"], "123456789");

    body["general"]["payment_id"] = json!("D");
    gate.accepted(REDIRECT, body).await;
    gate.pass(1).await;
    shop.next().await;
    gate.pass(1800).await;
    assert_eq!(shop.next().await["payment"]["status"], "decline", "thirty minutes are over");
    gate.end().await;
}

#[tokio::test]
async fn callbacks_come_again_until_200_on_the_schedule() {
    let (gate, mut shop) = both().await;
    shop.answer(500);
    gate.accepted(REDIRECT, sale("S", &shop)).await;
    gate.pass(1).await;
    let first = shop.next().await;
    let counted = |world: &str| serde_json::from_str::<Value>(world).unwrap()["payments"][0]["undelivered"].clone();
    for _ in 0..5 {
        // the answer to the last try has to be in the books before time moves on
        gate.settled().await;
        gate.pass(9).await;
        assert!(shop.is_idle(&gate).await, "not before ten seconds");
        gate.pass(1).await;
        assert_eq!(shop.next().await, first, "the same callback");
    }
    gate.settled().await;
    gate.pass(60).await;
    assert!(shop.is_idle(&gate).await, "from the seventh on the schedule grows");
    shop.answer(200);
    gate.pass(40).await;
    shop.next().await;
    gate.settled().await;
    assert_eq!(counted(&gate.get("/control/payments").await.1), 0);
    gate.end().await;
}

#[tokio::test]
async fn a_callback_comes_twice_late_out_of_order_badly_signed_or_never() {
    let (gate, mut shop) = both().await;
    for payment in ["twice", "late", "order", "bad", "never"] {
        gate.accepted(REDIRECT, sale(payment, &shop)).await;
        gate.pass(1).await;
        shop.next().await;
    }
    let decide = async |payment: &str, deliver: Value| {
        assert_eq!(gate.control(payment, "decline", json!({ "code": "20105", "deliver": deliver })).await.0, 200);
        gate.pass(0).await;
    };
    decide("twice", json!({ "twice": true })).await;
    let one = shop.next().await;
    assert_eq!(one["operation"]["code"], "20105");
    assert_eq!(one, shop.next().await);
    decide("late", json!({ "late": 30 })).await;
    gate.pass(29).await;
    assert!(shop.is_idle(&gate).await);
    gate.pass(1).await;
    assert_eq!(shop.next().await["payment"]["id"], "late");
    decide("order", json!({ "out_of_order": true })).await;
    assert_eq!(shop.next().await["payment"]["status"], "decline");
    gate.pass(1).await;
    assert_eq!(shop.next().await["payment"]["status"], "awaiting redirect result");
    decide("bad", json!({ "bad_signature": true })).await;
    assert!(verified(&shop.raw().await).is_err());
    decide("never", json!({ "never": true })).await;
    gate.pass(3600).await;
    assert!(shop.is_idle(&gate).await);
    gate.end().await;
}

#[tokio::test]
async fn any_callback_comes_out_of_order_where_one_was_before_it() {
    let (gate, mut shop) = both().await;
    let out_of_order = json!({ "deliver": { "out_of_order": true } });
    gate.accepted(REDIRECT, sale("O", &shop)).await;
    assert_eq!(gate.control("O", "success", out_of_order.clone()).await.0, 409, "nothing was told yet");
    assert_eq!(gate.status("O").await["payment"]["status"], "processing", "and nothing was done");
    assert_eq!(gate.control("O", "decline", json!({ "amount": 1 })).await.0, 400, "no option is left unread");
    assert_eq!(gate.control("O", "success", json!({})).await.0, 200);
    gate.pass(0).await;
    let paid = shop.next().await;
    let mut reverse = out_of_order;
    reverse["amount"] = json!(1000);
    for (action, status) in [("refund", "partially refunded"), ("reverse", "partially reversed")] {
        assert_eq!(gate.control("O", action, reverse.clone()).await.0, 200);
        gate.pass(0).await;
        assert_eq!(shop.next().await["payment"]["status"], status);
        gate.pass(1).await;
        let before = shop.next().await;
        assert_eq!(before == paid, action == "refund", "{before}");
        assert_ne!(before["payment"]["status"], status);
    }
    gate.end().await;
}

#[tokio::test]
async fn the_tester_looks_at_one_payment_and_at_pages_of_all() {
    let (gate, shop) = both().await;
    for payment in ["c", "A", "b", "d"] {
        gate.accepted(REDIRECT, sale(payment, &shop)).await;
    }
    gate.pass(1).await;
    let get = async |path: &str| {
        let (status, text) = gate.get(path).await;
        (status, serde_json::from_str::<Value>(&text).unwrap())
    };
    let (_, page) = get("/control/payments?offset=1&limit=2").await;
    let ids: Vec<&str> =
        page["payments"].as_array().unwrap().iter().filter_map(|one| one["payment_id"].as_str()).collect();
    assert_eq!((ids, &page["total"]), (vec!["b", "c"], &json!(4)));
    assert_eq!(get("/control/payments?offset=9").await.1["payments"], json!([]));
    for wrong in ["limit=1001", "limit=-1", "offset=x"] {
        assert_eq!(get(&format!("/control/payments?{wrong}")).await.0, 400, "{wrong}");
    }
    let (status, one) = get(&format!("/control/payments/a?project={PROJECT}")).await;
    assert_eq!((status, &one["payment_id"], &one["status"]), (200, &json!("A"), &json!("awaiting redirect result")));
    assert_eq!(one["operations"][0]["type"], "sale");
    assert!(one["step"]["redirect_data"]["url"].is_string() && one["expires"].is_string(), "{one}");
    assert_eq!(get("/control/payments/none").await.0, 404);
    assert_eq!(get("/control/payments/a?project=x").await.0, 400);
    gate.end().await;
}

#[tokio::test]
async fn a_code_is_shown_and_expires() {
    let (gate, mut shop) = both().await;
    let mut body = sale("Q", &shop);
    body["payment"]["currency"] = json!("PHP");
    for delay in [json!(601), json!(-1), json!("10"), json!(10.5), Value::Null] {
        body["callback"] = json!({ "delay": delay });
        assert_eq!(gate.refused(QR, body.clone()).await, "702", "{delay}");
    }
    body["callback"] = json!({ "delay": 10 });
    gate.accepted(QR, body).await;
    gate.pass(1).await;
    assert!(shop.is_idle(&gate).await, "callback.delay postpones");
    gate.pass(10).await;
    let between = shop.next().await;
    assert_eq!(between["display_data"][0]["type"], "qr_img");
    assert_eq!(between["payment"]["status"], "awaiting customer action", "the customer has to scan it");
    gate.pass(86_400).await;
    let last = shop.next().await;
    assert_eq!((&last["payment"]["status"], &last["operation"]["code"]), (&json!("decline"), &json!("20602")));
    gate.end().await;
}

#[tokio::test]
async fn the_data_api_pages_through_operations() {
    let (gate, shop) = both().await;
    for payment in ["1", "2", "3", "4"] {
        gate.accepted(REDIRECT, sale(payment, &shop)).await;
        gate.pass(60).await;
        let action = if payment == "2" { "decline" } else { "success" };
        if payment != "4" {
            gate.control(payment, action, json!({})).await;
        }
    }
    let always = json!({ "from": "2001-01-01 00:00:00", "to": "2101-01-01 00:00:00" });
    let ask = |offset: u64, limit: u64| {
        json!({
            "project_id": [PROJECT], "interval": always, "tz": "UTC", "token": "t".repeat(30),
            "limit": limit, "offset": offset, "fields": ["payment_id", "operation_type"],
        })
    };
    let (_, all) = gate.signed("/v1/operations/get", ask(0, 1000)).await;
    assert_eq!(all["operations"].as_array().unwrap().len(), 3, "the fourth is not completed");
    let with = |member: &str, value: Value| {
        let mut body = ask(0, 10);
        body[member] = value;
        body
    };
    for (member, value, count) in [
        ("operation_type", json!(["sale", "refund"]), 3),
        ("operation_type", json!("refund"), 0),
        ("operation_status", json!(["decline"]), 1),
        ("customer_id", json!("123"), 3),
        ("customer_id", json!(["124"]), 0),
        ("customer_email", json!("customer@example.com"), 3),
        ("customer_email", json!("another@example.com"), 0),
        ("interval", json!({ "from": "2001-01-01T00:00:00", "to": "2101-01-01T00:00:00" }), 3),
        ("tz", json!("+10:30"), 3),
    ] {
        let (status, told) = gate.signed("/operations/get", with(member, value)).await;
        assert_eq!((status, told["operations"].as_array().map(Vec::len)), (200, Some(count)), "{member}: {told}");
    }
    let mut without = ask(0, 10);
    for member in ["project_id", "tz", "fields"] {
        without.as_object_mut().unwrap().remove(member);
    }
    let (_, whole) = gate.signed("/operations/get", without).await;
    let first = &whole["operations"][0];
    assert_eq!((&first["project_id"], &first["operation_id"]), (&json!(PROJECT.to_string()), &json!("1")));
    assert_eq!(first["sum_initial"], json!({ "amount": 100_000, "currency": "KES" }));
    // held against what was ordered: one declined, one not completed
    let orders: Vec<Value> = ["1", "2", "3", "4"].map(|id| crate::reconcile::order(id, 100_000)).to_vec();
    let books = crate::reconcile::reconciled(Default::default(), &orders, &[&whole.to_string()]).unwrap();
    let told: Vec<&str> = books.rules.keys().map(String::as_str).collect();
    assert_eq!(told, ["reconcile/order/missing", "reconcile/order/not-paid"]);
    assert_eq!((books.orders.settled, books.project), (2, Some(PROJECT)));
    let (_, page) = gate.signed("/operations/get", ask(1, 1)).await;
    assert_eq!(page["operations"], json!([{ "payment_id": "2", "operation_type": "sale" }]));
    assert_eq!(gate.refused("/operations/get", ask(0, 1001)).await, "702");
    let mut none = ask(0, 10);
    none["interval"] = json!({ "from": "2001-01-01 00:00:00", "to": "2001-01-02 00:00:00" });
    assert_eq!(gate.signed("/operations/get", none).await.1["operations"], json!([]));
    for (member, code) in [("token", "2004"), ("interval", "2004")] {
        let mut without = ask(0, 10);
        without.as_object_mut().unwrap().remove(member);
        assert_eq!(gate.refused("/operations/get", without).await, code, "{member}");
    }
    let wrong = [
        ("token", json!("t")),
        ("limit", json!("1")),
        ("offset", json!(1.5)),
        ("tz", json!(0)),
        ("tz", json!("+10")),
        ("interval", json!(1)),
        ("operation_type", json!(1)),
        ("operation_status", json!([1])),
        ("fields", json!("payment_id")),
    ];
    for (member, value) in wrong {
        let mut body = ask(0, 10);
        body[member] = value;
        assert_eq!(gate.refused("/operations/get", body).await, "702", "{member}");
    }
    gate.end().await;
}

#[tokio::test]
async fn a_question_is_judged_and_answered_to_who_has_the_secret() {
    let mut two = start();
    two.projects.push((126, ecommpay_platform::runtime::Secret::new("another secret").unwrap()));
    let gate = Gate::begin(two).await;
    let project = json!({ "general": { "project_id": PROJECT } });
    assert_eq!(gate.refused("/v2/payment/status", project.clone()).await, "2004");
    let mut number = project.clone();
    number["general"]["payment_id"] = json!(5);
    assert_eq!(gate.refused("/v2/payment/status", number).await, "702");
    let (status, told) = gate.signed("/v2/payment/status", general("none")).await;
    assert_eq!((status, &told["status"], &told["code"]), (200, &json!("error"), &json!("3061")), "ask again");
    assert!(told.get("payment").is_none());
    assert_eq!(gate.refused("/v2/payment/status/request", project.clone()).await, "2004");
    assert_eq!(gate.refused("/v2/payment/clarification", project).await, "2004");
    let all = json!({
        "project_id": [PROJECT, 126], "interval": { "from": "2001-01-01 00:00:00", "to": "2101-01-01 00:00:00" },
        "tz": "UTC", "token": "t".repeat(30),
    });
    assert_eq!(
        gate.refused("/operations/get", all.clone()).await,
        "3261",
        "the secret of one is not that of the other"
    );
    let mut own = all;
    own["project_id"] = json!([PROJECT]);
    assert_eq!(gate.signed("/operations/get", own.clone()).await.0, 200);
    // without projects, those of the secret; at the top, a project is one too
    own.as_object_mut().unwrap().remove("project_id");
    own.as_object_mut().unwrap().remove("signature");
    assert_eq!(gate.signed("/operations/get", own.clone()).await.0, 200);
    own["signature"] = json!("x".repeat(88));
    assert_eq!(gate.raw("/operations/get", own.to_string()).await.0, 400);
    let top = json!({ "project_id": PROJECT, "request_id": "nobody's" });
    assert_eq!(gate.signed("/v2/payment/status/request", top).await.1["code"], "3061");
    gate.end().await;
}

#[tokio::test]
async fn the_payment_page_opens_signed_and_pays() {
    let (gate, mut shop) = both().await;
    let url = |amount: u32, encoded_key: &str| {
        let mut params = json!({
            "project_id": PROJECT, "payment_id": "P 1", "payment_amount": amount, "payment_currency": "KES",
            "customer_id": "c", "merchant_callback_url": shop.url,
        });
        sign(&mut params);
        let pairs: Vec<(String, String)> = params
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| (name.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
            .collect();
        let plain = |byte: &u8| byte.is_ascii_alphanumeric();
        let encoded = |text: &str| -> String {
            let one = |byte: u8| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
            text.bytes().map(one).collect()
        };
        let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        format!("{}{encoded_key}", pairs.join("&"))
    };
    let good = url(100_000, "");
    // four plug-ins of the vendor add what they do not sign
    let (status, page) = gate.get(&format!("/payment?{good}&_plugin=shop")).await;
    assert_eq!(status, 200, "{page}");
    let (status, _) = gate.get(&format!("/payment?{good}&plugin=shop")).await;
    assert_ne!(status, 200);
    let (status, page) = gate.get(&format!("/payment?{good}")).await;
    assert_eq!(status, 200, "{page}");
    assert!(page.contains("Card partner") && !page.contains("Promptpay"), "those that take the currency: {page}");
    let (status, page) = gate.get(&format!("/payment?{}", good.replace("100000", "100001"))).await;
    assert!(status == 400 && page.contains("3261"), "{page}");
    let amounts = [
        ("", "3286"),
        ("payment_amount=100.5", "702"),
        ("payment_amount=many", "702"),
        ("payment_amount=1", "3358"),
        ("payment_amount=99999999999", "2642"),
        ("payment_amount=", "3286"),
    ];
    for (amount, code) in amounts {
        let mut params = json!({
            "project_id": PROJECT, "payment_id": "P 2", "payment_currency": "KES", "customer_id": "c",
            "force_payment_method": "card-partner",
        });
        if let Some((_, amount)) = amount.split_once('=') {
            params["payment_amount"] = json!(amount);
        }
        sign(&mut params);
        let pairs = params.as_object().unwrap().iter().map(|(name, value)| {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            format!("{name}={}", text.replace('+', "%2B").replace(' ', "%20").replace('=', "%3D"))
        });
        let (status, page) = gate.get(&format!("/payment?{}", pairs.collect::<Vec<_>>().join("&"))).await;
        assert!(status == 400 && page.contains(code), "{amount}: {page}");
    }
    let (status, place) = gate.form("/payment", format!("{good}&local_gate_method=card-partner")).await;
    assert_eq!(status, 303);
    gate.pass(5).await;
    assert!(shop.is_idle(&gate).await, "the page takes the steps between");
    assert_eq!(gate.form(&format!("{place}/success"), String::new()).await.0, 303);
    gate.pass(0).await;
    let last = shop.next().await;
    assert_eq!((&last["payment"]["id"], &last["payment"]["status"]), (&json!("P 1"), &json!("success")));
    gate.end().await;
}
