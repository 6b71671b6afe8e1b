//! One page for people with a browser: the matrix, the failures, every rule with its checks. It needs no other file and
//! no network, and is readable without its script.

mod rules;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::grid::Grid;
use super::{Cell, Failure, Report};
use crate::rules::Place;

/// How pages of reports look.
pub(crate) const STYLE: &str = include_str!("html/style.css");
const SCRIPT: &str = include_str!("html/script.js");
/// Nothing is fetched, whatever a spec has written into its texts.
pub(crate) const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";
/// Failures shown open.
const OPEN: usize = 5;

pub(super) fn write(report: &Report) -> String {
    let totals = report.totals;
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
                title { @if holds { "Conformance: holds" } @else { "Conformance: " (totals.failed) " failed" } }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#rules" { "To the rules" }
                header {
                    h1 { "Conformance" }
                    p.verdict.(if holds { "good" } else { "bad" }) {
                        @if holds { "Everything holds" } @else { (sentence(report)) }
                    }
                    dl.totals {
                        (total("passed", totals.passed, ""))
                        (total("failed", totals.failed, "bad"))
                        (total("known", totals.known, "known"))
                        (total("rules", totals.rules, ""))
                        (total("unreached", totals.unreached, "bad"))
                    }
                    p.run {
                        (report.selection) " · seed " (report.seed) " · " (report.cases) " inputs a check · "
                        (report.program) " " (report.version)
                    }
                }
                main {
                    section aria-labelledby="h-matrix" {
                        h2 #h-matrix { "Matrix" }
                        p.hint { "Rules by method and channel, operation and interface. 2/84: two of 84 do not pass." }
                        (matrix(report))
                    }
                    @if !report.failures.is_empty() || !report.known_failures.is_empty() { (failures(report)) }
                    @if !report.remarks.is_empty() { (remarks(report)) }
                    (rules::all(report))
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string()
}

fn sentence(report: &Report) -> String {
    let totals = report.totals;
    match (totals.failed, totals.unreached) {
        (failed, 0) => format!("{failed} failed"),
        (0, unreached) => format!("{unreached} rules were not reached"),
        (failed, unreached) => format!("{failed} failed, {unreached} rules were not reached"),
    }
}

fn total(name: &str, count: usize, class: &str) -> Markup {
    html! { div class=[(count > 0 && !class.is_empty()).then_some(class)] { dt { (name) } dd { (count) } } }
}

/// The anchor of a cell.
fn anchor(place: &Place) -> String {
    let part = |text: &str| if text == "-" { String::new() } else { format!("-{text}") };
    let (operation, interface, channel) = (part(&place.operation), part(&place.interface), part(&place.channel));
    format!("c-{}{operation}{interface}{channel}", place.method)
}

fn title(place: &Place) -> String {
    let interface = place.interface.replace('_', " ");
    let parts = [place.method.as_str(), place.operation.as_str(), interface.as_str(), place.channel.as_str()];
    parts.into_iter().filter(|part| *part != "-").collect::<Vec<_>>().join(" · ")
}

fn state(cell: &Cell) -> &'static str {
    match (cell.failed + cell.unreached, cell.known) {
        (0, 0) => "good",
        (0, _) => "known",
        _ => "bad",
    }
}

fn matrix(report: &Report) -> Markup {
    let grid = Grid::of(&report.matrix);
    html! {
        div.scroll tabindex="0" role="region" aria-labelledby="h-matrix" {
            table #matrix {
                thead { tr {
                    th scope="col" { "method" }
                    th scope="col" { "channel" }
                    @for column in &grid.columns { th scope="col" { (column) } }
                } }
                tbody { @for row in &grid.rows { tr class=[(!row.again).then_some("first")] {
                    th scope="row" { @if row.again { span.quiet { (row.method) } } @else { (row.method) } }
                    td.channel { @if row.channel != "-" { (row.channel) } }
                    @for cell in &row.cells { td {
                        @if let Some(cell) = cell {
                            a.cell.(state(cell)) href={ "#" (anchor(&cell.place)) } title=(title(&cell.place)) {
                                (cell.told())
                            }
                        }
                    } }
                } } }
            }
        }
    }
}

fn failures(report: &Report) -> Markup {
    html! {
        section aria-labelledby="h-failures" {
            h2 #h-failures { "Failures" }
            @for entry in &report.known_failures {
                div.failure.stale { strong { code { (entry.rule) } } p { (entry.at) ": " (entry.says) } }
            }
            @for (index, (failure, followers)) in report.causes().into_iter().enumerate() {
                details.failure open[index < OPEN] id={ "f-" (failure.at) "-" (slug(&failure.part)) } {
                    summary { (heading(failure)) }
                    (evidence(failure))
                    @if !followers.is_empty() {
                        p { (followers.len()) " more checks fail with it:" }
                        @for failure in followers {
                            details.failure id={ "f-" (failure.at) "-" (slug(&failure.part)) } {
                                summary { (heading(failure)) }
                                (evidence(failure))
                            }
                        }
                    }
                }
            }
            @for (failure, why) in report.known() {
                details.failure.known id={ "f-" (failure.at) "-" (slug(&failure.part)) } {
                    summary { (heading(failure)) " " span.tag.known { "known" } }
                    p { (why) }
                    (evidence(failure))
                }
            }
        }
    }
}

fn heading(failure: &Failure) -> Markup {
    html! {
        code { (breakable(&failure.rule)) }
        @if !failure.part.is_empty() { " " span.part { (failure.part) } }
        @if failure.kind != crate::check::FailureKind::Wrong { " " span.tag.bad { (failure.kind.told()) } }
    }
}

fn evidence(failure: &Failure) -> Markup {
    html! {
        dl.evidence {
            @if !failure.cite.is_empty() {
                dt { "says" }
                dd { (failure.cite) @for document in &failure.documents { br; span.quiet { (document) } } }
            }
            dt { "spec" } dd { code { (failure.file) ":" (failure.line) } }
            @if !failure.expected.is_empty() { dt { "expected" } dd { (breakable(&failure.expected)) } }
            dt { "found" } dd { (breakable(&failure.found)) }
            @if let Some(input) = &failure.input {
                dt { "input" } dd { pre tabindex="0" { (format!("{input:#}")) } }
            }
            dt { "again" } dd { pre tabindex="0" { (failure.reproduce) } }
        }
    }
}

fn remarks(report: &Report) -> Markup {
    html! {
        section aria-labelledby="h-remarks" {
            h2 #h-remarks { "Not judged" }
            ul.remarks { @for remark in &report.remarks { li { strong { (remark.method) } " " (remark.says) } } }
        }
    }
}

/// A part of a check as it may stand in an anchor.
fn slug(part: &str) -> String {
    part.chars().map(|one| if one.is_alphanumeric() { one } else { '-' }).collect()
}

/// A long id may be broken after each `/` and `.`.
fn breakable(text: &str) -> Markup {
    let mut out = Vec::new();
    let mut begin = 0;
    for (at, _) in text.match_indices(['/', '.', ',']) {
        out.push(&text[begin..=at]);
        begin = at + 1;
    }
    html! { @for part in out { (part) wbr; } (text[begin..]) }
}
