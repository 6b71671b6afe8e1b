//! Every reason for a refusal, each by a body that has no other fault.

use crate::support::{PROJECT, SECRET, SHAPE, callback, keys, secret, signed, signed_with};
use ecommpay_runtime::callback::{Keys, Note, Reason, Refusal, Verifier, verify};
use ecommpay_runtime::json::Limits;

/// Text that no refusal may repeat.
const PLANTED: &str = "PLANTED-BY-AN-ATTACKER";

fn refusal(body: &[u8]) -> Refusal {
    verify(&SHAPE, &several(), body).expect_err("refused")
}

/// Of two projects: with the keys of one alone a body need not name it.
fn several() -> Keys {
    keys().with(779, &secret("another"))
}

fn with(member: &str) -> String {
    callback("").replacen('{', &format!("{{{member},"), 1)
}

/// The line of the customer's id has become part of the value before it: the text to sign is the same.
fn swallowed(number: &str) -> String {
    callback("")
        .replace("\"customer\":{\"id\":\"u-9\"}", &format!("\"account\":{{\"number\":\"{number};customer:id:u-9\"}}"))
}

/// One body per reason.
fn cases() -> Vec<(Reason, Vec<u8>)> {
    let good = signed(&callback(PLANTED));
    let deep = format!("{}{}", "{\"a\":".repeat(65), "1").to_owned() + &"}".repeat(65);
    let long_key = "k".repeat(300_000);
    let expanding = format!("{{\"project_id\":777,\"signature\":\"x\",\"{long_key}\":[{}]}}", ["1"; 20].join(","));
    let text = |body: String| body.into_bytes();
    vec![
        (Reason::NoJson, text(format!("<html>{PLANTED}"))),
        (Reason::NoObject, text(format!("[\"{PLANTED}\"]"))),
        (Reason::Trailing, text(format!("{good} {PLANTED}"))),
        (Reason::ByteOrderMark, text(format!("\u{feff}{good}"))),
        (Reason::Encoding, [good.as_bytes(), b"\xff"].concat()),
        (Reason::LoneSurrogate, text(good.replace(PLANTED, "\\ud800"))),
        (Reason::DuplicateKey, text(signed(&with(&format!("\"project_id\":1,\"{PLANTED}\":1"))))),
        (Reason::Depth, text(deep)),
        (Reason::Size, text(format!("\"{}\"", "x".repeat(1 << 20)))),
        (Reason::SignedSize, text(expanding)),
        (Reason::SignatureMissing, text(callback(PLANTED))),
        (Reason::SignatureEmpty, text(with("\"signature\":\"\""))),
        (Reason::SignatureNoText, text(with("\"signature\":[\"PLANTED-BY-AN-ATTACKER\"]"))),
        (Reason::SignatureWrong, text(with(&format!("\"signature\":\"{PLANTED}\"")))),
        (Reason::SignaturesDisagree, text(signed(&with(&format!("\"general\":{{\"signature\":\"{PLANTED}\"}}"))))),
        (Reason::ProjectMissing, text(signed(&format!("{{\"note\":\"{PLANTED}\"}}")))),
        (Reason::ProjectNoInteger, text(signed(&format!("{{\"project_id\":\"{PLANTED}\"}}")))),
        (Reason::ProjectsDisagree, text(signed(&with("\"general\":{\"project_id\":778}")))),
        (Reason::ProjectUnknown, text(signed("{\"project_id\":778,\"note\":\"PLANTED-BY-AN-ATTACKER\"}"))),
        (Reason::Ambiguous, text(signed(&swallowed(PLANTED)))),
        (Reason::PathTwice, text(signed(&with("\"a\":{\"\":{\"b\":1}},\"a:b\":\"PLANTED-BY-AN-ATTACKER\"")))),
        (Reason::EmptyKey, text(signed(&with("\"\":{\"account\":{\"number\":\"PLANTED-BY-AN-ATTACKER\"}}")))),
        (Reason::Type, text(signed(&callback("").replace("\"079\"", "79")))),
    ]
}

