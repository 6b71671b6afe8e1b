//! Holds each mutant against the true spec and the true schemas, and tells the rules that it breaks.
#![allow(warnings)]

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use ecommpay_conformance::run::{self, Known, Run, Selection};
use ecommpay_conformance::second_engine::Schemas;
use ecommpay_platform::Method;
use methodspec::resolved::Specs;

/// Name, key of the method, its table.
type Mutant = (&'static str, &'static str, &'static Method);

fn main() -> Result<(), String> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("give the folder of specs and schemas")?);
    let specs = methodspec::load(&folder.join("specs")).map_err(|faults| faults.human(false))?;
    let schemas = Schemas::read(&folder.join("schemas"), &specs);
    let right = MUTANTS.iter().filter(|(name, ..)| name.starts_with("no-mistake ")).map(|(_, _, method)| *method);
    let all: Vec<&'static Method> = ecommpay::METHODS.iter().copied().chain(right).collect();
    let rules: Vec<String> = run::rules(&specs, &all, &schemas)?.into_iter().map(|rule| rule.id).collect();
    // a mutant that panics is caught; what it says is its own
    std::panic::set_hook(Box::new(|_| {}));
    let next = AtomicUsize::new(0);
    let broken = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(mutant) = MUTANTS.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let told = std::panic::catch_unwind(AssertUnwindSafe(|| broken_by(mutant, &specs, &schemas)));
                    let told = told.unwrap_or_else(|_| vec![format!("{}/panic", mutant.1)]);
                    broken.lock().unwrap_or_else(PoisonError::into_inner).insert(mutant.0, told);
                }
            });
        }
    });
    let broken = broken.into_inner().unwrap_or_else(PoisonError::into_inner);
    println!("{}", serde_json::json!({ "rules": rules, "broken": broken }));
    Ok(())
}

fn broken_by((_, key, method): &Mutant, specs: &Specs, schemas: &Schemas) -> Vec<String> {
    let mut one = specs.clone();
    one.methods.retain(|other, _| other == key);
    let run = Run {
        specs: &one,
        linked: &[method],
        schemas,
        selection: Selection::new(vec![(*key).to_owned()], None).unwrap_or_default(),
        seed: 0,
        // a mistake that shows in one request of many is for the run itself
        cases: 1,
        known: Known::default(),
        api: None,
        command: String::new(),
        folder: String::new(),
    };
    match run.report() {
        Ok(report) => {
            use ecommpay_conformance::report::Verdict;
            let wrong = report.rules.iter().filter(|rule| matches!(rule.verdict, Verdict::Failed | Verdict::Unreached));
            wrong.map(|result| result.rule.id.clone()).collect()
        }
        Err(why) => vec![format!("{key}/run/{why}")],
    }
}
