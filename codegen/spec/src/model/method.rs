//! A file of one payment method.

use schemars::JsonSchema;
use serde::Deserialize;

use super::amount::{Amounts, Set, TimesOr};
use super::cite::Cites;
use super::fact::{Block, Fact, FactOr, ForceWord};
use super::field::{Fields, Send};
use super::keyed::{Many, Map, block};
use super::operation::Operations;
use super::text::{
    CiteKey, Day, DocumentKey, FileName, MethodKey, OperationPath, Path, Sha256, Snake, Text, Url, Version,
};
use super::when::{Atom, When};

block! {
    /// A document of the vendor.
    Document {
        /// Its title.
        title: Text,
        /// Its language: `en`.
        language: Option<Text>,
        /// Its file in the folder of documents.
        file: Option<FileName>,
        /// Newlines, plus one where the last line is open.
        lines: Option<Count>,
        /// Digest of the file.
        sha256: Option<Sha256>,
        /// Its page.
        url: Option<Url>,
        /// When it was read.
        read: Option<Day>,
        /// The newer document that stands in its place.
        replaced_by: Option<DocumentKey>,
        /// For a machine-readable API description: title and version, as its `info` gives them.
        api: Option<Text>,
    }
    /// What the method is called.
    Names {
        /// In `force_payment_method`; `none` where it cannot be preselected. If silent: a fault.
        payment_page: Option<Fact<Many<Text>>>,
        /// In Gate paths. If silent: a fault.
        gate: Option<Fact<Many<Text>>>,
        /// In `payment.method` of callbacks: each label seen. If silent: a fault.
        callback: Option<Fact<Many<Text>>>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// Values that go together: `rows`, or fields whose values are the same.
    Together {
        /// The columns: paths, or `country` for the country of the deal.
        of: Option<Vec<Path>>,
        /// Rows of values, one per column; a cell may be a list, one per row.
        rows: Option<Vec<Vec<Many<Atom>>>>,
        /// Fields that hold the same value.
        same: Option<Vec<Path>>,
        /// Other rows may come: nothing is refused. If silent: `false`.
        open: Option<bool>,
        /// How strictly it is held. If silent: `enforced`.
        force: Option<ForceWord>,
        /// When it holds. If silent: always.
        when: Option<When>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// A documented example: a file in the method's folder of examples.
    Example {
        /// What it shows.
        is: ExampleWord,
        /// Of which operation, or operation/channel.
        of: OperationPath,
        /// Of which request after the first.
        turn: Option<Snake>,
        /// Which end it shows.
        ends: Option<Snake>,
        /// Every place that prints it.
        at: Cites,
        /// What is wrong with its text.
        errata: Option<Vec<ErratumWord>>,
        /// Rules that it breaks: `sale/amounts/THB`.
        breaks: Option<Vec<Text>>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// Documents that say different things.
    Disputed {
        /// A JSON pointer to what we take, or plain words.
        about: Text,
        /// What each place says.
        says: Map<CiteKey, Text>,
        /// What we take, where it differs from the platform's API description: in the words in which the difference is listed.
        chosen: Option<Text>,
        /// Why we take what we take.
        because: Text,
    }
    /// Something worth knowing.
    Remark {
        /// What it is about.
        about: Text,
        /// What the documents say, in words of our own.
        says: Text,
        /// Where they say so.
        cite: Option<Cites>,
    }
    /// How the method behaves in test mode.
    TestRules {
        /// Only these values work.
        only: Option<When>,
        /// Which end comes, in order: the first that holds.
        ends: Option<Vec<TestEnd>>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// One rule of test mode.
    TestEnd {
        /// Key of the end.
        end: Snake,
        /// When it comes. If silent: always.
        when: Option<When>,
        /// What else is worth knowing.
        note: Option<Text>,
        /// Where the documents say so.
        cite: Option<Cites>,
    }
    /// A payment method.
    Method {
        /// Its key: the file's name.
        method: MethodKey,
        /// Version of this file's facts.
        version: Version,
        /// Linted and listed, never generated; its faults are warnings. If silent: `false`.
        #[serde(default)]
        draft: bool,
        /// Its name for people.
        title: Text,
        /// What it is, in a sentence.
        summary: Text,
        /// Name of its module in Rust, where the key does not do. If silent: the key with underscores.
        rust: Option<Snake>,
        /// The documents behind it.
        documents: Map<DocumentKey, Document>,
        /// What it is called: one name everywhere, or one per interface. If silent: a fault, unless listed in `not_documented`.
        names: Option<FactOr<Many<Text>, Names>>,
        /// What kind of method it is: one of the platform's. If silent: a fault, unless listed in `not_documented`.
        kind: Option<Fact<Text>>,
        /// What the customer pays with: some of the platform's. If silent: a fault, unless listed in `not_documented`.
        instruments: Option<Fact<Vec<Text>>>,
        /// Where it is used. If silent: a fault, unless listed in `not_documented`.
        countries: Option<Set>,
        /// Currencies of its payments. If silent: a fault, unless listed in `not_documented`.
        currencies: Option<Set>,
        /// Who converts. If silent: a fault, unless listed in `not_documented`.
        conversion: Option<Fact<Text>>,
        /// What fields are.
        fields: Option<Fields>,
        /// Values that go together.
        together: Option<Vec<Together>>,
        /// Limits of every operation, unless it says otherwise.
        amounts: Option<Block<Amounts>>,
        /// Times of every operation, unless it says otherwise.
        times: Option<TimesOr>,
        /// Who sends what in every operation.
        send: Option<Block<Send>>,
        /// What can be done.
        operations: Operations,
        /// How it behaves in test mode.
        test: Option<TestRules>,
        /// Documented examples, by file.
        examples: Option<Map<FileName, Example>>,
        /// Documents that say different things.
        disputed: Option<Vec<Disputed>>,
        /// What else is worth knowing.
        notes: Option<Vec<Remark>>,
        /// Facts that the documents do not give.
        not_documented: Option<Vec<MethodFact>>,
        /// Where the documents say so: for the whole file, unless an inner one replaces it.
        cite: Option<Cites>,
    }
}

/// A fact of a method that must be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MethodFact {
    /// What it is called.
    Names,
    /// What kind it is.
    Kind,
    /// What the customer pays with.
    Instruments,
    /// Where it is used.
    Countries,
    /// Currencies.
    Currencies,
    /// Who converts.
    Conversion,
}

/// What an example shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExampleWord {
    /// Parameters that open the Payment Page.
    PaymentPageRequest,
    /// A request to Gate.
    GateRequest,
    /// A callback.
    Callback,
    /// The member `redirect_data` of a callback.
    RedirectData,
    /// The member `display_data` of a callback.
    DisplayData,
}

/// What is wrong with an example's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ErratumWord {
    /// One `}` too many at the end.
    ExtraClosingBrace,
    /// A number with leading zeros: `00000`.
    LeadingZeroNumber,
    /// Unquoted keys, single quotes.
    JsObject,
    /// A raw line break inside a string.
    LineBreakInString,
    /// A member without the braces around it.
    BareFragment,
    /// A value shortened with `...`.
    Elided,
    /// The signature is not printed.
    Unsigned,
}

/// A count of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count(pub u32);

const MOST_LINES: u64 = 9_999_999;

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = u64::deserialize(deserializer)?;
        u32::try_from(number)
            .ok()
            .filter(|_| (1..=MOST_LINES).contains(&number))
            .map(Count)
            .ok_or_else(|| serde::de::Error::custom("not a count of lines"))
    }
}

impl JsonSchema for Count {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Count".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "minimum": 1, "maximum": MOST_LINES, "title": "a count of lines" })
    }
}
