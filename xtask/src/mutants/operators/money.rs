//! Mistakes about sums.

use methodspec::resolved::{Bound, ConditionalLimit, Force, Form, Limit, Operation, Said};

use super::conditions::{inverted, other_value};
use super::{Operator, in_forms, in_limits, in_operations, model, moved, set};

pub(super) const ALL: &[Operator] = &[
    model("limit-min-up", |method| in_limits(method, |limit| enforced(limit) && moved(&mut limit.min, 1))),
    model("limit-min-down", |method| in_limits(method, |limit| enforced(limit) && moved(&mut limit.min, -1))),
    model("limit-max-up", |method| in_limits(method, |limit| enforced(limit) && moved(&mut limit.max, 1))),
    model("limit-max-down", |method| in_limits(method, |limit| enforced(limit) && moved(&mut limit.max, -1))),
    model("limit-min-lost", |method| in_limits(method, |limit| limit.min.take().is_some())),
    model("limit-max-lost", |method| in_limits(method, |limit| limit.max.take().is_some())),
    model("limit-ends-swapped", |method| {
        in_limits(method, |limit| {
            std::mem::swap(&mut limit.min, &mut limit.max);
            enforced(limit) && limit.min != limit.max
        })
    }),
    model("limit-times-ten", |method| {
        in_limits(method, |limit| limit.max.is_some_and(|max| set(&mut limit.max, Some(max * 10))))
    }),
    model("step-lost", |method| in_limits(method, |limit| limit.step.take().is_some())),
    model("step-doubled", |method| {
        in_limits(method, |limit| limit.step.is_some_and(|step| set(&mut limit.step, Some(step * 2))))
    }),
    model("step-added", |method| {
        in_limits(method, |limit| enforced(limit) && limit.step.is_none() && set(&mut limit.step, Some(2)))
    }),
    model("decimals-wrong", |method| {
        in_limits(method, |limit| {
            let other = if limit.decimals == 2 { 0 } else { 2 };
            set(&mut limit.decimals, other)
        })
    }),
    model("contract-enforced", |method| {
        in_limits(method, |limit| limit.force == Force::Contract && set(&mut limit.force, Force::Enforced))
    }),
    model("advisory-enforced", |method| {
        in_limits(method, |limit| limit.force == Force::Advisory && set(&mut limit.force, Force::Enforced))
    }),
    model("enforced-advisory", |method| {
        in_limits(method, |limit| enforced(limit) && set(&mut limit.force, Force::Advisory))
    }),
    model("enforced-contract", |method| {
        in_limits(method, |limit| enforced(limit) && set(&mut limit.force, Force::Contract))
    }),
    model("contract-end-moved", |method| {
        in_limits(method, |limit| limit.force == Force::Contract && moved(&mut limit.max, 1))
    }),
    model("currency-lost", |method| in_operations(method, currency_lost)),
    model("currency-added", |method| in_operations(method, currency_added)),
    model("currency-limits-swapped", |method| in_operations(method, limits_swapped)),
    model("currency-renamed", |method| {
        in_operations(method, |operation| currency_added(operation) && currency_lost(operation))
    }),
    model("currencies-opened", |method| {
        in_forms(method, |form| {
            !form.amounts.is_empty() && !form.currencies_open && set(&mut form.currencies_open, true)
        })
    }),
    model("conditional-limit-lost", |method| in_limits(method, |limit| !std::mem::take(&mut limit.when).is_empty())),
    model("conditional-limit-min-up", |method| {
        in_limits(method, |limit| limit.when.iter_mut().any(|one| moved(&mut one.min, 1)))
    }),
    model("conditional-limit-min-down", |method| {
        in_limits(method, |limit| limit.when.iter_mut().any(|one| moved(&mut one.min, -1)))
    }),
    model("conditional-limit-max-up", |method| {
        in_limits(method, |limit| limit.when.iter_mut().any(|one| moved(&mut one.max, 1)))
    }),
    model("conditional-limit-max-down", |method| {
        in_limits(method, |limit| limit.when.iter_mut().any(|one| moved(&mut one.max, -1)))
    }),
    model("conditional-limit-inverted", |method| {
        in_limits(method, |limit| limit.when.iter_mut().any(|one| inverted(&mut one.when)))
    }),
    model("conditional-limit-other-value", |method| {
        in_limits(method, |limit| limit.when.iter_mut().any(|one| other_value(&mut one.when)))
    }),
    model("conditional-limit-always", |method| in_limits(method, always)),
    model("conditional-limit-gives-way", |method| in_limits(method, gives_way)),
    model("conditional-limit-lifts", |method| {
        in_limits(method, |limit| limit.when.iter_mut().any(|one| set(&mut one.ends, Some(Said::None))))
    }),
    model("conditional-limit-beside", |method| in_limits(method, beside)),
    model("conditional-limit-advisory", |method| {
        in_limits(method, |limit| limit.when.iter_mut().any(|one| set(&mut one.force, Force::Advisory)))
    }),
];

fn enforced(limit: &Limit) -> bool {
    limit.force == Force::Enforced
}

/// The bounds lose their condition.
fn always(limit: &mut Limit) -> bool {
    let Some(one) = limit.when.pop() else { return false };
    limit.min = one.min.or(limit.min);
    limit.max = one.max.or(limit.max);
    true
}

/// What holds without a condition is as wide as the widest, as if the condition always allowed it.
fn gives_way(limit: &mut Limit) -> bool {
    let widest = Bound::ALL.map(|bound| limit.widest(bound));
    let was = [limit.min, limit.max, limit.step];
    [limit.min, limit.max, limit.step] = widest;
    enforced(limit) && was != widest
}

/// A bound of the condition as wide as what holds without it.
fn beside(limit: &mut Limit) -> bool {
    let max = limit.max;
    let narrower = |one: &&mut ConditionalLimit| one.max.zip(max).is_some_and(|(own, all)| own > all);
    limit.when.iter_mut().find(narrower).is_some_and(|one| set(&mut one.max, max))
}

fn everywhere(operation: &mut Operation, change: impl Fn(&mut Form)) {
    operation.forms.iter_mut().filter(|form| !form.amounts.is_empty()).for_each(change);
}

fn currency_lost(operation: &mut Operation) -> bool {
    let several = operation.main_amounts().len() > 1;
    let Some(code) = operation.main_amounts().keys().next_back().cloned().filter(|_| several) else { return false };
    operation.amounts.remove(&code);
    everywhere(operation, |form| drop(form.amounts.remove(&code)));
    true
}

fn currency_added(operation: &mut Operation) -> bool {
    let code = "CHF".to_owned();
    let Some(limit) = operation.main_amounts().values().next().cloned() else { return false };
    let limit = Limit { currency: code.clone(), ..limit };
    operation.amounts.insert(code.clone(), limit.clone());
    everywhere(operation, |form| drop(form.amounts.insert(code.clone(), limit.clone())));
    true
}

/// Two currencies, each with the other's limits.
fn limits_swapped(operation: &mut Operation) -> bool {
    let codes: Vec<String> = operation.main_amounts().keys().cloned().collect();
    let [one, other, ..] = codes.as_slice() else { return false };
    everywhere(operation, |form| {
        if let (Some(first), Some(second)) = (form.amounts.get(one).cloned(), form.amounts.get(other).cloned()) {
            form.amounts.insert(one.clone(), Limit { currency: one.clone(), ..second });
            form.amounts.insert(other.clone(), Limit { currency: other.clone(), ..first });
        }
    });
    true
}
