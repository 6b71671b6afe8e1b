//! Forms of texts, as requests are held against them: an example or a listed value of another form could never be sent.

/// One `@` with something on each side, no white space.
pub(crate) fn is_email(text: &str) -> bool {
    let sides = text.split_once('@');
    sides.is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty() && !domain.contains('@'))
        && !has_space(text)
}

/// `http://` or `https://` and a host.
pub(crate) fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', '?', '#'])) && !has_space(text)
}

/// `DD-MM-YYYY`, a day that there is.
pub(crate) fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    match parts.as_slice() {
        [day, month, year] => is_day(year, month, day),
        _ => false,
    }
}

/// `YYYY-MM-DDThh:mm:ss` with an offset: `+03`, `+03:00`.
pub(crate) fn is_date_time(text: &str) -> bool {
    let Some((date, rest)) = text.split_once('T') else { return false };
    let Some(at) = rest.find(['+', '-']) else { return false };
    let (time, offset) = rest.split_at(at);
    let parts: Vec<&str> = date.split('-').collect();
    let day = matches!(parts.as_slice(), [year, month, day] if is_day(year, month, day));
    let clock: Vec<&str> = time.split(':').collect();
    let clock = match clock.as_slice() {
        [hour, minute, second] => below(hour, 24) && below(minute, 60) && below(second, 60),
        _ => false,
    };
    let offset = offset.get(1..).unwrap_or_default();
    let (hours, minutes) = offset.split_once(':').unwrap_or((offset, "00"));
    day && clock && below(hours, 24) && below(minutes, 60)
}

fn has_space(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_whitespace())
}

/// Two digits below `end`.
fn below(text: &str, end: u32) -> bool {
    number(text, 2).is_some_and(|number| number < end)
}

fn number(text: &str, digits: usize) -> Option<u32> {
    let all = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if all { text.parse().ok() } else { None }
}

fn is_day(year: &str, month: &str, day: &str) -> bool {
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else {
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
    fn texts_have_the_form_that_requests_are_held_against() {
        for (form, good, bad) in [
            (is_email as fn(&str) -> bool, &["a@b"][..], &["nobody", "@b", "a@", "a@b@c", "a b@c"][..]),
            (is_url, &["http://a", "https://a.example/x"], &["http://", "https:///x", "ftp://a", "http://a b"]),
            (is_date, &["29-02-2024", "31-12-1999"], &["99-99-2020", "29-02-2023", "2020-01-31", "1-1-2020"]),
            (
                is_date_time,
                &["2055-05-05T10:11:12+03:00", "2055-05-05T10:11:12+03"],
                &[
                    "2055-05-05T10:11:12-0300",
                    "2055-02-30T10:11:12+03:00",
                    "2055-05-05T10:11:12Z",
                    "2055-05-05T24:11:12+03",
                    "2055-05-05",
                ],
            ),
        ] {
            assert!(good.iter().all(|text| form(text)), "{good:?}");
            assert!(!bad.iter().any(|text| form(text)), "{bad:?}");
        }
    }
}
