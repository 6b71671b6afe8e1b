//! What the status of a payment says of one request: that it arrived, that another did, or nothing.

use super::api::{ListedOperations, Once};
use super::{Api, StatusAnswer};
use crate::callback::{Verified, same_value};
use crate::form::{Form, Kind};
use crate::json::{self, Document, Item};

/// What a status shows of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// It arrived.
    It,
    /// Another has its identifier.
    Another,
    /// Nothing.
    Nothing,
}

/// What to look for in a status.
pub(super) struct Wanted {
    pub(super) once: Once,
    /// The request begins the payment, which is not there otherwise.
    pub(super) begins: bool,
    amount: Option<i64>,
    currency: Option<String>,
}

impl Wanted {
    /// What a request of a form asks for; none where the platform cannot tell it from another one.
    pub(super) fn of(api: &Api, form: &Form, body: &Document) -> Option<Self> {
        let once = api.once_of(form)?;
        // without the identifier in it the platform cannot tell it either
        body.at(once.by)?.as_str()?;
        let of_kind = |wanted: fn(&Kind) -> bool| {
            let row = form.rows.iter().find(|row| wanted(&row.kind))?;
            body.at(row.path)
        };
        Some(Self {
            begins: once.by == api.payment,
            once,
            amount: of_kind(|kind| matches!(kind, Kind::Amount(_))).and_then(Item::as_i64),
            currency: of_kind(|kind| matches!(kind, Kind::Currency)).and_then(|item| item.as_str().map(str::to_owned)),
        })
    }

    /// What a status, which is of the request's payment, shows of it.
    pub(super) fn shown(&self, table: &StatusAnswer, status: &Verified) -> Shown {
        let Some(operations) = table.operations else {
            // of a refund, its identifier was refused as used
            return if self.begins { Shown::Nothing } else { Shown::It };
        };
        let list = at(status, operations.list).filter(|list| list.kind() == json::Kind::List);
        if self.begins { self.payment(&operations, status, list) } else { self.later(&operations, list) }
    }

    /// The sum that was asked for tells the request from an older one with its identifier.
    fn payment(&self, operations: &ListedOperations, status: &Verified, list: Option<Item<'_>>) -> Shown {
        if self.amount.is_none() || self.currency.is_none() {
            return Shown::Nothing;
        }
        let all = || list.into_iter().flat_map(Item::items);
        let mut sums =
            all().filter(|one| self.is_own(operations, *one)).filter_map(|one| sum(at_of(one, operations.sum)?));
        if let Some(first) = sums.next() {
            return if self.is(first) || sums.any(|sum| self.is(sum)) { Shown::It } else { Shown::Another };
        }
        // operations of other types alone: what they say of this one is not known
        if !self.once.shown_as.is_empty() && all().any(|one| !self.is_own(operations, one)) {
            return Shown::Nothing;
        }
        match at(status, operations.whole).and_then(sum) {
            // what it amounts to now: nothing, once it went back
            None | Some((0, _)) => Shown::Nothing,
            Some(whole) if self.is(whole) => Shown::It,
            Some(_) => Shown::Another,
        }
    }

    /// A later operation of the payment, whose identifier was refused as used: it is among those that are listed. No
    /// member of theirs has the identifier, so that the list alone, without the refusal, would prove nothing.
    fn later(&self, operations: &ListedOperations, list: Option<Item<'_>>) -> Shown {
        let Some(list) = list.filter(|_| !self.once.shown_as.is_empty()) else { return Shown::It };
        let mut own = list.items().filter(|one| self.is_own(operations, *one));
        let fits = |one: Item<'_>| at_of(one, operations.sum).and_then(sum).is_none_or(|sum| self.is(sum));
        // it may be on its way into the list still
        if own.any(fits) { Shown::It } else { Shown::Nothing }
    }

    fn is_own(&self, operations: &ListedOperations, one: Item<'_>) -> bool {
        let kind = at_of(one, operations.kind).and_then(Item::as_str);
        kind.is_some_and(|kind| self.once.shown_as.iter().any(|one| same_value(one, kind)))
    }

    /// What the request does not say, such as the sum of a refund of all, differs from nothing.
    fn is(&self, (amount, currency): (i64, &str)) -> bool {
        self.amount.is_none_or(|own| own == amount)
            && self.currency.as_deref().is_none_or(|own| own.eq_ignore_ascii_case(currency))
    }
}

fn at<'a>(status: &'a Verified, path: &str) -> Option<Item<'a>> {
    let row = status.shape().fields().iter().position(|field| field.path == path)?;
    status.field(row)
}

fn at_of<'a>(item: Item<'a>, path: &str) -> Option<Item<'a>> {
    path.split('.').try_fold(item, |item, key| item.get(key))
}

/// As everywhere on the platform: an object of `amount` and `currency`.
fn sum(item: Item<'_>) -> Option<(i64, &str)> {
    Some((item.get("amount")?.as_i64()?, item.get("currency")?.as_str()?))
}
