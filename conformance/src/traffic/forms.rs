//! Which forms a recorded request can be of. Its path decides; where none is recorded, what its members are.

use std::collections::{BTreeSet, HashMap};

use ecommpay_platform::Method;
use ecommpay_platform::runtime::form::{Form, Interface, Kind, Severity as Force, Violation};
use methodspec::resolved::{OperationKind, Specs};
use serde_json::Value;

use super::rules::{self, Rule};

/// All forms, and what tells their requests from other bodies.
pub(super) struct Forms {
    all: Vec<Candidate>,
    /// The first segments of Gate's paths.
    gate: BTreeSet<&'static str>,
    /// Members at the top that requests of Gate never have, and other bodies of the platform do.
    not_of_gate: BTreeSet<String>,
    /// The same of the Payment Page.
    not_of_page: BTreeSet<String>,
    /// Parameters that the Payment Page alone has.
    of_page: BTreeSet<&'static str>,
    /// The type of each parameter of the page.
    kinds: HashMap<&'static str, Kind>,
    /// Where callbacks and answers say how a payment stands.
    status: String,
}

#[derive(Clone, Copy)]
pub(super) struct Candidate {
    pub(super) method: &'static Method,
    pub(super) form: &'static Form,
}

/// What a body was sent to.
pub(super) enum Recorded {
    /// Gate, and these forms have its path, or could.
    Gate(Vec<Candidate>),
    /// The Payment Page.
    Page,
}

/// The form whose rules hold best.
pub(super) struct Best {
    pub(super) candidate: Candidate,
    pub(super) violations: Vec<Violation>,
    /// Another operation's form fits as well.
    pub(super) tied: bool,
}

impl Forms {
    pub(super) fn of(specs: &Specs, methods: &[&'static Method]) -> Self {
        let methods = methods.iter().copied().filter(|method| specs.methods.contains_key(method.key));
        let all: Vec<Candidate> = methods
            .flat_map(|method| method.forms.iter().map(move |entry| Candidate { method, form: entry.form }))
            .collect();
        let of = |interface| all.iter().map(|one| one.form).filter(move |form| form.interface == interface);
        let tops = |interface| -> BTreeSet<&'static str> {
            let rows = of(interface).flat_map(|form| form.rows.iter().chain(form.parameters));
            rows.filter_map(|row| top(row.path)).collect()
        };
        let (of_gate, of_page) = (tops(Interface::Gate), tops(Interface::PaymentPage));
        let others = others(specs);
        let not = |own: &BTreeSet<&str>| others.iter().filter(|name| !own.contains(name.as_str())).cloned().collect();
        let kinds = of(Interface::PaymentPage).flat_map(|form| form.parameters.iter().chain(form.rows));
        Self {
            gate: of(Interface::Gate).filter_map(|form| first_segment(form.path)).collect(),
            // what names project, payment and signature has another place there, and is no sign of another body
            not_of_gate: not(&of_gate.union(&of_page).copied().collect()),
            not_of_page: not(&of_page),
            kinds: kinds.map(|row| (row.path, row.kind)).collect(),
            of_page: of_page.into_iter().filter(|name| !others.contains(*name) && !of_gate.contains(name)).collect(),
            status: format!("/{}", specs.platform.reading.status.replace('.', "/")),
            all,
        }
    }

    /// The type of a parameter of the Payment Page.
    pub(super) fn kind(&self, parameter: &str) -> Option<Kind> {
        self.kinds.get(parameter).copied()
    }

