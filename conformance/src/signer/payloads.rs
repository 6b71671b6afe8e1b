//! Payloads made for one feature each, as JSON text: how a number is written counts.

use std::collections::BTreeSet;
use std::fmt;

use ecommpay_platform::runtime::json::quote;
use proptest::collection::vec;
use proptest::prelude::*;

use super::feature::Feature;

/// A JSON value that keeps the order of its members and the text of its numbers.
#[derive(Debug, Clone)]
pub(super) enum Json {
    /// As it is written: a number, `true`, `null`.
    Raw(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |text: &str| {
            let mut out = String::new();
            quote(text, &mut out);
            out
        };
        match self {
            Self::Raw(raw) => f.write_str(raw),
            Self::Text(text) => f.write_str(&quoted(text)),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(ToString::to_string).collect();
                write!(f, "[{}]", items.join(","))
            }
            Self::Object(members) => {
                let members: Vec<String> =
                    members.iter().map(|(key, value)| format!("{}:{value}", quoted(key))).collect();
                write!(f, "{{{}}}", members.join(","))
            }
        }
    }
}

/// Payloads that show a feature, and as little else as can be. Nothing where only vectors show it.
pub(super) fn of(feature: Feature) -> Option<BoxedStrategy<Json>> {
    let key = || "[a-z][a-z_]{0,7}";
    let made = match feature {
        Feature::Plain => nested(object(key().boxed(), scalar(), 0..6)),
        Feature::ShortLists => object(key().boxed(), list(scalar(), 1..=10), 1..3),
        Feature::LongLists => object(key().boxed(), list(prop_oneof![scalar(), small()].boxed(), 11..=120), 1..3),
        Feature::NumberedKeys => object("a([1-9][0-9]{0,2}|[0-9]|0{1,2}[0-9])?b?".boxed(), scalar(), 2..8),
        Feature::CaseKeys => object("[a-cA-C_]{1,3}".boxed(), scalar(), 2..8),
        Feature::PrefixKeys => {
            object("a([0-9]|-|\\.|!|#|\\+|_|b){0,2}".boxed(), prop_oneof![scalar(), small()].boxed(), 2..7)
        }
        Feature::Colons => nested(object("[a-c:]{1,4}".boxed(), scalar(), 1..5)),
        Feature::Semicolons => object("[a-c;]{1,4}".boxed(), text("[a-c:; ]{0,12}"), 1..5),
        Feature::UnicodeValues => object(key().boxed(), text("[ -~äßÑжกขي界🙂\u{301}\u{7f}\n\t\"\\\\/]{1,12}"), 1..5),
        Feature::UnicodeKeys => object("[aäжก界🙂\u{e000}\u{ffee}]{1,3}".boxed(), scalar(), 1..6),
        Feature::Booleans => object(key().boxed(), prop_oneof![raw("true|false"), text("true|false")].boxed(), 1..5),
        Feature::Nulls => nested(object(key().boxed(), prop_oneof![raw("null"), scalar()].boxed(), 1..5)),
        Feature::ListScalars => {
            object(key().boxed(), list(prop_oneof![raw("null|true|false"), scalar()].boxed(), 1..=6), 1..3)
        }
        Feature::ObjectNames => {
            let names = "__proto__|constructor|prototype|toString|hasOwnProperty|valueOf|length|keys|items";
            nested(object(names.boxed(), prop_oneof![scalar(), small()].boxed(), 1..5))
        }
        Feature::ControlTexts => object(key().boxed(), text("(a|b c|\r\n|\r|\0|\u{2028}|\u{2029}|\u{85}){1,6}"), 1..4),
        Feature::Lookalikes => {
            let dates =
                "20[0-3][0-9]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])((T| )10:3[0-9]:00(Z|\\+0000|\\+03:00|\\.000Z)?)?";
            let others = "(0[1-9]|1[0-9]):[0-5][0-9](:[0-5][0-9])?|null|true|no|NaN|Infinity|[1-9][0-9]{0,3}\\.0|0x1F|1e5|P1DT2H";
            object(key().boxed(), prop_oneof![text(dates), text(others)].boxed(), 1..4)
        }
        Feature::OddKeys => {
            object("[a-c]{1,2}( |\\[|\\]|\\[\\]|\\[0\\]|\\.|%5B|\\$){1,2}[a-c]{0,2}".boxed(), scalar(), 1..5)
        }
        Feature::Infinite => {
            object(key().boxed(), raw("-?[1-9](\\.[0-9])?[eE]\\+?([4-9][0-9]{2}|[1-9][0-9]{3})"), 1..4)
        }
        Feature::Empty => {
            object(key().boxed(), prop_oneof![raw("\\{\\}|\\[\\]"), text("|a"), nested(small())].boxed(), 1..5)
        }
        Feature::Fractions => object(key().boxed(), raw("-?(0|[1-9][0-9]{0,5})\\.[0-9]{0,3}[1-9]"), 1..4),
        Feature::WholeFractions => object(key().boxed(), raw("-?[1-9][0-9]{0,5}\\.0{1,2}"), 1..4),
        Feature::LongFractions => {
            let long = raw("-?(0|[1-9][0-9]{0,12})\\.[0-9]{14}[1-9]");
            let scientific = raw("-?[1-9](\\.[0-9]{1,5})?[eE](\\+?[0-9]{1,2}|-[0-9]{1,2})");
            object(key().boxed(), prop_oneof![long, scientific].boxed(), 1..4)
        }
        Feature::BigIntegers => {
            let big = prop_oneof![(1_i64 << 53)..=i64::MAX, i64::MIN..=-(1_i64 << 53)];
            object(key().boxed(), big.prop_map(|integer| Json::Raw(integer.to_string())).boxed(), 1..4)
        }
        Feature::HugeIntegers => object(key().boxed(), raw("-?[1-9][0-9]{19,30}"), 1..4),
        Feature::FrameMode => {
            let below = prop_oneof![scalar(), small(), list(scalar(), 0..=3)].boxed();
            nested(object("frame_mode|frame|[a-z]{1,3}".boxed(), below, 1..5))
        }
        Feature::Large => {
            let long = "[ -:<-~]{4,8}".prop_map(|piece| Json::Text(piece.repeat(50))).boxed();
            object(key().boxed(), list(long, 10..=10), 40..60)
        }
        _ => return None,
    };
    Some(made)
}