#[test]
fn every_reason_is_reached_and_repeats_nothing() {
    let cases = cases();
    for (reason, body) in &cases {
        let refusal = refusal(body);
        assert_eq!(refusal.reason(), *reason, "{refusal}");
        for told in [refusal.to_string(), format!("{refusal:?}"), refusal.recovery().to_owned()] {
            assert!(!told.contains("PLANTED") && !told.contains("ATTACKER"), "{told}");
        }
        assert!((400..500).contains(&refusal.http_status()));
    }
    // how long a body takes is the webhook's matter
    for reason in Reason::ALL.iter().filter(|reason| **reason != Reason::Time) {
        assert!(cases.iter().any(|(reached, _)| reached == reason), "no body for {reason:?}");
    }
}

#[test]
fn what_to_answer_depends_on_the_reason() {
    let status = |wanted: Reason| {
        let case = cases().into_iter().find(|(reason, _)| *reason == wanted).expect("a case");
        refusal(&case.1).http_status()
    };
    assert_eq!(status(Reason::NoJson), 400);
    assert_eq!(status(Reason::SignatureWrong), 403);
    assert_eq!(status(Reason::ProjectUnknown), 403);
    assert_eq!(status(Reason::Size), 413);
    assert_eq!(status(Reason::Ambiguous), 422);
}

#[test]
fn a_refusal_of_a_type_names_the_field_by_our_own_table() {
    let refusal = refusal(signed(&callback("").replace("\"079\"", "79")).as_bytes());
    assert_eq!(refusal.field_path(), Some("operation.provider.payment_id"));
    assert!(refusal.to_string().ends_with("does not send (operation.provider.payment_id)"), "{refusal}");
}

#[test]
fn types_that_the_platform_does_not_send_are_refused_although_the_signature_holds() {
    let amount = "\"sum\":{\"amount\":125000,";
    for (from, to) in [
        (amount, "\"sum\":{\"amount\":\"125000\","),
        (amount, "\"sum\":{\"amount\":125e3,"),
        (amount, "\"sum\":{\"amount\":125000.0,"),
        (amount, "\"sum\":{\"amount\":9223372036854775808,"),
        ("\"code\":\"0\"", "\"code\":0"),
        ("\"code\":\"0\"", "\"code\":false"),
        ("\"code\":\"0\"", "\"code\":[\"0\"]"),
        ("\"customer\":{\"id\":\"u-9\"}", "\"customer\":\"id:u-9\""),
        ("\"description\":\"\"", "\"description\":[]"),
        ("\"description\":\"\"", "\"description\":{\"\":\"\"}"),
    ] {
        let body = callback("");
        assert!(body.contains(from), "{from}");
        assert_eq!(refusal(signed(&body.replace(from, to)).as_bytes()).reason(), Reason::Type, "{to}");
    }
    for (member, refused) in [
        ("\"display_data\":{\"0\":{\"type\":\"qr\"}}", true),
        ("\"display_data\":[{\"type\":1}]", true),
        ("\"display_data\":[\"type:qr\"]", true),
        ("\"display_data\":{}", true),
        ("\"display_data\":[]", false),
        ("\"account\":[]", false),
        ("\"account\":{}", false),
        ("\"account\":[\"x\"]", true),
        ("\"account\":null", false),
        ("\"redirect_data\":{\"url\":\"u\",\"body\":[]}", false),
        ("\"redirect_data\":{\"url\":\"u\",\"body\":{}}", false),
        ("\"redirect_data\":{\"url\":\"u\",\"body\":{\"a\":\"b\"}}", false),
        ("\"redirect_data\":{\"url\":\"u\",\"body\":[\"b\"]}", true),
        ("\"redirect_data\":{\"url\":\"u\",\"body\":{\"a\":{\"b\":\"c\"}}}", true),
        ("\"redirect_data\":{\"url\":\"u\",\"body\":\"a:b\"}", true),
    ] {
        let got = verify(&SHAPE, &keys(), signed(&with(member)).as_bytes());
        assert_eq!(got.is_err_and(|refusal| refusal.reason() == Reason::Type), refused, "{member}");
    }
}

