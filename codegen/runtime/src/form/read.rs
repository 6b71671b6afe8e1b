//! Reading a request that somebody wrote as JSON into the typed API.

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

use super::draft::{Draft, Slot};
use super::encoded;
use super::integer::{Integer, IntegerKind};
use super::judge::{Seen, see};
use super::paths;
use super::table::{Form, Kind, Source};
use super::text::{Text, TextKind};
use crate::money::{Amount, Currency};

/// A JSON request being read into a form. Generated code names the typed fields, and the rest is kept as it came.
pub struct Reader<'a> {
    form: &'static Form,
    /// With the objects that stand inside texts.
    json: Cow<'a, Value>,
}

/// Prints the form's id, and nothing of the request.
impl std::fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("form", &self.form.id).finish_non_exhaustive()
    }
}

impl<'a> Reader<'a> {
    /// Reads `json` as a request of `form`.
    ///
    /// # Errors
    /// Where it is no JSON object, a text that should hold an object does not, or a field that has only one value has
    /// not that.
    pub fn new(form: &'static Form, json: &'a Value) -> Result<Self, ReadError> {
        if !json.is_object() {
            return Err(ReadError::at("", "a JSON object is wanted"));
        }
        let read = Self { form, json: encoded::unpacked(form, json) };
        for (row, encoding) in encoded::rows(form) {
            if read.find(row.path).is_some_and(|found| !found.is_object()) {
                return Err(ReadError::at(row.path, &format!("{} is wanted", encoding.wanted())));
            }
        }
        for row in form.rows.iter().filter(|row| row.source == Source::Fixed) {
            let only = row.kind.only().map(Slot::into_json);
            if read.required::<Value>(row.path).map(Some)? != only {
                return Err(ReadError::at(row.path, "is not the one value that the form has"));
            }
        }
        Ok(read)
    }

    /// A field that must be there.
    ///
    /// # Errors
    /// Where it is absent or not what the field takes.
    pub fn required<T: FromJson>(&self, path: &str) -> Result<T, ReadError> {
        self.optional(path)?.ok_or_else(|| ReadError::at(path, "is required and absent"))
    }

    /// A field that may be there.
    ///
    /// # Errors
    /// Where it is not what the field takes.
    pub fn optional<T: FromJson>(&self, path: &str) -> Result<Option<T>, ReadError> {
        match self.find(path) {
            None => Ok(None),
            Some(value) => T::from_json(value).map(Some).map_err(|why| ReadError::at(path, &why)),
        }
    }

    /// Fills fields with what is there, in the order in which they are named.
    ///
    /// # Errors
    /// Where one that is `required` is absent, or one is not what the field takes; of an amount those of
    /// [`Reader::optional_amount`].
    pub fn fill<I>(&self, draft: &mut Draft<I>, required: bool, columns: &[Column]) -> Result<(), ReadError> {
        for column in columns {
            match column.0 {
                Of::Amount(read) => match read(self)? {
                    Some((minor, currency)) => draft.put_sum(minor, currency),
                    None if required => return Err(ReadError::at(self.amount_path(), "is required and absent")),
                    None => {}
                },
                Of::Field(path, read) => match self.find(path) {
                    Some(value) => draft.put(path, read(value).map_err(|why| ReadError::at(path, &why))?),
                    None if required => return Err(ReadError::at(path, "is required and absent")),
                    None => {}
                },
            }
        }
        Ok(())
    }

    /// The amount, with its currency; `None` where neither is there.
    ///
    /// # Errors
    /// Where one is there without the other, the currency is none of the operation's, or the amount is out of limits.
    pub fn optional_amount<C: Currency>(&self) -> Result<Option<Amount<C>>, ReadError> {
        let path =
            |wanted: fn(&Kind) -> bool| self.form.rows.iter().find(|row| wanted(&row.kind)).map_or("", |row| row.path);
        let amount_path = path(|kind| matches!(kind, Kind::Amount(_)));
        let currency_path = path(|kind| matches!(kind, Kind::Currency));
        if self.find(amount_path).is_none() && self.find(currency_path).is_none() {
            return Ok(None);
        }
        let minor: i64 = self.required(amount_path)?;
        let code: String = self.required(currency_path)?;
        let currency = C::ALL.iter().find(|currency| currency.limit().currency == code);
        let currency = currency.ok_or_else(|| {
            let taken: Vec<&str> = C::ALL.iter().map(|currency| currency.limit().currency).collect();
            ReadError::at(currency_path, &format!("no currency of this operation: it takes {}", taken.join(", ")))
        })?;
        Amount::minor(*currency, minor).map(Some).map_err(|why| ReadError::at(amount_path, &why.to_string()))
    }

