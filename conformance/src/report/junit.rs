//! JUnit's XML: a suite for each method, a case for each check.

use std::collections::BTreeMap;

use quick_junit::{NonSuccessKind, Report as Junit, TestCase, TestCaseStatus, TestSuite};

use super::{Failure, Report, Verdict};

pub(super) fn write(report: &Report) -> Result<String, String> {
    let mut suites: BTreeMap<&str, TestSuite> = BTreeMap::new();
    let failures: BTreeMap<(usize, &str), &Failure> =
        report.failures.iter().map(|failure| ((failure.at, failure.part.as_str()), failure)).collect();
    for (at, result) in report.rules.iter().enumerate() {
        let method = result.rule.place.method.as_str();
        let suite = suites.entry(method).or_insert_with(|| TestSuite::new(method));
        for check in &result.checks {
            let name = if check.part.is_empty() {
                result.rule.id.clone()
            } else {
                format!("{} [{}]", result.rule.id, check.part)
            };
            let status = match failures.get(&(at, check.part.as_str())) {
                Some(failure) => status(failure),
                None => TestCaseStatus::success(),
            };
            suite.add_test_case(case(name, method, status));
        }
        if result.verdict == Verdict::Unreached {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status.set_type("unreached").set_message("no check reached this rule");
            suite.add_test_case(case(result.rule.id.clone(), method, status));
        }
    }
    for entry in &report.known_failures {
        let suite = suites.entry("known-failures").or_insert_with(|| TestSuite::new("known-failures"));
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_type("known-failures").set_message(format!("{}: {}", entry.at, entry.says));
        suite.add_test_case(case(entry.rule.clone(), "known-failures", status));
    }
    let mut junit = Junit::new(report.program);
    junit.add_test_suites(suites.into_values());
    let mut text = junit.to_string().map_err(|why| why.to_string())?;
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}

fn case(name: String, method: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(name, status);
    case.set_classname(method);
    case
}

fn status(failure: &Failure) -> TestCaseStatus {
    if let Some(why) = &failure.known {
        let mut status = TestCaseStatus::skipped();
        status.set_message(why.as_str());
        return status;
    }
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    let input = failure.input.as_ref().map(|input| format!("input {input}\n")).unwrap_or_default();
    let (cite, file, line) = (&failure.cite, &failure.file, failure.line);
    let told = format!(
        "expected {}\nfound {}\n{input}{cite} ({file}:{line})\n{}\n",
        failure.expected, failure.found, failure.reproduce
    );
    status.set_type(failure.kind.told()).set_message(failure.found.as_str()).set_description(told);
    status
}
