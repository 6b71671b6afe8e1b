//! The table of a shape, made ready for looking up keys as they come.

use super::{JsonShape, ShapeField};
use crate::sign::natural;

/// A tree of keys.
#[derive(Debug)]
pub(crate) struct Index {
    entries: Vec<Entry>,
    /// The children of every entry, each entry's in one stretch.
    children: Vec<(Tag, u32)>,
}

#[derive(Debug)]
pub(crate) struct Entry {
    key: &'static str,
    /// The item of a list, which has no key.
    is_item: bool,
    parent: usize,
    /// Which row of the shape stands here.
    pub(crate) row: Option<usize>,
    /// What stands here: by its row, or by the rows below it.
    pub(crate) json: JsonShape,
    /// A value of another type is kept.
    pub(crate) kept: bool,
    /// The path as it is signed and the colon after it, where no list is on the way.
    pub(crate) signed: Option<String>,
    /// The place of `signed` in the order of all of them.
    pub(crate) rank: u32,
    children: (usize, usize),
}

/// Tells most keys apart without looking at them: length, first and last byte.
type Tag = u32;

impl Entry {
    fn path(&self) -> Option<&str> {
        self.signed.as_deref()?.strip_suffix(':')
    }
}

fn tag(key: &str) -> Tag {
    let bytes = key.as_bytes();
    let end = |byte: Option<&u8>| u32::from(byte.copied().unwrap_or(0));
    (bytes.len() as u32) << 16 | end(bytes.first()) << 8 | end(bytes.last())
}

impl Index {
    pub(crate) const ROOT: u32 = 0;

    pub(crate) fn new(fields: &'static [ShapeField]) -> Index {
        let root = Entry {
            key: "",
            is_item: false,
            parent: 0,
            row: None,
            json: JsonShape::Object,
            kept: false,
            signed: Some(String::new()),
            rank: 0,
            children: (0, 0),
        };
        let mut index = Index { entries: vec![root], children: Vec::new() };
        for (number, field) in fields.iter().enumerate() {
            let mut at = 0;
            for step in field.path.split('.') {
                let key = step.trim_end_matches("[]");
                at = index.grow(at, key, false);
                for _ in 0..(step.len() - key.len()) / 2 {
                    at = index.grow(at, "", true);
                }
            }
            if let Some(entry) = index.entries.get_mut(at) {
                entry.row = Some(number);
                entry.json = field.json;
                entry.kept = field.kept;
            }
        }
        index.arrange();
        index
    }

    /// The child of an entry, made where it is missing.
    fn grow(&mut self, parent: usize, key: &'static str, is_item: bool) -> usize {
        let same = |entry: &Entry| entry.parent == parent && entry.key == key && entry.is_item == is_item;
        if let Some(found) = self.entries.iter().skip(1).position(same) {
            return found + 1;
        }
        let signed = self
            .entries
            .get(parent)
            .and_then(|parent| parent.signed.as_ref())
            .filter(|_| !is_item)
            .map(|path| format!("{path}{}:", key.replace(':', "::")));
        self.entries.push(Entry {
            key,
            is_item,
            parent,
            row: None,
            json: JsonShape::Object,
            kept: false,
            signed,
            rank: 0,
            children: (0, 0),
        });
        self.entries.len() - 1
    }

    /// Lays the children of each entry side by side, and ranks the paths.
    fn arrange(&mut self) {
        let lists: Vec<usize> = self.entries.iter().filter(|entry| entry.is_item).map(|entry| entry.parent).collect();
        for list in lists {
            if let Some(entry) = self.entries.get_mut(list).filter(|entry| entry.row.is_none()) {
                entry.json = JsonShape::List;
            }
        }
        // What has no row of its own is kept as what holds it is; the holder comes first.
        for at in 1..self.entries.len() {
            let parent = self.entries.get(at).filter(|entry| entry.row.is_none()).map(|entry| entry.parent);
            let kept = parent.and_then(|parent| self.entries.get(parent)).is_some_and(|parent| parent.kept);
            if let Some(entry) = self.entries.get_mut(at).filter(|_| kept) {
                entry.kept = true;
            }
        }
        for parent in 0..self.entries.len() {
            let start = self.children.len();
            let own = self.entries.iter().enumerate().skip(1).filter(|(_, entry)| entry.parent == parent);
            self.children.extend(own.map(|(at, entry)| (tag(entry.key), at as u32)));
            if let Some(entry) = self.entries.get_mut(parent) {
                entry.children = (start, self.children.len());
            }
        }
        let mut ranked: Vec<(String, usize)> =
            self.entries.iter().enumerate().filter_map(|(at, entry)| Some((entry.path()?.to_owned(), at))).collect();
        ranked.sort_by(|one, other| natural::compare(&one.0, &other.0));
        let mut rank = 0;
        let mut last: Option<&str> = None;
        for (path, at) in &ranked {
            // Paths that are equal in the natural order share a rank: the document decides between them.
            if last.is_none_or(|last| natural::compare(last, path).is_ne()) {
                rank += 1;
            }
            last = Some(path);
            if let Some(entry) = self.entries.get_mut(*at) {
                entry.rank = rank;
            }
        }
    }

    #[inline]
    pub(crate) fn entry(&self, at: u32) -> Option<&Entry> {
        self.entries.get(at as usize)
    }

    /// What a line at an entry starts with: its path and a colon.
    #[inline]
    pub(crate) fn signed(&self, at: u32) -> &str {
        self.entry(at).and_then(|entry| entry.signed.as_deref()).unwrap_or("")
    }

    pub(crate) fn member(&self, parent: u32, key: &str) -> Option<u32> {
        let wanted = tag(key);
        let found = |&&(tag, at): &&(Tag, u32)| {
            tag == wanted && self.entry(at).is_some_and(|entry| entry.key == key && !entry.is_item)
        };
        self.below(parent).iter().find(found).map(|&(_, at)| at)
    }

    pub(crate) fn item(&self, parent: u32) -> Option<u32> {
        self.below(parent).iter().map(|&(_, at)| at).find(|&at| self.entry(at).is_some_and(|entry| entry.is_item))
    }

    fn below(&self, parent: u32) -> &[(Tag, u32)] {
        self.entry(parent).and_then(|entry| self.children.get(entry.children.0..entry.children.1)).unwrap_or_default()
    }
}
