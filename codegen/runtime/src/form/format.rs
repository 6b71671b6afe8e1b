//! Forms of texts: digits, addresses, dates.

use std::net::IpAddr;

/// The form of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// Any text.
    Any,
    /// Decimal digits.
    Digits,
    /// `local@domain`: one `@` with something on each side, no white space.
    Email,
    /// `http://` or `https://` and a host.
    Url,
    /// An IPv4 or IPv6 address.
    Ip,
    /// `DD-MM-YYYY`.
    Date,
    /// ISO 8601 date and time with an offset.
    DateTime,
    /// ISO 3166-1 alpha-2, two capital letters.
    Country,
}

impl Format {
    /// Whether a text has the form.
    #[must_use]
    pub fn takes(self, text: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Digits => !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()),
            Self::Email => is_email(text),
            Self::Url => is_url(text),
            Self::Ip => text.parse::<IpAddr>().is_ok(),
            Self::Date => is_date(text),
            Self::DateTime => is_date_time(text),
            Self::Country => text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase()),
        }
    }

    /// The form in words, for messages.
    #[must_use]
    pub const fn told(self) -> &'static str {
        match self {
            Self::Any => "text",
            Self::Digits => "decimal digits",
            Self::Email => "an e-mail address",
            Self::Url => "a URL that starts with http:// or https://",
            Self::Ip => "an IPv4 or IPv6 address",
            Self::Date => "a date as DD-MM-YYYY",
            Self::DateTime => "a date and time as YYYY-MM-DDThh:mm:ss with an offset such as +03:00",
            Self::Country => "two capital letters (ISO 3166-1 alpha-2)",
        }
    }
}

fn is_email(text: &str) -> bool {
    let mut parts = text.split('@');
    let sides = (parts.next(), parts.next(), parts.next());
    matches!(sides, (Some(local), Some(domain), None) if !local.is_empty() && !domain.is_empty())
        && !text.bytes().any(|byte| byte.is_ascii_whitespace())
}

fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.starts_with(['/', '?', '#']) && !rest.is_empty() && !text.bytes().any(|byte| byte.is_ascii_whitespace())
    })
}

fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10
        && bytes[2] == b'-'
        && bytes[5] == b'-'
        && calendar(number(&bytes[6..10]), number(&bytes[3..5]), number(&bytes[..2]))
}

fn is_date_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() < 22 || bytes[4] != b'-' || bytes[7] != b'-' || bytes[10] != b'T' {
        return false;
    }
    if bytes[13] != b':' || bytes[16] != b':' || !matches!(bytes[19], b'+' | b'-') {
        return false;
    }
    let clock = [number(&bytes[11..13]), number(&bytes[14..16]), number(&bytes[17..19])];
    let offset = match &bytes[20..] {
        [h1, h2] => [number(&[*h1, *h2]), Some(0)],
        [h1, h2, b':', m1, m2] => [number(&[*h1, *h2]), number(&[*m1, *m2])],
        _ => return false,
    };
    calendar(number(&bytes[..4]), number(&bytes[5..7]), number(&bytes[8..10]))
        && matches!(clock, [Some(0..=23), Some(0..=59), Some(0..=59)])
        && matches!(offset, [Some(0..=23), Some(0..=59)])
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0')))
}

fn calendar(year: Option<u32>, month: Option<u32>, day: Option<u32>) -> bool {
    let (Some(year), Some(month), Some(day)) = (year, month, day) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_take_what_they_say() {
        for (format, good, bad) in [
            (Format::Digits, vec!["0", "123"], vec!["", "1a", "١"]),
            (Format::Email, vec!["a@b", "customer@example.com"], vec!["", "@", "a@", "@b", "a@b@c", "a b@c", "a"]),
            (
                Format::Url,
                vec!["http://a", "https://example.com/x?y"],
                vec!["", "http://", "http:///x", "ftp://a", "example.com", "http://a b"],
            ),
            (Format::Ip, vec!["1.2.3.4", "::1"], vec!["", "1.2.3", "1.2.3.256", "host"]),
            (
                Format::Date,
                vec!["29-02-2024", "31-12-1999"],
                vec!["29-02-2023", "31-04-2020", "2020-01-01", "1-1-2020", "00-01-2020", "0é-1-2020"],
            ),
            (
                Format::DateTime,
                vec!["2055-05-05T10:11:12+03:00", "2055-05-05T10:11:12+03"],
                vec![
                    "2055-05-05T10:11:12+0000",
                    "2055-05-05",
                    "2055-05-05T10:11:12Z",
                    "2055-05-05T24:11:12+03:00",
                    "2055-02-30T10:11:12+03:00",
                ],
            ),
            (Format::Country, vec!["TH"], vec!["", "th", "THA"]),
        ] {
            for text in good {
                assert!(format.takes(text), "{format:?} {text}");
            }
            for text in bad {
                assert!(!format.takes(text), "{format:?} {text}");
            }
        }
    }
}
