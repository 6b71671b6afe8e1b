//! Signing what we send.

use std::fmt;
use std::ops::Range;

use super::order::{self, Ranked, Sorted};
use super::{Key, Scalar, Signature, flatten, lines, natural};
use crate::Secret;
use crate::json::{Duplicates, Fault, Limits, Tape, checked};

/// Signs one text after another with one secret.
///
/// It keeps what it has allocated: from the second signature on it allocates nothing, as long as texts do not grow.
///
/// ```
/// use ecommpay_runtime::{Secret, sign::{Scalar, Signer}};
///
/// let mut signer = Signer::new(&Secret::new("secret")?);
/// let mut lines = signer.begin();
/// lines.line("payment:amount", Scalar::Integer(1000));
/// lines.line("customer:id", Scalar::Text("123"));
/// let signature = lines.finish();
/// assert_eq!(signature.as_str(), signer.sign_json(br#"{"customer": {"id": "123"}, "payment": {"amount": 1000}}"#)?.as_str());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Signer {
    key: Key,
    lines: Vec<Line>,
    text: String,
    tape: Tape,
}

impl Signer {
    /// Makes a secret ready to sign.
    pub fn new(secret: &Secret) -> Signer {
        Signer { key: Key::new(secret), lines: Vec::new(), text: String::new(), tape: Tape::default() }
    }

    /// Starts a text, line by line.
    pub fn begin(&mut self) -> Lines<'_> {
        self.lines.clear();
        self.text.clear();
        Lines { signer: self }
    }

    /// Signs lines that are at hand: two allocations, or none where the signer has been used before.
    pub fn sign<'a, I>(&mut self, all: I) -> Signature
    where
        I: IntoIterator<Item = (&'a str, Scalar<'a>)>,
        I::IntoIter: Clone,
    {
        let all = all.into_iter();
        // A number takes 24 bytes at most, whatever its text.
        let length = |value: Scalar<'_>| {
            if let Scalar::Text(text) = value { text.len() } else { 24 }
        };
        let (count, bytes) =
            all.clone().fold((0, 0), |(count, bytes), (path, value)| (count + 1, bytes + path.len() + length(value)));
        let mut lines = self.begin();
        lines.signer.lines.reserve(count);
        lines.signer.text.reserve(bytes);
        all.for_each(|(path, value)| lines.line(path, value));
        lines.finish()
    }

    /// Signs a JSON text, without the members named `signature` that it may have.
    pub fn sign_json(&mut self, json: &[u8]) -> Result<Signature, Fault> {
        self.sign_json_within(json, &Limits::default())
    }

    /// The same with other limits.
    pub fn sign_json_within(&mut self, json: &[u8], limits: &Limits) -> Result<Signature, Fault> {
        let body = checked(json, limits)?;
        self.text.clear();
        flatten::plain(body, limits, Duplicates::Refuse, true, &mut self.tape, &mut self.text)?;
        let mut sink = self.key.sink();
        lines::emit(body, &self.tape, &self.text, |_| "", |piece| sink.push(piece));
        Ok(sink.finish())
    }
}

/// Prints nothing of what it holds.
impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer(..)")
    }
}

/// A text to sign under way. Lines may come in any order; given in theirs, sorting costs least.
pub struct Lines<'s> {
    signer: &'s mut Signer,
}

impl Lines<'_> {
    /// Adds a line.
    ///
    /// `path` is the keys joined by `:`, a `:` in a key doubled. Of lines with the same path the last counts.
    pub fn line(&mut self, path: &str, value: Scalar<'_>) {
        self.push([path].into_iter(), value);
    }

    /// Adds a line by a dotted path: keys joined by `.`, with neither `.` nor `:` in a key.
    pub fn field(&mut self, path: &str, value: Scalar<'_>) {
        self.push(path.split('.'), value);
    }

    fn push<'a>(&mut self, path: impl Iterator<Item = &'a str>, value: Scalar<'_>) {
        let Signer { text, lines, .. } = &mut *self.signer;
        let start = text.len();
        for (index, step) in path.enumerate() {
            if index > 0 {
                text.push(':');
            }
            text.push_str(step);
        }
        let end = text.len();
        value.write(text);
        lines.push(Line { path: (start, end), value: (end, text.len()), place: lines.len() });
    }

    /// Sorts the lines and signs them.
    pub fn finish(self) -> Signature {
        let Signer { key, lines, text, .. } = self.signer;
        let of = |range: (usize, usize)| text.get(Range { start: range.0, end: range.1 }).unwrap_or("");
        let sorted = order::sort(
            lines,
            |one, other| natural::compare(of(one.path), of(other.path)),
            |one, other| of(one.path).cmp(of(other.path)),
        );
        if let Sorted::Overwritten(kept) = sorted {
            lines.truncate(kept);
        }
        let mut sink = key.sink();
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                sink.push(";");
            }
            sink.push(of(line.path));
            sink.push(":");
            sink.push(of(line.value));
        }
        sink.finish()
    }
}

/// Prints nothing of what it holds.
impl fmt::Debug for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lines(..)")
    }
}

/// Positions in the signer's text.
#[derive(Clone, Copy)]
struct Line {
    path: (usize, usize),
    value: (usize, usize),
    place: usize,
}

impl Ranked for Line {
    fn place(&self) -> usize {
        self.place
    }

    fn set_place(&mut self, place: usize) {
        self.place = place;
    }
}
