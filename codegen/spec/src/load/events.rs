//! YAML events to a tree with positions, finding what the language does not allow on the way.
//!
//! The stack is our own and the depth is bounded, so no input can exhaust the thread's stack.

use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::frame::Frame;
use super::node::{Entries, Entry, Node, What};
use super::offsets::Offsets;
use super::portable::{Place, Portable, Scalar};
use super::scalar::{Plain, in_place, plain};
use super::source::Source;
use super::texts::{Refused, foreign_scheme};
use crate::fault::{Fault, Found, Kind, Severity};

/// Lists and maps in each other. The deepest place of the language is half of it.
const DEEPEST: usize = 32;

/// The document, if the text is YAML at all; and what was wrong.
pub(crate) fn read(source: &Source) -> (Option<Node>, Found) {
    let mut reader = Reader {
        source,
        offsets: Offsets::of(&source.text),
        portable: Portable::new(source),
        faults: Found::default(),
        stack: Vec::new(),
        root: None,
        documents: 0,
    };
    // a file of faults is no spec, and what more would be said of it noise
    let read = reader.run();
    super::texts::letters(source, &mut reader.faults);
    let keep = read && !reader.faults.is_full(Severity::Error);
    let Reader { faults, root, .. } = reader;
    (root.filter(|_| keep), faults)
}

/// Whether reading goes on after an event.
enum Then {
    On,
    /// Stop here; what was read stands.
    Keep,
    /// Stop here; what was read is not worth a look.
    Drop,
}

struct Reader<'a> {
    source: &'a Source,
    offsets: Offsets,
    portable: Portable<'a>,
    faults: Found,
    stack: Vec<Frame>,
    root: Option<Node>,
    documents: usize,
}

