//! Strings: where they end, and what their escapes say.

use super::tape::Span;
use super::{Fault, What};

/// Reads a string from the byte after its opening quote: its text, whether that lies in the arena, and the byte after
/// its closing quote.
pub(crate) fn read(body: &str, start: usize, arena: &mut String) -> Result<(Span, bool, usize), Fault> {
    let bytes = body.as_bytes();
    let mut at = plain(bytes, start);
    if bytes.get(at) == Some(&b'"') {
        return Ok((Span::new(start, at), false, at + 1));
    }
    if arena.is_empty() {
        // Whatever is decoded from here on is shorter than what is written, so this is the only allocation.
        arena.reserve(bytes.len() - start);
    }
    let decoded = arena.len();
    let mut from = start;
    loop {
        arena.push_str(body.get(from..at).unwrap_or(""));
        match bytes.get(at) {
            Some(b'"') => return Ok((Span::new(decoded, arena.len()), true, at + 1)),
            Some(b'\\') => at = escape(bytes, at + 1, arena)?,
            _ => return Err(Fault::new(What::Syntax, at)),
        }
        from = at;
        at = plain(bytes, at);
    }
}

/// The first byte from `at` on that is a quote, a backslash, a control character, or the end.
fn plain(bytes: &[u8], mut at: usize) -> usize {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    // Eight bytes at a time: the lowest byte that shows in `found` is exact, the ones above it need not be.
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let word = u64::from_le_bytes(*chunk);
        let quote = word ^ (ONES * b'"' as u64);
        let slash = word ^ (ONES * b'\\' as u64);
        let found = (word.wrapping_sub(ONES * 0x20) & !word
            | quote.wrapping_sub(ONES) & !quote
            | slash.wrapping_sub(ONES) & !slash)
            & HIGH;
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while bytes.get(at).is_some_and(|&byte| byte >= 0x20 && byte != b'"' && byte != b'\\') {
        at += 1;
    }
    at
}

/// One escape, from the byte after the backslash. Gives the byte after it.
fn escape(bytes: &[u8], at: usize, arena: &mut String) -> Result<usize, Fault> {
    let plain = match bytes.get(at) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unicode(bytes, at + 1, arena),
        _ => return Err(Fault::new(What::Syntax, at)),
    };
    arena.push(plain);
    Ok(at + 1)
}

fn unicode(bytes: &[u8], at: usize, arena: &mut String) -> Result<usize, Fault> {
    let first = hex(bytes, at)?;
    let lone = Fault::new(What::LoneSurrogate, at);
    let (code, end) = match first {
        0xD800..=0xDBFF => {
            if bytes.get(at + 4..at + 6) != Some(b"\\u") {
                return Err(lone);
            }
            let second = hex(bytes, at + 6)?;
            if !(0xDC00..=0xDFFF).contains(&second) {
                return Err(lone);
            }
            (0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00), at + 10)
        }
        _ => (first, at + 4),
    };
    // Only a low surrogate that no high one preceded is no character here.
    arena.push(char::from_u32(code).ok_or(lone)?);
    Ok(end)
}

fn hex(bytes: &[u8], at: usize) -> Result<u32, Fault> {
    let mut code = 0;
    for offset in at..at + 4 {
        let digit = bytes.get(offset).and_then(|&byte| (byte as char).to_digit(16));
        code = code * 16 + digit.ok_or(Fault::new(What::Syntax, offset))?;
    }
    Ok(code)
}
