//! Documented requests: through the typed API and back.

use std::collections::BTreeSet;

use ecommpay_platform::Method;
use ecommpay_platform::runtime::form::{Interface, Kind, Severity, Violation};
use ecommpay_platform::runtime::method::{FormEntry, Read};
use ecommpay_platform::runtime::page::Page;
use ecommpay_platform::runtime::{Project, Secret, Test};
use methodspec::resolved::{Erratum, Example, ExampleKind, Operation};
use serde_json::{Map, Value};

/// The form that an example is a request of.
fn entry(method: &'static Method, example: &Example) -> Option<&'static FormEntry> {
    let interface = match example.kind {
        ExampleKind::PaymentPageRequest => Interface::PaymentPage,
        _ => Interface::Gate,
    };
    let operation = format!("{}/{}", method.key, example.operation.key());
    let forms =
        || method.forms.iter().filter(|entry| entry.form.operation == operation && entry.form.interface == interface);
    match &example.channel {
        Some(channel) if example.turn.is_some() => {
            let further = format!("/{channel}/{}", example.turn.as_deref().unwrap_or_default());
            forms().find(|entry| entry.form.id.ends_with(&further))
        }
        Some(channel) => forms().find(|entry| entry.form.channels.contains(&channel.as_str())),
        None => forms().next(),
    }
}

/// The request, read through the typed API, signed, and written again, is what the document prints, signature aside.
pub(super) fn same_json(method: &'static Method, example: &Example) -> Result<(), String> {
    if !example.breaks.is_empty() {
        return refused(entry(method, example).ok_or("no form takes it")?, example);
    }
    let (printed, written) = (without_signature(&example.json), without_signature(&written(method, example)?));
    if written == printed {
        Ok(())
    } else {
        Err(format!("the document prints {printed}, the typed API wrote {written}"))
    }
}

/// A documented request as the typed API writes it, signed with a key of ours.
///
/// # Errors
/// Why the typed API does not take it.
pub fn written(method: &'static Method, example: &Example) -> Result<Value, String> {
    let entry = entry(method, example).ok_or("no form takes it")?;
    let text = match entry.read {
        Read::Gate(read) => {
            let draft = read(&example.json).map_err(|why| why.to_string())?;
            draft.sign(&project(&example.json)?).map_err(|why| why.to_string())?.body
        }
        Read::Page(read) => {
            let draft = read(&example.json).map_err(|why| why.to_string())?;
            let page = Page::<Test>::new("https://pay.example.test").map_err(|why| why.to_string())?;
            draft.widget(&page, &project(&example.json)?).map_err(|why| why.to_string())?
        }
        _ => return Err("a way of reading that this suite does not know".to_owned()),
    };
    serde_json::from_str(&text).map_err(|why| why.to_string())
}

/// An example that breaks a documented rule is not bent: the typed API must refuse it.
fn refused(entry: &FormEntry, example: &Example) -> Result<(), String> {
    let taken = match entry.read {
        Read::Gate(read) => read(&example.json).is_ok(),
        Read::Page(read) => read(&example.json).is_ok(),
        _ => return Err("a way of reading that this suite does not know".to_owned()),
    };
    let enforced = broken(entry, example).next().is_some();
    match (taken, enforced) {
        (true, true) => Err("breaks a documented rule, and the typed API takes it all the same".to_owned()),
        (false, false) => Err("breaks only what the contract decides, and the typed API refuses it".to_owned()),
        _ => Ok(()),
    }
}

/// The example breaks what the spec says it breaks, and nothing else. A limit that the contract decides counts: the
/// document prints an amount outside of it all the same.
pub(super) fn rules(method: &'static Method, operation: Option<&Operation>, example: &Example) -> Result<(), String> {
    let entry = entry(method, example).ok_or("no form takes it")?;
    let stem = |kind: &str, subject: &str| format!("{}/{kind}/{subject}", example.operation.key());
    let amounts = out_of_limits(entry, operation, example).map(|code| stem("amounts", &code));
    let others = broken(entry, example).filter(|violation| !violation.rule.contains("/amount/")).map(|violation| {
        let rest = violation.rule.strip_prefix(entry.form.id).unwrap_or_default().trim_start_matches('/').to_owned();
        format!("{}/{rest}", example.operation.key())
    });
    let found: BTreeSet<String> = amounts.into_iter().chain(others).collect();
    let declared: BTreeSet<String> = example.breaks.iter().cloned().collect();
    if found == declared { Ok(()) } else { Err(format!("breaks {found:?}, the spec says {declared:?}")) }
}

/// The currency, where the amount lies outside of its limits, whatever their force.
fn out_of_limits(entry: &FormEntry, operation: Option<&Operation>, example: &Example) -> Option<String> {
    let at = |wanted: fn(&Kind) -> bool| {
        let row = entry.form.rows.iter().find(|row| wanted(&row.kind))?;
        row.path.split('.').try_fold(&example.json, |at, member| at.get(member))
    };
    let minor = at(|kind| matches!(kind, Kind::Amount(_)))?.as_i64()?;
    let limit = operation?.amounts.get(at(|kind| matches!(kind, Kind::Currency))?.as_str()?)?;
    let outside = limit.min.is_some_and(|min| minor < min)
        || limit.max.is_some_and(|max| minor > max)
        || limit.step.is_some_and(|step| step > 0 && minor % step != 0);
    outside.then(|| limit.currency.clone())
}

/// Rules broken by the example that stop a request. A signature that the document shortens or leaves out breaks none.
fn broken(entry: &FormEntry, example: &Example) -> impl Iterator<Item = Violation> {
    let unsigned = example.errata.contains(&Erratum::Elided) || example.errata.contains(&Erratum::Unsigned);
    let violations = entry.form.validate(&example.json).into_iter();
    violations
        .filter(|violation| violation.severity == Severity::Error)
        .filter(move |violation| !(unsigned && violation.pointer.ends_with("/signature")))
}

/// The project of a request, with a secret of ours.
fn project(json: &Value) -> Result<Project<Test>, String> {
    let id = json.pointer("/general/project_id").or_else(|| json.get("project_id"));
    let id = id.and_then(Value::as_i64).ok_or("the example names no project")?;
    let secret = Secret::new("conformance").map_err(|why| why.to_string())?;
    Project::new(id, secret).map_err(|why| why.to_string())
}

fn without_signature(json: &Value) -> Value {
    match json {
        Value::Object(members) => {
            let rest = members.iter().filter(|(name, _)| *name != "signature");
            Value::Object(rest.map(|(name, value)| (name.clone(), without_signature(value))).collect::<Map<_, _>>())
        }
        other => other.clone(),
    }
}
