//! Requests as drafts over static tables.
//!
//! A form is one request that a merchant can make. Generated code holds its table of rows and a typed way to fill a
//! [`Draft`]; what is done with a draft (judging, signing, writing as JSON) is here, and reads the table.

mod condition;
mod draft;
mod encoded;
mod format;
mod integer;
mod judge;
mod listed;
mod paths;
mod pattern;
mod read;
mod request;
mod rule;
mod semicolon;
mod signed;
mod table;
mod text;
mod types;
mod violation;
mod write;

pub use condition::{LimitWhen, Narrowing, Requirement, Test, Together, When};
pub use draft::{Draft, DraftError, Slot};
pub use encoded::Encoding;
pub use format::Format;
pub use integer::{Integer, IntegerError, IntegerKind, IntegerRule};
pub use read::{Column, FromJson, ReadError, Reader};
pub use rule::{Rule, RuleKind};
pub use signed::{Invalid, Signed};
pub use table::{Form, Interface, Kind, Presence, Row, Source};
pub use text::{Text, TextError, TextFault, TextKind, TextRule};
pub use violation::{Severity, Violation};

/// Marks requests of Gate: JSON, sent from server to server.
#[derive(Debug)]
pub enum Gate {}

/// Marks requests of the Payment Page: parameters of a URL that the customer opens.
#[derive(Debug)]
pub enum PaymentPage {}
