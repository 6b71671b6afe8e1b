//! What follows the first request, and what the last callback carries, in words. Shared by docs and pages.

use methodspec::resolved::{Channel, Display, End, Field, Row, Said, Turn};

use crate::rust::docs::{code, plain};
use crate::rust::value_in_words;
use crate::words;

/// What comes, in order. `text` makes a spec's words fit for where they will stand.
pub(crate) fn told(channel: &Channel, text: &dyn Fn(&str) -> String) -> Vec<String> {
    let unknown = channel.turns_unknown.then(|| "what follows the request: not documented".to_owned());
    let turns = channel.turns.iter().map(|one| turn(one, text));
    let sum = channel.may_differ.map(|differs| differing(differs).to_owned());
    turns.chain(unknown).chain(carried(&channel.carries)).chain(sum).collect()
}

fn turn(turn: &Turn, text: &dyn Fn(&str) -> String) -> String {
    let also = |note: &Option<String>| {
        note.as_ref().map(|note| format!(". {}", text(note).trim_end_matches('.'))).unwrap_or_default()
    };
    match turn {
        Turn::Redirect { note, cite } => {
            let cites = words::in_brackets(cite);
            format!("the platform sends `redirect_data`: where the customer is to be redirected{}{cites}", also(note))
        }
        Turn::Display { entries, optional, note, cite } => {
            let entries: Vec<String> = entries.iter().map(|one| entry(one, text)).collect();
            let entries =
                if entries.is_empty() { "what is in it is not documented".to_owned() } else { entries.join("; ") };
            let shown = if *optional { "need not be shown" } else { "is to be shown to the customer" };
            let cites = words::in_brackets(cite);
            format!("the platform sends `display_data`, which {shown}: {entries}{}{cites}", also(note))
        }
        Turn::Send { name, path, fields, within, note, cite } => {
            let fields = fields.iter().filter(|row| row.source != methodspec::resolved::Source::Holder);
            let generated = matches!(path.said, Said::Is(_));
            let field = |row: &Row| match generated {
                // its own form tells the rest
                true => code(&row.path),
                false => {
                    let means = value_in_words(&row.value, &row.means);
                    let asked = words::asked_within(row);
                    format!("{} ({asked}; {})", code(&row.path), means.trim_end_matches('.'))
                }
            };
            let fields: Vec<String> = fields.map(field).collect();
            let within = within.as_ref().map(|span| format!(", within {}", words::span(span))).unwrap_or_default();
            let to = match &path.said {
                Said::Is(path) => format!(" to `{path}`"),
                _ => ", to a path that is not documented,".to_owned(),
            };
            let way = path.note.as_ref().map(|note| format!("; of the path: {}", text(note))).unwrap_or_default();
            let cites = words::in_brackets(cite);
            let also = also(note);
            format!(
                "the merchant sends a further request, `{name}`{to} with {}{within}{way}{also}{cites}",
                fields.join(", ")
            )
        }
    }
}

fn entry(entry: &Display, text: &dyn Fn(&str) -> String) -> String {
    let kind = entry.kind.as_ref().map(|kind| format!(" of type {}", code(kind))).unwrap_or_default();
    let data = entry.data.as_ref().map(|data| format!(", {}", data.replace('_', " "))).unwrap_or_default();
    let means =
        entry.means.as_ref().map(|means| format!(" ({})", text(means).trim_end_matches('.'))).unwrap_or_default();
    let example = entry.example.as_ref().map(|example| format!(", such as {}", code(example))).unwrap_or_default();
    format!("{}{kind}{data}{means}{example}", code(&entry.title))
}

/// What the final callback carries beyond the platform's members, a line or nothing.
pub(crate) fn carried(fields: &[Field]) -> Option<String> {
    let told = fields.iter().map(|field| {
        let mut said = vec![value_in_words(&field.value, &field.means)];
        said.extend(field.note.as_ref().map(|note| plain(note)));
        said.extend(field.example.as_ref().map(|example| format!("For example {}", code(example))));
        let said: Vec<&str> = said.iter().map(|text| text.trim_end_matches('.')).collect();
        format!("{} ({}){}", code(&field.path), said.join(". "), words::in_brackets(&field.cite))
    });
    let told = told.collect::<Vec<_>>();
    (!told.is_empty()).then(|| format!("the final callback also carries {}", told.join(", ")))
}

/// Whether the paid sum is the asked one.
pub(crate) const fn differing(differs: bool) -> &'static str {
    if differs { "the paid sum may differ from the asked one" } else { "the paid sum is the asked one" }
}

/// What an end's own callback carries, and whether its sum may differ.
pub(crate) fn of_end(end: &End) -> String {
    let carries = carried(&end.carries).map(|text| text.replace("the final callback also", "its callback also"));
    let sum = end.may_differ.map(|differs| differing(differs).to_owned());
    carries.into_iter().chain(sum).map(|text| format!("; {text}")).collect()
}
