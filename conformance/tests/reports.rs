//! Reports for machines are what their readers expect.

use crate::support;
use ecommpay_conformance::report::{CheckResult, Kind, Report};
use ecommpay_conformance::run::{Known, Run, Selection};
use ecommpay_conformance::second_engine::Schemas;
use serde_json::Value;

/// Of a method whose schemas are all missing, so that each form fails, with one failure known.
fn report() -> Report {
    let specs = support::specs();
    let folder = tempfile::tempdir().expect("a folder");
    let known = "- { rule: ph-qr/sale/gate/qr/schema, reason: 'a <b>reason</b> & more', link: https://example.test/1 }";
    let run = Run {
        specs: &specs,
        linked: ecommpay::METHODS,
        schemas: &Schemas::read(folder.path(), &specs),
        selection: Selection::new(vec!["ph-qr".to_owned()], None).expect("a selection"),
        seed: 1,
        cases: 2,
        api: None,
        known: Known::parse("known.yaml", known).expect("a list"),
        command: "cargo conformance run".to_owned(),
        folder: "specs/".to_owned(),
    };
    let mut report = run.report().expect("a run");
    for failure in &mut report.failures {
        // the folder's name is another each time
        failure.found = "<script>alert(1)</script>, 100 % of it:\nnothing".to_owned();
    }
    report
}

#[test]
fn sarif_names_a_rule_and_a_place_for_each_result() {
    let report = report();
    let sarif: Value = serde_json::from_str(&report.write(Kind::Sarif).expect("a text")).expect("JSON");
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), report.failures.len());
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("an index");
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "specs/methods/ph-qr.yaml");
        assert!(place["region"]["startLine"].as_u64().is_some_and(|line| line > 1));
        assert!(["error", "warning"].contains(&result["level"].as_str().expect("a level")));
        assert!(result["message"]["text"].as_str().is_some_and(|text| !text.is_empty()));
    }
    assert_eq!(results.iter().filter(|result| result["suppressions"][0]["kind"] == "external").count(), 1);
    let ids: std::collections::BTreeSet<&str> = rules.iter().filter_map(|rule| rule["id"].as_str()).collect();
    assert_eq!(ids.len(), rules.len(), "an id is there once");
}

#[test]
fn junit_has_a_case_for_each_check() {
    let report = report();
    let junit = report.write(Kind::Junit).expect("a text");
    let read = quick_junit::Report::deserialize_from_str(&junit).expect("JUnit");
    assert_eq!(read.tests, report.totals.passed + report.totals.failed + report.totals.known);
    assert_eq!(read.failures, report.totals.failed);
    assert!(!junit.contains("timestamp") && !junit.contains("time="), "nothing that differs from run to run");
}

#[test]
fn github_annotates_the_line_of_the_spec() {
    let text = report().write(Kind::Github).expect("a text");
    let first = text.lines().next().expect("a line");
    assert!(first.starts_with("::error file=specs/methods/ph-qr.yaml,line="), "{first}");
    assert!(first.contains("100 %25 of it") && first.contains("%0A"), "{first}");
    assert!(text.lines().all(|line| line.starts_with("::")), "{text}");
}

#[test]
fn json_is_the_model() {
    let report = report();
    let json: Value = serde_json::from_str(&report.write(Kind::Json).expect("a text")).expect("JSON");
    assert_eq!(json["totals"]["rules"].as_u64(), json["rules"].as_array().map(|rules| rules.len() as u64));
    assert_eq!(json["failures"][0]["rule"], report.failures[0].rule.as_str());
}

#[test]
fn a_check_that_found_few_inputs_is_told() {
    let mut report = report();
    let tried = |inputs| CheckResult { part: "edge".to_owned(), holds: true, inputs };
    let told = |report: &Report| report.write(Kind::Human).expect("a text");
    report.rules[3].checks = vec![tried(Some(2)), tried(None)];
    assert!(!told(&report).contains("fewer inputs"), "{}", told(&report));
    report.rules[3].checks.push(tried(Some(1)));
    let line = format!("checks with fewer inputs than 2: 1, the fewest 1 for {}\n", report.rules[3].rule.id);
    assert!(told(&report).contains(&line), "{}", told(&report));
}

#[test]
fn the_page_escapes_what_it_shows_and_asks_for_nothing() {
    let page = report().write(Kind::Html).expect("a text");
    assert!(!page.contains("<script>alert(1)") && page.contains("&lt;script&gt;"), "texts are escaped");
    assert!(!page.contains("<b>reason</b>"));
    for asks in ["src=\"", "href=\"http", "url(", "@import", "fetch("] {
        assert!(!page.contains(asks), "{asks}");
    }
    assert!(page.contains("Content-Security-Policy"));
}