#[test]
fn what_holds_fields_has_its_type_even_without_a_row() {
    use ecommpay_runtime::callback::{JsonShape, Shape, ShapeField};
    static LEAVES: Shape = Shape::new(&[
        ShapeField::new("project_id", JsonShape::Integer),
        ShapeField::new("payment.status", JsonShape::Text),
        ShapeField::new("display_data[].type", JsonShape::Text),
    ]);
    for (honest, forged) in [
        (r#""payment":{"status":"success"}"#, r#""payment":"status:success""#),
        (r#""display_data":[{"type":"qr"}]"#, r#""display_data":["type:qr"]"#),
        (r#""display_data":[{"type":"qr"}]"#, r#""display_data":"0:type:qr""#),
        (r#""display_data":[{"type":"qr"}]"#, r#""display_data":{"0":{"type":"qr"}}"#),
    ] {
        let [honest, forged] = [honest, forged].map(|member| signed(&format!("{{\"project_id\":777,{member}}}")));
        let signature = |body: &str| body.rsplit_once("signature").expect("signed").1.to_owned();
        assert_eq!(signature(&honest), signature(&forged));
        assert!(verify(&LEAVES, &keys(), honest.as_bytes()).is_ok(), "{honest}");
        let refusal = verify(&LEAVES, &keys(), forged.as_bytes()).expect_err("refused");
        assert_eq!((refusal.reason(), refusal.field_path()), (Reason::Type, None), "{forged}");
    }
}

#[test]
fn nothing_is_told_of_a_body_whose_signature_is_wrong() {
    // Each of these has a further fault, which a sender without the secret must not be able to probe for.
    for body in [
        with("\"signature\":\"x\",\"account\":{\"number\":1}"),
        with("\"signature\":\"x\",\"account\":{\"number\":\"1;customer:id:1\"}"),
        with("\"signature\":\"x\",\"\":{\"a\":1}"),
        with("\"signature\":\"x\",\"a\":{\"\":{\"b\":1}},\"a:b\":1"),
    ] {
        assert_eq!(refusal(body.as_bytes()).reason(), Reason::SignatureWrong, "{body}");
    }
}

#[test]
fn the_switches_take_what_they_name_and_leave_a_note() {
    let verifier = Verifier::new(&SHAPE);
    let twice = signed(&with("\"extra\":1,\"extra\":2"));
    let got = verifier.take_duplicate_keys().verify(&keys(), twice.as_bytes()).expect("taken");
    assert_eq!(got.notes(), [Note::DuplicateKey]);
    assert_eq!(got.rest()[0].text, "2");

    let ambiguous = signed(&swallowed("1"));
    let got = verifier.take_ambiguous_text().verify(&keys(), ambiguous.as_bytes()).expect("taken");
    let path = "account:number".to_owned();
    assert_eq!(got.notes(), [Note::Semicolon { path: path.clone() }, Note::Ambiguous { path }]);

    let other = signed(&callback("").replace("\"079\"", "79"));
    let got = verifier.take_other_types().verify(&keys(), other.as_bytes()).expect("taken");
    assert_eq!(got.notes(), [Note::Type { field: Some("operation.provider.payment_id") }]);

    // And nothing else.
    let lax = verifier.take_duplicate_keys().take_ambiguous_text().take_other_types();
    for (reason, body) in cases() {
        let switched = [Reason::DuplicateKey, Reason::Ambiguous, Reason::Type].contains(&reason);
        let got = lax.verify(&several(), &body);
        assert_eq!(got.err().map(|refusal| refusal.reason()), (!switched).then_some(reason));
    }
}

#[test]
fn limits_can_be_set() {
    let body = signed(&callback("x"));
    let within = |limits: Limits| Verifier::new(&SHAPE).limits(limits).verify(&keys(), body.as_bytes());
    let reason = |limits: Limits| within(limits).err().map(|refusal| refusal.reason());
    assert_eq!(reason(Limits::default().body(body.len())), None);
    assert_eq!(reason(Limits::default().body(body.len() - 1)), Some(Reason::Size));
    assert_eq!(reason(Limits::default().depth(3)), None);
    assert_eq!(reason(Limits::default().depth(2)), Some(Reason::Depth));
    let text = ecommpay_runtime::sign::callback_text_to_sign(body.as_bytes()).expect("JSON").len();
    assert_eq!(reason(Limits::default().text(text)), None);
    assert_eq!(reason(Limits::default().text(text - 1)), Some(Reason::SignedSize));
    let deepest = "[".repeat(63) + &"]".repeat(63);
    let body = signed(&with(&format!("\"deep\":{deepest}")));
    assert!(verify(&SHAPE, &keys(), body.as_bytes()).is_ok(), "64 levels are taken");
}

#[test]
fn several_secrets_hold_while_one_is_being_changed() {
    let keys = Keys::new().with(PROJECT, &secret("old")).with(PROJECT, &secret("new")).with(1, &secret("other"));
    for (key, index) in [("old", 0), ("new", 1)] {
        let got = verify(&SHAPE, &keys, signed_with(&callback(""), key).as_bytes()).expect("verified");
        assert_eq!((got.key_index(), got.project_id()), (index, PROJECT));
    }
    let foreign = verify(&SHAPE, &keys, signed_with(&callback(""), "other").as_bytes());
    assert_eq!(foreign.expect_err("another project's key").reason(), Reason::SignatureWrong);
}

#[test]
fn the_project_may_stand_in_general_and_so_may_the_signature() {
    let body = callback("").replace("\"project_id\":777", "\"general\":{\"project_id\":777}");
    let signed = signed_with(&body, SECRET);
    let signature = signed.rsplit_once("\"signature\":\"").expect("a signature").1.trim_end_matches("\"}");
    let inside = body.replace("\"project_id\":777", &format!("\"project_id\":777,\"signature\":\"{signature}\""));
    for body in [signed.as_str(), inside.as_str()] {
        assert_eq!(verify(&SHAPE, &keys(), body.as_bytes()).expect("verified").project_id(), PROJECT);
    }
}

#[test]
fn keys_are_chosen_once_the_project_is_known() {
    let (named, bare) = (signed(&callback("")), signed(&callback("").replace("\"project_id\":777,", "")));
    let (own, foreign) = (keys(), Keys::new().with(PROJECT, &secret("another")));
    let verifier = Verifier::new(&SHAPE);
    let choose = |body: &str, chosen: Option<(i64, &Keys)>| {
        let mut asked = Vec::new();
        let verified = verifier.verify_choosing(body.as_bytes(), |project| {
            asked.push(project);
            chosen
        });
        (asked, verified.map(|callback| (callback.project_id(), callback.notes().to_vec())).map_err(|why| why.reason()))
    };
    let unnamed = vec![Note::ProjectNotNamed];
    for (body, project, chosen, wanted) in [
        (&named, Some(PROJECT), Some((PROJECT, &own)), Ok((PROJECT, Vec::new()))),
        (&bare, None, Some((PROJECT, &own)), Ok((PROJECT, unnamed))),
        (&named, Some(PROJECT), None, Err(Reason::ProjectUnknown)),
        (&bare, None, None, Err(Reason::ProjectMissing)),
        (&named, Some(PROJECT), Some((1, &own)), Err(Reason::ProjectUnknown)),
        (&named, Some(PROJECT), Some((PROJECT, &foreign)), Err(Reason::SignatureWrong)),
    ] {
        assert_eq!(choose(body, chosen), (vec![project], wanted));
    }
    // nothing is chosen for what cannot be a callback
    assert_eq!(choose("[]", Some((PROJECT, &own))), (Vec::new(), Err(Reason::NoObject)));
    assert_eq!(choose(&callback(""), Some((PROJECT, &own))), (Vec::new(), Err(Reason::SignatureMissing)));
}

#[test]
fn only_the_project_can_be_peeked_at() {
    use ecommpay_runtime::callback::peek_project;
    let peek = |body: &str| peek_project(body.as_bytes(), &Limits::default()).map_err(|refusal| refusal.reason());
    assert_eq!(peek(&callback("")), Ok(PROJECT));
    assert_eq!(peek("{\"general\":{\"project_id\":5}}"), Ok(5));
    assert_eq!(peek("{}"), Err(Reason::ProjectMissing));
    assert_eq!(peek("7"), Err(Reason::NoObject));
    assert_eq!(peek("{"), Err(Reason::NoJson));
}