    fn amount_path(&self) -> &'static str {
        self.path_of(|kind| matches!(kind, Kind::Amount(_)))
    }

    fn path_of(&self, wanted: fn(&Kind) -> bool) -> &'static str {
        self.form.rows.iter().find(|row| wanted(&row.kind)).map_or("", |row| row.path)
    }

    /// Adds to the draft every member that the form has no row for. The project's id and the signature are left out:
    /// whoever signs gives them.
    ///
    /// # Errors
    /// Where a member cannot be added, or something else than an object stands where the form has one.
    pub fn rest<I>(&self, draft: Draft<I>) -> Result<Draft<I>, ReadError> {
        self.rest_of(draft, &self.json, &mut Vec::new())
    }

    fn rest_of<I>(&self, mut draft: Draft<I>, json: &Value, at: &mut Vec<String>) -> Result<Draft<I>, ReadError> {
        let Some(members) = json.as_object() else {
            return Err(ReadError::at(&at.join("."), "an object is wanted"));
        };
        // by name, whatever order the reader of the JSON kept
        let mut members: Vec<(&String, &Value)> = members.iter().collect();
        members.sort_unstable_by_key(|(name, _)| *name);
        for (name, value) in members {
            at.push(name.clone());
            let row = self.form.rows.iter().find(|row| row.path.split('.').eq(at.iter()));
            match row.map(|row| row.source) {
                Some(Source::Holder | Source::Encoded) => draft = self.rest_of(draft, value, at)?,
                Some(_) => {}
                None => {
                    let pointer = paths::pointer_to(at.iter().map(String::as_str));
                    let added = draft.with(&pointer, value.clone());
                    draft = added.map_err(|why| ReadError::at(&at.join("."), &why.to_string()))?;
                }
            }
            at.pop();
        }
        Ok(draft)
    }

    fn find(&self, path: &str) -> Option<&Value> {
        paths::find(&self.json, path)
    }
}

/// A typed field that is read from JSON, for generated code.
#[derive(Clone, Copy)]
pub struct Column(Of);

#[derive(Clone, Copy)]
enum Of {
    Field(&'static str, fn(&Value) -> Result<Slot, String>),
    Amount(fn(&Reader<'_>) -> Result<Option<Sum>, ReadError>),
}

/// Minor units and the currency's code.
type Sum = (i64, &'static str);

impl Column {
    /// The field at a path.
    #[must_use]
    pub const fn new<T: FromJson + Into<Slot>>(path: &'static str) -> Self {
        Self(Of::Field(path, |value| T::from_json(value).map(Into::into)))
    }

    /// The amount and its currency.
    #[must_use]
    pub const fn amount<C: Currency>() -> Self {
        Self(Of::Amount(|reader| {
            let amount = reader.optional_amount::<C>()?;
            Ok(amount.map(|amount| (amount.in_minor_units(), amount.currency())))
        }))
    }
}

/// What a typed field is read from.
pub trait FromJson: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// Why the value is not of the type, without the value.
    fn from_json(value: &Value) -> Result<Self, String>;
}

impl<K: TextKind> FromJson for Text<K> {
    fn from_json(value: &Value) -> Result<Self, String> {
        Self::new(String::from_json(value)?).map_err(|why| why.to_string())
    }
}

impl<K: IntegerKind> FromJson for Integer<K> {
    fn from_json(value: &Value) -> Result<Self, String> {
        Self::new(i64::from_json(value)?).map_err(|why| why.to_string())
    }
}

impl FromJson for String {
    fn from_json(value: &Value) -> Result<Self, String> {
        value.as_str().map(str::to_owned).ok_or_else(|| "a text is wanted".to_owned())
    }
}

impl FromJson for i64 {
    fn from_json(value: &Value) -> Result<Self, String> {
        // `1e2` is an integer too, as JSON Schema says
        match see(value) {
            Seen::Integer(integer) => Ok(integer),
            _ => Err("an integer is wanted".to_owned()),
        }
    }
}

impl FromJson for bool {
    fn from_json(value: &Value) -> Result<Self, String> {
        match see(value) {
            Seen::Boolean(boolean) => Ok(boolean),
            Seen::Integer(bit @ (0 | 1)) => Ok(bit == 1),
            _ => Err("true or false is wanted".to_owned()),
        }
    }
}

impl FromJson for Value {
    fn from_json(value: &Value) -> Result<Self, String> {
        Ok(value.clone())
    }
}

/// Why a JSON document is no request of a form. Names the place, never the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    at: String,
    why: String,
}

impl ReadError {
    fn at(path: &str, why: &str) -> Self {
        Self { at: path.to_owned(), why: why.to_owned() }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.at.is_empty() { f.write_str(&self.why) } else { write!(f, "{}: {}", self.at, self.why) }
    }
}

impl std::error::Error for ReadError {}
