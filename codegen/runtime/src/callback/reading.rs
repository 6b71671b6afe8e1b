//! Which members of a callback mean what: paid or not, the same news or not, as ordered or not.

use std::fmt;

use super::{DisplayData, RedirectData, Shape, Verified};
use crate::json::Item;

/// The platform's facts about its callbacks, by path. Generated.
#[derive(Debug)]
#[non_exhaustive]
pub struct Reading {
    shape: &'static Shape,
    paid: &'static [(&'static str, &'static str)],
    operation_type: TakesMoney,
    payment_type: TakesMoney,
    dedupe: &'static [&'static str],
    sums: &'static [&'static str],
    method: &'static str,
    payment: &'static str,
    status: &'static str,
    redirect: &'static str,
    display: &'static str,
}

impl Reading {
    /// Of a shape, without facts.
    #[must_use]
    pub const fn new(shape: &'static Shape) -> Self {
        Self {
            shape,
            paid: &[],
            operation_type: ("", &[]),
            payment_type: ("", &[]),
            dedupe: &[],
            sums: &[],
            method: "",
            payment: "",
            status: "",
            redirect: "",
            display: "",
        }
    }

    /// Members and values that together mean: what the operation does was done.
    #[must_use]
    pub const fn paid(mut self, paid: &'static [(&'static str, &'static str)]) -> Self {
        self.paid = paid;
        self
    }

    /// The members with the types of the operation and of the payment, each with the types that take money from the
    /// customer. Where there is no operation, the payment's type counts.
    #[must_use]
    pub const fn takes_money(mut self, operation: TakesMoney, payment: TakesMoney) -> Self {
        self.operation_type = operation;
        self.payment_type = payment;
        self
    }

    /// Members that are equal in callbacks that bring the same news.
    #[must_use]
    pub const fn dedupe(mut self, dedupe: &'static [&'static str]) -> Self {
        self.dedupe = dedupe;
        self
    }

    /// Objects of `amount` and `currency`; the first that is there is what the merchant asked for.
    #[must_use]
    pub const fn sums(mut self, sums: &'static [&'static str]) -> Self {
        self.sums = sums;
        self
    }

    /// Members that hold the method's label, the payment's id and its status.
    #[must_use]
    pub const fn members(mut self, method: &'static str, payment: &'static str, status: &'static str) -> Self {
        self.method = method;
        self.payment = payment;
        self.status = status;
        self
    }

    /// Members that ask for a redirect and for something to be shown.
    #[must_use]
    pub const fn turns(mut self, redirect: &'static str, display: &'static str) -> Self {
        self.redirect = redirect;
        self.display = display;
        self
    }

    /// The shape that it is of.
    pub(crate) const fn shape(&self) -> &'static Shape {
        self.shape
    }

    /// The members that every callback of an end has: what it says of the payment.
    pub(crate) fn always(&self) -> impl Iterator<Item = &'static str> {
        self.paid.iter().map(|(path, _)| *path).chain([self.payment, self.status])
    }

    /// The member that holds the payment's id.
    pub(crate) const fn payment(&self) -> &'static str {
        self.payment
    }

    /// The label of the method.
    #[must_use]
    pub fn method<'a>(&self, callback: &'a Verified) -> Option<&'a str> {
        self.text(callback, self.method)
    }

    /// The merchant's id of the payment.
    #[must_use]
    pub fn payment_id<'a>(&self, callback: &'a Verified) -> Option<&'a str> {
        self.text(callback, self.payment)
    }

    /// The status of the payment, as sent.
    #[must_use]
    pub fn status<'a>(&self, callback: &'a Verified) -> Option<&'a str> {
        self.text(callback, self.status)
    }

    /// Whether every member says that the operation succeeded and the payment stands paid, and the operation is of a type
    /// that takes money. Without such facts: no.
    #[must_use]
    pub fn is_paid(&self, callback: &Verified) -> bool {
        self.paid_by(callback).is_ok()
    }

    /// [`Reading::is_paid`], and why not.
    ///
    /// A callback without an operation is paid where what it says of the payment is success, and the payment's type takes
    /// money.
    ///
    /// # Errors
    /// The first member that speaks against it.
    pub fn paid_by(&self, callback: &Verified) -> Result<(), Unpaid> {
        if self.paid.is_empty() {
            return Err(Unpaid::Unknown);
        }
        let operation = self.operation(callback);
        let counted = |path: &&str| operation || !is_below(path, self.operation_type.0);
        for (path, value) in self.paid.iter().filter(|(path, _)| counted(path)) {
            if self.text(callback, path) != Some(value) {
                return Err(Unpaid::Member(path));
            }
        }
        self.taking(callback).map_err(|(member, found)| Unpaid::Type { member, found })
    }

    /// Whether there is an operation: any member of the object that holds its type.
    fn operation(&self, callback: &Verified) -> bool {
        let beside = |path: &str| is_below(path, self.operation_type.0);
        let fields = self.shape.fields().iter().enumerate().filter(|(_, field)| beside(field.path));
        fields.into_iter().any(|(row, _)| callback.field(row).is_some())
    }

    /// The member whose type takes no money, with the type; of the payment where there is no operation.
    fn taking(&self, callback: &Verified) -> Result<(), (&'static str, Option<String>)> {
        let (member, types) = if self.operation(callback) { self.operation_type } else { self.payment_type };
        match self.text(callback, member) {
            Some(found) if types.contains(&found) => Ok(()),
            found => Err((member, found.map(str::to_owned))),
        }
    }

    /// Equal for callbacks that bring the same news.
    #[must_use]
    pub fn dedupe_key(&self, callback: &Verified) -> String {
        let mut key = String::new();
        for path in self.dedupe {
            let text = self.item(callback, path).and_then(Item::signed_text).unwrap_or_default();
            // the length keeps two members from passing for one
            key.push_str(&format!("{}:{text};", text.len()));
        }
        key
    }

    /// The sum that the merchant asked for, in minor units, with its currency.
    #[must_use]
    pub fn sum<'a>(&self, callback: &'a Verified) -> Option<(i64, &'a str)> {
        self.sums.iter().find_map(|path| {
            let amount = self.item(callback, &format!("{path}.amount")).and_then(Item::as_i64)?;
            let currency = self.text(callback, &format!("{path}.currency"))?;
            Some((amount, currency))
        })
    }

    /// Holds a callback against an order.
    ///
    /// # Errors
    /// The first of project, payment id, currency and amount that is absent or differs; or that what was done takes no
    /// money from the customer, if the callback gives its type.
    pub fn check(&self, callback: &Verified, order: &Order<'_>) -> Result<(), Mismatch> {
        if callback.project_id() != order.project_id {
            return Err(Mismatch::Project);
        }
        let payment = self.payment_id(callback).ok_or(Mismatch::Absent("payment id"))?;
        if payment != order.payment_id {
            return Err(Mismatch::PaymentId);
        }
        let (amount, currency) = self.sum(callback).ok_or(Mismatch::Absent("sum"))?;
        if currency != order.currency {
            return Err(Mismatch::Currency);
        }
        if amount != order.amount {
            return Err(Mismatch::Amount { ordered: order.amount, found: amount });
        }
        match self.taking(callback) {
            Err((member, Some(found))) => Err(Mismatch::Type { member, found }),
            _ => Ok(()),
        }
    }

    /// The data of a redirect.
    #[must_use]
    pub fn redirect<'a>(&self, callback: &'a Verified) -> Option<RedirectData<'a>> {
        let row = |member: &str| self.row(&format!("{}.{member}", self.redirect));
        callback.redirect_at(row("url")?, row("method"), row("body"))
    }

    /// What is to be shown.
    #[must_use]
    pub fn display<'a>(&self, callback: &'a Verified) -> Option<DisplayData<'a>> {
        self.item(callback, self.display).map(DisplayData)
    }

    fn text<'a>(&self, callback: &'a Verified, path: &str) -> Option<&'a str> {
        self.item(callback, path).and_then(Item::as_str)
    }

    fn item<'a>(&self, callback: &'a Verified, path: &str) -> Option<Item<'a>> {
        callback.field(self.row(path)?)
    }

    fn row(&self, path: &str) -> Option<usize> {
        self.shape.fields().iter().position(|field| field.path == path)
    }
}

