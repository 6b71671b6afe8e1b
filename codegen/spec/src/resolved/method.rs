//! Methods and their operations.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{
    Channel, Cite, Disputed, Document, End, Example, Fact, Field, Force, Form, Limit, Note, Step, TestRules, Times,
    Together, Told,
};

/// How a merchant reaches the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Interface {
    /// Server to server.
    Gate,
    /// The platform's own page.
    PaymentPage,
    /// The platform's own desk.
    Dashboard,
    /// Payment links sent from Dashboard.
    Links,
    /// CMS plug-ins.
    Plugins,
}

/// What can be done with a method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OperationKind {
    /// A purchase in one step.
    Sale,
    /// A hold of money.
    Auth,
    /// Taking what is held.
    Capture,
    /// Releasing what is held.
    Cancel,
    /// A purchase by stored data.
    Recurring,
    /// Money back to the customer.
    Refund,
    /// Money to the customer.
    Payout,
    /// Money back through the customer's bank.
    Chargeback,
}

impl OperationKind {
    /// Its word in files, ids and module names: `sale`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Auth => "auth",
            Self::Capture => "capture",
            Self::Cancel => "cancel",
            Self::Recurring => "recurring",
            Self::Refund => "refund",
            Self::Payout => "payout",
            Self::Chargeback => "chargeback",
        }
    }
}

/// A payment method.
#[derive(Debug, Clone, Serialize)]
pub struct Method {
    /// `tide-pay`: file name, crate name and rule ids.
    pub key: String,
    /// `tide_pay`.
    pub module: String,
    /// `TidePay`.
    pub type_name: String,
    /// Version of the file.
    pub version: String,
    /// Its name for people.
    pub title: String,
    /// What it is, in a sentence.
    pub summary: String,
    /// File below the specs folder, with `/`.
    pub source: String,
    /// The file's bytes, as read.
    #[serde(skip)]
    pub text: String,
    /// The documents behind it, by key.
    pub documents: BTreeMap<String, Document>,
    /// Where the documents say so.
    pub cite: Vec<Cite>,
    /// What it is called.
    pub names: Names,
    /// What kind of method it is.
    pub kind: Fact<String>,
    /// What the customer pays with.
    pub instruments: Fact<Vec<String>>,
    /// Where it is used.
    pub countries: Fact<Choice>,
    /// Currencies.
    pub currencies: Fact<Choice>,
    /// Who converts.
    pub conversion: Fact<String>,
    /// Every operation that the file speaks of, the absent ones included.
    pub operations: BTreeMap<OperationKind, Operation>,
    /// How strictly the countries are held.
    pub countries_force: Force,
    /// Others may come: nothing is refused.
    pub countries_open: bool,
    /// How strictly the currencies are held.
    pub currencies_force: Force,
    /// Others may come: nothing is refused.
    pub currencies_open: bool,
    /// What test mode does.
    pub test: Option<TestRules>,
    /// Documented examples, by file.
    pub examples: Vec<Example>,
    /// Documents that say different things.
    pub disputed: Vec<Disputed>,
    /// What else is worth knowing.
    pub notes: Vec<Note>,
    /// Notes that belong to no other fact here.
    pub told: Vec<Told>,
}

impl Method {
    /// What is told of an operation, or of one of its channels.
    pub fn told_of<'m>(
        &'m self,
        operation: Option<OperationKind>,
        channel: Option<&'m str>,
    ) -> impl Iterator<Item = &'m Told> {
        self.told.iter().filter(move |told| told.operation == operation && told.channel.as_deref() == channel)
    }
}

/// What the method is called; empty where it has no name there.
#[derive(Debug, Clone, Serialize)]
pub struct Names {
    /// In `force_payment_method`.
    pub payment_page: Fact<Vec<String>>,
    /// In Gate paths.
    pub gate: Fact<Vec<String>>,
    /// In `payment.method` of callbacks.
    pub callback: Fact<Vec<String>>,
}

/// A set of codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// These.
    Only(BTreeSet<String>),
    /// All of the platform's but these.
    AllExcept(BTreeSet<String>),
}

/// Whether something is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Support {
    /// Described well enough to speak of it.
    Described,
    /// A `+` in a table without more.
    Supported,
    /// The merchant's contract says it.
    Contract,
    /// Not there.
    None,
    /// The documents do not say.
    NotDocumented,
}

/// One operation of a method.
#[derive(Debug, Clone, Serialize)]
pub struct Operation {
    /// Which operation.
    pub kind: OperationKind,
    /// What it does, where the platform's own words do not do.
    pub means: Option<String>,
    /// Whether it is there.
    pub support: Support,
    /// Interfaces on which it is.
    pub via: BTreeSet<Interface>,
    /// Refunds: of the whole sum, of a part.
    pub full: Option<Support>,
    /// Refunds of a part.
    pub partial: Option<Support>,
    /// Path of the Gate request.
    pub path: Fact<String>,
    /// Currencies the operation takes; `None` where not documented.
    pub currencies: Option<Vec<String>>,
    /// It may take others: none is refused.
    pub currencies_open: bool,
    /// Limits by currency.
    pub amounts: BTreeMap<String, Limit>,
    /// How long things take.
    pub times: Times,
    /// Ways for the customer to pay, by key.
    pub channels: Vec<Channel>,
    /// Requests that can be generated.
    pub forms: Vec<Form>,
    /// Why something is not generated, a sentence each.
    pub not_generated: Vec<String>,
    /// How it ends.
    pub ends: Vec<End>,
    /// The numbered steps where the operation has no channels, by interface.
    pub steps: BTreeMap<Interface, Vec<Step>>,
    /// Values that go together: of the method and of the operation.
    pub together: Vec<Together>,
    /// What the final callback carries beyond the platform's members.
    pub carries: Vec<Field>,
    /// Whether the paid sum may differ from the asked one.
    pub may_differ: Option<bool>,
    /// Countries, where not the method's.
    pub countries: Option<Choice>,
    /// Limits of full refunds, where they have their own: merged with the operation's.
    pub full_amounts: BTreeMap<String, Limit>,
    /// Limits of partial refunds, where they have their own: merged with the operation's.
    pub partial_amounts: BTreeMap<String, Limit>,
    /// What else is worth knowing.
    pub note: Option<String>,
    /// Where the documents say so.
    pub cite: Vec<Cite>,
}

impl Operation {
    /// Whether the documents say that another sum may be paid than was asked for, on some channel or at some end; `None` where
    /// they say nothing of it.
    #[must_use]
    pub fn sum_may_differ(&self) -> Option<bool> {
        let channels = &self.channels;
        let ends = self.ends.iter().chain(channels.iter().flat_map(|channel| &channel.ends));
        let said = ends.map(|end| end.may_differ).chain(channels.iter().map(|channel| channel.may_differ));
        said.chain([self.may_differ]).flatten().reduce(|one, other| one || other)
    }

    /// Limits of the request that stands for the operation: its own first request where that takes a sum, else what the
    /// operation says.
    #[must_use]
    pub fn main_amounts(&self) -> &BTreeMap<String, Limit> {
        let main = self.forms.iter().find(|form| form.module.is_empty() && !form.amounts.is_empty());
        main.map_or(&self.amounts, |form| &form.amounts)
    }
}
