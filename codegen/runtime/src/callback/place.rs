//! Finds the fields of a shape while the text to sign is laid out, and sees what the signature cannot.

use super::JsonShape;
use super::index::Index;
use crate::json::{Fault, Kind, Node, mark};
use crate::sign::flatten::Guide;

/// Where in the shape a value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// At an entry of the index.
    At(u32),
    /// A member of a map.
    InMap,
    /// Under an empty key at the top. The path of what it holds does not show that key.
    Rootless,
    Unknown,
}

impl Place {
    pub(crate) fn member(self, index: &Index, key: &str) -> Place {
        let Place::At(at) = self else {
            return Place::Unknown;
        };
        match index.member(at, key) {
            Some(child) => Place::At(child),
            None if index.entry(at).is_some_and(|entry| entry.json == JsonShape::Map && !entry.kept) => Place::InMap,
            None if at == Index::ROOT && key.is_empty() => Place::Rootless,
            None => Place::Unknown,
        }
    }

    pub(crate) fn item(self, index: &Index) -> Place {
        match self {
            Place::At(at) => index.item(at).map_or(Place::Unknown, Place::At),
            _ => Place::Unknown,
        }
    }
}

/// What the walk saw that the signature does not protect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unprotected {
    /// The field of the shape, by its row. None for what holds fields without having a row, and for members of maps.
    Type(Option<usize>),
    Rootless,
}

pub(crate) struct Finder<'a> {
    pub(crate) index: &'a Index,
    /// By row of the shape: where on the tape it stands.
    pub(crate) found: Vec<u32>,
    /// The first of its kind. Told only once the signature is known to be right.
    pub(crate) unprotected: Option<Unprotected>,
    /// Fields by their rows that have another type and are kept. None for what has no row.
    pub(crate) kept: Vec<Option<usize>>,
}

/// Not in this text.
pub(crate) const ABSENT: u32 = u32::MAX;

impl Finder<'_> {
    fn note(&mut self, unprotected: Unprotected) {
        self.unprotected.get_or_insert(unprotected);
    }
}

impl Guide for Finder<'_> {
    type Place = Place;
    type Stop = Fault;

    fn root(&self) -> Place {
        Place::At(Index::ROOT)
    }

    fn member(&self, parent: Place, key: &str) -> Place {
        parent.member(self.index, key)
    }

    fn item(&self, parent: Place) -> Place {
        parent.item(self.index)
    }

    fn meet(&mut self, place: Place, at: usize, node: &mut Node) -> Result<(), Fault> {
        let empty = node.size == 1;
        match place {
            Place::At(entry) => {
                let Some(entry) = self.index.entry(entry) else {
                    return Ok(());
                };
                if !entry.json.takes(node.kind, node.is(mark::INTEGER), empty) {
                    if entry.kept {
                        self.kept.push(entry.row);
                    } else {
                        self.note(Unprotected::Type(entry.row));
                    }
                }
                if entry.json == JsonShape::Text && node.kind == Kind::Null {
                    node.marks |= mark::BLANK;
                }
                if entry.signed.is_some()
                    && let Some(place) = entry.row.and_then(|row| self.found.get_mut(row))
                {
                    *place = at as u32;
                }
            }
            Place::InMap if node.is_container() && !empty => self.note(Unprotected::Type(None)),
            Place::Rootless if node.is_container() && !empty => self.note(Unprotected::Rootless),
            _ => {}
        }
        Ok(())
    }

    fn known(&self, place: Place) -> Option<(u32, u32)> {
        let Place::At(at) = place else { return None };
        let entry = self.index.entry(at)?;
        entry.signed.as_ref().map(|_| (at, entry.rank))
    }
}
