//! Spellings of one value.

/// Whether two texts are one value of a list: the platform writes `_` and a space alike, as in `account_verification`.
#[must_use]
pub fn same_value(one: &str, other: &str) -> bool {
    let plain = |byte: u8| if byte == b'_' { b' ' } else { byte };
    one.len() == other.len() && one.bytes().map(plain).eq(other.bytes().map(plain))
}
