//! Operations, their channels and turns, and how they end.

use schemars::JsonSchema;
use serde::Deserialize;

use super::amount::{Amounts, Set, TimesOr};
use super::cite::Cites;
use super::fact::{Beside, Block, Fact, FactOr};
use super::field::{Field, Fields, Send};
use super::keyed::{Keyed, Many, Map, Short, block};
use super::method::Together;
use super::text::{Duration, OperationCode, Path, PathKey, Snake, Text, UrlPath};
use super::when::{Atom, When};

/// What can be done with a method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OperationName {
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

/// How a merchant reaches the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InterfaceName {
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

/// A `+` in a table without more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Supported {
    /// The operation is there; the documents say no more.
    Supported,
}

/// Who acts in a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// Who pays or is paid.
    Customer,
    /// The merchant's web service.
    Shop,
    /// The platform's page.
    PaymentPage,
    /// The platform.
    Platform,
    /// The provider behind the method.
    Provider,
    /// The platform's desk.
    Dashboard,
}

/// What a turn needs from the merchant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Show {
    /// The customer must see it.
    Required,
    /// The customer need not see it.
    Optional,
}

/// Whether the paid sum may differ from the asked one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SumWord {
    /// Always the same.
    Same,
    /// The customer may pay another sum.
    MayDiffer,
}

