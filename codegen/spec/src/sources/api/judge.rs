//! Differences of one request: each on record, or a fault at its place.

use std::collections::{BTreeMap, BTreeSet};

use crate::fault::{Fault, Kind};
use crate::load::node::Node;
use crate::load::source::Source;
use crate::resolved::{Cite, Interface, Row, Specs};

use super::compare::What;
use super::{Description, Difference, PLATFORM, Request, SHARED, compare, record, words};

/// One file of the specs.
struct FileOf {
    source: Source,
    node: Option<Node>,
    records: BTreeMap<String, Vec<record::Record>>,
}

pub(super) struct Judge<'a> {
    specs: &'a Specs,
    files: BTreeMap<String, FileOf>,
    pub(super) texts: BTreeMap<String, String>,
    pub(super) faults: Vec<Fault>,
    pub(super) differences: Vec<Difference>,
    /// What the description says of each field that was looked at, by method and path.
    said: BTreeMap<(String, String), BTreeSet<String>>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(specs: &'a Specs) -> Self {
        let file = |name: &str, text: &str| {
            let source = Source::new(name, text);
            let (node, _) = crate::load::read(&source);
            FileOf { source, node, records: BTreeMap::new() }
        };
        let mut files = BTreeMap::from([(PLATFORM.to_owned(), file("platform.yaml", &specs.platform.text))]);
        files.extend(specs.methods.iter().map(|(key, method)| (key.clone(), file(&method.source, &method.text))));
        let texts = files.values().map(|file| (file.source.file.clone(), file.source.text.clone())).collect();
        Self { specs, files, texts, faults: Vec::new(), differences: Vec::new(), said: BTreeMap::new() }
    }

    /// A description that no document names would be held against nothing.
    pub(super) fn versions(&mut self, specs: &Specs, given: &[Description]) {
        let named: Vec<(&String, &str)> =
            specs.platform.documents.iter().filter_map(|(key, one)| Some((key, one.api.as_deref()?))).collect();
        for description in given.iter().filter(|one| named.iter().all(|(_, title)| *title != one.title)) {
            let name = |title: &str| title.rsplit_once(' ').map(|(name, _)| name.to_owned());
            let other = named.iter().find(|(_, title)| name(title) == name(&description.title));
            let (at, message) = match other {
                Some((key, title)) => (
                    format!("/documents/{key}/api"),
                    format!("the description is `{}`, and the document names `{title}`", description.title),
                ),
                None => ("/documents".to_owned(), format!("no document names the description `{}`", description.title)),
            };
            self.tell(PLATFORM, Kind::ApiVersion, &at, message, "read it, look at what changed, and name it: `api: …`");
        }
    }

    /// A description that no host is described by would be held against nothing.
    pub(super) fn unused(
        &mut self,
        specs: &Specs,
        given: &[Description],
        described: &BTreeMap<String, (&Description, String)>,
    ) {
        for description in given {
            let used = described.values().any(|(one, _)| one.title == description.title);
            let mut documents = specs.platform.documents.iter();
            let document = documents.find(|(_, one)| one.api.as_deref() == Some(description.title.as_str()));
            let (false, Some((key, _))) = (used, document) else { continue };
            let message =
                format!("no host is described by `{key}`: no request is held against `{}`", description.title);
            let help = format!("name it at the host that it describes: `described_by: {key}`");
            self.tell(PLATFORM, Kind::ApiUnused, &format!("/documents/{key}/api"), message, &help);
        }
    }

    pub(super) fn request(&mut self, id: &str, request: Request<'a>, description: &Description, below: &str) {
        let path = format!("{below}{}", request.path);
        let route = description.route(&path);
        let found = match compare::route(&path, route) {
            Ok(route) => {
                let shape = description.shape(&route.request);
                let platform = request.method == PLATFORM;
                let mut found = compare::rows(request.rows, request.amounts, &shape, platform);
                found.extend(compare::no_longer_required(request.rows, &shape, |row, cites| {
                    platform || self.is_always_sent(&request, row) || self.quotes(request.method, cites, description)
                }));
                for row in request.rows {
                    self.says(&[PLATFORM, request.method], &row.path, words::says(&shape, &row.path));
                }
                found
            }
            Err(found) => {
                for path in request.rows.iter().map(|row| row.path.as_str()).chain(["path"]) {
                    self.says(&[PLATFORM, request.method], path, vec![found.theirs.clone()]);
                }
                vec![found]
            }
        };
        for found in found {
            let row = request.rows.iter().find(|row| row.path == found.path);
            // a value that no method changes is the platform's fact, and told once
            let field = self.specs.platform.fields.get(&found.path);
            let as_platform = |row: &Row| !row.own && field.is_some_and(|field| field.value == row.value);
            let catalogued = request.method != PLATFORM && row.is_some_and(as_platform);
            let shared = catalogued && !matches!(found.what, What::Required | What::Unknown);
            let enveloped = |path: &String| *path == found.path;
            let envelope = self.specs.platform.envelope.get(&Interface::Gate);
            let shared = shared || envelope.is_some_and(|all| all.iter().any(enveloped) && found.what == What::Unknown);
            let owner = if shared { PLATFORM } else { request.method };
            let difference = Difference {
                method: owner.to_owned(),
                operation: if shared { String::new() } else { request.operation.to_owned() },
                request: if shared { SHARED } else { id }.to_owned(),
                route: if shared { String::new() } else { route.map_or(path.clone(), |route| route.path.clone()) },
                field: found.path,
                what: found.what,
                ours: found.ours,
                theirs: found.theirs,
                record: None,
            };
            let at = route.map_or(path.as_str(), |route| route.path.as_str());
            self.difference(difference, request, at, &description.title);
        }
    }

    /// What the description says of a field, for the records of these files.
    pub(super) fn says(&mut self, owners: &[&str], path: &str, says: Vec<String>) {
        for owner in owners {
            self.said.entry(((*owner).to_owned(), path.to_owned())).or_default().extend(says.iter().cloned());
        }
    }

    /// Whether the platform has every request of the operation carry a field.
    fn is_always_sent(&self, request: &Request<'_>, row: &Row) -> bool {
        let platform = &self.specs.platform;
        let operations = platform.operations.iter().filter(|(kind, _)| kind.key() == request.operation);
        let sends = operations.filter_map(|(_, operation)| operation.send.get(&Interface::Gate));
        platform.envelope.get(&Interface::Gate).into_iter().chain(sends).flatten().any(|path| *path == row.path)
    }

    /// Whether one of these cites is of the description: a fact that is taken from it.
    fn quotes(&self, method: &str, cites: &[Cite], description: &Description) -> bool {
        let documents = self.specs.methods.get(method).map(|method| &method.documents);
        let of = |cite: &Cite| match cite.document.strip_prefix("platform/") {
            Some(document) => self.specs.platform.documents.get(document)?.api.as_deref(),
            None => documents?.get(&cite.document)?.api.as_deref(),
        };
        cites.iter().any(|cite| of(cite) == Some(description.title.as_str()))
    }

    /// On record, for the route at which it was found, or a fault.
    pub(super) fn difference(&mut self, mut found: Difference, request: Request<'_>, route: &str, title: &str) {
        // the method's own records first: of a fact that no method changes, one method's record speaks for itself alone
        for owner in [request.method.to_owned(), found.method.clone()] {
            let Some(record) = self.records(&owner, title).iter().find(|record| record.covers(&found, route)) else {
                continue;
            };
            let at = record.pointer.clone();
            let file = self.files.get(&owner).map_or("", |file| file.source.file.as_str());
            found.record = Some(format!("{file}{at}"));
            break;
        }
        if found.record.is_none() {
            let owner = found.method.clone();
            let node = self.files.get(&owner).and_then(|file| file.node.as_ref());
            let operation = if found.operation.is_empty() { "-" } else { found.operation.as_str() };
            let at = node.map(|node| record::place(node, operation, request.channel, &found.field)).unwrap_or_default();
            let about = if found.field.is_empty() { "the route" } else { found.field.as_str() };
            let whose = if found.route.is_empty() { "every route that has it" } else { found.route.as_str() };
            let message = format!("{about}: {} here, {} in the API description ({whose})", found.ours, found.theirs);
            let help = format!(
                "take what it says, or put on record why not: `disputed: - {{ about: {at}, says: {{ …: {} }}, chosen: {}, because: … }}`",
                found.theirs, found.ours
            );
            self.tell(&owner, Kind::ApiDiffers, &at, message, &help);
        }
        self.differences.push(found);
    }

    fn records(&mut self, owner: &str, title: &str) -> &mut Vec<record::Record> {
        let specs = self.specs;
        let made = || match specs.methods.get(owner) {
            Some(method) => record::of(&method.disputed, &method.documents, title),
            None => record::of(&specs.platform.disputed, &specs.platform.documents, title),
        };
        let file = self.files.entry(owner.to_owned()).or_insert_with(|| FileOf {
            source: Source::new(owner, ""),
            node: None,
            records: BTreeMap::new(),
        });
        file.records.entry(title.to_owned()).or_insert_with(made)
    }

    /// Records that quote what the description does not say.
    pub(super) fn stale(&mut self, described: &BTreeMap<String, (&Description, String)>) {
        let titles: BTreeSet<&str> = described.values().map(|(one, _)| one.title.as_str()).collect();
        let owners: Vec<String> = self.files.keys().cloned().collect();
        for owner in owners {
            for title in &titles {
                self.records(&owner, title);
                let said = |path: &String| self.said.get(&(owner.clone(), path.clone()));
                let records = self.files.get(&owner).and_then(|file| file.records.get(*title)).into_iter().flatten();
                // a field that no request has was not looked at
                let looked = records.filter(|record| record.fields().iter().any(|path| said(path).is_some()));
                let stale = looked.filter_map(|record| {
                    let words = record.fields().iter().filter_map(said).flatten();
                    Some((record.pointer.clone(), record.about.clone(), record.misquotes(words)?.to_owned()))
                });
                let stale: Vec<(String, String, String)> = stale.collect();
                for (pointer, about, words) in stale {
                    let message = format!("the API description does not say so of `{about}`: {words}");
                    let help = "quote its words, as the differences are listed, or take the record out";
                    self.tell(&owner, Kind::ApiRecord, &format!("{pointer}/about"), message, help);
                }
            }
        }
    }

    fn tell(&mut self, owner: &str, kind: Kind, at: &str, message: String, help: &str) {
        let Some(file) = self.files.get(owner) else { return };
        let bytes = file.node.as_ref().map_or(0..0, |node| node.locate_key(at));
        let mut fault = file.source.fault(kind, bytes, message);
        fault.help.push(help.to_owned());
        self.faults.push(fault);
    }
}
