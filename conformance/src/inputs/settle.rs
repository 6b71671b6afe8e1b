//! Requests are made to keep what holds under conditions: fields that are then required are put in, values that do not fit
//! are put right, values that do not go together are brought together.

use std::collections::BTreeSet;

use methodspec::resolved::{Condition, Form, Presence, Row, Source, Test, Together, ValueKind};
use serde_json::{Value, json};

use super::conditions::{Conditions, another, find, is_of_sum, may_be, sample, set, text, typed};
use super::ranges::lies_in;
use super::{oracle, take, whole};

/// One thing put right may put another wrong: so often it is all gone through.
const ROUNDS: usize = 8;

/// What must stay as it is.
#[derive(Default)]
pub(super) struct Pinned {
    /// These paths, there or not.
    pub(super) paths: BTreeSet<String>,
    /// Amount and currency.
    pub(super) sum: bool,
}

impl Pinned {
    fn holds(&self, path: &str) -> bool {
        self.paths.contains(path)
    }
}

/// Makes a request keep what holds under conditions, as far as what is pinned allows.
pub(super) fn settle(form: &Form, json: &mut Value, pinned: &Pinned) {
    let conditions = Conditions::of(form);
    for _ in 0..ROUNDS {
        let before = json.clone();
        for table in &conditions.tables {
            if conditions.is_broken(table, json) {
                conditions.bring_together(table, json, pinned);
            }
        }
        for row in form.rows.iter().filter(|row| matches!(row.source, Source::Caller | Source::Fixed)) {
            conditions.require(row, json, pinned);
            conditions.narrow(row, json, pinned);
        }
        if !pinned.sum {
            conditions.settle_sum(json);
        }
        if *json == before {
            break;
        }
    }
}

