//! Texts with a `;`: where does a line end?
//!
//! Lines `path:value` are sorted by path and joined by `;`, and nothing escapes a `;` in a value. One text to sign, and so
//! one signature, can therefore belong to several bodies: `{"note": "1;paid:2"}` is signed as `{"note": "1", "paid": "2"}`
//! is. The parts of a text can be put together anew over all members at once.
//!
//! # The rule
//!
//! Cut the signed text at every `;`. What follows a cut **begins a line** where it is
//!
//! 1. a *member*: it reads as a member of one of the callback's objects, lists or maps, known or not
//!    (`payment:status:success`, `payment:new:1`), or as an integer or a boolean at the top (`project_id:7`);
//!    (where a value of another type is kept, whatever it is);
//! 2. behind a member that is an integer, a boolean or a `null` to its end: no such value goes on behind a `;`;
//! 3. a *name*: it starts with a text of the callback's top, or with a name that the platform could give to a further
//!    member there (letters, digits, `_`; the value behind the colon starts neither with white space nor with `//`), and
//!    is sorted in between the line before it and the next member.
//!
//! Anything else belongs to the text before it: `; ship to: Anna`, `; ref:12`, `;jsessionid=4F`, `;https://shop.example`,
//! and a `;width:2px` where `width` is not sorted in. **A body is accepted only if its own lines begin where the rule says,
//! and nowhere else.** No key may hold a `;`.
//!
//! # Why that is enough
//!
//! The rule looks at the signed text and at the shape, and at nothing else of the body: whether a cut is a member, or a
//! name, is read from the bytes behind it; which line and which member stand around it has been told by then, from left to
//! right and by the text alone. So it gives to one text one set of lines. Two accepted bodies with the same text to sign
//! have exactly these lines, in the same order.
//!
//! The same lines are the same callback, but for the types of members by which nothing is decided, which are kept with a
//! note whatever they are. The path of a field is no beginning of another field's path, so that of a line
//! that is a field both path and value are known; types other than the field's are refused
//! ([`Reason::Type`](super::Reason::Type)), and so are one path for two members and members under an empty key. Of a line
//! that is no field, and of a member of a map, nothing is read but the line as a whole.
//!
//! Therefore, of two bodies that share a text to sign and differ in meaning, at most one is accepted. What was sent is
//! accepted where no text in it breaks the rule, and then no other body is. What was sent with a text that does break it
//! (`payment.description` being `x;payment:status:success`) is refused; a body that somebody cuts it into could only be
//! told from a genuine one by what was sent. Such texts are kept out where they come from: the runtime signs no request
//! with one ([`Invalid::Semicolon`](crate::form::Invalid::Semicolon)), and the Payment Page takes no `;` at all.
//!
//! The cost is one pass over the texts that hold a `;`.

use super::index::Index;
use super::segment::{self, Segment};
use crate::json::{Kind, Node, Tape, mark};
use crate::sign::lines::{path_of, text_nodes};
use crate::sign::{meter, natural};

/// In which way the lines of a body are not those that its signed text has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Ambiguity {
    /// A text goes on behind a `;` like a member of the callback.
    Member,
    /// A text goes on behind a `;` like a further member at the top, in whose place it would be sorted.
    Name,
    /// A key holds a `;`.
    Key,
    /// A member that the shape does not know could be a part of the text that is sorted before it.
    Line,
}

impl std::fmt::Display for Ambiguity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Ambiguity::Member => "a text goes on behind a ';' like a member of the callback",
            Ambiguity::Name => "a text goes on behind a ';' like a further member",
            Ambiguity::Key => "a key holds a ';'",
            Ambiguity::Line => "an unknown member could be a part of the text before it",
        })
    }
}

/// What was found.
pub(crate) struct Texts {
    /// Paths of the members that hold a `;`.
    pub(crate) semicolons: Vec<String>,
    /// Path of the first that the rule does not take, and why.
    pub(crate) ambiguous: Option<(String, Ambiguity)>,
}

/// Whether a look at the lines is needed: not where each is one of the shape's own and holds no `;`.
pub(crate) fn is_plain(tape: &Tape, has_semicolon: bool) -> bool {
    !has_semicolon && tape.nodes.get(text_nodes(tape)..).unwrap_or_default().iter().all(|line| line.is(mark::KNOWN))
}

/// Looks at every line, sorted as they are signed.
pub(crate) fn find(body: &str, tape: &Tape, paths: &str, index: &Index) -> Texts {
    let mut texts = Texts { semicolons: Vec::new(), ambiguous: None };
    let mut head = Vec::new();
    let lines = Lines { body, tape, paths, index };
    let all = tape.nodes.get(text_nodes(tape)..).unwrap_or_default();
    // The first line from `next` on that is a member.
    let mut next = 0;
    let mut before = None;
    let mut certain = true;
    for (at, line) in all.iter().enumerate() {
        let (path, value) = (lines.path(line), lines.value(line));
        let segment = lines.segment(line, &mut head);
        let mut fault = None;
        if !line.is(mark::KNOWN) && path.contains(';') {
            fault = Some(Ambiguity::Key);
        } else if segment == Segment::Text && !certain {
            fault = Some(Ambiguity::Line);
        }
        match segment {
            Segment::Member { .. } => before = Some(Bound::Path(path)),
            Segment::Name(length) => before = lines.name(line, length).or(before),
            Segment::Text => {}
        }
        certain = segment == Segment::Member { whole: true };
        let in_value = value.contains(';');
        // A kept value that begins like an integer: by the text alone it ends there.
        if in_value && certain && fault.is_none() {
            fault = Some(Ambiguity::Line);
        }
        if fault == Some(Ambiguity::Key) || in_value {
            texts.semicolons.push(path.to_owned());
        }
        if in_value && fault.is_none() {
            if next <= at {
                let is_member = |line: &Node| matches!(lines.segment(line, &mut head), Segment::Member { .. });
                next = at + 1 + all.get(at + 1..).unwrap_or_default().iter().take_while(not(is_member)).count();
            }
            let after = all.get(next).map(|line| Bound::Path(lines.path(line)));
            fault = hidden(value, index, before, after);
            certain = false;
        }
        if let Some(fault) = fault {
            texts.ambiguous.get_or_insert_with(|| (path.to_owned(), fault));
        }
    }
    texts
}

