//! The platform's file and the list of operation codes.

use std::collections::{BTreeMap, BTreeSet};

use crate::fault::{Kind, did_you_mean};
use crate::load::File;
use crate::load::node::{What, step};
use crate::model::keyed::Short;
use crate::model::platform as p;
use crate::model::text::{Duration, Path, PathKey};
use crate::resolved as r;

use super::catalogue::Catalogue;
use super::judge::{Here, Judge};
use super::words::{OPERATIONS, camel, operation_word, paths, refused, snake};

/// Standard flows by operation, as written.
pub(crate) type AllFlows<'a> = BTreeMap<&'a str, &'a p::Flow>;

pub(crate) fn flows(platform: &p::Platform) -> AllFlows<'_> {
    platform.flows.iter().flat_map(|flows| &flows.map).map(|(key, flow)| (key.as_str(), flow)).collect()
}

const NO_FACTS: &[&str] = &["version", "documents", "note", "cite"];

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
        hosts: hosts(own, &root),
        envelope: sends(judge, &own.envelope, &fields, &root.down("envelope")),
        operations: BTreeMap::new(),
        reading: reading(judge, own, &callback, &root),
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
        text: file.source.text.clone(),
        codes_text: codes.source.text.clone(),
        fields,
    };
    out.operations = operations(judge, own, &out, &root);
    check_flows(judge, own);
    out
}

fn hosts(own: &p::Platform, root: &Here) -> BTreeMap<String, r::Host> {
    let here = root.down("hosts").cited(own.hosts.head.cite.as_ref());
    let host = |host: &p::Host| r::Host {
        url: host.url.as_str().to_owned(),
        means: host.means.as_str().to_owned(),
        cite: here.clone().cited(host.cite.as_ref()).cite,
    };
    own.hosts.map.iter().map(|(key, one)| (key.as_str().to_owned(), host(one))).collect()
}

fn fields(judge: &Judge<'_>, own: &p::Platform, root: &Here) -> BTreeMap<String, r::Field> {
    let here = root.down("fields").cited(own.fields.head.cite.as_ref());
    let mut catalogue = Catalogue::default();
    for (path, field) in &own.fields.map {
        let at = here.down(path.as_str()).cited(field.cite.as_ref());
        if field.means.is_none() {
            judge.tell_key(Kind::MissingKey, &at.pointer, format!("`{}` does not say what it means", path.as_str()), vec![
                "add `means`: it becomes the docs of every setter".to_owned(),
            ]);
        }
        catalogue.lay(judge, path.as_str(), field, &at);
    }
    // Two fields of one Payment Page name would overwrite each other.
    let mut pages: BTreeMap<String, String> = BTreeMap::new();
    let fields: BTreeMap<String, r::Field> = catalogue.fields.into_iter().map(|(path, known)| (path, known.field)).collect();
    for (path, field) in &fields {
        if field.value.kind == r::ValueKind::Object {
            continue;
        }
        if let Some(other) = field.payment_page.as_ref().and_then(|page| pages.insert(page.clone(), path.clone())) {
            let name = field.payment_page.as_deref().unwrap_or_default();
            let message = format!("`{path}` and `{other}` are both `{name}` on the Payment Page");
            judge.tell_both(Kind::Conflict, &step(&here.pointer, path), message, &step(&here.pointer, &other), "first here", vec![
                "give one of them another name with `payment_page`".to_owned(),
            ]);
        }
    }
    fields
}

fn sends(judge: &Judge<'_>, own: &p::Sends, fields: &BTreeMap<String, r::Field>, here: &Here) -> BTreeMap<r::Interface, Vec<String>> {
    let list = |list: &Option<Vec<PathKey>>, key: &str| -> Option<Vec<String>> {
        let list = list.as_ref()?;
        for (n, path) in list.iter().enumerate() {
            for path in paths(path.as_str()) {
                if !fields.contains_key(&path) {
                    let at = here.down(key).down(n).pointer;
                    let help = did_you_mean(&path, fields.keys().map(String::as_str));
                    judge.tell(Kind::UnknownField, &at, format!("unknown field `{path}`"), help);
                }
            }
        }
        Some(list.iter().flat_map(|path| paths(path.as_str())).collect())
    };
    [(r::Interface::Gate, list(&own.gate, "gate")), (r::Interface::PaymentPage, list(&own.payment_page, "payment_page"))]
        .into_iter()
        .filter_map(|(interface, list)| list.map(|list| (interface, list)))
        .collect()
}

