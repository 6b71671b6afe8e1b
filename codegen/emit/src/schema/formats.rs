//! Forms of texts as JSON Schema: digits, addresses, dates.

use methodspec::resolved::ValueKind;
use serde_json::{Value, json};

/// White space, as the runtime knows it.
const SPACE: &str = " \\t\\n\\r\\f";

/// What a text of a kind looks like, where it is not just any text.
pub(super) fn of(kind: ValueKind) -> Option<Value> {
    let pattern = match kind {
        ValueKind::Digits => "^[0-9]+$".to_owned(),
        ValueKind::Email => format!("^[^@{SPACE}]+@[^@{SPACE}]+$"),
        ValueKind::Url => format!("^https?://[^/?#{SPACE}][^{SPACE}]*$"),
        ValueKind::Country => "^[A-Z]{2}$".to_owned(),
        ValueKind::Date => format!("^({})$", dates(|year, month, day| format!("{day}-{month}-{year}"))),
        ValueKind::DateTime => {
            let dates = dates(|year, month, day| format!("{year}-{month}-{day}"));
            format!("^({dates})T{HOUR}:{MINUTE}:{MINUTE}[+-]{HOUR}(:{MINUTE})?$")
        }
        ValueKind::Ip => return Some(json!({ "anyOf": [{ "format": "ipv4" }, { "format": "ipv6" }] })),
        _ => return None,
    };
    Some(json!({ "pattern": pattern }))
}

const HOUR: &str = "([01][0-9]|2[0-3])";
const MINUTE: &str = "[0-5][0-9]";

/// The days that there are, month by month; the 29th of February by the Gregorian rule.
fn dates(laid_out: fn(&str, &str, &str) -> String) -> String {
    const YEAR: &str = "[0-9]{4}";
    const LEAP: &str = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)";
    let months = [
        laid_out(YEAR, "(0[13578]|1[02])", "(0[1-9]|[12][0-9]|3[01])"),
        laid_out(YEAR, "(0[469]|11)", "(0[1-9]|[12][0-9]|30)"),
        laid_out(YEAR, "02", "(0[1-9]|1[0-9]|2[0-8])"),
        laid_out(LEAP, "02", "29"),
    ];
    months.join("|")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(kind: ValueKind) -> impl Fn(&str) -> bool {
        let schema = of(kind).expect("a form");
        let pattern =
            regex_lite::Regex::new(schema["pattern"].as_str().expect("a pattern")).expect("a pattern that reads");
        move |text| pattern.is_match(text)
    }

    #[test]
    fn a_year_has_its_days_and_no_others() {
        let date = taken(ValueKind::Date);
        let date_time = taken(ValueKind::DateTime);
        for (year, february) in [("2023", 28), ("2024", 29), ("1900", 28), ("2000", 29), ("2096", 29), ("2100", 28)] {
            let days = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
            for (month, day) in (0..=99_usize).flat_map(|month| (0..=99_usize).map(move |day| (month, day))) {
                let there = month >= 1 && day >= 1 && days.get(month - 1).is_some_and(|last| day <= *last);
                let text = format!("{day:02}-{month:02}-{year}");
                assert_eq!(date(&text), there, "{text}");
                let text = format!("{year}-{month:02}-{day:02}T00:00:00+00:00");
                assert_eq!(date_time(&text), there, "{text}");
            }
        }
    }

    #[test]
    fn a_time_has_an_offset() {
        let date_time = taken(ValueKind::DateTime);
        for good in ["23:59:59+03:00", "00:00:00-11", "10:11:12+05:30"] {
            assert!(date_time(&format!("2055-05-05T{good}")), "{good}");
        }
        for bad in [
            "24:00:00+03:00",
            "10:11:12+0530",
            "10:60:12+03:00",
            "10:11:12Z",
            "10:11:12",
            "10:11+03:00",
            "10:11:12+3",
            "10:11:12+03:",
        ] {
            assert!(!date_time(&format!("2055-05-05T{bad}")), "{bad}");
        }
    }
}
