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

/// How many of the first bytes show in which units a text is written.
const SHOWN: usize = 64;

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
    if let Some((_, why)) = OTHERS.iter().find(|(mark, _)| *mark == body.as_slice()) {
        return Err(io::Error::new(io::ErrorKind::InvalidData, why.to_string()));
    }
    let shown: Vec<u8> = body.iter().chain(input.fill_buf()?).take(SHOWN).copied().collect();
    wide(&shown)
}

/// Refuses the beginning of a text of UTF-16 or UTF-32 without a mark: neither JSON nor a table has the byte 0, which such texts have
/// in every letter of ASCII.
///
/// # Errors
/// Where it is one, with what to do.
pub(super) fn wide(body: &[u8]) -> io::Result<()> {
    let Some(units) = units(body.get(..SHOWN).unwrap_or(body)) else { return Ok(()) };
    let why = format!(
        "is {}: `iconv -f {units} -t UTF-8 FILE | ecommpay-conformance … -`",
        units.trim_end_matches("LE").trim_end_matches("BE")
    );
    Err(io::Error::new(io::ErrorKind::InvalidData, why))
}

/// The units of a text that is not written in bytes.
fn units(text: &[u8]) -> Option<&'static str> {
    match text {
        [1..=255, 0, 0, 0, ..] => Some("UTF-32LE"),
        [0, 0, 0, 1..=255, ..] => Some("UTF-32BE"),
        _ if is_wide(text, u16::from_le_bytes) => Some("UTF-16LE"),
        _ if is_wide(text, u16::from_be_bytes) => Some("UTF-16BE"),
        _ => None,
    }
}

/// Whether it reads as a text of UTF-16: all of it letters, and some of these ASCII, as marks of JSON and of tables are. Bytes at random
/// are not, and a text of UTF-8 with the byte 0 in it is not either.
fn is_wide(text: &[u8], unit: fn([u8; 2]) -> u16) -> bool {
    let (pairs, _) = text.as_chunks::<2>();
    let letters = char::decode_utf16(pairs.iter().map(|pair| unit(*pair)));
    let (mut ascii, mut first) = (0, false);
    for (at, letter) in letters.enumerate() {
        match letter {
            Ok(letter) if letter.is_control() && !letter.is_ascii_whitespace() => return false,
            Ok(letter) if letter.is_ascii() => (ascii, first) = (ascii + 1, first || at == 0),
            Ok(_) => {}
            // the other half may lie behind what is shown
            Err(_) if at + 1 == pairs.len() => {}
            Err(_) => return false,
        }
    }
    ascii * 8 >= pairs.len() && (ascii >= 2 || first)
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

    #[test]
    fn wide_units_without_a_mark_are_told_from_bytes() {
        let little = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let big = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
        let wider = |text: &str| text.chars().flat_map(|one| u32::from(one).to_le_bytes()).collect::<Vec<u8>>();
        for text in [
            "{\"id\":\"A\"}",
            "[{}]",
            " {}",
            "\r\n{}",
            "\tx",
            "operation_id;payment_id\n",
            "Номер;Сумма;Валюта;A\n",
            "1",
        ] {
            let told = |bytes: &[u8]| wide(bytes).map_err(|why| why.to_string());
            assert_eq!(told(text.as_bytes()), Ok(()), "{text:?}");
            for (bytes, units) in [(little(text), "UTF-16LE"), (big(text), "UTF-16BE")] {
                assert!(told(&bytes).unwrap_err().contains(&format!("iconv -f {units} ")), "{text:?}: {units}");
            }
        }
        assert!(wide(&wider("{}")).unwrap_err().to_string().starts_with("is UTF-32: `iconv -f UTF-32LE "));
        for bytes in [
            &b""[..],
            b"\0",
            b"\0\0",
            b"\0\xfc\x8f\xeb\0\x38\x21\x56",
            b"a\0\x01\0",
            b"{\"a\":\"\0\"}",
            b"\xd0\x90\0\xd0\xd0\0",
            "Номер;Сумма".as_bytes(),
        ] {
            assert!(wide(bytes).is_ok(), "{bytes:?}");
        }
        // a buffer that holds all of it, as of a file
        let mut body = Vec::new();
        let mut input = io::BufReader::new(io::Cursor::new(little("id,amount")));
        assert!(begin(&mut input, &mut body).is_err());
    }
}
