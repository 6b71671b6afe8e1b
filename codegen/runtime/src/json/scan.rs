//! From a text to its tape, in one pass, without recursion.

use super::tape::{Kind, Node, Span, Tape, mark};
use super::unique;
use super::{Duplicates, Fault, Limits, What};

/// The text as UTF-8, if it is not longer than the limit.
pub(crate) fn checked<'a>(body: &'a [u8], limits: &Limits) -> Result<&'a str, Fault> {
    if body.len() > limits.body_bytes() {
        return Err(Fault::new(What::Size, limits.body_bytes()));
    }
    if body.starts_with(b"\xEF\xBB\xBF") {
        return Err(Fault::new(What::ByteOrderMark, 0));
    }
    std::str::from_utf8(body).map_err(|error| Fault::new(What::Encoding, error.valid_up_to()))
}

/// Reads `body` onto an empty tape. `spare` more nodes may be pushed afterwards without a further allocation.
pub(crate) fn scan(
    body: &str,
    limits: &Limits,
    duplicates: Duplicates,
    tape: &mut Tape,
    spare: bool,
) -> Result<(), Fault> {
    tape.clear();
    // Every value but the first follows a comma or an opening bracket. Strings may hold some of these too; a text
    // made of little else is refused soon, so that what is set aside for it stays bounded.
    let values = 1 + count(body.as_bytes(), |byte| matches!(byte, b',' | b'[' | b'{'));
    let values = values.min(1 << 16);
    tape.nodes.reserve(if spare { values * 2 } else { values });
    Scanner { body, bytes: body.as_bytes(), at: 0, depth: 0, open: NOTHING, limits, duplicates, tape }.document()
}

/// How many bytes are such. Counted in bytes, so that the compiler can take many at once.
pub(crate) fn count(bytes: &[u8], is_such: impl Fn(u8) -> bool) -> usize {
    let few = |chunk: &[u8]| chunk.iter().fold(0u8, |sum, &byte| sum.wrapping_add(u8::from(is_such(byte))));
    bytes.chunks(255).map(|chunk| usize::from(few(chunk))).sum()
}

/// No container is open.
const NOTHING: u32 = u32::MAX;

struct Scanner<'a> {
    body: &'a str,
    bytes: &'a [u8],
    at: usize,
    depth: usize,
    /// The innermost open container. While one is open, its `size` holds the container around it.
    open: u32,
    limits: &'a Limits,
    duplicates: Duplicates,
    tape: &'a mut Tape,
}

/// The key of a member: where its text lies, and the marks that say so.
type Key = (Span, u8);

