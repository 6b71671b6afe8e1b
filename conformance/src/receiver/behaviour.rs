//! What a receiver is tried with, and what it has to answer.

use crate::lines::lines;

lines! {
    /// Something that happens to whoever receives callbacks.
    Behaviour:
    /// A genuine final callback.
    Genuine: "genuine", "answer 200 to every callback whose signature holds: anything else is sent again",
    /// A genuine callback that is not final.
    Intermediate: "genuine, not final", "answer 200 to callbacks that do not end the payment, and leave the order unpaid",
    /// The signature has one letter changed.
    Forged: "forged signature", "verify the signature before anything else, all 88 letters with their case, and answer 403 where it does not hold",
    /// The amount was changed after signing.
    Altered: "altered value", "sign the whole body that came, without its signature, and compare",
    /// Signed with another secret.
    WrongKey: "wrong key", "verify with the secret of the project, and answer 403 where it does not hold",
    /// No signature.
    Missing: "missing signature", "a callback without a signature, or with an empty one or null, is not from the platform: answer 403",
    /// The same callback twice.
    Duplicate: "duplicate", "answer 200 to news that is known already, and do nothing: news is known where all that is signed was seen before (the text that is signed, or its digest), never by statuses",
    /// The final callback comes before the one before it.
    Reordered: "out of order", "answer 200, and never let a callback that is not final undo a final one",
    /// The body ends in the middle.
    Truncated: "truncated", "a body that is no JSON is refused, with 400",
    /// The same callback, indented, with its members in another order, with escapes.
    Rewritten: "written otherwise", "decode the body before signing it: white space, order and escapes do not count",
    /// A status that nobody knows yet.
    UnknownStatus: "unknown status", "answer 200 and keep it: the platform adds statuses",
    /// A method that nobody knows yet.
    UnknownMethod: "unknown method", "answer 200 and keep it: methods are switched on without the receiver being asked",
    /// The signature and the project stand in `general`.
    InGeneral: "signature in general", "where there is no `signature` at the top, take the one in `general`",
    /// A list of more than ten items.
    LargeList: "large list", "sort the paths in natural order: `display_data:2` comes before `display_data:10`",
    /// A body of 2 MiB.
    Giant: "giant body", "read no more than a limit, answer 413 beyond it, and go on serving",
    /// Two payments whose callbacks alternate.
    Interleaved: "two payments at once", "keep each payment apart, by its id",
    /// A member is `null`.
    Null: "null", "a member may be null: sign it as the platform does, and do not take it for an object",
    /// Members are true and false.
    Booleans: "true and false", "true is signed as 1 and false as 0",
    /// There is no `customer`.
    NoCustomer: "no customer", "take no member for granted that the order is not settled by",
    /// A list is empty.
    EmptyList: "empty list", "a list may be empty: nothing of it is signed",
    /// A text begins and ends with white space.
    EdgeSpace: "white space at the edges of a text", "sign each text as it came: trim nothing",
    /// A text begins with a colon.
    FirstColon: "text that begins with a colon", "sign each text as it came, whatever it begins with",
    /// An integer is above 2^53.
    LargeInteger: "integer above 2^53", "read whole numbers as such: as a float an identifier becomes another",
    /// A text has CR LF in it.
    LineBreaks: "CR LF in a text", "sign each text as it came: line breaks stay what they are",
    /// There is no `payment`.
    NoPayment: "no payment", "answer 200 to a callback that is about no payment, and keep it",
    /// A number is written with an exponent.
    Exponent: "number with an exponent", "sign a number as PHP prints it: 1.0e+25 as 1.0E+25",
    /// The whole sum goes back after the sale.
    Refund: "refund", "look at the type of the operation: a refund that succeeds pays no order",
    /// A part of the sum goes back after the sale.
    PartialRefund: "partial refund", "look at the type of the operation: a refund that succeeds pays no order",
    /// The sum is to go back, and that is declined: status and sum of the payment stay.
    DeclinedRefund: "declined refund", "look at type and status of the operation, and not at the payment's status alone: a refund that fails pays no order, and undoes none",
    /// The sale is undone on the same day.
    Reversal: "reversal", "look at the type of the operation: a reversal that succeeds pays no order",
    /// Two operations pay one payment.
    SplitPayment: "second operation of a split payment", "a payment is paid when its own status says so, and not with its first operation",
    /// Two steps of 3-D Secure have equal statuses and different content; then the payment succeeds.
    SameStatus: "3-D Secure steps of equal status", "news is the same only where all that is signed is: keep no callback apart by statuses alone",
}
