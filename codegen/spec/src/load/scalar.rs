//! Bare scalars: what they are, and which of them must be quoted.
//!
//! The specs are YAML 1.2. Many readers still follow YAML 1.1, where `NO` is false, `1_000` a number and `23:59:59` a
//! count of seconds. A scalar that the two read differently is a fault, and so is one that would lose its text on the
//! way (`1.50` as a number is `1.5`).

/// What a bare scalar says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Plain {
    Nothing,
    Bool(bool),
    Whole(i64),
    Text,
    /// Must be quoted, because …
    Quote(&'static str),
}

/// Words that some readers know in any letter case.
const WORDS: [&str; 6] = ["null", "true", "false", ".inf", "-.inf", ".nan"];

/// Whole numbers that every reader keeps: beyond, those of JavaScript round.
const EXACT: i64 = 9_007_199_254_740_991;

/// A quote or number sign that begins a word, or follows a colon.
const QUOTES: [&str; 5] = [" \"", " '", ":\"", ":'", ":#"];

/// Why a bare text must be quoted where it stands: in brackets, as a key.
pub(super) fn in_place(text: &str, flow: bool, key: bool) -> Option<Plain> {
    let why = if text.contains('\t') {
        "many readers take no tab there"
    } else if text.contains(|letter: char| letter != ' ' && letter.is_whitespace()) {
        "some readers take a blank of another kind for one that ends a word"
    } else if text.starts_with("---") {
        "some readers take it for a mark between documents"
    } else if !flow {
        return None;
    } else if text.contains('?') {
        "some readers take `?` in brackets for the mark of a key"
    } else if text.starts_with(['|', '>', ':', '%', '@', '`']) {
        "readers read its first letter differently in brackets"
    } else if text.contains("  ") {
        "some readers read blanks in brackets differently"
    } else if QUOTES.iter().any(|mark| text.contains(mark)) {
        "some readers take what begins with a quote in brackets for a quoted text"
    } else if key && text.contains([' ', ':']) {
        "some readers end a key in brackets at a blank or colon"
    } else {
        return None;
    };
    Some(Plain::Quote(why))
}

/// Reads a bare scalar.
pub(crate) fn plain(text: &str) -> Plain {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Plain::Nothing,
        "true" | "True" | "TRUE" => return Plain::Bool(true),
        "false" | "False" | "FALSE" => return Plain::Bool(false),
        "y" | "Y" | "n" | "N" | "yes" | "Yes" | "YES" | "no" | "No" | "NO" | "on" | "On" | "ON" | "off" | "Off"
        | "OFF" => return Plain::Quote("YAML 1.1 reads it as true or false"),
        "=" | "<<" => return Plain::Quote("YAML 1.1 gives it a meaning of its own"),
        _ if WORDS.iter().any(|word| text.eq_ignore_ascii_case(word)) => {
            return Plain::Quote("some readers read it in any letter case");
        }
        _ => {}
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let Some(first) = unsigned.chars().next() else {
        return Plain::Text;
    };
    if matches!(unsigned, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN") {
        return Plain::Quote("YAML reads it as a number");
    }
    if unsigned != text && unsigned.bytes().all(|b| b.is_ascii_digit() || b == b'_') && first == '_' {
        return Plain::Quote("some readers take it for a number");
    }
    if !(first.is_ascii_digit() || first == '.') {
        return Plain::Text;
    }
    if unsigned.bytes().all(|b| b.is_ascii_digit()) {
        return whole(text, unsigned);
    }
    if let Some(rest) = unsigned.strip_prefix('0')
        && rest.starts_with(['x', 'X', 'o', 'b'])
        && rest.len() > 1
        && rest.bytes().skip(1).all(|b| b.is_ascii_hexdigit() || b == b'_')
    {
        return Plain::Quote("YAML reads it as a number of another base");
    }
    if unsigned.bytes().all(|b| b.is_ascii_digit() || b == b'_') {
        return Plain::Quote("YAML 1.1 reads it as a number");
    }
    if float(unsigned) {
        return Plain::Quote("a bare decimal is read as a floating-point number and loses its digits");
    }
    if sexagesimal(unsigned) {
        return Plain::Quote("YAML 1.1 reads it as a number to the base of 60");
    }
    if timestamp(unsigned) {
        return Plain::Quote("YAML 1.1 reads it as a date");
    }
    Plain::Text
}

