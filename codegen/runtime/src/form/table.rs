//! The static table of a form: its rows in signing order.

use super::condition::{LimitWhen, Narrowing, Requirement, Together};
use super::draft::Slot;
use super::encoded::Encoding;
use super::integer::IntegerRule;
use super::text::TextRule;
use crate::callback::Reading;
use crate::money::Limit;

/// One request that a merchant can make: an operation on an interface, by itself or in one channel.
#[derive(Debug)]
#[non_exhaustive]
pub struct Form {
    /// Stem of its rules' ids: `reef-money/sale/gate`.
    pub id: &'static str,
    /// Where the request goes.
    pub interface: Interface,
    /// Path below the interface's host: `/v2/payment/reef-money/sale`.
    pub path: &'static str,
    /// The operation, as in `reef-money/sale`: what a contract names.
    pub operation: &'static str,
    /// The channel of the operation whose form it is; empty where the operation has none.
    pub channels: &'static [&'static str],
    /// Rows in signing order; an object stands before its members.
    pub rows: &'static [Row],
    /// The platform's own parameters of the interface: a value of one that the form has no row for is held against these.
    pub parameters: &'static [Row],
    /// Currencies it takes, with their limits. Empty: the documents do not say, and any is let through.
    pub limits: &'static [&'static Limit],
    /// Limits that hold only under a condition, in place of those of `limits`.
    pub limits_when: &'static [LimitWhen],
    /// It may take currencies beside those of `limits`: none is refused.
    pub open: bool,
    /// Fields that are required only under a condition.
    pub requirements: &'static [Requirement],
    /// What fields must be only under a condition.
    pub narrowings: &'static [Narrowing],
    /// Values that are taken only together.
    pub together: &'static [Together],
    /// How the callbacks are read that bring the request's texts back.
    pub callbacks: Option<&'static Reading>,
}

/// Where a request goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Interface {
    /// JSON sent from server to server.
    Gate,
    /// Parameters of the URL that opens the platform's payment form.
    PaymentPage,
}

/// A field of a form.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Row {
    /// JSON members joined by dots: `customer.ip_address`.
    pub path: &'static str,
    /// What a value of it is.
    pub kind: Kind,
    /// Who must send it.
    pub presence: Presence,
    /// Who gives the value.
    pub source: Source,
    /// It is a member of the JSON inside a text: the row of that text stands before it.
    pub inside: bool,
    /// Where the documents say so.
    pub cite: &'static str,
}

/// What a value is.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Kind {
    /// A JSON string.
    Text(TextRule),
    /// A JSON integer.
    Integer(IntegerRule),
    /// `true` or `false`.
    Boolean,
    /// Minor units between these, judged with the currency.
    Amount(IntegerRule),
    /// A currency of the operation.
    Currency,
    /// An object that holds other rows.
    Object,
    /// A list.
    List,
    /// A JSON string that holds an object, whose members are rows too.
    Encoded(Encoding),
    /// The documents do not say.
    Json,
}

/// Who must send a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Presence {
    /// Without it the platform refuses.
    Required,
    /// Required, but asked for later where it is absent.
    Clarifiable,
    /// The merchant's contract says whether.
    Contract,
    /// Better sent.
    Recommended,
    /// May be sent.
    Optional,
    /// May be sent and is not read.
    Ignored,
}

/// Who gives a field's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// The caller, through the typed API.
    Caller,
    /// The project that signs.
    Project,
    /// The signature itself.
    Signature,
    /// Nobody: an object that holds other rows.
    Holder,
    /// The form: there is one value, which is always sent.
    Fixed,
    /// The form: a text made of the rows below it.
    Encoded,
}

impl Form {
    /// A form of Gate at a path.
    #[must_use]
    pub const fn gate(id: &'static str, operation: &'static str, path: &'static str) -> Self {
        Self::new(Interface::Gate, id, operation, path)
    }

    /// A form of the Payment Page.
    #[must_use]
    pub const fn payment_page(id: &'static str, operation: &'static str, path: &'static str) -> Self {
        Self::new(Interface::PaymentPage, id, operation, path)
    }

    const fn new(interface: Interface, id: &'static str, operation: &'static str, path: &'static str) -> Self {
        Self {
            id,
            interface,
            path,
            operation,
            channels: &[],
            rows: &[],
            parameters: &[],
            limits: &[],
            limits_when: &[],
            open: false,
            requirements: &[],
            narrowings: &[],
            together: &[],
            callbacks: None,
        }
    }

