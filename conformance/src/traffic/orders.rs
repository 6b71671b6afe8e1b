//! What was ordered: what paid callbacks are held against.

use std::collections::HashMap;
use std::path::Path;

use serde::Deserialize;

use super::shard::payment_id_without_case;
use crate::{plain, regular};

/// Largest file of orders.
const LARGEST: u64 = 1 << 30;

/// Orders by the payment's id, in whatever letter case.
#[derive(Default)]
pub struct Orders(HashMap<String, Ordered>);

/// An order.
pub(super) struct Ordered {
    /// In minor units.
    pub(super) amount: i64,
    /// ISO 4217 code.
    pub(super) currency: String,
}

/// A line of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Line {
    /// The payment's identifier.
    pub(crate) id: String,
    /// In minor units.
    pub(crate) amount: i64,
    /// ISO 4217 code.
    pub(crate) currency: String,
}

impl Line {
    /// Reads it.
    ///
    /// # Errors
    /// What is wrong and how an order is written. What the line holds is not repeated.
    pub(crate) fn read(line: &[u8]) -> Result<Self, String> {
        let order: Self = serde_json::from_slice(line).map_err(|_| {
            "no order: write {\"id\": \"…\", \"amount\": 100000, \"currency\": \"KES\"}, the amount in minor units"
                .to_owned()
        })?;
        if order.amount < 0 { Err("the amount is below zero".to_owned()) } else { Ok(order) }
    }
}

impl Orders {
    /// Reads JSON lines of `id`, `amount` (an integer in minor units) and `currency`.
    ///
    /// # Errors
    /// Where the file cannot be read, or a line is no order. What it holds is not repeated.
    pub fn read(file: &Path) -> Result<Self, String> {
        let told = |why: &dyn std::fmt::Display| format!("{}: {why}", plain::path(file));
        let text = regular::read(file, LARGEST).map_err(|why| told(&why))?;
        Self::of(&text).map_err(|why| told(&why))
    }

    /// The same out of a text.
    ///
    /// # Errors
    /// Where a line is no order.
    pub fn of(text: &[u8]) -> Result<Self, String> {
        let mut orders = HashMap::new();
        let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
        for (at, line) in text.split(|byte| *byte == b'\n').enumerate() {
            if line.trim_ascii().is_empty() {
                continue;
            }
            let wrong = |why: String| format!("line {}: {why}", at + 1);
            let Line { id, amount, currency } = Line::read(line).map_err(wrong)?;
            let known = orders.insert(payment_id_without_case(&id).into_owned(), Ordered { amount, currency });
            if known.is_some() {
                return Err(wrong("this id was ordered before: letter case does not tell payments apart".to_owned()));
            }
        }
        Ok(Self(orders))
    }

    /// The order of a payment.
    pub(super) fn get(&self, id: &str) -> Option<&Ordered> {
        self.0.get(payment_id_without_case(id).as_ref())
    }
}

/// Prints how many there are.
impl std::fmt::Debug for Orders {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Orders({})", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_lines_and_a_line_that_is_none_is_told_by_its_number() {
        let good = "\u{feff}{\"id\": \"A\", \"amount\": 1, \"currency\": \"KES\"}\r\n\n{\"id\":\"b\",\"amount\":0,\"currency\":\"USD\"}";
        let orders = Orders::of(good.as_bytes()).unwrap();
        assert_eq!(format!("{orders:?}"), "Orders(2)");
        assert_eq!(orders.get("a").map(|order| (order.currency.as_str(), order.amount)), Some(("KES", 1)));
        assert!(orders.get("c").is_none());
        for (bad, why) in [
            ("{}", "line 1: no order"),
            ("\n{\"id\":\"secret-id\",\"amount\":1.5,\"currency\":\"KES\"}", "line 2: no order"),
            ("{\"id\":\"a\",\"amount\":-1,\"currency\":\"KES\"}", "below zero"),
            (
                "{\"id\":\"a\",\"amount\":1,\"currency\":\"KES\"}\n{\"id\":\"A\",\"amount\":1,\"currency\":\"KES\"}",
                "line 2: this id",
            ),
        ] {
            let refused = Orders::of(bad.as_bytes()).unwrap_err();
            assert!(refused.contains(why) && !refused.contains("secret-id"), "{bad}: {refused}");
        }
    }
}
