//! One callback: read with the runtime's verifier, and held against the specs.

use ecommpay_platform::runtime::callback::{Reason, Refusal, Verifier, peek_project};
use ecommpay_platform::runtime::json::Limits;
use ecommpay_platform::{Callback, Method, SHAPE};
use methodspec::resolved::Specs;

use super::facts::{Facts, Known, Row};
use super::finding::Finding;
use super::keys::Secrets;
use super::report::Report;
use super::rules::{self, Rule};
use super::run::Judge;
use super::shard::{digest, payment_id_without_case};
use super::story::{News, Stories, Sum};
use super::values::{Rows, text};
use super::{ends, values};

/// Judges callbacks.
pub(super) struct Callbacks<'a> {
    facts: Facts<'a>,
    verifier: Verifier,
    limits: Limits,
    secrets: Secrets,
    stories: Option<Stories>,
    rows: Rows,
    same_news: Vec<u8>,
}

/// What a callback says, as far as rules ask.
pub(super) struct Told<'a> {
    pub(super) status: Option<&'a str>,
    pub(super) operation_type: Option<&'a str>,
    pub(super) operation_status: Option<&'a str>,
    pub(super) code: Option<&'a str>,
    /// What was asked for.
    pub(super) sum: Option<(i64, &'a str)>,
    /// What the payment amounts to now.
    pub(super) sum_now: Option<(i64, &'a str)>,
    pub(super) is_paid: bool,
}

impl<'a> Callbacks<'a> {
    pub(super) fn new(
        specs: &'a Specs,
        methods: &[&'static Method],
        secrets: Secrets,
        limits: Limits,
        story: bool,
    ) -> Self {
        let facts = Facts::new(specs, methods);
        let rows = Rows::new(&facts);
        let verifier = Verifier::new(&SHAPE).limits(limits);
        let stories = story.then(Stories::default);
        Self { facts, verifier, limits, secrets, stories, rows, same_news: Vec::new() }
    }

    fn read(&mut self, body: &[u8]) -> Result<Callback, Box<Finding>> {
        let refused = |refusal: Refusal| {
            let at = refusal.field_path().unwrap_or_default();
            let byte = refusal.at().map(|at| format!(" at byte {at}")).unwrap_or_default();
            let notice = if refusal.reason() == Reason::SignatureMissing { NOTICE } else { "" };
            Box::new(Finding::new(rule_of(refusal.reason()), at, format!("{}{byte}{notice}", refusal.reason())))
        };
        let project = peek_project(body, &self.limits).map_err(refused)?;
        let ready = self.secrets.of(project);
        let keys = &ready
            .ok_or_else(|| Box::new(Finding::new(&rules::PROJECT, "project_id", "no secret was given for it")))?
            .keys;
        self.verifier.verify(keys, body).map(Callback::from).map_err(refused)
    }

    fn news(&mut self, callback: &Callback, told: &Told<'_>, id: &str) -> News {
        let id = payment_id_without_case(id);
        self.same_news.clear();
        for row in &self.facts.dedupe {
            let text = match callback.field(*row).and_then(|item| item.signed_text()) {
                Some(_) if *row == self.rows.payment => id.clone(),
                text => text.unwrap_or_default(),
            };
            // the length keeps two members from passing for one
            self.same_news.extend_from_slice(&(text.len() as u64).to_be_bytes());
            self.same_news.extend_from_slice(text.as_bytes());
        }
        let [same_news, _] = digest(&[&self.same_news]);
        let project = callback.project_id();
        let sum = told.sum.map(|(amount, code)| Sum { amount, currency: self.facts.currency(code) });
        let kind = told.operation_type.and_then(|word| self.facts.kind(word));
        let went_back =
            kind == Some(methodspec::resolved::OperationKind::Refund) && told.operation_status == Some(ends::SUCCESS);
        let status = told.status.and_then(|status| self.facts.payment_status(status));
        let of_operation = told.operation_status.and_then(|status| self.facts.operation_status(status));
        News {
            payment: digest(&[id.as_bytes()]),
            payment_of_project: digest(&[id.as_bytes(), &project.to_be_bytes()]),
            project,
            same_news,
            operation: callback.field(self.rows.operation).and_then(|item| item.as_i64()),
            date: text(callback, self.rows.date).and_then(super::time::seconds),
            is_final: of_operation.or(status).is_some_and(|(_, is_final)| is_final),
            is_paid: told.is_paid,
            paid: sum.filter(|_| told.is_paid && kind.is_none_or(|kind| self.facts.asks_for_sum(kind))),
            declined: status.is_some_and(|(status, _)| status == ends::DECLINE),
            refunded: sum.filter(|_| went_back),
        }
    }

    fn sum<'c>(&self, callback: &'c Callback, (amount, currency): (Row, Row)) -> Option<(i64, &'c str)> {
        Some((callback.field(amount)?.as_i64()?, text(callback, currency)?))
    }

    fn told<'c>(&self, callback: &'c Callback) -> Told<'c> {
        let paid = &self.facts.paid;
        Told {
            status: text(callback, self.rows.status),
            operation_type: text(callback, self.rows.operation_type),
            operation_status: text(callback, self.rows.operation_status),
            code: text(callback, self.rows.code),
            sum: self.facts.sums.iter().find_map(|rows| self.sum(callback, *rows)),
            sum_now: self.sum(callback, self.rows.sum_now),
            is_paid: !paid.is_empty() && paid.iter().all(|(_, row, value)| text(callback, *row) == Some(value)),
        }
    }

    fn method(&self, callback: &Callback, told: &Told<'_>, findings: &mut Vec<Finding>, report: &mut Report) -> bool {
        let label = text(callback, self.rows.label);
        let Some(Known { spec, linked }) = label.and_then(|label| self.facts.method(label)) else {
            report.count_method(if label.is_some() { "(unknown)" } else { "(no label)" });
            if let Some(label) = label {
                let path = self.facts.method_path();
                let finding = Finding::new(&rules::METHOD, "", self.facts.words.shown(path, label));
                findings.push(Finding { at: path.to_owned().into(), ..finding });
            }
            return false;
        };
        match linked {
            Some(method) => {
                report.count_method(&spec.key);
                if method.event.is_some_and(|event| event(callback).is_none()) {
                    findings.push(Finding::new(&rules::VIEW, "", ""));
                }
            }
            None => report.count_method(&format!("{} (generated code: not linked)", spec.key)),
        }
        ends::judge(&self.facts, spec, told, findings);
        true
    }
}

