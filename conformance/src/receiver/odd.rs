//! Callbacks of a payment that came to a good end, each with something odd in it that is genuine all the same.

use serde_json::{Value, json};

use super::behaviour::Behaviour;
use super::story::put;

/// As PHP writes a number beyond what it prints without an exponent.
const EXPONENT: &str = "1.0e+25";
/// Stands for it until the body is text.
const HOLE: &str = "the number with an exponent";

/// The body with what the behaviour is about, as text and without a signature, and what it is in words; nothing where the
/// behaviour is about something else.
pub(super) fn odd(behaviour: Behaviour, mut body: Value) -> Option<(String, &'static str)> {
    let described = |mut body: Value, text: Value| {
        put(&mut body, "payment.description", text);
        body
    };
    let (body, what) = match behaviour {
        Behaviour::Null => (described(body, Value::Null), "a description that is null"),
        Behaviour::Booleans => {
            put(&mut body, "operation.is_first", json!(true));
            put(&mut body, "operation.is_last", json!(false));
            (body, "members that are true and false")
        }
        Behaviour::NoCustomer => {
            body.as_object_mut().and_then(|members| members.remove("customer"));
            (body, "no customer")
        }
        Behaviour::EmptyList => {
            put(&mut body, "display_data", json!([]));
            (body, "an empty list")
        }
        Behaviour::EdgeSpace => (described(body, json!(" two boxes\t")), "white space at the edges of a text"),
        Behaviour::FirstColon => (described(body, json!(": two boxes")), "a text that begins with a colon"),
        Behaviour::LargeInteger => {
            put(&mut body, "operation.id", json!((1_i64 << 53) + 1));
            (body, "an identifier of 2^53 + 1")
        }
        Behaviour::LineBreaks => (described(body, json!("two boxes\r\nwith care")), "CR LF in a text"),
        Behaviour::NoPayment => {
            body.as_object_mut().and_then(|members| members.remove("payment"));
            (body, "no payment")
        }
        Behaviour::Exponent => {
            put(&mut body, "operation.rate", json!(HOLE));
            (body, "a number with an exponent")
        }
        _ => return None,
    };
    Some((body.to_string().replace(&json!(HOLE).to_string(), EXPONENT), what))
}
