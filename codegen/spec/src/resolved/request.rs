//! The platform's own requests, its answers, and what refusals mean.

use serde::Serialize;

use super::{CallbackField, Cite, Fact, Row};

/// A request to the platform that is of no method.
#[derive(Debug, Clone, Serialize)]
pub struct PlatformRequest {
    /// What it means, in a sentence.
    pub means: String,
    /// Where it goes: a key of `Platform::hosts`.
    pub host: String,
    /// Below the host's address: `/v2/payment/status`.
    pub path: Fact<String>,
    /// Its fields, in signing order, with the objects that hold them.
    pub rows: Vec<Row>,
    /// The field with the identifier of what it is about.
    pub about: Option<String>,
    /// Seconds after the request that it is about before which it may not be sent.
    pub not_before_seconds: Option<u32>,
    /// Seconds after the request that it is about from which the answer that there is no payment says something.
    pub conclusive_after_seconds: Option<u32>,
    /// Seconds for which the platform waits for it.
    pub within_seconds: Option<u32>,
    /// How its answer comes in pages.
    pub pages: Option<Pages>,
    /// Where the documents say so.
    pub cite: Vec<Cite>,
    /// What else is worth knowing.
    pub note: Option<String>,
}

/// How a long answer is asked for piece by piece. The fields are rows of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pages {
    /// Fields with the projects, the token, the interval's ends and its time zone.
    pub asks: [String; 5],
    /// How many entries are wanted.
    pub limit: String,
    /// How many are left out at the beginning.
    pub offset: String,
    /// How many come at most.
    pub most: u32,
}

/// What the platform tells requests of an operation by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Once {
    /// The field: sent again with the same value, the request is refused and not done twice.
    pub by: String,
    /// What the refusal then is.
    pub refused_as: RefusalKind,
    /// Where the documents say so.
    pub cite: Vec<Cite>,
}

/// The platform's own requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestKind {
    /// Where a payment stands.
    Status,
    /// Where the payment of a request stands.
    StatusByRequest,
    /// What was asked for after the first request.
    Clarification,
    /// The operations of an interval of time.
    Operations,
}

/// What the platform answers at once.
#[derive(Debug, Clone, Serialize)]
pub struct Answers {
    /// To a request that was taken in.
    pub accepted: Accepted,
    /// To a request that was refused.
    pub refused: Refused,
    /// To the enquiry after a payment's status.
    pub status: StatusAnswer,
    /// To the question for operations.
    pub operations: ListAnswer,
}

/// What every answer has.
#[derive(Debug, Clone, Serialize)]
pub struct AnswerHead {
    /// What it means, in a sentence.
    pub means: String,
    /// Its HTTP status.
    pub http: Fact<u16>,
    /// Whether it is signed.
    pub signed: Signed,
    /// Where the documents say so.
    pub cite: Vec<Cite>,
    /// What else is worth knowing.
    pub note: Option<String>,
}

/// Whether an answer is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Signed {
    /// It is; one without a signature is not the platform's.
    Always,
    /// It is not.
    Never,
    /// The documents do not say.
    NotDocumented,
}

/// The answer to a request that was taken in. Paths are of members at the top.
#[derive(Debug, Clone, Serialize)]
pub struct Accepted {
    /// Means, HTTP status, signature.
    pub head: AnswerHead,
    /// All hold: it is this answer.
    pub told_by: Vec<(String, String)>,
    /// The request's identifier.
    pub request: String,
    /// The project's identifier.
    pub project: String,
    /// The payment's identifier.
    pub payment: String,
}

/// The answer to a request that was refused.
#[derive(Debug, Clone, Serialize)]
pub struct Refused {
    /// Means, HTTP status, signature.
    pub head: AnswerHead,
    /// All hold: it is this answer.
    pub told_by: Vec<(String, String)>,
    /// The code.
    pub code: String,
    /// The code in words.
    pub message: String,
    /// The list of single faults.
    pub errors: String,
    /// Members of a single fault: code, message, field, description.
    pub error: [String; 4],
    /// The member of a single fault with the rule that it breaks, where documented.
    pub constraint: Option<String>,
    /// Paths whose refusals of HTTP 400 are the list alone, with integers for codes; `{operation}` stands for any word.
    pub errors_alone: Vec<String>,
}

impl Refused {
    /// Whether refusals of a path, of HTTP 400, are the list of faults alone.
    #[must_use]
    pub fn is_list_alone(&self, path: &str) -> bool {
        let fits = |template: &String| {
            let (known, given) = (template.split('/'), path.split('/'));
            known.clone().count() == given.clone().count()
                && known.zip(given).all(|(known, given)| known == given || known == "{operation}")
        };
        self.errors_alone.iter().any(fits)
    }
}

/// The answer to the enquiry after a payment's status.
#[derive(Debug, Clone, Serialize)]
pub struct StatusAnswer {
    /// Means, HTTP status, signature.
    pub head: AnswerHead,
    /// Its members.
    pub members: Vec<CallbackField>,
    /// The payment's identifier: one of `members`, as are those below.
    pub payment: String,
    /// Where the payment stands.
    pub status: String,
    /// The list of its operations.
    pub operations: String,
    /// The list of faults.
    pub errors: String,
}

/// The answer that lists operations.
#[derive(Debug, Clone, Serialize)]
pub struct ListAnswer {
    /// Means, HTTP status, signature.
    pub head: AnswerHead,
    /// The member that holds the list.
    pub list: Fact<String>,
    /// Members of each entry.
    pub members: Vec<CallbackField>,
    /// Members of its refusals, where they are others than those of every refusal: the HTTP status by its name, what is wrong,
    /// the code, the HTTP status.
    pub refused: Option<[String; 4]>,
}

/// What a refusal means to who sent the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalKind {
    /// A payment of this identifier is there already.
    AlreadyUsed,
    /// A refund of this identifier is there already.
    RefundAlreadyUsed,
    /// There is no such payment.
    NotFound,
    /// The body is no JSON.
    BadJson,
    /// There is no such project.
    Project,
    /// A required field is absent.
    Missing,
    /// The request is not as it should be.
    Malformed,
    /// The currency.
    Currency,
    /// The signature.
    Signature,
    /// The account of who pays or is paid.
    Account,
    /// The bank.
    Bank,
    /// The method is not known.
    Method,
    /// The amount is above the limit.
    OverLimit,
    /// More is to go back than was paid.
    RefundAmount,
    /// The refund's currency is not the payment's.
    RefundCurrency,
    /// The project may not do this.
    NotAllowed,
    /// The payment stands where this cannot be done.
    State,
}

/// One kind of refusal.
#[derive(Debug, Clone, Serialize)]
pub struct RefusalCodes {
    /// What it means, in a sentence.
    pub means: String,
    /// Its codes, in the order of the spec: the first is the one to answer with.
    pub codes: Vec<String>,
    /// The HTTP status that it comes with, where documented.
    pub http: Option<u16>,
    /// It may also come after the request was taken in, in a callback with the payment status `error`.
    pub later: bool,
    /// Where the documents say so.
    pub cite: Vec<Cite>,
    /// What else is worth knowing.
    pub note: Option<String>,
}
