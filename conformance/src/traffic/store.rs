//! One small record for each payment, in memory that is known beforehand.

use std::fmt;

use hashbrown::HashTable;

/// A record that knows the digest by which it is found.
pub(crate) trait Keyed {
    /// The digest.
    fn key(&self) -> [u64; 2];
}

/// Records by digest. They stand in blocks that never move; only the index of four bytes for each grows by doubling, so
/// that growing never needs room for two of everything.
pub(crate) struct Store<T> {
    index: HashTable<u32>,
    blocks: Vec<Vec<T>>,
}

const BLOCK: usize = 4096;

impl<T> Default for Store<T> {
    fn default() -> Self {
        Self { index: HashTable::new(), blocks: Vec::new() }
    }
}

impl<T: Keyed> Store<T> {
    /// The record of a digest, and whether it was made just now. Nothing once there are 2^32 of them.
    pub(crate) fn entry(&mut self, key: [u64; 2], make: impl FnOnce() -> T) -> Option<(&mut T, bool)> {
        let blocks = &self.blocks;
        let found = self.index.find(hash(key), |at| at_of(blocks, *at).is_some_and(|record| record.key() == key));
        let (at, new) = match found {
            Some(at) => (*at, false),
            None => (self.push(key, make())?, true),
        };
        let (block, place) = split(at);
        Some((self.blocks.get_mut(block)?.get_mut(place)?, new))
    }

    /// How many there are.
    #[must_use]
    pub(crate) fn len(&self) -> usize {
        self.index.len()
    }

    /// The record that was made when there were so many.
    pub(crate) fn at_mut(&mut self, at: u32) -> Option<&mut T> {
        let (block, place) = split(at);
        self.blocks.get_mut(block)?.get_mut(place)
    }

    /// All of them, in the order in which they were made.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.blocks.iter().flatten()
    }

    fn push(&mut self, key: [u64; 2], record: T) -> Option<u32> {
        let at = u32::try_from(self.len()).ok()?;
        if self.blocks.last().is_none_or(|block| block.len() == BLOCK) {
            self.blocks.push(Vec::with_capacity(BLOCK));
        }
        self.blocks.last_mut()?.push(record);
        let blocks = &self.blocks;
        self.index.insert_unique(hash(key), at, |at| at_of(blocks, *at).map_or(0, |record| hash(record.key())));
        Some(at)
    }
}

/// The digest is evenly spread already.
fn hash(key: [u64; 2]) -> u64 {
    let [first, second] = key;
    first ^ second
}

fn split(at: u32) -> (usize, usize) {
    (at as usize / BLOCK, at as usize % BLOCK)
}

fn at_of<T>(blocks: &[Vec<T>], at: u32) -> Option<&T> {
    let (block, place) = split(at);
    blocks.get(block)?.get(place)
}

/// Prints how many there are.
impl<T> fmt::Debug for Store<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Store({})", self.index.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Record([u64; 2], u64);

    impl Keyed for Record {
        fn key(&self) -> [u64; 2] {
            self.0
        }
    }

    #[test]
    fn every_record_is_found_again() {
        let mut store = Store::default();
        for round in 0..2 {
            for number in 0..3 * BLOCK as u64 {
                // the second half of the key tells these apart
                let key = [number / 2, number];
                let (record, new) = store.entry(key, || Record(key, 0)).unwrap();
                assert_eq!((record.1, new), (round, round == 0));
                record.1 += 1;
            }
        }
        assert_eq!(store.len(), 3 * BLOCK);
    }
}
