//! What the client knows of the platform: tables, made by the generator.

use std::time::Duration;

use super::Kind;
use crate::callback::{Shape, Verified};
use crate::form::Form;

/// A platform: its facts, and the types that its answers become. Implemented by generated code.
pub trait Platform: 'static {
    /// Where requests go and what answers mean.
    const API: &'static Api;
    /// Where a payment stands.
    type Status: Standing;
    /// An operation in a list of them.
    type Operation: From<super::Entry>;
}

/// Where a payment stands, by a verified answer.
pub trait Standing: From<Verified> {
    /// Whether nothing more follows by itself.
    fn is_final(&self) -> bool;
}

/// The platform's facts.
#[derive(Debug)]
#[non_exhaustive]
pub struct Api {
    /// The address of Gate.
    pub gate: &'static str,
    /// The address of the Payment Page.
    pub payment_page: &'static str,
    /// The address of the Data API.
    pub data_api: &'static str,
    /// The member of a request's body that holds the payment's identifier, dotted.
    pub payment: &'static str,
    /// What keeps an operation from being done twice, by the operation's name.
    pub once: &'static [(&'static str, Once)],
    /// The enquiry after a payment's status.
    pub status: Option<Enquiry>,
    /// The same by a request's identifier.
    pub status_by_request: Option<Enquiry>,
    /// The list of operations.
    pub operations: Option<Listing>,
    /// The answer to a request that was taken in.
    pub accepted: AcceptedAnswer,
    /// The answer to a request that was refused.
    pub refused: RefusedAnswer,
    /// The answer to the enquiry after a status.
    pub status_answer: StatusAnswer,
    /// What codes of refusals mean. In order of the code, as text.
    pub refusals: &'static [(&'static str, Kind)],
}

/// What the platform tells an operation by: sent again with the same value, it is refused and not done twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Once {
    /// The member of the request's body, dotted.
    pub by: &'static str,
    /// What the refusal says then.
    pub refused_as: Kind,
    /// Fields that a request which starts the operation has; one without them is a later step of it.
    pub starts_with: &'static [&'static str],
    /// The types of the operations by which a payment's status shows it; none where that is not documented.
    pub shown_as: &'static [&'static str],
}

/// A question with one identifier in it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Enquiry {
    /// Path and fields.
    pub form: &'static Form,
    /// The field with the identifier.
    pub id: &'static str,
    /// How long after the request that it is about it may be asked at the earliest.
    pub not_before: Duration,
    /// How long after the request that it is about the answer that there is no payment says something.
    pub conclusive_after: Duration,
}

/// A question that is answered page by page.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Listing {
    /// Path and fields.
    pub form: &'static Form,
    /// The field that says how many entries are wanted.
    pub limit: &'static str,
    /// The field that says how many are left out at the beginning.
    pub offset: &'static str,
    /// The fields with the projects, the token, the interval's ends and its time zone.
    pub asks: [&'static str; 5],
    /// How many come at most.
    pub most: u32,
    /// The member of the answer with the list; none where it is not documented.
    pub list: Option<&'static str>,
    /// How it is refused, if otherwise than other requests: the member with the HTTP status, an integer.
    pub refused_by: Option<&'static str>,
}

/// Whether an answer is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Signed {
    /// It is; one without a signature is not the platform's.
    Always,
    /// It is not.
    Never,
    /// The documents do not say: a signature that is there must hold.
    NotDocumented,
}

/// How a request that was taken in is answered.
#[derive(Debug)]
#[non_exhaustive]
pub struct AcceptedAnswer {
    /// Its HTTP status.
    pub http: Option<u16>,
    /// Whether it is signed.
    pub signed: Signed,
    /// Its members.
    pub shape: &'static Shape,
    /// Members with values: all hold, and it is this answer.
    pub told_by: &'static [(&'static str, &'static str)],
    /// The member with the request's identifier.
    pub request: &'static str,
    /// The member with the project's identifier.
    pub project: &'static str,
    /// The member with the payment's identifier.
    pub payment: &'static str,
}

/// How a request that was refused is answered.
#[derive(Debug)]
#[non_exhaustive]
pub struct RefusedAnswer {
    /// Its HTTP status.
    pub http: Option<u16>,
    /// Members with values: all hold, and it is this answer.
    pub told_by: &'static [(&'static str, &'static str)],
    /// The member with the code.
    pub code: &'static str,
    /// The member with the code in words.
    pub message: &'static str,
    /// The member with the list of single faults.
    pub errors: &'static str,
    /// Members of a single fault: code, message, field, description.
    pub error: [&'static str; 4],
    /// The member of a single fault with the rule that it breaks, if that is documented.
    pub constraint: Option<&'static str>,
}

/// How the enquiry after a status is answered.
#[derive(Debug)]
#[non_exhaustive]
pub struct StatusAnswer {
    /// Its HTTP status.
    pub http: Option<u16>,
    /// Its members.
    pub shape: &'static Shape,
    /// The member with the payment's identifier.
    pub payment: &'static str,
    /// The member that says where the payment stands.
    pub status: &'static str,
    /// The member with the list of faults.
    pub errors: &'static str,
    /// Where the payment's operations stand, if that is documented.
    pub operations: Option<ListedOperations>,
}

/// Where the answer to the enquiry after a status has the payment's operations, and sums.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct ListedOperations {
    /// The member with the list of them.
    pub list: &'static str,
    /// The member of each that says what was done.
    pub kind: &'static str,
    /// The member of each with the sum that was asked for: an object of `amount` and `currency`.
    pub sum: &'static str,
    /// The member with the payment's sum, as it now is.
    pub whole: &'static str,
}