    /// What a body was sent to, or why it is not judged.
    pub(super) fn recorded(&self, json: &Value, path: Option<&str>) -> Result<Recorded, &'static Rule> {
        let has = |names: &BTreeSet<String>| {
            json.as_object().is_some_and(|json| json.keys().any(|name| names.contains(name)))
        };
        let has_general = json.get("general").is_some();
        let has_status = json.pointer(&self.status).is_some();
        if let Some(path) = path {
            let of_path: Vec<_> = self.all_of(Interface::Gate).filter(|one| one.form.path == path).collect();
            if !of_path.is_empty() {
                // the answer to a request, or a callback of it, is often recorded with the request's path
                let is_other = !has_general && (has_status || has(&self.not_of_gate));
                return if is_other { Err(&rules::REQUEST_FORM) } else { Ok(Recorded::Gate(of_path)) };
            }
            // a path may hold an identifier: it is not printed
            if !self.is_page(path) {
                return Err(&rules::REQUEST_PATH);
            }
            return if has_general || has(&self.not_of_page) { Err(&rules::REQUEST_FORM) } else { Ok(Recorded::Page) };
        }
        if has_general {
            let is_other = has_status || has(&self.not_of_gate);
            let all = self.all_of(Interface::Gate).collect();
            return if is_other { Err(&rules::REQUEST_FORM) } else { Ok(Recorded::Gate(all)) };
        }
        let of_page = json.as_object().is_some_and(|json| json.keys().any(|name| self.of_page.contains(name.as_str())));
        if of_page && !has(&self.not_of_page) { Ok(Recorded::Page) } else { Err(&rules::REQUEST_FORM) }
    }

    /// Whether a path is the Payment Page's, below whatever base address.
    fn is_page(&self, path: &str) -> bool {
        let of_gate = first_segment(path).is_some_and(|segment| self.gate.contains(segment));
        !of_gate && self.all_of(Interface::PaymentPage).any(|one| path.ends_with(one.form.path))
    }

    fn all_of(&self, interface: Interface) -> impl Iterator<Item = Candidate> {
        self.all.iter().copied().filter(move |one| one.form.interface == interface)
    }

    /// The forms of the Payment Page, of the method that a code forces where there is one.
    pub(super) fn of_code(&self, code: Option<&str>) -> Vec<Candidate> {
        let fits = |one: &Candidate| code.is_none_or(|code| one.method.payment_page.contains(&code));
        self.all_of(Interface::PaymentPage).filter(fits).collect()
    }
}

impl Candidate {
    /// Whether the form is of an operation.
    pub(super) fn is_of(&self, kind: OperationKind) -> bool {
        self.form.operation.rsplit('/').next() == Some(kind.key())
    }
}

/// The form whose rules hold best.
pub(super) fn best(candidates: &[Candidate], json: &Value) -> Option<Best> {
    let weight = |violations: &[Violation]| {
        let errors = violations.iter().filter(|violation| violation.severity == Force::Error).count();
        (errors, violations.len())
    };
    let mut best: Option<Best> = None;
    for candidate in candidates.iter().copied() {
        let violations = candidate.form.validate(json);
        match &mut best {
            Some(best) if weight(&best.violations) < weight(&violations) => {}
            Some(best) if weight(&best.violations) == weight(&violations) => {
                best.tied |= best.candidate.form.operation != candidate.form.operation;
            }
            _ => best = Some(Best { candidate, violations, tied: false }),
        }
    }
    best
}

/// Members at the top of callbacks, of answers, and of requests that are of no method.
fn others(specs: &Specs) -> BTreeSet<String> {
    let platform = &specs.platform;
    let mut all: BTreeSet<&str> = platform.callback.iter().map(|field| field.path.as_str()).collect();
    all.extend(platform.requests.values().flat_map(|request| &request.rows).map(|row| row.path.as_str()));
    if let Some(answers) = &platform.answers {
        let (accepted, refused) = (&answers.accepted, &answers.refused);
        all.extend([&accepted.request, &accepted.project, &accepted.payment].map(String::as_str));
        all.extend([&refused.code, &refused.message, &refused.errors].map(String::as_str));
        all.extend(accepted.told_by.iter().chain(&refused.told_by).map(|(member, _)| member.as_str()));
        all.extend(answers.status.members.iter().map(|field| field.path.as_str()));
        if let methodspec::resolved::Said::Is(list) = &answers.operations.list.said {
            all.insert(list);
        }
    }
    all.into_iter().filter_map(top).map(str::to_owned).collect()
}

fn top(path: &str) -> Option<&str> {
    path.split(['.', '[']).next()
}

fn first_segment(path: &str) -> Option<&str> {
    path.split('/').nth(1)
}
