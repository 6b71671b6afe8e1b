//! A request being filled: one slot for each row of its form, and what goes beyond the form.

use std::fmt;
use std::marker::PhantomData;

use serde_json::{Map, Value};

use super::encoded;
use super::judge::{Input, Seen, see};
use super::paths;
use super::table::{Form, Interface, Kind, Row, Source};
use super::text::{Text, TextKind};
use super::violation::Violation;
use super::write::put;
use crate::money::{Amount, Contract};

/// A request of the interface `I` ([`Gate`](crate::Gate) or [`PaymentPage`](crate::PaymentPage)) as far as it is filled.
///
/// Generated requests wrap one. `Debug` names the fields that are set and never shows their values.
pub struct Draft<I> {
    pub(super) form: &'static Form,
    pub(super) slots: Vec<Option<Slot>>,
    pub(super) extras: Vec<(Vec<String>, Value)>,
    interface: PhantomData<fn() -> I>,
}

/// The value of a field.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Slot {
    /// A JSON string.
    Text(String),
    /// A JSON integer.
    Integer(i64),
    /// `true` or `false`.
    Boolean(bool),
    /// Any JSON value.
    Json(Value),
}

impl<I> Draft<I> {
    /// An empty draft of a form.
    #[must_use]
    pub fn new(form: &'static Form) -> Self {
        let fixed = |row: &Row| if row.source == Source::Fixed { row.kind.only() } else { None };
        let slots = form.rows.iter().map(fixed).collect();
        let mut draft = Self { form, slots, extras: Vec::new(), interface: PhantomData };
        draft.pack();
        draft
    }