impl Api {
    /// Addresses and answers, without requests.
    #[must_use]
    pub const fn new(
        [gate, payment_page, data_api]: [&'static str; 3],
        payment: &'static str,
        accepted: AcceptedAnswer,
        refused: RefusedAnswer,
        status_answer: StatusAnswer,
    ) -> Self {
        Self {
            gate,
            payment_page,
            data_api,
            payment,
            once: &[],
            status: None,
            status_by_request: None,
            operations: None,
            accepted,
            refused,
            status_answer,
            refusals: &[],
        }
    }

    /// Sets what keeps operations from being done twice.
    #[must_use]
    pub const fn once(mut self, once: &'static [(&'static str, Once)]) -> Self {
        self.once = once;
        self
    }

    /// Sets the enquiry after a status.
    #[must_use]
    pub const fn status(mut self, enquiry: Enquiry) -> Self {
        self.status = Some(enquiry);
        self
    }

    /// Sets the enquiry by a request's identifier.
    #[must_use]
    pub const fn status_by_request(mut self, enquiry: Enquiry) -> Self {
        self.status_by_request = Some(enquiry);
        self
    }

    /// Sets the list of operations.
    #[must_use]
    pub const fn operations(mut self, listing: Listing) -> Self {
        self.operations = Some(listing);
        self
    }

    /// Sets what codes mean, in order of the code.
    #[must_use]
    pub const fn refusals(mut self, refusals: &'static [(&'static str, Kind)]) -> Self {
        self.refusals = refusals;
        self
    }

    pub(crate) fn kind(&self, code: &str) -> Kind {
        self.refusals.iter().find(|(known, _)| *known == code).map_or(Kind::Other, |(_, kind)| *kind)
    }

    /// What keeps the request of a form from being done twice, if it starts an operation that has such a thing.
    pub(crate) fn once_of(&self, form: &Form) -> Option<Once> {
        let operation = form.operation.rsplit('/').next()?;
        let (_, once) = self.once.iter().find(|(name, _)| *name == operation)?;
        once.starts_with.iter().all(|path| form.row(path).is_some()).then_some(*once)
    }
}

impl Once {
    /// By a member, with the refusal that then comes, in requests that have these fields.
    #[must_use]
    pub const fn new(by: &'static str, refused_as: Kind, starts_with: &'static [&'static str]) -> Self {
        Self { by, refused_as, starts_with, shown_as: &[] }
    }

    /// Sets the types of the operations by which a payment's status shows it.
    #[must_use]
    pub const fn shown_as(mut self, types: &'static [&'static str]) -> Self {
        self.shown_as = types;
        self
    }
}

impl Enquiry {
    /// A question by a form, with the field of its identifier.
    #[must_use]
    pub const fn new(form: &'static Form, id: &'static str) -> Self {
        Self { form, id, not_before: Duration::ZERO, conclusive_after: Duration::ZERO }
    }

    /// Sets how long after the request that it is about the answer that there is no payment says something: an earlier one
    /// proves nothing.
    #[must_use]
    pub const fn conclusive_after(mut self, seconds: u64) -> Self {
        self.conclusive_after = Duration::from_secs(seconds);
        self
    }

    /// Sets how long after the request that it is about it may be asked at the earliest.
    #[must_use]
    pub const fn not_before(mut self, seconds: u64) -> Self {
        self.not_before = Duration::from_secs(seconds);
        self
    }
}

impl Listing {
    /// A question by a form, with the fields that it is asked by and those that choose the page, the longest page, and where the list stands.
    #[must_use]
    pub const fn new(
        form: &'static Form,
        asks: [&'static str; 5],
        [limit, offset]: [&'static str; 2],
        most: u32,
        list: Option<&'static str>,
    ) -> Self {
        Self { form, asks, limit, offset, most, list, refused_by: None }
    }

    /// Sets the member by which a refusal is told: it holds the HTTP status as an integer.
    #[must_use]
    pub const fn refused_by(mut self, name: &'static str) -> Self {
        self.refused_by = Some(name);
        self
    }
}

impl AcceptedAnswer {
    /// An answer by its members: those of the request's, the project's and the payment's identifiers.
    #[must_use]
    pub const fn new(
        http: Option<u16>,
        signed: Signed,
        shape: &'static Shape,
        told_by: &'static [(&'static str, &'static str)],
        [request, project, payment]: [&'static str; 3],
    ) -> Self {
        Self { http, signed, shape, told_by, request, project, payment }
    }
}

impl RefusedAnswer {
    /// An answer by its members: code, message and list of faults; and those of a fault.
    #[must_use]
    pub const fn new(
        http: Option<u16>,
        told_by: &'static [(&'static str, &'static str)],
        [code, message, errors]: [&'static str; 3],
        error: [&'static str; 4],
    ) -> Self {
        Self { http, told_by, code, message, errors, error, constraint: None }
    }

    /// Sets the member of a single fault with the rule that it breaks.
    #[must_use]
    pub const fn constraint(mut self, name: &'static str) -> Self {
        self.constraint = Some(name);
        self
    }
}

impl StatusAnswer {
    /// An answer by its members: the payment's identifier, its status, the list of faults.
    #[must_use]
    pub const fn new(http: Option<u16>, shape: &'static Shape, [payment, status, errors]: [&'static str; 3]) -> Self {
        Self { http, shape, payment, status, errors, operations: None }
    }

    /// Sets where the operations stand: the list, the type and the sum of each; and the payment's sum.
    #[must_use]
    pub const fn operations(mut self, [list, kind, sum, whole]: [&'static str; 4]) -> Self {
        self.operations = Some(ListedOperations { list, kind, sum, whole });
        self
    }
}
