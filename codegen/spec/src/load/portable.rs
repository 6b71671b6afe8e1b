//! What of a file other readers of YAML read differently or not at all, beyond bare scalars.
//!
//! PyYAML, libyaml, ruamel, js-yaml, `yaml` of npm and Symfony's reader disagree on much that YAML allows. What is written
//! here is what they all read alike; the rest is a fault that says what to write. Tokens come as the parser tells them; the
//! letters between them are looked at one by one, since a parser says nothing of those.

use std::ops::Range;

use saphyr_parser::ScalarStyle;

use crate::fault::{Fault, Found, Kind, Severity};

use super::between::{After, Between, EXPLICIT, NEXT_LINE, OUTDENTED, Wrong};
use super::source::Source;

/// Characters of a key: readers look a little further for its colon, and not at all beyond.
const LONGEST_KEY: usize = 1_000;

/// Where a scalar stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Within `[…]` or `{…}`.
    pub(super) flow: bool,
    pub(super) key: bool,
    /// Column of the innermost list or map that is written by indentation, from 0; `None` at the top.
    pub(super) indent: Option<usize>,
}

/// A scalar as the parser tells it.
#[derive(Debug)]
pub(super) struct Scalar<'t> {
    pub(super) text: &'t str,
    pub(super) style: ScalarStyle,
    pub(super) bytes: Range<usize>,
}

/// Goes through a file token by token.
#[derive(Debug)]
pub(super) struct Portable<'a> {
    source: &'a Source,
    /// Where the last token ends.
    end: usize,
    /// Lists and maps in brackets that are open there.
    depth: usize,
    /// The column beyond which lines within them stand.
    around: Option<usize>,
    /// What the last token is.
    after: After,
}

const BLOCK: Wrong = (
    "a block of text that readers read differently",
    "begin in the line below `|-` or `>-`, begin no line with a blank, tab or `#`, and end none with a blank; or write the text in quotes",
);
const ONE_LINE: Wrong = (
    "a text over several lines, which readers read differently",
    "write it on one line, or below `>-`, which joins its lines",
);
const EMPTY_LINE: Wrong = (
    "an empty line between a key and a list that is not indented, which readers read differently",
    "take the line away, or indent the list",
);
const DOCUMENT_START: Wrong =
    ("a mark of the document's beginning, which not every reader takes there", "take it away: a file is one document");
const INDENTED: Wrong =
    ("the whole file is indented, which not every reader takes", "begin in the first column, in a line of its own");
const SINGLE_PAIR: Wrong =
    ("a pair within a list, which not every reader takes", "write `{ key: value }` with its braces");
const KEY_LENGTH: Wrong = ("a key of more than 1,000 characters, which many readers refuse", "name it shorter");
const MERGE: Wrong = ("the key `<<`, which some readers merge with what is around, in quotes too", "name it otherwise");