impl Scanner<'_> {
    fn document(&mut self) -> Result<(), Fault> {
        let mut key: Key = (Span::default(), 0);
        loop {
            // A value stands here, unless it is an empty container's end, which `value` swallows.
            let opened = self.value(key)?;
            if opened {
                key = self.next_key()?;
                continue;
            }
            // After a value: close what ends here, then go on in what is still open.
            loop {
                if self.open == NOTHING {
                    self.space();
                    return if self.at < self.bytes.len() { Err(self.fault(What::Trailing)) } else { Ok(()) };
                }
                self.space();
                let object = self.open_kind() == Kind::Object;
                match self.peek() {
                    Some(b',') => {
                        self.at += 1;
                        self.space();
                        key = self.next_key()?;
                        break;
                    }
                    Some(b'}') if object => self.close()?,
                    Some(b']') if !object => self.close()?,
                    _ => return Err(self.fault(What::Syntax)),
                }
            }
        }
    }

    /// The key before a value of the open container; nothing in a list.
    fn next_key(&mut self) -> Result<Key, Fault> {
        if self.open_kind() != Kind::Object {
            return Ok((Span::default(), 0));
        }
        if self.peek() != Some(b'"') {
            return Err(self.fault(What::Syntax));
        }
        self.at += 1;
        let (span, decoded) = self.text()?;
        self.space();
        if self.peek() != Some(b':') {
            return Err(self.fault(What::Syntax));
        }
        self.at += 1;
        Ok((span, if decoded { mark::KEY_DECODED } else { 0 }))
    }

    /// One value. True where it opened a container that has something in it.
    fn value(&mut self, (key, marks): Key) -> Result<bool, Fault> {
        self.space();
        let start = self.at;
        let (kind, value, more) = match self.peek() {
            Some(b'"') => {
                self.at += 1;
                let (span, decoded) = self.text()?;
                (Kind::Text, span, if decoded { mark::VALUE_DECODED } else { 0 })
            }
            Some(b'{') => return self.open(Kind::Object, b'}', key, marks),
            Some(b'[') => return self.open(Kind::List, b']', key, marks),
            Some(b'-' | b'0'..=b'9') => {
                let integer = self.number()?;
                (Kind::Number, Span::new(start, self.at), if integer { mark::INTEGER } else { 0 })
            }
            Some(b't') => (Kind::Boolean, self.word("true")?, mark::TRUE),
            Some(b'f') => (Kind::Boolean, self.word("false")?, 0),
            Some(b'n') => (Kind::Null, self.word("null")?, 0),
            _ => return Err(self.fault(What::Syntax)),
        };
        self.tape.nodes.push(Node { key, value, at: start as u32, size: 1, kind, marks: marks | more });
        Ok(false)
    }

    fn open(&mut self, kind: Kind, end: u8, key: Span, marks: u8) -> Result<bool, Fault> {
        if self.depth >= self.limits.levels() {
            return Err(self.fault(What::Depth));
        }
        let start = self.at;
        self.at += 1;
        self.space();
        let empty = self.peek() == Some(end);
        if empty {
            self.at += 1;
        }
        let node = Node { key, value: Span::new(start, self.at), at: start as u32, size: 1, kind, marks };
        let position = self.tape.nodes.len() as u32;
        self.tape.nodes.push(Node { size: if empty { 1 } else { self.open }, ..node });
        if !empty {
            self.open = position;
            self.depth += 1;
        }
        Ok(!empty)
    }

    fn close(&mut self) -> Result<(), Fault> {
        self.at += 1;
        let opened = self.open as usize;
        let size = (self.tape.nodes.len() - opened) as u32;
        let Some(node) = self.tape.nodes.get_mut(opened) else {
            return Err(self.fault(What::Syntax));
        };
        self.open = node.size;
        node.size = size;
        node.value = Span::new(node.at as usize, self.at);
        self.depth -= 1;
        if node.kind == Kind::Object && size > 2 {
            unique::check(self.body, self.tape, opened, self.duplicates)?;
        }
        Ok(())
    }

    fn open_kind(&self) -> Kind {
        self.tape.node(self.open as usize).map_or(Kind::Null, |node| node.kind)
    }

    /// A number by the JSON grammar. True for an integer of 64 bits, written as one.
    fn number(&mut self) -> Result<bool, Fault> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.peek() {
            Some(b'0') => self.at += 1,
            Some(b'1'..=b'9') => self.digits()?,
            _ => return Err(self.fault(What::Syntax)),
        }
        let mut integer = true;
        if self.peek() == Some(b'.') {
            integer = false;
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            integer = false;
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        let fits =
            self.at - start <= 18 || self.body.get(start..self.at).is_some_and(|digits| digits.parse::<i64>().is_ok());
        Ok(integer && fits)
    }

    fn digits(&mut self) -> Result<(), Fault> {
        if !self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            return Err(self.fault(What::Syntax));
        }
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        Ok(())
    }

    fn word(&mut self, word: &str) -> Result<Span, Fault> {
        let start = self.at;
        if !self.bytes.get(start..).is_some_and(|rest| rest.starts_with(word.as_bytes())) {
            return Err(self.fault(What::Syntax));
        }
        self.at += word.len();
        Ok(Span::new(start, self.at))
    }

    /// A string after its opening quote: where its text lies, and whether that is the arena.
    fn text(&mut self) -> Result<(Span, bool), Fault> {
        let (span, decoded, end) = super::text::read(self.body, self.at, &mut self.tape.arena)?;
        self.at = end;
        Ok((span, decoded))
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn fault(&self, what: What) -> Fault {
        Fault::new(what, self.at)
    }
}
