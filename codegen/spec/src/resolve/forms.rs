//! Which forms an operation has: channels that ask for the same share one.

use std::collections::BTreeSet;

use crate::resolved as r;

use super::catalogue::Catalogue;
use super::form::{Base, rows};
use super::judge::Judge;
use super::method::Wide;
use super::send::Entry;
use super::words::operation_word;

type Ask<'a> = (String, Vec<Entry<'a>>, BTreeSet<r::Interface>, Catalogue);

/// Builds the operation's forms, or says why there are none.
pub(crate) fn forms(
    judge: &Judge<'_>,
    wide: &Wide<'_>,
    base: &Base<'_>,
    out: &mut r::Operation,
    sends: &[Entry<'_>],
    asks: &[Ask<'_>],
    known_send: bool,
) {
    let word = operation_word(base.operation);
    if out.via.is_empty() && base.operation != r::OperationKind::Chargeback {
        out.not_generated.push(format!("{word}: the documents do not say through which interface it goes."));
    }
    if out.via.contains(&r::Interface::Gate) {
        match (&out.path.said, known_send) {
            (r::Said::Is(path), true) => {
                let path = path.clone();
                let forms = on(judge, wide, base, r::Interface::Gate, &path, sends, asks);
                out.forms.extend(forms);
            }
            (r::Said::Is(_), false) => {
                out.not_generated.push(format!("{word} through Gate: the documents do not say which fields it takes."))
            }
            (_, _) => out.not_generated.push(format!("{word} through Gate: the documents do not give its path.")),
        }
    }
    if out.via.contains(&r::Interface::PaymentPage) {
        out.forms.extend(on(judge, wide, base, r::Interface::PaymentPage, "/payment", sends, asks));
    }
}

fn on(
    judge: &Judge<'_>,
    wide: &Wide<'_>,
    base: &Base<'_>,
    interface: r::Interface,
    path: &str,
    sends: &[Entry<'_>],
    asks: &[Ask<'_>],
) -> Vec<r::Form> {
    let word = super::words::interface_word(interface);
    let form = |channel: Option<&str>, channels: Vec<String>, rows: Vec<r::Row>| {
        let mut id = format!("{}/{}/{word}", wide.key, operation_word(base.operation));
        if let Some(channel) = channel {
            id = format!("{id}/{channel}");
        }
        r::Form {
            id,
            operation: base.operation,
            interface,
            channel: channel.map(str::to_owned),
            channels,
            path: path.to_owned(),
            rows,
            cite: base.here.cite.clone(),
        }
    };
    let asks: Vec<&Ask<'_>> = asks.iter().filter(|(_, _, via, _)| via.contains(&interface)).collect();
    if asks.is_empty() {
        return vec![form(None, Vec::new(), form_rows(judge, base, interface, sends, &[]))];
    }
    // Channels with the rows that each asks for.
    let mut groups: Vec<(Vec<String>, Vec<Vec<r::Row>>)> = Vec::new();
    for (key, own, _, catalogue) in asks {
        let rows = form_rows(judge, &Base { catalogue, ..*base }, interface, sends, own);
        match groups.iter_mut().find(|(_, asked)| asked.iter().all(|known| alike(known, &rows))) {
            Some((channels, asked)) => {
                channels.push(key.clone());
                asked.push(rows);
            }
            None => groups.push((vec![key.clone()], vec![rows])),
        }
    }
    // The largest group of more than one, or the only group, has the operation's own form; each other channel has one of its own.
    let most = groups.iter().map(|(channels, _)| channels.len()).max().unwrap_or(0);
    let shared = groups.iter().position(|(channels, _)| channels.len() == most && (most > 1 || groups.len() == 1));
    let mut out = Vec::new();
    for (n, (channels, asked)) in groups.into_iter().enumerate() {
        if Some(n) == shared {
            let rows = joined(&channels, &asked);
            out.push(form(None, channels, rows));
        } else {
            for (channel, rows) in channels.into_iter().zip(asked) {
                out.push(form(Some(&channel), vec![channel.clone()], rows));
            }
        }
    }
    out.sort_by(|a, b| a.id.cmp(&b.id));
    out
}

/// What a shared field means, channel by channel where they say different things.
fn joined(channels: &[String], asked: &[Vec<r::Row>]) -> Vec<r::Row> {
    let mut rows = asked.first().cloned().unwrap_or_default();
    for (n, row) in rows.iter_mut().enumerate() {
        let all: Vec<&r::Row> = asked.iter().filter_map(|rows| rows.get(n)).collect();
        if let Some(means) = differing(channels, all.iter().map(|row| row.means.as_str())) {
            row.means = means;
        }
        if let Some(note) = differing(channels, all.iter().map(|row| row.note.as_deref().unwrap_or_default())) {
            row.note = Some(note);
        }
        if all.iter().any(|other| other.cite != row.cite) {
            let cites: BTreeSet<&r::Cite> = all.iter().flat_map(|row| &row.cite).collect();
            row.cite = cites.into_iter().cloned().collect();
        }
    }
    rows
}

/// ``In `otp`: … In `push`, `redirect`: …``, or nothing where all say the same.
fn differing<'a>(channels: &[String], texts: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut said: Vec<(&str, Vec<String>)> = Vec::new();
    for (channel, text) in channels.iter().zip(texts) {
        let channel = format!("`{channel}`");
        match said.iter_mut().find(|(known, _)| *known == text) {
            Some((_, channels)) => channels.push(channel),
            None => said.push((text, vec![channel])),
        }
    }
    if said.len() < 2 {
        return None;
    }
    let told = said.iter().filter(|(text, _)| !text.is_empty());
    let told = told.map(|(text, of)| format!("In {}: {}.", of.join(", "), text.trim_end_matches('.')));
    Some(told.collect::<Vec<_>>().join(" "))
}

/// Whether two channels ask for the same, wherever they say so.
fn alike(a: &[r::Row], b: &[r::Row]) -> bool {
    let asked = |row: &r::Row| {
        (
            row.path.clone(),
            row.rust.clone(),
            row.value.clone(),
            row.presence,
            row.presence_when.len(),
            row.value_when.len(),
        )
    };
    a.len() == b.len()
        && a.iter().zip(b).all(|(a, b)| {
            asked(a) == asked(b)
                && a.presence_when
                    .iter()
                    .zip(&b.presence_when)
                    .all(|(a, b)| a.when == b.when && a.presence == b.presence)
                && a.value_when.iter().zip(&b.value_when).all(|(a, b)| a.when == b.when && a.value == b.value)
        })
}

/// Rows of a form from the sends of all scopes.
fn form_rows(
    judge: &Judge<'_>,
    base: &Base<'_>,
    interface: r::Interface,
    sends: &[Entry<'_>],
    own: &[Entry<'_>],
) -> Vec<r::Row> {
    let all: Vec<&Entry<'_>> = sends.iter().chain(own).collect();
    rows(judge, base, interface, &all, true)
}
