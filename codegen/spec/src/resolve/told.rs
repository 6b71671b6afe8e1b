//! What is told of a whole request and held by nothing.

use crate::resolved as r;

use super::judge::from_platform;

/// Sentences about a form. `known` says whether the documents tell its fields.
pub(crate) fn of(form: &r::Form, platform: &r::Platform, known: bool) -> Vec<String> {
    let unknown = form.interface == r::Interface::PaymentPage && !known;
    let unknown = unknown
        .then(|| "The documents do not say which fields it takes: those here stand in every such request.".to_owned());
    unknown.into_iter().chain(clarification(form, platform)).collect()
}

/// What becomes of a request of Gate that leaves out what the platform can ask for later.
fn clarification(form: &r::Form, platform: &r::Platform) -> Option<String> {
    let asked = |row: &r::Row| row.presence == r::Presence::Clarifiable && row.source != r::Source::Holder;
    let asked = form.interface == r::Interface::Gate && form.rows.iter().any(asked);
    let request = platform.requests.get(&r::RequestKind::Clarification);
    asked.then(|| {
        let within = request.and_then(|request| request.within_seconds).map(|seconds| format!(", {} unless agreed otherwise", span(seconds)));
        let cite = request.map(|request| from_platform(&request.cite)).unwrap_or_default();
        let cite: Vec<String> = cite.iter().map(ToString::to_string).collect();
        let cite = if cite.is_empty() { String::new() } else { format!(" ({})", cite.join(", ")) };
        let answer = match request.map(|request| &request.path.said) {
            Some(r::Said::Is(path)) => format!("The answer goes to `POST {path}`."),
            _ => "The path of the answer is not documented.".to_owned(),
        };
        let within = within.unwrap_or_default();
        format!("What is left out and asked for later: the payment waits as `awaiting clarification`{within}{cite}. {answer}")
    })
}

fn span(seconds: u32) -> String {
    let (count, unit) = if seconds.is_multiple_of(60) { (seconds / 60, "minute") } else { (seconds, "second") };
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}
