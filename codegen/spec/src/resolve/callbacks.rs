//! Members of callbacks, the lists of their values, and what they mean to a reader.

use std::collections::{BTreeMap, BTreeSet};

use crate::fault::Kind;
use crate::model::fact::Beside;
use crate::model::keyed::{Keyed, Short};
use crate::model::platform as p;
use crate::model::text::{Path, Text};
use crate::resolved as r;

use super::judge::{Here, Judge};
use super::words::{camel, refused, snake};

pub(crate) fn lists(judge: &Judge<'_>, own: &p::Platform, root: &Here) -> BTreeMap<String, Vec<r::Listed>> {
    let here = root.down("lists").cited(own.lists.head.cite.as_ref());
    let mut out = BTreeMap::new();
    for (name, list) in &own.lists.map {
        let here = here.down(name.as_str()).cited(list.head.cite.as_ref());
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        let mut values = Vec::new();
        for (value, item) in &list.map {
            let at = here.down(value.as_str());
            let one = match item {
                Short::Short(means) => r::Listed {
                    value: value.as_str().to_owned(),
                    also: Vec::new(),
                    rust: camel(value.as_str()),
                    means: means.as_str().to_owned(),
                    is_final: false,
                    is_last: false,
                    takes_money: false,
                    takes_refund_back: false,
                    cite: here.cite.clone(),
                },
                Short::Long(item) => r::Listed {
                    value: value.as_str().to_owned(),
                    also: item.also.iter().map(|text| text.as_str().to_owned()).collect(),
                    rust: item.rust.as_ref().map_or_else(|| camel(value.as_str()), |rust| rust.as_str().to_owned()),
                    means: item.means.as_str().to_owned(),
                    is_final: item.r#final || item.last,
                    is_last: item.last,
                    takes_money: item.takes_money,
                    takes_refund_back: item.takes_refund_back,
                    cite: at.clone().cited(item.cite.as_ref()).cite,
                },
            };
            if one.takes_money && !TYPES.contains(&name.as_str()) {
                judge.tell_key(
                    Kind::UnknownKey,
                    &at.down("takes_money").pointer,
                    format!("`takes_money` says nothing of a value of `{}`", name.as_str()),
                    vec![format!("it belongs to values of {}", TYPES.join(" and "))],
                );
            }
            if one.takes_refund_back && name.as_str() != TYPES[0] {
                judge.tell_key(
                    Kind::UnknownKey,
                    &at.down("takes_refund_back").pointer,
                    format!("`takes_refund_back` says nothing of a value of `{}`", name.as_str()),
                    vec![format!("it belongs to values of {}", TYPES[0])],
                );
            }
            let help = || vec!["give it another name with `rust:`".to_owned()];
            if let Some(why) = refused(&one.rust, &["Unknown", "Other"])
                .or_else(|| one.rust.is_empty().then(|| "it has no letters".to_owned()))
            {
                judge.tell_key(Kind::RustName, &at.pointer, format!("the value `{}`: {why}", value.as_str()), help());
            } else if let Some(other) = names.insert(one.rust.clone(), at.pointer.clone()) {
                let message = format!("the value `{}` and another are both `{}` in Rust", value.as_str(), one.rust);
                judge.tell_both(Kind::RustName, &at.pointer, message, &other, "first here", help());
            }
            values.push(one);
        }
        out.insert(name.as_str().to_owned(), values);
    }
    out
}

/// Lists whose values can take money: the types of operations and of payments.
const TYPES: [&str; 2] = ["operation_type", "payment_type"];

pub(crate) fn callback(
    judge: &Judge<'_>,
    own: &p::Platform,
    lists: &BTreeMap<String, Vec<r::Listed>>,
    root: &Here,
) -> Vec<r::CallbackField> {
    members(judge, &own.callback, "callbacks", lists, &root.down("callback").cited(own.callback.head.cite.as_ref()))
}

/// Members of what the platform sends, by path.
pub(crate) fn members(
    judge: &Judge<'_>,
    own: &Keyed<Beside, Path, p::Member>,
    what: &str,
    lists: &BTreeMap<String, Vec<r::Listed>>,
    here: &Here,
) -> Vec<r::CallbackField> {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let members: BTreeSet<&str> = own.map.keys().map(Path::as_str).collect();
    let mut out = Vec::new();
    for (path, member) in &own.map {
        let path = path.as_str();
        let at = here.down(path).cited(member.cite.as_ref());
        let shape = match member.r#type.as_str() {
            "text" => r::Shape::Text,
            "integer" => r::Shape::Integer,
            "boolean" => r::Shape::Boolean,
            "time" => r::Shape::Time,
            "object" => r::Shape::Object,
            "list" => r::Shape::List,
            "map" => r::Shape::Map,
            other => {
                if !lists.contains_key(other) {
                    let known = SHAPES.iter().copied().chain(lists.keys().map(String::as_str));
                    let mut help = judge.did_you_mean(other, known);
                    help.push(format!("a type is one of {}, or a list under `lists`", SHAPES.join(", ")));
                    judge.tell(Kind::UnknownName, &at.down("type").pointer, format!("unknown type `{other}`"), help);
                }
                r::Shape::Listed(other.to_owned())
            }
        };
        if let Some((parent, _)) = path.rsplit_once('.') {
            let parent = parent.strip_suffix("[]").unwrap_or(parent);
            if !members.contains(parent) {
                judge.tell_key(
                    Kind::Unresolved,
                    &at.pointer,
                    format!("`{parent}` is no member of {what}"),
                    vec!["declare the object or list before its members".to_owned()],
                );
            }
        }
        let rust = member.rust.as_ref().map_or_else(|| snake(path), |rust| rust.as_str().to_owned());
        let help = || vec!["give it another name with `rust:`".to_owned()];
        if let Some(why) = refused(&rust, &[]) {
            judge.tell_key(Kind::RustName, &at.pointer, format!("the member `{path}`: {why}"), help());
        } else if let Some(other) = names.insert(rust.clone(), at.pointer.clone()) {
            let message = format!("the member `{path}` and another are both `{rust}` in Rust");
            judge.tell_both(Kind::RustName, &at.pointer, message, &other, "first here", help());
        }
        out.push(r::CallbackField {
            path: path.to_owned(),
            rust,
            shape,
            means: member.means.as_str().to_owned(),
            uncovered: member.uncovered,
            cite: at.cite,
        });
    }
    out
}

