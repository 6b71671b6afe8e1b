//! Names in Rust of the values that a field lists.

use std::collections::{BTreeMap, BTreeSet};

use crate::fault::Kind;
use crate::load::node::step;
use crate::model::field::Values;
use crate::model::keyed::Short;

use super::judge::Judge;
use super::words::{camel, refused};

/// Names by value: the one that the spec gives, else the value in CamelCase where that is a name, and of this value alone.
/// Codes such as `004` have none.
pub(crate) fn of(judge: &Judge<'_>, values: &Values, pointer: &str) -> BTreeMap<String, String> {
    let mut names = given(judge, values, pointer);
    let silent: Vec<(String, String)> = written(values)
        .filter(|value| !names.contains_key(*value))
        .map(|value| (value.to_owned(), camel(value)))
        .filter(|(_, name)| !name.is_empty() && refused(name, &[]).is_none())
        .collect();
    let (mut once, mut twice) = (names.values().cloned().collect::<BTreeSet<_>>(), BTreeSet::new());
    for (_, name) in &silent {
        if !once.insert(name.clone()) {
            twice.insert(name.clone());
        }
    }
    names.extend(silent.into_iter().filter(|(_, name)| !twice.contains(name)));
    names
}

fn written(values: &Values) -> Box<dyn Iterator<Item = &str> + '_> {
    match values {
        Short::Short(list) => Box::new(list.iter().map(|value| value.as_str())),
        Short::Long(map) => Box::new(map.map.keys().map(|value| value.as_str())),
    }
}

/// Those that the spec gives. Reports what is no name, and two values of one.
fn given(judge: &Judge<'_>, values: &Values, pointer: &str) -> BTreeMap<String, String> {
    let Short::Long(map) = values else { return BTreeMap::new() };
    let (mut names, mut places) = (BTreeMap::new(), BTreeMap::<String, String>::new());
    for (value, label) in &map.map {
        let Short::Long(choice) = label else { continue };
        let Some(rust) = &choice.rust else { continue };
        let (value, rust) = (value.as_str(), rust.as_str());
        let at = step(&step(pointer, value), "rust");
        let help = || vec!["take another name: `rust: ThreeReefs`".to_owned()];
        if let Some(why) = refused(rust, &[]) {
            judge.tell(Kind::RustName, &at, format!("the value `{value}`: {why}"), help());
        } else if let Some(other) = places.insert(rust.to_owned(), at.clone()) {
            let message = format!("the value `{value}` and another are both `{rust}` in Rust");
            judge.tell_both(Kind::RustName, &at, message, &other, "first here", help());
        } else {
            names.insert(value.to_owned(), rust.to_owned());
        }
    }
    names
}

/// Warns of names given to values of a field under a condition, of which no name in Rust is made.
pub(crate) fn without_effect(judge: &Judge<'_>, values: Option<&Values>, pointer: &str) {
    let Some(Short::Long(map)) = values else { return };
    for (value, label) in &map.map {
        if matches!(label, Short::Long(choice) if choice.rust.is_some()) {
            let at = step(&step(pointer, value.as_str()), "rust");
            let help = "name the value in the entry of the field that has no `when`".to_owned();
            let message = format!("`rust` of `{}` has no effect: the entry only narrows the field", value.as_str());
            judge.warn_key(Kind::RustName, &at, message, vec![help]);
        }
    }
}
