//! One method against the platform.

use crate::fault::Kind;
use crate::load::File;
use crate::load::node::{What, step};
use crate::model::fact::{Fact, FactOr, Stated};
use crate::model::keyed::Many;
use crate::model::method::{Method, MethodFact, Names};
use crate::model::operation::{OperationOr, Operations};
use crate::model::text::Text;
use crate::resolved as r;

use super::catalogue::Catalogue;
use super::judge::{Here, Judge, fact, silent};
use super::limits::{Scoped, lay_over};
use super::said::must_say;
use super::sets::{Held, Of, no_times, set, times};
use super::steps::Flows;
use super::words::{OPERATIONS, RESERVED_KEYS, RESERVED_METHODS, camel, operation, operation_word, refused};

/// What the whole method says, for its operations.
pub(crate) struct Wide<'a> {
    pub(crate) key: &'a str,
    pub(crate) method: &'a Method,
    pub(crate) platform: &'a r::Platform,
    pub(crate) flows: &'a super::steps::AllFlows<'a>,
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) countries: &'a Held,
    pub(crate) currencies: &'a Held,
    pub(crate) amounts: &'a Scoped,
    pub(crate) times: &'a r::Times,
    pub(crate) together: &'a [r::Together],
    pub(crate) here: &'a Here,
}

impl<'a> Wide<'a> {
    pub(crate) fn flow(&self, kind: r::OperationKind) -> Flows<'a> {
        self.flows.get(operation_word(kind)).copied()
    }
}

/// A method as all outputs see it.
pub(crate) fn method(
    judge: &Judge<'_>,
    file: &File<Method>,
    platform: &r::Platform,
    shared: &Catalogue,
    flows: &super::steps::AllFlows<'_>,
    examples: &super::example::Texts,
) -> r::Method {
    let own = &file.typed;
    let key = own.method.as_str();
    let root = Here::default().cited(own.cite.as_ref());
    super::cites::check(judge, &file.node);
    if let What::Map(entries) = &file.node.what {
        super::cites::uncited(judge, entries, NO_FACTS);
    }
    place(judge, key, &file.source.file);
    must(judge, own);

    // A set may stand under a condition, and what its fields are held against depends on the set: first every currency.
    let open = shared.with(judge, own.fields.as_ref(), &root);
    let choice = |own: &Option<crate::model::amount::Set>, of: Of<'_>, key: &str| {
        own.as_ref().map_or_else(Held::silent, |own| set(judge, own, of, &open, &root.down(key)))
    };
    let countries = choice(&own.countries, Of::Countries(platform), "countries");
    let currencies = choice(&own.currencies, Of::Currencies(platform), "currencies");
    let taken = match &currencies.fact.said {
        r::Said::Is(choice) if !currencies.open && currencies.force != r::Force::Advisory => {
            Some(super::sets::members(choice, platform))
        }
        _ => None,
    };
    let catalogue = shared.clone().taking(taken.as_deref()).with(judge, own.fields.as_ref(), &root);
    super::condition::of_amounts(judge, own.amounts.as_ref(), &catalogue, &root);
    let mut amounts = Scoped::new();
    lay_over(judge, &mut amounts, own.amounts.as_ref(), &root, &catalogue, platform);
    let all_times = times(judge, own.times.as_ref(), &no_times(), &root);
    let together = super::together::together(judge, own.together.as_deref(), &catalogue, &root);

    let module = own.rust.as_ref().map_or_else(|| key.replace('-', "_"), |rust| rust.as_str().to_owned());
    if RESERVED_KEYS.contains(&key) {
        let help = format!("the key is the file's name: give `methods/{key}.yaml` another, and `method:` with it");
        let why = format!("`{key}` is no key for a method: the facade has a feature, a crate or a case of that name");
        judge.tell(Kind::RustName, "/method", why, vec![help]);
    } else if let Some(why) = refused(&module, RESERVED_METHODS) {
        judge.tell(Kind::RustName, "/method", why, vec!["give the module another name with `rust:`".to_owned()]);
    }
    let wide = Wide {
        key,
        method: own,
        platform,
        flows,
        catalogue: &catalogue,
        countries: &countries,
        currencies: &currencies,
        amounts: &amounts,
        times: &all_times,
        together: &together,
        here: &root,
    };
    let all = root.down("operations").cited(own.operations.cite.as_ref());
    let operations: std::collections::BTreeMap<_, _> = OPERATIONS
        .into_iter()
        .filter_map(|kind| {
            let said = said_of(&own.operations, kind);
            let listed = own.operations.not_documented.iter().flatten().any(|name| operation(*name) == kind);
            (said.is_some() || listed).then(|| {
                let here = all.down(operation_word(kind));
                (kind, super::operation::operation(judge, &wide, kind, said, &here))
            })
        })
        .collect();
    super::dead::check(judge, &catalogue, &operations);
    let examples = super::example::examples(judge, own, &operations, examples);
    let mut out = r::Method {
        key: key.to_owned(),
        type_name: camel(&module),
        module,
        version: own.version.as_str().to_owned(),
        title: own.title.as_str().to_owned(),
        summary: own.summary.as_str().to_owned(),
        source: file.source.file.clone(),
        text: file.source.text.clone(),
        documents: judge.documents.clone(),
        names: names(judge, own.names.as_ref(), &root.down("names")),
        kind: listed(judge, own.kind.as_ref(), &root.down("kind"), &platform.kinds, "kind"),
        instruments: instruments(judge, own, platform, &root),
        countries: countries.fact,
        countries_force: countries.force,
        countries_open: countries.open,
        conversion: fact(own.conversion.as_ref(), &root.down("conversion"), |text| text.as_str().to_owned()),
        currencies_force: currencies.force,
        currencies_open: currencies.open,
        currencies: currencies.fact.clone(),
        test: super::record::test(judge, own, &catalogue, &operations, &root),
        examples,
        disputed: super::record::disputed(judge, own.disputed.as_ref()),
        notes: super::record::notes(own.notes.as_ref(), &root),
        told: Vec::new(),
        operations,
        cite: root.cite,
    };
    out.told = super::notes::apart(super::notes::all(&file.node, &out.cite), &out);
    out
}

