//! Recorded bodies out of a stream, one at a time, within a limit of memory.

use std::io::{self, BufRead};

use super::encoding;
use super::list::List;

/// Reads a stream body by body.
///
/// A body is one line, or several of which none but the first begins with `{`: so JSON lines and a single body that
/// was laid out over many lines are read alike, and a line that was cut off spoils no other. Of a list each element is one.
#[derive(Debug)]
pub(crate) struct Bodies<R> {
    pub(super) input: R,
    pub(super) limit: usize,
    /// Lines that were read to their end.
    pub(super) line: u64,
    pub(super) body: Vec<u8>,
    /// Whether all of the body is there.
    pub(super) fits: bool,
    /// The line on which it begins; 0 before anything of it was read.
    pub(super) first: u64,
    /// The list that is being read.
    pub(super) list: Option<List>,
    balance: Balance,
    begun: bool,
}

/// A body, or what is left of one that was too long.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Recorded<'a> {
    /// The line on which it begins, counted from 1.
    pub(crate) line: u64,
    /// Which element of a list it is, counted from 1.
    pub(crate) element: Option<u64>,
    /// Its bytes; nothing where it is longer than the limit.
    pub(crate) body: Option<&'a [u8]>,
}

impl<R: BufRead> Bodies<R> {
    /// A stream whose bodies have at most `limit` bytes. No more than that is kept, however long a line is.
    pub(crate) fn new(input: R, limit: usize) -> Self {
        let (body, balance) = (Vec::new(), Balance::default());
        Self { input, limit, line: 0, body, fits: true, first: 0, list: None, balance, begun: false }
    }

    /// The next body; nothing at the end.
    ///
    /// # Errors
    /// Where the stream cannot be read, or is no text of UTF-8 from its first bytes on.
    pub(crate) fn next(&mut self) -> io::Result<Option<Recorded<'_>>> {
        self.body.clear();
        self.fits = true;
        self.first = 0;
        let first = !std::mem::replace(&mut self.begun, true);
        if first {
            encoding::begin(&mut self.input, &mut self.body)?;
        }
        let element = loop {
            if let Some(mut list) = self.list.take_if(|list| !list.ended) {
                if self.element(&mut list)? {
                    let element = list.element;
                    self.list = Some(list);
                    break Some(element);
                }
                self.body.clear();
                self.first = 0;
            }
            self.list = None;
            // a half of a byte-order mark is a body
            if self.body.is_empty() && self.opens_list()? {
                continue;
            }
            if !self.lines()? {
                return Ok(None);
            }
            break None;
        };
        if first {
            encoding::wide(&self.body)?;
        }
        Ok(Some(Recorded { line: self.first, element, body: self.fits.then_some(self.body.as_slice()) }))
    }

    /// Reads a body that is a line or several. False where there is none.
    fn lines(&mut self) -> io::Result<bool> {
        self.balance = Balance::default();
        let mut start = 0;
        loop {
            let (any, fits) = self.append_line()?;
            self.fits &= fits;
            if self.first == 0 {
                if self.fits && self.body.trim_ascii().is_empty() {
                    if !any {
                        return Ok(false);
                    }
                    self.body.clear();
                    continue;
                }
                self.first = self.line;
            }
            if self.input.fill_buf()?.first().is_none_or(|byte| *byte == b'{') {
                return Ok(true);
            }
            if self.fits && !self.balance.open_after(self.body.get(start..).unwrap_or_default()) {
                return Ok(true);
            }
            if self.fits {
                self.body.push(b'\n');
            }
            start = self.body.len();
        }
    }

    /// Adds the next line without its end: whether there was one, and whether it fitted.
    fn append_line(&mut self) -> io::Result<(bool, bool)> {
        let (mut any, mut fits) = (false, true);
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                self.line += u64::from(any);
                return Ok((any, fits));
            }
            any = true;
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let piece = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or_default();
            fits &= self.body.len() + piece.len() <= self.limit;
            if fits {
                self.body.extend_from_slice(piece);
            }
            let used = piece.len() + usize::from(end.is_some());
            self.input.consume(used);
            if end.is_some() {
                self.line += 1;
                return Ok((any, fits));
            }
        }
    }
}

/// Whether brackets are still open. It need not be right about what is no JSON: that is found out later.
#[derive(Debug, Default)]
struct Balance {
    depth: usize,
}

