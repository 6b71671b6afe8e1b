//! A read text and the values in it.

use std::borrow::Cow;
use std::fmt;

use super::scan::{checked, scan};
use super::tape::{Kind, Node, Tape, mark};
use super::{Duplicates, Fault, Limits};
use crate::sign::number;

/// A JSON text, read, with every value where the text has it.
///
/// ```
/// use ecommpay_runtime::json::{Document, Limits};
///
/// let document = Document::read(br#"{"sum": {"amount": 100}}"#, &Limits::default())?;
/// assert_eq!(document.at("sum.amount").and_then(|item| item.as_i64()), Some(100));
/// # Ok::<(), ecommpay_runtime::json::Fault>(())
/// ```
#[derive(Clone)]
pub struct Document {
    pub(crate) body: String,
    pub(crate) tape: Tape,
}

impl Document {
    /// Reads a text. A key that stands twice in one object is a fault.
    pub fn read(body: &[u8], limits: &Limits) -> Result<Document, Fault> {
        let body = checked(body, limits)?.to_owned();
        let mut tape = Tape::default();
        scan(&body, limits, Duplicates::Refuse, &mut tape, false)?;
        Ok(Document { body, tape })
    }

    /// Every byte of the text, as it came.
    pub fn raw(&self) -> &[u8] {
        self.body.as_bytes()
    }

    /// The whole value.
    pub fn root(&self) -> Item<'_> {
        Item { view: self.view(), at: 0 }
    }

    /// The value at a path of keys and list positions joined by dots.
    pub fn at(&self, path: &str) -> Option<Item<'_>> {
        self.root().at(path)
    }

    pub(crate) fn view(&self) -> View<'_> {
        View { body: &self.body, tape: &self.tape }
    }
}

/// Prints the length alone: a document may hold what must not reach a log.
impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Document({} bytes)", self.body.len())
    }
}

#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) body: &'a str,
    pub(crate) tape: &'a Tape,
}

/// One value of a document.
#[derive(Clone, Copy)]
pub struct Item<'a> {
    pub(crate) view: View<'a>,
    pub(crate) at: u32,
}

impl<'a> Item<'a> {
    /// What it is.
    pub fn kind(self) -> Kind {
        self.node().map_or(Kind::Null, |node| if node.is(mark::BLANK) { Kind::Text } else { node.kind })
    }

    /// The text of a string.
    pub fn as_str(self) -> Option<&'a str> {
        let node = self.node()?;
        match node.kind {
            Kind::Text => Some(self.view.tape.value(self.view.body, node)),
            _ if node.is(mark::BLANK) => Some(""),
            _ => None,
        }
    }

    /// An integer that is written as one (`1`, not `1.0` or `1e0`) and fits.
    pub fn as_i64(self) -> Option<i64> {
        let node = self.node()?;
        if node.is(mark::INTEGER) { self.view.tape.value(self.view.body, node).parse().ok() } else { None }
    }

    /// A boolean.
    pub fn as_bool(self) -> Option<bool> {
        let node = self.node()?;
        (node.kind == Kind::Boolean).then(|| node.is(mark::TRUE))
    }

    /// The digits of a number, as they are written.
    pub fn number_text(self) -> Option<&'a str> {
        let node = self.node()?;
        (node.kind == Kind::Number).then(|| self.view.tape.value(self.view.body, node))
    }

    /// What the signature covers of a value that holds no others: `1` for `true`, nothing for `null`.
    pub fn signed_text(self) -> Option<Cow<'a, str>> {
        let node = self.node()?;
        let text = self.view.tape.value(self.view.body, node);
        match node.kind {
            Kind::Text => Some(Cow::Borrowed(text)),
            Kind::Null => Some(Cow::Borrowed("")),
            Kind::Boolean => Some(Cow::Borrowed(if node.is(mark::TRUE) { "1" } else { "0" })),
            Kind::Number => Some(number::signed(text)),
            Kind::List | Kind::Object => None,
        }
    }

    /// The members of an object, in the order of the text; none of anything else.
    pub fn members(self) -> Members<'a> {
        Members { inner: self.children(Kind::Object) }
    }

    /// The items of a list; none of anything else.
    pub fn items(self) -> Items<'a> {
        self.children(Kind::List)
    }

    /// The member of an object with this key.
    pub fn get(self, key: &str) -> Option<Item<'a>> {
        self.members().find(|(name, _)| *name == key).map(|(_, item)| item)
    }

    /// The value at a path of keys and list positions joined by dots.
    pub fn at(self, path: &str) -> Option<Item<'a>> {
        path.split('.').try_fold(self, |item, step| match item.kind() {
            Kind::List => item.items().nth(step.parse().ok()?),
            _ => item.get(step),
        })
    }

    /// The value as it is written.
    pub fn raw(self) -> &'a [u8] {
        let bytes = self.view.body.as_bytes();
        let Some(node) = self.node() else { return &[] };
        let start = node.at as usize;
        let end = match node.kind {
            // Where the text was decoded, the length of what is written is not kept: find the closing quote again.
            Kind::Text => {
                let mut end = start + 1;
                while let Some(&byte) = bytes.get(end) {
                    match byte {
                        b'"' => break,
                        b'\\' => end += 2,
                        _ => end += 1,
                    }
                }
                end + 1
            }
            _ => start + node.value.len as usize,
        };
        bytes.get(start..end).unwrap_or_default()
    }

    pub(crate) fn node(self) -> Option<&'a Node> {
        self.view.tape.node(self.at as usize)
    }

    /// The members of an object or the items of a list, those that a signature does not cover too.
    pub(crate) fn everything(self) -> Items<'a> {
        Items { hidden_too: true, ..self.children(self.node().map_or(Kind::Null, |node| node.kind)) }
    }

    pub(crate) fn key(self) -> &'a str {
        self.node().map_or("", |node| self.view.tape.key(self.view.body, node))
    }

    pub(crate) fn is_hidden(self) -> bool {
        self.node().is_none_or(|node| node.is(mark::HIDDEN))
    }

    fn children(self, kind: Kind) -> Items<'a> {
        let size = self.node().filter(|node| node.kind == kind).map_or(1, |node| node.size);
        Items { view: self.view, at: self.at + 1, end: self.at + size, hidden_too: false }
    }
}

/// Prints what it is, never what it says.
impl fmt::Debug for Item<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Item({:?})", self.kind())
    }
}

/// The items of a list.
#[derive(Debug, Clone)]
pub struct Items<'a> {
    view: View<'a>,
    at: u32,
    end: u32,
    hidden_too: bool,
}

impl<'a> Iterator for Items<'a> {
    type Item = Item<'a>;

    fn next(&mut self) -> Option<Item<'a>> {
        while self.at < self.end {
            let item = Item { view: self.view, at: self.at };
            let node = item.node()?;
            self.at += node.size;
            // What a signature does not cover is not there.
            if self.hidden_too || !node.is(mark::HIDDEN) {
                return Some(item);
            }
        }
        None
    }
}

/// The members of an object: key and value.
#[derive(Debug, Clone)]
pub struct Members<'a> {
    inner: Items<'a>,
}

impl<'a> Iterator for Members<'a> {
    type Item = (&'a str, Item<'a>);

    fn next(&mut self) -> Option<(&'a str, Item<'a>)> {
        let item = self.inner.next()?;
        Some((item.key(), item))
    }
}

impl fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "View({} bytes)", self.body.len())
    }
}
