//! Times as the platform writes them.

/// Seconds since 1970 of `2026-11-22T03:04:05+0000`; nothing for what is not written so.
#[must_use]
pub(crate) fn seconds(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let number = |from: usize, to: usize| -> Option<i64> {
        let digits = bytes.get(from..to)?;
        digits.iter().try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0')))
    };
    let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    if bytes.len() != 24 || marks.iter().any(|(at, mark)| bytes.get(*at) != Some(mark)) {
        return None;
    }
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let in_range = (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
    if !in_range || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let ahead = number(20, 22)? * 3600 + number(22, 24)? * 60;
    let ahead = match bytes.get(19)? {
        b'+' => ahead,
        b'-' => -ahead,
        _ => return None,
    };
    Some(days_since_1970(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - ahead)
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Years are counted from March, so that the leap day is the last of its year.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_seconds() {
        assert_eq!(seconds("1970-01-01T00:00:00+0000"), Some(0));
        assert_eq!(seconds("2000-02-29T12:00:01+0000"), Some(951_825_601));
        assert_eq!(seconds("2026-11-22T03:04:05+0100"), seconds("2026-11-22T02:04:05+0000"));
        for wrong in [
            "",
            "2026-11-22",
            "2026-02-29T00:00:00+0000",
            "2026-11-22T24:00:00+0000",
            "2026-11-22T03:04:05Z",
            "2026-11-22T03:04:05+00:0",
        ] {
            assert_eq!(seconds(wrong), None, "{wrong}");
        }
    }
}
