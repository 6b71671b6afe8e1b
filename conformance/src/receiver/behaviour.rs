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
    Forged: "forged signature", "verify the signature before anything else, and answer 403 where it does not hold",
    /// The amount was changed after signing.
    Altered: "altered value", "sign the whole body that came, without its signature, and compare",
    /// Signed with another secret.
    WrongKey: "wrong key", "verify with the secret of the project, and answer 403 where it does not hold",
    /// No signature.
    Missing: "missing signature", "a callback without a signature is not from the platform: answer 403",
    /// The same callback twice.
    Duplicate: "duplicate", "answer 200 to news that is known already, and do nothing: keep what was seen by payment, operation and status",
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
}
