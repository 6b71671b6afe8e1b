//! What a form demands only under a condition, from the spec: kept by requests that are to be taken, broken one by one.

use methodspec::resolved::{Condition, Form, Interface, Presence, Row, Source, Test, Together, ValueKind};
use methodspec::resolved::{Force, Value as Spec};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use super::{Changes, Fault, put, single, take, value};

/// The conditional part of one form.
pub(super) struct Conditions {
    pub(super) form: Form,
    sums: Vec<(String, i64)>,
    tables: Vec<Together>,
}

impl Conditions {
    pub(super) fn of(form: &Form) -> Self {
        let held = form.together.iter().filter(|table| !table.open && table.force == Force::Enforced);
        let sums = form.amounts.values().map(|limit| {
            let step = limit.step.unwrap_or(1).max(1);
            (limit.currency.clone(), (limit.min.unwrap_or(0).max(0) + step - 1) / step * step)
        });
        Self { form: form.clone(), sums: sums.collect(), tables: held.cloned().collect() }
    }

    /// Makes a request keep what holds under conditions, its sum among it.
    pub(super) fn settle(&self, json: &mut Value) {
        self.settle_fields(json);
        for table in &self.tables {
            let columns = self.columns(table);
            if let ([column], true) = (columns.as_slice(), self.is_broken(table, &columns, json))
                && let Some(code) = table.rows.first().and_then(|row| row.first()?.first())
            {
                for (path, value) in self.with_sum(column, json!(code)) {
                    self.set(json, &path, value.unwrap_or_default());
                }
            }
        }
        self.settle_sum(json);
    }

    /// Makes a request keep what holds under conditions, beside its sum: fields that are then required are put in, values
    /// that do not fit are put right, and of values that do not go together all but the currency are left out.
    pub(super) fn settle_fields(&self, json: &mut Value) {
        for row in self.form.rows.iter().filter(|row| matches!(row.source, Source::Caller | Source::Fixed)) {
            let required =
                row.presence_when.iter().any(|one| one.presence == Presence::Required && self.holds(&one.when, json));
            if required && find(json, &row.path).is_none() {
                self.set(json, &row.path, sample(&row.value));
            }
            for narrowed in &row.value_when {
                if self.holds(&narrowed.when, json) && find(json, &row.path).is_some() {
                    self.set(json, &row.path, sample(&narrowed.value));
                }
            }
        }
        for table in &self.tables {
            let columns = self.columns(table);
            if columns.len() > 1 && self.is_broken(table, &columns, json) {
                self.bring_together(table, &columns, json);
            }
        }
    }

    fn is_broken(&self, table: &Together, columns: &[String], json: &Value) -> bool {
        table.when.as_ref().is_none_or(|when| self.holds(when, json)) && !agrees(table, columns, json)
    }

    /// Takes a row of the table that has the request's currency, and puts its values where the request has others. Without
    /// such a row all but the currency is left out.
    fn bring_together(&self, table: &Together, columns: &[String], json: &mut Value) {
        let row = table.rows.iter().find(|row| {
            let mut cells = columns.iter().zip(row.iter()).filter(|(column, _)| self.is_currency(column));
            cells.all(|(column, cell)| find(json, column).is_none_or(|code| cell.contains(&text(code))))
        });
        for (index, column) in columns.iter().enumerate().filter(|(_, column)| !self.is_currency(column)) {
            if take(json, column).is_none() {
                continue;
            }
            if let Some(value) = row.and_then(|row| row.get(index)?.first()) {
                let typed = typed(self.form.rows.iter().find(|row| row.path == *column), value);
                self.set(json, column, typed);
            }
        }
    }