fn not<'a>(mut is: impl FnMut(&'a Node) -> bool) -> impl FnMut(&&'a Node) -> bool {
    move |line| !is(line)
}

/// What a value hides behind one of its `;`, between the lines of two bounds.
fn hidden(value: &str, index: &Index, before: Option<Bound<'_>>, after: Option<Bound<'_>>) -> Option<Ambiguity> {
    meter::searched(value.len());
    value.split(';').skip(1).find_map(|text| match segment::read(text.as_bytes(), index) {
        Segment::Member { .. } => Some(Ambiguity::Member),
        Segment::Name(length) => {
            let name = Bound::Name(text.get(..length)?);
            let sorted_in =
                before.is_none_or(|before| !name.is_below(before)) && after.is_none_or(|after| !after.is_below(name));
            sorted_in.then_some(Ambiguity::Name)
        }
        Segment::Text => None,
    })
}

/// Whether a text could be read as more than one member in a callback of this shape, `between` being the paths of the
/// lines around it, as they are signed.
pub(crate) fn hides(text: &str, index: &Index, between: (Option<&str>, Option<&str>)) -> Option<Ambiguity> {
    let (before, after) = between;
    // Whatever is found first, a member weighs more.
    let found = hidden(text, index, before.map(Bound::Path), after.map(Bound::Path));
    let is_member = |text: &str| matches!(segment::read(text.as_bytes(), index), Segment::Member { .. });
    if text.split(';').skip(1).any(is_member) { Some(Ambiguity::Member) } else { found }
}

/// Where in the order a line stands.
#[derive(Clone, Copy)]
enum Bound<'a> {
    /// By its whole path.
    Path(&'a str),
    /// By a name at the top and its colon: more of the path may follow.
    Name(&'a str),
}

impl Bound<'_> {
    /// Whether it stands before another wherever the two paths end. What is not certain counts as not before.
    fn is_below(self, other: Bound<'_>) -> bool {
        let other = other.ends();
        self.ends().iter().all(|own| other.iter().all(|other| natural::compare(own, other).is_lt()))
    }
}

impl<'a> Bound<'a> {
    /// Where its path could end.
    fn ends(self) -> [&'a str; 2] {
        match self {
            Bound::Path(path) => [path, path],
            Bound::Name(name) => [name, name.strip_suffix(':').unwrap_or(name)],
        }
    }
}

/// The lines of a body.
#[derive(Clone, Copy)]
struct Lines<'a> {
    body: &'a str,
    tape: &'a Tape,
    paths: &'a str,
    index: &'a Index,
}

impl<'a> Lines<'a> {
    fn path(&self, line: &Node) -> &'a str {
        let index = self.index;
        path_of(line, self.paths, |at| index.signed(at))
    }

    fn value(&self, line: &Node) -> &'a str {
        if line.kind == Kind::Text { self.tape.value(self.body, line) } else { "" }
    }

    /// What a line begins with. One of the shape's own is known by its place, any other by its text.
    fn segment(&self, line: &Node, head: &mut Vec<u8>) -> Segment {
        let of_its_type = || {
            let entry = self.index.entry(line.key.start);
            entry.is_none_or(|entry| !entry.kept || entry.json.takes(line.kind, line.is(mark::INTEGER), false))
        };
        if line.is(mark::KNOWN) && of_its_type() {
            let signed = self.index.signed(line.key.start);
            let scalar = matches!(line.kind, Kind::Number | Kind::Boolean | Kind::Null);
            return match self.index.entry(line.key.start).map(|entry| entry.json) {
                Some(super::JsonShape::Text) if signed.find(':').is_none_or(|at| at + 1 == signed.len()) => {
                    Segment::Name(signed.len())
                }
                Some(super::JsonShape::Integer | super::JsonShape::Boolean) => Segment::Member { whole: scalar },
                _ => Segment::Member { whole: false },
            };
        }
        head.clear();
        head.extend_from_slice(self.path(line).as_bytes());
        head.push(b':');
        crate::sign::lines::emit_value(self.body, self.tape, line, &mut |text: &str| {
            // Enough to tell an integer from a longer text, and how a text starts.
            head.extend(text.bytes().take_while(|&byte| byte != b';').take(HEAD));
        });
        meter::searched(head.len());
        segment::read(head, self.index)
    }

    fn name(&self, line: &Node, length: usize) -> Option<Bound<'a>> {
        let start = crate::sign::lines::start_of(line, self.paths, |at| self.index.signed(at));
        start.get(..length).map(Bound::Name)
    }
}

/// How much of a value is looked at to see what it starts with.
const HEAD: usize = 32;
