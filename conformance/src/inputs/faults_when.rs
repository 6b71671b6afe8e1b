//! Faults of rules that hold only under a condition, and of tables of values that go together; edges of such rules.

use methodspec::resolved::{Condition, Presence, Row, Test, Together, Value as Spec, ValueKind};
use serde_json::{Value, json};

use super::conditions::{Conditions, may_be, news, typed};
use super::faults::{Changes, Fault, single};

impl Conditions<'_> {
    /// A fault for each rule that holds under a condition, and for each table.
    pub(super) fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for row in &self.form.rows {
            self.requirements(row, &mut faults);
            for one in &row.value_when {
                let (Some(given), Some(told)) = (self.given(&one.when), self.told(&one.when)) else { continue };
                for (kind, values) in single(&news(&one.value, &row.value)) {
                    let rule = format!("{}/{kind}/{}/when/{told}", self.form.id, row.path);
                    let ways = values.into_iter().map(|value| vec![(row.path.clone(), Some(value))]).collect();
                    let given = self.with(&given, row);
                    let fault = Fault { rule, given, ways, idle: self.never_holds(&one.when) };
                    faults.extend(self.with_the_greatest(&one.when, fault));
                }
            }
        }
        faults.extend(self.tables.iter().filter_map(|table| self.mismatch(table)));
        faults.extend(self.sums_out_of_limits());
        faults
    }

    /// A value at each edge of what a field must be under a condition.
    pub(super) fn values_at_edges(&self) -> Vec<Fault> {
        let mut edges = Vec::new();
        for row in &self.form.rows {
            for one in &row.value_when {
                let (Some(given), Some(told)) = (self.given(&one.when), self.told(&one.when)) else { continue };
                // its form and its pattern are what they are under no condition, and no edges of this
                let new = news(&one.value, &row.value);
                let own = Spec { kind: row.value.kind, pattern: one.value.pattern.clone(), ..new };
                let values = super::at_edges(&own).into_iter().filter(|(kind, ..)| *kind != "format");
                edges.extend(values.map(|(kind, _, value)| Fault {
                    rule: format!("{}/{kind}/{}/when/{told}", self.form.id, row.path),
                    given: given.clone(),
                    ways: vec![vec![(row.path.clone(), Some(value))]],
                    idle: self.never_holds(&one.when),
                }));
            }
        }
        edges
    }

    fn requirements(&self, row: &Row, faults: &mut Vec<Fault>) {
        for one in row.presence_when.iter().filter(|one| one.presence == Presence::Required) {
            if row.presence == Presence::Required {
                continue;
            }
            let (Some(given), Some(told)) = (self.given(&one.when), self.told(&one.when)) else { continue };
            for path in self.holders(row, &one.when).into_iter().chain([row.path.clone()]) {
                let rule = format!("{}/required/{path}/when/{told}", self.form.id);
                if faults.iter().all(|fault| fault.rule != rule) {
                    let ways = vec![vec![(path, None)]];
                    let fault = Fault { rule, given: given.clone(), ways, idle: self.never_holds(&one.when) };
                    faults.extend(self.with_the_greatest(&one.when, fault));
                }
            }
        }
    }

    /// A fault at the least number for which its condition holds, and the same at the greatest.
    fn with_the_greatest(&self, condition: &Condition, fault: Fault) -> Vec<Fault> {
        let greatest = self.at_the_greatest(condition, &fault.given).map(|greatest| {
            let ways = fault.ways.iter().map(|way| way.iter().chain(&greatest).cloned().collect());
            Fault { ways: ways.collect(), ..fault.clone() }
        });
        std::iter::once(fault).chain(greatest).collect()
    }

    /// What must be there, unless it is the field itself that is tested.
    fn with(&self, given: &Changes, row: &Row) -> Changes {
        given.iter().filter(|(path, _)| *path != row.path).cloned().collect()
    }

    /// Two values that do not go together, under the table's condition: a row that goes together, and then one of its
    /// values changed.
    fn mismatch(&self, table: &Together) -> Option<Fault> {
        let rule = self.rule_of(table)?;
        let columns = self.columns(table);
        let idle = table.when.as_ref().is_some_and(|when| self.never_holds(when));
        let mut given = match &table.when {
            Some(when) => self.given(when)?,
            None => Vec::new(),
        };
        if table.same {
            let (one, other) = (columns.first()?, columns.get(1)?);
            given.push((one.clone(), Some(json!("one"))));
            let ways = vec![vec![(other.clone(), Some(json!("another")))]];
            return Some(Fault { rule, given, ways, idle });
        }
        // the currency is the table's, unless the condition names it: its sum comes with it
        let tests = match &table.when {
            Some(Condition::All(tests)) => tests.as_slice(),
            _ => &[],
        };
        let named = |path: &str| tests.iter().any(|(tested, _)| self.place(tested) == path);
        if let Some(currency) = columns.iter().find(|column| self.is_currency(column)).filter(|path| !named(path)) {
            let amount = |path: &str| self.row(path).is_some_and(|row| row.value.kind == ValueKind::Amount);
            given.retain(|(path, _)| path != currency && !amount(path));
        }
        let rows = table.rows.iter().filter_map(|row| self.of_cells(&columns, row));
        let agrees = |cells: &Vec<(String, Value)>| {
            given
                .iter()
                .all(|(path, value)| cells.iter().all(|(column, cell)| column != path || Some(cell) == value.as_ref()))
        };
        let cells = rows.into_iter().find(agrees)?;
        let mut ways = Vec::new();
        // of a currency the sum is of that currency, so it goes last
        let (currencies, others): (Vec<&String>, Vec<&String>) =
            columns.iter().partition(|column| self.is_currency(column));
        for column in others.into_iter().chain(currencies) {
            let index = columns.iter().position(|other| other == column)?;
            let listed = table.rows.iter().filter_map(|row| row.get(index)).flatten();
            let field = self.row(column);
            let strange = if self.is_currency(column) { ["XTS", "XXX"] } else { ["ZZ", "none of these"] };
            let strange = strange.map(str::to_owned);
            let values = listed.chain(&strange).map(|value| typed(field, value));
            ways.extend(values.map(|value| self.with_sum_of(tests, column, value)));
        }
        for (column, value) in cells {
            if columns.len() > 1 {
                let cell = self.with_sum_of(tests, &column, value);
                given.retain(|(path, _)| cell.iter().all(|(other, _)| other != path));
                given.extend(cell);
            }
        }
        Some(Fault { rule, given, ways, idle })
    }

    /// A value, with a sum that fits where it is a currency: one of the range that the condition tests, if it does.
    fn with_sum_of(&self, tests: &[(String, Test)], column: &str, value: Value) -> Changes {
        let range = tests.iter().find_map(|(path, test)| match test {
            Test::Range(least, greatest) => {
                let place = self.place(path);
                let amount = self.row(&place).is_some_and(|row| row.value.kind == ValueKind::Amount);
                amount.then_some((place, *least, *greatest))
            }
            _ => None,
        });
        let code = value.as_str().filter(|_| self.is_currency(column)).map(str::to_owned);
        let sum = range
            .zip(code)
            .and_then(|((place, least, greatest), code)| self.sum_within(&place, least, greatest, Some(&[code])));
        sum.unwrap_or_else(|| self.with_sum(column, value))
    }

    /// A value for each column, where the form takes one of each cell.
    fn of_cells(&self, columns: &[String], row: &[Vec<String>]) -> Option<Vec<(String, Value)>> {
        let one = |(column, cell): (&String, &Vec<String>)| {
            let field = self.row(column);
            let taken = |value: &&String| {
                let currency = field.is_some_and(|field| field.value.kind == ValueKind::Currency);
                let in_form = !currency || self.form.amounts.is_empty() || self.form.amounts.contains_key(*value);
                in_form && field.is_none_or(|field| may_be(field, value))
            };
            cell.iter().find(taken).map(|value| (column.clone(), typed(field, value)))
        };
        columns.iter().zip(row).map(one).collect()
    }
}
