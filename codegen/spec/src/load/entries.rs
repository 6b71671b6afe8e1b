//! The entries of a map, in the order of the file, found by their key however many they are.

use std::hash::{BuildHasher, RandomState};
use std::ops::{Deref, Range};

use hashbrown::HashTable;

use super::node::Node;

/// A key with its value.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) key_bytes: Range<usize>,
    pub(crate) value: Node,
}

/// Up to here entries are looked at one by one: nearly every map of a spec is as small.
const FEW: usize = 16;

/// The entries of one map. No key stands twice.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entries {
    list: Vec<Entry>,
    /// Places in the list, by key; empty while there are few.
    index: HashTable<usize>,
    hashes: RandomState,
}

impl Entries {
    /// The entry of a key.
    pub(crate) fn find(&self, key: &str) -> Option<&Entry> {
        if self.list.len() <= FEW {
            looked(self.list.len());
            return self.list.iter().find(|entry| entry.key == key);
        }
        let same = |at: &usize| {
            looked(1);
            self.list.get(*at).is_some_and(|entry| entry.key == key)
        };
        self.index.find(self.hashes.hash_one(key), same).and_then(|at| self.list.get(*at))
    }

    /// Takes an entry whose key is not there yet.
    pub(crate) fn push(&mut self, entry: Entry) {
        self.list.push(entry);
        if self.list.len() <= FEW {
            return;
        }
        let hash = |at: &usize| self.list.get(*at).map_or(0, |entry| self.hashes.hash_one(&entry.key));
        // the first that are too many bring those before them along
        let new = if self.index.is_empty() { 0 } else { self.list.len() - 1 };
        for at in new..self.list.len() {
            self.index.insert_unique(hash(&at), at, hash);
        }
    }
}

impl Deref for Entries {
    type Target = [Entry];

    fn deref(&self) -> &[Entry] {
        &self.list
    }
}

impl<'a> IntoIterator for &'a Entries {
    type Item = &'a Entry;
    type IntoIter = std::slice::Iter<'a, Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

/// Counts entries that were looked at, for the test of cost.
#[cfg(not(test))]
fn looked(_: usize) {}

#[cfg(test)]
use super::cost::looked;
