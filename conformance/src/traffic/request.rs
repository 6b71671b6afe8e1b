//! One request: its signature, the form that it is of, and that form's rules.

use std::collections::BTreeSet;

use ecommpay_platform::Method;
use ecommpay_platform::runtime::form::{Form, FromJson, Interface, Kind as Row, Severity as Force, Violation};
use ecommpay_platform::runtime::json::{Document, Kind, Limits};
use ecommpay_platform::runtime::sign::Scalar;
use methodspec::resolved::{self, Specs};
use serde_json::Value;

use super::finding::Finding;
use super::harmless::Words;
use super::keys::Secrets;
use super::page;
use super::report::Report;
use super::rules::{self, Severity};
use super::run::Judge;
use super::shard::{digest, payment_id_without_case};
use super::store::{Keyed, Store};

/// Judges requests.
pub(super) struct Requests {
    candidates: Vec<Candidate>,
    /// What the forms call their members, at the top.
    members: BTreeSet<&'static str>,
    limits: Limits,
    secrets: Secrets,
    words: Words,
    sent: Option<Store<Sent>>,
    /// Operations that begin a payment: their requests name a sum.
    begin: BTreeSet<&'static str>,
}

#[derive(Clone, Copy)]
struct Candidate {
    method: &'static Method,
    form: &'static Form,
}

/// A request that began a payment.
struct Sent {
    key: [u64; 2],
    body: u64,
}

impl Keyed for Sent {
    fn key(&self) -> [u64; 2] {
        self.key
    }
}

/// The form whose rules hold best.
struct Best {
    candidate: Candidate,
    violations: Vec<Violation>,
    /// Another operation's form fits as well.
    tied: bool,
}

