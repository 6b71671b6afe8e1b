//! A callback whose signature held.

use std::borrow::Cow;
use std::fmt;

use super::place::Place;
use super::{DedupeKey, JsonShape, Shape};
use crate::json::{Document, Item, Kind};

/// A callback whose signature held, and that could not have been sent otherwise.
///
/// What the signature does not cover is not there: empty objects and lists, members named `frame_mode` or `signature`.
/// Only [`Verified::raw`] still has them.
#[derive(Clone)]
pub struct Verified {
    pub(crate) document: Document,
    pub(crate) shape: &'static Shape,
    /// By row of the shape.
    pub(crate) found: Vec<u32>,
    pub(crate) notes: Vec<Note>,
    pub(crate) key_index: usize,
    pub(crate) project: i64,
    /// Where the verifier was told to make it.
    pub(crate) news: Option<DedupeKey>,
}

impl Verified {
    /// Every byte of the body, as it came: to keep, not to act on.
    pub fn raw(&self) -> &[u8] {
        self.document.raw()
    }

    /// Everything that the signature covers.
    ///
    /// Of members outside the shape it covers the text alone: `1`, `"1"` and `true` could have been exchanged.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The project it is for, which is the one whose key held.
    pub fn project_id(&self) -> i64 {
        self.project
    }

    /// Which of the project's secrets held, counted from 0 in the order in which they were given.
    pub fn key_index(&self) -> usize {
        self.key_index
    }

    /// The table by which it was read.
    pub fn shape(&self) -> &'static Shape {
        self.shape
    }

    /// What was accepted, though it is worth a line in the log.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// A field by its row in the shape. Fields inside list items are reached through the list.
    pub fn field(&self, row: usize) -> Option<Item<'_>> {
        self.anywhere(row).filter(|item| !item.is_hidden())
    }

    /// The members of a [`JsonShape::Map`] by its row in the shape: what is there as a text or a number.
    ///
    /// Where the shape says `uncovered`, members that the signature does not cover are among them.
    pub fn map(&self, row: usize) -> impl Iterator<Item = Pair<'_>> {
        let field = self.shape.fields().get(row).filter(|field| field.json == JsonShape::Map);
        let map = field.and_then(|_| self.anywhere(row)).filter(|item| item.kind() == Kind::Object);
        let uncovered = field.is_some_and(|field| field.uncovered);
        map.into_iter().flat_map(Item::everything).filter_map(move |item| {
            let (key, text) = (item.key(), item.signed_text()?);
            // The colon of `key:text` is not protected where either could have lent it to the other.
            let covered = !item.is_hidden() && !key.is_empty() && !key.contains(':') && !text.starts_with(':');
            (covered || uncovered).then_some(Pair { key, text, covered })
        })
    }

    /// The members that the shape does not know, each with the text that the signature covers.
    pub fn rest(&self) -> Vec<Unknown> {
        let mut rest = Vec::new();
        self.collect(self.document.root(), Place::At(super::index::Index::ROOT), &mut String::new(), &mut rest);
        rest
    }

    fn collect(&self, item: Item<'_>, place: Place, path: &mut String, rest: &mut Vec<Unknown>) {
        let index = self.shape.index();
        let entry = if let Place::At(at) = place { index.entry(at) } else { None };
        let field = entry.and_then(|entry| entry.row.map(|_| entry.json));
        match (item.kind(), field) {
            (_, Some(JsonShape::Map)) => {}
            (Kind::Object, _) => {
                for (key, member) in item.members() {
                    step(path, &key.replace(':', "::"), |path| {
                        self.collect(member, place.member(index, key), path, rest);
                    });
                }
            }
            (Kind::List, _) => {
                let items = item.everything().enumerate().filter(|(_, item)| !item.is_hidden());
                for (number, member) in items {
                    step(path, &number.to_string(), |path| self.collect(member, place.item(index), path, rest));
                }
            }
            (_, Some(_)) => {}
            (_, None) => {
                let text = item.signed_text().unwrap_or_default().into_owned();
                rest.push(Unknown { path: path.clone(), text });
            }
        }
    }

    fn anywhere(&self, row: usize) -> Option<Item<'_>> {
        let at = *self.found.get(row)?;
        let item = Item { view: self.document.view(), at };
        item.node().map(|_| item)
    }
}

/// Lengthens a path by a step for the time of a call.
fn step(path: &mut String, key: &str, then: impl FnOnce(&mut String)) {
    let length = path.len();
    if length > 0 {
        path.push(':');
    }
    path.push_str(key);
    then(path);
    path.truncate(length);
}

/// Prints nothing of what the callback says.
impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Verified(project {}, {} bytes)", self.project, self.document.raw().len())
    }
}

/// A member of a map.
#[derive(Clone, PartialEq, Eq)]
pub struct Pair<'a> {
    /// Its key.
    pub key: &'a str,
    /// Its value, as it is signed.
    pub text: Cow<'a, str>,
    /// Whether the signature covers it: if not, anybody may have written it.
    pub covered: bool,
}

impl fmt::Debug for Pair<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pair({}, covered: {})", self.key, self.covered)
    }
}

/// A member that the shape does not know.
///
/// The signature covers `path:text` as a whole. Which JSON type the text had, and which of its colons ends the path, it
/// does not cover.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unknown {
    /// Keys joined by `:`, a `:` in a key doubled.
    pub path: String,
    /// The value, as it is signed.
    pub text: String,
}

impl fmt::Debug for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unknown({})", self.path)
    }
}

/// Something that was accepted in a verified callback, and that is worth knowing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Note {
    /// The text of this member has a `;`, where the signature does not show the difference from further members.
    Semicolon {
        /// The member's path, as it is signed.
        path: String,
    },
    /// The text of this member could as well be further fields of the callback: taken because the verifier was told to.
    Ambiguous {
        /// The member's path, as it is signed.
        path: String,
    },
    /// A field has a type that the platform does not send: taken because nothing is read there, or because the verifier
    /// was told to. Its accessor may find nothing.
    Type {
        /// The field's path in the shape; none where it is a member of a map.
        field: Option<&'static str>,
    },
    /// The callback names no project: it is of the only one that there are keys of.
    ProjectNotNamed,
    /// An object has a key twice: taken because the verifier was told to.
    DuplicateKey,
}
