//! The table that each generated crate hands out: what a suite or a client may know of a method without naming it.

use serde_json::Value;

use crate::form::{Draft, Form, Gate, PaymentPage, ReadError};
use crate::money::{Contract, Limit};

/// A payment method as generated code describes it. `C` is the platform's callback.
#[derive(Debug)]
#[non_exhaustive]
pub struct Method<C: 'static> {
    /// `reef-money`.
    pub key: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// Version of the spec that it was made from.
    pub version: &'static str,
    /// The text of that spec, for suites that hold the crate against it; empty where a table was made by hand.
    pub spec: &'static str,
    /// Codes that preselect it on the Payment Page; empty where it cannot be.
    pub payment_page: &'static [&'static str],
    /// Labels in callbacks, in `payment.method`; empty where they are not documented.
    pub labels: &'static [&'static str],
    /// What it can do.
    pub operations: &'static [Operation],
    /// The requests that can be made.
    pub forms: &'static [FormEntry],
    /// What a callback of it tells, and nothing for one of another method. Absent where no label tells them apart.
    pub event: Option<fn(&C) -> Option<EventKind>>,
}

/// An operation of a method.
#[derive(Debug)]
#[non_exhaustive]
pub struct Operation {
    /// `reef-money/sale`: what a contract names.
    pub id: &'static str,
    /// Limits by currency.
    pub limits: &'static [&'static Limit],
    /// Seconds from the request to the usual end, where the documents say so.
    pub basic: Option<u64>,
    /// Seconds after which the platform declines by itself, where the documents say so.
    pub threshold: Option<u64>,
}

/// A form with the way into its typed API.
#[derive(Debug)]
#[non_exhaustive]
pub struct FormEntry {
    /// Path and rules.
    pub form: &'static Form,
    /// Reads a JSON request through the generated `Fields` and setters.
    pub read: Read,
}

/// Reads a JSON request through typed fields.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Read {
    /// A request of Gate.
    Gate(fn(&Value) -> Result<Draft<Gate>, ReadError>),
    /// Parameters of the Payment Page.
    Page(fn(&Value) -> Result<Draft<PaymentPage>, ReadError>),
}

/// What a callback tells, for all methods alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventKind {
    /// The customer is to be redirected.
    Redirect,
    /// The customer is to be shown something.
    Display,
    /// The payment came to an end.
    Final,
    /// Anything else.
    Other,
}

impl<C> Method<C> {
    /// A method without operations or forms.
    #[must_use]
    pub const fn new(key: &'static str, title: &'static str, version: &'static str) -> Self {
        Self { key, title, version, spec: "", payment_page: &[], labels: &[], operations: &[], forms: &[], event: None }
    }

    /// Sets the text of the spec.
    #[must_use]
    pub const fn spec(mut self, text: &'static str) -> Self {
        self.spec = text;
        self
    }

    /// Sets the codes on the Payment Page.
    #[must_use]
    pub const fn payment_page(mut self, codes: &'static [&'static str]) -> Self {
        self.payment_page = codes;
        self
    }

    /// Sets the labels in callbacks and how a callback is told apart.
    #[must_use]
    pub const fn labels(mut self, labels: &'static [&'static str], event: fn(&C) -> Option<EventKind>) -> Self {
        self.labels = labels;
        self.event = Some(event);
        self
    }

    /// Sets the operations.
    #[must_use]
    pub const fn operations(mut self, operations: &'static [Operation]) -> Self {
        self.operations = operations;
        self
    }

    /// Sets the forms.
    #[must_use]
    pub const fn forms(mut self, forms: &'static [FormEntry]) -> Self {
        self.forms = forms;
        self
    }

    /// What one merchant's contract changes; empty at first.
    #[must_use]
    pub fn contract(&'static self) -> Contract {
        Contract::new(self.key, self.operations, self.forms)
    }
}

impl Operation {
    /// An operation and its limits.
    #[must_use]
    pub const fn new(id: &'static str, limits: &'static [&'static Limit]) -> Self {
        Self { id, limits, basic: None, threshold: None }
    }

    /// Sets the usual time and the one after which the platform declines by itself, in seconds.
    #[must_use]
    pub const fn times(mut self, basic: Option<u64>, threshold: Option<u64>) -> Self {
        self.basic = basic;
        self.threshold = threshold;
        self
    }
}

impl FormEntry {
    /// A form of Gate.
    #[must_use]
    pub const fn gate(form: &'static Form, read: fn(&Value) -> Result<Draft<Gate>, ReadError>) -> Self {
        Self { form, read: Read::Gate(read) }
    }

    /// A form of the Payment Page.
    #[must_use]
    pub const fn page(form: &'static Form, read: fn(&Value) -> Result<Draft<PaymentPage>, ReadError>) -> Self {
        Self { form, read: Read::Page(read) }
    }
}
