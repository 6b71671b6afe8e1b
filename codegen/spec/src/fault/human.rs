//! The report for people: rustc's manner, by annotate-snippets.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Fault, Faults, Severity};

/// Lines of a file kept around a place: a report must not copy a whole file per fault.
const AROUND: usize = 1;
/// Longest line that is shown; longer ones (a nesting bomb, a binary) would only fill the screen.
const WIDEST: usize = 400;

impl Faults {
    /// The report for people, one block per fault and a closing count. `colour` for terminals.
    #[must_use]
    pub fn human(&self, colour: bool) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let mut out = String::new();
        for fault in self {
            out.push_str(&renderer.render(&self.groups(fault)));
            out.push_str("\n\n");
        }
        let (errors, warnings) = self.counts();
        out.push_str(&super::counted(errors, warnings));
        out.push('\n');
        out
    }

    fn groups<'a>(&'a self, fault: &'a Fault) -> Vec<Group<'a>> {
        let level = match fault.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let mut group = level.primary_title(&fault.message).id(fault.kind.code()).element(self.snippet(
            &fault.file,
            fault.place.bytes.clone(),
            AnnotationKind::Primary,
            &fault.label,
        ));
        for (file, place, label) in &fault.related {
            group = group.element(self.snippet(file, place.bytes.clone(), AnnotationKind::Context, label));
        }
        for help in &fault.help {
            group = group.element(Level::HELP.message(help));
        }
        vec![group]
    }

    fn snippet<'a>(
        &'a self,
        file: &'a str,
        bytes: Range<usize>,
        kind: AnnotationKind,
        label: &'a str,
    ) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let text = self.text(file).unwrap_or_default();
        let (window, line) = window(text, &bytes);
        let start = bytes.start.saturating_sub(window.start);
        // One line is underlined, however much the fault covers.
        let shown = text.get(window.clone()).unwrap_or_default();
        let first = shown.get(start..).and_then(|rest| rest.find('\n')).map_or(shown.len(), |at| start + at);
        let end = bytes.end.saturating_sub(window.start).clamp(start, first.max(start));
        let annotation = kind.span(start.min(shown.len())..end.min(shown.len()));
        let annotation = if label.is_empty() { annotation } else { annotation.label(label) };
        Snippet::source(super::masked(shown)).line_start(line).path(super::shown_path(file)).annotation(annotation)
    }
}

/// The lines around a place, as bytes, and the number of the first of them.
fn window(text: &str, bytes: &Range<usize>) -> (Range<usize>, usize) {
    let at = floor(text, bytes.start);
    let before = text.get(..at).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |n| n + 1);
    let mut start = line_start;
    for _ in 0..AROUND {
        start = text.get(..start.saturating_sub(1)).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1);
    }
    let mut end = at;
    for _ in 0..=AROUND {
        end = text.get(end..).and_then(|t| t.find('\n')).map_or(text.len(), |n| end + n + 1);
    }
    if end - start > WIDEST * (2 * AROUND + 1) {
        start = if at - line_start > WIDEST / 2 { floor(text, at - WIDEST / 2) } else { line_start };
        end = floor(text, (at + WIDEST / 2).min(end));
    }
    let line = text.get(..start).unwrap_or_default().matches('\n').count() + 1;
    (start..end, line)
}

/// The char boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
