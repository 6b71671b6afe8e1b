//! Every rule with its checks, under the cell of the matrix that it is counted in.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::super::{Report, RuleResult, Verdict};
use super::{anchor, breakable, slug, state, title};
use crate::rules::{CheckedBy, Place};

pub(super) fn all(report: &Report) -> Markup {
    let mut by_place: BTreeMap<&Place, Vec<(usize, &RuleResult)>> = BTreeMap::new();
    for (at, result) in report.rules.iter().enumerate() {
        by_place.entry(&result.rule.place).or_default().push((at, result));
    }
    html! {
        section #rules aria-labelledby="h-rules" {
            h2 #h-rules { "Rules" }
            form #filter role="search" hidden {
                label for="text" { "Filter " kbd { "/" } }
                input #text type="search" placeholder="part of a rule's id, a cite" autocomplete="off" spellcheck="false";
                label for="verdict" { "Show" }
                select #verdict {
                    option value="" { "all" }
                    @for verdict in [Verdict::Failed, Verdict::Unreached, Verdict::Known, Verdict::Passed] {
                        option value=(verdict.told()) { (verdict.told()) }
                    }
                }
                output #count for="text verdict" aria-live="polite" {}
            }
            @for cell in &report.matrix {
                details.place.(state(cell)) id=(anchor(&cell.place)) {
                    summary { span { (title(&cell.place)) } " " span.tag.(state(cell)) { (cell.told()) } }
                    ul.rules { @for (at, result) in by_place.get(&cell.place).into_iter().flatten() {
                        (rule(*at, result))
                    } }
                }
            }
        }
    }
}

fn rule(at: usize, result: &RuleResult) -> Markup {
    let rule = &result.rule;
    let because = if rule.reason.is_empty() { rule.because } else { &rule.reason };
    html! {
        li data-verdict=(result.verdict.told()) {
            details {
                summary {
                    span.dot.(result.verdict.told()) { (result.verdict.told()) } " " code { (breakable(&rule.id)) }
                    @if !rule.cite.is_empty() { " " span.cite { (rule.cite) } }
                }
                dl.evidence {
                    dt { "severity" } dd { (rule.severity) }
                    dt { "checked by" } dd {
                        @match rule.checked_by {
                            CheckedBy::Both => "both engines",
                            CheckedBy::Code => { "code" @if !because.is_empty() { ": " (because) } },
                            CheckedBy::Schema => { "the JSON Schema" @if !because.is_empty() { ": " (because) } },
                        }
                    }
                    @if !result.documents.is_empty() {
                        dt { "documents" } dd { @for document in &result.documents { div { (document) } } }
                    }
                    dt { "spec" } dd { code { (result.file) ":" (result.line) } }
                    @if let Some(why) = &result.known { dt { "known" } dd { (why) } }
                    dt { "checks" } dd {
                        @if result.checks.is_empty() { "none reached it" }
                        ul.checks { @for check in &result.checks {
                            li.(if check.holds { "good" } else { "bad" }) {
                                (if check.holds { "holds" } else { "FAILED" }) " "
                                @let part = if check.part.is_empty() { "as a whole" } else { check.part.as_str() };
                                @if check.holds { (part) }
                                @else { a href={ "#f-" (at) "-" (slug(&check.part)) } { (part) } }
                                @if let Some(inputs) = check.inputs { ", " (inputs) " inputs" }
                            }
                        } }
                    }
                }
            }
        }
    }
}
