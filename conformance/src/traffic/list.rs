//! The elements of a JSON list, one at a time: each is a body, byte for byte as it stands in the text.

use std::io::{self, BufRead};

use super::input::Bodies;

/// Where the reader is in a list of bodies.
#[derive(Debug, Default)]
pub(super) struct List {
    /// The element that was read last, counted from 1.
    pub(super) element: u64,
    /// How far elements that begin a line are indented, once one did.
    indent: Option<usize>,
    /// The text ended before the list did.
    pub(super) ended: bool,
    /// Blanks since the beginning of the line; nothing once the line has something else.
    column: Option<usize>,
}

impl<R: BufRead> Bodies<R> {
    /// Whether a list of bodies begins here, and where. What was read to see that begins the body otherwise.
    pub(super) fn opens_list(&mut self) -> io::Result<bool> {
        while self.peek()?.is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.take()?;
        }
        if self.peek()? != Some(b'[') {
            return Ok(false);
        }
        self.first = self.line + 1;
        let mut list = List::default();
        list.pass(self.keep()?);
        while self.peek()?.is_some_and(|byte| byte.is_ascii_whitespace()) {
            list.pass(self.keep()?);
        }
        // a line of a log may begin with `[`, and so may rubbish
        if !matches!(self.peek()?, Some(b'{' | b']')) {
            return Ok(false);
        }
        self.list = Some(list);
        Ok(true)
    }

    /// Reads the next element of the list. False at its end.
    ///
    /// A list that does not end has an empty element more, which cannot be read. An element that is broken spoils no other
    /// that begins a line, as far to the right as those before or not at all.
    pub(super) fn element(&mut self, list: &mut List) -> io::Result<bool> {
        self.body.clear();
        self.fits = true;
        while self.peek()?.is_some_and(|byte| byte == b',' || byte.is_ascii_whitespace()) {
            list.pass(self.take()?);
        }
        if self.peek()? == Some(b']') {
            self.take()?;
            self.end_line()?;
            return Ok(false);
        }
        self.first = self.line + 1;
        list.element += 1;
        list.indent = list.indent.or(list.column);
        let (mut begun, mut depth, mut in_text, mut escaped) = (false, 0_usize, false, false);
        while let Some(byte) = self.peek()? {
            let begins_line = list.column.is_some_and(|column| column == 0 || list.indent == Some(column));
            match byte {
                b'{' if begins_line && begun => return Ok(true),
                b']' | b',' if depth == 0 => return Ok(true),
                // no text of JSON has one
                b'\n' => (in_text, escaped) = (false, false),
                _ if escaped => escaped = false,
                b'\\' if in_text => escaped = true,
                b'"' => in_text = !in_text,
                b'{' | b'[' if !in_text => depth += 1,
                b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
                _ => {}
            }
            list.pass(self.keep()?);
            begun = true;
            if depth == 0 && !in_text && matches!(byte, b'}' | b']') {
                return Ok(true);
            }
        }
        // what is cut off has no further element
        list.ended = true;
        Ok(true)
    }

    /// The rest of the line, where nothing stands on it.
    fn end_line(&mut self) -> io::Result<()> {
        while let Some(byte) = self.peek()?.filter(u8::is_ascii_whitespace) {
            self.take()?;
            if byte == b'\n' {
                break;
            }
        }
        Ok(())
    }

    /// The next byte, which stays.
    fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.input.fill_buf()?.first().copied())
    }

    /// Goes past the next byte.
    fn take(&mut self) -> io::Result<u8> {
        let byte = self.peek()?.unwrap_or_default();
        self.input.consume(1);
        self.line += u64::from(byte == b'\n');
        Ok(byte)
    }

    /// Adds the next byte to the body.
    fn keep(&mut self) -> io::Result<u8> {
        let byte = self.take()?;
        self.fits &= self.body.len() < self.limit;
        if self.fits {
            self.body.push(byte);
        }
        Ok(byte)
    }
}

impl List {
    fn pass(&mut self, byte: u8) {
        self.column = match byte {
            b'\n' => Some(0),
            b' ' | b'\t' | b'\r' => self.column.map(|column| column + 1),
            _ => None,
        };
    }
}