    /// A fault for each rule that holds under a condition, and for each table.
    pub(super) fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for row in &self.form.rows {
            for one in row.presence_when.iter().filter(|one| one.presence == Presence::Required) {
                if let (Some((given, told)), true) = (self.given(&one.when), row.presence != Presence::Required) {
                    for path in self.holders(row, &one.when).into_iter().chain([row.path.clone()]) {
                        let rule = format!("{}/required/{path}/when/{told}", self.form.id);
                        if faults.iter().all(|fault: &Fault| fault.rule != rule) {
                            faults.push(Fault { rule, given: given.clone(), breaks: vec![(path, None)] });
                        }
                    }
                }
            }
            for one in &row.value_when {
                let Some((given, told)) = self.given(&one.when) else { continue };
                for (kind, value) in single(&news(&one.value, &row.value)) {
                    let rule = format!("{}/{kind}/{}/when/{told}", self.form.id, row.path);
                    faults.push(Fault { rule, given: given.clone(), breaks: vec![(row.path.clone(), Some(value))] });
                }
            }
        }
        faults.extend(self.tables.iter().filter_map(|table| self.mismatch(table)));
        faults.extend(self.sums_out_of_limits());
        faults
    }

    /// Objects that must be there with a field, where they need not be otherwise and the condition is not inside them.
    fn holders(&self, row: &Row, condition: &Condition) -> Vec<String> {
        let Condition::All(tests) = condition else { return Vec::new() };
        let tested = |holder: &str| {
            let there = tests.iter().filter(|(_, test)| *test != Test::Sent(false));
            there.map(|(path, _)| self.place(path)).any(|path| path.starts_with(&format!("{holder}.")))
        };
        let optional = |other: &&Row| {
            row.path.starts_with(&format!("{}.", other.path))
                && other.presence != Presence::Required
                && !tested(&other.path)
        };
        self.form.rows.iter().filter(optional).map(|other| other.path.clone()).collect()
    }

    /// Rules under conditions, and tables, that a request breaks by what the spec says: a fault of one field may be one of
    /// theirs too. A pattern under a condition is not looked at.
    pub(super) fn broken_by(&self, json: &Value) -> Vec<String> {
        let mut broken = Vec::new();
        for row in &self.form.rows {
            let required = row.presence_when.iter().filter(|one| one.presence == Presence::Required);
            for one in required.filter(|one| row.presence != Presence::Required && self.holds(&one.when, json)) {
                let Some((_, told)) = self.given(&one.when) else { continue };
                let missed = |path: &String| {
                    let held = path
                        .rsplit_once('.')
                        .is_none_or(|(holder, _)| find(json, holder).is_some_and(Value::is_object));
                    held && find(json, path).is_none()
                };
                let paths = self.holders(row, &one.when).into_iter().chain([row.path.clone()]).filter(missed);
                broken.extend(paths.map(|path| format!("{}/required/{path}/when/{told}", self.form.id)));
            }
            // of another type it is the type rule's matter
            let typed = |value: &&Value| value.is_string() == (row.value.kind != ValueKind::Integer);
            let found = find(json, &row.path).filter(typed);
            for one in &row.value_when {
                let Some((_, told)) = self.given(&one.when).filter(|_| self.holds(&one.when, json)) else { continue };
                let kinds = found.into_iter().flat_map(|value| breaks(&news(&one.value, &row.value), value));
                broken.extend(kinds.map(|kind| format!("{}/{kind}/{}/when/{told}", self.form.id, row.path)));
            }
        }
        for table in &self.tables {
            let columns = self.columns(table);
            if self.is_broken(table, &columns, json) {
                broken.extend(self.mismatch(table).map(|fault| fault.rule));
            }
        }
        broken.extend(self.limits_broken_by(json));
        broken
    }

    /// Two values that do not go together, under the table's condition.
    fn mismatch(&self, table: &Together) -> Option<Fault> {
        let columns = self.columns(table);
        let (mut given, told) = match &table.when {
            Some(when) => self.given(when).map(|(given, told)| (given, format!("/when/{told}")))?,
            None => (Vec::new(), String::new()),
        };
        let rule = format!("{}/together/{}{told}", self.form.id, columns.join("+"));
        if let ([column], Some(cell)) = (columns.as_slice(), table.rows.first().and_then(|row| row.first())) {
            let strange = if self.is_currency(column) { "XTS" } else { "ZZ" };
            let strange = if cell.iter().any(|value| value == strange) { "XXX" } else { strange };
            return Some(Fault { rule, given, breaks: vec![(column.clone(), Some(json!(strange)))] });
        }
        // the currency is given, with a sum that fits it, and what goes with it is broken
        let (here, there) = if self.is_currency(columns.get(1)?) { (1, 0) } else { (0, 1) };
        let (one, other) = (columns.get(here)?, columns.get(there)?);
        let (first, second) = if table.same {
            (json!("one"), json!("another"))
        } else {
            let taken = |row: &&Vec<Vec<String>>| {
                let codes = row.get(here).into_iter().flatten();
                self.sums.is_empty() || codes.into_iter().any(|code| self.sums.iter().any(|(taken, _)| taken == code))
            };
            let row = table.rows.iter().find(|row| !self.is_currency(one) || taken(row)).or(table.rows.first())?;
            let fits = row.get(there)?;
            let strange =
                table.rows.iter().filter_map(|row| row.get(there)?.first()).find(|value| !fits.contains(value));
            (json!(row.get(here)?.first()?), json!(strange.map_or("ZZ", String::as_str)))
        };
        given.extend(self.with_sum(one, first));
        Some(Fault { rule, given, breaks: vec![(other.clone(), Some(second))] })
    }

    /// What makes a condition hold, and the condition as it stands in rule ids. Nothing for one in words alone.
    pub(super) fn given(&self, condition: &Condition) -> Option<(Changes, String)> {
        let Condition::All(tests) = condition else { return None };
        let mut given = Vec::new();
        let mut told = Vec::new();
        for (path, test) in tests {
            let place = self.place(path);
            let row = self.form.rows.iter().find(|row| row.path == place);
            let list =
                |values: &std::collections::BTreeSet<String>| values.iter().cloned().collect::<Vec<_>>().join("|");
            match test {
                Test::OneOf(values) => {
                    told.push(format!("{place}={}", list(values)));
                    given.extend(self.with_sum(&place, typed(row, values.first()?)));
                }
                Test::NoneOf(values) => {
                    told.push(format!("{place}!={}", list(values)));
                    let sample = row.map(|row| match row.value.kind {
                        ValueKind::Boolean => json!(!values.contains("true")),
                        _ => sample(&row.value),
                    });
                    let other = sample.filter(|value| !values.contains(&text(value)))?;
                    given.push((place, Some(other)));
                }
                Test::Sent(sent) => {
                    told.push(format!("{place}:{}", if *sent { "sent" } else { "absent" }));
                    given.push((place, sent.then(|| row.map_or(json!("x"), |row| sample(&row.value)))));
                }
            }
        }
        Some((given, told.join("&")))
    }

    /// A value, with a sum that fits where it is a currency.
    fn with_sum(&self, path: &str, value: Value) -> Changes {
        let amount = self.form.rows.iter().find(|row| row.value.kind == ValueKind::Amount);
        let amount = amount.filter(|_| self.is_currency(path));
        let sum = self.sums.iter().find(|(code, _)| value == json!(code));
        let sum = amount.zip(sum).map(|(row, (_, minor))| (row.path.clone(), Some(json!(minor))));
        std::iter::once((path.to_owned(), Some(value))).chain(sum).collect()
    }

    pub(super) fn holds(&self, condition: &Condition, json: &Value) -> bool {
        let Condition::All(tests) = condition else { return false };
        tests.iter().all(|(path, test)| {
            let found = find(json, &self.place(path));
            match test {
                Test::OneOf(values) => found.is_some_and(|value| values.contains(&text(value))),
                Test::NoneOf(values) => {
                    // what holds other values, and a fraction, cannot be compared
                    let scalar = |value: &&Value| value.is_string() || value.is_i64() || value.is_boolean();
                    found.filter(scalar).is_some_and(|value| !values.contains(&text(value)))
                }
                Test::Sent(sent) => found.is_some() == *sent,
            }
        })
    }

    fn is_currency(&self, path: &str) -> bool {
        self.form.rows.iter().any(|row| row.path == path && row.value.kind == ValueKind::Currency)
    }

    fn columns(&self, table: &Together) -> Vec<String> {
        table.columns.iter().map(|column| self.place(column)).collect()
    }

    /// Where a field of the catalogue stands in this form; `country` is the country of the deal.
    fn place(&self, path: &str) -> String {
        let path = if path == "country" { "customer.country" } else { path };
        match self.form.rows.iter().find(|row| row.field == path) {
            Some(row) => row.path.clone(),
            None if self.form.interface == Interface::PaymentPage => path.replace('.', "_"),
            None => path.to_owned(),
        }
    }

    pub(super) fn set(&self, json: &mut Value, path: &str, value: Value) {
        if let Some(object) = json.as_object_mut() {
            put(object, path, value);
        }
    }
}