    /// The form that is being filled.
    #[must_use]
    pub const fn form(&self) -> &'static Form {
        self.form
    }

    /// Fills a field, for generated code. A path that the form has no row for is kept beside the form.
    #[doc(hidden)]
    #[must_use]
    pub fn set(mut self, path: &str, value: impl Into<Slot>) -> Self {
        self.put(path, value.into());
        self
    }

    /// As [`Draft::set`], in place.
    #[doc(hidden)]
    pub fn put(&mut self, path: &str, value: Slot) {
        match self.form.row(path) {
            Some(index) => {
                self.slots[index] = Some(value);
                if self.form.rows[index].inside {
                    self.pack();
                }
            }
            None => {
                self.extras.retain(|(members, _)| !path.split('.').eq(members.iter()));
                self.extras.push((path.split('.').map(str::to_owned).collect(), value.into_json()));
            }
        }
    }

    /// Empties a field.
    #[cfg(feature = "client")]
    pub(crate) fn clear(&mut self, path: &str) {
        if let Some(slot) = self.form.row(path).and_then(|index| self.slots.get_mut(index)) {
            *slot = None;
        }
    }

    /// Fills the amount and the currency.
    #[must_use]
    pub fn set_amount<C>(mut self, amount: Amount<C>) -> Self {
        self.put_amount(amount);
        self
    }

    /// As [`Draft::set_amount`], in place.
    #[doc(hidden)]
    pub fn put_amount<C>(&mut self, amount: Amount<C>) {
        self.put_sum(amount.in_minor_units(), amount.currency());
    }

    pub(super) fn put_sum(&mut self, minor: i64, currency: &str) {
        for (row, slot) in self.form.rows.iter().zip(&mut self.slots) {
            match row.kind {
                Kind::Amount(_) => *slot = Some(Slot::Integer(minor)),
                Kind::Currency => *slot = Some(Slot::Text(currency.to_owned())),
                _ => {}
            }
        }
    }

    /// Adds a member that the platform's documents allow and the method's do not mention, at a JSON pointer such as
    /// `/payment/extra_param`. It is signed and sent; its value is not checked.
    ///
    /// # Errors
    /// Where the text is no JSON pointer, the form has a row there (use its setter), something stands there already, or
    /// the place is the signature's.
    pub fn with(mut self, pointer: &str, value: Value) -> Result<Self, DraftError> {
        let members = paths::members(pointer).ok_or_else(|| DraftError::NoPointer { pointer: pointer.to_owned() })?;
        self.free(pointer, &members)?;
        self.extras.push((members, value));
        self.pack();
        Ok(self)
    }

    /// Writes each text that holds an object from the rows and additions below it.
    fn pack(&mut self) {
        for (text, encoding) in encoded::rows(self.form) {
            let below = text.path.split('.').count();
            let mut object = Map::new();
            for (row, slot) in self.form.rows.iter().zip(&self.slots) {
                if let (true, Some(slot)) = (paths::is_below(row.path, text.path), slot) {
                    let members: Vec<&str> = row.path.split('.').skip(below).collect();
                    put(&mut object, &members, slot.clone().into_json());
                }
            }
            for (members, value) in self.extras.iter().filter(|(members, _)| paths::leads_below(members, text.path)) {
                let members: Vec<&str> = members.iter().skip(below).map(String::as_str).collect();
                put(&mut object, &members, value.clone());
            }
            if let Some(index) = self.form.row(text.path) {
                self.slots[index] = (!object.is_empty()).then(|| Slot::Text(encoding.pack(object)));
            }
        }
    }

    /// What was added and is sent by itself, and not inside a text.
    pub(super) fn added(&self) -> impl Iterator<Item = &(Vec<String>, Value)> {
        let inside =
            |members: &[String]| encoded::rows(self.form).any(|(text, _)| paths::leads_below(members, text.path));
        self.extras.iter().filter(move |(members, _)| !inside(members))
    }

    fn free(&self, pointer: &str, members: &[String]) -> Result<(), DraftError> {
        let pointer = || pointer.to_owned();
        let unsigned = |member: &String| {
            member == "signature" || (member == "frame_mode" && self.form.interface == Interface::Gate)
        };
        if members.iter().any(unsigned) {
            return Err(DraftError::Unsigned { pointer: pointer() });
        }
        for row in self.form.rows {
            let path: Vec<&str> = row.path.split('.').collect();
            let shared = path.iter().zip(members).take_while(|(row, member)| row == member).count();
            let holds = shared == path.len() && shared < members.len();
            if (holds && !matches!(row.source, Source::Holder | Source::Encoded)) || shared == members.len() {
                return Err(DraftError::HasRow { pointer: pointer(), row: row.path });
            }
        }
        let taken = self.extras.iter().any(|(there, _)| there.starts_with(members) || members.starts_with(there));
        if taken { Err(DraftError::Taken { pointer: pointer() }) } else { Ok(()) }
    }

    /// The value of a field, if it is set.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Slot> {
        self.form.row(path).and_then(|index| self.slots.get(index)).and_then(Option::as_ref)
    }

    /// JSON pointers of what was added with [`Draft::with`].
    pub fn beyond_the_form(&self) -> impl Iterator<Item = String> + '_ {
        self.extras.iter().map(|(members, _)| paths::pointer_to(members.iter().map(String::as_str)))
    }

    /// Every rule of the form that the draft breaks. The project's id and the signature count as given.
    #[must_use]
    pub fn validate(&self) -> Vec<Violation> {
        self.form.judge(self, None)
    }

    /// As [`Draft::validate`], with what the merchant's contract changes.
    #[must_use]
    pub fn validate_under(&self, contract: &Contract) -> Vec<Violation> {
        self.form.judge(self, Some(contract))
    }
}