    /// Asks for what another form asks for: its rows, limits, conditions and tables, under ids of its own.
    #[must_use]
    pub const fn same_as(mut self, other: &Self) -> Self {
        self.rows = other.rows;
        self.limits = other.limits;
        self.limits_when = other.limits_when;
        self.open = other.open;
        self.requirements = other.requirements;
        self.narrowings = other.narrowings;
        self.together = other.together;
        self
    }

    /// Sets how the callbacks are read that bring the request's texts back: a text that would make them ambiguous is not
    /// signed.
    #[must_use]
    pub const fn callbacks(mut self, reading: &'static Reading) -> Self {
        self.callbacks = Some(reading);
        self
    }

    /// Sets what holds only under conditions.
    #[must_use]
    pub const fn under_conditions(
        mut self,
        requirements: &'static [Requirement],
        narrowings: &'static [Narrowing],
    ) -> Self {
        self.requirements = requirements;
        self.narrowings = narrowings;
        self
    }

    /// Sets the values that are taken only together.
    #[must_use]
    pub const fn together(mut self, together: &'static [Together]) -> Self {
        self.together = together;
        self
    }

    /// Sets the rows.
    #[must_use]
    pub const fn rows(mut self, rows: &'static [Row]) -> Self {
        self.rows = rows;
        self
    }

    /// Sets the platform's own parameters of the interface.
    #[must_use]
    pub const fn parameters(mut self, parameters: &'static [Row]) -> Self {
        self.parameters = parameters;
        self
    }

    /// Sets the currencies and limits.
    #[must_use]
    pub const fn limits(mut self, limits: &'static [&'static Limit]) -> Self {
        self.limits = limits;
        self
    }

    /// Sets the limits that hold only under conditions.
    #[must_use]
    pub const fn limits_when(mut self, limits: &'static [LimitWhen]) -> Self {
        self.limits_when = limits;
        self
    }

    /// Says that there may be further currencies.
    #[must_use]
    pub const fn open(mut self) -> Self {
        self.open = true;
        self
    }

    /// Sets the channels.
    #[must_use]
    pub const fn channels(mut self, channels: &'static [&'static str]) -> Self {
        self.channels = channels;
        self
    }

    /// The platform's parameters that the form has no row for.
    pub(super) fn parameters_beside(&self) -> impl Iterator<Item = &'static Row> + '_ {
        self.parameters.iter().filter(move |parameter| self.row(parameter.path).is_none())
    }

    /// The index of a row.
    #[must_use]
    pub fn row(&self, path: &str) -> Option<usize> {
        self.rows.iter().position(|row| row.path == path)
    }
}

impl Interface {
    /// Stem of the ids of rules that the platform has for its own parameters.
    pub(super) const fn stem(self) -> &'static str {
        match self {
            Self::Gate => "platform/gate",
            Self::PaymentPage => "platform/payment_page",
        }
    }
}

impl Row {
    /// A field that may be sent.
    #[must_use]
    pub const fn new(path: &'static str, kind: Kind) -> Self {
        Self { path, kind, presence: Presence::Optional, source: Source::Caller, inside: false, cite: "" }
    }

    /// An object that holds other rows.
    #[must_use]
    pub const fn holder(path: &'static str) -> Self {
        Self { source: Source::Holder, ..Self::new(path, Kind::Object) }
    }

    /// A text that holds an object, whose members are the rows below it.
    #[must_use]
    pub const fn encoded(path: &'static str, encoding: Encoding) -> Self {
        Self { source: Source::Encoded, ..Self::new(path, Kind::Encoded(encoding)) }
    }

    /// Says that it is a member of the JSON inside a text.
    #[must_use]
    pub const fn inside(mut self) -> Self {
        self.inside = true;
        self
    }

    /// Who must send it, and where the documents say so.
    #[must_use]
    pub const fn presence(mut self, presence: Presence, cite: &'static str) -> Self {
        self.presence = presence;
        self.cite = cite;
        self
    }

    /// Required, and where the documents say so.
    #[must_use]
    pub const fn required(self, cite: &'static str) -> Self {
        self.presence(Presence::Required, cite)
    }

    /// Who gives the value.
    #[must_use]
    pub const fn from(mut self, source: Source) -> Self {
        self.source = source;
        self
    }
}

impl Kind {
    /// The value of a field that has only one.
    pub(super) fn only(self) -> Option<Slot> {
        match self {
            Self::Text(TextRule { values: [(value, _)], open: false, .. }) => Some(Slot::Text((*value).to_owned())),
            Self::Integer(IntegerRule { values: [(value, _)], open: false, .. }) => Some(Slot::Integer(*value)),
            _ => None,
        }
    }
}
