//! What a stretch of a signed text is that follows a `;`, told from the text alone.

use super::JsonShape;
use super::index::Index;

/// Where a line could begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Segment {
    /// It reads as a member of one of the callback's objects, lists or maps, or as an integer or a boolean at its top:
    /// always the beginning of a line.
    Member {
        /// An integer, a boolean or a `null`, to its end: what follows the next `;` is another line.
        whole: bool,
    },
    /// It starts with a name that the platform could give to a member at the top, and with so many bytes of it and a
    /// colon: the beginning of a line where it is sorted in.
    Name(usize),
    /// Neither: a part of the text before it.
    Text,
}

/// Names that begin what people write, and no member of the platform's: schemes of addresses, and the commonest label.
const NO_NAMES: &[&[u8]] = &[b"data", b"id", b"mailto", b"sms", b"tel", b"urn"];

/// Reads a segment: all bytes from behind a `;` up to the next one.
pub(crate) fn read(text: &[u8], index: &Index) -> Segment {
    let Some((name, rest)) = split(text) else { return Segment::Text };
    let at = std::str::from_utf8(name).ok().and_then(|name| index.member(Index::ROOT, name));
    match at.and_then(|at| Some((at, index.entry(at)?.json))) {
        // What is signed never has these, unless they are null.
        Some(_) if matches!(name, b"signature" | b"frame_mode") && !rest.is_empty() => Segment::Text,
        Some((_, JsonShape::Text)) => Segment::Name(name.len() + 1),
        Some((at, _)) => match inside(index, at, rest) {
            // A value of another type could stand there: a line as of a name that is not known.
            Segment::Text if index.entry(at).is_some_and(|entry| entry.kept) => Segment::Name(name.len() + 1),
            found => found,
        },
        None if is_name(name) && !starts_a_text(rest) => Segment::Name(name.len() + 1),
        None => Segment::Text,
    }
}

/// The bytes before the first colon and those behind it.
fn split(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = text.iter().position(|&byte| byte == b':')?;
    Some((text.get(..colon)?, text.get(colon + 1..)?))
}

/// Goes down the shape, key by key.
fn inside(index: &Index, mut at: u32, mut rest: &[u8]) -> Segment {
    let mut depth = 0;
    loop {
        let Some(entry) = index.entry(at) else { return Segment::Text };
        match entry.json {
            JsonShape::Text => return Segment::Member { whole: false },
            JsonShape::Integer if entry.kept && !is_integer(rest) => return of_another_type(depth),
            JsonShape::Boolean if entry.kept && !is_boolean(rest) => return of_another_type(depth),
            JsonShape::Integer => return whole(is_integer(rest)),
            JsonShape::Boolean => return whole(is_boolean(rest)),
            // Any key can stand in a map.
            JsonShape::Map if rest.is_empty() || rest.contains(&b':') => return Segment::Member { whole: false },
            JsonShape::Map if entry.kept => return of_another_type(depth),
            JsonShape::Map => return Segment::Text,
            // A null in its place.
            JsonShape::Object | JsonShape::List if rest.is_empty() => return Segment::Member { whole: false },
            JsonShape::Object | JsonShape::List => {}
        }
        let Some((key, more)) = split(rest) else {
            return if entry.kept { of_another_type(depth) } else { Segment::Text };
        };
        let is_list = entry.json == JsonShape::List;
        if is_list && !is_index(key) || !is_list && !is_key(key) {
            return if entry.kept { of_another_type(depth) } else { Segment::Text };
        }
        depth += 1;
        let below =
            if is_list { index.item(at) } else { std::str::from_utf8(key).ok().and_then(|key| index.member(at, key)) };
        match below {
            Some(below) => (at, rest) = (below, more),
            None => return Segment::Member { whole: false },
        }
    }
}

/// A kept member with a value of another type. In an object that is known it is a member as any other; at the top its name
/// tells.
fn of_another_type(depth: usize) -> Segment {
    if depth > 0 { Segment::Member { whole: false } } else { Segment::Text }
}