const SHAPES: [&str; 7] = ["text", "integer", "boolean", "time", "object", "list", "map"];

pub(crate) fn reading(
    judge: &Judge<'_>,
    own: &p::Platform,
    lists: &BTreeMap<String, Vec<r::Listed>>,
    callback: &[r::CallbackField],
    root: &Here,
) -> r::Reading {
    let own = &own.reading;
    let takes_money = |list: &str| r::TakesMoney {
        path: callback
            .iter()
            .find(|field| matches!(&field.shape, r::Shape::Listed(of) if of == list))
            .map(|field| field.path.clone())
            .unwrap_or_default(),
        types: lists
            .get(list)
            .into_iter()
            .flatten()
            .filter(|listed| listed.takes_money)
            .flat_map(|listed| std::iter::once(&listed.value).chain(&listed.also).cloned())
            .collect(),
    };
    let here = root.down("reading").cited(own.cite.as_ref());
    let known = |path: &str, at: Here| {
        if !callback.iter().any(|field| field.path == path) {
            let help = judge.did_you_mean(path, callback.iter().map(|field| field.path.as_str()));
            judge.tell(Kind::Unresolved, &at.pointer, format!("`{path}` is no member of callbacks"), help);
        }
        path.to_owned()
    };
    let one = |path: &Path, key: &str| known(path.as_str(), here.down(key));
    let list = |list: &[Path], key: &str| -> Vec<String> {
        list.iter().enumerate().map(|(n, path)| known(path.as_str(), here.down(key).down(n))).collect()
    };
    let sums = sums(judge, &own.sums, lists, &here.down("sums"), &known);
    r::Reading {
        paid: own
            .paid
            .map
            .iter()
            .map(|(path, value)| {
                (known(path.as_str(), here.down("paid").down(path.as_str())), value.as_str().to_owned())
            })
            .collect(),
        operation_type: takes_money(TYPES[0]),
        payment_type: takes_money(TYPES[1]),
        operation: list(own.operation.as_deref().unwrap_or_default(), "operation"),
        sums,
        method: one(&own.method, "method"),
        payment: one(&own.payment, "payment"),
        payment_elsewhere: list(own.payment_elsewhere.as_deref().unwrap_or_default(), "payment_elsewhere"),
        status: one(&own.status, "status"),
        redirect: one(&own.redirect, "redirect"),
        display: one(&own.display, "display"),
        cite: here.cite.clone(),
    }
}

/// Which members hold which sum. `known` holds a path against the members of callbacks.
fn sums(
    judge: &Judge<'_>,
    own: &p::SumRules,
    lists: &BTreeMap<String, Vec<r::Listed>>,
    here: &Here,
    known: &dyn Fn(&str, Here) -> String,
) -> r::Sums {
    let here = here.clone().cited(own.cite.as_ref());
    let sum = |path: &Path, key: &str| {
        for member in ["amount", "currency"] {
            known(&format!("{}.{member}", path.as_str()), here.down(key));
        }
        path.as_str().to_owned()
    };
    let asked = sum(&own.asked, "asked");
    let listed = |words: &[Text], list: &str, key: &str| {
        let known: Vec<&r::Listed> = lists.get(list).into_iter().flatten().collect();
        let mut found = Vec::new();
        for (n, word) in words.iter().enumerate() {
            if let Some(listed) = known.iter().find(|listed| listed.value == word.as_str()) {
                found.extend(std::iter::once(&listed.value).chain(&listed.also).cloned());
                continue;
            }
            let help = judge.did_you_mean(word.as_str(), known.iter().map(|listed| listed.value.as_str()));
            let message = format!("the list `{list}` has no `{}`", word.as_str());
            judge.tell(Kind::UnknownName, &here.down(key).down(n).pointer, message, help);
        }
        found
    };
    let by_operation = own.paid_by_operation.as_ref().map(|path| sum(path, "paid_by_operation"));
    r::Sums {
        paid_by_operation: by_operation.unwrap_or_else(|| asked.clone()),
        asked,
        paid_so_far: sum(&own.paid_so_far, "paid_so_far"),
        converted: own.converted.as_ref().map(|path| sum(path, "converted")).unwrap_or_default(),
        paid_with: listed(&own.paid_with, "payment_status", "paid_with"),
        series: listed(&own.series, "operation_type", "series"),
        converted_otherwise: own.converted_otherwise.iter().map(|code| code.as_str().to_owned()).collect(),
        cite: here.cite.clone(),
    }
}
