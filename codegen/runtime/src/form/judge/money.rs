//! Amount, currency and the merchant's contract.

use super::{Input, Judge, Seen};
use crate::form::condition::When;
use crate::form::paths;
use crate::form::rule::{self, RuleKind};
use crate::form::table::{Kind, Row};
use crate::form::violation::{Severity, Violation};
use crate::money::{Bound, Force, Limit};

impl Judge<'_> {
    pub(super) fn currency(&mut self, row: &Row, code: &str) {
        let limits = self.form.limits;
        if self.form.open || limits.is_empty() || limits.iter().any(|limit| limit.currency == code) {
            return;
        }
        let taken: Vec<&str> = limits.iter().map(|limit| limit.currency).collect();
        self.broken(RuleKind::Currency, row, "another currency", taken.join(" or "));
    }

    /// A contract of another method would change nothing, silently.
    pub(super) fn contract(&mut self) {
        if self.contract.is_some_and(|contract| !contract.is_for(self.form.operation)) {
            self.push(Violation {
                rule: format!("{}/contract", self.form.id),
                pointer: String::new(),
                severity: Severity::Error,
                found: "a contract of another method".to_owned(),
                wanted: "a contract made by this method's table".into(),
                cite: "",
            });
        }
    }

    /// Amount against currency: only where both are there and are what they should be.
    pub(super) fn money(&mut self, input: &dyn Input) {
        let find = |wanted: fn(&Kind) -> bool| self.form.rows.iter().position(|row| wanted(&row.kind));
        let amount = find(|kind| matches!(kind, Kind::Amount(_)));
        let currency = find(|kind| matches!(kind, Kind::Currency));
        let (Some(amount), Some(currency)) = (amount, currency) else {
            return;
        };
        let rows = self.form.rows;
        // an amount that is out of its own range has that fault alone
        let within = |minor: &i64| matches!(rows[amount].kind, Kind::Amount(rule) if rule.in_range(*minor));
        let Some(minor) = (match input.look(amount, &rows[amount]) {
            Seen::Integer(minor @ 0..) => Some(minor).filter(within),
            _ => None,
        }) else {
            return;
        };
        let Seen::Text(code) = input.look(currency, &rows[currency]) else {
            return;
        };
        let of_currency = self.form.limits_when.iter().filter(|one| one.limit.currency == code);
        let holding = of_currency.filter(|one| one.when.holds(|path| input.find(path)));
        if let Some(limit) = self.form.limits.iter().find(|limit| limit.currency == code) {
            let replaced = |bound| holding.clone().any(|one| one.replaces(bound));
            self.amount(&rows[amount], limit, minor, replaced);
        }
        for one in holding {
            self.amount_when(&rows[amount], &one.limit, minor, &one.when);
        }
    }

    /// Limits that the contract has agreed on stand in the place of all others, whatever their condition.
    fn amount_when(&mut self, row: &Row, limit: &Limit, minor: i64, when: &When) {
        let agreed = self.contract.is_some_and(|one| one.agreed(self.form.operation, limit.currency).is_some());
        if agreed || limit.force == Force::Contract {
            return;
        }
        for bound in limit.all_broken_by(minor) {
            self.out_of_limits(row, limit, minor, bound, Some(when));
        }
    }

    /// A bound that a condition has another in the place of is not looked at.
    fn amount(&mut self, row: &Row, limit: &Limit, minor: i64, replaced: impl Fn(Bound) -> bool) {
        let agreed = self.contract.and_then(|contract| contract.agreed(self.form.operation, limit.currency));
        let Some(agreed) = agreed else {
            if limit.force != Force::Contract {
                for bound in limit.all_broken_by(minor).filter(|bound| !replaced(*bound)) {
                    self.out_of_limits(row, limit, minor, bound, None);
                }
            }
            return;
        };
        if agreed.contains(&minor) {
            return;
        }
        let kind = if minor < *agreed.start() { RuleKind::AmountMin } else { RuleKind::AmountMax };
        let told = format!("{} to {} by contract", limit.show(*agreed.start()), limit.show(*agreed.end()));
        self.push(Violation {
            rule: rule::id(self.form.id, kind, limit.currency),
            pointer: paths::pointer(row.path),
            severity: Severity::Error,
            found: limit.show(minor),
            wanted: told.into(),
            cite: limit.cite,
        });
    }

    fn out_of_limits(&mut self, row: &Row, limit: &Limit, minor: i64, bound: Bound, when: Option<&When>) {
        let kind = match bound {
            Bound::Min | Bound::Negative => RuleKind::AmountMin,
            Bound::Max => RuleKind::AmountMax,
            Bound::Step => RuleKind::AmountStep,
        };
        self.push(Violation {
            rule: rule::id_when(self.form.id, kind, limit.currency, when),
            pointer: paths::pointer(row.path),
            severity: Severity::of(limit.force_of(bound)),
            found: limit.show(minor),
            wanted: limit.told.into(),
            cite: limit.cite,
        });
    }
}
