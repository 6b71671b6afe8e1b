//! What of the traffic a report may print. Everything else is told by its length alone.

/// Members whose values name nobody: statuses, types, codes, currencies, labels of methods.
pub const PATHS: &[&str] = &[
    "payment.status",
    "payment.type",
    "payment.method",
    "payment.sum.currency",
    "operation.status",
    "operation.type",
    "operation.code",
    "operation.sum_initial.currency",
    "operation.sum_converted.currency",
    "recurring.status",
    "recurring.type",
    "recurring.currency",
    "redirect_data.method",
    "display_data[].type",
    "force_payment_method",
];

/// Longest value of these that is printed; longer than any that is documented.
const LONGEST: usize = 40;
/// Longest run of digits that is printed: a code, never a number of a card, an account or a telephone.
const DIGITS: usize = 6;

/// A value for a report: itself where its member is harmless and it looks like what belongs there, else its length.
#[must_use]
pub fn shown(path: &str, text: &str) -> String {
    let word = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.');
    let digits = text.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0);
    let length = text.chars().count();
    if PATHS.contains(&path) && length <= LONGEST && digits <= DIGITS && text.chars().all(word) {
        format!("`{text}`")
    } else {
        format!("a text of {length} characters")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_of_harmless_members_are_printed() {
        assert_eq!(shown("payment.status", "awaiting 3ds result"), "`awaiting 3ds result`");
        assert_eq!(shown("payment.id", "X1"), "a text of 2 characters");
        assert_eq!(shown("payment.status", "4242424242424242"), "a text of 16 characters");
        assert_eq!(shown("payment.method", "me@example.test"), "a text of 15 characters");
        assert_eq!(shown("operation.code", &"x".repeat(41)), "a text of 41 characters");
    }
}
