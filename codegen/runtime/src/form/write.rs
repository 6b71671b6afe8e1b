//! A draft as JSON text.

use std::fmt::Write;

use serde_json::{Map, Value};

use super::draft::{Draft, Slot};
use super::table::{Row, Source};
use crate::json::quote;
use crate::sign::Scalar;

/// What the signer gives: the project's id and, once it is known, the signature.
#[derive(Clone, Copy)]
pub(super) struct Given<'a> {
    pub project: i64,
    pub signature: Option<&'a str>,
}

/// The value of a row as it is sent.
pub(super) enum Sent<'a> {
    Text(&'a str),
    Integer(i64),
    Boolean(bool),
    Json(&'a Value),
}

/// Rows that carry a value, with it, in signing order.
pub(super) fn leaves<'a, I>(draft: &'a Draft<I>, given: Given<'a>) -> impl Iterator<Item = (&'static Row, Sent<'a>)> {
    draft.form.rows.iter().zip(&draft.slots).filter_map(move |(row, slot)| {
        let sent = match row.source {
            // it is in the text that holds it
            _ if row.inside => return None,
            Source::Holder => return None,
            Source::Project => Sent::Integer(given.project),
            Source::Signature => Sent::Text(given.signature?),
            Source::Caller | Source::Fixed | Source::Encoded => match slot.as_ref()? {
                Slot::Text(text) => Sent::Text(text),
                Slot::Integer(integer) => Sent::Integer(*integer),
                Slot::Boolean(boolean) => Sent::Boolean(*boolean),
                Slot::Json(value) => Sent::Json(value),
            },
        };
        Some((row, sent))
    })
}

/// The draft as a JSON object. Members stand in signing order; those beyond the form where their holders are.
pub(super) fn json<I>(draft: &Draft<I>, given: Given<'_>) -> String {
    if draft.extras.is_empty() { text(draft, given) } else { tree(draft, given).to_string() }
}

/// Written as it is read from the table: rows of one object are neighbours in signing order.
fn text<I>(draft: &Draft<I>, given: Given<'_>) -> String {
    let mut out = String::with_capacity(256);
    let mut open: Vec<&str> = Vec::new();
    out.push('{');
    for (row, sent) in leaves(draft, given) {
        let mut members: Vec<&str> = row.path.split('.').collect();
        let Some(name) = members.pop() else { continue };
        let shared = open.iter().zip(&members).take_while(|(open, member)| open == member).count();
        out.extend(std::iter::repeat_n('}', open.len() - shared));
        open.truncate(shared);
        for member in &members[shared..] {
            key(&mut out, member);
            out.push('{');
            open.push(member);
        }
        key(&mut out, name);
        value(&mut out, &sent);
    }
    out.extend(std::iter::repeat_n('}', open.len() + 1));
    out
}

fn key(out: &mut String, name: &str) {
    if !out.ends_with('{') {
        out.push(',');
    }
    quote(name, out);
    out.push(':');
}

fn value(out: &mut String, sent: &Sent<'_>) {
    // writing into a String cannot fail
    let _ = match sent {
        Sent::Text(text) => {
            quote(text, out);
            Ok(())
        }
        Sent::Integer(integer) => write!(out, "{integer}"),
        Sent::Boolean(boolean) => write!(out, "{boolean}"),
        Sent::Json(json) => write!(out, "{json}"),
    };
}

fn tree<I>(draft: &Draft<I>, given: Given<'_>) -> Value {
    let mut root = Map::new();
    for (row, sent) in leaves(draft, given) {
        let members: Vec<&str> = row.path.split('.').collect();
        put(&mut root, &members, sent.to_json());
    }
    for (members, value) in draft.added() {
        let members: Vec<&str> = members.iter().map(String::as_str).collect();
        put(&mut root, &members, value.clone());
    }
    Value::Object(root)
}

/// Puts a value below an object, making the objects on the way.
pub(super) fn put(object: &mut Map<String, Value>, members: &[&str], value: Value) {
    match members {
        [] => {}
        [name] => {
            object.insert((*name).to_owned(), value);
        }
        [holder, rest @ ..] => {
            let below = object.entry(*holder).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(below) = below {
                put(below, rest, value);
            }
        }
    }
}

impl<'a> Sent<'a> {
    /// As a value that holds no others; `None` for one that does, and for numbers that are no integers.
    pub(super) fn scalar(&self) -> Option<Scalar<'a>> {
        Some(match self {
            Self::Text(text) => Scalar::Text(text),
            Self::Integer(integer) => Scalar::Integer(*integer),
            Self::Boolean(boolean) => Scalar::Boolean(*boolean),
            Self::Json(Value::String(text)) => Scalar::Text(text),
            Self::Json(Value::Bool(boolean)) => Scalar::Boolean(*boolean),
            Self::Json(Value::Null) => Scalar::Null,
            Self::Json(Value::Number(number)) => Scalar::Integer(number.as_i64()?),
            Self::Json(_) => return None,
        })
    }

    fn to_json(&self) -> Value {
        match self {
            Self::Text(text) => Value::from(*text),
            Self::Integer(integer) => Value::from(*integer),
            Self::Boolean(boolean) => Value::from(*boolean),
            Self::Json(value) => (*value).clone(),
        }
    }
}
