use std::fmt;
use std::sync::OnceLock;

use super::index::Index;
use crate::json::Kind;

/// What the platform's callbacks look like: a table, made from the spec, and kept in a `static`.
///
/// ```
/// use ecommpay_runtime::callback::{JsonShape, Shape, ShapeField};
///
/// static SHAPE: Shape = Shape::new(&[
///     ShapeField::new("project_id", JsonShape::Integer),
///     ShapeField::new("payment.status", JsonShape::Text),
///     ShapeField::new("errors[].code", JsonShape::Text),
///     ShapeField::new("redirect_data.body", JsonShape::Map).uncovered(),
/// ]);
/// assert_eq!(SHAPE.fields().len(), 4);
/// ```
pub struct Shape {
    fields: &'static [ShapeField],
    index: OnceLock<Index>,
}

impl Shape {
    /// A table of fields. What holds fields needs no row of its own: it is an object, or a list.
    pub const fn new(fields: &'static [ShapeField]) -> Shape {
        Shape { fields, index: OnceLock::new() }
    }

    /// The fields, in the order in which they were given.
    pub fn fields(&self) -> &'static [ShapeField] {
        self.fields
    }

    pub(crate) fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(self.fields))
    }
}

impl fmt::Debug for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Shape({} fields)", self.fields.len())
    }
}

/// A field of the platform's callbacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ShapeField {
    /// Keys joined by dots, `[]` after the key of a list: `payment.sum.amount`, `display_data[].type`.
    pub path: &'static str,
    /// What stands there.
    pub json: JsonShape,
    /// For a [`JsonShape::Map`]: members that the signature does not cover can be read, marked as such.
    pub uncovered: bool,
    /// Nothing is decided by it: a value of another type is kept, with a note.
    pub kept: bool,
}

impl ShapeField {
    /// A field at a path: keys joined by dots, `[]` after the key of a list.
    pub const fn new(path: &'static str, json: JsonShape) -> ShapeField {
        ShapeField { path, json, uncovered: false, kept: false }
    }

    /// Lets the members of a map be read that the signature does not cover.
    #[must_use]
    pub const fn uncovered(mut self) -> ShapeField {
        self.uncovered = true;
        self
    }

    /// Keeps a value of another type than the platform's, with a note, in place of refusing the callback: for members by
    /// which nothing is decided. No field below it may be read.
    #[must_use]
    pub const fn kept(mut self) -> ShapeField {
        self.kept = true;
        self
    }
}

/// What stands at a field of a callback. A `null` may stand anywhere, and reads as nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JsonShape {
    /// A string.
    Text,
    /// A number without fraction and exponent, of at most 64 bits.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// An object; `[]` when it is empty, as the platform writes it.
    Object,
    /// A list.
    List,
    /// An object of values under keys that nobody knows beforehand; `[]` when it is empty.
    Map,
}

impl JsonShape {
    /// Whether the platform sends this.
    pub(crate) fn takes(self, kind: Kind, integer: bool, empty: bool) -> bool {
        match (self, kind) {
            (_, Kind::Null) => true,
            (JsonShape::Text, Kind::Text) | (JsonShape::Boolean, Kind::Boolean) => true,
            (JsonShape::Integer, Kind::Number) => integer,
            (JsonShape::Object | JsonShape::Map, Kind::Object) | (JsonShape::List, Kind::List) => true,
            (JsonShape::Object | JsonShape::Map, Kind::List) => empty,
            _ => false,
        }
    }
}
