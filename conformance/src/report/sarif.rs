//! SARIF 2.1.0: what code hosts show beside the lines of a spec.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Failure, Report, RuleResult};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [RunLog<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RunLog<'a> {
    tool: Tool<'a>,
    column_kind: &'static str,
    results: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'a str,
    semantic_version: &'a str,
    rules: Vec<Descriptor<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'a> {
    id: &'a str,
    short_description: Message,
    default_configuration: Configuration,
    #[serde(skip_serializing_if = "Option::is_none")]
    full_description: Option<Message>,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: [Location<'a>; 1],
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression<'a>>,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    physical_location: PhysicalLocation<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation<'a> {
    artifact_location: Artifact<'a>,
    region: Region,
}

#[derive(Serialize)]
struct Artifact<'a> {
    uri: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
}

#[derive(Serialize)]
struct Suppression<'a> {
    kind: &'static str,
    justification: &'a str,
}

pub(super) fn write(report: &Report) -> Result<String, String> {
    let mut rules: Vec<Descriptor<'_>> = report.rules.iter().map(descriptor).collect();
    let mut results: Vec<Finding<'_>> = report.failures.iter().map(failed).collect();
    results.extend(report.rules.iter().enumerate().filter(|(_, rule)| rule.verdict == super::Verdict::Unreached).map(
        |(at, rule)| {
            let text = "No check reached this rule.".to_owned();
            result(&rule.rule.id, at, "error", text, (&rule.file, rule.line), "")
        },
    ));
    for entry in &report.known_failures {
        let (file, line) = entry.at.rsplit_once(':').unwrap_or((&entry.at, "1"));
        let text = format!("{}: {}", entry.rule, entry.says);
        results.push(result(
            "known-failures",
            rules.len(),
            "error",
            text,
            (file, line.parse().unwrap_or(1)),
            &entry.rule,
        ));
    }
    if !report.known_failures.is_empty() {
        rules.push(Descriptor {
            id: "known-failures",
            short_description: Message { text: "Every entry of the known failures fails.".to_owned() },
            default_configuration: Configuration { level: "error" },
            full_description: None,
        });
    }
    let driver = Driver { name: report.program, semantic_version: report.version, rules };
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [RunLog { tool: Tool { driver }, column_kind: "unicodeCodePoints", results }],
    };
    let mut text = serde_json::to_string_pretty(&log).map_err(|why| why.to_string())?;
    text.push('\n');
    Ok(text)
}

fn level(severity: &str) -> &'static str {
    if severity == "advice" { "warning" } else { "error" }
}

fn descriptor(result: &RuleResult) -> Descriptor<'_> {
    let cite = match (result.rule.cite.as_str(), result.documents.join("; ")) {
        ("", _) => None,
        (cite, documents) => Some(Message { text: format!("The documents say so at {cite}. {documents}") }),
    };
    Descriptor {
        id: &result.rule.id,
        short_description: Message { text: format!("The rule {} holds.", result.rule.id) },
        default_configuration: Configuration { level: level(&result.rule.severity) },
        full_description: cite,
    }
}

fn failed(failure: &Failure) -> Finding<'_> {
    let expected = if failure.expected.is_empty() { String::new() } else { format!(" Expected {}.", failure.expected) };
    let input = failure.input.as_ref().map(|input| format!(" Input: {input}")).unwrap_or_default();
    let text = format!("{}: {}.{expected}{input} Again: {}", failure.kind.told(), failure.found, failure.reproduce);
    let place = (failure.file.as_str(), failure.line);
    let mut told = result(&failure.rule, failure.at, level(&failure.severity), text, place, &failure.part);
    told.suppressions = failure.known.iter().map(|why| Suppression { kind: "external", justification: why }).collect();
    told
}

fn result<'a>(
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    text: String,
    (uri, start_line): (&'a str, usize),
    part: &str,
) -> Finding<'a> {
    Finding {
        rule_id,
        rule_index,
        level,
        message: Message { text },
        locations: [Location {
            physical_location: PhysicalLocation { artifact_location: Artifact { uri }, region: Region { start_line } },
        }],
        // the same failure of a later run is the same alert
        partial_fingerprints: BTreeMap::from([("rule/v1", format!("{rule_id} {part}").trim_end().to_owned())]),
        suppressions: Vec::new(),
    }
}
