//! From checks to a report: what passed, what failed and is known, what no check reached.

use std::collections::BTreeMap;

use super::{Run, line};
use crate::check::{Check, Failure};
use crate::report::{self, Cell, Report, RuleResult, Totals, Verdict};
use crate::rules::{Place, Rule};

pub(super) fn report(run: &Run<'_>, all: &[Rule], rules: Vec<Rule>, checks: Vec<Check>) -> Report {
    let mut results: Vec<RuleResult> = rules.into_iter().map(|rule| result(run, rule)).collect();
    let mut index: BTreeMap<String, usize> =
        results.iter().enumerate().map(|(at, result)| (result.rule.id.clone(), at)).collect();
    let mut failures = Vec::new();
    for check in checks {
        // a rule that the spec has and the table lacks is in no list
        let at = *index.entry(check.id.clone()).or_insert_with(|| {
            let place = place_of(run, &check.id);
            results
                .push(result(run, Rule::by_code(check.id.as_str(), place, check.cite.as_str(), "the table lacks it")));
            results.len() - 1
        });
        let result = &mut results[at];
        result.reached |= !check.part.starts_with("edge");
        result.checks.push(report::CheckResult {
            part: check.part.clone(),
            holds: check.holds(),
            inputs: check.inputs,
        });
        if let Err(why) = check.result {
            failures.push(failure(run, at, result, &check.part, why));
        }
    }
    for result in &mut results {
        let fails = result.checks.iter().any(|check| !check.holds);
        let known = run.known.entries.iter().find(|entry| entry.rule.matches(&result.rule.id));
        result.known = known.filter(|_| fails || !result.reached).map(|entry| entry.reason.clone());
        result.verdict = match (fails, result.reached, &result.known) {
            (_, _, Some(_)) => Verdict::Known,
            (true, ..) => Verdict::Failed,
            (false, true, None) => Verdict::Passed,
            (false, false, None) => Verdict::Unreached,
        };
    }
    for failure in &mut failures {
        failure.known.clone_from(&results[failure.at].known);
    }
    failures.sort_by_key(|failure| failure.at);
    let known_failures = known(run, all, &results);
    let matrix = matrix(&results);
    let count = |verdict: Verdict| results.iter().filter(|result| result.verdict == verdict).count();
    let passed = results.iter().flat_map(|result| &result.checks).filter(|check| check.holds).count();
    let failed = failures.iter().filter(|failure| failure.known.is_none()).count() + known_failures.len();
    let totals = Totals {
        passed,
        failed,
        known: failures.iter().filter(|failure| failure.known.is_some()).count(),
        rules: results.len(),
        unreached: count(Verdict::Unreached),
    };
    Report {
        program: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        seed: run.seed,
        cases: run.cases,
        selection: run.selection.to_string(),
        remarks: remarks(run),
        totals,
        matrix,
        failures,
        known_failures,
        rules: results,
    }
}

fn result(run: &Run<'_>, rule: Rule) -> RuleResult {
    let spec = run.specs.methods.get(&rule.place.method);
    let document = |cite: &str| {
        let key = cite.split(':').next().unwrap_or(cite).trim();
        let found = match key.strip_prefix("platform/") {
            Some(key) => run.specs.platform.documents.get(key),
            None => spec.and_then(|spec| spec.documents.get(key)),
        }?;
        let read = found.read.as_ref().map(|read| format!(", read {read}")).unwrap_or_default();
        Some(match found.file.as_ref().or(found.url.as_ref()) {
            Some(at) => format!("{key}: {} ({at}){read}", found.title),
            None => format!("{key}: {}{read}", found.title),
        })
    };
    let mut documents: Vec<String> = rule.cite.split(", ").filter_map(document).collect();
    documents.dedup();
    let (file, line) = match spec {
        Some(spec) => (format!("{}{}", run.folder, spec.source), line::of(&spec.text, &rule.place.operation, &rule.id)),
        None => (format!("{}platform.yaml", run.folder), 1),
    };
    RuleResult {
        rule,
        documents,
        file,
        line,
        verdict: Verdict::Unreached,
        reached: false,
        known: None,
        checks: Vec::new(),
    }
}

fn failure(run: &Run<'_>, at: usize, result: &RuleResult, part: &str, why: Failure) -> report::Failure {
    let id = &result.rule.id;
    report::Failure {
        at,
        rule: id.clone(),
        part: part.to_owned(),
        kind: why.kind,
        severity: result.rule.severity.clone(),
        place: result.rule.place.clone(),
        cite: result.rule.cite.clone(),
        documents: result.documents.clone(),
        file: result.file.clone(),
        line: result.line,
        expected: why.expected,
        found: why.found,
        input: why.input,
        reproduce: format!(
            "{} --method {} --rule {} --seed {}{}",
            run.command,
            result.rule.place.method,
            quoted(id),
            run.seed,
            cases(run)
        ),
        known: None,
        over: why.rules.first().filter(|_| !why.rules.contains(id)).cloned(),
    }
}

