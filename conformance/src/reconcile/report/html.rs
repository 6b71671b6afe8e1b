//! One page for people with a browser. It needs no other file, no script and no network.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Report, at, more};
use crate::report::html::{POLICY, STYLE};
use crate::traffic::Told;
use crate::traffic::rules::Severity;

pub(super) fn write(report: &Report) -> String {
    let Report { orders, operations, .. } = report;
    let holds = report.holds();
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                link rel="icon" href="data:,";
                title { @if holds { "Reconciliation: both sides agree" } @else { "Reconciliation: the sides differ" } }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { "Reconciliation" }
                    p.verdict.(if holds { "good" } else { "bad" }) {
                        @if holds { "Both sides agree" } @else { "The sides differ" }
                    }
                    dl.totals {
                        (total("orders", orders.read, ""))
                        (total("settled", orders.settled, ""))
                        (total("differ", orders.differ, "bad"))
                        (total("pending", orders.pending, "known"))
                        (total("operations", operations.counted, ""))
                        (total("payments without an order", operations.without_order, "bad"))
                    }
                    p.run {
                        @if let Some(project) = report.project { "project " (project) " · " }
                        (operations.twice) " listed again · " (operations.elsewhere) " of other projects · "
                        (report.program) " " (report.version)
                    }
                }
                main {
                    @for (id, told) in report.worst_first() { (rule(id, told)) }
                }
            }
        }
    };
    page.into_string()
}

fn total(name: &str, count: u64, class: &str) -> Markup {
    html! { div class=[(count > 0 && !class.is_empty()).then_some(class)] { dt { (name) } dd { (count) } } }
}

fn rule(id: &str, told: &Told) -> Markup {
    let (word, class) = match told.severity {
        Severity::Error => ("error", "bad"),
        Severity::Advice => ("advice", "known"),
        Severity::Note => ("note", "good"),
    };
    html! {
        section.failure.(if told.severity == Severity::Error { "" } else { "known" }) {
            h2 { code { (id) } " " span.tag.(class) { (word) " · " (told.count) } }
            p { (told.means) @if !told.cite.is_empty() { span.cite { " (" (told.cite) ")" } } }
            ul.checks {
                @for place in &told.places {
                    li { code { (at(place)) } @if !place.found.is_empty() { " " (place.found) } }
                }
            }
            @if more(told) > 0 { p.hint { "and " (more(told)) " more" } }
        }
    }
}
