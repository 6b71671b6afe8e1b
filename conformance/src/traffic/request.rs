//! One request: its signature, the form that it is of, and that form's rules.

use std::collections::BTreeSet;

use ecommpay_platform::Method;
use ecommpay_platform::runtime::form::{Form, FromJson, Kind as Row, Severity as Force, Violation};
use ecommpay_platform::runtime::json::{Document, Kind, Limits};
use ecommpay_platform::runtime::sign::text_to_sign;
use methodspec::resolved::{self, OperationKind, Specs};
use serde_json::Value;

use super::finding::Finding;
use super::forms::{Best, Candidate, Forms, Recorded, best};
use super::harmless::Words;
use super::keys::Secrets;
use super::report::Report;
use super::rules::{self, Severity};
use super::run::Judge;
use super::shard::{digest, payment_id_without_case};
use super::store::{Keyed, Store};
use super::{card, page, seal};
use crate::page_purpose::{self, Purpose};

/// Judges requests.
pub(super) struct Requests {
    forms: Forms,
    limits: Limits,
    secrets: Secrets,
    words: Words,
    sent: Option<Store<Sent>>,
    /// Operations that begin a payment: their requests name a sum.
    begin: BTreeSet<&'static str>,
    card: card::Card,
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

/// A request that was read.
struct Read<'a> {
    body: &'a [u8],
    document: Document,
    json: Value,
    is_page: bool,
    project: Option<i64>,
    /// Its signature was checked, and holds: of what anybody may have written nothing is printed.
    is_genuine: bool,
}

impl Requests {
    pub(super) fn new(
        specs: &Specs,
        methods: &[&'static Method],
        secrets: Secrets,
        limits: Limits,
        story: bool,
    ) -> Self {
        let operations = specs.platform.operations.iter();
        let begin = operations.filter(|(_, operation)| {
            operation.send.get(&resolved::Interface::Gate).is_some_and(|send| !send.is_empty())
        });
        Self {
            forms: Forms::of(specs, methods),
            limits,
            secrets,
            words: Words::of(specs),
            sent: story.then(Store::default),
            begin: begin.map(|(kind, _)| kind.key()).collect(),
            card: card::Card::of(&specs.platform),
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

    /// The forms that a request of the Payment Page can be of, by what the page is opened for; or why there are none.
    fn of_page(&self, read: &Read<'_>) -> Result<Vec<Candidate>, Box<Finding>> {
        let code = text(&read.json, "force_payment_method");
        let of_code = self.forms.of_code(code);
        if of_code.is_empty() {
            let code = code.filter(|_| read.is_genuine);
            let found = code.map_or_else(String::new, |code| self.words.shown("force_payment_method", code));
            return Err(Box::new(Finding::new(&rules::REQUEST_CODE, "force_payment_method", found)));
        }
        let mode = text(&read.json, "mode").unwrap_or_default();
        let kind = page_purpose::operation(mode, text(&read.json, "operation_type").unwrap_or_default());
        let of_kind: Vec<Candidate> = of_code.into_iter().filter(|one| one.is_of(kind)).collect();
        if of_kind.is_empty() {
            let at = if kind == OperationKind::Payout { "mode" } else { "operation_type" };
            return Err(Box::new(Finding::new(&rules::REQUEST_OPERATION, at, "")));
        }
        Ok(of_kind)
    }

    /// Whether the payment id began a payment before.
    fn repeated(&mut self, read: &Read<'_>, form: &Form, findings: &mut Vec<Finding>) {
        let id = ["/general/payment_id", "/payment_id"];
        let id = id.iter().find_map(|pointer| read.json.pointer(pointer)?.as_str());
        let (Some(project), Some(id)) = (read.project, id) else { return };
        let kind = form.operation.rsplit('/').next().unwrap_or_default();
        let Some(sent) = self.sent.as_mut().filter(|_| self.begin.contains(kind)) else { return };
        let key = digest(&[payment_id_without_case(id).as_bytes(), &project.to_be_bytes()]);
        // however it is written: an address, values as JSON, members in another order
        let same = if read.is_page { page::same_text(&read.document) } else { text_to_sign(read.body).ok() };
        let [body, _] = digest(&[same.as_ref().map_or(read.body, |text| text.as_bytes())]);
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
        let recorded = match self.forms.recorded(&json, path) {
            Ok(recorded) => recorded,
            // whatever it holds and however it is signed
            Err(rule) => {
                findings.push(Finding::new(rule, "", ""));
                report.count_method("(no form)");
                return false;
            }
        };
        let is_page = matches!(recorded, Recorded::Page);
        let mut of_page = Vec::new();
        if is_page {
            page::typed(&mut json, &self.forms, &mut of_page);
            page::parameters(&document, &mut of_page);
        }
        let id = json.pointer(if is_page { "/project_id" } else { "/general/project_id" });
        let project = id.and_then(|id| i64::from_json(id).ok());
        let sealed = seal::judge(&mut self.secrets, (body, &self.limits), &document, (project, is_page));
        let is_genuine = matches!(sealed, Ok(true));
        let read = Read { body, document, json, is_page, project, is_genuine };
        let purpose = Purpose::of(text(&read.json, "mode").unwrap_or_default());
        if is_page && purpose != Purpose::Payment {
            report.count_method("(a card is kept or verified)");
            let (mut violations, missing) = self.card.judge(purpose, &read.json);
            findings.extend(seal::beside(sealed, &mut violations, &missing));
            findings.extend(missing.into_iter().map(|name| Finding::at(&rules::REQUEST_CARD, name)));
            findings.extend(violations.into_iter().map(|violation| told(violation, is_genuine)));
            findings.append(&mut of_page);
            return true;
        }
        let candidates = match recorded {
            Recorded::Gate(candidates) => Ok(candidates),
            Recorded::Page => self.of_page(&read),
        };
        let found = candidates.map(|candidates| best(&candidates, &read.json));
        let Ok(Some(Best { candidate, mut violations, tied })) = found else {
            let finding = found.err().unwrap_or_else(|| Box::new(Finding::new(&rules::REQUEST_FORM, "", "")));
            findings.extend(seal::beside(sealed, &mut Vec::new(), &[]));
            let judged = finding.severity == Severity::Error;
            findings.push(*finding);
            report.count_method("(no form)");
            return judged;
        };
        if tied && path.is_none() {
            findings.push(Finding::new(&rules::REQUEST_AMBIGUOUS, "", ""));
            report.count_method("(several)");
        } else {
            report.count_method(candidate.method.key);
        }
        findings.extend(seal::beside(sealed, &mut violations, &[]));
        findings.extend(violations.into_iter().map(|violation| told(violation, is_genuine)));
        findings.append(&mut of_page);
        findings.extend(with_fractions(candidate.form, &read.document, &read.json));
        self.repeated(&read, candidate.form, findings);
        true
    }

    fn payments(&self) -> usize {
        self.sent.as_ref().map_or(0, Store::len)
    }
}

/// A text at the top.
fn text<'a>(json: &'a Value, name: &str) -> Option<&'a str> {
    json.get(name)?.as_str()
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
