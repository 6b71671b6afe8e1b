//! The platform's file and the list of operation codes.

use std::collections::{BTreeMap, BTreeSet};

use crate::fault::Kind;
use crate::load::File;
use crate::load::node::{What, step};
use crate::model::keyed::Short;
use crate::model::platform as p;
use crate::model::text::{Duration, PathKey};
use crate::resolved as r;

use super::answers::{answers, refusals};
use super::callbacks::{callback, lists, reading};
use super::catalogue::Catalogue;
use super::judge::{Here, Judge};
use super::requests::{once, requests, seconds};
use super::steps::check_flows;
use super::words::{OPERATIONS, operation_word, paths};

const NO_FACTS: &[&str] = &["version", "documents", "disputed", "note", "cite"];

/// The platform as all outputs see it.
pub(crate) fn platform(judge: &Judge<'_>, file: &File<p::Platform>, codes: &File<p::OperationCodes>) -> r::Platform {
    let own = &file.typed;
    let root = Here::default().cited(own.cite.as_ref());
    super::cites::check(judge, &file.node);
    if let What::Map(entries) = &file.node.what {
        super::cites::uncited(judge, entries, NO_FACTS);
    }
    let fields = fields(judge, own, &root);
    let lists = lists(judge, own, &root);
    let callback = callback(judge, own, &lists, &root);
    let mut out = r::Platform {
        version: own.version.as_str().to_owned(),
        documents: judge.documents.clone(),
        hosts: hosts(judge, own, &root),
        envelope: sends(judge, &own.envelope, &fields, &root.down("envelope")),
        operations: BTreeMap::new(),
        requests: BTreeMap::new(),
        answers: answers(judge, own, &lists, &root),
        refusals: BTreeMap::new(),
        reading: reading(judge, own, &lists, &callback, &root),
        callback,
        lists,
        currencies: currencies(own),
        countries: countries(own),
        kinds: own.kinds.map.keys().map(|key| key.as_str().to_owned()).collect(),
        instruments: own.instruments.map.keys().map(|key| key.as_str().to_owned()).collect(),
        delivery: delivery(judge, own, &root),
        codes: codes
            .typed
            .codes
            .map
            .iter()
            .map(|(code, message)| {
                let message = match message {
                    Short::Short(message) => message.as_str(),
                    Short::Long(long) => long.is.as_str(),
                };
                (code.as_str().to_owned(), message.to_owned())
            })
            .collect(),
        disputed: super::record::disputed(judge, own.disputed.as_ref()),
        notes: super::record::notes(own.notes.as_ref(), &root),
        text: file.source.text.clone(),
        codes_text: codes.source.text.clone(),
        fields,
    };
    out.refusals = refusals(judge, own, &out.codes, &root);
    out.operations = operations(judge, own, &out, &root);
    out.requests = requests(judge, own, &out, &root);
    check_flows(judge, own);
    out
}

fn hosts(judge: &Judge<'_>, own: &p::Platform, root: &Here) -> BTreeMap<String, r::Host> {
    let here = root.down("hosts").cited(own.hosts.head.cite.as_ref());
    let host = |key: &str, host: &p::Host| r::Host {
        url: host.url.as_str().to_owned(),
        means: host.means.as_str().to_owned(),
        described_by: host.described_by.as_ref().map(|document| {
            let document = document.as_str();
            let at = here.down(key).down("described_by").pointer;
            match judge.documents.get(document) {
                Some(known) if known.api.is_some() => {}
                Some(_) => judge.tell(
                    Kind::Unresolved,
                    &at,
                    format!("the document `{document}` is no API description"),
                    vec![format!("give its title and version: `documents: {{ {document}: {{ api: … }} }}`")],
                ),
                None => {
                    let help = judge.did_you_mean(document, judge.documents.keys().map(String::as_str));
                    judge.tell(Kind::UnknownDocument, &at, format!("no document `{document}` is declared"), help);
                }
            }
            document.to_owned()
        }),
        cite: here.clone().cited(host.cite.as_ref()).cite,
    };
    own.hosts.map.iter().map(|(key, one)| (key.as_str().to_owned(), host(key.as_str(), one))).collect()
}

fn fields(judge: &Judge<'_>, own: &p::Platform, root: &Here) -> BTreeMap<String, r::Field> {
    let here = root.down("fields").cited(own.fields.head.cite.as_ref());
    let mut catalogue = Catalogue::default();
    for (path, field) in &own.fields.map {
        let at = here.down(path.as_str()).cited(field.cite.as_ref());
        if field.means.is_none() {
            judge.tell_key(
                Kind::MissingKey,
                &at.pointer,
                format!("`{}` does not say what it means", path.as_str()),
                vec!["add `means`: it becomes the docs of every setter".to_owned()],
            );
        }
        catalogue.lay(judge, path.as_str(), field, &at);
    }
    // Two fields of one Payment Page name would overwrite each other.
    let mut pages: BTreeMap<String, String> = BTreeMap::new();
    let fields: BTreeMap<String, r::Field> = catalogue.into_fields().map(|field| (field.path.clone(), field)).collect();
    for (path, field) in &fields {
        if field.value.kind == r::ValueKind::Object {
            continue;
        }
        if let Some(other) = field.payment_page.as_ref().and_then(|page| pages.insert(page.clone(), path.clone())) {
            let name = field.payment_page.as_deref().unwrap_or_default();
            let message = format!("`{path}` and `{other}` are both `{name}` on the Payment Page");
            judge.tell_both(
                Kind::Conflict,
                &step(&here.pointer, path),
                message,
                &step(&here.pointer, &other),
                "first here",
                vec!["give one of them another name with `payment_page`".to_owned()],
            );
        }
    }
    fields
}

