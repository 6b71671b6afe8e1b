//! How a change of each fact of the model meets a consumer, by where the fact stands.
//!
//! What no line speaks of is a fix: a fact that the model gains is told before anybody writes a line here.

use super::Impact::{self, Addition, Breaking, Fix};

/// How two states of a fact are held against each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// It says nothing of its own.
    Skip,
    /// Where the documents say so.
    Cite,
    /// No consumer's code depends on it.
    Words,
    /// Code depends on it as it is.
    Exact,
    /// A name in Rust beside others: code depends on it as it is, and on none that is new.
    Name,
    /// A yes or no: what it means that it is yes now, and that it is no longer.
    Flag(Impact, Impact),
    /// The least and greatest of something, in a list of two.
    Range,
    /// What amounts an operation takes in a currency.
    Limit,
    /// A list of codes: closed where there is one. What it means that one is gone, and that one is new.
    Codes(Impact, Impact),
    /// Whether something can be done.
    Support,
    /// How strictly something is held.
    Force,
    /// Who must send a field.
    Presence,
    /// The type of a value.
    Kind,
    /// The pattern of a text.
    Pattern,
    /// The values of a field, beside whether others are taken.
    Value,
    /// A part with facts of its own: what it means that it is gone, and that it is new.
    Part(Impact, Impact),
    /// An operation: it counts where requests are made for it.
    Operation,
    /// A field of a request: it counts where the caller gives it.
    Row,
    /// What holds only under a condition.
    Conditional,
    /// Who must send a field under a condition.
    ConditionalPresence,
    /// The code by which the Payment Page is opened with the method chosen.
    Preselected,
    /// Values that go together.
    Together,
}

/// The rule of the fact at a path of a method's model.
pub(super) fn of_method(path: &[&str]) -> Option<Rule> {
    Some(match path {
        ["key" | "version" | "x-generated-by"] => Rule::Skip,
        ["examples" | "disputed" | "notes" | "told" | "documents" | "test"] => Rule::Words,
        ["countries" | "currencies", "said"] => Rule::Codes(Breaking, Addition),
        // a code stands in what is sent; no name in Rust is made of it, but without one there is no `preselected`
        ["names", "payment_page", "said"] => Rule::Preselected,
        ["names", "gate", "said"] => Rule::Codes(Fix, Fix),
        ["names", "callback", "said"] => Rule::Codes(Breaking, Addition),
        ["operations", _] => Rule::Operation,
        ["operations", _, "support" | "full" | "partial"] => Rule::Support,
        // the amounts of forms are those of their operation, channel or part, and so are the values that go together
        ["operations", _, "forms", _, "amounts" | "together" | "currencies_open"] => Rule::Skip,
        ["operations", _, "forms", _, "channels"] => Rule::Codes(Breaking, Addition),
        ["operations", _, "forms", _, "rows", _] => Rule::Row,
        // the method's own type stands where the catalogue's does, and not the other way round: that one has a path of its own too
        ["operations", _, "forms", _, "rows", _, "own"] => Rule::Flag(Breaking, Addition),
        ["operations", _, "forms" | "channels", _] => Rule::Part(Breaking, Addition),
        ["operations", _, "carries", _] => Rule::Part(Fix, Fix),
        ["operations", _, "path" | "via" | "steps" | "carries"] => Rule::Words,
        _ => return of_any(path),
    })
}

/// The rule of the fact at a path of the platform's model.
pub(super) fn of_platform(path: &[&str]) -> Option<Rule> {
    Some(match path {
        ["version" | "x-generated-by"] => Rule::Skip,
        ["documents" | "delivery" | "reading" | "envelope" | "operations" | "kinds" | "instruments" | "codes"] => {
            Rule::Words
        }
        ["disputed" | "notes"] | ["hosts", _, "described_by"] => Rule::Words,
        ["hosts" | "fields" | "callback" | "currencies", _] | ["lists", _] | ["lists", _, _] => {
            Rule::Part(Breaking, Addition)
        }
        ["countries"] => Rule::Codes(Breaking, Addition),
        // of what takes no money any more nothing says that it is paid
        ["lists", _, _, "takes_money"] => Rule::Flag(Addition, Breaking),
        // generated code does not know it
        ["lists", _, _, "takes_refund_back"] => Rule::Words,
        ["callback", _, "shape" | "uncovered"] => Rule::Exact,
        ["fields", _, "payment_page" | "gate"] => Rule::Exact,
        _ => return of_any(path),
    })
}

/// Facts that mean the same wherever they stand.
fn of_any(path: &[&str]) -> Option<Rule> {
    Some(match path {
        [.., "cite"] => Rule::Cite,
        [.., "amounts" | "full_amounts" | "partial_amounts", _] => Rule::Limit,
        [.., "countries" | "currencies"] if path.len() > 2 => Rule::Codes(Breaking, Addition),
        [.., "countries_open" | "currencies_open"] => Rule::Flag(Addition, Breaking),
        [.., "countries_force" | "currencies_force" | "force"] => Rule::Force,
        [.., "together", _] => Rule::Together,
        [.., "presence_when" | "value_when", _] => Rule::Conditional,
        [.., "presence_when", _, "presence"] => Rule::ConditionalPresence,
        // no name in Rust is made of what only narrows
        [.., "value_when", _, "value", "value_names"] => Rule::Words,
        // entries are told apart by it
        [.., "presence_when" | "value_when" | "when", _, "when"] => Rule::Skip,
        [.., "rows", _, "presence"] => Rule::Presence,
        [.., "rows", _, "source"] | [.., "module" | "type_name" | "rust" | "decimals"] => Rule::Exact,
        [.., "value"] => Rule::Value,
        [.., "value", "kind"] => Rule::Kind,
        [.., "value", "encoded"] => Rule::Exact,
        // each is a case of the field's list in Rust
        [.., "value", "value_names", _] => Rule::Name,
        [.., "value", "length" | "range"] => Rule::Range,
        [.., "value", "pattern"] => Rule::Pattern,
        // looked at with the value
        [.., "value", "values" | "open"] => Rule::Skip,
        [.., "times" | "steps" | "turns" | "note" | "means"] => Rule::Words,
        _ => return None,
    })
}
