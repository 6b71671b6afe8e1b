//! What the specs say of callbacks, made ready for looking it up a million times.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use ecommpay_platform::{Method, SHAPE};
use methodspec::resolved::{self, End, Interface, Operation, OperationKind, Shape, Specs};
use sha2::{Digest, Sha256};

use super::harmless::Words;

/// The specs, by what a callback says.
#[derive(Debug)]
pub(crate) struct Facts<'a> {
    specs: &'a Specs,
    /// What of values may be printed.
    pub(super) words: Words,
    /// Nothing where two methods have one label.
    labels: HashMap<&'a str, Option<Known<'a>>>,
    kinds: HashMap<Spelling<'a>, OperationKind>,
    /// Operations whose request names a sum.
    asks_for_sum: BTreeSet<OperationKind>,
    /// Members with listed values.
    pub(super) listed: Vec<Listed<'a>>,
    /// Members that are times.
    pub(super) times: Vec<(&'a str, Row)>,
    takes_refund_back: HashSet<Spelling<'a>>,
    currencies: HashMap<&'a str, u16>,
    payment_status: HashMap<Spelling<'a>, Status<'a>>,
    operation_status: HashMap<Spelling<'a>, Status<'a>>,
    pub(super) paid: Vec<(&'a str, Row, &'a str)>,
    /// Where a callback names its payment: the first that is there counts.
    pub(super) payment_paths: Vec<&'a str>,
}

/// A row of the linked platform's callbacks; one that it has not is never found.
pub(super) type Row = usize;

/// A method that a label names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known<'a> {
    pub(crate) spec: &'a resolved::Method,
    pub(super) linked: Option<&'static Method>,
}

/// A member whose values are listed.
#[derive(Debug)]
pub(super) struct Listed<'a> {
    pub(super) path: &'a str,
    pub(super) row: Row,
    /// The member of each item, where the row is a list.
    pub(super) of_item: Option<&'a str>,
    values: HashSet<Spelling<'a>>,
}

impl Listed<'_> {
    pub(super) fn has(&self, value: &str) -> bool {
        self.values.contains(&spelling(value))
    }
}

/// A value of a list, however it is spelt.
type Spelling<'a> = Cow<'a, str>;

/// The platform writes `_` and a space alike.
fn spelling(value: &str) -> Spelling<'_> {
    if value.contains('_') { Cow::Owned(value.replace('_', " ")) } else { Cow::Borrowed(value) }
}

#[derive(Debug, Clone, Copy)]
struct Status<'a> {
    value: &'a str,
    is_final: bool,
}

/// The row of a path.
pub(super) fn row(path: &str) -> Row {
    SHAPE.fields().iter().position(|field| field.path == path).unwrap_or(Row::MAX)
}

