//! Which news and which operations of a payment are remembered.

use super::{Before, Counted, Order, Payment, operation};
use crate::traffic::finding::Finding;
use crate::traffic::keys::UNNAMED;
use crate::traffic::rules;
use crate::traffic::story::{Effect, News, Went};

/// The news that are told apart; a callback that comes again after so many others is not known again.
pub(super) const NEWS: usize = 7;
/// The operations that are told apart.
pub(super) const OPERATIONS: usize = 4;

/// The operation of a callback that names none, where it took money: there is one at most.
const NOT_NAMED: i64 = i64::MIN;

/// A project in four bytes. The platform's own numbers fit, and stay what they are; of what anybody else wrote it is a digest.
const fn short_project(project: i64) -> u32 {
    if project >= 0 && project <= u32::MAX as i64 {
        project as u32
    } else {
        ((project as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32 | 1
    }
}

impl Payment {
    /// Nothing yet.
    pub(in crate::traffic) fn new(key: [u64; 2], project: i64) -> Self {
        Self {
            key,
            news: [0; NEWS],
            operations: [0; OPERATIONS],
            paid: 0,
            refunded: 0,
            perhaps: 0,
            whole: 0,
            moved: [0; OPERATIONS],
            project: short_project(project),
            newest: 0,
            operation_marks: [0; OPERATIONS],
            currency: 0,
            marks: 0,
            counts: 0,
        }
    }

    /// Whether news of a project is of this payment. News that names no project is, and then any project may follow.
    pub(in crate::traffic) fn is_of(&mut self, project: i64) -> bool {
        if self.project == short_project(UNNAMED) {
            self.project = short_project(project);
        }
        project == UNNAMED || self.project == short_project(project)
    }

    const fn news_count(&self) -> usize {
        (self.counts & 0x0f) as usize
    }

    const fn operation_count(&self) -> usize {
        (self.counts >> 4) as usize
    }

    /// Whether news or operations were forgotten.
    const fn has_forgotten(&self) -> bool {
        self.news_count() > NEWS || self.operation_count() > OPERATIONS
    }

    /// Whether operations were: one of them may have been counted twice.
    pub(super) const fn has_forgotten_operations(&self) -> bool {
        self.operation_count() > OPERATIONS
    }

    /// Tells that something is about to be forgotten, once.
    fn forgets(&self, findings: &mut Vec<Finding>) {
        if !self.has_forgotten() {
            findings.push(Finding::new(&rules::LONG, "", ""));
        }
    }

    /// Whether the same news came before; remembers it otherwise.
    pub(super) fn seen(&mut self, same_news: u64, findings: &mut Vec<Finding>) -> bool {
        let count = self.news_count();
        if self.news.iter().take(count.min(NEWS)).any(|before| *before == same_news) {
            return true;
        }
        if let Some(place) = self.news.get_mut(count % NEWS) {
            *place = same_news;
        }
        if count >= NEWS {
            self.forgets(findings);
        }
        // goes round above NEWS once one was forgotten
        let count = if count == 2 * NEWS { NEWS + 1 } else { count + 1 };
        self.counts = self.counts & 0xf0 | count as u8;
        false
    }

    /// Takes what is told of the operation; what was known of it before.
    pub(super) fn operation(&mut self, news: &News, order: Order, findings: &mut Vec<Finding>) -> Before {
        let counts = news.effect == Effect::Takes || news.went == Went::Succeeded && news.effect.goes_back();
        let counts = counts && news.sum.is_some();
        let not_named = || (counts && news.effect == Effect::Takes).then_some(NOT_NAMED);
        let Some(id) = news.operation.or_else(not_named) else {
            let counted = if self.has_forgotten() { Counted::Perhaps } else { Counted::No };
            return Before { counted, marks: 0, moved: 0, at: None };
        };
        let known = self.operation_count().min(OPERATIONS);
        let found = self.operations.iter().take(known).position(|one| *one == id);
        let forgotten = self.has_forgotten_operations();
        let at = found.unwrap_or_else(|| self.remember(id, findings));
        let moved = self.moved.get(at).copied().unwrap_or_default();
        let Some(marks) = self.operation_marks.get_mut(at) else {
            return Before { counted: Counted::Perhaps, marks: 0, moved, at: None };
        };
        let before = *marks;
        if before & operation::FINAL != 0 && !news.is_final {
            match order {
                Order::Later => findings.push(Finding::new(&rules::FINAL_LEFT, "operation.status", "")),
                Order::Unknown => findings.push(Finding::new(&rules::FINAL_PERHAPS_LEFT, "operation.date", "")),
                Order::Late => {}
            }
        }
        let counted = match found {
            _ if before & operation::COUNTED != 0 => Counted::Yes,
            None if forgotten => Counted::Perhaps,
            _ if before & operation::PERHAPS != 0 => Counted::Perhaps,
            _ => Counted::No,
        };
        let mark = |is: bool, mark: u8| if is { mark } else { 0 };
        *marks |= mark(news.is_final, operation::FINAL);
        *marks |= mark(counts && news.effect.goes_back(), operation::COUNTED);
        *marks |= mark(counted == Counted::Perhaps, operation::PERHAPS);
        if order != Order::Late || before & (operation::SUCCEEDED | operation::FAILED) == 0 {
            let ended = match news.went {
                Went::Succeeded => operation::SUCCEEDED,
                Went::Failed => operation::FAILED,
                Went::UnderWay => *marks & (operation::SUCCEEDED | operation::FAILED),
            };
            *marks = *marks & !(operation::SUCCEEDED | operation::FAILED) | ended;
        }
        Before { counted, marks: before, moved, at: Some(at) }
    }

    /// Takes a further operation, in the place of the oldest where there is none left; gives its place.
    fn remember(&mut self, id: i64, findings: &mut Vec<Finding>) -> usize {
        let count = self.operation_count();
        let at = count % OPERATIONS;
        if count >= OPERATIONS {
            self.forgets(findings);
        }
        // goes round above OPERATIONS once one was forgotten
        let count = if count == 2 * OPERATIONS { OPERATIONS + 1 } else { count + 1 };
        self.counts = self.counts & 0x0f | (count as u8) << 4;
        if let (Some(place), Some(marks)) = (self.operations.get_mut(at), self.operation_marks.get_mut(at)) {
            (*place, *marks) = (id, 0);
        }
        if let Some(moved) = self.moved.get_mut(at) {
            *moved = 0;
        }
        at
    }
}
