//! An operation as it is listed: the members that a reconciliation reads.

use std::fmt;

use ecommpay_platform::runtime::json::{Item, Kind};

/// An operation as it is listed. Members are texts as they are written; `None` is absent.
#[derive(Clone, Copy, Default)]
pub struct Row<'a> {
    /// The project's identifier.
    pub project: Option<&'a str>,
    /// The merchant's identifier of the payment.
    pub payment: Option<&'a str>,
    /// The operation's identifier on the platform.
    pub operation: Option<&'a str>,
    /// What was done: `sale`.
    pub kind: Option<&'a str>,
    /// How it went: `success`.
    pub status: Option<&'a str>,
    /// What the payment method is called.
    pub method: Option<&'a str>,
    /// The sum that was asked for.
    pub amount: Option<&'a str>,
    /// Its currency, an ISO 4217 code.
    pub currency: Option<&'a str>,
    /// What it comes to after conversion.
    pub converted: Option<&'a str>,
    /// The currency of that.
    pub converted_currency: Option<&'a str>,
    /// When it came to its end.
    pub completed: Option<&'a str>,
}

/// How many members are read.
pub(super) const MEMBERS: usize = 11;

/// What the Data API calls them, in the order of [`Row::of_texts`].
pub(super) const NAMES: [&str; MEMBERS] = [
    "project_id",
    "payment_id",
    "operation_id",
    "operation_type",
    "operation_status",
    "payment_method_name",
    "sum_initial.amount",
    "sum_initial.currency",
    "sum_converted.amount",
    "sum_converted.currency",
    "operation_completed_at",
];

impl<'a> Row<'a> {
    /// Of texts in the order of [`NAMES`]; an empty one is absent.
    pub(super) fn of_texts(texts: [Option<&'a str>; MEMBERS]) -> Self {
        let texts = texts.map(|text| text.filter(|text| !text.is_empty()));
        let [project, payment, operation, kind, status, method, amount, currency, ..] = texts;
        let [.., converted, converted_currency, completed] = texts;
        Self {
            project,
            payment,
            operation,
            kind,
            status,
            method,
            amount,
            currency,
            converted,
            converted_currency,
            completed,
        }
    }

    /// Of an object of the Data API.
    ///
    /// # Errors
    /// The member that is neither a text nor a number.
    pub(super) fn of_item(item: Item<'a>) -> Result<Self, String> {
        let mut texts = [None; MEMBERS];
        for (place, name) in texts.iter_mut().zip(NAMES) {
            let found = item.at(name).filter(|item| item.kind() != Kind::Null);
            let text = found.map(|item| item.as_str().or_else(|| item.number_text()));
            *place = match text {
                Some(None) => return Err(format!("{name} is neither a text nor a number")),
                text => text.flatten(),
            };
        }
        Ok(Self::of_texts(texts))
    }
}

/// Prints nothing of what it says.
impl fmt::Debug for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Row(..)")
    }
}
