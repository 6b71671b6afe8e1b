//! What the signature does not cover cannot be read, and cannot change what is read.

use crate::support::{SHAPE, callback, keys, row, signed, understood};
use ecommpay_runtime::callback::{Verified, verify};

fn read(body: &str) -> Verified {
    verify(&SHAPE, &keys(), body.as_bytes()).unwrap_or_else(|refusal| panic!("{refusal}: {body}"))
}

/// A body that the signature of `body` holds for just as well.
fn exchanged(body: &str, from: &str, to: &str) -> String {
    assert!(body.contains(from), "{from}");
    body.replacen(from, to, 1)
}

#[test]
fn additions_that_the_signature_does_not_cover_change_nothing() {
    let body = signed(&callback("x;y"));
    let before = understood(&read(&body));
    for addition in [
        "\"frame_mode\":\"popup\",",
        "\"frame_mode\":{\"payment\":{\"status\":\"decline\"}},",
        "\"extra\":[],\"more\":{\"a\":{\"b\":[{},[]]}},",
        "\"display_data\":[],",
        "\"display_data\":[{}],",
        "\"redirect_data\":{},",
        "\"redirect_data\":{\"body\":[]},",
        "\"redirect_data\":{\"body\":{}},",
        "\"account\":{\"signature\":\"zzz\"},",
        "\"account\":{\"frame_mode\":\"1;customer:id:1\"},",
        "\"errors\":[{\"signature\":\"zzz\"}],",
    ] {
        let changed = exchanged(&body, "{", &format!("{{{addition}"));
        assert_eq!(understood(&read(&changed)), before, "{addition}");
    }
}

#[test]
fn nothing_of_it_is_found_in_the_document_either() {
    let body = exchanged(&signed(&callback("")), "{", "{\"frame_mode\":\"p\",\"e\":[],\"x\":{\"signature\":\"s\"},");
    let verified = read(&body);
    for path in ["frame_mode", "e", "x", "x.signature", "signature"] {
        assert!(verified.document().at(path).is_none(), "{path}");
    }
    assert!(verified.document().at("payment.sum.amount").is_some());
    assert_eq!(verified.raw(), body.as_bytes());
}

#[test]
fn null_and_an_empty_text_read_alike() {
    let body = signed(&callback(""));
    let changed = exchanged(&body, "\"description\":\"\"", "\"description\":null");
    assert_eq!(understood(&read(&changed)), understood(&read(&body)));
    assert_eq!(read(&changed).field(row("payment.description")).and_then(|item| item.as_str()), Some(""));
}

#[test]
fn escapes_and_white_space_change_nothing() {
    let body = signed(&callback("Ж/\"\u{7f}"));
    let before = understood(&read(&body));
    let changed = exchanged(&body, "Ж/", "\\u0416\\/")
        .replace(':', " :\n")
        .replace("2024-02-03T04 :\n05 :\n06", "2024-02-03T04:05:06");
    let changed = changed.replace("T04 :\n00 :\n06", "T04:00:06").replace("T04 :\n05 :\n01", "T04:05:01");
    assert_eq!(understood(&read(&changed)), before);
}

#[test]
fn members_of_a_map_say_whether_they_are_covered() {
    let map = r#"{"redirect_data":{"url":"u","body":{"PaReq":"p","n":1,"signature":"s","frame_mode":"f","a:b":"c","d":":e","deep":[]}},"#;
    let body = signed(&callback("").replacen('{', map, 1));
    let verified = read(&body);
    let pairs: Vec<(String, String, bool)> = verified
        .map(row("redirect_data.body"))
        .map(|pair| (pair.key.to_owned(), pair.text.to_string(), pair.covered))
        .collect();
    let pair = |key: &str, text: &str, covered| (key.to_owned(), text.to_owned(), covered);
    assert_eq!(
        pairs,
        [
            pair("PaReq", "p", true),
            pair("n", "1", true),
            pair("signature", "s", false),
            pair("frame_mode", "f", false),
            // `a:` could have lent its colon to the text, or the text to the key.
            pair("a:b", "c", false),
            pair("d", ":e", false),
        ]
    );
    assert!(verified.map(row("payment.id")).next().is_none(), "no map");
    assert!(verified.rest().is_empty(), "a map's members are no strangers");
}

#[test]
fn a_map_that_is_not_covered_at_all_can_be_read_as_such() {
    let map = r#"{"redirect_data":{"url":"u","body":{"signature":"s"}},"#;
    let verified = read(&signed(&callback("").replacen('{', map, 1)));
    assert!(verified.field(row("redirect_data.body")).is_none());
    let pairs: Vec<bool> = verified.map(row("redirect_data.body")).map(|pair| pair.covered).collect();
    assert_eq!(pairs, [false]);
}

#[test]
fn what_the_shape_does_not_know_is_kept_with_the_text_that_is_signed() {
    let extra = r#"{"rrn":12.50,"a:b":[true,{"c":null},{},"x"],"payment":{"new":"n"},"#;
    let body = callback("").replacen('{', extra, 1).replace(r#","payment":{"id""#, r#","zzz":1,"was":{"id""#);
    let mut rest: Vec<(String, String)> =
        read(&signed(&body)).rest().into_iter().map(|unknown| (unknown.path, unknown.text)).collect();
    rest.retain(|(path, _)| !path.starts_with("was"));
    let pair = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    assert_eq!(
        rest,
        [
            pair("rrn", "12.5"),
            pair("a::b:0", "1"),
            pair("a::b:1:c", ""),
            pair("a::b:3", "x"),
            pair("payment:new", "n"),
            pair("zzz", "1"),
        ]
    );
}

#[test]
fn fields_and_rest_together_are_the_text_that_is_signed() {
    let extra = r#"{"rrn":12.50,"list":[1,[2]],"errors":[{"code":"7","more":"m"}],"redirect_data":{"url":"u","body":{"k":"v"}},"#;
    let body = callback("a;b").replacen('{', extra, 1);
    let verified = read(&signed(&body));
    let mut lines: Vec<String> =
        verified.rest().into_iter().map(|unknown| format!("{}:{}", unknown.path, unknown.text)).collect();
    for (row, field) in SHAPE.fields().iter().enumerate() {
        let path = field.path.replace('.', ":");
        lines.extend(verified.map(row).map(|pair| format!("{path}:{}:{}", pair.key, pair.text)));
        lines.extend(verified.field(row).and_then(|item| item.signed_text()).map(|text| format!("{path}:{text}")));
        for (index, item) in verified.field(row).into_iter().flat_map(|list| list.items()).enumerate() {
            let known = |key: &str| SHAPE.fields().iter().any(|other| other.path == format!("{}[].{key}", field.path));
            let members = item.members().filter(|(key, _)| known(key));
            lines.extend(
                members.filter_map(|(key, item)| Some(format!("{path}:{index}:{key}:{}", item.signed_text()?))),
            );
        }
    }
    let text = ecommpay_runtime::sign::callback_text_to_sign(body.as_bytes()).expect("JSON");
    let rejoined = text.split(';').count();
    assert_eq!(lines.len() + 1, rejoined, "one text has a semicolon");
    let mut bytes: Vec<u8> = lines.join(";").into_bytes();
    let mut wanted = text.into_bytes();
    bytes.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(bytes, wanted);
}
