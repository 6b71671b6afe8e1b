//! Texts of a Gate request with a `;`, which separates what is signed.
//!
//! The platform signs such a text again in each callback and status answer that brings it back. Where it could be read
//! there as further members, those would be refused, so that the request is not signed; the same holds for members of the
//! request itself. Any other `;` is advice.

use serde_json::Value;

use super::Gate;
use super::draft::Draft;
use super::paths;
use super::signed::Invalid;
use super::table::{Form, Source};
use super::violation::{Severity, Violation};
use super::write::{Given, Sent, leaves};
use crate::callback::{Ambiguity, Reading, hides};

impl Draft<Gate> {
    /// Adds advice for each text with a `;`.
    ///
    /// # Errors
    /// The first that could be read as more than one member.
    pub(super) fn semicolons(&self, given: Given<'_>, advice: &mut Vec<Violation>) -> Result<(), Invalid> {
        let mut judge = Judge { form: self.form, advice };
        for (row, sent) in leaves(self, given).filter(|(row, _)| row.source != Source::Signature) {
            match sent {
                Sent::Text(text) => judge.text(row.path, text)?,
                Sent::Json(value) => judge.json(row.path, value)?,
                Sent::Integer(_) | Sent::Boolean(_) => {}
            }
        }
        self.added().try_for_each(|(members, value)| {
            members.iter().try_for_each(|key| judge.key(&members.join("."), key))?;
            judge.json(&members.join("."), value)
        })
    }
}

struct Judge<'a> {
    form: &'static Form,
    advice: &'a mut Vec<Violation>,
}

impl Judge<'_> {
    fn json(&mut self, path: &str, value: &Value) -> Result<(), Invalid> {
        match value {
            Value::String(text) => self.text(path, text),
            Value::Array(items) => {
                items.iter().enumerate().try_for_each(|(at, item)| self.json(&format!("{path}.{at}"), item))
            }
            Value::Object(members) => members.iter().try_for_each(|(key, member)| {
                let path = format!("{path}.{key}");
                self.key(&path, key)?;
                self.json(&path, member)
            }),
            Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
        }
    }

    fn key(&self, path: &str, key: &str) -> Result<(), Invalid> {
        if key.contains(';') { Err(refused(path, Ambiguity::Key)) } else { Ok(()) }
    }

    fn text(&mut self, path: &str, text: &str) -> Result<(), Invalid> {
        if !text.contains(';') {
            return Ok(());
        }
        let here = text.split(';').skip(1).any(|text| self.is_member(text)).then_some(Ambiguity::Member);
        let there = self.form.callbacks.and_then(|callbacks| in_callbacks(callbacks, path, text));
        if let Some(ambiguity) = here.or(there) {
            return Err(refused(path, ambiguity));
        }
        self.advice.push(Violation {
            rule: format!("{}/semicolon/{path}", self.form.id),
            pointer: paths::pointer(path),
            severity: Severity::Advice,
            found: "a text with a ';'".to_owned(),
            wanted: "a text without one: it separates what is signed".into(),
            cite: "",
        });
        Ok(())
    }

    /// Whether a text starts like a member of one of the request's objects.
    fn is_member(&self, text: &str) -> bool {
        let mut keys = text.split(':');
        let (Some(holder), Some(key), Some(_)) = (keys.next(), keys.next(), keys.next()) else { return false };
        let is_key = !key.is_empty() && key.bytes().all(|byte| byte > b' ');
        let holds = |path: &str| path.strip_prefix(holder).is_some_and(|rest| rest.starts_with('.'));
        is_key && self.form.rows.iter().any(|row| holds(row.path))
    }
}

fn refused(name: &str, ambiguity: Ambiguity) -> Invalid {
    Invalid::Semicolon { name: name.to_owned(), ambiguity }
}

/// Whether a text could be read as more than one member where callbacks bring it back.
fn in_callbacks(callbacks: &Reading, path: &str, text: &str) -> Option<Ambiguity> {
    let path = if path == "general.payment_id" { callbacks.payment() } else { path };
    let fields = callbacks.shape().fields();
    let index = callbacks.shape().index();
    if !fields.iter().any(|field| field.path == path) {
        // Not brought back by itself; further members must not be hidden in it all the same.
        return hides(text, index, (None, None)).filter(|found| *found == Ambiguity::Member);
    }
    let signed = |path: &str| path.replace('.', ":");
    let own = signed(path);
    let order = |one: &String, other: &String| crate::sign::natural::compare(one, other);
    let behind = callbacks.always().map(signed).filter(|other| order(&own, other).is_lt()).min_by(order);
    hides(text, index, (Some(&own), behind.as_deref()))
}
