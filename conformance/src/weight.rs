//! Bodies that would take far more memory than they have bytes: a megabyte of empty objects becomes a hundred and twenty.

/// Most values of a body. None that is documented has a hundred.
pub(crate) const VALUES: usize = 1 << 15;

/// Whether a text has more values than that. It need not be right about what is no JSON: that is never more than it counts.
#[must_use]
pub(crate) fn is_too_much(body: &[u8]) -> bool {
    has_more(body, VALUES)
}

/// The same of another number of values.
#[must_use]
pub(crate) fn has_more(body: &[u8], most: usize) -> bool {
    // a value and what parts it from the next have two bytes: most bodies need not be looked at
    if body.len() <= 2 * most {
        return false;
    }
    let (mut values, mut in_text, mut escaped) = (1_usize, false, false);
    for &byte in body {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b',' | b'[' | b'{' if !in_text => values += 1,
            _ => {}
        }
    }
    values > most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_and_not_what_texts_hold() {
        let list = |count: usize| format!("[{}]", vec!["1000"; count].join(","));
        assert!(!is_too_much(list(VALUES - 1).as_bytes()));
        assert!(is_too_much(list(VALUES + 1).as_bytes()));
        assert!(!is_too_much(format!("[\"{}\\\"{}\"]", ",".repeat(VALUES), "[".repeat(VALUES)).as_bytes()));
    }
}
