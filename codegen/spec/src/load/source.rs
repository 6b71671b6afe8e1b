//! The text of one file, and where in it something stands.

use std::ops::Range;

use crate::fault::{Fault, Kind, Place, Severity};

/// A file's text with the starts of its lines.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) file: String,
    pub(crate) text: String,
    /// Byte offsets at which lines begin.
    lines: Vec<usize>,
}

impl Source {
    pub(crate) fn new(file: impl Into<String>, text: impl Into<String>) -> Source {
        let text = text.into();
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Source { file: file.into(), text, lines }
    }

    /// Line and column of a range of bytes, cut to the text and to whole characters.
    pub(crate) fn place(&self, bytes: Range<usize>) -> Place {
        let start = self.floor(bytes.start);
        let end = self.floor(bytes.end).max(start);
        let line = self.lines.partition_point(|first| *first <= start);
        let first = line.checked_sub(1).and_then(|n| self.lines.get(n)).copied().unwrap_or(0);
        let column = self.text.get(first..start).map_or(0, |before| before.chars().count()) + 1;
        Place { bytes: start..end, line, column }
    }

    /// The column of a byte in characters, from 0.
    pub(super) fn column(&self, at: usize) -> usize {
        self.before(at).chars().count()
    }

    /// Whether nothing but blanks stands before a byte in its line.
    pub(super) fn is_first(&self, at: usize) -> bool {
        self.before(at).chars().all(|letter| letter == ' ')
    }

    /// Whether the next letter of the line that is no blank is one of some.
    pub(super) fn is_followed(&self, at: usize, by: &[char]) -> bool {
        self.text.get(at..).is_some_and(|rest| rest.trim_start_matches([' ', '\t']).starts_with(by))
    }

    /// What stands before a byte in its line.
    fn before(&self, at: usize) -> &str {
        let line = self.lines.partition_point(|first| *first <= at);
        let first = line.checked_sub(1).and_then(|n| self.lines.get(n)).copied().unwrap_or(0);
        self.text.get(first..at).unwrap_or_default()
    }

    fn floor(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// A fault at a range of bytes.
    pub(crate) fn fault(&self, kind: Kind, bytes: Range<usize>, message: impl Into<String>) -> Fault {
        Fault {
            kind,
            severity: Severity::Error,
            message: message.into(),
            file: self.file.clone(),
            place: self.place(bytes),
            label: String::new(),
            help: Vec::new(),
            related: Vec::new(),
        }
    }
}
