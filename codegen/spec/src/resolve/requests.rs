//! The platform's own requests: where they go, what they carry.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::fault::Kind;
use crate::load::node::step;
use crate::model::keyed::Short;
use crate::model::platform as p;
use crate::model::platform_requests as m;
use crate::model::text::{Duration, Path};
use crate::resolved as r;

use super::catalogue::{Catalogue, Known};
use super::form::{self, Base};
use super::judge::{Here, Judge, fact};
use super::send::{Entry, presence};
use super::words::paths;

/// The requests that the platform's file describes.
pub(crate) fn requests(
    judge: &Judge<'_>,
    own: &p::Platform,
    out: &r::Platform,
    root: &Here,
) -> BTreeMap<r::RequestKind, r::PlatformRequest> {
    let Some(requests) = &own.requests else { return BTreeMap::new() };
    let here = root.down("requests").cited(requests.cite.as_ref());
    let all = [
        (r::RequestKind::Status, "status", &requests.status),
        (r::RequestKind::StatusByRequest, "status_by_request", &requests.status_by_request),
        (r::RequestKind::Clarification, "clarification", &requests.clarification),
        (r::RequestKind::Operations, "operations", &requests.operations),
    ];
    all.into_iter()
        .filter_map(|(kind, key, one)| {
            let one = one.as_ref()?;
            let at = here.down(key).cited(one.cite.as_ref());
            Some((kind, request(judge, one, out, &at)))
        })
        .collect()
}

fn request(judge: &Judge<'_>, own: &m::PlatformRequest, out: &r::Platform, here: &Here) -> r::PlatformRequest {
    let host = own.host.as_str();
    if !out.hosts.contains_key(host) {
        let help = judge.did_you_mean(host, out.hosts.keys().map(String::as_str));
        judge.tell(Kind::UnknownName, &step(&here.pointer, "host"), format!("unknown host `{host}`"), help);
    }
    let rows = rows(judge, own, out, here);
    let seconds = |time: &Option<Duration>, key: &str| time.as_ref().map(|time| seconds(judge, time, &here.down(key)));
    r::PlatformRequest {
        means: own.means.as_str().to_owned(),
        host: host.to_owned(),
        path: fact(Some(&own.path), &here.down("path"), |path| path.as_str().to_owned()),
        about: own.about.as_ref().map(|path| sent(judge, path.as_str(), &rows, &here.down("about"))),
        not_before_seconds: seconds(&own.not_before, "not_before"),
        conclusive_after_seconds: seconds(&own.conclusive_after, "conclusive_after"),
        within_seconds: seconds(&own.within, "within"),
        pages: own.pages.as_ref().map(|own| pages(judge, own, &rows, &here.down("pages"))),
        rows,
        cite: here.cite.clone(),
        note: own.note.as_ref().map(|note| note.as_str().to_owned()),
    }
}

/// One time, no range.
pub(crate) fn seconds(judge: &Judge<'_>, duration: &Duration, at: &Here) -> u32 {
    let span = super::sets::span(judge, duration, &at.pointer);
    match (span.from, span.to) {
        (Some(from), Some(to)) if from == to => u32::try_from(from).unwrap_or(u32::MAX),
        _ => {
            judge.tell(Kind::WrongForm, &at.pointer, "one time is wanted here, no range", Vec::new());
            0
        }
    }
}

