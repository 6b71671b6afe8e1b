//! Fields that a request would send under one name.

use std::collections::BTreeMap;

use crate::fault::Kind;
use crate::resolved as r;

use super::judge::{Here, Judge};

/// Tells two fields of one name: a request has one place for both. On Gate a name is a path, which no two fields share.
pub(crate) fn check(judge: &Judge<'_>, rows: &[r::Row], places: &BTreeMap<String, String>, here: &Here) {
    let mut seen: BTreeMap<&str, &r::Row> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.inside) {
        let Some(other) = seen.insert(&row.path, row) else { continue };
        // the platform's own names stay: what the method sends gives way
        let (own, kept) = if places.contains_key(&row.field) { (row, other) } else { (other, row) };
        judge.tell_key(
            Kind::Conflict,
            places.get(&own.field).map_or(here.pointer.as_str(), String::as_str),
            format!("`{}` and `{}` have one name on the Payment Page: `{}`", own.field, kept.field, row.path),
            vec![format!("give it the documented one: `fields: {{ {}: {{ payment_page: … }} }}`", own.field)],
        );
    }
}