/// Keys of a method's file that state no fact of a document.
const NO_FACTS: &[&str] = &[
    "method",
    "version",
    "draft",
    "title",
    "summary",
    "rust",
    "documents",
    "examples",
    "disputed",
    "not_documented",
    "cite",
];

/// The file's name is the method's key.
fn place(judge: &Judge<'_>, key: &str, file: &str) {
    let name = file.rsplit('/').next().unwrap_or_default().trim_end_matches(".yaml");
    if name != key {
        judge.tell(
            Kind::Misplaced,
            "/method",
            format!("the file is called `{name}`, the method `{key}`"),
            vec![format!("name the file `{key}.yaml`, or the method `{name}`")],
        );
    }
}

fn must(judge: &Judge<'_>, own: &Method) {
    let listed: Vec<&str> = own
        .not_documented
        .iter()
        .flatten()
        .map(|fact| match fact {
            MethodFact::Names => "names",
            MethodFact::Kind => "kind",
            MethodFact::Instruments => "instruments",
            MethodFact::Countries => "countries",
            MethodFact::Currencies => "currencies",
            MethodFact::Conversion => "conversion",
        })
        .collect();
    let must = [
        ("names", own.names.is_some()),
        ("kind", own.kind.is_some()),
        ("instruments", own.instruments.is_some()),
        ("countries", own.countries.is_some()),
        ("currencies", own.currencies.is_some()),
        ("conversion", own.conversion.is_some()),
    ];
    must_say(judge, "", &must, &listed, "the method");
    let listed: Vec<&str> =
        own.operations.not_documented.iter().flatten().map(|name| operation_word(operation(*name))).collect();
    let told: Vec<(&str, bool)> = OPERATIONS
        .into_iter()
        .filter(|kind| MUST.contains(kind) || listed.contains(&operation_word(*kind)))
        .map(|kind| (operation_word(kind), said_of(&own.operations, kind).is_some()))
        .collect();
    must_say(judge, "/operations", &told, &listed, "`operations`");
}

const MUST: [r::OperationKind; 5] = [
    r::OperationKind::Sale,
    r::OperationKind::Payout,
    r::OperationKind::Refund,
    r::OperationKind::Recurring,
    r::OperationKind::Chargeback,
];

