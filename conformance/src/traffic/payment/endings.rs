//! How operations of a payment end, and what comes after that.

use super::{Before, CLOSED, Counted, DECLINED, PAID, Payment, operation};
use crate::traffic::finding::Finding;
use crate::traffic::rules;
use crate::traffic::story::{Effect, News, Went};

impl Payment {
    /// An operation ended otherwise than it did before, than another one did, or after the payment was closed.
    pub(super) fn ending(&self, news: &News, before: &Before, findings: &mut Vec<Finding>) {
        let (other_end, all, rule) = match news.went {
            Went::Succeeded => (operation::FAILED, DECLINED, &rules::SUCCESS_AFTER_DECLINE),
            Went::Failed => (operation::SUCCEEDED, PAID, &rules::DECLINE_AFTER_SUCCESS),
            Went::UnderWay => return,
        };
        let mut told = |rule| findings.push(Finding::new(rule, "operation.status", ""));
        if before.marks & other_end != 0 {
            return told(rule);
        }
        if news.effect.goes_back() {
            return;
        }
        // without an operation it is the payment itself
        if news.is_the_payment() && self.is(all) {
            return told(rule);
        }
        let takes = news.effect == Effect::Takes;
        let is_new = before.marks & operation::SUCCEEDED == 0 && before.counted != Counted::Perhaps;
        if takes && is_new && self.is(CLOSED) {
            told(rule);
        } else if self.is(all) && (takes || news.went == Went::Failed) {
            told(&rules::FURTHER_OPERATION);
        }
    }
}