fn operations(judge: &Judge<'_>, own: &p::Platform, out: &r::Platform, root: &Here) -> BTreeMap<r::OperationKind, r::PlatformOperation> {
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
                        judge.tell(Kind::UnknownName, &at, format!("the list `{name}` has no `{}`", value.as_str()), Vec::new());
                    }
                }
                list.iter().map(|value| value.as_str().to_owned()).collect()
            };
            let operation = r::PlatformOperation {
                means: one.means.as_str().to_owned(),
                send: sends(judge, &one.send, &out.fields, &at.down("send")),
                payment_type: types(&one.payment_type, "payment_type", "payment_type"),
                operation_type: types(&one.operation_type, "operation_type", "operation_type"),
                cite: at.cite.clone(),
            };
            Some((kind, operation))
        })
        .collect()
}

fn lists(judge: &Judge<'_>, own: &p::Platform, root: &Here) -> BTreeMap<String, Vec<r::Listed>> {
    let here = root.down("lists").cited(own.lists.head.cite.as_ref());
    let mut out = BTreeMap::new();
    for (name, list) in &own.lists.map {
        let here = here.down(name.as_str()).cited(list.head.cite.as_ref());
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        let mut values = Vec::new();
        for (value, item) in &list.map {
            let at = here.down(value.as_str());
            let one = match item {
                Short::Short(means) => r::Listed {
                    value: value.as_str().to_owned(),
                    also: Vec::new(),
                    rust: camel(value.as_str()),
                    means: means.as_str().to_owned(),
                    is_final: false,
                    cite: here.cite.clone(),
                },
                Short::Long(item) => r::Listed {
                    value: value.as_str().to_owned(),
                    also: item.also.iter().map(|text| text.as_str().to_owned()).collect(),
                    rust: item.rust.as_ref().map_or_else(|| camel(value.as_str()), |rust| rust.as_str().to_owned()),
                    means: item.means.as_str().to_owned(),
                    is_final: item.r#final,
                    cite: at.clone().cited(item.cite.as_ref()).cite,
                },
            };
            let help = || vec!["give it another name with `rust:`".to_owned()];
            if let Some(why) = refused(&one.rust, &["Unknown", "Other"]).or_else(|| one.rust.is_empty().then(|| "it has no letters".to_owned())) {
                judge.tell_key(Kind::RustName, &at.pointer, format!("the value `{}`: {why}", value.as_str()), help());
            } else if let Some(other) = names.insert(one.rust.clone(), at.pointer.clone()) {
                let message = format!("the value `{}` and another are both `{}` in Rust", value.as_str(), one.rust);
                judge.tell_both(Kind::RustName, &at.pointer, message, &other, "first here", help());
            }
            values.push(one);
        }
        out.insert(name.as_str().to_owned(), values);
    }
    out
}

fn callback(judge: &Judge<'_>, own: &p::Platform, lists: &BTreeMap<String, Vec<r::Listed>>, root: &Here) -> Vec<r::CallbackField> {
    let here = root.down("callback").cited(own.callback.head.cite.as_ref());
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let members: BTreeSet<&str> = own.callback.map.keys().map(Path::as_str).collect();
    let mut out = Vec::new();
    for (path, member) in &own.callback.map {
        let path = path.as_str();
        let at = here.down(path).cited(member.cite.as_ref());
        let shape = match member.r#type.as_str() {
            "text" => r::Shape::Text,
            "integer" => r::Shape::Integer,
            "boolean" => r::Shape::Boolean,
            "time" => r::Shape::Time,
            "object" => r::Shape::Object,
            "list" => r::Shape::List,
            "map" => r::Shape::Map,
            other => {
                if !lists.contains_key(other) {
                    let known = SHAPES.iter().copied().chain(lists.keys().map(String::as_str));
                    let mut help = did_you_mean(other, known);
                    help.push(format!("a type is one of {}, or a list under `lists`", SHAPES.join(", ")));
                    judge.tell(Kind::UnknownName, &at.down("type").pointer, format!("unknown type `{other}`"), help);
                }
                r::Shape::Listed(other.to_owned())
            }
        };
        if let Some((parent, _)) = path.rsplit_once('.') {
            let parent = parent.strip_suffix("[]").unwrap_or(parent);
            if !members.contains(parent) {
                judge.tell_key(Kind::Unresolved, &at.pointer, format!("`{parent}` is no member of callbacks"), vec![
                    "declare the object or list before its members".to_owned(),
                ]);
            }
        }
        let rust = member.rust.as_ref().map_or_else(|| snake(path), |rust| rust.as_str().to_owned());
        let help = || vec!["give it another name with `rust:`".to_owned()];
        if let Some(why) = refused(&rust, &[]) {
            judge.tell_key(Kind::RustName, &at.pointer, format!("the member `{path}`: {why}"), help());
        } else if let Some(other) = names.insert(rust.clone(), at.pointer.clone()) {
            let message = format!("the member `{path}` and another are both `{rust}` in Rust");
            judge.tell_both(Kind::RustName, &at.pointer, message, &other, "first here", help());
        }
        out.push(r::CallbackField {
            path: path.to_owned(),
            rust,
            shape,
            means: member.means.as_str().to_owned(),
            uncovered: member.uncovered,
            cite: at.cite,
        });
    }
    out
}

