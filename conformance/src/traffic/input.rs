//! Recorded bodies out of a stream, one at a time, within a limit of memory.

use std::io::{self, BufRead};

/// Reads a stream body by body.
///
/// A body is one line, or several of which none but the first begins with `{`: so JSON lines and a single body that
/// was laid out over many lines are read alike, and a line that was cut off spoils no other.
#[derive(Debug)]
pub(super) struct Bodies<R> {
    input: R,
    limit: usize,
    line: u64,
    body: Vec<u8>,
    balance: Balance,
}

/// A body, or what is left of one that was too long.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Recorded<'a> {
    /// The line on which it begins, counted from 1.
    pub(super) line: u64,
    /// Its bytes; nothing where it is longer than the limit.
    pub(super) body: Option<&'a [u8]>,
}

impl<R: BufRead> Bodies<R> {
    /// A stream whose bodies have at most `limit` bytes. No more than that is kept, however long a line is.
    pub(super) fn new(input: R, limit: usize) -> Self {
        Self { input, limit, line: 0, body: Vec::new(), balance: Balance::default() }
    }

    /// The next body; nothing at the end.
    ///
    /// # Errors
    /// Where the stream cannot be read.
    pub(super) fn next(&mut self) -> io::Result<Option<Recorded<'_>>> {
        self.body.clear();
        self.balance = Balance::default();
        let mut whole = true;
        let mut first = 0;
        loop {
            let start = self.body.len();
            let (any, fits) = self.append_line()?;
            whole &= fits;
            if self.line == 1 && self.body.starts_with(b"\xef\xbb\xbf") {
                // the mark of the file, not of the body
                self.body.drain(..3);
            }
            if first == 0 {
                if whole && self.body.trim_ascii().is_empty() {
                    if !any {
                        return Ok(None);
                    }
                    self.body.clear();
                    continue;
                }
                first = self.line;
            }
            if self.input.fill_buf()?.first().is_none_or(|byte| *byte == b'{') {
                break;
            }
            if whole && !self.balance.open_after(self.body.get(start..).unwrap_or_default()) {
                break;
            }
            if whole {
                self.body.push(b'\n');
            }
        }
        Ok(Some(Recorded { line: first, body: whole.then_some(self.body.as_slice()) }))
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
            found.push((recorded.line, body));
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
