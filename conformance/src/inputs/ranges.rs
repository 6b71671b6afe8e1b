//! Conditions on whole numbers: values that lie in their ranges, and values beside the ends.

use methodspec::resolved::{Condition, Force, Form, Row, Test, ValueKind};
use serde_json::{Value, json};

use super::conditions::{Conditions, may_be};
use super::faults::Changes;
use super::whole;

pub(super) fn lies_in(number: i64, least: Option<i64>, greatest: Option<i64>) -> bool {
    least.is_none_or(|least| number >= least) && greatest.is_none_or(|greatest| number <= greatest)
}

/// The numbers at and beside the ends of every range that conditions of the form test a field for.
pub(super) fn tested(form: &Form, row: &Row) -> Vec<i64> {
    let of_rows = form.rows.iter().flat_map(|row| {
        let presence = row.presence_when.iter().map(|one| &one.when);
        presence.chain(row.value_when.iter().map(|one| &one.when))
    });
    let of_tables = form.together.iter().filter_map(|table| table.when.as_ref());
    let of_limits = form.amounts.values().flat_map(|limit| &limit.when).map(|one| &one.when);
    let conditions = of_rows.chain(of_tables).chain(of_limits);
    let tests = conditions.filter_map(|when| if let Condition::All(tests) = when { Some(tests) } else { None });
    let ranges = tests.flatten().filter(|(path, _)| *path == row.field || *path == row.path);
    let ends =
        ranges.filter_map(|(_, test)| if let Test::Range(least, most) = test { Some([*least, *most]) } else { None });
    let mut numbers: Vec<i64> =
        ends.flatten().flatten().flat_map(|end| [end.saturating_sub(1), end, end.saturating_add(1)]).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

impl Conditions<'_> {
    /// What puts a number of the range in a place: of a field one that it may have, of an amount a sum that is taken, with
    /// its currency. Nothing where there is none.
    pub(super) fn number_within(
        &self,
        place: &str,
        least: Option<i64>,
        greatest: Option<i64>,
        tests: &[(String, Test)],
    ) -> Option<Changes> {
        let Some(row) = self.row(place) else {
            // a field that is sent beyond the form: nothing else holds it
            return Some(vec![(place.to_owned(), Some(json!(least.or(greatest)?)))]);
        };
        if row.value.kind == ValueKind::Amount {
            return self.sum_within(place, least, greatest, self.codes(tests).as_deref());
        }
        let (low, high) = (least.max(row.value.range.0), [greatest, row.value.range.1].into_iter().flatten().min());
        let listed = row.value.values.iter().filter_map(|(value, _)| value.parse().ok());
        let ends = low.into_iter().chain(high);
        let fits = |number: &i64| lies_in(*number, low, high) && may_be(row, &number.to_string());
        let number = ends.chain(listed).find(fits)?;
        Some(vec![(place.to_owned(), Some(json!(number)))])
    }

    /// Currencies that a condition names; nothing where it names none.
    fn codes(&self, tests: &[(String, Test)]) -> Option<Vec<String>> {
        tests.iter().find_map(|(path, test)| match test {
            Test::OneOf(codes) if self.is_currency(&self.place(path)) => Some(codes.iter().cloned().collect()),
            _ => None,
        })
    }

    /// A sum of the range in one of these currencies, or in any: the first of which one is taken.
    pub(super) fn sum_within(
        &self,
        place: &str,
        least: Option<i64>,
        greatest: Option<i64>,
        codes: Option<&[String]>,
    ) -> Option<Changes> {
        let currency = self.form.rows.iter().find(|row| row.value.kind == ValueKind::Currency);
        let all: Vec<String> = self.form.amounts.keys().cloned().collect();
        if self.form.amounts.is_empty() && codes.is_none() {
            let minor = least.or(greatest).unwrap_or(0).max(0);
            return lies_in(minor, least, greatest).then(|| vec![(place.to_owned(), Some(json!(minor)))]);
        }
        let (code, minor) = codes.unwrap_or(&all).iter().find_map(|code| {
            let (min, max, step) = self.held(code)?;
            let minor = whole(least.max(min).unwrap_or(0).max(0), step);
            lies_in(minor, None, [greatest, max].into_iter().flatten().min()).then_some((code, minor))
        })?;
        let mut changes: Changes = currency.map(|row| (row.path.clone(), Some(json!(code)))).into_iter().collect();
        changes.push((place.to_owned(), Some(json!(minor))));
        Some(changes)
    }

    /// Least, greatest and step of the sums of a currency that are refused otherwise; nothing where it is not taken at all.
    fn held(&self, code: &str) -> Option<(Option<i64>, Option<i64>, i64)> {
        let (least, most) = super::sum_ends(self.form);
        let within = |min: Option<i64>, max: Option<i64>, step| {
            (Some(min.map_or(least, |min| min.max(least))), Some(max.map_or(most, |max| max.min(most))), step)
        };
        match self.form.amounts.get(code) {
            Some(limit) if limit.force == Force::Enforced => {
                Some(within(limit.min, limit.max, limit.step.unwrap_or(1).max(1)))
            }
            Some(_) => Some(within(None, None, 1)),
            None => (self.form.currencies_open || self.form.amounts.is_empty()).then_some(within(None, None, 1)),
        }
    }

    /// A sum of the same currency beside a range, where the form takes one.
    pub(super) fn sum_beside(&self, code: &str, least: Option<i64>, greatest: Option<i64>) -> Option<i64> {
        let (min, max, step) = self.held(code)?;
        let below = least.map(|least| (least - 1).max(0) / step * step);
        let above = greatest.map(|greatest| whole(greatest.max(0).saturating_add(1), step));
        let beside = |minor: &i64| !lies_in(*minor, least, greatest) && lies_in(*minor, min, max);
        below.into_iter().chain(above).find(beside)
    }

    /// What takes the numbers of a condition's ranges from where `given` has them to the greatest there are. Nothing where
    /// they are that already.
    pub(super) fn at_the_greatest(&self, condition: &Condition, given: &Changes) -> Option<Changes> {
        let Condition::All(tests) = condition else { return None };
        let value_of = |place: &str| given.iter().find(|(path, _)| path == place).and_then(|(_, value)| value.as_ref());
        let changes: Changes = tests
            .iter()
            .filter_map(|(path, test)| {
                let Test::Range(_, Some(greatest)) = test else { return None };
                let place = self.place(path);
                let row = self.row(&place)?;
                let number = if row.value.kind == ValueKind::Amount {
                    let currency = self.form.rows.iter().find(|row| row.value.kind == ValueKind::Currency);
                    let code = currency.and_then(|row| value_of(&row.path)).and_then(Value::as_str);
                    let (_, max, step) = code.map_or(Some((None, None, 1)), |code| self.held(code))?;
                    max.map_or(*greatest, |max| max.min(*greatest)) / step * step
                } else {
                    row.value.range.1.map_or(*greatest, |max| max.min(*greatest))
                };
                let other = value_of(&place).and_then(Value::as_i64).is_some_and(|given| given < number);
                (other && may_be(row, &number.to_string())).then(|| (place, Some(json!(number))))
            })
            .collect();
        (!changes.is_empty()).then_some(changes)
    }
}
