//! What the Payment Page is opened for, by its parameters: one reading for the Gate and for recorded requests.

use methodspec::resolved::{Interface, OperationKind, Platform};

/// What of the envelope a page does not need that keeps a card.
const OF_PAYMENT: [&str; 3] = ["general.payment_id", "payment.amount", "payment.currency"];

/// What the page is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To pay or to be paid: an operation of a method.
    Payment,
    /// To keep a card: nothing is paid.
    KeepsCard,
    /// To verify a card, with a sum of 0.
    VerifiesCard,
}

impl Purpose {
    /// By the parameter `mode`.
    pub(crate) fn of(mode: &str) -> Self {
        match mode {
            "card_tokenize" => Self::KeepsCard,
            "card_verify" => Self::VerifiesCard,
            _ => Self::Payment,
        }
    }

    /// The parameters that the page needs for it, whatever method is then chosen.
    pub(crate) fn needed(self, platform: &Platform) -> impl Iterator<Item = &str> {
        let envelope = platform.envelope.get(&Interface::PaymentPage).into_iter().flatten();
        let needed = envelope.filter(move |path| self != Self::KeepsCard || !OF_PAYMENT.contains(&path.as_str()));
        needed.filter_map(|path| platform.fields.get(path)?.payment_page.as_deref())
    }
}

/// The operation that is begun on the page, by the parameters `mode` and `operation_type`.
pub(crate) fn operation(mode: &str, operation_type: &str) -> OperationKind {
    match (mode, operation_type) {
        ("payout", _) => OperationKind::Payout,
        (_, "auth") => OperationKind::Auth,
        _ => OperationKind::Sale,
    }
}

/// An integer as an address has it: its digits, and a minus where it is below zero.
pub(crate) fn integer(text: &str) -> Option<i64> {
    let number: i64 = text.parse().ok()?;
    // Rust reads more than is ever written: a plus, zeros in front
    (number.to_string() == text).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::integer;

    #[test]
    fn an_integer_is_its_digits() {
        for (text, wanted) in [("0", Some(0)), ("100000", Some(100_000)), ("-5", Some(-5))] {
            assert_eq!(integer(text), wanted, "{text}");
        }
        for text in ["", "+100000", "007", "-0", " 1", "1 ", "1e5", "1.0", "١", "99999999999999999999"] {
            assert_eq!(integer(text), None, "{text}");
        }
    }
}
