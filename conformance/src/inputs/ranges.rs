//! Conditions on whole numbers: values that lie in their ranges, and values beside the ends.

use methodspec::resolved::{Condition, Form, Row, Test, ValueKind};
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
        given: &Changes,
    ) -> Option<Changes> {
        let row = self.row(place)?;
        if row.value.kind == ValueKind::Amount {
            return self.sum_within(place, least, greatest, given);
        }
        let (low, high) = (least.max(row.value.range.0), [greatest, row.value.range.1].into_iter().flatten().min());
        let listed = row.value.values.iter().filter_map(|(value, _)| value.parse().ok());
        let ends = low.into_iter().chain(high).chain(least).chain(greatest);
        let fits = |number: &i64| lies_in(*number, low, high) && may_be(row, &number.to_string());
        let number = ends.chain(listed).find(fits)?;
        Some(vec![(place.to_owned(), Some(json!(number)))])
    }

    fn sum_within(&self, place: &str, least: Option<i64>, greatest: Option<i64>, given: &Changes) -> Option<Changes> {
        let currency = self.form.rows.iter().find(|row| row.value.kind == ValueKind::Currency);
        let path = currency.map(|row| row.path.as_str());
        // the last that was given holds
        let asked =
            given.iter().rev().find(|(given, _)| Some(given.as_str()) == path).and_then(|(_, value)| value.as_ref());
        let asked = asked.and_then(Value::as_str);
        if self.form.amounts.is_empty() {
            let minor = least.or(greatest).unwrap_or(0).max(0);
            return lies_in(minor, least, greatest).then(|| vec![(place.to_owned(), Some(json!(minor)))]);
        }
        let taken = self.form.amounts.values().filter(|limit| asked.is_none_or(|code| code == limit.currency));
        let mut sums = taken.filter_map(|limit| {
            let step = limit.step.unwrap_or(1).max(1);
            let minor = whole(least.max(limit.min).unwrap_or(0).max(0), step);
            let most = [greatest, limit.max].into_iter().flatten().min();
            lies_in(minor, None, most).then(|| (limit.currency.clone(), minor))
        });
        let (code, minor) = sums.next()?;
        let mut changes: Changes = path.map(|path| (path.to_owned(), Some(json!(code)))).into_iter().collect();
        changes.push((place.to_owned(), Some(json!(minor))));
        Some(changes)
    }

    /// A sum of the same currency beside a range, where the form takes one.
    pub(super) fn sum_beside(&self, code: &str, least: Option<i64>, greatest: Option<i64>) -> Option<i64> {
        let limit = self.form.amounts.get(code)?;
        let step = limit.step.unwrap_or(1).max(1);
        let below = least.map(|least| (least - 1).max(0) / step * step);
        let above = greatest.map(|greatest| whole(greatest.max(0).saturating_add(1), step));
        let beside = |minor: &i64| !lies_in(*minor, least, greatest) && lies_in(*minor, limit.min, limit.max);
        below.into_iter().chain(above).find(beside)
    }
}