fn said_of(operations: &Operations, kind: r::OperationKind) -> Option<&OperationOr> {
    match kind {
        r::OperationKind::Sale => operations.sale.as_ref(),
        r::OperationKind::Auth => operations.auth.as_ref(),
        r::OperationKind::Capture => operations.capture.as_ref(),
        r::OperationKind::Cancel => operations.cancel.as_ref(),
        r::OperationKind::Recurring => operations.recurring.as_ref(),
        r::OperationKind::Refund => operations.refund.as_ref(),
        r::OperationKind::Payout => operations.payout.as_ref(),
        r::OperationKind::Chargeback => operations.chargeback.as_ref(),
    }
}

/// What the method is called where; one name for all, or interface by interface.
fn names(judge: &Judge<'_>, own: Option<&FactOr<Many<Text>, Names>>, here: &Here) -> r::Names {
    let texts = |many: &Many<Text>| many.0.iter().map(|text| text.as_str().to_owned()).collect::<Vec<_>>();
    let one = |own: Option<&Fact<Many<Text>>>, here: &Here| fact(own, here, texts);
    match own {
        None => r::Names { payment_page: silent(), gate: silent(), callback: silent() },
        Some(FactOr::Fact(all)) => {
            let all = one(Some(all), here);
            r::Names { payment_page: all.clone(), gate: all.clone(), callback: all }
        }
        Some(FactOr::Map(map)) => {
            let here = here.clone().cited(map.cite.as_ref());
            let missing: Vec<&str> = [
                ("payment_page", map.payment_page.is_none()),
                ("gate", map.gate.is_none()),
                ("callback", map.callback.is_none()),
            ]
            .into_iter()
            .filter_map(|(key, missing)| missing.then_some(key))
            .collect();
            if !missing.is_empty() {
                judge.tell(
                    Kind::MustSay,
                    &here.pointer,
                    format!("`names` does not speak of {}", missing.join(", ")),
                    vec!["`none` where it has no name, `not_documented` where the documents do not say".to_owned()],
                );
            }
            r::Names {
                payment_page: one(map.payment_page.as_ref(), &here.down("payment_page")),
                gate: one(map.gate.as_ref(), &here.down("gate")),
                callback: one(map.callback.as_ref(), &here.down("callback")),
            }
        }
    }
}

/// A name out of one of the platform's lists.
fn listed(
    judge: &Judge<'_>,
    own: Option<&Fact<Text>>,
    here: &Here,
    known: &std::collections::BTreeSet<String>,
    what: &str,
) -> r::Fact<String> {
    if let Some(Stated::Is(name)) = own.map(Fact::is) {
        let inner = step(&here.pointer, "is");
        let at = if judge.node.at(&inner).is_some() { inner } else { here.pointer.clone() };
        unknown_name(judge, name.as_str(), known, what, &at);
    }
    fact(own, here, |name| name.as_str().to_owned())
}

fn unknown_name(judge: &Judge<'_>, name: &str, known: &std::collections::BTreeSet<String>, what: &str, pointer: &str) {
    if !known.contains(name) {
        let mut help = judge.did_you_mean(name, known.iter().map(String::as_str));
        help.push(format!("platform.yaml lists {}", judge.listed(known.iter().map(String::as_str))));
        judge.tell(Kind::UnknownName, pointer, format!("unknown {what} `{name}`"), help);
    }
}

fn instruments(judge: &Judge<'_>, own: &Method, platform: &r::Platform, root: &Here) -> r::Fact<Vec<String>> {
    let here = root.down("instruments");
    if let Some(Fact(long)) = &own.instruments
        && let Stated::Is(list) = &long.is
    {
        let inner = step(&here.pointer, "is");
        let at = if judge.node.at(&inner).is_some() { inner } else { here.pointer.clone() };
        for (n, name) in list.iter().enumerate() {
            unknown_name(judge, name.as_str(), &platform.instruments, "instrument", &step(&at, n));
        }
    }
    fact(own.instruments.as_ref(), &here, |list| list.iter().map(|name| name.as_str().to_owned()).collect())
}