fn whole(text: &str, unsigned: &str) -> Plain {
    if unsigned.len() > 1 && unsigned.starts_with('0') {
        return Plain::Quote("YAML 1.1 reads it as an octal number");
    }
    if text.starts_with('+') {
        return Plain::Quote("a sign is lost when it is read as a number");
    }
    if text == "-0" {
        return Plain::Quote("some readers keep the sign of zero");
    }
    match text.parse::<i64>() {
        Ok(number) if (-EXACT..=EXACT).contains(&number) => Plain::Whole(number),
        _ => Plain::Quote("it is too large for a number"),
    }
}

/// `1.5`, `1_0.5`, `.5`, `1e3`, `1.5e+3`: with at most one point.
fn float(text: &str) -> bool {
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (text.get(..at).unwrap_or_default(), text.get(at + 1..)),
        None => (text, None),
    };
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    let mantissa_fits = match mantissa.split_once('.') {
        Some((whole, part)) => {
            (whole.is_empty() || digits(whole)) && (part.is_empty() || digits(part)) && mantissa.len() > 1
        }
        None => exponent.is_some() && digits(mantissa),
    };
    mantissa_fits && exponent.is_none_or(|e| digits(e.strip_prefix(['+', '-']).unwrap_or(e)))
}

/// `23:59:59`, `1:30.5`.
fn sexagesimal(text: &str) -> bool {
    let mut parts = text.split(':');
    let head = parts.next().unwrap_or_default();
    let head_fits = !head.is_empty() && head.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    let mut count = 0;
    let rest_fits = parts.all(|part| {
        count += 1;
        let whole = part.split('.').next().unwrap_or_default();
        (1..=2).contains(&whole.len()) && part.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'_')
    });
    head_fits && rest_fits && count > 0
}

/// `2026-11-21`, alone or with a time after it.
fn timestamp(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let (Some(year), Some(month), Some(rest)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let day = rest.find(|c: char| !c.is_ascii_digit()).map_or(rest, |at| rest.get(..at).unwrap_or_default());
    let time = rest.get(day.len()..).unwrap_or_default();
    year.len() == 4
        && digits(year)
        && digits(month)
        && month.len() <= 2
        && digits(day)
        && day.len() <= 2
        && (time.is_empty() || (time.starts_with(['T', 't', ' ', '\t']) && time.contains(':')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_yaml_1_1_reads_differently_must_be_quoted() {
        for text in [
            "NO",
            "on",
            "y",
            "1_000",
            "0123",
            "23:59:59",
            "2026-11-21",
            "1e3",
            "1.50",
            ".5",
            "0x1F",
            "0b1",
            "0o7",
            "1:30",
            "+12:00",
            "+5",
            ".inf",
            "-.INF",
            ".nan",
            "=",
            "99999999999999999999",
            "2026-1-2 10:00:00",
            "1.",
            "1_0.5",
            "0.5",
        ] {
            assert!(matches!(plain(text), Plain::Quote(_)), "{text}: {:?}", plain(text));
        }
    }

    #[test]
    fn what_both_read_alike_stands_bare() {
        for text in [
            "THB",
            "500.00..500_000.00",
            "3min..4min",
            "..24h",
            "8..9",
            "0.1.0",
            "2026-11",
            "ru:5-23",
            "reef-money",
            "daily 05:00-01:00 +12:00",
            "/v2/payment",
            "-",
            ".",
            "1..",
            "12-11",
            "0xZZ",
            "3-4",
            "a_1",
        ] {
            assert_eq!(plain(text), Plain::Text, "{text}");
        }
        assert_eq!(plain("0"), Plain::Whole(0));
        assert_eq!(plain("-12"), Plain::Whole(-12));
        assert_eq!(plain("~"), Plain::Nothing);
        assert_eq!(plain("true"), Plain::Bool(true));
    }
}
