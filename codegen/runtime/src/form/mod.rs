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
mod paths;
mod pattern;
mod read;
mod rule;
mod signed;
mod table;
mod text;
mod violation;
mod write;

pub use condition::{LimitWhen, Narrowing, Requirement, Test, Together, When};
pub use draft::{Draft, DraftError, Slot};
pub use encoded::Encoding;
pub use format::Format;
pub use integer::{Integer, IntegerError, IntegerKind, IntegerRule};
pub use read::{FromJson, ReadError, Reader};
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

/// What every generated request has beside its own setters: `with`, and the draft that it wraps.
///
/// `request!(Request, Gate)` for a `struct Request(Draft<Gate>)` in the same module.
#[macro_export]
macro_rules! request {
    ($request:ident, $interface:ident) => {
        impl $request {
            /// Adds a member that the platform allows and this method's documents do not mention, at a JSON pointer
            /// such as `/payment/extra_param`. It is signed and sent; its value is not checked.
            ///
            /// # Errors
            /// Where the text is no JSON pointer, the form has a field there, something was added there before, or a
            /// signature does not cover what is named so.
            pub fn with(self, pointer: &str, value: $crate::Value) -> Result<Self, $crate::form::DraftError> {
                self.0.with(pointer, value).map(Self)
            }
        }

        impl From<$request> for $crate::form::Draft<$crate::$interface> {
            fn from(request: $request) -> Self {
                request.0
            }
        }

        impl std::ops::Deref for $request {
            type Target = $crate::form::Draft<$crate::$interface>;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }
    };
}
