//! The rules of traffic that hold for every method, each with an id that stays.
//!
//! Beside them stand rules that come from the specs: `<method>/<operation>/ends` and `<method>/<operation>/sum` for
//! callbacks, and for requests the rules of the generated forms. `listed` has them all.

use serde::{Deserialize, Serialize};

/// What a broken rule means for the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing: a value that no document lists, a callback that came twice.
    Note,
    /// Probably wrong, or more than the documents promise.
    Advice,
    /// Wrong: the body fails, and so does the run.
    Error,
}

/// A rule of traffic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// `traffic/story/two-sums`.
    pub id: &'static str,
    /// What breaking it means.
    pub severity: Severity,
    /// The platform's document that says so, where one does.
    pub cite: &'static str,
    /// What is wrong where it is broken, in a sentence without a full stop.
    pub means: &'static str,
}

macro_rules! rules {
    ($($name:ident: $id:literal $severity:ident $cite:literal $means:literal;)+) => {
        $(#[doc = $means] pub const $name: Rule = Rule { id: $id, severity: Severity::$severity, cite: $cite, means: $means };)+

        /// All of them.
        pub const ALL: &[Rule] = &[$($name),+];
    };
}

rules! {
    UNREADABLE: "traffic/unreadable" Error "" "the line holds no body that can be read";
    FILE: "traffic/file" Advice "" "the file cannot be read, or not to its end: what was not read is not judged";
    SIGNATURE: "traffic/callback/signature" Error "signature" "the signature is missing, empty or wrong";
    PROJECT: "traffic/callback/project" Error "cb" "no project, two projects, or one whose secret was not given";
    SHAPE: "traffic/callback/shape" Error "cb" "a member could have been forged: its type or its place is not covered by the signature";
    SEMICOLON: "traffic/callback/semicolon" Note "signature" "a text has a `;`, which also parts the members in what is signed";
    PROJECT_NOT_NAMED: "traffic/callback/project-not-named" Note "cb" "the callback names no project: it is of the only one whose secret was given";
    KEPT: "traffic/callback/kept" Note "cb" "a member has a type that the platform does not send: nothing is decided by it";
    PAYMENTS: "traffic/callback/payments" Error "cb" "two members name the payment, and they disagree";
    SUMS: "traffic/callback/sums" Error "cb" "sums of a paid operation contradict each other";
    ORDER: "traffic/order/mismatch" Error "cb" "a paid callback is not of the order's sum or currency, or does not say it";
    ORDER_MAY_DIFFER: "traffic/order/may-differ" Advice "cb" "another sum was paid than ordered, as the method's documents say it may be: settle it by hand";
    NO_ORDER: "traffic/order/unknown" Advice "" "a payment is paid for which there is no order";
    NO_PAYMENT: "traffic/callback/no-payment" Note "cb" "the callback names no payment: it has no story";
    METHOD: "traffic/callback/method" Note "cb" "no spec has this label of a method";
    VIEW: "traffic/callback/view" Error "" "the generated view of the method does not take a callback with its label";
    VALUE: "traffic/callback/value" Note "cb" "no document lists this value";
    TIME: "traffic/callback/time" Advice "cb" "a time is not written as the platform writes times";
    PAID: "traffic/callback/paid" Error "cb" "the payment's status says paid, and status or code of its operation says otherwise";
    NEGATIVE: "traffic/callback/negative" Advice "cb" "a sum is below zero";
    OPERATION: "traffic/callback/operation" Advice "cb" "the documents say that the method has no such operation";
    DUPLICATE: "traffic/story/duplicate" Note "gate-cb" "the same news came before";
    OUT_OF_ORDER: "traffic/story/out-of-order" Advice "cb" "the operation is older than one that was told of before";
    FINAL_LEFT: "traffic/story/final-left" Error "cb" "an operation that had come to its end goes on";
    FINAL_PERHAPS_LEFT: "traffic/story/final-perhaps-left" Advice "cb" "an operation that had reached its end goes on, or the callback came late: no date shows which";
    SUCCESS_AFTER_DECLINE: "traffic/story/success-after-decline" Advice "cb" "an operation succeeds after it or its payment was declined, cancelled or expired: a late success";
    DECLINE_AFTER_SUCCESS: "traffic/story/decline-after-success" Advice "cb" "an operation that had succeeded is declined or expires: the money was returned";
    FURTHER_OPERATION: "traffic/story/further-operation" Note "white-label" "a further operation of the payment ended otherwise than one before: a series of debits, or a payment in parts";
    PAID_TWICE: "traffic/story/paid-twice" Advice "cb" "operations together took more than the payment's sum: it was paid twice";
    PAID_AFTER_RETURN: "traffic/story/paid-after-return" Advice "cb" "a payment that had gone back as a whole is paid again";
    REFUND_LARGER: "traffic/story/refund-larger" Error "gate-refund" "more went back than all paid operations took together";
    REFUND_PERHAPS_LARGER: "traffic/story/refund-perhaps-larger" Advice "gate-refund" "more went back than the known operations took: one is missing, comes late, or counts twice";
    REFUND_CURRENCY: "traffic/story/refund-currency" Note "gate-refund" "an operation has another currency than the payment or than another refund: it is not added up";
    TWO_SUMS: "traffic/story/two-sums" Error "cb" "one operation has two different sums";
    OTHER_PROJECT: "traffic/story/other-project" Advice "page" "two projects have a payment of this id";
    LONG: "traffic/story/long" Note "" "the payment has more news than are kept: duplicates and refunds of the oldest may be missed";
    REQUEST_SIGNATURE: "traffic/request/signature" Error "signature" "the signature is missing or wrong";
    REQUEST_PROJECT: "traffic/request/project" Error "gate-auth" "the request names no project, or one whose secret was not given";
    REQUEST_PATH: "traffic/request/path" Note "" "no form has this path: the request is not judged";
    REQUEST_FORM: "traffic/request/form" Note "" "the object fits no form (a callback, an answer, a request of another kind): it is not judged";
    REQUEST_CODE: "traffic/request/method" Note "pm-codes" "no spec has this code of a method: the request is not judged";
    REQUEST_AMBIGUOUS: "traffic/request/ambiguous" Note "" "several forms fit alike, and the path is not recorded: judged by the first";
    REQUEST_TEXT: "traffic/request/text" Advice "signature" "a text of the Payment Page is written as a number: an address and the signature have it as its digits";
    REQUEST_NUMBER: "traffic/request/number" Note "signature" "a number or a truth of the Payment Page is written as a text: an address and the signature have them alike";
    REQUEST_OPERATION: "traffic/request/page-operation" Error "page" "the page is opened for an operation that the method does not have there, or that no method has";
    REQUEST_CARD: "traffic/request/card" Error "page" "the page is opened to keep or to verify a card: this parameter is missing, or is not what that takes (a sum of 0)";
    REQUEST_SEMICOLON: "traffic/request/semicolon" Advice "signature" "a value of the Payment Page has a `;`, which separates what is signed: the signature holds for other parameters too";
    REQUEST_NOT_SIGNED: "traffic/request/not-signed" Note "woo" "the name of a parameter begins with `_`: it is left out of the signature, as four of the vendor's plug-ins do; its SDKs sign it";
    REQUEST_INTEGER: "traffic/request/integer" Advice "signature" "an integer is written with a fraction or an exponent: it is signed as the reference prints it";
    REPEATED: "traffic/request/repeated" Error "page" "a payment id is used again with another body";
    SENT_AGAIN: "traffic/request/sent-again" Note "page" "the same request was sent before";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique() {
        let ids: std::collections::BTreeSet<&str> = ALL.iter().map(|rule| rule.id).collect();
        assert_eq!(ids.len(), ALL.len());
    }
}
