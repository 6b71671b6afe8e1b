//! Doubles as the languages of the vendor's SDKs print them.

/// The shortest digits that read back as the number, its sign, and the exponent of the first digit.
fn shortest(value: f64) -> (bool, String, i32) {
    let text = format!("{:e}", value.abs());
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let digits = mantissa.chars().filter(char::is_ascii_digit).collect();
    (value.is_sign_negative(), digits, exponent.parse().unwrap_or(0))
}

/// Without an exponent; no fraction where there is none.
fn plain(digits: &str, exponent: i32) -> String {
    let whole = usize::try_from(exponent + 1).unwrap_or(0);
    if whole == 0 {
        return format!("0.{}{digits}", "0".repeat(usize::try_from(-exponent - 1).unwrap_or(0)));
    }
    match digits.split_at_checked(whole).filter(|(_, part)| !part.is_empty()) {
        Some((whole, part)) => format!("{whole}.{part}"),
        None => format!("{digits}{}", "0".repeat(whole - digits.len().min(whole))),
    }
}

fn mantissa(digits: &str, always: bool) -> String {
    match digits.split_at_checked(1) {
        Some((first, "")) if always => format!("{first}.0"),
        Some((first, rest)) if !rest.is_empty() => format!("{first}.{rest}"),
        _ => digits.to_owned(),
    }
}

/// As JavaScript's `String(value)`.
pub(super) fn javascript(value: f64) -> String {
    if value.is_infinite() {
        return signed(value < 0.0, "Infinity".to_owned());
    }
    if value == 0.0 {
        return "0".to_owned();
    }
    let (negative, digits, exponent) = shortest(value);
    let text = if (-7..21).contains(&exponent) {
        plain(&digits, exponent)
    } else {
        format!("{}e{exponent:+}", mantissa(&digits, false))
    };
    signed(negative, text)
}

/// As Python's `str(value)`.
pub(super) fn python(value: f64) -> String {
    if value.is_infinite() {
        return signed(value < 0.0, "inf".to_owned());
    }
    let (negative, digits, exponent) = shortest(value);
    let text = if (-4..16).contains(&exponent) {
        with_fraction(plain(&digits, exponent))
    } else {
        let sign = if exponent < 0 { '-' } else { '+' };
        format!("{}e{sign}{:02}", mantissa(&digits, false), exponent.abs())
    };
    signed(negative, text)
}

/// As Java's `Double.toString(value)`.
pub(super) fn java(value: f64) -> String {
    let (negative, digits, exponent) = shortest(value);
    let text = if (-3..7).contains(&exponent) || value == 0.0 {
        with_fraction(plain(&digits, exponent))
    } else {
        format!("{}E{exponent}", mantissa(&digits, true))
    };
    signed(negative, text)
}

/// As Go's conversion to a 64-bit integer on the usual machines: the fraction is cut off, what does not fit is the least.
pub(super) fn go(value: f64) -> String {
    let end = 2_f64.powi(63);
    let fits = (-end..end).contains(&value);
    if fits { (value as i64).to_string() } else { i64::MIN.to_string() }
}

fn with_fraction(text: String) -> String {
    if text.contains('.') { text } else { text + ".0" }
}

fn signed(negative: bool, text: String) -> String {
    if negative { format!("-{text}") } else { text }
}
