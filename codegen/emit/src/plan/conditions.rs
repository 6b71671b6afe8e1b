//! What holds only under a condition, lowered for one form: paths of its interface, and what is new beside the row.

use methodspec::resolved::{
    Bound, Cite, Condition, ConditionalLimit, Form, Interface, Limit, Presence, Test, Together, Value,
};

/// A condition on paths of the form's interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// Path and test of each field: all of them hold.
    pub all: Vec<(String, Test)>,
    /// As it stands in rule ids: `account.kind=B`.
    pub told: String,
}

impl When {
    /// The fields that it tests.
    pub(crate) fn places(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|(path, _)| path.as_str())
    }
}

/// A field that is required under a condition.
#[derive(PartialEq, Eq)]
pub(crate) struct Requirement<'a> {
    pub(crate) path: String,
    pub(crate) when: When,
    pub(crate) cite: &'a [Cite],
}

/// What a field must be under a condition, as far as its row does not say so already.
pub(crate) struct Narrowing<'a> {
    pub(crate) path: String,
    pub(crate) value: Value,
    pub(crate) when: When,
    pub(crate) cite: &'a [Cite],
}

/// Values that are taken only together.
#[derive(Debug, Clone)]
pub struct Table<'a> {
    /// Paths of the fields.
    pub columns: Vec<String>,
    /// Cells by column; none where the columns hold one and the same value.
    pub rows: Vec<Vec<Vec<String>>>,
    /// When they are held.
    pub when: Option<When>,
    /// The columns, and the condition, as they stand in the rule's id.
    pub told: String,
    /// Where the documents say so.
    pub cite: &'a [Cite],
}

/// The condition in this form; nothing where it is told in words alone, which is never enforced.
fn when(form: &Form, condition: &Condition) -> Option<When> {
    let Condition::All(tests) = condition else { return None };
    let all: Vec<(String, Test)> = tests.iter().map(|(path, test)| (place(form, path), test.clone())).collect();
    let told = all.iter().map(|(path, test)| told(path, test)).collect::<Vec<_>>().join("&");
    Some(When { all, told })
}

fn told(path: &str, test: &Test) -> String {
    let list = |values: &std::collections::BTreeSet<String>| values.iter().cloned().collect::<Vec<_>>().join("|");
    let end = |end: &Option<i64>| end.map(|end| end.to_string()).unwrap_or_default();
    match test {
        Test::OneOf(values) => format!("{path}={}", list(values)),
        Test::NoneOf(values) => format!("{path}!={}", list(values)),
        Test::Range(least, greatest) => format!("{path}={}..{}", end(least), end(greatest)),
        Test::Sent(true) => format!("{path}:sent"),
        Test::Sent(false) => format!("{path}:absent"),
    }
}

/// Where a field of the catalogue stands in this form, whether or not it has a row. `country` is the country of the deal.
fn place(form: &Form, path: &str) -> String {
    let path = if path == "country" { "customer.country" } else { path };
    let row = form.rows.iter().find(|row| row.field == path);
    match (row, form.interface) {
        (Some(row), _) => row.path.clone(),
        (None, Interface::PaymentPage) => path.replace('.', "_"),
        (None, _) => path.to_owned(),
    }
}

/// Conditional requirements. An object that holds such a field is required with it: without it nobody would miss the field.
pub(crate) fn requirements(form: &Form) -> Vec<Requirement<'_>> {
    let mut all: Vec<Requirement<'_>> = Vec::new();
    for row in &form.rows {
        for conditional in row.presence_when.iter().filter(|one| one.presence == Presence::Required) {
            if row.presence == Presence::Required {
                continue;
            }
            let Some(when) = when(form, &conditional.when) else { continue };
            let holders = row.path.match_indices('.').map(|(end, _)| row.path[..end].to_owned());
            // without its holder the condition's own field is absent too, and the condition does not hold
            let tested = |holder: &str| {
                let below =
                    |path: &str| path.strip_prefix(holder).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
                when.all.iter().any(|(path, test)| *test != Test::Sent(false) && below(path))
            };
            let optional = holders.filter(|holder| !tested(holder)).filter(|holder| {
                form.rows.iter().any(|other| other.path == *holder && other.presence != Presence::Required)
            });
            for path in optional.chain([row.path.clone()]) {
                let new = Requirement { path, when: when.clone(), cite: &conditional.cite };
                if !all.iter().any(|one| one.path == new.path && one.when == new.when) {
                    all.push(new);
                }
            }
        }
    }
    all
}

/// Conditional values, without what the row demands anyway.
pub(crate) fn narrowings(form: &Form) -> Vec<Narrowing<'_>> {
    let mut all = Vec::new();
    for row in &form.rows {
        for conditional in &row.value_when {
            let Some(when) = when(form, &conditional.when) else { continue };
            let mut value = conditional.value.clone();
            if value.length == row.value.length {
                value.length = (None, None);
            }
            if value.range == row.value.range {
                value.range = (None, None);
            }
            if value.pattern == row.value.pattern {
                value.pattern = None;
            }
            if value.values == row.value.values {
                value.values.clear();
            }
            all.push(Narrowing { path: row.path.clone(), value, when, cite: &conditional.cite });
        }
    }
    all
}

/// Tables of the form that are held strictly, on paths of this form.
pub(crate) fn together(form: &Form) -> Vec<Table<'_>> {
    let held = form.together.iter().filter(|one| !one.open && one.force == methodspec::resolved::Force::Enforced);
    held.filter_map(|one| table(form, one)).collect()
}

/// Bounds of a currency that hold only under a condition which can be checked.
pub(crate) fn limits(form: &Form) -> Vec<(&Limit, &ConditionalLimit, When)> {
    let all = form.amounts.values().flat_map(|limit| limit.when.iter().map(move |one| (limit, one)));
    let said = all.filter(|(_, one)| one.says_anything());
    said.filter_map(|(limit, one)| Some((limit, one, when(form, &one.when)?))).collect()
}

/// The conditions where a bound that holds without one does not.
pub(crate) fn exceptions(form: &Form, limit: &Limit, bound: Bound) -> Vec<When> {
    limit.instead_of(bound).filter_map(|one| when(form, &one.when)).collect()
}

fn table<'a>(form: &Form, together: &'a Together) -> Option<Table<'a>> {
    let when = match &together.when {
        None => None,
        // told in words alone: never enforced
        Some(condition) => Some(when(form, condition)?),
    };
    let columns: Vec<String> = together.columns.iter().map(|column| place(form, column)).collect();
    let rows = if together.same { Vec::new() } else { together.rows.clone() };
    let told = columns.join("+");
    let told = when.as_ref().map_or(told.clone(), |when| format!("{told}/when/{}", when.told));
    Some(Table { columns, rows, when, told, cite: &together.cite })
}
