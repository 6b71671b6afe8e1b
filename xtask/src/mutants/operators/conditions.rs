//! Mistakes about what holds only sometimes, and about values that go together.

use methodspec::resolved::{Condition, Force, Presence, Test, Together};

use super::{Operator, in_forms, in_rows, in_values, model, moved, set};

pub(super) const ALL: &[Operator] = &[
    model("requirement-lost", |method| in_rows(method, |row| !std::mem::take(&mut row.presence_when).is_empty())),
    model("requirement-always", |method| {
        in_rows(method, |row| {
            let any = row.presence_when.iter().any(|one| one.presence == Presence::Required);
            any && row.presence != Presence::Required && set(&mut row.presence, Presence::Required)
        })
    }),
    model("requirement-inverted", |method| {
        in_rows(method, |row| row.presence_when.iter_mut().any(|one| inverted(&mut one.when)))
    }),
    model("requirement-of-another-value", |method| {
        in_rows(method, |row| row.presence_when.iter_mut().any(|one| other_value(&mut one.when)))
    }),
    model("requirement-of-another-field", |method| {
        in_rows(method, |row| row.presence_when.iter_mut().any(|one| other_field(&mut one.when)))
    }),
    model("narrowing-lost", |method| in_values(method, |row| !std::mem::take(&mut row.value_when).is_empty())),
    model("narrowing-inverted", |method| {
        in_values(method, |row| row.value_when.iter_mut().any(|one| inverted(&mut one.when)))
    }),
    model("narrowing-of-another-value", |method| {
        in_values(method, |row| row.value_when.iter_mut().any(|one| other_value(&mut one.when)))
    }),
    model("narrowing-value-forgotten", |method| {
        in_values(method, |row| row.value_when.iter_mut().any(|one| value_forgotten(&mut one.when)))
    }),
    model("narrowing-always", |method| {
        in_values(method, |row| row.value_when.pop().is_some_and(|one| set(&mut row.value, one.value)))
    }),
    model("narrowing-min-up", |method| in_values(method, |row| narrowed(row, |value| end(value, 1, 0)))),
    model("narrowing-min-down", |method| in_values(method, |row| narrowed(row, |value| end(value, -1, 0)))),
    model("narrowing-max-up", |method| in_values(method, |row| narrowed(row, |value| end(value, 0, 1)))),
    model("narrowing-max-down", |method| in_values(method, |row| narrowed(row, |value| end(value, 0, -1)))),
    model("narrowing-value-dropped", |method| {
        in_values(method, |row| narrowed(row, |value| value.values.len() > 1 && value.values.pop().is_some()))
    }),
    model("together-lost", |method| in_forms(method, |form| form.together.pop().is_some())),
    model("together-advisory", |method| in_tables(method, |table| set(&mut table.force, Force::Advisory))),
    model("together-opened", |method| in_tables(method, |table| !std::mem::replace(&mut table.open, true))),
    model("together-row-lost", |method| in_tables(method, |table| table.rows.len() > 1 && table.rows.pop().is_some())),
    model("together-row-added", |method| in_tables(method, row_added)),
    model("together-columns-swapped", |method| {
        in_tables(method, |table| {
            table.columns.reverse();
            table.columns.len() > 1 && !table.same
        })
    }),
    model("together-column-lost", |method| in_tables(method, column_lost)),
    model("together-cells-swapped", |method| {
        in_tables(method, |table| match table.rows.as_mut_slice() {
            [one, other, ..] => match (one.last_mut(), other.last_mut()) {
                (Some(first), Some(second)) => {
                    std::mem::swap(first, second);
                    true
                }
                _ => false,
            },
            _ => false,
        })
    }),
    model("together-value-lost", |method| {
        in_tables(method, |table| {
            let cell = table.rows.iter_mut().flatten().find(|cell| cell.len() > 1);
            cell.is_some_and(|cell| cell.pop().is_some())
        })
    }),
    model("together-value-added", |method| {
        in_tables(method, |table| {
            let other = table.rows.last().and_then(|row| row.last()?.first()).cloned();
            let cell = table.rows.first_mut().and_then(|row| row.last_mut());
            match (cell, other) {
                (Some(cell), Some(other)) if !cell.contains(&other) => {
                    cell.push(other);
                    true
                }
                _ => false,
            }
        })
    }),
    model("same-as-rows", |method| {
        in_tables(method, |table| {
            table.rows = vec![table.columns.iter().map(|_| vec!["one".to_owned()]).collect()];
            std::mem::replace(&mut table.same, false)
        })
    }),
    model("together-condition-lost", |method| in_tables(method, |table| table.when.take().is_some())),
    model("together-condition-inverted", |method| in_tables(method, |table| table.when.as_mut().is_some_and(inverted))),
];