block! {
    /// Something that the platform sends to be shown.
    Shown {
        /// As sent in `type`: `qr_img`.
        kind: Option<Text>,
        /// What the data are.
        r#type: Option<ShownType>,
        /// What it means.
        means: Option<Text>,
        /// A value as documents show it.
        example: Option<Atom>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// One turn after the first request: `get` (the platform sends) or `send` (the merchant sends).
    Turn {
        /// What the platform sends: `redirect_data`, or `display_data` with what is in it.
        get: Option<Short<Many<Path>, Map<Path, Short<Vec<Text>, Map<Text, Short<Text, Shown>>>>>>,
        /// What the merchant sends in a further request, by path.
        send: Option<Send>,
        /// Whether the customer must see it. If silent: `required`.
        show: Option<Show>,
        /// How a page may be opened, in words.
        open: Option<Fact<Text>>,
        /// Name of the request: a module in Rust. Every `send` turn has one.
        name: Option<Snake>,
        /// Path of the request, where it is not the operation's. If silent: the operation's.
        path: Option<Fact<UrlPath>>,
        /// How long the merchant has.
        within: Option<Fact<Duration>>,
        /// When the turn comes. If silent: always.
        when: Option<When>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// A step beside the standard flow.
    Step {
        /// On which interface. If silent: on each.
        via: Option<InterfaceName>,
        /// Key of the standard step that it follows.
        after: Snake,
        /// Who acts.
        from: Actor,
        /// To whom.
        to: Actor,
        /// What happens.
        what: Text,
    }
    /// A standard step that does not happen, on one interface.
    Without {
        /// On which interface.
        via: InterfaceName,
        /// Key of the standard step.
        key: Snake,
    }
    /// How the flow differs from the standard one.
    Steps {
        /// Steps that come in addition.
        also: Option<Vec<Step>>,
        /// Keys of standard steps that do not happen.
        without: Option<Vec<Short<Snake, Without>>>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// Facts beside the ends of an operation.
    #[derive(Default)]
    EndsHead {
        /// What the final callback carries beyond the platform's members, by path.
        carries: Option<Map<PathKey, Field>>,
        /// Whether the paid sum may differ from the asked one.
        sum: Option<Fact<SumWord>>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// One way in which an operation ends.
    End {
        /// `payment.status` of the callback.
        payment: Option<Text>,
        /// `operation.status` of the callback.
        operation: Option<Text>,
        /// Codes seen with it, in quotes.
        code: Option<Many<OperationCode>>,
        /// What it means.
        means: Option<Text>,
        /// What the callback carries beyond the platform's members, by path.
        carries: Option<Map<PathKey, Field>>,
        /// Whether the paid sum may differ from the asked one.
        sum: Option<Fact<SumWord>>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// One way for the customer to pay.
    Channel {
        /// What happens, in a sentence or two.
        means: Text,
        /// Name of its module in Rust, where the key does not do. If silent: the key.
        rust: Option<Snake>,
        /// Interfaces that have it, where not all of the operation's do. If silent: the operation's.
        via: Option<Fact<Vec<InterfaceName>>>,
        /// Countries that have it. If silent: the operation's.
        countries: Option<Set>,
        /// Currencies that it takes. If silent: the operation's.
        currencies: Option<Set>,
        /// Limits of amounts, currency by currency. If silent: the operation's.
        amounts: Option<Block<Amounts>>,
        /// How long things take. If silent: the operation's.
        times: Option<TimesOr>,
        /// What its own fields are.
        fields: Option<Fields>,
        /// Who sends what, beside what the operation asks for.
        send: Option<Block<Send>>,
        /// Values that go together.
        together: Option<Vec<Together>>,
        /// What follows the first request, in order; an empty list is a step that the merchant does not see.
        turns: Option<FactOr<Vec<Turn>, super::keyed::Nothing>>,
        /// How the flow differs from the standard one.
        steps: Option<Steps>,
        /// How it ends, where not as the operation.
        ends: Option<Keyed<EndsHead, Snake, End>>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// A full or a partial refund with facts of its own.
    Part {
        /// Interfaces.
        via: Option<Fact<Vec<InterfaceName>>>,
        /// Limits of amounts, currency by currency. If silent: the operation's.
        amounts: Option<Block<Amounts>>,
        /// How long things take. If silent: the operation's.
        times: Option<TimesOr>,
        /// Who sends what.
        send: Option<Block<Send>>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// One operation.
    Operation {
        /// What it does, where the platform's own words do not do. If silent: the platform's words.
        means: Option<Text>,
        /// Interfaces on which it is. If silent: a fault, unless listed in `not_documented`.
        via: Option<Fact<Vec<InterfaceName>>>,
        /// Path of the Gate request; wanted only where Gate has the operation. If silent: a fault, unless listed in `not_documented`.
        path: Option<Fact<UrlPath>>,
        /// Countries, where not the method's. If silent: the method's.
        countries: Option<Set>,
        /// Currencies, where not the method's. If silent: the method's.
        currencies: Option<Set>,
        /// Limits of amounts. If silent: the method's, else a fault, unless listed in `not_documented`.
        amounts: Option<Block<Amounts>>,
        /// How long things take. If silent: the method's, else a fault, unless listed in `not_documented`.
        times: Option<TimesOr>,
        /// What fields are.
        fields: Option<Fields>,
        /// Who sends what, beside the envelope; `{}` where nothing more is sent. If silent: the method's, else a fault, unless listed in `not_documented`.
        send: Option<Block<Send>>,
        /// Values that go together.
        together: Option<Vec<Together>>,
        /// Ways for the customer to pay; `none` where the customer has nothing to do. If silent: a fault for a sale, unless listed in `not_documented`.
        channels: Option<Block<Keyed<Beside, Snake, Channel>>>,
        /// How the flow differs from the standard one.
        steps: Option<Steps>,
        /// How it ends.
        ends: Option<Keyed<EndsHead, Snake, End>>,
        /// Refunds of the whole sum.
        full: Option<FactOr<Supported, Part>>,
        /// Refunds of a part.
        partial: Option<FactOr<Supported, Part>>,
        /// Facts that the documents do not give.
        not_documented: Option<Vec<OperationFact>>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// Operations, each described, a word, or in `not_documented`.
    Operations {
        /// A purchase in one step. If silent: a fault, unless listed in `not_documented`.
        sale: Option<OperationOr>,
        /// A hold of money. If silent: the method has none, as far as is known.
        auth: Option<OperationOr>,
        /// Taking what is held. If silent: the method has none, as far as is known.
        capture: Option<OperationOr>,
        /// Releasing what is held. If silent: the method has none, as far as is known.
        cancel: Option<OperationOr>,
        /// A purchase by stored data. If silent: a fault, unless listed in `not_documented`.
        recurring: Option<OperationOr>,
        /// Money back to the customer. If silent: a fault, unless listed in `not_documented`.
        refund: Option<OperationOr>,
        /// Money to the customer. If silent: a fault, unless listed in `not_documented`.
        payout: Option<OperationOr>,
        /// Money back through the customer's bank. If silent: a fault, unless listed in `not_documented`.
        chargeback: Option<OperationOr>,
        /// Operations of which the documents do not say whether they are there.
        not_documented: Option<Vec<OperationName>>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
}

/// What data to be shown are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ShownType {
    /// Text for people.
    Text,
    /// Text that a QR code holds.
    QrText,
    /// A picture of a QR code, as a `data:` URL or Base64.
    QrImage,
    /// An address to open.
    Url,
    /// A sum.
    Amount,
}

/// A fact of an operation that must be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OperationFact {
    /// Interfaces.
    Via,
    /// Path of the Gate request.
    Path,
    /// Limits.
    Amounts,
    /// Times.
    Times,
    /// Fields.
    Send,
    /// Ways to pay.
    Channels,
}

/// An operation, or a word.
pub type OperationOr = FactOr<Supported, Operation>;
