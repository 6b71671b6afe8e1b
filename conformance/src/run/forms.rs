//! The checks of all forms, on as many threads as there are processors; in the order of the forms all the same.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use methodspec::resolved::Form;

use super::Run;
use crate::check::{Check, Failure, FailureKind};
use crate::suite::{Engines, Trial};

struct Job<'a> {
    method: &'a str,
    form: &'a Form,
}

pub(super) fn checks(run: &Run<'_>) -> Vec<Check> {
    let mut jobs = Vec::new();
    for (method, spec) in run.specs.methods.iter().filter(|(key, _)| run.selection.takes_method(key)) {
        for operation in spec.operations.values() {
            jobs.extend(operation.forms.iter().map(|form| Job { method, form }));
        }
    }
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(jobs.len());
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some((index, job)) = {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    jobs.get(index).map(|job| (index, job))
                } {
                    let checks = of(run, job);
                    done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((index, checks));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().flat_map(|(_, checks)| checks).collect()
}

fn of(run: &Run<'_>, job: &Job<'_>) -> Vec<Check> {
    let id = job.form.id.as_str();
    let method = run.linked(job.method);
    let entry = method.and_then(|method| method.forms.iter().find(|entry| entry.form.id == id));
    let schema = run.schemas.get(id);
    let cite = || job.form.cite.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let mut checks = Vec::new();
    let mut missing = |what: &str, why: String| {
        let rule = format!("{id}/{what}");
        if run.selection.takes(job.method, &rule) {
            let failure = Failure::from(why).of(FailureKind::NotChecked);
            checks.push(Check::part(rule, "", cite(), Err(failure)));
        }
    };
    if method.is_some() && entry.is_none() {
        missing("described", "the generated code has no such form".to_owned());
    }
    if let Some(why) = run.schemas.fault(id) {
        missing("schema", why.to_owned());
    }
    if entry.is_none() && schema.is_none() {
        return checks;
    }
    // without generated code nobody can judge what a schema cannot say
    let judged = |rule: &str| {
        entry.is_some() || schema.is_none_or(|schema| schema.by_code().all(|(by_code, _)| by_code != rule))
    };
    let selected = |rule: &str| run.selection.takes(job.method, rule) && judged(rule);
    let trial = Trial::new(job.form, Engines { method, entry, schema }, run.cases, run.seed);
    checks.extend(trial.checks(&selected));
    checks
}
