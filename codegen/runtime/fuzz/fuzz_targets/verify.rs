//! Bodies from anybody: no panic, and what is taken can be read.
#![no_main]

use std::sync::LazyLock;

use ecommpay_runtime::Secret;
use ecommpay_runtime::callback::{JsonShape, Keys, Shape, ShapeField, Verifier, verify};
use ecommpay_runtime::json::{Document, Limits};
use ecommpay_runtime::sign::{Scalar, Signer, callback_text_to_sign};
use libfuzzer_sys::fuzz_target;

static SHAPE: Shape = Shape::new(&[
    ShapeField::new("project_id", JsonShape::Integer),
    ShapeField::new("payment", JsonShape::Object),
    ShapeField::new("payment.id", JsonShape::Text),
    ShapeField::new("payment.sum.amount", JsonShape::Integer),
    ShapeField::new("payment.paid", JsonShape::Boolean),
    ShapeField::new("redirect_data.body", JsonShape::Map).uncovered(),
    ShapeField::new("display_data[].type", JsonShape::Text),
]);

static SECRET: LazyLock<Secret> = LazyLock::new(|| Secret::new("secret").expect("a secret"));
static KEYS: LazyLock<Keys> = LazyLock::new(|| Keys::new().with(1, &SECRET));

fuzz_target!(|body: &[u8]| {
    // As it comes.
    let _ = verify(&SHAPE, &KEYS, body);
    let _ = Document::read(body, &Limits::default());

    // With a right signature, so that the rest of the way is walked too.
    let Some(members) = std::str::from_utf8(body).ok().and_then(|body| body.trim().strip_prefix('{')) else { return };
    let lax = Verifier::new(&SHAPE).take_ambiguous_text().take_other_types().take_duplicate_keys();
    for body in ["", "\"project_id\":1,"].iter().filter_map(|first| signed(&format!("{first}{members}"))) {
        for got in [verify(&SHAPE, &KEYS, body.as_bytes()), lax.verify(&KEYS, body.as_bytes())].into_iter().flatten() {
            for row in 0..SHAPE.fields().len() {
                let _ = got.field(row).map(|item| (item.as_str(), item.as_i64(), item.raw()));
                got.map(row).for_each(drop);
            }
            let _ = (got.rest(), got.notes(), got.document().root().members().count());
            assert_eq!(got.raw(), body.as_bytes());
        }
    }
});

/// An object with its signature first, from what follows its opening brace.
fn signed(members: &str) -> Option<String> {
    let text = callback_text_to_sign(format!("{{{members}").as_bytes()).ok()?;
    // Given as one line, a text is signed as it stands.
    let (path, value) = text.split_once(':')?;
    let signature = Signer::new(&SECRET).sign([(path, Scalar::Text(value))]);
    Some(format!("{{\"signature\":\"{signature}\",{members}"))
}
