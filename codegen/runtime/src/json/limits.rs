/// How much of a text is read before it is refused.
///
/// ```
/// use ecommpay_runtime::json::Limits;
///
/// let limits = Limits::default().body(64 * 1024);
/// assert_eq!(limits.text_bytes(), 4 * 64 * 1024);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    depth: usize,
    body: usize,
    text: Option<usize>,
}

/// Positions on the tape are 32 bits wide, so no limit may go above this.
const MOST_BYTES: usize = 1 << 30;
/// The tape is walked recursively; this keeps the stack small whatever is asked for.
const MOST_DEPTH: usize = 512;

impl Limits {
    /// Objects and lists may be nested this deep: 64 unless set, 512 at most.
    #[must_use]
    pub fn depth(mut self, levels: usize) -> Limits {
        self.depth = levels.min(MOST_DEPTH);
        self
    }

    /// The text may have this many bytes: 1 MiB unless set, 1 GiB at most.
    #[must_use]
    pub fn body(mut self, bytes: usize) -> Limits {
        self.body = bytes.min(MOST_BYTES);
        self
    }

    /// The text to sign may have this many bytes: four times the body unless set, 1 GiB at most.
    ///
    /// It can be far longer than the body, since it repeats the path of every member.
    #[must_use]
    pub fn text(mut self, bytes: usize) -> Limits {
        self.text = Some(bytes.min(MOST_BYTES));
        self
    }

    /// The limit on nesting.
    pub fn levels(&self) -> usize {
        self.depth
    }

    /// The limit on the body, in bytes.
    pub fn body_bytes(&self) -> usize {
        self.body
    }

    /// The limit on the text to sign, in bytes.
    pub fn text_bytes(&self) -> usize {
        self.text.unwrap_or(self.body.saturating_mul(4)).min(MOST_BYTES)
    }

    /// What the vendor's own reader takes: 512 levels, any length.
    pub(crate) fn reference() -> Limits {
        Limits { depth: MOST_DEPTH, body: MOST_BYTES, text: None }
    }
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { depth: 64, body: 1 << 20, text: None }
    }
}

/// What to do about a key that an object has twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Duplicates {
    Refuse,
    /// The last value counts and stands where the key stood first, as in the vendor's reader.
    LastWins,
}
