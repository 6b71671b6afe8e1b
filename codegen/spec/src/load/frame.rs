//! Lists and maps that are open while a file is read.

use std::ops::Range;

use super::node::{Entries, Node};

/// A list or map that is open.
pub(super) enum Frame {
    List { start: usize, items: Vec<Node>, flow: bool },
    Map { start: usize, entries: Entries, key: Option<(Option<String>, Range<usize>)>, flow: bool },
}

impl Frame {
    /// Whether it stands in brackets, or within some.
    pub(super) const fn is_flow(&self) -> bool {
        match self {
            Frame::List { flow, .. } | Frame::Map { flow, .. } => *flow,
        }
    }

    pub(super) const fn start(&self) -> usize {
        match self {
            Frame::List { start, .. } | Frame::Map { start, .. } => *start,
        }
    }
}
