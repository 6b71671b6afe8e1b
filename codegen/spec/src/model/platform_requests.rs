//! The platform's own requests and answers: what no method has for itself.

use schemars::JsonSchema;
use serde::Deserialize;

use super::cite::Cites;
use super::fact::{Beside, Fact};
use super::field::{Fields, PresenceWord, Sent};
use super::keyed::{Keyed, Map, Short, block};
use super::platform::{Member, Whole};
use super::text::{Duration, OperationCode, Path, PathKey, Snake, Text, UrlPath};

block! {
    /// A request to the platform that is of no method.
    PlatformRequest {
        /// What it does.
        means: Text,
        /// Where it goes: one of `hosts`.
        host: Snake,
        /// Its path below the host.
        path: Fact<UrlPath>,
        /// What its fields are that the catalogue does not know.
        fields: Option<Fields>,
        /// Who must send what.
        send: Map<PathKey, Short<PresenceWord, Sent>>,
        /// The field with the identifier of what it is about.
        about: Option<Path>,
        /// How long after the request that it is about it may be sent at the earliest.
        not_before: Option<Duration>,
        /// How long after the request that it is about the answer that there is no payment says something: an earlier one proves
        /// nothing. If silent: at once.
        conclusive_after: Option<Duration>,
        /// How long the platform waits for it.
        within: Option<Duration>,
        /// How its answer comes in pages.
        pages: Option<Pages>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// How a long answer is asked for piece by piece.
    Pages {
        /// The field with the list of projects.
        project: Path,
        /// The field that says who asks.
        token: Path,
        /// The field with the interval's beginning.
        from: Path,
        /// The field with the interval's end.
        to: Path,
        /// The field with the time zone of both.
        zone: Path,
        /// The field that says how many entries are wanted.
        limit: Path,
        /// The field that says how many are left out at the beginning.
        offset: Path,
        /// How many come at most.
        most: Whole,
    }
    /// What the platform tells requests of an operation by: sent again with the same value, one is refused and not done twice.
    Once {
        /// The field.
        by: Path,
        /// What the refusal then is: a key of `refusals`.
        refused_as: Snake,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// The platform's own requests.
    PlatformRequests {
        /// Where a payment stands.
        status: Option<PlatformRequest>,
        /// Where the payment of a request stands.
        status_by_request: Option<PlatformRequest>,
        /// What was asked for after the first request.
        clarification: Option<PlatformRequest>,
        /// The operations of an interval of time.
        operations: Option<PlatformRequest>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// The answer to a request that was taken in.
    Accepted {
        /// What it says.
        means: Text,
        /// Its HTTP status.
        http: Fact<Whole>,
        /// Whether it is signed.
        signed: SignedWord,
        /// Members with values: all hold, and it is this answer.
        told_by: Map<Path, Text>,
        /// The request's identifier.
        request: Path,
        /// The project's identifier.
        project: Path,
        /// The payment's identifier.
        payment: Path,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// The answer to a request that was refused.
    Refused {
        /// What it says.
        means: Text,
        /// Its HTTP status.
        http: Fact<Whole>,
        /// Whether it is signed.
        signed: SignedWord,
        /// Members with values: all hold, and it is this answer.
        told_by: Map<Path, Text>,
        /// The code: one of the unified list.
        code: Path,
        /// The code in words.
        message: Path,
        /// The list of single faults.
        errors: Path,
        /// Members of a single fault.
        error: ErrorMembers,
        /// Paths whose refusals of HTTP 400 are that list alone, with integers for codes. If silent: none.
        #[serde(default)]
        errors_alone: Vec<UrlPath>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// Where the items of a list of faults say what.
    ErrorMembers {
        /// The code.
        code: Snake,
        /// The code in words.
        message: Snake,
        /// The member that is at fault.
        field: Snake,
        /// More words.
        description: Snake,
        /// The rule that it breaks. If silent: not documented.
        constraint: Option<Snake>,
    }
    /// The answer to the enquiry after a payment's status.
    StatusAnswer {
        /// What it says.
        means: Text,
        /// Its HTTP status.
        http: Fact<Whole>,
        /// Whether it is signed.
        signed: SignedWord,
        /// The payment's identifier.
        payment: Path,
        /// Where the payment stands.
        status: Path,
        /// The list of its operations.
        operations: Path,
        /// The list of faults.
        errors: Path,
        /// Its members, dotted, `[]` for items.
        members: Keyed<Beside, Path, Member>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// The answer that lists operations.
    ListAnswer {
        /// What it says.
        means: Text,
        /// Its HTTP status.
        http: Fact<Whole>,
        /// Whether it is signed.
        signed: SignedWord,
        /// The member that holds the list.
        list: Fact<Path>,
        /// Members of each entry.
        members: Keyed<Beside, Path, Member>,
        /// Members of its refusals. If silent: those of every refusal.
        refused: Option<ListRefused>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// How a question for operations is refused.
    ListRefused {
        /// What the HTTP status is called.
        name: Snake,
        /// What is wrong, in words.
        message: Snake,
        /// The code, an integer.
        code: Snake,
        /// The HTTP status, an integer.
        status: Snake,
    }
    /// What the platform answers at once.
    Answers {
        /// To a request that was taken in.
        accepted: Accepted,
        /// To a request that was refused.
        refused: Refused,
        /// To the enquiry after a payment's status.
        status: StatusAnswer,
        /// To the question for operations.
        operations: ListAnswer,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// One kind of refusal.
    RefusalCodes {
        /// What it means to who sent the request.
        means: Text,
        /// Its codes, all of the unified list.
        codes: Vec<OperationCode>,
        /// The HTTP status that it comes with. If silent: not documented.
        http: Option<Whole>,
        /// It may also come after the request was taken in: in a callback with the payment status `error`. If silent: `false`.
        #[serde(default)]
        later: bool,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
    /// What a refusal means to who sent the request, by its code. A code that is in none of these is of no kind.
    Refusals {
        /// A payment of this identifier is there already.
        already_used: Option<RefusalCodes>,
        /// A refund of this identifier is there already.
        refund_already_used: Option<RefusalCodes>,
        /// There is no such payment.
        not_found: Option<RefusalCodes>,
        /// The body is no JSON.
        bad_json: Option<RefusalCodes>,
        /// There is no such project.
        project: Option<RefusalCodes>,
        /// A required field is absent.
        missing: Option<RefusalCodes>,
        /// The request is not as it should be.
        malformed: Option<RefusalCodes>,
        /// The currency.
        currency: Option<RefusalCodes>,
        /// The signature.
        signature: Option<RefusalCodes>,
        /// The account of who pays or is paid.
        account: Option<RefusalCodes>,
        /// The bank.
        bank: Option<RefusalCodes>,
        /// The method is not known.
        method: Option<RefusalCodes>,
        /// The amount is above the limit.
        over_limit: Option<RefusalCodes>,
        /// More is to go back than was paid.
        refund_amount: Option<RefusalCodes>,
        /// The refund's currency is not the payment's.
        refund_currency: Option<RefusalCodes>,
        /// The project may not do this.
        not_allowed: Option<RefusalCodes>,
        /// The payment stands where this cannot be done.
        state: Option<RefusalCodes>,
        /// Where the documents say so.
        cite: Option<Cites>,
        /// What else is worth knowing.
        note: Option<Text>,
    }
}

/// Whether an answer is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignedWord {
    /// It is signed; one without a signature is not the platform's.
    Always,
    /// It is not signed.
    Never,
    /// The documents do not say.
    NotDocumented,
}