fn rows(judge: &Judge<'_>, own: &m::PlatformRequest, out: &r::Platform, here: &Here) -> Vec<r::Row> {
    // the platform's own fields, cited as its file cites them
    let known = |field: &r::Field| Known { field: field.clone(), own: false, conditional: Vec::new() };
    let fields = out.fields.iter().map(|(path, field)| (path.clone(), known(field))).collect();
    let catalogue =
        Catalogue { fields: Arc::new(fields), ..Catalogue::default() }.with(judge, own.fields.as_ref(), here);
    let mut entries = Vec::new();
    for (key, word) in &own.send.map {
        let at = here.down("send").down(key.as_str());
        let (presence, note, here) = match word {
            Short::Short(word) => (presence(*word), None, at.clone()),
            Short::Long(long) => {
                if long.when.is_some() {
                    let help = vec!["say it in a `note`".to_owned()];
                    judge.tell_key(Kind::UnknownKey, &at.down("when").pointer, "no conditions here", help);
                }
                let note = long.note.as_ref().map(|note| note.as_str().to_owned());
                (presence(long.is), note, at.clone().cited(long.cite.as_ref()))
            }
        };
        for path in paths(key.as_str()) {
            if !catalogue.fields.contains_key(&path) {
                let mut help = judge.did_you_mean(&path, catalogue.fields.keys().map(String::as_str));
                help.push("say what it is under `fields` of the request".to_owned());
                judge.tell_key(Kind::UnknownField, &at.pointer, format!("unknown field `{path}`"), help);
            }
            entries.push(Entry {
                path,
                interface: r::Interface::Gate,
                presence,
                when: None,
                narrows: None,
                at: at.pointer.clone(),
                note: note.clone(),
                here: here.clone(),
            });
        }
    }
    let entries: Vec<&Entry<'_>> = entries.iter().collect();
    // the operation tells only what an envelope adds, and these have none
    let base = Base { platform: out, catalogue: &catalogue, operation: r::OperationKind::Sale, here };
    let mut rows = form::rows(judge, &base, r::Interface::Gate, &entries, form::Envelope::None);
    for row in rows.iter_mut().filter(|row| row.path == "signature" || row.path.ends_with(".signature")) {
        row.source = r::Source::Signature;
    }
    rows
}

/// A field that the request has.
fn sent(judge: &Judge<'_>, path: &str, rows: &[r::Row], at: &Here) -> String {
    if !rows.iter().any(|row| row.path == path) {
        let help = judge.did_you_mean(path, rows.iter().map(|row| row.path.as_str()));
        judge.tell(Kind::Unresolved, &at.pointer, format!("the request has no field `{path}`"), help);
    }
    path.to_owned()
}

/// What the platform tells requests of an operation by.
pub(crate) fn once(judge: &Judge<'_>, own: &m::Once, out: &r::Platform, here: &Here) -> Option<r::Once> {
    let by = own.by.as_str();
    if !out.fields.contains_key(by) {
        let help = judge.did_you_mean(by, out.fields.keys().map(String::as_str));
        judge.tell(Kind::UnknownField, &here.down("by").pointer, format!("unknown field `{by}`"), help);
    }
    let word = own.refused_as.as_str();
    let known = || out.refusals.keys().map(|kind| (super::answers::word(*kind), *kind));
    let found = known().find(|(key, _)| *key == word);
    if found.is_none() {
        let help = judge.did_you_mean(word, known().map(|(key, _)| key));
        let at = here.down("refused_as").pointer;
        judge.tell(Kind::UnknownName, &at, format!("`refusals` has no `{word}`"), help);
    }
    let cite = here.clone().cited(own.cite.as_ref()).cite;
    found.map(|(_, refused_as)| r::Once { by: by.to_owned(), refused_as, cite })
}

fn pages(judge: &Judge<'_>, own: &m::Pages, rows: &[r::Row], here: &Here) -> r::Pages {
    let sent = |path: &Path, key: &str| sent(judge, path.as_str(), rows, &here.down(key));
    if own.most.0 == 0 {
        judge.tell(Kind::OutOfRange, &here.down("most").pointer, "a page holds at least one entry", Vec::new());
    }
    r::Pages {
        asks: [
            sent(&own.project, "project"),
            sent(&own.token, "token"),
            sent(&own.from, "from"),
            sent(&own.to, "to"),
            sent(&own.zone, "zone"),
        ],
        limit: sent(&own.limit, "limit"),
        offset: sent(&own.offset, "offset"),
        most: own.most.0,
    }
}