impl<I> Input for Draft<I> {
    fn look(&self, index: usize, row: &Row) -> Seen<'_> {
        match row.source {
            Source::Project | Source::Signature => Seen::Given,
            Source::Holder => {
                let below = self.form.rows.iter().zip(&self.slots).any(|(other, slot)| {
                    paths::is_below(other.path, row.path)
                        && (slot.is_some() || matches!(other.source, Source::Project | Source::Signature))
                });
                let beyond = self.extras.iter().any(|(members, _)| paths::leads_below(members, row.path));
                if below || beyond { Seen::Object } else { Seen::Absent }
            }
            Source::Encoded => self.slots.get(index).and_then(Option::as_ref).map_or(Seen::Absent, |_| Seen::Packed),
            Source::Caller | Source::Fixed => {
                self.slots.get(index).and_then(Option::as_ref).map_or(Seen::Absent, Slot::see)
            }
        }
    }

    fn find(&self, path: &str) -> Seen<'_> {
        if let Some(index) = self.form.row(path) {
            return self.look(index, &self.form.rows[index]);
        }
        // a whole object that the form has no row for holds it too
        let beyond = self.extras.iter().find_map(|(members, value)| {
            let mut rest = path.split('.');
            let above = members.iter().all(|member| rest.next() == Some(member.as_str()));
            above.then(|| rest.try_fold(value, |at, member| at.get(member)))?
        });
        beyond.map_or(Seen::Absent, see)
    }
}

impl Slot {
    fn see(&self) -> Seen<'_> {
        match self {
            Self::Text(text) => Seen::Text(text),
            Self::Integer(integer) => Seen::Integer(*integer),
            Self::Boolean(boolean) => Seen::Boolean(*boolean),
            Self::Json(value) => see(value),
        }
    }

    pub(super) fn into_json(self) -> Value {
        match self {
            Self::Text(text) => Value::String(text),
            Self::Integer(integer) => Value::from(integer),
            Self::Boolean(boolean) => Value::Bool(boolean),
            Self::Json(value) => value,
        }
    }
}

impl<K: TextKind> From<Text<K>> for Slot {
    fn from(text: Text<K>) -> Self {
        Self::Text(text.into_string())
    }
}

impl From<i64> for Slot {
    fn from(integer: i64) -> Self {
        Self::Integer(integer)
    }
}

impl From<bool> for Slot {
    fn from(boolean: bool) -> Self {
        Self::Boolean(boolean)
    }
}

impl From<Value> for Slot {
    fn from(value: Value) -> Self {
        Self::Json(value)
    }
}

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "a text",
            Self::Integer(_) => "an integer",
            Self::Boolean(_) => "a boolean",
            Self::Json(_) => "a JSON value",
        })
    }
}

impl<I> Clone for Draft<I> {
    fn clone(&self) -> Self {
        Self { form: self.form, slots: self.slots.clone(), extras: self.extras.clone(), interface: PhantomData }
    }
}

impl<I> AsRef<Self> for Draft<I> {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl<I> PartialEq for Draft<I> {
    fn eq(&self, other: &Self) -> bool {
        self.form.id == other.form.id && self.slots == other.slots && self.extras == other.extras
    }
}

impl<I> fmt::Debug for Draft<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let set = self.form.rows.iter().zip(&self.slots).filter(|(_, slot)| slot.is_some()).map(|(row, _)| row.path);
        f.debug_struct("Draft")
            .field("form", &self.form.id)
            .field("set", &set.collect::<Vec<_>>())
            .field("beyond", &self.beyond_the_form().collect::<Vec<_>>())
            .finish()
    }
}

/// Why a member cannot be added to a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DraftError {
    /// Not a JSON pointer to a member: `/payment/extra_param` is one.
    NoPointer {
        /// The text given.
        pointer: String,
    },
    /// The form has a row there: use its setter.
    HasRow {
        /// The pointer given.
        pointer: String,
        /// Path of the row.
        row: &'static str,
    },
    /// Something was added there before.
    Taken {
        /// The pointer given.
        pointer: String,
    },
    /// No signature covers a member of this name.
    Unsigned {
        /// The pointer given.
        pointer: String,
    },
}

impl fmt::Display for DraftError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPointer { pointer } => {
                write!(f, "{pointer:?} is no JSON pointer to a member; write it as in \"/payment/extra_param\"")
            }
            Self::HasRow { pointer, row } => {
                write!(f, "{pointer}: the form has the field {row}; use its setter")
            }
            Self::Taken { pointer } => write!(f, "{pointer}: something was added there before; add it once, whole"),
            Self::Unsigned { pointer } => {
                write!(f, "{pointer}: a signature does not cover what is named so")
            }
        }
    }
}

impl std::error::Error for DraftError {}