fn sends(
    judge: &Judge<'_>,
    own: &p::Sends,
    fields: &BTreeMap<String, r::Field>,
    here: &Here,
) -> BTreeMap<r::Interface, Vec<String>> {
    let list = |list: &Option<Vec<PathKey>>, key: &str| -> Option<Vec<String>> {
        let list = list.as_ref()?;
        for (n, path) in list.iter().enumerate() {
            for path in paths(path.as_str()) {
                if !fields.contains_key(&path) {
                    let at = here.down(key).down(n).pointer;
                    let help = judge.did_you_mean(&path, fields.keys().map(String::as_str));
                    judge.tell(Kind::UnknownField, &at, format!("unknown field `{path}`"), help);
                }
            }
        }
        Some(list.iter().flat_map(|path| paths(path.as_str())).collect())
    };
    [
        (r::Interface::Gate, list(&own.gate, "gate")),
        (r::Interface::PaymentPage, list(&own.payment_page, "payment_page")),
    ]
    .into_iter()
    .filter_map(|(interface, list)| list.map(|list| (interface, list)))
    .collect()
}

fn operations(
    judge: &Judge<'_>,
    own: &p::Platform,
    out: &r::Platform,
    root: &Here,
) -> BTreeMap<r::OperationKind, r::PlatformOperation> {
    let here = root.down("operations").cited(own.operations.cite.as_ref());
    let of = |kind| match kind {
        r::OperationKind::Sale => own.operations.sale.as_ref(),
        r::OperationKind::Auth => own.operations.auth.as_ref(),
        r::OperationKind::Capture => own.operations.capture.as_ref(),
        r::OperationKind::Cancel => own.operations.cancel.as_ref(),
        r::OperationKind::Recurring => own.operations.recurring.as_ref(),
        r::OperationKind::Refund => own.operations.refund.as_ref(),
        r::OperationKind::Payout => own.operations.payout.as_ref(),
        r::OperationKind::Chargeback => own.operations.chargeback.as_ref(),
    };
    OPERATIONS
        .into_iter()
        .filter_map(|kind| {
            let one = of(kind)?;
            let at = here.down(operation_word(kind)).cited(one.cite.as_ref());
            let types = |list: &[crate::model::text::Text], name: &str, key: &str| {
                let known = out.lists.get(name);
                for (n, value) in list.iter().enumerate() {
                    if known.is_some_and(|known| !known.iter().any(|one| one.value == value.as_str())) {
                        let at = at.down(key).down(n).pointer;
                        judge.tell(
                            Kind::UnknownName,
                            &at,
                            format!("the list `{name}` has no `{}`", value.as_str()),
                            Vec::new(),
                        );
                    }
                }
                list.iter().map(|value| value.as_str().to_owned()).collect()
            };
            let operation = r::PlatformOperation {
                means: one.means.as_str().to_owned(),
                send: sends(judge, &one.send, &out.fields, &at.down("send")),
                required_with: super::required_with::read(judge, one.required_with.as_ref(), out, &at),
                once: one.once.as_ref().and_then(|own| once(judge, own, out, &at.down("once"))),
                payment_type: types(&one.payment_type, "payment_type", "payment_type"),
                operation_type: types(&one.operation_type, "operation_type", "operation_type"),
                cite: at.cite.clone(),
            };
            Some((kind, operation))
        })
        .collect()
}

fn currencies(own: &p::Platform) -> BTreeMap<String, r::Currency> {
    own.currencies
        .map
        .iter()
        .map(|(code, money)| {
            let code = code.as_str().to_owned();
            (code.clone(), r::Currency { code, decimals: money.decimals.0, title: money.title.as_str().to_owned() })
        })
        .collect()
}

fn countries(own: &p::Platform) -> BTreeSet<String> {
    let list = match &own.countries {
        Short::Short(list) => list,
        Short::Long(long) => &long.is,
    };
    list.iter().map(|code| code.as_str().to_owned()).collect()
}

fn delivery(judge: &Judge<'_>, own: &p::Platform, root: &Here) -> r::Delivery {
    let own = &own.delivery;
    let here = root.down("delivery").cited(own.cite.as_ref());
    let seconds = |duration: &Duration, at: Here| seconds(judge, duration, &at);
    let growth = own.then.growth.as_str();
    let (whole, part) = growth.split_once('.').unwrap_or((growth, ""));
    // At most six digits and two decimals: the form of the text says so.
    let hundredths = format!("{whole}{part:0<2}").parse().unwrap_or(0);
    r::Delivery {
        first: (own.first.attempts.0, seconds(&own.first.every, here.down("first").down("every"))),
        base: seconds(&own.then.base, here.down("then").down("base")),
        factor: own.then.factor.0,
        growth_percent: hundredths,
        shift: own.then.shift.0,
        cap_seconds: seconds(&own.then.cap, here.down("then").down("cap")),
        attempts: own.attempts.0,
        max_delay_seconds: seconds(&own.max_delay, here.down("max_delay")),
        cite: here.cite,
    }
}