/// As a shell takes it for one word.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

fn cases(run: &Run<'_>) -> String {
    if run.cases == super::CASES { String::new() } else { format!(" --cases {}", run.cases) }
}

/// The place of a rule that is in no list: its form's.
fn place_of(run: &Run<'_>, id: &str) -> Place {
    let key = id.split('/').next().unwrap_or_default();
    let operations = run.specs.methods.get(key).into_iter().flat_map(|spec| spec.operations.values());
    let mut forms = operations.flat_map(|operation| operation.forms.iter().map(move |form| (operation, form)));
    let longest = |id: &str, form: &str| id.strip_prefix(form).is_some_and(|rest| rest.starts_with('/'));
    forms
        .find(|(_, form)| longest(id, &form.id))
        .map_or_else(|| Place::new(key, "-", "spec", "-"), |(operation, form)| Place::of(key, operation, form))
}

/// Entries of the known failures that do not hold: their rule passes, or there is none such.
fn known(run: &Run<'_>, all: &[Rule], results: &[RuleResult]) -> Vec<report::StaleEntry> {
    let mut stale = Vec::new();
    for entry in &run.known.entries {
        let matched: Vec<&RuleResult> = results.iter().filter(|result| entry.rule.matches(&result.rule.id)).collect();
        let passing = matched.iter().filter(|result| result.known.is_none()).count();
        // rules of a method that was not asked for are not all made, and may be the entry's
        let asked_for = entry.rule.text.split('/').next().is_some_and(|method| run.selection.takes_method(method));
        let none = matched.is_empty() && asked_for && !all.iter().any(|rule| entry.rule.matches(&rule.id));
        let says = match (none, passing, matched.len()) {
            (true, ..) => "no rule is called so; take the entry out or mend its id".to_owned(),
            (_, 0, _) => continue,
            (_, 1, 1) => "the rule passes; take the entry out".to_owned(),
            (_, passing, of) => format!("{passing} of the {of} rules that it names pass; name those that fail"),
        };
        stale.push(report::StaleEntry { at: entry.at.clone(), rule: entry.rule.text.clone(), says });
    }
    stale
}

fn matrix(results: &[RuleResult]) -> Vec<Cell> {
    let mut cells: BTreeMap<Place, Cell> = BTreeMap::new();
    for result in results {
        let place = &result.rule.place;
        let cell = cells.entry(place.clone()).or_insert_with(|| Cell { place: place.clone(), ..Cell::default() });
        cell.rules += 1;
        cell.checks += result.checks.len();
        match result.verdict {
            Verdict::Passed => {}
            Verdict::Failed => cell.failed += 1,
            Verdict::Known => cell.known += 1,
            Verdict::Unreached => cell.unreached += 1,
        }
    }
    cells.into_values().collect()
}

/// What could not be judged, or is not what the reader may think.
fn remarks(run: &Run<'_>) -> Vec<report::Remark> {
    let mut remarks = Vec::new();
    let mut say = |method: &str, says: String| remarks.push(report::Remark { method: method.to_owned(), says });
    for (key, spec) in run.specs.methods.iter().filter(|(key, _)| run.selection.takes_method(key)) {
        match run.linked(key) {
            None => say(key, "generated code: not linked".to_owned()),
            Some(linked) if linked.version != spec.version => {
                let (linked, spec) = (linked.version, &spec.version);
                say(key, format!("generated code: version {linked} is linked, the specs have {spec}"));
            }
            Some(_) => {}
        }
        match methodspec::freshness::read_between(spec.documents.values()) {
            None => say(key, "documents: nobody knows when they were read".to_owned()),
            Some((first, last)) if first == last => say(key, format!("documents: read {first}")),
            Some((first, last)) => say(key, format!("documents: read {first} to {last}")),
        }
        for operation in spec.operations.values() {
            for why in &operation.not_generated {
                say(key, format!("not generated: {why}"));
            }
        }
    }
    let without_spec: Vec<&str> = run
        .linked
        .iter()
        .map(|linked| linked.key)
        .filter(|key| run.selection.takes_method(key))
        .filter(|key| !run.specs.methods.contains_key(*key) && !run.specs.drafts.iter().any(|draft| draft == key))
        .collect();
    if !without_spec.is_empty() {
        say("all", format!("generated code: no spec in this folder, not judged: {}", without_spec.join(", ")));
    }
    if run.schemas.is_empty() {
        say("all", "JSON Schema: not given, every form is judged without".to_owned());
    }
    match run.api {
        None => say("all", "API description: not given, no request was held against it".to_owned()),
        Some(api) if !api.skipped().is_empty() => {
            say(
                "all",
                format!("API description: not given of {}, its requests were left out", api.skipped().join(", ")),
            );
        }
        Some(_) => {}
    }
    for key in run.specs.drafts.iter().filter(|key| run.selection.takes_method(key)) {
        say(key, "draft: not checked".to_owned());
    }
    remarks
}