impl Balance {
    /// Whether a further line can belong to the same text. A line never ends inside a JSON string.
    fn open_after(&mut self, line: &[u8]) -> bool {
        let (mut in_text, mut escaped) = (false, false);
        for &byte in line {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_text => escaped = true,
                b'"' => in_text = !in_text,
                b'{' | b'[' if !in_text => self.depth += 1,
                b'}' | b']' if !in_text => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
        self.depth > 0 && !in_text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &[u8], limit: usize) -> Vec<(u64, Option<String>)> {
        // a small buffer: what is told must not depend on where it ends
        let mut bodies = Bodies::new(io::BufReader::with_capacity(3, text), limit);
        let mut found = Vec::new();
        while let Some(recorded) = bodies.next().unwrap() {
            let body = recorded.body.map(|body| String::from_utf8_lossy(body).trim().to_owned());
            let place = recorded.element.map_or(recorded.line, |element| recorded.line * 100 + element);
            found.push((place, body));
        }
        found
    }

    fn whole(line: u64, body: &str) -> (u64, Option<String>) {
        (line, Some(body.to_owned()))
    }

    #[test]
    fn lines_and_laid_out_bodies_are_told_apart() {
        assert_eq!(all(b"", 99), []);
        assert_eq!(all(b"\r\n\n{\"a\":1}\r\n\n{\"b\":2}", 99), [whole(3, "{\"a\":1}"), whole(5, "{\"b\":2}")]);
        assert_eq!(all(b"{\n  \"a\": {\n  }\n}\n{}\n", 99), [whole(1, "{\n  \"a\": {\n  }\n}"), whole(5, "{}")]);
        assert_eq!(all("\u{feff}{}\n".as_bytes(), 99), [whole(1, "{}")]);
    }

    #[test]
    fn a_spoiled_line_spoils_no_other() {
        assert_eq!(all(b"{\"a\":{\n{}\n", 99), [whole(1, "{\"a\":{"), whole(2, "{}")]);
        assert_eq!(all(b"{}\nrubbish\n{}\n", 99), [whole(1, "{}"), whole(2, "rubbish"), whole(3, "{}")]);
        assert_eq!(all(b"{\"a\":\"cut\nx\n{}", 99), [whole(1, "{\"a\":\"cut"), whole(2, "x"), whole(3, "{}")]);
        assert_eq!(all(b"{}}\n]\n{}", 99), [whole(1, "{}}"), whole(2, "]"), whole(3, "{}")]);
    }

    /// An element, by its line and its number.
    fn element(line: u64, element: u64, body: &str) -> (u64, Option<String>) {
        whole(line * 100 + element, body)
    }

    #[test]
    fn elements_of_a_list_are_bodies() {
        let two = [element(1, 1, "{\"a\": [1, {}]}"), element(1, 2, "{\"b\":\"],[\\\"{\"}")];
        assert_eq!(all(b"[{\"a\": [1, {}]},{\"b\":\"],[\\\"{\"}]", 99), two);
        assert_eq!(
            all(b" \n[\n  {\n    \"a\": 1.0\n  },\n  {}\n]\n{}", 99),
            [element(3, 1, "{\n    \"a\": 1.0\n  }"), element(6, 2, "{}"), whole(8, "{}")]
        );
        assert_eq!(all("\u{feff}[{}]\r\n[\r\n{}]".as_bytes(), 99), [element(1, 1, "{}"), element(3, 1, "{}")]);
        assert_eq!(all(b"[]\n[ ]", 99), []);
        // what only begins like a list
        assert_eq!(
            all(b"[\n1]\n[2026] {}\n[[{}]]\n[", 99),
            [whole(1, "[\n1]"), whole(3, "[2026] {}"), whole(4, "[[{}]]"), whole(5, "[")]
        );
    }

    #[test]
    fn a_spoiled_element_spoils_no_other() {
        assert_eq!(
            all(b"[\n{\"a\":\"cut,\n{\"b\":{,\n{}\n]\n{}", 99),
            [element(2, 1, "{\"a\":\"cut,"), element(3, 2, "{\"b\":{,"), element(4, 3, "{}"), whole(6, "{}")]
        );
        assert_eq!(
            all(b"[\n  {\n    \"a\": {\n  },\n  {},\n  x\n  {}\n]", 99),
            [element(2, 1, "{\n    \"a\": {\n  },"), element(5, 2, "{}"), element(6, 3, "x"), element(7, 4, "{}")]
        );
        assert_eq!(
            all(b"[{}, 5, }, {}] x", 99),
            [element(1, 1, "{}"), element(1, 2, "5"), element(1, 3, "}"), element(1, 4, "{}"), whole(1, "x")]
        );
        // a list that was cut off says so
        assert_eq!(all(b"[{},\n", 99), [element(1, 1, "{}"), element(2, 2, "")]);
        assert_eq!(all(b"[{},{\"a\"", 99), [element(1, 1, "{}"), element(1, 2, "{\"a\"")]);
        assert_eq!(all(b"[{\"a\":\"xxxxxxxxxx\"},{}]", 9), [(101, None), element(1, 2, "{}")]);
    }

    #[test]
    fn no_more_than_the_limit_is_kept() {
        let long = format!("{{\"a\":\"{}\"}}\n{{}}\n", "x".repeat(1000));
        assert_eq!(all(long.as_bytes(), 10), [(1, None), whole(2, "{}")]);
        assert_eq!(all(b"{\n 1,\n 2,\n 3\n{}", 6), [(1, None), whole(5, "{}")]);
        let mut bodies = Bodies::new(io::BufReader::new(long.as_bytes()), 10);
        bodies.next().unwrap();
        assert!(bodies.body.capacity() <= 64);
    }
}