/// A member with a type, and the types that take money from the customer.
pub type TakesMoney = (&'static str, &'static [&'static str]);

/// Whether a member stands beside another, in the same object or deeper.
fn is_below(path: &str, beside: &str) -> bool {
    let holder = beside.rsplit_once('.').map_or("", |(holder, _)| holder);
    !holder.is_empty() && path.strip_prefix(holder).is_some_and(|rest| rest.starts_with('.'))
}

/// Why a callback does not say that its payment is paid.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unpaid {
    /// Nothing is known of when a payment is paid.
    Unknown,
    /// This member does not say success.
    Member(&'static str),
    /// The operation, or without one the payment, is of a type that takes no money, or of none.
    Type {
        /// The member with the type.
        member: &'static str,
        /// The type, as it was sent.
        found: Option<String>,
    },
}

impl fmt::Display for Unpaid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("nothing is known of when a payment is paid"),
            Self::Member(path) => write!(f, "{path} does not say success"),
            Self::Type { member, found: Some(found) } => write!(f, "{member} is {found:?}, which takes no money"),
            Self::Type { member, found: None } => write!(f, "{member} is absent: it may have taken no money"),
        }
    }
}

impl std::error::Error for Unpaid {}

/// What the merchant ordered, for [`Reading::check`].
#[derive(Clone, Copy)]
pub struct Order<'a> {
    /// The project that asked for it: a callback of a test project pays no live order.
    pub project_id: i64,
    /// The merchant's id of the payment.
    pub payment_id: &'a str,
    /// In minor units.
    pub amount: i64,
    /// ISO 4217 code.
    pub currency: &'a str,
}

/// Prints no identifier of the payment.
impl std::fmt::Debug for Order<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { project_id, amount, currency, payment_id: _ } = self;
        let mut shown = f.debug_struct("Order");
        shown
            .field("project_id", project_id)
            .field("amount", amount)
            .field("currency", currency)
            .finish_non_exhaustive()
    }
}

/// What of an order a callback does not confirm.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mismatch {
    /// It is of another project.
    Project,
    /// It is about another payment.
    PaymentId,
    /// It is in another currency.
    Currency,
    /// It is about another sum, in minor units.
    Amount {
        /// As ordered.
        ordered: i64,
        /// As the callback says.
        found: i64,
    },
    /// What was done takes no money from the customer: a refund, a payout, a hold.
    Type {
        /// The member with the type of the operation, or without one of the payment.
        member: &'static str,
        /// The type, as it was sent.
        found: String,
    },
    /// The callback does not say.
    Absent(&'static str),
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Project => f.write_str("the callback is of another project than the order"),
            Self::PaymentId => f.write_str("the callback is about another payment"),
            Self::Currency => f.write_str("the callback is in another currency than the order"),
            Self::Amount { ordered, found } => {
                write!(f, "the callback is about {found} minor units, the order about {ordered}")
            }
            Self::Type { member, found } => write!(f, "{member} is {found:?}, which takes no money from the customer"),
            Self::Absent(what) => write!(f, "the callback does not say its {what}"),
        }
    }
}

impl std::error::Error for Mismatch {}
