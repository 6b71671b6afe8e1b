//! A `;` in a text: refused where the lines of the signed text could be others.

use crate::support::{PROJECT, SECRET, SHAPE, callback, keys, mac, signed};
use ecommpay_runtime::callback::{Ambiguity, Note, Reason, Refusal, Verified, verify};
use ecommpay_runtime::sign::callback_text_to_sign;

fn judged(body: &str) -> Result<Verified, Refusal> {
    verify(&SHAPE, &keys(), signed(body).as_bytes())
}

fn refused(body: &str) -> Option<Ambiguity> {
    let refusal = judged(body).expect_err(body);
    assert_eq!(refusal.reason(), Reason::Ambiguous, "{body}");
    refusal.ambiguity()
}

#[test]
fn a_member_of_the_callback_in_a_text_is_refused_wherever_it_would_be_sorted() {
    for member in [
        // sorted in behind it
        r#""account":{"number":"x;customer:id:1"}"#,
        // before it
        r#""payment":{"status":"x;account:number:1"}"#,
        // there already
        r#""account":{"number":"x;customer:id:1"},"customer":{"id":"2"}"#,
        r#""account":{"number":"x"},"customer":{"id":"1;customer:id:2"}"#,
        // items of lists, members of maps, whole numbers
        r#""customer":{"id":"1;display_data:0:type:qr_img"}"#,
        r#""customer":{"id":"1;display_data:12:data:x"}"#,
        r#""payment":{"status":"1;redirect_data:body:PaReq:x"}"#,
        r#""payment":{"status":"1;project_id:777"}"#,
        r#""payment":{"status":"1;payment:sum:amount:5"}"#,
        // members that the shape does not know, of objects that it knows
        r#""payment":{"description":"1;payment:extra:1"}"#,
        r#""customer":{"id":"1;operation:new:deep:1"}"#,
        // in a text of no field
        r#""zzz":"1;payment:id:p;payment:status:decline""#,
        r#""zzz":{"a":["1;payment:status:decline"]}"#,
        r#""display_data":[{"type":"1;payment:status:decline"}]"#,
        r#""redirect_data":{"body":{"k":"1;payment:status:decline"}}"#,
    ] {
        let body = format!(r#"{{"general":{{"project_id":{PROJECT}}},{member}}}"#);
        assert_eq!(refused(&body), Some(Ambiguity::Member), "{member}");
    }
}

#[test]
fn a_name_in_a_text_is_refused_where_it_would_be_sorted_in() {
    let body = |member: &str| format!(r#"{{"project_id":{PROJECT},{member}}}"#);
    for member in [
        r#""account":{"number":"x;note:1"}"#,
        r#""account":{"number":"x;note:1;"},"operation":{"id":1}"#,
        r#""zzy":"1;zzz:2""#,
        r#""zzy":"1;zzy:2""#,
        r#""zzy":"1;zzz:""#,
    ] {
        assert_eq!(refused(&body(member)), Some(Ambiguity::Name), "{member}");
    }
    for member in [
        // sorted in elsewhere
        r#""account":{"number":"x;abc:1"}"#,
        r#""account":{"number":"x;zebra:1"}"#,
        r#""account":{"number":"x;note:1"},"customer":{"id":"2"}"#,
        r#""zzy":"1;zza:2""#,
        // no names
        r#""account":{"number":"x; note:1"}"#,
        r#""account":{"number":"x;note: 1"}"#,
        r#""account":{"number":"x;no te:1"}"#,
        r#""account":{"number":"x;https://note"}"#,
        r#""account":{"number":"x;customer:id"}"#,
        r#""account":{"number":"x;payment:1"}"#,
        r#""account":{"number":"x; customer:id:1"}"#,
    ] {
        let got = judged(&body(member)).unwrap_or_else(|refusal| panic!("{refusal}: {member}"));
        assert!(matches!(got.notes(), [Note::Semicolon { .. }]), "{member}");
    }
}

#[test]
fn a_member_that_could_be_a_part_of_the_text_before_it_is_refused() {
    let body = |member: &str| format!(r#"{{"project_id":{PROJECT},"zza":"text",{member}}}"#);
    for member in
        [r#"" ship to":" Anna""#, r#""zzb":" Anna""#, r#""zzb":"//x""#, r#""zzb-c":"1""#, r#""zzb c":{"d":"1"}"#]
    {
        // the white space before a key does not count in the order
        let sorted = member.replace(" ship to", " zz ship to");
        assert_eq!(refused(&body(&sorted)), Some(Ambiguity::Line), "{sorted}");
    }
    // Behind an integer they are what they are.
    for member in [r#"" zz ship to":" Anna""#, r#""zzb":" Anna""#, r#""zzb-c":"1""#] {
        let body = format!(r#"{{"project_id":{PROJECT},{member}}}"#);
        assert!(judged(&body).is_ok(), "{member}");
    }
    // An ordinary name is taken.
    assert!(judged(&body(r#""zzb":"1","zzc":{"d":[1,"2",null]}"#)).is_ok());
}

#[test]
fn a_key_with_a_semicolon_is_refused() {
    let honest = r#"{"project_id":777,"note":"1","operation":{"code":"0","status":"success"}}"#;
    let text = callback_text_to_sign(honest.as_bytes()).expect("JSON");
    for forged in [
        r#"{"project_id":777,"note":{"1;operation":{"code":"0"}},"operation":{"status":"success"}}"#,
        r#"{"project_id":777,"note":{"1;operation":{"code":"0;operation:status:success"}}}"#,
        r#"{"project_id":777,"note":{"1;operation":{"code":{"0;operation":{"status":"success"}}}}}"#,
        r#"{"project_id":777,"note":"1;operation:code:0;operation:status:success"}"#,
    ] {
        let body = signed(forged);
        assert!(body.contains(&mac(SECRET, &text)), "signed alike: {forged}");
        assert!([Some(Ambiguity::Key), Some(Ambiguity::Member)].contains(&refused(forged)), "{forged}");
    }
    for member in [r#""a;b":1"#, r#""redirect_data":{"body":{"a;b":"c"}}"#, r#""payment":{"x;y":{"z":1}}"#] {
        assert_eq!(refused(&format!(r#"{{"project_id":777,{member}}}"#)), Some(Ambiguity::Key), "{member}");
    }
}

#[test]
fn a_refusal_tells_the_payment_and_how_to_settle_the_order_and_prints_none_of_it() {
    let body = callback("x;payment:status:success").replace("dev-0001", "ORDER-17");
    let refusal = judged(&body).expect_err("refused");
    assert_eq!(refusal.unverified_payment_id(), Some("ORDER-17"));
    assert_eq!(refusal.ambiguity(), Some(Ambiguity::Member));
    for way in ["status enquiry", "Data API", "by hand"] {
        assert!(refusal.recovery().contains(way), "{}", refusal.recovery());
    }
    assert!(refusal.to_string().contains("like a member of the callback"), "{refusal}");
    assert!(!format!("{refusal} {refusal:?}").contains("ORDER"), "{refusal:?}");
    // Of a body whose signature is wrong nothing is told.
    let unsigned = body.replacen('{', "{\"signature\":\"x\",", 1);
    let refusal = verify(&SHAPE, &keys(), unsigned.as_bytes()).expect_err("refused");
    assert_eq!((refusal.reason(), refusal.unverified_payment_id()), (Reason::SignatureWrong, None));
    // Nor one that is no identifier.
    let long = body.replace("ORDER-17", &"1".repeat(256));
    assert_eq!(judged(&long).expect_err("refused").unverified_payment_id(), None);
}

#[test]
fn members_that_the_shape_does_not_know_are_taken_in_ordinary_callbacks() {
    for member in [
        r#""rrn":"1","threeds2":{"iframe":{"url":"https://acs.example/m","params":{"3DSMethodData":"e"}}}"#,
        r#""is_cascading":true,"avs_result":"Y","mpi_result":"x""#,
        r#""recurring_retry":{"retry_count":1,"next_retry_exists":false},"note":"""#,
    ] {
        let body = callback("2 boxes; ship to: Anna").replacen('{', &format!("{{{member},"), 1);
        let body = body.replace(r#""payment":{"#, r#""payment":{"attempts_timeout":30,"#);
        judged(&body).unwrap_or_else(|refusal| panic!("{refusal}: {member}"));
    }
}
