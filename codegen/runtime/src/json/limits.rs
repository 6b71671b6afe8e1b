/// How much of a text is read before it is refused.
///
/// ```
/// use ecommpay_runtime::json::Limits;
///
/// let limits = Limits::default().body(64 * 1024);
/// assert_eq!(limits.text_bytes(2_000), Limits::TEXT_TO_BODY * 2_000);
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
/// Shorter bodies count as this long: a list of a few items repeats its path before each.
const SHORT_BODY: usize = 1024;

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

    /// How many times as long as a body the text to sign may be, unless [`Limits::text`] says otherwise.
    ///
    /// The text repeats the path of every member, so that a short body could make a very long one. The platform's own
    /// bodies stay below twice their length.
    pub const TEXT_TO_BODY: usize = 4;

    /// The text to sign may have this many bytes, 1 GiB at most. Unless set, [`Limits::TEXT_TO_BODY`] times the body,
    /// of which the shortest counts as 1 KiB.
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

    /// The limit on the text to sign of a body of `body` bytes, in bytes.
    pub fn text_bytes(&self, body: usize) -> usize {
        self.text.unwrap_or(body.max(SHORT_BODY).saturating_mul(Self::TEXT_TO_BODY)).min(MOST_BYTES)
    }

    /// What the vendor's own reader takes: 512 levels, any length.
    pub(crate) fn reference() -> Limits {
        Limits { depth: MOST_DEPTH, body: MOST_BYTES, text: Some(MOST_BYTES) }
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