impl Reader<'_> {
    /// Whether what was read can be judged further.
    fn run(&mut self) -> bool {
        let mut parser = Parser::new_from_str(&self.source.text);
        loop {
            match parser.next_event() {
                None => {
                    self.portable.finish(&mut self.faults);
                    return true;
                }
                Some(Err(error)) => {
                    let at = self.offsets.byte(error.marker().index());
                    self.syntax(at, error.info());
                    return false;
                }
                Some(Ok((event, span))) => match self.event(event, span) {
                    Then::On => {}
                    Then::Keep => return true,
                    Then::Drop => return false,
                },
            }
        }
    }

    fn syntax(&mut self, at: usize, info: &str) {
        if info.contains("recursion limit") {
            return self.too_deep(at);
        }
        // The parser points past the end where something is unfinished.
        let end = self.source.text.trim_end().len();
        let at = at.min(end);
        let next = self.source.text.get(at..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8);
        let help = if self.source.text.get(at..).is_some_and(|rest| rest.starts_with('\t')) {
            "write blanks: many readers take no tab between words"
        } else if info.contains("escape") {
            "in double quotes a backslash begins an escape: in single quotes it stands for itself"
        } else {
            "check indentation, quotes and brackets here and on the line above"
        };
        self.refuse(Kind::Syntax, at..at + next, || format!("this is not YAML: {info}"), help);
    }

    fn event(&mut self, event: Event<'_>, span: Span) -> Then {
        let bytes = self.offsets.byte(span.start.index())..self.offsets.byte(span.end.index());
        match event {
            Event::DocumentStart(explicit) => {
                self.documents += 1;
                if self.documents > 1 {
                    self.refuse(
                        Kind::SecondDocument,
                        bytes,
                        || "a second document in one file".to_owned(),
                        "give each method a file of its own",
                    );
                    return Then::Keep;
                }
                if explicit {
                    self.portable.document(bytes, &mut self.faults);
                }
            }
            Event::Alias(_) => {
                self.refuse(
                    Kind::Anchor,
                    bytes.clone(),
                    || "an alias".to_owned(),
                    "write the value out: a spec is read where it stands",
                );
                self.portable.skip(&bytes);
                self.value(Node { bytes, what: What::Hole });
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.decorations(anchor, tag.is_some(), &bytes);
                self.scalar(&text, style, bytes);
            }
            Event::SequenceStart(anchor, tag) => {
                self.decorations(anchor, tag.is_some(), &bytes);
                let flow = self.is_flow(&bytes);
                if !flow && matches!(self.stack.last(), Some(Frame::Map { .. })) {
                    self.portable.list(&bytes, &mut self.faults);
                }
                return self.open(Frame::List { start: bytes.start, items: Vec::new(), flow }, bytes);
            }
            Event::MappingStart(anchor, tag) => {
                self.decorations(anchor, tag.is_some(), &bytes);
                let flow = self.is_flow(&bytes);
                if flow && !self.is_bracket(&bytes) {
                    self.portable.single_pair(bytes.clone(), &mut self.faults);
                }
                let entries = Entries::default();
                return self.open(Frame::Map { start: bytes.start, entries, key: None, flow }, bytes);
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(bytes.end),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        Then::On
    }

    fn refuse(&mut self, kind: Kind, bytes: Range<usize>, message: impl FnOnce() -> String, help: &str) {
        let source = self.source;
        let fault = || Fault { help: vec![help.to_owned()], ..source.fault(kind, bytes, message()) };
        self.faults.push(Severity::Error, fault);
    }

    /// A bare scalar that must be quoted.
    fn quote(&mut self, bytes: Range<usize>, message: impl FnOnce() -> String, why: &str, text: &str) {
        let source = self.source;
        let help = || vec![format!("quote it: \"{text}\"")];
        let fault = || Fault { label: why.to_owned(), help: help(), ..source.fault(Kind::QuoteIt, bytes, message()) };
        self.faults.push(Severity::Error, fault);
    }

    fn decorations(&mut self, anchor: usize, tag: bool, bytes: &Range<usize>) {
        if anchor > 0 {
            self.refuse(
                Kind::Anchor,
                bytes.clone(),
                || "an anchor".to_owned(),
                "write the value out wherever it is wanted",
            );
        }
        if tag {
            let help = "take the tag away: the place says what a value is";
            self.refuse(Kind::Tag, bytes.clone(), || "a tag".to_owned(), help);
        }
    }

    fn open(&mut self, frame: Frame, bytes: Range<usize>) -> Then {
        if self.stack.len() >= DEEPEST {
            self.too_deep(bytes.start);
            return Then::Drop;
        }
        if self.stack.is_empty() {
            self.portable.root(&bytes, &mut self.faults);
        }
        self.stack.push(frame);
        Then::On
    }

    /// Whether a list or map that begins there has brackets.
    fn is_bracket(&self, bytes: &Range<usize>) -> bool {
        self.source.text.get(bytes.clone()).is_some_and(|text| text.starts_with(['[', '{']))
    }

    fn is_flow(&self, bytes: &Range<usize>) -> bool {
        self.is_bracket(bytes) || self.stack.last().is_some_and(Frame::is_flow)
    }

    /// Where a scalar stands that comes next.
    fn place(&self) -> Place {
        let indented = self.stack.iter().rev().find(|frame| !frame.is_flow());
        Place {
            flow: self.stack.last().is_some_and(Frame::is_flow),
            key: matches!(self.stack.last(), Some(Frame::Map { key: None, .. })),
            indent: indented.map(|frame| self.source.column(frame.start())),
        }
    }

    fn too_deep(&mut self, at: usize) {
        let next = self.source.text.get(at..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8);
        let message = || format!("lists and maps stand more than {DEEPEST} deep in each other");
        self.refuse(Kind::TooDeep, at..at + next, message, "no part of the language goes that deep");
    }

    fn close(&mut self, end: usize) {
        let node = match self.stack.pop() {
            Some(Frame::List { start, items, .. }) => {
                let end = items.last().map_or(end, |last| last.bytes.end);
                Node { bytes: start..end.max(start), what: What::List(items) }
            }
            Some(Frame::Map { start, entries, .. }) => {
                let end = entries.last().map_or(end, |last| last.value.bytes.end);
                Node { bytes: start..end.max(start), what: What::Map(entries) }
            }
            None => return,
        };
        self.value(node);
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, bytes: Range<usize>) {
        let place = self.place();
        let is_key = place.key;
        self.unsafe_text(text, &bytes);
        if self.stack.is_empty() {
            self.portable.root(&bytes, &mut self.faults);
        }
        self.portable.scalar(Scalar { text, style, bytes: bytes.clone() }, place, &mut self.faults);
        let read = match plain(text) {
            Plain::Text if style == ScalarStyle::Plain => {
                // what has no value is no key but a text with a comma
                let key = is_key && self.source.is_followed(bytes.end, &[':']);
                in_place(text, place.flow, key).unwrap_or(Plain::Text)
            }
            read => read,
        };
        let merge = is_key && style == ScalarStyle::Plain && text == "<<";
        let what = match (style, read) {
            _ if merge => {
                self.refuse(Kind::Anchor, bytes.clone(), || "a merge key".to_owned(), "write the keys out");
                What::Hole
            }
            (ScalarStyle::Plain, Plain::Quote(why)) => {
                self.quote(bytes.clone(), || format!("`{text}` must be quoted"), why, text);
                What::Hole
            }
            (ScalarStyle::Plain, Plain::Nothing) if !is_key => {
                self.refuse(
                    Kind::EmptyValue,
                    bytes.clone(),
                    || "a key or an item without a value".to_owned(),
                    "give it a value, or take it away; what documents do not say is `not_documented`",
                );
                What::Hole
            }
            (ScalarStyle::Plain, Plain::Nothing | Plain::Bool(_) | Plain::Whole(_)) if is_key => {
                self.quote(bytes.clone(), || format!("the key `{text}` must be quoted"), "a key is a text", text);
                What::Hole
            }
            (ScalarStyle::Plain, Plain::Bool(yes)) => What::Bool(yes),
            (ScalarStyle::Plain, Plain::Whole(number)) => What::Whole(number),
            _ => What::Text(text.to_owned()),
        };
        self.value(Node { bytes, what });
    }

    /// What no text may hold.
    fn unsafe_text(&mut self, text: &str, bytes: &Range<usize>) {
        // the letters of most texts stand in the file as they are
        let written = self.source.text.get(bytes.clone()).unwrap_or_default();
        if text != written
            && let Some(refused) = Refused::first(text, written)
        {
            let source = self.source;
            self.faults.push(Severity::Error, || refused.fault(source, bytes.clone()));
        }
        if let Some(scheme) = foreign_scheme(text) {
            let message = || format!("an address that begins with `{scheme}:`");
            self.refuse(Kind::Address, bytes.clone(), message, "an address begins with https:// or http://");
        }
    }

    /// A finished value goes to the list or map that is open.
    fn value(&mut self, node: Node) {
        let source = self.source;
        match self.stack.last_mut() {
            None => {
                if self.documents <= 1 {
                    self.root = Some(node);
                }
            }
            Some(Frame::List { items, .. }) => items.push(node),
            Some(Frame::Map { entries, key, .. }) => match key.take() {
                None => {
                    *key = Some(match node.what {
                        What::Text(text) => (Some(text), node.bytes),
                        What::Hole => (None, node.bytes),
                        _ => {
                            let fault = || {
                                let fault =
                                    source.fault(Kind::ComplexKey, node.bytes.clone(), "a key that is a list or a map");
                                Fault { help: vec!["a key is a text".to_owned()], ..fault }
                            };
                            self.faults.push(Severity::Error, fault);
                            (None, node.bytes)
                        }
                    });
                }
                Some((None, _)) => {}
                Some((Some(text), bytes)) => {
                    if let Some(first) = entries.find(&text) {
                        self.faults.push(Severity::Error, || twice(source, &text, bytes, &first.key_bytes));
                    } else {
                        entries.push(Entry { key: text, key_bytes: bytes, value: node });
                    }
                }
            },
        }
    }
}

fn twice(source: &Source, key: &str, bytes: Range<usize>, first: &Range<usize>) -> Fault {
    let mut fault = source.fault(Kind::DuplicateKey, bytes, format!("the key `{key}` stands twice in one map"));
    fault.label = "again here".to_owned();
    fault.related.push((source.file.clone(), source.place(first.clone()), "first here".to_owned()));
    fault.help.push("keep one of them".to_owned());
    fault
}