const SHAPES: [&str; 7] = ["text", "integer", "boolean", "time", "object", "list", "map"];

fn reading(judge: &Judge<'_>, own: &p::Platform, callback: &[r::CallbackField], root: &Here) -> r::Reading {
    let own = &own.reading;
    let here = root.down("reading").cited(own.cite.as_ref());
    let known = |path: &str, at: Here| {
        if !callback.iter().any(|field| field.path == path) {
            let help = did_you_mean(path, callback.iter().map(|field| field.path.as_str()));
            judge.tell(Kind::Unresolved, &at.pointer, format!("`{path}` is no member of callbacks"), help);
        }
        path.to_owned()
    };
    let one = |path: &Path, key: &str| known(path.as_str(), here.down(key));
    let list = |list: &[Path], key: &str| -> Vec<String> {
        list.iter().enumerate().map(|(n, path)| known(path.as_str(), here.down(key).down(n))).collect()
    };
    for (n, sum) in own.sum.iter().enumerate() {
        for member in ["amount", "currency"] {
            let path = format!("{}.{member}", sum.as_str());
            if !callback.iter().any(|field| field.path == path) {
                let at = here.down("sum").down(n).pointer;
                judge.tell(Kind::Unresolved, &at, format!("`{path}` is no member of callbacks"), Vec::new());
            }
        }
    }
    r::Reading {
        paid: own
            .paid
            .map
            .iter()
            .map(|(path, value)| (known(path.as_str(), here.down("paid").down(path.as_str())), value.as_str().to_owned()))
            .collect(),
        dedupe: list(&own.dedupe, "dedupe"),
        sum: list(&own.sum, "sum"),
        method: one(&own.method, "method"),
        payment: one(&own.payment, "payment"),
        status: one(&own.status, "status"),
        redirect: one(&own.redirect, "redirect"),
        display: one(&own.display, "display"),
        cite: here.cite.clone(),
    }
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
    let seconds = |duration: &Duration, at: Here| {
        let span = super::sets::span(judge, duration, &at.pointer);
        match (span.from, span.to) {
            (Some(from), Some(to)) if from == to => u32::try_from(from).unwrap_or(u32::MAX),
            _ => {
                judge.tell(Kind::WrongForm, &at.pointer, "one time is wanted here, no range", Vec::new());
                0
            }
        }
    };
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

/// Flows are of known operations, and the key of a step tells it from the others.
fn check_flows(judge: &Judge<'_>, own: &p::Platform) {
    for (name, flow) in own.flows.iter().flat_map(|flows| &flows.map) {
        let at = format!("/flows/{}", name.as_str());
        if !OPERATIONS.into_iter().any(|kind| operation_word(kind) == name.as_str()) {
            let help = did_you_mean(name.as_str(), OPERATIONS.map(operation_word));
            judge.tell_key(Kind::Unresolved, &at, format!("there is no operation `{}`", name.as_str()), help);
        }
        let lists = [("gate", &flow.gate), ("payment_page", &flow.payment_page), ("dashboard", &flow.dashboard), ("links", &flow.links), ("plugins", &flow.plugins)];
        for (interface, list) in lists {
            let mut seen = BTreeMap::new();
            for (n, one) in list.iter().flatten().enumerate() {
                let pointer = format!("{at}/{interface}/{n}/key");
                if let Some(other) = seen.insert(one.key.as_str(), pointer.clone()) {
                    let message = format!("two steps are called `{}`", one.key.as_str());
                    judge.tell_both(Kind::Conflict, &pointer, message, &other, "first here", Vec::new());
                }
            }
        }
    }
}