impl Judge for Callbacks<'_> {
    fn payment_paths(&self) -> [&str; 2] {
        self.facts.payment_paths()
    }

    fn judge(&mut self, body: &[u8], _: Option<&str>, findings: &mut Vec<Finding>, report: &mut Report) -> bool {
        let callback = match self.read(body) {
            Ok(callback) => callback,
            Err(finding) => {
                findings.push(*finding);
                return true;
            }
        };
        let told = self.told(&callback);
        values::judge(&self.facts, &self.rows, &callback, findings);
        let judged = self.method(&callback, &told, findings, report);
        let id = text(&callback, self.rows.payment).or(text(&callback, self.rows.general_payment));
        let Some(id) = id else {
            findings.push(Finding::new(&rules::NO_PAYMENT, "payment.id", ""));
            return judged;
        };
        if self.stories.is_some() {
            let news = self.news(&callback, &told, id);
            if let Some(stories) = &mut self.stories {
                stories.take(&news, findings);
            }
        }
        judged
    }

    fn payments(&self) -> usize {
        self.stories.as_ref().map_or(0, Stories::payments)
    }
}

/// What else the platform sends, and is no callback.
const NOTICE: &str = "; the platform's notices of chargebacks have none, and are no callbacks";

fn rule_of(reason: Reason) -> &'static Rule {
    match reason {
        Reason::NoJson
        | Reason::NoObject
        | Reason::Trailing
        | Reason::ByteOrderMark
        | Reason::Encoding
        | Reason::LoneSurrogate
        | Reason::Depth
        | Reason::Size
        | Reason::SignedSize => &rules::UNREADABLE,
        Reason::SignatureMissing
        | Reason::SignatureEmpty
        | Reason::SignatureNoText
        | Reason::SignatureWrong
        | Reason::SignaturesDisagree => &rules::SIGNATURE,
        Reason::ProjectMissing | Reason::ProjectNoInteger | Reason::ProjectsDisagree | Reason::ProjectUnknown => {
            &rules::PROJECT
        }
        _ => &rules::SHAPE,
    }
}
