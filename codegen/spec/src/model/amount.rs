//! Limits of amounts, sets of codes, times.

use schemars::JsonSchema;
use serde::Deserialize;

use super::cite::Cites;
use super::fact::{Beside, Block, Fact, ForceWord, Stated};
use super::keyed::{Keyed, Many, Map, Short, block};
use super::text::{CurrencyKey, Duration, Snake, Sum, SumRange, Text};
use super::when::When;

block! {
    /// Limits of one currency. Attributes that are silent come from the wider scope.
    Limits {
        /// Least and greatest amount, as printed: `1.00..5_000.00`; either end may be missing.
        is: Option<Stated<SumRange>>,
        /// Amounts are multiples of this. If silent: of one minor unit.
        by: Option<Sum>,
        /// Digits of the minor unit, where the method differs from the platform. If silent: the platform's.
        decimals: Option<Decimals>,
        /// What happens to other amounts, in words.
        otherwise: Option<Text>,
        /// How strictly the limits are held. If silent: `enforced`.
        force: Option<ForceWord>,
        /// When they hold: under a map that is checked they stand in place of those without a `when`; a text is told. If silent: wherever no condition does.
        when: Option<When>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
}

/// Digits of a minor unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimals(pub u8);

/// More than any currency has.
const MOST_DECIMALS: u64 = 8;

impl<'de> Deserialize<'de> for Decimals {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = u64::deserialize(deserializer)?;
        u8::try_from(number)
            .ok()
            .filter(|_| number <= MOST_DECIMALS)
            .map(Decimals)
            .ok_or_else(|| serde::de::Error::custom("not a number of digits from 0 to 8"))
    }
}

impl JsonSchema for Decimals {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Decimals".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "minimum": 0, "maximum": MOST_DECIMALS, "title": "a number of digits from 0 to 8" })
    }
}

/// Amounts by currency; several of one currency are told apart by their `when`.
pub type Amounts = Keyed<Beside, CurrencyKey, Many<Short<Stated<SumRange>, Limits>>>;

/// Every code there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum All {
    /// Every one of the platform's.
    All,
}

/// `all` or a list.
#[derive(Debug, Clone)]
pub enum Codes {
    /// Every one of the platform's.
    All,
    /// These.
    These(Vec<Text>),
}

impl<'de> Deserialize<'de> for Codes {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match serde_yaml::Value::deserialize(deserializer)? {
            serde_yaml::Value::String(word) if word == "all" => Ok(Codes::All),
            value => serde_yaml::from_value(value).map(Codes::These).map_err(serde::de::Error::custom),
        }
    }
}

impl JsonSchema for Codes {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Codes".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        super::keyed::any_of(vec![generator.subschema_for::<Vec<Text>>(), generator.subschema_for::<All>()])
    }
}

block! {
    /// A set of codes with what stands beside it. `is` or `except`.
    SetLong {
        /// The codes, or `all`, or a word. If silent: `all`, beside `except`.
        is: Option<Stated<Codes>>,
        /// All but these.
        except: Option<Vec<Text>>,
        /// Others may come: nothing is refused from an open list. If silent: `false`.
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
    /// How long things take.
    Times {
        /// Usual time from the request to the callback with the result.
        basic: Option<Fact<Duration>>,
        /// After this the platform declines by itself.
        threshold: Option<Fact<Duration>>,
        /// Time until the money is there.
        takes: Option<Fact<Duration>>,
        /// Not before this.
        earliest: Option<Fact<Duration>>,
        /// How long what the customer is shown stays good, by name: `qr`.
        lifetime: Option<Map<Snake, Fact<Duration>>>,
        /// Service hours, in words.
        hours: Option<Fact<Text>>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
}

/// A set of codes: a list, `all`, a word, or a map.
pub type Set = Short<Stated<Codes>, SetLong>;
/// Times, or a word in their place.
pub type TimesOr = Block<Times>;
