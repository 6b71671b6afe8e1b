//! The tape: one node per value, in the order of the text, each with the size of its subtree.

/// What a JSON value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number, of any size and form.
    Number,
    /// A string.
    Text,
    /// `[…]`
    List,
    /// `{…}`
    Object,
}

/// What else is known of a node, as bits.
pub(crate) mod mark {
    /// The key had escapes, and its text lies in the arena.
    pub(crate) const KEY_DECODED: u8 = 1;
    /// The value had escapes, and its text lies in the arena.
    pub(crate) const VALUE_DECODED: u8 = 2;
    /// A number without fraction and exponent that has 64 bits at most.
    pub(crate) const INTEGER: u8 = 4;
    /// `true`
    pub(crate) const TRUE: u8 = 8;
    /// The signature does not cover it: not to be read.
    pub(crate) const HIDDEN: u8 = 16;
    /// A `null` where a text belongs: the signature does not tell it from an empty one, and it reads as such.
    pub(crate) const BLANK: u8 = 32;
    /// The path is that of a callback field, and `key` is unused. Only on the lines of a signature.
    pub(crate) const KNOWN: u8 = 64;
}

/// A stretch of the body or of the arena, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) len: u32,
}

impl Span {
    /// Offsets fit: `Limits` keeps every text below 2^30 bytes.
    pub(crate) fn new(start: usize, end: usize) -> Span {
        Span { start: start as u32, len: end.saturating_sub(start) as u32 }
    }

    pub(crate) fn of(self, text: &str) -> &str {
        let start = self.start as usize;
        text.get(start..start + self.len as usize).unwrap_or("")
    }
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    pub(crate) key: Span,
    /// A string's content, a number's digits, the whole text of anything else.
    pub(crate) value: Span,
    /// Where the value starts in the body.
    pub(crate) at: u32,
    /// How many nodes the subtree has, this one included.
    pub(crate) size: u32,
    pub(crate) kind: Kind,
    pub(crate) marks: u8,
}

impl Node {
    pub(crate) fn is(&self, mark: u8) -> bool {
        self.marks & mark != 0
    }

    pub(crate) fn key_in<'a>(&self, body: &'a str, arena: &'a str) -> &'a str {
        self.key.of(if self.is(mark::KEY_DECODED) { arena } else { body })
    }

    pub(crate) fn is_container(&self) -> bool {
        matches!(self.kind, Kind::List | Kind::Object)
    }
}

/// What was read of one text. Holds no part of the body itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tape {
    pub(crate) nodes: Vec<Node>,
    /// Texts that had escapes, decoded.
    pub(crate) arena: String,
}

impl Tape {
    pub(crate) fn clear(&mut self) {
        self.nodes.clear();
        self.arena.clear();
    }

    pub(crate) fn node(&self, at: usize) -> Option<&Node> {
        self.nodes.get(at)
    }

    pub(crate) fn key<'a>(&'a self, body: &'a str, node: &Node) -> &'a str {
        node.key_in(body, &self.arena)
    }

    /// The text of a string, the digits of a number, the raw text of anything else.
    pub(crate) fn value<'a>(&'a self, body: &'a str, node: &Node) -> &'a str {
        node.value.of(if node.is(mark::VALUE_DECODED) { &self.arena } else { body })
    }
}