impl Requests {
    pub(super) fn new(
        specs: &Specs,
        methods: &[&'static Method],
        secrets: Secrets,
        limits: Limits,
        story: bool,
    ) -> Self {
        let methods = methods.iter().copied().filter(|method| specs.methods.contains_key(method.key));
        let candidates =
            methods.flat_map(|method| method.forms.iter().map(move |entry| Candidate { method, form: entry.form }));
        let candidates: Vec<_> = candidates.collect();
        let rows = candidates.iter().flat_map(|candidate| candidate.form.rows);
        let members = rows.filter_map(|row| row.path.split(['.', '[']).next()).collect();
        let operations = specs.platform.operations.iter();
        let begin = operations.filter(|(_, operation)| {
            operation.send.get(&resolved::Interface::Gate).is_some_and(|send| !send.is_empty())
        });
        Self {
            candidates,
            members,
            limits,
            secrets,
            words: Words::of(specs),
            sent: story.then(Store::default),
            begin: begin.map(|(kind, _)| kind.key()).collect(),
        }
    }

    /// The body as it is signed, and as it is judged; or why it is neither.
    fn read(&self, body: &[u8]) -> Result<(Document, Value), String> {
        let document = Document::read(body, &self.limits).map_err(|fault| fault.to_string())?;
        if document.root().kind() != Kind::Object {
            return Err("the body is no JSON object".to_owned());
        }
        // the library's own words may quote the body
        let json = serde_json::from_slice(body).map_err(|_| "a number is out of range".to_owned())?;
        Ok((document, json))
    }

    /// Holds the signature against the secrets: whether it was checked and holds.
    fn signature(&mut self, body: &[u8], document: &Document, project: Option<i64>) -> Result<bool, Box<Finding>> {
        if self.secrets.is_empty() {
            return Ok(false);
        }
        let wrong = |rule, at, found: &str| Err(Box::new(Finding::new(rule, at, found)));
        let Some(ready) = project.and_then(|project| self.secrets.of(project)) else {
            let found = if project.is_some() { "no secret was given for it" } else { "nothing" };
            return wrong(&rules::REQUEST_PROJECT, "general.project_id", found);
        };
        let received = ["general.signature", "signature"].iter().find_map(|path| document.at(path)?.as_str());
        let Some(received) = received else {
            return wrong(&rules::REQUEST_SIGNATURE, "general.signature", "nothing");
        };
        // of the Payment Page not every parameter is signed
        let page = document.at("general").is_none().then(|| page::signed(document)).flatten();
        let holds = |signer: &mut ecommpay_platform::runtime::sign::Signer| match &page {
            Some(all) => {
                let all = all.iter().map(|(name, text)| (*name, Scalar::Text(text)));
                signer.sign(all).matches(received)
            }
            None => signer.sign_json_within(body, &self.limits).is_ok_and(|signature| signature.matches(received)),
        };
        if ready.signers.iter_mut().any(holds) {
            return Ok(true);
        }
        wrong(&rules::REQUEST_SIGNATURE, "general.signature", "another signature")
    }

    /// The forms that a request can be of, or why there are none.
    fn of(&self, json: &Value, path: Option<&str>, genuine: bool) -> Result<Vec<Candidate>, Box<Finding>> {
        let of_path: Vec<_> = self.candidates.iter().filter(|one| Some(one.form.path) == path).copied().collect();
        let of_gate = of_path.iter().any(|candidate| candidate.form.interface == Interface::Gate);
        if of_gate {
            return Ok(of_path);
        }
        let has_general = json.get("general").is_some();
        if path.is_some() && has_general {
            // a path may hold an identifier: it is not printed
            return Err(Box::new(Finding::new(&rules::REQUEST_PATH, "", "")));
        }
        let interface = if has_general { Interface::Gate } else { Interface::PaymentPage };
        let all = self.candidates.iter().copied().filter(|candidate| candidate.form.interface == interface);
        let code = json.get("force_payment_method").and_then(Value::as_str);
        if let (Some(code), Interface::PaymentPage) = (code, interface) {
            let of_code: Vec<_> = all.filter(|candidate| candidate.method.payment_page.contains(&code)).collect();
            let found = if genuine { self.words.shown("force_payment_method", code) } else { String::new() };
            return if of_code.is_empty() {
                Err(Box::new(Finding::new(&rules::REQUEST_CODE, "force_payment_method", found)))
            } else {
                Ok(of_code)
            };
        }
        Ok(all.collect())
    }

    fn best(candidates: &[Candidate], json: &Value) -> Option<Best> {
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

    /// Whether the payment id began a payment before.
    fn repeated(&mut self, body: &[u8], project: i64, id: &str, form: &Form, findings: &mut Vec<Finding>) {
        let kind = form.operation.rsplit('/').next().unwrap_or_default();
        let Some(sent) = self.sent.as_mut().filter(|_| self.begin.contains(kind)) else { return };
        let key = digest(&[payment_id_without_case(id).as_bytes(), &project.to_be_bytes()]);
        let [body, _] = digest(&[body]);
        match sent.entry(key, || Sent { key, body }) {
            Some((before, false)) if before.body == body => {
                findings.push(Finding::new(&rules::SENT_AGAIN, "general.payment_id", ""));
            }
            Some((_, false)) => findings.push(Finding::new(&rules::REPEATED, "general.payment_id", "")),
            _ => {}
        }
    }
}

impl Judge for Requests {
    fn payment_paths(&self) -> &[&str] {
        &["general.payment_id", "payment_id"]
    }

    fn judge(&mut self, body: &[u8], path: Option<&str>, findings: &mut Vec<Finding>, report: &mut Report) -> bool {
        let (document, mut json) = match self.read(body) {
            Ok(read) => read,
            Err(why) => {
                findings.push(Finding::new(&rules::UNREADABLE, "", why));
                return true;
            }
        };
        let as_numbers = page::typed(&mut json, self.candidates.iter().map(|candidate| candidate.form));
        let is_request =
            json.as_object().is_some_and(|json| json.keys().any(|name| self.members.contains(name.as_str())));
        if !is_request && path.is_none_or(|path| self.candidates.iter().all(|one| one.form.path != path)) {
            findings.push(Finding::new(&rules::REQUEST_FORM, "", ""));
            report.count_method("(no form)");
            return false;
        }
        let project = ["/general/project_id", "/project_id"].iter().find_map(|pointer| {
            let id = json.pointer(pointer)?;
            // values that are all texts are those of an address
            i64::from_json(id).ok().or_else(|| id.as_str()?.parse().ok())
        });
        // of what anybody may have written nothing is printed
        let genuine = self.signature(body, &document, project).unwrap_or_else(|finding| {
            findings.push(*finding);
            false
        });
        let best = match self.of(&json, path, genuine) {
            Ok(candidates) => Self::best(&candidates, &json),
            Err(finding) => {
                findings.push(*finding);
                None
            }
        };
        let Some(Best { candidate, violations, tied }) = best else {
            report.count_method("(no form)");
            return false;
        };
        if tied && path.is_none() {
            findings.push(Finding::new(&rules::REQUEST_AMBIGUOUS, "", ""));
            report.count_method("(several)");
        } else {
            report.count_method(candidate.method.key);
        }
        findings.extend(violations.into_iter().map(|violation| told(violation, genuine)));
        findings.extend(as_numbers.into_iter().map(|name| Finding::at(&rules::REQUEST_TEXT, name)));
        findings.extend(with_fractions(candidate.form, &document, &json));
        let id = ["/general/payment_id", "/payment_id"].iter().find_map(|pointer| json.pointer(pointer)?.as_str());
        if let (Some(project), Some(id)) = (project, id) {
            self.repeated(body, project, id, candidate.form, findings);
        }
        true
    }

    fn payments(&self) -> usize {
        self.sent.as_ref().map_or(0, Store::len)
    }
}

/// Integers of the form, or of the platform, that are written with a fraction or an exponent.
fn with_fractions(form: &'static Form, document: &Document, json: &Value) -> impl Iterator<Item = Finding> {
    let rows =
        form.rows.iter().chain(form.parameters).filter(|row| matches!(row.kind, Row::Integer(_) | Row::Amount(_)));
    let mut paths: Vec<&'static str> = rows.map(|row| row.path).collect();
    paths.sort_unstable();
    paths.dedup();
    paths.retain(|path| {
        let written = document.at(path).and_then(|item| item.number_text());
        let value = path.split('.').try_fold(json, |at, member| at.get(member));
        written.is_some_and(|text| text.contains(['.', 'e', 'E']))
            && value.is_some_and(|value| i64::from_json(value).is_ok())
    });
    paths.into_iter().map(|path| Finding::new(&rules::REQUEST_INTEGER, path, ""))
}

/// A violation in harmless words: it tells texts by their length alone, and here no sums either.
fn told(violation: Violation, genuine: bool) -> Finding {
    let found = match violation.rule.contains("/amount/") {
        _ if !genuine => String::new(),
        true => "another amount".to_owned(),
        false => violation.found,
    };
    Finding {
        rule: violation.rule.into(),
        severity: match violation.severity {
            Force::Error => Severity::Error,
            _ => Severity::Advice,
        },
        cite: violation.cite.into(),
        means: format!("wanted {}", violation.wanted).into(),
        at: violation.pointer.into(),
        found,
    }
}
