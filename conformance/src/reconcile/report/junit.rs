//! JUnit's XML: a case for each rule.

use quick_junit::{NonSuccessKind, Report as Junit, TestCase, TestCaseStatus, TestSuite};

use super::{Report, at, more};
use crate::reconcile::RULES;
use crate::traffic::Told;
use crate::traffic::rules::Severity;

const SUITE: &str = "reconcile";

pub(super) fn write(report: &Report) -> Result<String, String> {
    let mut suite = TestSuite::new(SUITE);
    for rule in RULES {
        let status = match report.rules.get(rule.id) {
            None => TestCaseStatus::success(),
            Some(told) => status(told),
        };
        let mut case = TestCase::new(rule.id, status);
        case.set_classname(SUITE);
        suite.add_test_case(case);
    }
    let mut junit = Junit::new(report.program);
    junit.add_test_suite(suite);
    let mut text = junit.to_string().map_err(|why| why.to_string())?;
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}

/// Only an error is a failure: the rest is told beside it.
fn status(told: &Told) -> TestCaseStatus {
    let message = format!("{}; {}", told.means, told.count);
    if told.severity != Severity::Error {
        let mut status = TestCaseStatus::skipped();
        status.set_message(message).set_description(places(told));
        return status;
    }
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status.set_type("reconcile").set_message(message).set_description(places(told));
    status
}

fn places(told: &Told) -> String {
    let mut text = String::new();
    for place in &told.places {
        let found = if place.found.is_empty() { String::new() } else { format!(": {}", place.found) };
        text.push_str(&format!("{}{found}\n", at(place)));
    }
    if more(told) > 0 {
        text.push_str(&format!("and {} more\n", more(told)));
    }
    text
}
