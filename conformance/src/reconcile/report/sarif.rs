//! SARIF 2.1.0: what code hosts show beside the lines of a file.

use serde_json::{Value, json};

use super::{Report, more};
use crate::reconcile::RULES;
use crate::traffic::rules::Severity;

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Advice => "warning",
        Severity::Note => "note",
    }
}

pub(super) fn write(report: &Report) -> Result<String, String> {
    let rules: Vec<Value> = RULES
        .iter()
        .map(|rule| {
            let means = json!({ "text": format!("{}.", rule.means) });
            let configuration = json!({ "level": level(rule.severity) });
            json!({ "id": rule.id, "shortDescription": means, "defaultConfiguration": configuration })
        })
        .collect();
    let mut results = Vec::new();
    for (index, rule) in RULES.iter().enumerate() {
        let Some(told) = report.rules.get(rule.id) else { continue };
        for (number, place) in told.places.iter().enumerate() {
            let rest = if number + 1 == told.places.len() { more(told) } else { 0 };
            let found = if place.found.is_empty() { String::new() } else { format!(": {}", place.found) };
            let element = place.element.map(|element| format!(" Operation {element}.")).unwrap_or_default();
            let rest = if rest > 0 { format!(" {rest} more.") } else { String::new() };
            let place = json!({
                "physicalLocation": {
                    "artifactLocation": { "uri": place.file },
                    "region": { "startLine": place.line.max(1) },
                },
            });
            results.push(json!({
                "ruleId": rule.id,
                "ruleIndex": index,
                "level": level(told.severity),
                "message": { "text": format!("{}{found}.{element}{rest}", told.means) },
                "locations": [place],
            }));
        }
    }
    let driver = json!({ "name": report.program, "semanticVersion": report.version, "rules": rules });
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results }],
    });
    serde_json::to_string_pretty(&log).map(|text| text + "\n").map_err(|why| why.to_string())
}
