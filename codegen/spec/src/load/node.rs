//! YAML as read: values with their positions, found again by JSON pointer.

use std::ops::Range;

pub(crate) use super::entries::{Entries, Entry};

/// A value and where it stands, in bytes.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) bytes: Range<usize>,
    pub(crate) what: What,
}

#[derive(Debug, Clone)]
pub(crate) enum What {
    Text(String),
    Whole(i64),
    Bool(bool),
    List(Vec<Node>),
    Map(Entries),
    /// A value that has a fault of its own already; nothing more is said of it.
    Hole,
}

/// What a pointer leads to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found<'a> {
    pub(crate) node: &'a Node,
    /// The key that holds it, if a map does.
    pub(crate) key: Option<&'a Range<usize>>,
}

impl Node {
    /// What stands at a JSON pointer.
    pub(crate) fn at(&self, pointer: &str) -> Option<Found<'_>> {
        let mut found = Found { node: self, key: None };
        for step in steps(pointer) {
            found = match &found.node.what {
                What::Map(entries) => {
                    let entry = entries.find(&step)?;
                    Found { node: &entry.value, key: Some(&entry.key_bytes) }
                }
                What::List(items) => Found { node: items.get(step.parse::<usize>().ok()?)?, key: None },
                _ => return None,
            };
        }
        Some(found)
    }

    /// Where to point for the value at a pointer: a scalar itself, else the key that holds the list or map. Where the
    /// pointer leads nowhere, its nearest parent.
    pub(crate) fn locate(&self, pointer: &str) -> Range<usize> {
        let mut pointer = pointer;
        loop {
            if let Some(found) = self.at(pointer) {
                return found.bytes();
            }
            match pointer.rfind('/') {
                Some(cut) => pointer = pointer.get(..cut).unwrap_or_default(),
                None => return 0..0,
            }
        }
    }

    /// Where the key of the value at a pointer stands.
    pub(crate) fn locate_key(&self, pointer: &str) -> Range<usize> {
        match self.at(pointer) {
            Some(Found { key: Some(key), .. }) => key.clone(),
            _ => self.locate(pointer),
        }
    }

    /// The value of a key, for maps.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        match &self.what {
            What::Map(entries) => entries.find(key).map(|entry| &entry.value),
            _ => None,
        }
    }
}

impl Found<'_> {
    /// Where to point for it: see [`Node::locate`].
    pub(crate) fn bytes(&self) -> Range<usize> {
        match (&self.node.what, self.key) {
            (What::List(_) | What::Map(_), Some(key)) => key.clone(),
            // A list item that is a map: its first key says best where it is.
            (What::Map(entries), None) => {
                entries.first().map_or_else(|| self.node.bytes.clone(), |entry| entry.key_bytes.clone())
            }
            _ => self.node.bytes.clone(),
        }
    }
}

/// The steps of a JSON pointer, unescaped.
pub(crate) fn steps(pointer: &str) -> impl Iterator<Item = String> + '_ {
    pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"))
}

/// A pointer one step further.
pub(crate) fn step(pointer: &str, key: impl std::fmt::Display) -> String {
    let key = key.to_string().replace('~', "~0").replace('/', "~1");
    format!("{pointer}/{key}")
}
