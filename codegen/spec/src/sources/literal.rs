//! Literals in printed text: found only as whole tokens, numbers in each way in which documents print them.

/// Text with every kind of white space as one space, so that words and numbers that cross lines are found.
pub(crate) fn flat(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let c = if c.is_whitespace() || matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}') { ' ' } else { c };
        if !(c == ' ' && out.ends_with(' ')) {
            out.push(c);
        }
    }
    out
}

/// Text without any white space.
pub(crate) fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether a literal stands in flat text as a whole token.
pub(crate) fn holds(flat: &str, literal: &str) -> bool {
    if literal.is_empty() {
        return false;
    }
    let numeric = literal.starts_with(|c: char| c.is_ascii_digit());
    flat.match_indices(literal).any(|(at, _)| {
        let before = flat.get(..at).unwrap_or_default();
        let after = flat.get(at + literal.len()..).unwrap_or_default();
        if literal.starts_with(word) && !starts_token(before, numeric) {
            return false;
        }
        !literal.ends_with(word) || ends_token(after, numeric)
    })
}

fn word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether a token can begin after this text.
fn starts_token(before: &str, numeric: bool) -> bool {
    let mut back = before.chars().rev();
    match (back.next(), back.next()) {
        (Some(c), _) if word(c) => false,
        // `tide-pay` holds no `pay`, `1 000,50` no `50`.
        (Some('-'), Some(c)) if word(c) && !numeric => false,
        (Some('.' | ','), Some(c)) if numeric && c.is_ascii_digit() => false,
        _ => true,
    }
}

/// Whether a token can end before this text.
fn ends_token(after: &str, numeric: bool) -> bool {
    let mut next = after.chars();
    match (next.next(), next.next()) {
        (Some(c), _) if word(c) => false,
        (Some('-'), Some(c)) if word(c) && !numeric => false,
        (Some('.' | ','), Some(c)) if numeric && c.is_ascii_digit() => false,
        _ => true,
    }
}

/// A number of the spec (`500_000.00`) in each way in which documents print it.
pub(crate) fn printed(number: &str) -> Vec<String> {
    let plain: String = number.chars().filter(|c| *c != '_').collect();
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let group = |separator: &str| {
        let digits: Vec<char> = whole.chars().collect();
        let mut out = String::new();
        for (n, digit) in digits.iter().enumerate() {
            if n > 0 && (digits.len() - n).is_multiple_of(3) {
                out.push_str(separator);
            }
            out.push(*digit);
        }
        out
    };
    let mut out = Vec::new();
    for (separator, point) in [(" ", ","), (" ", "."), ("", ","), ("", "."), (",", "."), (".", ",")] {
        let whole = group(separator);
        if part.is_empty() {
            out.push(whole);
        } else {
            out.push(format!("{whole}{point}{part}"));
        }
    }
    out.sort();
    out.dedup();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_russian_and_english_documents_print_them() {
        let russian = flat("минимум 10,00 200\u{a0}000,00 и 1,00\n3 000,00");
        for number in ["10.00", "200_000.00", "1.00", "3_000.00"] {
            assert!(printed(number).iter().any(|one| holds(&russian, one)), "{number}");
        }
        // `2 000` without its decimals is another print: the cite gives the words then.
        assert!(!printed("2_000.00").iter().any(|one| holds(&flat("2 000 THB"), one)));
        for number in ["0.00", "20_000.00", "200_000.50", "30.00", "2.00"] {
            assert!(!printed(number).iter().any(|one| holds(&russian, one)), "{number}");
        }
        let english = flat("from 500.00 to 500,000.00 THB");
        assert!(printed("500_000.00").iter().any(|one| holds(&english, one)));
        assert!(printed("500.00").iter().any(|one| holds(&english, one)));
        assert!(!printed("50_000.00").iter().any(|one| holds(&english, one)));
    }

    #[test]
    fn words_are_whole_tokens() {
        assert!(!holds("project_id and payment_id", "id"));
        assert!(holds("customer (id)", "id"));
        assert!(!holds("force_payment_methodtide-pay", "tide-pay"));
        assert!(holds("/v2/payment/tide-pay/sale", "tide-pay"));
        assert!(!holds("/v2/payment/tide-pay/sale", "pay"));
        assert!(holds("POST v2/payment/x/sale.", "v2/payment/x/sale"));
        assert!(!holds("v2/payment/x/sales", "v2/payment/x/sale"));
        assert!(!holds("", ""));
    }
}
