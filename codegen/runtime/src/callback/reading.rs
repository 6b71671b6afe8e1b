//! Which members of a callback mean what: paid or not, the same news or not, as ordered or not.

use super::{
    ActionKey, Contradiction, DedupeKey, DisplayData, Mismatch, Order, RedirectData, Shape, Sums, Unpaid, Verified,
    same_value,
};
use crate::json::Item;

/// The platform's facts about its callbacks, by path. Generated.
#[derive(Debug)]
#[non_exhaustive]
pub struct Reading {
    shape: &'static Shape,
    paid: &'static [(&'static str, &'static str)],
    operation_type: TakesMoney,
    payment_type: TakesMoney,
    operation: &'static [&'static str],
    sums: Sums,
    method: &'static str,
    payment: &'static str,
    payment_elsewhere: &'static [&'static str],
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
            operation: &[],
            sums: Sums::NONE,
            method: "",
            payment: "",
            payment_elsewhere: &[],
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

    /// Members that tell the operation: the first that is there counts.
    #[must_use]
    pub const fn operation(mut self, operation: &'static [&'static str]) -> Self {
        self.operation = operation;
        self
    }

    /// Which members hold which sum.
    #[must_use]
    pub const fn sums_at(mut self, sums: Sums) -> Self {
        self.sums = sums;
        self
    }

    /// Members that hold the payment's id where the first one does not.
    #[must_use]
    pub const fn payment_elsewhere(mut self, places: &'static [&'static str]) -> Self {
        self.payment_elsewhere = places;
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

    pub(super) const fn sums(&self) -> &Sums {
        &self.sums
    }

    /// The label of the method.
    #[must_use]
    pub fn method<'a>(&self, callback: &'a Verified) -> Option<&'a str> {
        self.text(callback, self.method)
    }

    /// The merchant's id of the payment, wherever it stands; nothing where two members name two payments.
    #[must_use]
    pub fn payment_id<'a>(&self, callback: &'a Verified) -> Option<&'a str> {
        self.one_payment(callback).ok().flatten()
    }

    /// The payment's id out of every place that has one. Letter case does not tell payments apart.
    fn one_payment<'a>(&self, callback: &'a Verified) -> Result<Option<&'a str>, Contradiction> {
        let places = std::iter::once(&self.payment).chain(self.payment_elsewhere);
        let mut ids = places.filter_map(|path| self.text(callback, path)).filter(|id| !id.is_empty());
        let first = ids.next();
        let same = |id: &str| first.is_some_and(|first| same_payment(first, id));
        if ids.all(same) { Ok(first) } else { Err(Contradiction::Payments) }
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
        let operation = self.has_operation(callback);
        let counted = |path: &&str| operation || !is_below(path, self.operation_type.0);
        for (path, value) in self.paid.iter().filter(|(path, _)| counted(path)) {
            if self.text(callback, path) != Some(value) {
                return Err(Unpaid::Member(path));
            }
        }
        self.taking(callback).map_err(|(member, found)| Unpaid::Type { member, found })
    }

    /// Whether the payment's status is the one with which all of it is paid.
    pub(super) fn is_paid_status(&self, callback: &Verified) -> bool {
        let paid = self.paid.iter().find(|(path, _)| *path == self.status);
        paid.is_some_and(|(path, value)| self.text(callback, path) == Some(value))
    }

    /// Whether there is an operation: any member of the object that holds its type.
    fn has_operation(&self, callback: &Verified) -> bool {
        let beside = |path: &str| is_below(path, self.operation_type.0);
        let fields = self.shape.fields().iter().enumerate().filter(|(_, field)| beside(field.path));
        fields.into_iter().any(|(row, _)| callback.field(row).is_some())
    }

    /// The member whose type takes no money, with the type; of the payment where there is no operation.
    fn taking(&self, callback: &Verified) -> Result<(), (&'static str, Option<String>)> {
        let (member, types) = if self.has_operation(callback) { self.operation_type } else { self.payment_type };
        match self.text(callback, member) {
            Some(found) if types.iter().any(|one| same_value(one, found)) => Ok(()),
            found => Err((member, found.map(str::to_owned))),
        }
    }

    /// Whether the operation is a debit of a series, by its type: the sums of such a callback are those of this debit, and say
    /// nothing of the other ones.
    pub(super) fn is_of_series(&self, callback: &Verified) -> bool {
        let found = self.text(callback, self.operation_type.0);
        found.is_some_and(|found| self.sums().series.iter().any(|one| same_value(one, found)))
    }

    /// Whether the operation, or without one the payment, took money from the customer and succeeded. The payment need not
    /// be paid by that: it may be one of several operations.
    #[must_use]
    pub fn took_money(&self, callback: &Verified) -> bool {
        let operation = self.has_operation(callback);
        let counted = |path: &str| !operation || is_below(path, self.operation_type.0);
        let mut own = self.paid.iter().filter(|(path, _)| counted(path)).peekable();
        let known = own.peek().is_some();
        if !operation {
            return self.is_paid(callback);
        }
        known && own.all(|(path, value)| self.text(callback, path) == Some(value)) && self.taking(callback).is_ok()
    }

    /// Equal for callbacks that bring the same news, and for no others: see [`DedupeKey`].
    #[must_use]
    pub fn dedupe_key(&self, callback: &Verified) -> DedupeKey {
        DedupeKey::of(callback)
    }

    /// Equal for callbacks of one operation of one payment: see [`ActionKey`]. Nothing where the callback names no payment,
    /// or two. Without an operation that is named, all callbacks of the payment have one key.
    #[must_use]
    pub fn action_key(&self, callback: &Verified) -> Option<ActionKey> {
        let payment = self.payment_id(callback)?;
        let mut members = self.operation.iter().enumerate();
        let named = |(member, path): (usize, &&str)| Some((member, self.item(callback, path)?.signed_text()?));
        let operation = members.find_map(|member| named(member).filter(|(_, text)| !text.is_empty()));
        let operation = operation.as_ref().map(|(member, text)| (*member, text.as_ref()));
        Some(ActionKey::of(callback.project_id(), payment, operation))
    }

    /// Holds a callback against an order: it confirms the order if it says that all of it is paid.
    ///
    /// What is paid so far is compared, where the callback says it; without it, what the operation took.
    ///
    /// # Errors
    /// The first of project, payment id, currency and amount that is absent or differs; members that contradict each
    /// other; or why the payment is not paid.
    pub fn check(&self, callback: &Verified, order: &Order<'_>) -> Result<(), Mismatch> {
        self.hold(callback, order, false)
    }

    /// [`Reading::check`] of a method whose documents say that the customer may pay another sum than asked for: the order
    /// must be of the sum that was paid, whatever was asked for.
    ///
    /// # Errors
    /// As [`Reading::check`].
    pub fn check_other_sum(&self, callback: &Verified, order: &Order<'_>) -> Result<(), Mismatch> {
        self.hold(callback, order, true)
    }

    fn hold(&self, callback: &Verified, order: &Order<'_>, may_differ: bool) -> Result<(), Mismatch> {
        if callback.project_id() != order.project_id {
            return Err(Mismatch::Project);
        }
        let payment = self.one_payment(callback).map_err(Mismatch::Contradiction)?;
        if !same_payment(payment.ok_or(Mismatch::Absent("payment id"))?, order.payment_id) {
            return Err(Mismatch::PaymentId);
        }
        let sum = self.sum_to_check(callback).map_err(|_| Mismatch::Absent("sum as a whole"))?;
        let (amount, currency) = sum.ok_or(Mismatch::Absent("sum"))?;
        if currency != order.currency {
            return Err(Mismatch::Currency);
        }
        if amount != order.amount {
            return Err(Mismatch::Amount { ordered: order.amount, found: amount });
        }
        if let Err((member, Some(found))) = self.taking(callback) {
            return Err(Mismatch::Type { member, found });
        }
        self.contradiction(callback, may_differ).map_err(Mismatch::Contradiction)?;
        self.paid_by(callback).map_err(Mismatch::Unpaid)
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

    pub(super) fn item<'a>(&self, callback: &'a Verified, path: &str) -> Option<Item<'a>> {
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

/// Letter case does not tell payments apart.
fn same_payment(one: &str, other: &str) -> bool {
    one == other || one.to_lowercase() == other.to_lowercase()
}
