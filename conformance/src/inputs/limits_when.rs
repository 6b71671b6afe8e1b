//! Limits that hold only under a condition: sums that keep them, and sums that break one.

use methodspec::resolved::{ConditionalLimit, Limit, Said, ValueKind};
use serde_json::json;

use super::conditions::Conditions;
use super::faults::Fault;
use super::{LimitWhen, oracle, whole};

impl Conditions<'_> {
    /// Every limit under a condition that can be checked, be it a rule or what takes one away.
    pub(super) fn limits_told(&self) -> Vec<LimitWhen> {
        let all = self.form.amounts.values().flat_map(|limit| limit.when.iter().map(move |one| (limit, one)));
        let word = |one: &ConditionalLimit| one.ends.as_ref().is_some_and(|ends| *ends != Said::Is(()));
        let held = all.filter(|(_, one)| (one.min, one.max, one.step) != (None, None, None) || word(one));
        let told = held.filter_map(|(limit, bounds)| {
            let told = self.told(&bounds.when)?;
            Some(LimitWhen { limit: limit.clone(), bounds: bounds.clone(), told, lifts: word(bounds) })
        });
        told.collect()
    }

    /// A sum beyond each end of each conditional limit, with what makes the condition hold.
    pub(super) fn sums_out_of_limits(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let ends = super::sum_ends(self.form);
        for (limit, one) in self.limits() {
            let step = oracle::alone(limit, one).step;
            let within = |minor: &i64| *minor >= ends.0 && *minor <= ends.1;
            let min = one.min.map(|min| (min - 1) / step * step).filter(within);
            let max = one.max.and_then(|max| (max / step).checked_add(1)?.checked_mul(step)).filter(within);
            let off = one.step.filter(|step| *step > 1).map(|_| self.first(limit, one) + 1);
            let sums = [("min", min), ("max", max), ("step", off)];
            faults.extend(sums.into_iter().filter_map(|(kind, minor)| self.sum_under(limit, one, kind, minor?)));
        }
        faults
    }

    /// A sum at each end of each conditional limit, which keeps it, likewise.
    pub(super) fn sums_at_limits(&self) -> Vec<Fault> {
        let mut edges = Vec::new();
        for (limit, one) in self.limits() {
            let here = oracle::alone(limit, one);
            let first = self.first(limit, one);
            let most = here.max.map(|most| most / here.step * here.step);
            let ends = super::sum_ends(self.form);
            let min = one.min.filter(|min| *min > ends.0).map(|_| first);
            let max = one.max.filter(|max| *max < ends.1).and(most);
            let next =
                one.step.filter(|step| *step > 1).map(|step| most.map_or(first + step, |most| most.min(first + step)));
            let sums = [("min", min), ("max", max), ("step", next)];
            edges.extend(sums.into_iter().filter_map(|(kind, minor)| self.sum_under(limit, one, kind, minor?)));
        }
        edges
    }

    /// The least sum that is taken where the condition alone holds.
    fn first(&self, limit: &Limit, one: &ConditionalLimit) -> i64 {
        let here = oracle::alone(limit, one);
        whole(here.min.unwrap_or(0).max(super::sum_ends(self.form).0), here.step)
    }

    /// A sum where the condition holds.
    fn sum_under(&self, limit: &Limit, one: &ConditionalLimit, kind: &str, minor: i64) -> Option<Fault> {
        let path = |kind| self.form.rows.iter().find(|row| row.value.kind == kind).map(|row| row.path.as_str());
        let (amount, currency) = (path(ValueKind::Amount)?, path(ValueKind::Currency)?);
        let (mut given, told) = (self.given(&one.when)?, self.told(&one.when)?);
        given.retain(|(path, _)| path != amount && path != currency);
        given.push((currency.to_owned(), Some(json!(limit.currency))));
        given.push((amount.to_owned(), Some(json!(self.first(limit, one)))));
        Some(Fault {
            rule: format!("{}/amount/{kind}/{}/when/{told}", self.form.id, limit.currency),
            given,
            ways: vec![vec![(amount.to_owned(), Some(json!(minor)))]],
            idle: self.never_holds(&one.when),
        })
    }
}
