//! Random changes of single bytes: either the signature fails, or nothing that is read changes.
//!
//! `cargo test --release -p ecommpay-runtime --test all verify_changes` makes 100,000 of each kind; a debug build a tenth.

use crate::support::{Dice, SHAPE, callback, keys, signed, understood};
use ecommpay_runtime::callback::verify;

const CHANGES: usize = if cfg!(debug_assertions) { 10_000 } else { 100_000 };

fn bodies() -> Vec<String> {
    let display = r#"{"display_data":[{"type":"qr_img","title":"t","data":"d;e"},{"type":"add_info","data":"5"}],"#;
    let redirect =
        r#"{"redirect_data":{"url":"https://x.example/?a=1;b","method":"POST","body":{"PaReq":"eJ","MD":"1:2"}},"#;
    let odd = r#"{"frame_mode":"a;b","empty":[],"none":{},"rate":36.0,"big":12345678901234567890,"account":{"signature":"s"},"a:b":[null,true,1e3],"#;
    let pretty = serde_json::from_str::<serde_json::Value>(&callback("Ж; ж")).expect("JSON");
    let long: String = (0..12).map(|index| format!("\"v{index}\",")).collect();
    [
        callback("2 boxes; ship to: Anna"),
        callback("").replacen('{', display, 1),
        callback("x").replacen('{', redirect, 1),
        callback("").replacen('{', odd, 1),
        serde_json::to_string_pretty(&pretty).expect("JSON"),
        callback("\\").replace('/', "\\/").replacen('{', &format!("{{\"list\":[{}\"\"],", long), 1),
        callback("").replace("\"project_id\":777", "\"general\":{\"project_id\":777}"),
    ]
    .iter()
    .map(|body| signed(body))
    .collect()
}

#[test]
fn no_changed_byte_gives_another_callback_or_other_notes() {
    let mut dice = Dice::new(7);
    let bodies = bodies();
    let keys = keys();
    let genuine: Vec<String> =
        bodies.iter().map(|body| understood(&verify(&SHAPE, &keys, body.as_bytes()).expect("genuine"))).collect();
    let mut still_taken = 0;
    for round in 0..CHANGES {
        let which = round % bodies.len();
        let mut body = bodies[which].clone().into_bytes();
        let at = dice.below(body.len());
        let old = body[at];
        // Mostly bytes that keep the text readable: others are refused by the reader already.
        let new = if round % 4 == 0 { dice.next() as u8 } else { *dice.pick(br#"0123456789aeEfgsu:;,.-+"\ {}[]/tn"#) };
        body[at] = new;
        if let Ok(verified) = verify(&SHAPE, &keys, &body) {
            still_taken += usize::from(new != old);
            let shown = String::from_utf8_lossy(&body).into_owned();
            assert_eq!(understood(&verified), genuine[which], "byte {at}: {old} -> {new}: {shown}");
        }
    }
    // White space, what is not covered, hexadecimal digits in escapes: some changes must be harmless, or nothing was tried.
    assert!(still_taken > CHANGES / 1000, "{still_taken}");
}

#[test]
fn arbitrary_bytes_never_panic() {
    let mut dice = Dice::new(11);
    let bodies = bodies();
    let keys = keys();
    for round in 0..CHANGES {
        let body: Vec<u8> = if round % 2 == 0 {
            (0..dice.below(60)).map(|_| *dice.pick(b"{}[]\",:\\u0d8af-1.eEtrunl \xff\xc3\n")).collect()
        } else {
            // A genuine body, cut, doubled or shuffled somewhere.
            let mut body = dice.pick(&bodies).clone().into_bytes();
            let (one, other) = (dice.below(body.len()), dice.below(body.len()));
            match dice.below(3) {
                0 => body.truncate(one),
                1 => body.swap(one, other),
                _ => {
                    let tail = body.split_off(one);
                    body.extend_from_slice(&tail[..tail.len() / 2]);
                    body.extend_from_slice(&tail);
                }
            }
            body
        };
        if let Err(refusal) = verify(&SHAPE, &keys, &body) {
            assert!(!refusal.to_string().is_empty());
        }
    }
}
