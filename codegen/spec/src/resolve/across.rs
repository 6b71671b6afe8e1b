//! What two methods must not share: a code of an interface, a label of callbacks, a module.

use std::collections::BTreeMap;

use crate::fault::{Fault, Kind};
use crate::load::File;
use crate::model::method::Method;
use crate::resolved as r;

/// Tells names that two methods share. A callback with a shared label could be dispatched to either.
pub(crate) fn check(files: &[&File<Method>], methods: &BTreeMap<String, r::Method>) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut seen: BTreeMap<(&str, String), &File<Method>> = BTreeMap::new();
    for file in files {
        let Some(method) = methods.get(file.typed.method.as_str()) else {
            continue;
        };
        let mut names: Vec<(&str, &str, String)> =
            vec![("module", "/method", method.module.clone()), ("type name", "/method", method.type_name.clone())];
        for (what, at, names_of) in [
            ("code of the Payment Page", "payment_page", &method.names.payment_page),
            ("code of Gate", "gate", &method.names.gate),
            ("label of callbacks", "callback", &method.names.callback),
        ] {
            if let r::Said::Is(list) = &names_of.said {
                names.extend(list.iter().map(|name| (what, at, name.clone())));
            }
        }
        for (what, at, name) in names {
            let Some(other) = seen.insert((what, name.clone()), file) else {
                continue;
            };
            if std::ptr::eq(other, *file) {
                continue;
            }
            let place = |file: &File<Method>| {
                let pointer = if at.starts_with('/') { at.to_owned() } else { format!("/names/{at}") };
                file.node.locate(&pointer)
            };
            let mut fault =
                file.source.fault(Kind::SameCode, place(file), format!("two methods have one {what}: `{name}`"));
            fault.related.push((other.source.file.clone(), other.source.place(place(other)), "the other".to_owned()));
            fault.help.push("a code or label belongs to one method".to_owned());
            faults.push(fault);
        }
    }
    faults
}
