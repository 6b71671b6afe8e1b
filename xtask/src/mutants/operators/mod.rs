//! What is done to the generator's output: each operator is one mistake that a generator could make.

mod conditions;
mod money;
mod presence;
mod shape;
mod text;
mod values;

use methodspec::resolved::{Form, Limit, Method, Operation, Row};

/// One way to be wrong.
pub(crate) struct Operator {
    /// `limit-min-up`: stable, it names the mutant.
    pub(crate) name: &'static str,
    pub(crate) change: Change,
}

/// Where the mistake is made.
pub(crate) enum Change {
    /// In the resolved model, before emission: every place where it can be made.
    Model(fn(&Method) -> Vec<Site>),
    /// In the emitted text. Nothing where the text has no such place.
    Text(fn(&str) -> Option<String>),
}

/// A place where a mistake was made.
pub(crate) struct Site {
    /// The form, with the field, currency or part of it.
    pub(crate) at: String,
    /// Places of one shape are alike: one of them stands for all.
    pub(crate) shape: String,
    /// The method with the mistake.
    pub(crate) method: Method,
}

/// All of them, in the order of the report.
pub(crate) fn all() -> impl Iterator<Item = &'static Operator> {
    let lists = [money::ALL, presence::ALL, values::ALL, conditions::ALL, shape::ALL, text::ALL];
    lists.into_iter().flatten()
}

const fn model(name: &'static str, sites: fn(&Method) -> Vec<Site>) -> Operator {
    Operator { name, change: Change::Model(sites) }
}

const fn text(name: &'static str, edit: fn(&str) -> Option<String>) -> Operator {
    Operator { name, change: Change::Text(edit) }
}

/// Makes the mistake in each operation in which `change` says that it could be made.
fn in_operations(method: &Method, change: impl Fn(&mut Operation) -> bool) -> Vec<Site> {
    let mut sites = Vec::new();
    for kind in method.operations.keys() {
        let mut wrong = method.clone();
        if wrong.operations.get_mut(kind).is_some_and(|operation| !operation.forms.is_empty() && change(operation)) {
            let at = format!("{}/{}", method.key, kind.key());
            sites.push(Site { at, shape: "operation".to_owned(), method: wrong });
        }
    }
    sites
}

/// In each form.
fn in_forms(method: &Method, change: impl Fn(&mut Form) -> bool) -> Vec<Site> {
    let mut sites = Vec::new();
    for (kind, operation) in &method.operations {
        for (nth, form) in operation.forms.iter().enumerate() {
            let mut wrong = method.clone();
            let found = wrong.operations.get_mut(kind).and_then(|operation| operation.forms.get_mut(nth));
            if found.is_some_and(&change) {
                let shape = format!("{:?} {:?}", form.interface, std::mem::discriminant(&form.role));
                sites.push(Site { at: form.id.clone(), shape, method: wrong });
            }
        }
    }
    sites
}

/// In each row of each form.
fn in_rows(method: &Method, change: impl Fn(&mut Row) -> bool) -> Vec<Site> {
    let mut sites = Vec::new();
    for form in method.operations.values().flat_map(|operation| &operation.forms) {
        for (nth, row) in form.rows.iter().enumerate() {
            let one = |wrong: &mut Form| wrong.id == form.id && wrong.rows.get_mut(nth).is_some_and(&change);
            sites.extend(in_forms(method, one).into_iter().map(|site| Site {
                at: format!("{} {}", form.id, row.path),
                shape: format!("{:?} {:?} {:?} {:?}", form.interface, row.value.kind, row.presence, row.source),
                ..site
            }));
        }
    }
    sites
}

/// In a field's value wherever an operation has it: its type is one.
fn in_values(method: &Method, change: impl Fn(&mut Row) -> bool) -> Vec<Site> {
    let mut sites = Vec::new();
    for (kind, operation) in &method.operations {
        let mut seen = Vec::new();
        for row in operation.forms.iter().flat_map(|form| &form.rows).filter(|row| row.own) {
            if seen.contains(&&row.rust) {
                continue;
            }
            seen.push(&row.rust);
            let mut wrong = method.clone();
            let forms = wrong.operations.get_mut(kind).into_iter().flat_map(|operation| &mut operation.forms);
            let rows = forms.flat_map(|form| &mut form.rows).filter(|other| other.own && other.rust == row.rust);
            // all of them: the first alone would be half a mistake
            if rows.map(&change).filter(|made| *made).count() > 0 {
                let at = format!("{}/{} {}", method.key, kind.key(), row.path);
                sites.push(Site { at, shape: format!("{:?} {:?}", row.value.kind, row.source), method: wrong });
            }
        }
    }
    sites
}

/// In the limits of each currency of each operation.
fn in_limits(method: &Method, change: impl Fn(&mut Limit) -> bool) -> Vec<Site> {
    let mut sites = Vec::new();
    for (kind, operation) in &method.operations {
        for (code, limit) in operation.main_amounts() {
            let mut wrong = method.clone();
            let Some(broken) = wrong.operations.get_mut(kind) else { continue };
            let forms = broken.forms.iter_mut().filter_map(|form| form.amounts.get_mut(code));
            let limits = forms.chain(broken.amounts.get_mut(code));
            if limits.map(&change).filter(|made| *made).count() > 0 {
                let at = format!("{}/{} {code}", method.key, kind.key());
                let shape = format!("{:?} {}", limit.force, limit.step.is_some());
                sites.push(Site { at, shape, method: wrong });
            }
        }
    }
    sites
}

/// In the method itself.
fn in_method(method: &Method, change: impl Fn(&mut Method) -> bool) -> Vec<Site> {
    let mut wrong = method.clone();
    let made = change(&mut wrong);
    let site = Site { at: method.key.clone(), shape: "method".to_owned(), method: wrong };
    made.then_some(site).into_iter().collect()
}

/// Puts another value in place, and says so.
fn set<T>(place: &mut T, value: T) -> bool {
    *place = value;
    true
}

/// Moves a number that is there.
fn moved(place: &mut Option<i64>, by: i64) -> bool {
    place.as_mut().is_some_and(|value| set(value, *value + by))
}