impl<'a> Facts<'a> {
    pub(crate) fn new(specs: &'a Specs, methods: &[&'static Method]) -> Self {
        let platform = &specs.platform;
        let mut labels = HashMap::new();
        for spec in specs.methods.values() {
            let linked = methods.iter().copied().find(|method| method.key == spec.key);
            let names = if let resolved::Said::Is(names) = &spec.names.callback.said { names.as_slice() } else { &[] };
            for label in names {
                labels.entry(label.as_str()).and_modify(|one| *one = None).or_insert(Some(Known { spec, linked }));
            }
        }
        let kinds = platform.operations.iter();
        let kinds =
            kinds.flat_map(|(kind, operation)| operation.operation_type.iter().map(|word| (spelling(word), *kind)));
        let asks_for_sum = platform.operations.iter();
        let asks_for_sum = asks_for_sum
            .filter(|(_, operation)| operation.send.get(&Interface::Gate).is_some_and(|send| !send.is_empty()));
        let currencies = platform.currencies.keys().zip(0..).map(|(code, number)| (code.as_str(), number)).collect();
        let times = platform.callback.iter().filter(|field| field.shape == Shape::Time);
        let reading = &platform.reading;
        Self {
            specs,
            words: Words::of(specs),
            labels,
            kinds: kinds.collect(),
            asks_for_sum: asks_for_sum.map(|(kind, _)| *kind).collect(),
            listed: listed(specs),
            times: times.map(|field| (field.path.as_str(), row(&field.path))).collect(),
            takes_refund_back: takes_refund_back(specs),
            currencies,
            payment_status: statuses(specs, "payment_status"),
            operation_status: statuses(specs, "operation_status"),
            paid: reading.paid.iter().map(|(path, value)| (path.as_str(), row(path), value.as_str())).collect(),
            payment_paths: std::iter::once(&reading.payment)
                .chain(&reading.payment_elsewhere)
                .map(String::as_str)
                .collect(),
        }
    }

    /// The method of a label; nothing where no spec has it, or two have.
    pub(crate) fn method(&self, label: &str) -> Option<Known<'a>> {
        self.labels.get(label).copied().flatten()
    }

    /// The operation that an `operation.type` belongs to.
    pub(crate) fn kind(&self, operation_type: &str) -> Option<OperationKind> {
        self.kinds.get(&spelling(operation_type)).copied()
    }

    /// Whether an `operation.type` is that of a refund that is taken back.
    pub(crate) fn takes_refund_back(&self, operation_type: &str) -> bool {
        self.takes_refund_back.contains(&spelling(operation_type))
    }

    /// Whether a payment of this status was paid, whatever went back since.
    pub(super) fn is_paid_with(&self, status: &str) -> bool {
        self.specs.platform.reading.sums.paid_with.iter().any(|one| one == status)
    }

    /// Whether the request of an operation names its sum.
    pub(super) fn asks_for_sum(&self, kind: OperationKind) -> bool {
        self.asks_for_sum.contains(&kind)
    }

    /// The number of a currency. One that is not listed has a number too, which it may share with another.
    pub(super) fn currency(&self, code: &str) -> u16 {
        let other = |code: &str| code.bytes().fold(0_u16, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
        self.currencies.get(code).copied().unwrap_or_else(|| other(code) | 0x8000)
    }

    /// A payment status in its one spelling, and whether it is final; nothing for one that is not listed.
    pub(super) fn payment_status(&self, status: &str) -> Option<(&'a str, bool)> {
        self.payment_status.get(&spelling(status)).map(|status| (status.value, status.is_final))
    }

    /// The same of an operation.
    pub(crate) fn operation_status(&self, status: &str) -> Option<(&'a str, bool)> {
        self.operation_status.get(&spelling(status)).map(|status| (status.value, status.is_final))
    }

    pub(super) fn method_path(&self) -> &'a str {
        &self.specs.platform.reading.method
    }

    /// Where the amount stands that an operation was asked for.
    pub(super) fn asked_path(&self) -> String {
        format!("{}.amount", self.specs.platform.reading.sums.asked)
    }

    pub(super) fn status_path(&self) -> &'a str {
        &self.specs.platform.reading.status
    }
}

/// How an operation ends, whatever the channel.
pub(super) fn ends(operation: &Operation) -> impl Iterator<Item = &End> + Clone {
    operation.ends.iter().chain(operation.channels.iter().flat_map(|channel| &channel.ends))
}

/// The types of operations that take a refund back.
fn takes_refund_back(specs: &Specs) -> HashSet<Spelling<'_>> {
    let types = specs.platform.lists.get("operation_type").into_iter().flatten();
    let types = types.filter(|one| one.takes_refund_back);
    types.flat_map(|one| std::iter::once(&one.value).chain(&one.also)).map(|word| spelling(word)).collect()
}

fn statuses<'a>(specs: &'a Specs, list: &str) -> HashMap<Spelling<'a>, Status<'a>> {
    let mut statuses = HashMap::new();
    for listed in specs.platform.lists.get(list).into_iter().flatten() {
        let status = Status { value: &listed.value, is_final: listed.is_final };
        for spelling in std::iter::once(&listed.value).chain(&listed.also) {
            statuses.insert(self::spelling(spelling), status);
        }
    }
    statuses
}

fn listed(specs: &Specs) -> Vec<Listed<'_>> {
    let platform = &specs.platform;
    let mut all = Vec::new();
    for field in &platform.callback {
        let values = match &field.shape {
            Shape::Listed(list) => {
                let listed = platform.lists.get(list).into_iter().flatten();
                listed
                    .flat_map(|listed| std::iter::once(&listed.value).chain(&listed.also))
                    .map(|value| spelling(value))
                    .collect()
            }
            Shape::Text if field.path == "operation.code" => platform.codes.keys().map(|code| spelling(code)).collect(),
            Shape::Text if field.path.ends_with(".currency") => {
                platform.currencies.keys().map(|code| spelling(code)).collect()
            }
            _ => continue,
        };
        let (at, of_item) = match field.path.split_once("[].") {
            Some((list, member)) => (list, Some(member)),
            None => (field.path.as_str(), None),
        };
        all.push(Listed { path: &field.path, row: row(at), of_item, values });
    }
    all
}

/// A digest of everything that the specs say: reports that were judged by other specs cannot be joined.
#[must_use]
pub(super) fn digest(specs: &Specs) -> String {
    let mut hash = Sha256::new();
    let methods: BTreeMap<&str, &str> =
        specs.methods.iter().map(|(key, spec)| (key.as_str(), spec.text.as_str())).collect();
    let platform = [("", specs.platform.text.as_str()), ("", specs.platform.codes_text.as_str())];
    for (name, text) in platform.into_iter().chain(methods) {
        for part in [name, text] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
    }
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