impl Conditions<'_> {
    /// Puts a field in where a condition requires it. Where it must stay away, the condition is undone.
    fn require(&self, row: &Row, json: &mut Value, pinned: &Pinned) {
        let required = row.presence_when.iter().filter(|one| one.presence == Presence::Required);
        for one in required {
            // amount and currency are always there
            let sum = matches!(row.value.kind, ValueKind::Amount | ValueKind::Currency);
            if sum || !self.holds(&one.when, json) || find(json, &row.path).is_some() {
                continue;
            }
            if pinned.holds(&row.path) {
                self.undo(&one.when, json, pinned);
            } else {
                set(json, &row.path, sample(&row.value));
            }
        }
    }

    /// Makes a condition not hold.
    fn undo(&self, condition: &Condition, json: &mut Value, pinned: &Pinned) {
        let Condition::All(tests) = condition else { return };
        for (path, test) in tests {
            let place = self.place(path);
            let Some(row) = self.row(&place).filter(|_| !pinned.holds(&place)) else { continue };
            match test {
                Test::Sent(false) => set(json, &place, sample(&row.value)),
                Test::Range(least, greatest) if row.value.kind == ValueKind::Amount => {
                    let asked = self.asked(json).filter(|_| !pinned.sum);
                    let beside = asked.and_then(|(_, code)| self.sum_beside(code, *least, *greatest));
                    let Some(minor) = beside else { continue };
                    set(json, &place, json!(minor));
                }
                Test::Range(least, greatest) if row.presence == Presence::Required => {
                    let beside =
                        |value: &Value| !value.as_i64().is_some_and(|number| lies_in(number, *least, *greatest));
                    let Some(value) = another(&row.value, beside) else { continue };
                    set(json, &place, value);
                }
                _ if row.presence == Presence::Required => continue,
                _ if is_of_sum(row) => {
                    for row in self.form.rows.iter().filter(|row| is_of_sum(row)) {
                        take(json, &row.path);
                    }
                    self.drop_empty(json);
                }
                _ => {
                    take(json, &place);
                    self.drop_empty(json);
                }
            }
            return;
        }
    }

    /// Takes away objects that hold nothing any more and need not be there.
    fn drop_empty(&self, json: &mut Value) {
        let holders = self.form.rows.iter().rev().filter(|row| row.source == Source::Holder);
        for holder in holders.filter(|row| row.presence != Presence::Required) {
            if find(json, &holder.path).and_then(Value::as_object).is_some_and(serde_json::Map::is_empty) {
                take(json, &holder.path);
            }
        }
    }

    /// Puts a value right that breaks what holds of it under a condition.
    fn narrow(&self, row: &Row, json: &mut Value, pinned: &Pinned) {
        let Some(value) = find(json, &row.path).cloned().filter(|_| !pinned.holds(&row.path)) else { return };
        let holding: Vec<_> = row.value_when.iter().filter(|one| self.holds(&one.when, json)).collect();
        let keeps = |value: &Value| holding.iter().all(|one| oracle::breaks(&one.value, value).is_empty());
        if keeps(&value) {
            return;
        }
        let found = holding.iter().find_map(|one| another(&one.value, keeps));
        if let Some(value) = found {
            set(json, &row.path, value);
        }
    }

    /// Takes the row of the table that agrees best with the request, and puts its values where the request has others. Without
    /// such a row, what need not be there is left out.
    fn bring_together(&self, table: &Together, json: &mut Value, pinned: &Pinned) {
        let columns = self.columns(table);
        if table.same {
            return self.make_same(&columns, json, pinned);
        }
        let fits = |row: &&Vec<Vec<String>>| {
            columns.iter().zip(row.iter()).all(|(column, cell)| self.cell_fits(column, cell, json, pinned))
        };
        let agreeing = |row: &&Vec<Vec<String>>| {
            let cells = columns.iter().zip(row.iter());
            cells.filter(|(column, cell)| find(json, column).is_some_and(|value| cell.contains(&text(value)))).count()
        };
        // of several the first
        let row = table.rows.iter().filter(fits).rev().max_by_key(agreeing);
        for (index, column) in columns.iter().enumerate() {
            let Some(value) = find(json, column).map(text) else { continue };
            let Some(cell) = row.and_then(|row| row.get(index)) else {
                let optional = self.row(column).is_none_or(|row| row.presence != Presence::Required);
                if optional && !self.is_currency(column) && !pinned.holds(column) {
                    take(json, column);
                }
                continue;
            };
            if cell.contains(&value) {
                continue;
            }
            let field = self.row(column);
            let taken = |value: &&String| field.is_none_or(|field| may_be(field, value)) && self.takes(column, value);
            if let Some(value) = cell.iter().find(taken) {
                for (path, value) in self.with_sum(column, typed(field, value)) {
                    set(json, &path, value.unwrap_or_default());
                }
            }
        }
    }

    /// Whether a cell has a value that its column may have here.
    fn cell_fits(&self, column: &str, cell: &[String], json: &Value, pinned: &Pinned) -> bool {
        let fixed = pinned.holds(column) || (pinned.sum && self.is_currency(column));
        match (find(json, column), self.row(column)) {
            (Some(value), _) if fixed => cell.contains(&text(value)),
            (_, Some(row)) => cell.iter().any(|value| may_be(row, value) && self.takes(column, value)),
            _ => true,
        }
    }

    /// Of a currency, whether the form takes it.
    fn takes(&self, column: &str, value: &str) -> bool {
        let form = self.form;
        !self.is_currency(column) || form.amounts.is_empty() || form.amounts.contains_key(value)
    }

    /// Puts one value in all columns that are there: one that is pinned, else the first.
    fn make_same(&self, columns: &[String], json: &mut Value, pinned: &Pinned) {
        let there = || columns.iter().filter(|column| find(json, column).is_some());
        let from = there().find(|column| pinned.holds(column)).or_else(|| there().next()).cloned();
        let Some(value) = from.and_then(|column| find(json, &column).cloned()) else { return };
        let others: Vec<&String> = there().filter(|column| !pinned.holds(column)).collect();
        for column in others {
            set(json, column, value.clone());
        }
    }

    /// Puts a sum in place of one that a condition rules out.
    fn settle_sum(&self, json: &mut Value) {
        let Some((minor, code)) = self.asked(json) else { return };
        let Some(bounds) = self.bounds_here(code, json) else { return };
        let breaks = !oracle::beyond(bounds.min, bounds.max, Some(bounds.step), minor).is_empty();
        let amount = self.form.rows.iter().find(|row| row.value.kind == ValueKind::Amount);
        if let Some(row) = amount.filter(|_| breaks) {
            let least = bounds.min.unwrap_or(0).max(super::sum_ends(self.form).0);
            set(json, &row.path, json!(whole(least, bounds.step)));
        }
    }

    /// Makes conditions not hold that have a bound in the place of one of the currency's own.
    pub(super) fn undo_limits(&self, code: &str, json: &mut Value, pinned: &Pinned) {
        let Some(limit) = self.form.amounts.get(code) else { return };
        for one in &limit.when {
            if self.holds(&one.when, json) {
                self.undo(&one.when, json, pinned);
            }
        }
    }
}
