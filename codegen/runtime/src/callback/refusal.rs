use std::fmt;

use super::Ambiguity;
use crate::json::{Fault, What};

/// Why a callback was refused, what to answer, and what to do then.
///
/// `Debug` and `Display` show nothing of what was received, so that it can be logged as it is.
#[derive(Clone, PartialEq, Eq)]
pub struct Refusal {
    reason: Reason,
    at: Option<usize>,
    field: Option<&'static str>,
    ambiguity: Option<Ambiguity>,
    payment: Option<Box<str>>,
}

impl Refusal {
    pub(crate) const fn new(reason: Reason) -> Refusal {
        Refusal { reason, at: None, field: None, ambiguity: None, payment: None }
    }

    pub(crate) fn field(reason: Reason, field: &'static str) -> Refusal {
        Refusal { field: Some(field), ..Refusal::new(reason) }
    }

    pub(crate) fn ambiguous(ambiguity: Ambiguity) -> Refusal {
        Refusal { ambiguity: Some(ambiguity), ..Refusal::new(Reason::Ambiguous) }
    }

    /// The same with the payment that the body says it is about.
    pub(crate) fn about(self, payment: Option<&str>) -> Refusal {
        Refusal { payment: payment.map(Into::into), ..self }
    }

    /// The reason.
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// The byte of the body, counted from 0, where a fault of the text was noticed.
    pub fn at(&self) -> Option<usize> {
        self.at
    }

    /// The field of the callback whose type was not the platform's.
    pub fn field_path(&self) -> Option<&'static str> {
        self.field
    }

    /// In which way the body is [`Reason::Ambiguous`].
    pub fn ambiguity(&self) -> Option<Ambiguity> {
        self.ambiguity
    }

    /// The payment that the body says it is about, where its signature held and it was refused all the same.
    ///
    /// Not verified: somebody may have written it. Use it to look up the order, and act on what a status enquiry, the
    /// Data API or Dashboard says of that order's payment. Absent where the body gives none of at most 255 characters.
    pub fn unverified_payment_id(&self) -> Option<&str> {
        self.payment.as_deref()
    }

    /// The HTTP status to answer with.
    ///
    /// Anything but 200 makes the platform send the callback again, so a refusal by mistake can still be mended.
    pub fn http_status(&self) -> u16 {
        match self.reason {
            Reason::Time => 408,
            Reason::Size | Reason::SignedSize => 413,
            Reason::SignatureMissing
            | Reason::SignatureEmpty
            | Reason::SignatureNoText
            | Reason::SignatureWrong
            | Reason::SignaturesDisagree
            | Reason::ProjectUnknown => 403,
            Reason::Ambiguous | Reason::PathTwice | Reason::EmptyKey | Reason::Type => 422,
            _ => 400,
        }
    }

    /// What to do, for the log or the one who reads it.
    pub fn recovery(&self) -> &'static str {
        match self.reason {
            Reason::ProjectMissing => {
                "verify it with the keys of one project alone, whose signature then proves which it is: give each project an \
                 address of its own for callbacks, and choose the keys by the address"
            }
            Reason::ProjectUnknown => "add the project's secret; the platform sends the callback again",
            Reason::SignatureWrong => {
                "if the secret was changed, keep the old one beside it for a while; the platform sends the callback \
                 again, and the status enquiry tells the payment's status meanwhile"
            }
            Reason::SignatureMissing => {
                "every callback is signed. Notices of chargebacks are not: they are no callbacks, so let them go to an \
                 address of their own, and act on what Dashboard or the Data API says"
            }
            Reason::Size | Reason::SignedSize | Reason::Depth => {
                "if it was genuine, raise the limit: the platform sends the callback again; the status enquiry tells \
                 the payment's status meanwhile"
            }
            Reason::Ambiguous | Reason::PathTwice => {
                "do not act on it: settle the order by the status enquiry for its payment; the answer is held to the same \
                 rule, and where it is refused too, by the payment's operations in the Data API, or by hand in Dashboard"
            }
            Reason::Type | Reason::EmptyKey | Reason::DuplicateKey => {
                "do not act on it: ask the status enquiry, which tells the payment's status"
            }
            _ => "if it was genuine, the platform sends it again; the status enquiry tells the payment's status",
        }
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Refusal {
        let reason = match fault.what() {
            What::Syntax => Reason::NoJson,
            What::Trailing => Reason::Trailing,
            What::ByteOrderMark => Reason::ByteOrderMark,
            What::Encoding => Reason::Encoding,
            What::LoneSurrogate => Reason::LoneSurrogate,
            What::DuplicateKey => Reason::DuplicateKey,
            What::Depth => Reason::Depth,
            What::Size => Reason::Size,
            What::SignedSize => Reason::SignedSize,
        };
        Refusal { at: Some(fault.at()), ..Refusal::new(reason) }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "callback refused: {}", self.reason)?;
        if let Some(field) = self.field {
            write!(f, " ({field})")?;
        }
        if let Some(ambiguity) = self.ambiguity {
            write!(f, ": {ambiguity}")?;
        }
        if let Some(at) = self.at {
            write!(f, " at byte {at}")?;
        }
        Ok(())
    }
}

