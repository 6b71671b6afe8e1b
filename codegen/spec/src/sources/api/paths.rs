//! Paths that the specs know without knowing what their requests hold: no form is made of them, and they are held against the
//! description all the same.

use std::collections::BTreeSet;

use crate::resolved::{Interface, Method, Row, Said, Specs, Turn};

/// A path without a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bare<'a> {
    /// As its request would be called: `tide-pay/payout/gate`, `tide-pay/payout/gate/bank_list`.
    pub id: String,
    /// Key of the method.
    pub method: &'a str,
    /// Its operation.
    pub operation: &'static str,
    /// Below the host's address.
    pub path: String,
}

/// Every path of Gate that no request has.
#[must_use]
pub fn paths(specs: &Specs) -> Vec<Bare<'_>> {
    specs.methods.iter().flat_map(|(key, method)| of(key, method)).collect()
}

fn of<'a>(key: &'a str, method: &'a Method) -> Vec<Bare<'a>> {
    let forms = method.operations.values().flat_map(|operation| &operation.forms);
    let mut seen: BTreeSet<String> =
        forms.filter(|form| form.interface == Interface::Gate).map(|form| form.path.clone()).collect();
    let mut out: Vec<Bare<'a>> = Vec::new();
    for operation in method.operations.values() {
        let word = operation.kind.key();
        let mut add = |last: String, path: String| {
            if seen.insert(path.clone()) {
                out.push(Bare { id: format!("{key}/{word}/gate{last}"), method: key, operation: word, path });
            }
        };
        if let Said::Is(path) = &operation.path.said {
            add(String::new(), path.clone());
        }
        let mut rows: Vec<&Row> = operation.forms.iter().flat_map(|form| &form.rows).collect();
        for turn in operation.channels.iter().flat_map(|channel| &channel.turns) {
            let Turn::Send { name, path, fields, .. } = turn else { continue };
            if let Said::Is(path) = &path.said {
                add(format!("/{name}"), path.clone());
            }
            rows.extend(fields);
        }
        for row in rows {
            let Some(from) = &row.value.from else { continue };
            let Some(list) = &from.list else { continue };
            let name = from.name.clone().unwrap_or_else(|| format!("{}_list", row.rust));
            add(format!("/{name}"), list.replace("{operation}", word));
        }
    }
    out
}