/// The first test of a condition, turned round.
pub(super) fn inverted(condition: &mut Condition) -> bool {
    let Some(test) = first(condition) else { return false };
    *test = match test {
        Test::OneOf(values) => Test::NoneOf(values.clone()),
        Test::NoneOf(values) => Test::OneOf(values.clone()),
        Test::Range(Some(least), _) => Test::Range(None, Some(*least - 1)),
        Test::Range(None, greatest) => Test::Range(greatest.map(|greatest| greatest + 1), None),
        Test::Sent(sent) => Test::Sent(!*sent),
    };
    true
}

/// Another value in it.
pub(super) fn other_value(condition: &mut Condition) -> bool {
    match first(condition) {
        Some(Test::OneOf(values) | Test::NoneOf(values)) => set(values, ["other".to_owned()].into()),
        _ => false,
    }
}

fn value_forgotten(condition: &mut Condition) -> bool {
    match first(condition) {
        Some(Test::OneOf(values) | Test::NoneOf(values)) => values.len() > 1 && values.pop_last().is_some(),
        _ => false,
    }
}

fn other_field(condition: &mut Condition) -> bool {
    match condition {
        Condition::All(tests) => tests.first_mut().is_some_and(|(path, _)| set(path, "customer.id".to_owned())),
        Condition::Told(_) => false,
    }
}

fn first(condition: &mut Condition) -> Option<&mut Test> {
    match condition {
        Condition::All(tests) => tests.first_mut().map(|(_, test)| test),
        Condition::Told(_) => None,
    }
}

type Value = methodspec::resolved::Value;

fn narrowed(row: &mut methodspec::resolved::Row, change: impl Fn(&mut Value) -> bool) -> bool {
    row.value_when.iter_mut().any(|one| change(&mut one.value))
}

/// Moves the ends of a length or of a range.
fn end(value: &mut Value, least: i8, most: i8) -> bool {
    let length =
        |end: &mut Option<u32>, by: i8| end.as_mut().is_some_and(|end| set(end, end.saturating_add_signed(by.into())));
    let ends = [
        least != 0 && length(&mut value.length.0, least),
        most != 0 && length(&mut value.length.1, most),
        least != 0 && moved(&mut value.range.0, least.into()),
        most != 0 && moved(&mut value.range.1, most.into()),
    ];
    ends.contains(&true)
}

/// In each form that holds its values together, the first table that can be wrong so.
fn in_tables(method: &methodspec::resolved::Method, change: impl Fn(&mut Together) -> bool) -> Vec<super::Site> {
    in_forms(method, |form| {
        let held = form.together.iter_mut().filter(|table| !table.open && table.force == Force::Enforced);
        held.into_iter().any(|table| {
            let mut wrong = table.clone();
            change(&mut wrong) && set(table, wrong)
        })
    })
}

/// The first cells of the first row, with the last of the last.
fn row_added(table: &mut Together) -> bool {
    let (Some(first), Some(last)) = (table.rows.first(), table.rows.last()) else { return false };
    let mut row = first.clone();
    row.pop();
    row.extend(last.last().cloned());
    let new = table.columns.len() > 1 && !table.rows.contains(&row);
    new && {
        table.rows.push(row);
        true
    }
}

fn column_lost(table: &mut Together) -> bool {
    table.rows.iter_mut().for_each(|row| drop(row.pop()));
    table.columns.pop();
    table.columns.len() > 1 || !table.same && !table.columns.is_empty()
}
