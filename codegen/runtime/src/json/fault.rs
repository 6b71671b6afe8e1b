use std::fmt;

/// Why a text was not read, and where.
///
/// Says nothing of the text itself: it may come from anybody, and this ends up in logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    what: What,
    at: usize,
}

impl Fault {
    pub(crate) const fn new(what: What, at: usize) -> Fault {
        Fault { what, at }
    }

    /// The reason.
    pub const fn what(&self) -> What {
        self.what
    }

    /// The byte of the text, counted from 0, where it was noticed.
    pub const fn at(&self) -> usize {
        self.at
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.what, self.at)
    }
}

impl std::error::Error for Fault {}

/// The reasons for which a text is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum What {
    /// It is not JSON.
    Syntax,
    /// Bytes follow the end of the JSON text.
    Trailing,
    /// It starts with a byte-order mark.
    ByteOrderMark,
    /// It is not UTF-8.
    Encoding,
    /// An escape names half of a surrogate pair.
    LoneSurrogate,
    /// An object has the same key twice.
    DuplicateKey,
    /// Objects and lists are nested deeper than the limit.
    Depth,
    /// The text is longer than the limit.
    Size,
    /// The text that would be signed is longer than the limit.
    SignedSize,
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            What::Syntax => "this is not JSON",
            What::Trailing => "bytes follow the JSON text",
            What::ByteOrderMark => "the text starts with a byte-order mark",
            What::Encoding => "the text is not UTF-8",
            What::LoneSurrogate => "an escape is half of a surrogate pair",
            What::DuplicateKey => "an object has a key twice",
            What::Depth => "objects and lists are nested too deep",
            What::Size => "the text is too long",
            What::SignedSize => "the text to sign would be too long",
        })
    }
}
