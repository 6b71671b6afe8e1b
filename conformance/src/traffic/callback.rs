//! One callback: read with the runtime's verifier, and held against the specs.

use ecommpay_platform::runtime::callback::{Reason, Refusal, Verifier};
use ecommpay_platform::runtime::json::Limits;
use ecommpay_platform::{Callback, Method, READING, SHAPE};
use methodspec::resolved::Specs;

use super::facts::{Facts, Known};
use super::finding::Finding;
use super::keys::Secrets;
use super::orders::Orders;
use super::report::Report;
use super::rules::{self, Rule};
use super::run::Judge;
use super::story::Stories;
use super::values::{Rows, text};
use super::{ends, news, sums, values};

/// Judges callbacks.
pub(super) struct Callbacks<'a> {
    facts: Facts<'a>,
    verifier: Verifier,
    secrets: Secrets,
    stories: Option<Stories>,
    rows: Rows,
    orders: Option<Orders>,
}

/// What a callback says, as far as rules ask.
pub(super) struct Told<'a> {
    pub(super) status: Option<&'a str>,
    pub(super) operation_type: Option<&'a str>,
    pub(super) operation_status: Option<&'a str>,
    pub(super) code: Option<&'a str>,
    /// What the operation was asked for.
    pub(super) asked: Option<(i64, &'a str)>,
    /// What the payment amounts to: the whole of it, less what went back.
    pub(super) whole: Option<(i64, &'a str)>,
    /// The operation took money.
    pub(super) took_money: bool,
    /// The payment is paid.
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
        // a story tells news by what was signed: one reading serves both
        let verifier = if story { verifier.with_dedupe_key() } else { verifier };
        let stories = story.then(Stories::default);
        Self { facts, verifier, secrets, stories, rows, orders: None }
    }

    fn read(&mut self, body: &[u8]) -> Result<Callback, Box<Finding>> {
        let refused = |refusal: Refusal| {
            let at = refusal.field_path().unwrap_or_default();
            let byte = refusal.at().map(|at| format!(" at byte {at}")).unwrap_or_default();
            let (at, found) = match refusal.reason() {
                Reason::ProjectMissing => ("project_id", NO_CHOICE.to_owned()),
                Reason::ProjectUnknown => ("project_id", "no secret was given for it".to_owned()),
                Reason::SignatureMissing => (at, format!("{}{NOTICE}", Reason::SignatureMissing)),
                reason => (at, format!("{reason}{byte}")),
            };
            Box::new(Finding::new(rule_of(refusal.reason()), at, found))
        };
        let secrets = &mut self.secrets;
        let verified = self.verifier.verify_choosing(body, move |named| {
            let project = named.or_else(|| secrets.only())?;
            Some((project, &secrets.of(project)?.keys))
        });
        verified.map(Callback::from).map_err(refused)
    }

    fn told<'c>(&self, callback: &'c Callback) -> Told<'c> {
        Told {
            status: text(callback, self.rows.status),
            operation_type: text(callback, self.rows.operation_type),
            operation_status: text(callback, self.rows.operation_status),
            code: text(callback, self.rows.code),
            asked: callback.sum_asked(),
            whole: READING.sum_whole(callback),
            took_money: READING.took_money(callback),
            is_paid: callback.is_paid(),
        }
    }

    fn spec_of(&self, callback: &Callback) -> Option<&methodspec::resolved::Method> {
        let label = text(callback, self.rows.label)?;
        self.facts.method(label).map(|known| known.spec)
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
    fn payment_paths(&self) -> &[&str] {
        &self.facts.payment_paths
    }

    fn orders(&mut self, orders: Orders) {
        self.orders = Some(orders);
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
        let may_differ = self.spec_of(&callback).is_some_and(|spec| sums::may_differ(&self.facts, spec, &told));
        sums::judge(&callback, &told, may_differ, findings);
        let Some(id) = callback.payment_id() else {
            let named = self.rows.payment.iter().any(|row| text(&callback, *row).is_some());
            let rule = if named { &rules::PAYMENTS } else { &rules::NO_PAYMENT };
            findings.push(Finding::new(rule, "payment.id", ""));
            return judged;
        };
        if let Some(orders) = &self.orders {
            sums::against(&callback, orders, id, may_differ, findings);
        }
        if self.stories.is_some() {
            let news = news::of(&self.facts, &self.rows, &callback, &told, id);
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

/// A body without a project, where the secrets leave a choice.
const NO_CHOICE: &str =
    "no project is named, and the secrets may be of several: give each project's traffic and key apart";

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