impl<'a> Portable<'a> {
    pub(super) fn new(source: &'a Source) -> Portable<'a> {
        Portable { source, end: 0, depth: 0, around: None, after: After::Other }
    }

    fn tell(&self, (message, help): Wrong, bytes: Range<usize>, found: &mut Found) {
        let source = self.source;
        let fault = || Fault { help: vec![help.to_owned()], ..source.fault(Kind::ReadDifferently, bytes, message) };
        found.push(Severity::Error, fault);
    }

    /// What has a fault of its own: an anchor, an alias, a tag.
    pub(super) fn skip(&mut self, bytes: &Range<usize>) {
        self.end = self.end.max(bytes.end);
    }

    /// The node that is the whole file.
    pub(super) fn root(&self, bytes: &Range<usize>, found: &mut Found) {
        if self.source.column(bytes.start) > 0 {
            self.tell(INDENTED, bytes.clone(), found);
        }
    }

    /// A line `---` that begins the document.
    pub(super) fn document(&mut self, bytes: Range<usize>, found: &mut Found) {
        let before = self.source.text.get(..bytes.start).unwrap_or_default();
        self.between(bytes.start, false, None, found);
        if !before.lines().all(|line| line.starts_with(['#', '%'])) {
            self.tell(DOCUMENT_START, bytes.clone(), found);
        }
        self.end = bytes.end;
    }

    /// A list that is written by indentation, the value of a key.
    pub(super) fn list(&self, bytes: &Range<usize>, found: &mut Found) {
        let between = self.source.text.get(self.end..bytes.start).unwrap_or_default();
        let mut lines = between.rsplit('\n');
        // one that is not indented is told at its first item
        let is_level = lines.next().is_some_and(|line| line.trim_start().starts_with('-'));
        if is_level && lines.any(|line| line.trim().is_empty()) {
            self.tell(EMPTY_LINE, bytes.clone(), found);
        }
    }

    /// A map without braces in a list with brackets.
    pub(super) fn single_pair(&self, bytes: Range<usize>, found: &mut Found) {
        self.tell(SINGLE_PAIR, bytes, found);
    }

    /// The next scalar; those without a letter have a fault of their own.
    pub(super) fn scalar(&mut self, scalar: Scalar<'_>, place: Place, found: &mut Found) {
        let Scalar { text, style, bytes } = scalar;
        let whole = self.source.text.as_str();
        let raw = match style {
            ScalarStyle::Plain if text.is_empty() => return,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => bytes.start..quoted(whole, bytes.start),
            _ => bytes.clone(),
        };
        let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        let clear = self.between(raw.start, block, place.indent, found);
        let written = whole.get(raw.clone()).unwrap_or_default();
        let is_value = place.indent.is_some() && !place.key && !place.flow && !block;
        if is_value && self.source.is_first(raw.start) {
            self.tell(NEXT_LINE, raw.clone(), found);
        }
        if block {
            self.block(text, style, &raw, found);
        } else if written.contains(['\n', '\r']) {
            self.tell(ONE_LINE, raw.clone(), found);
        } else if place.flow && self.source.is_first(raw.start) && self.is_outdented(raw.start) {
            self.tell(OUTDENTED, raw.clone(), found);
        }
        if place.key {
            self.key(text, &raw, clear, found);
        }
        self.end = raw.end.max(self.end);
        self.after = match (style, place.indent) {
            _ if block => After::Block,
            (ScalarStyle::Plain, Some(indent)) if !place.flow && !place.key => After::Bare(indent),
            _ => After::Other,
        };
    }

    fn key(&self, text: &str, raw: &Range<usize>, clear: bool, found: &mut Found) {
        let whole = self.source.text.as_str();
        if whole.get(raw.clone()).is_some_and(|written| written.chars().nth(LONGEST_KEY).is_some()) {
            self.tell(KEY_LENGTH, raw.clone(), found);
        }
        // a bare one is told as what it is
        if text == "<<" && raw.len() > 2 {
            self.tell(MERGE, raw.clone(), found);
        }
        // one without a value has a fault of its own
        if clear && !self.source.is_followed(raw.end, &[':', ',', '}', ']']) {
            self.tell(EXPLICIT, raw.clone(), found);
        }
    }

    fn block(&self, text: &str, style: ScalarStyle, raw: &Range<usize>, found: &mut Found) {
        let folded = style == ScalarStyle::Folded;
        let is_odd = |line: &str| {
            line.starts_with(['\t', '#']) || line.ends_with([' ', '\t']) || folded && line.starts_with(' ')
        };
        if text.is_empty() || text.starts_with(['\n', ' ']) || text.lines().any(is_odd) {
            self.tell(BLOCK, raw.clone(), found);
        }
    }

    /// What stands after the last token.
    pub(super) fn finish(&mut self, found: &mut Found) {
        self.between(self.source.text.len(), false, None, found);
    }

    fn is_outdented(&self, at: usize) -> bool {
        self.around.is_some_and(|around| self.source.column(at) <= around)
    }

    /// The letters between the last token and the next, of which one fault is told: whether there is none. `block`: the next is a block of text;
    /// `indent`: indentation around the next.
    fn between(&mut self, to: usize, block: bool, indent: Option<usize>, found: &mut Found) -> bool {
        let from = self.end;
        let between = Between::new(self.source, from, self.depth, self.around);
        let mut between = between.before(indent, block).after(self.after);
        let mut wrong: Option<(Wrong, Range<usize>)> = None;
        for (at, letter) in self.source.text.get(from..to).unwrap_or_default().char_indices() {
            let at = from + at;
            if let Some(what) = between.letter(letter, at)
                && wrong.is_none()
            {
                wrong = Some((what, at..at + letter.len_utf8()));
            }
        }
        (self.depth, self.around) = (between.depth, between.around);
        let is_portable = wrong.is_none();
        if let Some((what, bytes)) = wrong {
            self.tell(what, bytes, found);
        }
        is_portable
    }
}

/// Where a quoted text ends that begins at a byte.
fn quoted(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let mut letters = rest.char_indices().peekable();
    let Some((_, quote)) = letters.next() else { return start };
    while let Some((at, letter)) = letters.next() {
        if quote == '"' && letter == '\\' {
            letters.next();
        } else if letter == quote && (quote == '"' || letters.next_if(|(_, next)| *next == quote).is_none()) {
            return start + at + letter.len_utf8();
        }
    }
    text.len()
}
