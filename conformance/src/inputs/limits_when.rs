//! Limits that hold only under a condition: sums that keep them, and sums that break one.

use methodspec::resolved::{ConditionalLimit, Force, Limit, ValueKind};
use serde_json::{Value, json};

use super::Fault;
use super::conditional::{Conditions, find};

impl Conditions {
    /// Every conditional limit that is a rule, with its condition as it stands in rule ids and what makes it hold.
    fn limits(&self) -> impl Iterator<Item = (&Limit, &ConditionalLimit)> {
        let all = self.form.amounts.values().flat_map(|limit| limit.when.iter().map(move |one| (limit, one)));
        all.filter(|(_, one)| one.force != Force::Contract)
    }

    fn path(&self, kind: ValueKind) -> Option<&str> {
        self.form.rows.iter().find(|row| row.value.kind == kind).map(|row| row.path.as_str())
    }

    fn asked<'a>(&self, json: &'a Value) -> Option<(i64, &'a str)> {
        let minor = find(json, self.path(ValueKind::Amount)?)?.as_i64().filter(|minor| *minor >= 0)?;
        Some((minor, find(json, self.path(ValueKind::Currency)?)?.as_str()?))
    }

    /// Puts a sum in place of one that a condition rules out.
    pub(super) fn settle_sum(&self, json: &mut Value) {
        let Some((minor, code)) = self.asked(json) else { return };
        let holding: Vec<_> =
            self.limits().filter(|(limit, one)| limit.currency == code && self.holds(&one.when, json)).collect();
        let Some((limit, _)) = holding.first() else { return };
        let step = holding.iter().map(|(_, one)| one.step).fold(limit.step, Ord::max).unwrap_or(1).max(1);
        let least = holding.iter().map(|(_, one)| one.min).fold(limit.min, Ord::max).unwrap_or(0);
        if holding.iter().any(|(_, one)| !breaks(one, minor).is_empty())
            && let Some(path) = self.path(ValueKind::Amount).map(str::to_owned)
        {
            self.set(json, &path, json!((least + step - 1) / step * step));
        }
    }

    /// Rules of conditional limits that a request breaks.
    pub(super) fn limits_broken_by(&self, json: &Value) -> Vec<String> {
        let Some((minor, code)) = self.asked(json) else { return Vec::new() };
        let here = self.limits().filter(|(limit, one)| limit.currency == code && self.holds(&one.when, json));
        here.filter_map(|(limit, one)| Some((limit, one, self.given(&one.when)?.1)))
            .flat_map(|(limit, one, told)| {
                let id = move |kind| format!("{}/amount/{kind}/{}/when/{told}", self.form.id, limit.currency);
                breaks(one, minor).into_iter().map(id)
            })
            .collect()
    }

    /// A sum beyond each end of each conditional limit, with what makes the condition hold.
    pub(super) fn sums_out_of_limits(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let (Some(amount), Some(currency)) = (self.path(ValueKind::Amount), self.path(ValueKind::Currency)) else {
            return faults;
        };
        for (limit, one) in self.limits() {
            let Some((given, told)) = self.given(&one.when) else { continue };
            let step = one.step.or(limit.step).unwrap_or(1).max(1);
            let min = one.min.filter(|min| *min >= step).map(|min| (min - 1) / step * step);
            let max = one.max.and_then(|max| (max / step).checked_add(1)?.checked_mul(step));
            let least = one.min.max(limit.min).unwrap_or(0);
            let off = one.step.filter(|step| *step > 1).map(|step| {
                let own = limit.step.unwrap_or(1).max(1);
                (least + step - 1) / step * step + own
            });
            for (kind, minor) in [("min", min), ("max", max), ("step", off)] {
                let Some(minor) = minor else { continue };
                let mut given = given.clone();
                given.push((currency.to_owned(), Some(json!(limit.currency))));
                given.push((amount.to_owned(), Some(json!((least + step - 1) / step * step))));
                faults.push(Fault {
                    rule: format!("{}/amount/{kind}/{}/when/{told}", self.form.id, limit.currency),
                    given,
                    breaks: vec![(amount.to_owned(), Some(json!(minor)))],
                });
            }
        }
        faults
    }
}

/// The bounds that a sum breaks.
fn breaks(one: &ConditionalLimit, minor: i64) -> Vec<&'static str> {
    let broken = [
        ("min", one.min.is_some_and(|min| minor < min)),
        ("max", one.max.is_some_and(|max| minor > max)),
        ("step", one.step.is_some_and(|step| step > 0 && minor % step != 0)),
    ];
    broken.into_iter().filter_map(|(kind, breaks)| breaks.then_some(kind)).collect()
}
