//! The third judge's checks in a run: the spec's words, the suite's own requests, the documented ones.

use std::collections::BTreeMap;

use methodspec::Kind;
use methodspec::resolved::{Erratum, ExampleKind, Form, Interface, Method, OperationKind, Role, Specs};
use methodspec::sources::api::{Difference, SHARED, paths, requests};
use serde_json::Value;

use super::Described;
use crate::check::{Check, Failure};
use crate::rules::Place;
use crate::suite::{Engines, Trial};

/// What is of no method.
const PLATFORM: &str = "platform";

/// Checks with the place that each is about. `takes` says which methods are asked for.
pub(crate) fn checks(
    described: &Described,
    specs: &Specs,
    takes: &dyn Fn(&str) -> bool,
    (cases, seed): (u32, u64),
) -> Vec<(Place, Check)> {
    let mut out = Vec::new();
    if takes(PLATFORM) {
        out.push((spec_place(PLATFORM), records(described)));
        out.push((spec_place(PLATFORM), agrees(described, SHARED)));
        for one in described.requests.iter().filter(|one| one.id.starts_with("platform/")) {
            out.push((spec_place(PLATFORM), agrees(described, &one.id)));
        }
        for form in own_requests(specs) {
            if described.requests.iter().any(|one| one.id == form.id) {
                out.push((spec_place(PLATFORM), kept(described, &form, (cases, seed))));
            }
        }
    }
    // a path whose request nobody knows must be one all the same
    let paths = paths(specs);
    for (key, method) in specs.methods.iter().filter(|(key, _)| takes(key)) {
        for operation in method.operations.values() {
            for form in operation.forms.iter().filter(|form| form.interface == Interface::Gate) {
                let place = Place::of(key, operation, form);
                out.push((place.clone(), agrees(described, &form.id)));
                if described.requests.iter().any(|one| one.id == form.id) {
                    out.push((place, kept(described, form, (cases, seed))));
                }
            }
        }
        for bare in paths.iter().filter(|bare| bare.method == key) {
            out.push((spec_place(key), agrees(described, &bare.id)));
        }
        out.extend(examples(described, key, method));
    }
    out
}

fn spec_place(method: &str) -> Place {
    Place::new(method, "-", "spec", "-")
}

/// No difference of the request is without a record.
fn agrees(described: &Described, id: &str) -> Check {
    let open = described.report.differences.iter().filter(|one| one.request == id && one.record.is_none());
    let open: Vec<&Difference> = open.collect();
    let told = |one: &Difference, says: &str| {
        format!("{}: {says}", if one.field.is_empty() { "the route" } else { &one.field })
    };
    let join = |each: &dyn Fn(&Difference) -> String| open.iter().map(|one| each(one)).collect::<Vec<_>>().join("; ");
    let result = if open.is_empty() {
        Ok(())
    } else {
        let expected = join(&|one| told(one, &one.theirs));
        let on_record = format!("{expected}; or a `disputed` entry that quotes it");
        Err(Failure::new(on_record, join(&|one| told(one, &one.ours))))
    };
    Check::part(format!("{id}/api"), "", "", result)
}

/// Records quote what the description says, and it is the one that the documents name.
fn records(described: &Described) -> Check {
    let faults = described.report.faults.iter().filter(|fault| fault.kind != Kind::ApiDiffers);
    let faults: Vec<String> =
        faults.map(|fault| format!("{}:{}: {}", fault.file, fault.place.line, fault.message)).collect();
    let result = if faults.is_empty() {
        Ok(())
    } else {
        Err(Failure::new("records that quote the description", faults.join("; ")))
    };
    Check::part("platform/api/records", "", "", result)
}

/// Requests that keep every rule of the spec are accepted.
fn kept(described: &Described, form: &Form, (cases, seed): (u32, u64)) -> Check {
    let id = format!("{}/api/kept", form.id);
    let trial = Trial::new(form, Engines { method: None, entry: None, schema: None }, cases, seed);
    let judge = |input: &Value| {
        let expected = "a request that the API description accepts";
        described.accepts(&form.id, input).map_err(|why| Failure::new(expected, why))
    };
    let result = trial.attempt(&id, |kept| Ok(Some(kept)), judge);
    Check::tried(id, "", "", result)
}

/// Documented requests of Gate, as far as they are whole.
fn examples(described: &Described, key: &str, method: &Method) -> Vec<(Place, Check)> {
    let whole = method.examples.iter().filter(|one| one.kind == ExampleKind::GateRequest);
    let whole = whole.filter(|one| !one.errata.contains(&Erratum::Unsigned));
    let mut out = Vec::new();
    for example in whole {
        let forms = method.operations.get(&example.operation).into_iter().flat_map(|operation| &operation.forms);
        let fits = |form: &&Form| {
            form.interface == Interface::Gate
                && matches!(form.role, Role::First)
                && (form.channel.is_none() || form.channel == example.channel)
        };
        let Some(form) = forms.into_iter().find(fits) else { continue };
        let expected = "a documented request that the API description accepts";
        let result = described.accepts(&form.id, &example.json).map_err(|why| Failure::new(expected, why));
        let cite = example.at.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let id = format!("{key}/example/{}/api", example.file);
        let channel = example.channel.as_deref().unwrap_or("-");
        out.push((Place::new(key, example.operation.key(), "example", channel), Check::part(id, "", cite, result)));
    }
    out
}

/// The platform's own requests as forms, for the inputs that the suite makes.
fn own_requests(specs: &Specs) -> Vec<Form> {
    let own = requests(specs).into_iter().filter(|(_, id, _)| id.starts_with("platform/"));
    own.map(|(_, id, request)| Form {
        id,
        operation: OperationKind::Sale,
        interface: Interface::Gate,
        channel: None,
        channels: Vec::new(),
        module: Vec::new(),
        role: Role::First,
        path: request.path.to_owned(),
        rows: request.rows.to_vec(),
        amounts: BTreeMap::new(),
        currencies_open: true,
        together: Vec::new(),
        told: Vec::new(),
        cite: Vec::new(),
    })
    .collect()
}