/// A callback as the platform sends it, without its signature: (members in order, the signature in `general`).
pub(super) fn callback() -> BoxedStrategy<Vec<(String, Json)>> {
    let id = text("[a-zA-Z0-9_-]{1,20}");
    let sum = || {
        (1_i64..100_000_000, "[A-Z]{3}").prop_map(|(amount, currency)| {
            fields([("amount", Json::Raw(amount.to_string())), ("currency", Json::Text(currency))])
        })
    };
    let message = text("[ -:<-~äжก🙂]{0,30}");
    let operation = (1_i64..1 << 40, "sale|payout|refund", sum(), message).prop_map(|(id, kind, sum, message)| {
        fields([
            ("id", Json::Raw(id.to_string())),
            ("type", Json::Text(kind)),
            ("status", Json::Text("success".to_owned())),
            ("sum_initial", sum),
            ("code", Json::Text("0".to_owned())),
            ("message", message),
        ])
    });
    (1_i64..1_000_000, id, sum(), operation)
        .prop_map(|(project, id, sum, operation)| {
            let status = Json::Text("success".to_owned());
            let payment = fields([("id", id), ("status", status), ("sum", sum)]);
            vec![
                ("project_id".to_owned(), Json::Raw(project.to_string())),
                ("payment".to_owned(), payment),
                ("operation".to_owned(), operation),
            ]
        })
        .boxed()
}

fn fields<const N: usize>(members: [(&str, Json); N]) -> Json {
    Json::Object(members.map(|(key, value)| (key.to_owned(), value)).into())
}

fn text(pattern: &'static str) -> BoxedStrategy<Json> {
    pattern.prop_map(Json::Text).boxed()
}

fn raw(pattern: &'static str) -> BoxedStrategy<Json> {
    pattern.prop_map(Json::Raw).boxed()
}

fn scalar() -> BoxedStrategy<Json> {
    prop_oneof![text("[ -:<-~]{0,12}"), raw("0|-?[1-9][0-9]{0,8}")].boxed()
}

fn small() -> BoxedStrategy<Json> {
    object("[a-z]{1,3}".boxed(), scalar(), 1..3)
}

fn list(of: BoxedStrategy<Json>, size: std::ops::RangeInclusive<usize>) -> BoxedStrategy<Json> {
    vec(of, size).prop_map(Json::List).boxed()
}

/// An object whose keys differ.
fn object(key: BoxedStrategy<String>, value: BoxedStrategy<Json>, size: std::ops::Range<usize>) -> BoxedStrategy<Json> {
    vec((key, value), size)
        .prop_map(|mut members| {
            let mut seen = BTreeSet::new();
            members.retain(|(key, _)| seen.insert(key.clone()));
            Json::Object(members)
        })
        .boxed()
}

/// The same object, as it is or one or two levels down.
fn nested(object: BoxedStrategy<Json>) -> BoxedStrategy<Json> {
    (object, vec("[a-z]{1,4}", 0..3))
        .prop_map(|(object, keys)| keys.into_iter().fold(object, |inner, key| Json::Object(vec![(key, inner)])))
        .boxed()
}
