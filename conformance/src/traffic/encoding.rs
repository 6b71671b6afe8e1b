//! The first bytes of a stream: the mark that it is UTF-8, or the mark that it is something else.

use std::io::{self, BufRead};

/// What is read by another program first: its first bytes, what it is, and how it becomes text.
const OTHERS: &[(&[u8], &str)] = &[
    (b"\x1f\x8b", "is compressed with gzip: `zcat FILE | ecommpay-conformance … -`"),
    (b"\x1f\x9d", "is compressed: `zcat FILE | ecommpay-conformance … -`"),
    (b"\x28\xb5\x2f\xfd", "is compressed with Zstandard: `zstdcat FILE | ecommpay-conformance … -`"),
    (b"\xfd7zXZ\0", "is compressed with xz: `xzcat FILE | ecommpay-conformance … -`"),
    (b"\x04\x22\x4d\x18", "is compressed with LZ4: `lz4cat FILE | ecommpay-conformance … -`"),
    (b"\xff\x06\0\0sNaPpY", "is compressed with Snappy: uncompress it first"),
    (b"BZh11AY&SY", BZIP2),
    (b"BZh21AY&SY", BZIP2),
    (b"BZh31AY&SY", BZIP2),
    (b"BZh41AY&SY", BZIP2),
    (b"BZh51AY&SY", BZIP2),
    (b"BZh61AY&SY", BZIP2),
    (b"BZh71AY&SY", BZIP2),
    (b"BZh81AY&SY", BZIP2),
    (b"BZh91AY&SY", BZIP2),
    (b"PK\x03\x04", "is a ZIP archive: `unzip -p FILE | ecommpay-conformance … -`"),
    (b"7z\xbc\xaf\x27\x1c", "is a 7z archive: `7z x -so FILE | ecommpay-conformance … -`"),
    (b"\xff\xfe", UTF_16),
    (b"\xfe\xff", UTF_16),
    (b"\0\0\xfe\xff", "is UTF-32: `iconv -f UTF-32 -t UTF-8 FILE | ecommpay-conformance … -`"),
];

const BZIP2: &str = "is compressed with bzip2: `bzcat FILE | ecommpay-conformance … -`";
const UTF_16: &str = "is UTF-16: `iconv -f UTF-16 -t UTF-8 FILE | ecommpay-conformance … -`";

const UTF_8: &[u8] = b"\xef\xbb\xbf";

/// Reads the mark, and lets that of UTF-8 go. What begins like a mark and is none begins the body.
///
/// # Errors
/// Where it is the mark of something else, with what to do.
pub(crate) fn begin(input: &mut impl BufRead, body: &mut Vec<u8>) -> io::Result<()> {
    let marks = || OTHERS.iter().map(|(mark, _)| *mark).chain([UTF_8]);
    // a pipe may give one byte at a time
    while let Some(&byte) = input.fill_buf()?.first() {
        let longer =
            marks().any(|mark| mark.strip_prefix(body.as_slice()).is_some_and(|rest| rest.first() == Some(&byte)));
        if !longer {
            break;
        }
        body.push(byte);
        input.consume(1);
    }
    if body == UTF_8 {
        body.clear();
    }
    match OTHERS.iter().find(|(mark, _)| *mark == body.as_slice()) {
        Some((_, why)) => Err(io::Error::new(io::ErrorKind::InvalidData, why.to_string())),
        None => Ok(()),
    }
}

/// Refuses the beginning of a text of UTF-16 without a mark: JSON begins with a bracket, and never has the byte 0.
///
/// # Errors
/// Where it is one, with what to do.
pub(super) fn wide(body: &[u8]) -> io::Result<()> {
    let order = match body {
        [b'{' | b'[', 0, ..] => "LE",
        [0, b'{' | b'[', ..] => "BE",
        _ => return Ok(()),
    };
    let why = format!("is UTF-16: `iconv -f UTF-16{order} -t UTF-8 FILE | ecommpay-conformance … -`");
    Err(io::Error::new(io::ErrorKind::InvalidData, why))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begun(text: &[u8]) -> Result<Vec<u8>, String> {
        let mut body = Vec::new();
        let mut input = io::BufReader::with_capacity(1, text);
        begin(&mut input, &mut body).map_err(|why| why.to_string())?;
        io::Read::read_to_end(&mut input, &mut body).map_err(|why| why.to_string())?;
        Ok(body)
    }

    #[test]
    fn marks_are_told_from_bodies() {
        for (text, rest) in [
            (&b""[..], &b""[..]),
            (b"{}", b"{}"),
            (b"\xef\xbb\xbf{}", b"{}"),
            (b"\xef\xbb{}", b"\xef\xbb{}"),
            (b"(\xb5", b"(\xb5"),
        ] {
            assert_eq!(begun(text), Ok(rest.to_vec()), "{text:?}");
        }
        for (text, hint) in [
            (&b"\x1f\x8b\x08"[..], "zcat"),
            (b"\xff\xfe{\0", "iconv"),
            (b"\xfe\xff\0{", "iconv"),
            (b"(\xb5\x2f\xfd", "zstdcat"),
        ] {
            assert!(begun(text).unwrap_err().contains(hint), "{text:?}");
        }
    }
}
