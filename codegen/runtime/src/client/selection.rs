//! Which operations a list holds, and what of each.

use std::fmt;

use serde_json::Value;

use super::{Pages, Platform};
use crate::form::{Kind, Presence, Row, Slot};

impl<P: Platform> Pages<P> {
    /// Of these projects, in place of the core's.
    ///
    /// # Errors
    /// Where there are none.
    pub fn projects(mut self, projects: impl IntoIterator<Item = i64>) -> Result<Self, NoSelection> {
        let projects: Vec<i64> = projects.into_iter().collect();
        let Some([project, ..]) = asks::<P>() else { return Err(NoSelection::Unknown { has: String::new() }) };
        if projects.is_empty() {
            return Err(NoSelection::Empty { field: project });
        }
        self.draft.put(project, Slot::Json(Value::from(projects)));
        Ok(self)
    }

    /// Of all projects that the token is for.
    #[must_use]
    pub fn all_projects(mut self) -> Self {
        if let Some([project, ..]) = asks::<P>() {
            self.draft.clear(project);
        }
        self
    }

    /// Only what has one of these values, by a further field of the request: on the platform `operation_type`,
    /// `operation_status`, `customer_id`, `customer_email`; and with `fields` the members that are wanted of each operation.
    ///
    /// # Errors
    /// Where the request has no such field, or it does not take so many values.
    pub fn select<V: Into<String>>(
        mut self,
        field: &str,
        values: impl IntoIterator<Item = V>,
    ) -> Result<Self, NoSelection> {
        let row = own::<P>(self.draft.form().rows).find(|row| row.path == field);
        let Some(row) = row else {
            let has: Vec<&str> = own::<P>(self.draft.form().rows).map(|row| row.path).collect();
            return Err(NoSelection::Unknown { has: has.join(", ") });
        };
        let mut values: Vec<String> = values.into_iter().map(Into::into).collect();
        let slot = match (values.len(), row.kind) {
            (0, _) => return Err(NoSelection::Empty { field: row.path }),
            (_, Kind::List) => Slot::Json(Value::from(values)),
            (1, _) => Slot::Text(values.remove(0)),
            (_, Kind::Json) => Slot::Json(Value::from(values)),
            _ => return Err(NoSelection::Single { field: row.path }),
        };
        self.draft.put(row.path, slot);
        Ok(self)
    }
}

fn asks<P: Platform>() -> Option<[&'static str; 5]> {
    P::API.operations.map(|listing| listing.asks)
}

/// What a caller may select by: what the client does not set itself.
fn own<P: Platform>(rows: &'static [Row]) -> impl Iterator<Item = &'static Row> {
    let listing = P::API.operations;
    rows.iter().filter(move |row| {
        let set = listing.is_none_or(|listing| {
            listing.asks.contains(&row.path) || [listing.limit, listing.offset].contains(&row.path)
        });
        row.presence != Presence::Required && !set && matches!(row.kind, Kind::Text(_) | Kind::List | Kind::Json)
    })
}

/// Why a list cannot be narrowed so.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoSelection {
    /// The request has no such field.
    Unknown {
        /// The fields that it has, parted by commas.
        has: String,
    },
    /// No value was given.
    Empty {
        /// The field.
        field: &'static str,
    },
    /// The field takes one value.
    Single {
        /// The field.
        field: &'static str,
    },
}

impl fmt::Display for NoSelection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { has } => write!(f, "the list is not selected by this field; it is by {has}"),
            Self::Empty { field } => write!(f, "{field}: give at least one value, or do not select by it"),
            Self::Single { field } => write!(f, "{field}: it takes one value, not several"),
        }
    }
}

impl std::error::Error for NoSelection {}

impl From<NoSelection> for super::Error {
    fn from(selection: NoSelection) -> Self {
        Self::Selection(selection)
    }
}
