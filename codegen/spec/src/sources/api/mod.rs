//! The third judge's facts: every request against the platform's machine-readable API description.
//!
//! A request differs from the description of its route where the route or a member is unknown there, where something
//! required is not always sent, and where types, lengths, ranges or values are others. Values that a method narrows to a list of its
//! own are no difference. Fields of the platform that no request sends, and paths whose requests are not known, are held too. A
//! difference is a fault, unless a `disputed` entry about the field quotes both sides.

mod catalogue;
mod compare;
mod convert;
mod description;
mod judge;
mod paths;
mod record;
mod shape;
mod values;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::fault::Faults;
use crate::resolved::{Interface, Limit, RequestKind, Row, Said, Specs};

pub use compare::What;
pub use description::{Description, Route};
use judge::Judge;
pub use paths::{Bare, paths};
pub use shape::Shape;

/// What was found.
#[derive(Debug)]
pub struct Report {
    /// Differences without a record, records without a difference, descriptions of another version.
    pub faults: Faults,
    /// Every difference, those on record too.
    pub differences: Vec<Difference>,
    /// How many requests were held against the description of their route.
    pub requests: usize,
    /// How many of their fields.
    pub fields: usize,
    /// How often a field of the platform's that no request of a route sends was held against that route.
    pub catalogue: usize,
    /// How many paths without a request.
    pub paths: usize,
    /// Hosts whose description was not given: their requests were left out.
    pub skipped: Vec<String>,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Difference {
    /// Key of the method; `platform` where it is the platform's own fact.
    pub method: String,
    /// `payout`, or the platform's own request: `status`.
    pub operation: String,
    /// The request: `tide-pay/sale/gate`, `platform/status`.
    pub request: String,
    /// Path of its route in the description, or of the request where there is no route.
    pub route: String,
    /// The field's path; empty where it is about the route.
    pub field: String,
    /// What differs.
    pub what: What,
    /// What our spec says.
    pub ours: String,
    /// What the description says; a record quotes it.
    pub theirs: String,
    /// Where the record stands: `platform.yaml/disputed/3`.
    pub record: Option<String>,
}

/// A request as the judge sees it.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Key of the method, or `platform`.
    pub method: &'a str,
    /// Its operation, or the platform's request.
    pub operation: &'a str,
    /// Its channel, where it is one channel's own.
    pub channel: Option<&'a str>,
    /// Below the host's address.
    pub path: &'a str,
    /// Its fields.
    pub rows: &'a [Row],
    /// Its limits by currency; empty where it sends no amount.
    pub amounts: &'a BTreeMap<String, Limit>,
}

impl<'a> Request<'a> {
    /// No request: what is said of every route.
    fn of_platform() -> Self {
        Self { method: PLATFORM, operation: "", channel: None, path: "", rows: &[], amounts: &NO_AMOUNTS }
    }
}

impl Difference {
    /// Of a field of the platform's, told once for all routes.
    fn of_every_route(found: compare::Found) -> Self {
        Self {
            method: PLATFORM.to_owned(),
            operation: String::new(),
            request: SHARED.to_owned(),
            route: String::new(),
            field: found.path,
            what: found.what,
            ours: found.ours,
            theirs: found.theirs,
            record: None,
        }
    }
}

/// The request under which differences of fields are told that every route shares.
pub const SHARED: &str = "platform/fields";

/// The host to which the requests of methods go.
const GATE: &str = "gate";

/// The key of what is no method's.
const PLATFORM: &str = "platform";

static NO_AMOUNTS: BTreeMap<String, Limit> = BTreeMap::new();

/// Requests with the key of the host to which they go and an identifier.
#[must_use]
pub fn requests(specs: &Specs) -> Vec<(String, String, Request<'_>)> {
    let mut out = Vec::new();
    for (kind, request) in &specs.platform.requests {
        if let Said::Is(path) = &request.path.said {
            let operation = request_key(*kind);
            let one =
                Request { method: PLATFORM, operation, channel: None, path, rows: &request.rows, amounts: &NO_AMOUNTS };
            out.push((request.host.clone(), format!("{PLATFORM}/{operation}"), one));
        }
    }
    for (key, method) in &specs.methods {
        let forms = method.operations.values().flat_map(|operation| &operation.forms);
        for form in forms.filter(|form| form.interface == Interface::Gate) {
            let operation = form.operation.key();
            let (channel, path) = (form.channel.as_deref(), form.path.as_str());
            let one = Request { method: key, operation, channel, path, rows: &form.rows, amounts: &form.amounts };
            out.push((GATE.to_owned(), form.id.clone(), one));
        }
    }
    out
}

fn request_key(kind: RequestKind) -> &'static str {
    use RequestKind::{Clarification, Operations, Status, StatusByRequest};
    match kind {
        Status => "status",
        StatusByRequest => "status_by_request",
        Clarification => "clarification",
        Operations => "operations",
    }
}

/// The description of each host that has one among those given, with the path of the host's address.
#[must_use]
pub fn by_host<'a>(specs: &Specs, given: &'a [Description]) -> BTreeMap<String, (&'a Description, String)> {
    let hosts = specs.platform.hosts.iter();
    hosts
        .filter_map(|(key, host)| {
            let document = specs.platform.documents.get(host.described_by.as_ref()?)?;
            let description = given.iter().find(|one| document.api.as_deref() == Some(one.title.as_str()))?;
            let address = host.url.split_once("://").map_or(host.url.as_str(), |(_, rest)| rest);
            let below = address.split_once('/').map(|(_, path)| format!("/{path}")).unwrap_or_default();
            Some((key.clone(), (description, below.trim_end_matches('/').to_owned())))
        })
        .collect()
}

/// Holds every request of the specs against the descriptions.
#[must_use]
pub fn check(specs: &Specs, given: &[Description]) -> Report {
    let mut judge = Judge::new(specs);
    let described = by_host(specs, given);
    judge.versions(specs, given);
    judge.unused(specs, given, &described);
    let mut report = Report {
        faults: Faults::default(),
        differences: Vec::new(),
        requests: 0,
        fields: 0,
        catalogue: 0,
        paths: 0,
        skipped: Vec::new(),
    };
    let mut skipped = BTreeSet::new();
    let all = requests(specs);
    let mut routes: BTreeMap<&str, (Shape, Vec<&[Row]>)> = BTreeMap::new();
    for (host, id, request) in &all {
        let Some((description, below)) = described.get(host) else {
            skipped.insert(host.clone());
            continue;
        };
        report.requests += 1;
        report.fields += request.rows.iter().filter(|row| !row.inside).count();
        judge.request(id, *request, description, below);
        if let Some(route) = description.route(&format!("{below}{}", request.path)).filter(|_| host == GATE) {
            let shape = || (description.shape(&route.request), Vec::new());
            routes.entry(route.path.as_str()).or_insert_with(shape).1.push(request.rows);
        }
    }
    if let Some((description, below)) = described.get(GATE) {
        judge.catalogue((&specs.platform.fields, &mut report.catalogue), &routes, &description.title);
        for bare in paths(specs) {
            report.paths += 1;
            judge.path(&bare, description, below);
        }
    }
    report.skipped = skipped.into_iter().collect();
    judge.stale(&described);
    judge.differences.sort();
    judge.differences.dedup();
    report.differences = judge.differences;
    report.faults = Faults::new(judge.faults, BTreeMap::new(), judge.texts);
    report
}
