//! The third judge: every request of Gate against the platform's own API description.
//!
//! The spec is held against the description field by field ([`methodspec::sources::api`]); beyond that, requests that the suite
//! makes and those that the documents print must be accepted by the schema of their route. Without a description nothing is
//! judged, and the report says so.

mod accepted;
mod checks;

use std::collections::BTreeMap;
use std::path::Path;

use methodspec::resolved::Specs;
use methodspec::sources::api::{self, Description};

use accepted::Accepted;
pub(crate) use checks::checks;

/// The descriptions that were given, held against the specs.
pub struct Described {
    report: api::Report,
    requests: Vec<Request>,
}

/// A request whose route is described.
struct Request {
    /// `tide-pay/sale/gate`, `platform/status`.
    id: String,
    accepted: Result<Accepted, String>,
}

impl Described {
    /// Reads a description, or every one in a folder.
    ///
    /// # Errors
    /// Where one cannot be read, or none is a description of one of the platform's hosts.
    pub fn read(specs: &Specs, path: &Path) -> Result<Self, String> {
        Self::new(specs, &Description::read_all(path)?)
    }

    /// Holds the specs against descriptions.
    ///
    /// # Errors
    /// Where none is a description of one of the platform's hosts.
    pub fn new(specs: &Specs, given: &[Description]) -> Result<Self, String> {
        let hosts = api::by_host(specs, given);
        if hosts.is_empty() {
            let titles: Vec<String> = given.iter().map(|one| format!("`{}`", one.title)).collect();
            let named = specs.platform.documents.values().filter_map(|one| one.api.as_deref()).collect::<Vec<_>>();
            return Err(format!(
                "no host of platform.yaml is described by {}; its documents name {}",
                titles.join(", "),
                if named.is_empty() { "none".to_owned() } else { named.join(", ") }
            ));
        }
        let report = api::check(specs, given);
        let mut recorded: BTreeMap<&str, Vec<(String, api::What)>> = BTreeMap::new();
        for one in report.differences.iter().filter(|one| one.record.is_some()) {
            recorded.entry(one.request.as_str()).or_default().push((one.field.clone(), one.what));
        }
        let shared = recorded.get(api::SHARED).cloned().unwrap_or_default();
        let mut requests = Vec::new();
        for (host, id, request) in api::requests(specs) {
            let Some((description, below)) = hosts.get(&host) else { continue };
            let Some(route) = description.route(&format!("{below}{}", request.path)) else { continue };
            let mut excused = shared.clone();
            excused.extend(recorded.get(id.as_str()).into_iter().flatten().cloned());
            let accepted = Accepted::new(description, &route.request, request.rows, excused);
            requests.push(Request { id, accepted });
        }
        Ok(Self { report, requests })
    }

    /// What the description of a route says of a request: nothing, or why it is not accepted.
    ///
    /// # Errors
    /// Each fault that is not on record.
    pub fn accepts(&self, id: &str, request: &serde_json::Value) -> Result<(), String> {
        let Some(found) = self.requests.iter().find(|one| one.id == id) else { return Ok(()) };
        match &found.accepted {
            Ok(accepted) => accepted.judge(request),
            Err(why) => Err(why.clone()),
        }
    }

    /// Hosts whose description was not given.
    #[must_use]
    pub fn skipped(&self) -> &[String] {
        &self.report.skipped
    }

    /// Every difference, those on record too.
    #[must_use]
    pub fn differences(&self) -> &[api::Difference] {
        &self.report.differences
    }
}
