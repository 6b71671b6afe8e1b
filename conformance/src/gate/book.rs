//! Payments and what finds them.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use serde_json::Value;

use super::payment::{Key, Payment};

/// What became of a request.
#[derive(Clone, PartialEq)]
pub enum Fate {
    /// It belongs to a payment.
    Payment(Key),
    /// It was refused, with this answer.
    Refused(i64, Value),
}

/// Payments by key, requests by identifier.
#[derive(Clone, PartialEq, Default)]
pub struct Book {
    payments: HashMap<Key, Payment>,
    requests: HashMap<String, Fate>,
    /// Payments at rest, the oldest first.
    resting: VecDeque<Key>,
    /// Identifiers that merchants gave to refunds, by project.
    refunds: HashSet<(i64, String)>,
    /// Refused requests, the oldest first.
    refused: VecDeque<String>,
}

/// A book's parts.
pub(super) type Parts<'a> = (Vec<(&'a Key, &'a Payment)>, &'a VecDeque<Key>, Vec<(&'a String, i64, &'a Value)>);

/// How many refused requests are remembered.
const REFUSED: usize = 1_000;

impl Book {
    /// A payment.
    #[must_use]
    pub fn get(&self, key: &Key) -> Option<&Payment> {
        self.payments.get(key)
    }

    /// A payment, to be changed.
    pub fn get_mut(&mut self, key: &Key) -> Option<&mut Payment> {
        self.payments.get_mut(key)
    }

    /// Takes a new payment in. Where one of its identifier failed, what belonged to that one is forgotten.
    pub fn add(&mut self, key: Key, mut payment: Payment) {
        if let Some(old) = self.payments.remove(&key) {
            let began = old.operations.iter().map(|operation| &operation.request);
            began.chain(&old.further).for_each(|request| drop(self.requests.remove(request)));
            // its place among those at rest, and its callbacks, are now this one's
            payment.resting = old.resting;
            payment.undelivered = old.undelivered;
        }
        self.payments.insert(key, payment);
    }

    /// Payments in order of their keys.
    #[must_use]
    pub fn sorted(&self) -> BTreeMap<&Key, &Payment> {
        self.payments.iter().collect()
    }

    /// Payments in order of their keys: so many after so many. The others are not put in order.
    #[must_use]
    pub fn page(&self, offset: usize, limit: usize) -> Vec<(&Key, &Payment)> {
        let mut all: Vec<(&Key, &Payment)> = self.payments.iter().collect();
        let by_key = |one: &(&Key, &Payment), other: &(&Key, &Payment)| one.0.cmp(other.0);
        let end = offset.saturating_add(limit);
        if end < all.len() {
            all.select_nth_unstable_by(end, by_key);
            all.truncate(end);
        }
        all.sort_unstable_by(by_key);
        all.drain(..offset.min(all.len()));
        all
    }

    /// Payments of an identifier, in whatever project.
    #[must_use]
    pub fn named(&self, id: &str, project: Option<i64>, projects: &[i64]) -> Vec<Key> {
        let all = projects.iter().filter(|one| project.is_none_or(|wanted| wanted == **one));
        all.map(|one| Key::new(*one, id)).filter(|key| self.payments.contains_key(key)).collect()
    }

    /// Remembers what became of a request.
    pub fn remember(&mut self, request: String, fate: Fate) {
        if let Fate::Refused(..) = fate {
            self.refused.push_back(request.clone());
            if self.refused.len() > REFUSED
                && let Some(oldest) = self.refused.pop_front()
            {
                self.requests.remove(&oldest);
            }
        }
        self.requests.insert(request, fate);
    }

    /// What became of a request.
    #[must_use]
    pub fn fate(&self, request: &str) -> Option<&Fate> {
        self.requests.get(request)
    }

    /// A payment came to rest: of those at rest, so many are kept.
    pub fn rest(&mut self, key: &Key, retain: usize) {
        match self.payments.get_mut(key) {
            Some(payment) if payment.is_at_rest() && !payment.resting => payment.resting = true,
            _ => return,
        }
        self.resting.push_back(key.clone());
        while self.resting.len() > retain {
            let Some(oldest) = self.resting.pop_front() else { return };
            match self.payments.get_mut(&oldest) {
                // it has begun another operation since, and will come to rest again
                Some(payment) if !payment.is_at_rest() => payment.resting = false,
                _ => {
                    if let Some(gone) = self.payments.remove(&oldest) {
                        let began = gone.operations.iter().map(|operation| &operation.request);
                        began.chain(&gone.further).for_each(|request| drop(self.requests.remove(request)));
                        for refund in gone.operations.into_iter().filter_map(|operation| operation.refund_id) {
                            self.refunds.remove(&(oldest.project, refund));
                        }
                    }
                }
            }
        }
    }

    /// Whether a project has given this identifier to a refund, of whatever payment.
    #[must_use]
    pub fn has_refund(&self, project: i64, refund: &str) -> bool {
        self.refunds.contains(&(project, refund.to_owned()))
    }

    /// A project gave an identifier to a refund.
    pub fn add_refund(&mut self, project: i64, refund: String) {
        self.refunds.insert((project, refund));
    }

    /// Payments in no order, and what cannot be told from them: those at rest and refused requests, the oldest first.
    pub(super) fn parts(&self) -> Parts<'_> {
        let refused = self.refused.iter().filter_map(|request| match self.requests.get(request)? {
            Fate::Refused(project, body) => Some((request, *project, body)),
            Fate::Payment(_) => None,
        });
        (self.payments.iter().collect(), &self.resting, refused.collect())
    }

    /// Takes a payment in that stood in another book, with what finds it.
    pub(super) fn put(&mut self, key: Key, payment: Payment) {
        for operation in &payment.operations {
            self.requests.insert(operation.request.clone(), Fate::Payment(key.clone()));
            self.refunds.extend(operation.refund_id.clone().map(|refund| (key.project, refund)));
        }
        let further = payment.further.iter().map(|request| (request.clone(), Fate::Payment(key.clone())));
        self.requests.extend(further);
        self.payments.insert(key, payment);
    }

    /// The next of the payments at rest.
    pub(super) fn put_at_rest(&mut self, key: Key) {
        self.resting.push_back(key);
    }

    /// How many payments there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.payments.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.payments.is_empty()
    }
}