fn is_boolean(text: &[u8]) -> bool {
    matches!(text, b"" | b"0" | b"1")
}

fn whole(holds: bool) -> Segment {
    if holds { Segment::Member { whole: true } } else { Segment::Text }
}

/// As a 64-bit integer is signed, or a null.
fn is_integer(text: &[u8]) -> bool {
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    text.is_empty() || (1..=19).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit)
}

fn is_index(key: &[u8]) -> bool {
    !key.is_empty() && key.iter().all(u8::is_ascii_digit) && (key.len() == 1 || key.first() != Some(&b'0'))
}

/// A key that the platform could give to a further member of an object that is known.
fn is_key(key: &[u8]) -> bool {
    !key.is_empty() && key.iter().all(|&byte| byte > b' ' && byte != 0x7f)
}

/// A name that the platform could give to a further member at the top: letters, digits and `_`, as all of its own are.
fn is_name(name: &[u8]) -> bool {
    name.first().is_some_and(|byte| !byte.is_ascii_digit())
        && name.iter().all(|&byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !NO_NAMES.contains(&name)
}

/// What follows a name's colon shows that no machine wrote it: `; note: fragile`, `;https://shop.example`.
fn starts_a_text(rest: &[u8]) -> bool {
    rest.first().is_some_and(u8::is_ascii_whitespace) || rest.starts_with(b"//")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::callback::ShapeField;

    static FIELDS: &[ShapeField] = &[
        ShapeField::new("project_id", JsonShape::Integer),
        ShapeField::new("token", JsonShape::Text),
        ShapeField::new("payment.status", JsonShape::Text),
        ShapeField::new("payment.sum.amount", JsonShape::Integer),
        ShapeField::new("payment.again", JsonShape::Boolean),
        ShapeField::new("redirect.body", JsonShape::Map),
        ShapeField::new("errors[].message", JsonShape::Text),
        ShapeField::new("tags[]", JsonShape::Text),
    ];

    #[test]
    fn segments_are_told_apart_by_their_text() {
        let index = Index::new(FIELDS);
        let (member, whole) = (Segment::Member { whole: false }, Segment::Member { whole: true });
        for (text, wanted) in [
            ("project_id:7", whole),
            ("project_id:-7", whole),
            ("project_id:", whole),
            ("project_id:7a", Segment::Text),
            ("payment:status:success", member),
            ("payment:status:", member),
            ("payment:sum:amount:100", whole),
            ("payment:sum:amount:x", Segment::Text),
            ("payment:sum:other:1", member),
            ("payment:other:1", member),
            ("payment:other", Segment::Text),
            ("payment: done: today", Segment::Text),
            ("payment:again:1", whole),
            ("payment:again:2", Segment::Text),
            ("payment:", member),
            ("redirect:body:k:v", member),
            ("redirect:body:k", Segment::Text),
            ("errors:0:message:m", member),
            ("errors:12:other:m", member),
            ("errors:01:message:m", Segment::Text),
            ("errors:x:message:m", Segment::Text),
            ("tags:0:v", member),
            ("token:abc", Segment::Name(6)),
            ("token: abc", Segment::Name(6)),
            ("note:1", Segment::Name(5)),
            ("note:", Segment::Name(5)),
            ("x9:a:b", Segment::Name(3)),
            ("note", Segment::Text),
            ("", Segment::Text),
            (":x", Segment::Text),
            ("note: 1", Segment::Text),
            (" note:1", Segment::Text),
            ("ship to:Anna", Segment::Text),
            ("font-size:1px", Segment::Text),
            ("10:30", Segment::Text),
            ("https://shop.example", Segment::Text),
            ("id:5", Segment::Text),
            ("data:image/png", Segment::Text),
            ("signature:x", Segment::Name(10)),
            ("цвет:красный", Segment::Text),
        ] {
            assert_eq!(read(text.as_bytes(), &index), wanted, "{text}");
        }
    }
}
