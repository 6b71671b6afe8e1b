//! The platform's file: what every method shares; and the list of operation codes.

use schemars::JsonSchema;
use serde::Deserialize;

use super::amount::Decimals;
use super::cite::Cites;
use super::fact::Beside;
use super::field::Field;
use super::keyed::{Keyed, Map, Short, block};
use super::method::{Disputed, Document, Remark};
use super::operation::{Actor, InterfaceName};
use super::platform_requests::{Answers, Once, PlatformRequests, Refusals};
use super::text::{
    CountryCode, CurrencyCode, DocumentKey, Duration, Factor, OperationCode, Path, PathKey, Snake, Text, Url, Version,
};

block! {
    /// A host of the platform.
    Host {
        /// Its address, without a path.
        url: Url,
        /// What it is for.
        means: Text,
        /// The document that is its API description.
        described_by: Option<DocumentKey>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// Paths per interface.
    Sends {
        /// In requests to Gate.
        gate: Option<Vec<PathKey>>,
        /// When the Payment Page is opened.
        payment_page: Option<Vec<PathKey>>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// What an operation is on the platform.
    PlatformOperation {
        /// What it does.
        means: Text,
        /// What each request of it carries beside the envelope.
        send: Sends,
        /// By field: what a request to Gate that sends it sends too. A method that says `ignored` of such a field is left alone.
        required_with: Option<Keyed<Beside, Path, Vec<PathKey>>>,
        /// What the platform tells its requests by.
        once: Option<Once>,
        /// `payment.type` of its callbacks.
        #[serde(default)]
        payment_type: Vec<Text>,
        /// `operation.type` of its callbacks.
        #[serde(default)]
        operation_type: Vec<Text>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// The platform's operations.
    PlatformOperations {
        /// A purchase in one step.
        sale: Option<PlatformOperation>,
        /// A hold of money.
        auth: Option<PlatformOperation>,
        /// Taking what is held.
        capture: Option<PlatformOperation>,
        /// Releasing what is held.
        cancel: Option<PlatformOperation>,
        /// A purchase by stored data.
        recurring: Option<PlatformOperation>,
        /// Money back to the customer.
        refund: Option<PlatformOperation>,
        /// Money to the customer.
        payout: Option<PlatformOperation>,
        /// Money back through the customer's bank.
        chargeback: Option<PlatformOperation>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// A member of callbacks.
    Member {
        /// text, integer, boolean, time, object, list, map, or the name of a list below.
        r#type: Snake,
        /// What it means.
        means: Text,
        /// Its string members are not covered by the signature.
        #[serde(default)]
        uncovered: bool,
        /// Name of its accessor in Rust, where the path's own does not do.
        rust: Option<Snake>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// One value of a list.
    Item {
        /// What it means.
        means: Text,
        /// Other spellings of the same.
        #[serde(default)]
        also: Vec<Text>,
        /// Polling ends with it: it is no longer under way. News may follow all the same.
        #[serde(default)]
        r#final: bool,
        /// No more news follows it at all. It is final too.
        #[serde(default)]
        last: bool,
        /// Of an operation's or a payment's type: done, it takes money from the customer.
        #[serde(default)]
        takes_money: bool,
        /// Of an operation's type: done, it takes back a refund of the same payment, and the merchant has that money again.
        #[serde(default)]
        takes_refund_back: bool,
        /// Its name in Rust, where the value's own does not do.
        rust: Option<Text>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// A currency.
    Money {
        /// Digits of the minor unit.
        decimals: Decimals,
        /// Its name.
        title: Text,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// A name with its meaning.
    Meaning {
        /// What it means.
        means: Text,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// The list of countries with what stands beside it.
    Countries {
        /// ISO 3166-1 alpha-2.
        is: Vec<CountryCode>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// The first attempts of delivery.
    First {
        /// How many.
        attempts: Whole,
        /// Time between them.
        every: Duration,
    }
    /// The later attempts: before attempt n a pause of `base + factor * growth^(n - shift)`, at most `cap`.
    Later {
        /// Least time between them.
        base: Duration,
        /// Seconds.
        factor: Whole,
        /// Growth per attempt.
        growth: Factor,
        /// Attempts before growth begins.
        shift: Whole,
        /// Greatest time between them.
        cap: Duration,
    }
    /// How callbacks are delivered.
    DeliveryRules {
        /// At first.
        first: First,
        /// Then.
        then: Later,
        /// Attempts in all.
        attempts: Whole,
        /// Greatest delay beyond the schedule.
        max_delay: Duration,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// Members of a callback that hold sums: objects with amount and currency.
    SumRules {
        /// What the operation was asked for.
        asked: Path,
        /// What the operation took once it succeeded: never more than the payment's sum.
        paid_by_operation: Option<Path>,
        /// What is paid of the payment once its status says so; before, the whole that is to be paid.
        paid_so_far: Path,
        /// What the operation comes to after conversion.
        converted: Option<Path>,
        /// Payment statuses with which `paid_so_far` is paid.
        #[serde(default)]
        paid_with: Vec<Text>,
        /// Operation types of a series of debits: each is a sum of its own, and `paid_so_far` is that sum.
        #[serde(default)]
        series: Vec<Text>,
        /// Currencies in which sums after conversion are written otherwise: they are compared with nothing.
        #[serde(default)]
        converted_otherwise: Vec<CurrencyCode>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// What the members of a callback mean to whoever reads it.
    ReadingRules {
        /// Members with values: all hold, and it is paid, if its operation is of a type that takes money.
        paid: Map<Path, Text>,
        /// Members that tell the operation: the first that is there counts.
        operation: Option<Vec<Path>>,
        /// Which members hold which sum.
        sums: SumRules,
        /// Label of the method.
        method: Path,
        /// Identifier of the payment.
        payment: Path,
        /// Where the payment's identifier stands if not there.
        payment_elsewhere: Option<Vec<Path>>,
        /// Where the payment stands.
        status: Path,
        /// Data with which the customer is redirected.
        redirect: Path,
        /// Data that the customer is shown.
        display: Path,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// One step of the standard flow.
    FlowStep {
        /// Name by which a method refers to it.
        key: Snake,
        /// Kinds of turns with which it happens; always if silent.
        turn: Option<super::keyed::Many<TurnWord>>,
        /// Who acts.
        from: Actor,
        /// To whom.
        to: Actor,
        /// What happens.
        what: Text,
    }
    /// The standard flow of one operation.
    Flow {
        /// Through Gate.
        gate: Option<Vec<FlowStep>>,
        /// Through the Payment Page.
        payment_page: Option<Vec<FlowStep>>,
        /// Through Dashboard.
        dashboard: Option<Vec<FlowStep>>,
        /// Through payment links.
        links: Option<Vec<FlowStep>>,
        /// Through CMS plug-ins.
        plugins: Option<Vec<FlowStep>>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// What every method shares.
    Platform {
        /// Version of this file's facts.
        version: Version,
        /// The documents behind it.
        documents: Map<DocumentKey, Document>,
        /// Where requests go.
        hosts: Keyed<Beside, Snake, Host>,
        /// The catalogue of fields, by Gate path. What it says of a field holds whichever method is used, unless the method says
        /// more of it.
        fields: Keyed<Beside, Path, Field>,
        /// Fields of every request.
        envelope: Sends,
        /// What each operation is.
        operations: PlatformOperations,
        /// Requests to the platform that are of no method.
        requests: Option<PlatformRequests>,
        /// What the platform answers at once.
        answers: Option<Answers>,
        /// What the codes of refused requests mean to who sent them.
        refusals: Option<Refusals>,
        /// Members of callbacks, by path.
        callback: Keyed<Beside, Path, Member>,
        /// What the members of a callback mean to whoever reads it.
        reading: ReadingRules,
        /// Lists of values that callbacks carry.
        lists: Keyed<Beside, Snake, Keyed<Beside, Text, Short<Text, Item>>>,
        /// ISO 4217 and what the platform sets otherwise.
        currencies: Keyed<Beside, CurrencyCode, Money>,
        /// ISO 3166-1.
        countries: Short<Vec<CountryCode>, Countries>,
        /// Kinds of methods.
        kinds: Keyed<Beside, Snake, Short<Text, Meaning>>,
        /// What customers pay with.
        instruments: Keyed<Beside, Snake, Short<Text, Meaning>>,
        /// How callbacks are delivered.
        delivery: DeliveryRules,
        /// Standard flows by operation.
        flows: Option<Keyed<Beside, Snake, Flow>>,
        /// Documents that say different things.
        disputed: Option<Vec<Disputed>>,
        /// What else is worth knowing.
        notes: Option<Vec<Remark>>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// One operation code.
    CodeLong {
        /// Its message.
        is: Text,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// The unified list of operation codes.
    OperationCodes {
        /// Version of this file's facts.
        version: Version,
        /// The documents behind it.
        documents: Map<DocumentKey, Document>,
        /// Codes in quotes, with their message.
        codes: Map<OperationCode, Short<Text, CodeLong>>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
}

/// Kinds of turns, for the standard flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TurnWord {
    /// The customer is redirected.
    Redirect,
    /// The customer is shown something.
    Display,
    /// The merchant sends a further request.
    Send,
    /// None of these: a step that the merchant does not see.
    None,
}

/// A whole number that fits 32 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whole(pub u32);

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        u32::deserialize(deserializer).map(Whole)
    }
}

impl JsonSchema for Whole {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Whole".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "minimum": 0, "maximum": u32::MAX, "title": "a whole number" })
    }
}

/// Interfaces by name, for flows.
pub(crate) fn flow_of(flow: &Flow, interface: InterfaceName) -> Option<&Vec<FlowStep>> {
    match interface {
        InterfaceName::Gate => flow.gate.as_ref(),
        InterfaceName::PaymentPage => flow.payment_page.as_ref(),
        InterfaceName::Dashboard => flow.dashboard.as_ref(),
        InterfaceName::Links => flow.links.as_ref(),
        InterfaceName::Plugins => flow.plugins.as_ref(),
    }
}