/// Leaves the payment out.
impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal")
            .field("reason", &self.reason)
            .field("at", &self.at)
            .field("field", &self.field)
            .field("ambiguity", &self.ambiguity)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Refusal {}

macro_rules! reasons {
    ($($(#[doc = $doc:literal])+ $name:ident: $text:literal,)+) => {
        /// The reasons for which a callback is refused.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Reason {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Reason {
            /// Every reason.
            pub const ALL: &'static [Reason] = &[$(Reason::$name),+];
        }

        impl fmt::Display for Reason {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    $(Reason::$name => $text,)+
                })
            }
        }
    };
}

reasons! {
    /// The body is not JSON.
    NoJson: "the body is not JSON",
    /// The body is JSON, but no object.
    NoObject: "the body is no JSON object",
    /// Bytes follow the JSON text.
    Trailing: "bytes follow the JSON text",
    /// The body starts with a byte-order mark.
    ByteOrderMark: "the body starts with a byte-order mark",
    /// The body is not UTF-8.
    Encoding: "the body is not UTF-8",
    /// An escape is half of a surrogate pair.
    LoneSurrogate: "an escape is half of a surrogate pair",
    /// An object has a key twice. Which of them counts differs from reader to reader.
    DuplicateKey: "an object has a key twice",
    /// Objects and lists are nested deeper than the limit.
    Depth: "objects and lists are nested too deep",
    /// The body is larger than the limit.
    Size: "the body is too large",
    /// The body did not come in time.
    Time: "the body did not come in time",
    /// The text to sign would be larger than the limit.
    SignedSize: "the text to sign would be too large",
    /// The body has no signature.
    SignatureMissing: "there is no signature",
    /// The signature is an empty text.
    SignatureEmpty: "the signature is empty",
    /// The signature is no text.
    SignatureNoText: "the signature is no text",
    /// No secret of the project makes this signature.
    SignatureWrong: "the signature is wrong",
    /// The body has two signatures, and they differ.
    SignaturesDisagree: "two signatures disagree",
    /// The body does not say which project it is for, and there are keys of several projects, or of none.
    ProjectMissing: "there is no project id, and the keys are not those of one project",
    /// The project id is no integer.
    ProjectNoInteger: "the project id is no integer",
    /// The body names two projects.
    ProjectsDisagree: "two project ids disagree",
    /// We have no secret of that project.
    ProjectUnknown: "there is no secret for the project",
    /// Text after a `;` could as well be a member, or a member a part of the text before it: both readings have the same
    /// signature. [`Refusal::ambiguity`] says which.
    Ambiguous: "the signed text could as well be read as other members",
    /// Two members are signed under one path, so that the signature covers only one of them.
    PathTwice: "two members have one path in the signature",
    /// Members stand under an empty key, which does not show in what is signed.
    EmptyKey: "an empty key hides where its members stand",
    /// A field has a type that the platform does not send there; the signature does not cover types.
    Type: "a field has a type that the platform does not send",
}