fn agrees(table: &Together, columns: &[String], json: &Value) -> bool {
    let comparable = |value: &&Value| value.is_string() || value.is_i64();
    let found: Vec<Option<String>> =
        columns.iter().map(|column| find(json, column).filter(comparable).map(text)).collect();
    if table.same {
        let mut there = found.iter().flatten();
        return there.next().is_none_or(|first| there.all(|other| other == first));
    }
    table
        .rows
        .iter()
        .any(|row| found.iter().zip(row).all(|(value, cell)| value.as_ref().is_none_or(|value| cell.contains(value))))
}

/// Kinds of the rules that a value breaks.
fn breaks(spec: &Spec, value: &Value) -> Vec<&'static str> {
    let mut kinds = Vec::new();
    if let Some(text) = value.as_str() {
        let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        if spec.length.0.is_some_and(|least| length < least) || spec.length.1.is_some_and(|most| length > most) {
            kinds.push("length");
        }
    }
    let out_of_range = |integer: i64| {
        spec.range.0.is_some_and(|least| integer < least) || spec.range.1.is_some_and(|most| integer > most)
    };
    if value.as_i64().is_some_and(out_of_range) {
        kinds.push("range");
    }
    let listed = spec.open || spec.values.is_empty() || spec.values.iter().any(|(known, _)| *known == text(value));
    if !listed && (value.is_string() || value.is_i64()) {
        kinds.push("values");
    }
    kinds
}

/// What a conditional value demands beyond the row's own.
fn news(narrowed: &Spec, own: &Spec) -> Spec {
    let mut new = narrowed.clone();
    // its form is the row's matter, under no condition
    if new.kind != ValueKind::Integer {
        new.kind = ValueKind::Text;
    }
    if new.length == own.length {
        new.length = (None, None);
    }
    if new.range == own.range {
        new.range = (None, None);
    }
    if new.pattern == own.pattern {
        new.pattern = None;
    }
    if new.values == own.values {
        new.values.clear();
    }
    new
}

/// A value that keeps a rule: the same one each time.
fn sample(spec: &Spec) -> Value {
    let tree = value(spec).new_tree(&mut TestRunner::deterministic());
    tree.map_or(Value::Null, |tree| tree.current())
}

fn typed(row: Option<&Row>, value: &str) -> Value {
    match row.map(|row| row.value.kind) {
        Some(ValueKind::Integer) => value.parse::<i64>().map_or_else(|_| json!(value), Value::from),
        Some(ValueKind::Boolean) => value.parse::<bool>().map_or_else(|_| json!(value), Value::from),
        _ => json!(value),
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

pub(super) fn find<'a>(json: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(json, |at, member| at.get(member))
}
