//! Values that go together.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Impact::{Addition, Breaking, Fix};
use super::judge::{members, part, told};
use super::walk::Walk;

/// A table of values: what is in none of its rows is refused where it is held.
pub(super) fn together(walk: &mut Walk<'_>, was: Option<&Value>, is: Option<&Value>) {
    let held = |rule: &Value| rule["force"] == "enforced" && rule["open"] != true && rule["when"].get("told").is_none();
    let (Some(old), Some(new)) = (was, is) else {
        let (gone, added) = if was.or(is).is_some_and(held) { (Addition, Breaking) } else { (Fix, Fix) };
        return part(walk, was, is, gone, added);
    };
    match (held(old), held(new)) {
        (false, true) => walk.tell(Breaking, "nothing else is taken now"),
        (true, false) => walk.tell(Addition, "other values are taken now"),
        (both, _) => {
            let (gone, added) = if both { (Breaking, Addition) } else { (Fix, Fix) };
            let (old_rows, new_rows) = (rows(old), rows(new));
            walk.down("rows", |walk| {
                members(walk, gone, added, &old_rows, &new_rows);
                if old_rows == new_rows && old.get("rows") != new.get("rows") {
                    walk.tell(Fix, "the same rows, written otherwise");
                }
            });
        }
    }
    for key in ["force", "open"] {
        if held(old) == held(new) && old.get(key) != new.get(key) {
            walk.down(key, |walk| walk.tell(Fix, told(old.get(key), new.get(key))));
        }
    }
    for key in ["note", "cite"] {
        walk.down(key, |walk| walk.fact(old.get(key), new.get(key)));
    }
}

/// The rows with one value a cell: a cell of several values is as many rows.
fn rows(rule: &Value) -> BTreeSet<String> {
    let rows = rule["rows"].as_array().into_iter().flatten();
    rows.flat_map(|row| expanded(row).unwrap_or_else(|| vec![row.clone()])).map(|row| row.to_string()).collect()
}

/// At most one cell of a row is a list, as the loader sees to; another row is taken as it is.
fn expanded(row: &Value) -> Option<Vec<Value>> {
    let cells = row.as_array()?;
    let several = |cell: &&Value| cell.as_array().is_some_and(|values| values.len() > 1);
    if cells.iter().filter(several).count() > 1 {
        return None;
    }
    let at = cells.iter().position(|cell| several(&cell));
    let Some((at, values)) = at.and_then(|at| Some((at, cells.get(at)?.as_array()?))) else {
        return Some(vec![row.clone()]);
    };
    let with = |value: &Value| {
        let mut row = cells.clone();
        if let Some(cell) = row.get_mut(at) {
            *cell = Value::from(vec![value.clone()]);
        }
        Value::from(row)
    };
    Some(values.iter().map(with).collect())
}
