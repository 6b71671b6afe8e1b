//! Which forms an operation has: one for each of its channels, whatever the others ask for, so that no path and no id moves when a
//! channel is added or asks for something else.

use std::collections::{BTreeMap, BTreeSet};

use crate::fault::Kind;
use crate::resolved as r;

use super::catalogue::Catalogue;
use super::form::{Base, Envelope, rows};
use super::judge::{Here, Judge};
use super::method::Wide;
use super::parts::{Parted, Parts};
use super::send::Entry;
use super::turns::Further;
use super::words::{interface_word, operation_word};

/// A channel with what it asks for.
pub(crate) struct Ask<'a> {
    pub(crate) channel: r::Channel,
    pub(crate) sends: Vec<Entry<'a>>,
    pub(crate) further: Vec<Further>,
    pub(crate) catalogue: Catalogue,
}

/// Builds the operation's forms, or says why there are none.
pub(crate) fn forms(
    judge: &Judge<'_>,
    wide: &Wide<'_>,
    base: &Base<'_>,
    out: &mut r::Operation,
    parts: &Parts<'_>,
    asks: &[Ask<'_>],
    known_send: bool,
) {
    let word = operation_word(base.operation);
    if out.via.is_empty() && base.operation != r::OperationKind::Chargeback {
        out.not_generated.push(format!("{word}: the documents do not say through which interface it goes."));
    }
    if out.via.contains(&r::Interface::Gate) {
        match (&out.path.said, known_send) {
            (r::Said::Is(path), true) => {
                let path = path.clone();
                let forms = on(judge, wide, base, out, r::Interface::Gate, &path, parts, asks);
                out.forms.extend(forms);
            }
            (path, fields) => {
                let path = (!matches!(path, r::Said::Is(_))).then_some("give its path");
                let fields = (!fields).then_some("say which fields it takes");
                let missing = path.into_iter().chain(fields).collect::<Vec<_>>().join(" and do not ");
                out.not_generated.push(format!("{word} through Gate: the documents do not {missing}."));
            }
        }
    }
    if out.via.contains(&r::Interface::PaymentPage) {
        let forms = on(judge, wide, base, out, r::Interface::PaymentPage, "/payment", parts, asks);
        out.forms.extend(forms);
    }
    further(wide, out, asks);
}

/// Forms of the requests after the first, where their path is known.
fn further(wide: &Wide<'_>, out: &mut r::Operation, asks: &[Ask<'_>]) {
    let word = operation_word(out.kind);
    for ask in asks {
        let channel = &ask.channel;
        for one in &ask.further {
            let turn = &one.turn;
            let r::Said::Is(path) = &one.path.said else {
                let of = format!("the further request `{turn}` of {word}, channel `{}`", channel.key);
                out.not_generated.push(format!("{of}: the documents do not give its path."));
                continue;
            };
            out.forms.push(r::Form {
                id: format!("{}/{word}/gate/{}/{turn}", wide.key, channel.key),
                operation: out.kind,
                interface: r::Interface::Gate,
                channel: Some(channel.key.clone()),
                channels: vec![channel.key.clone()],
                module: vec![channel.module.clone(), turn.clone()],
                role: r::Role::Further { turn: turn.clone(), within: one.within.clone() },
                path: path.clone(),
                rows: one.rows.clone(),
                amounts: channel.amounts.clone(),
                currencies_open: channel.currencies_open,
                together: Vec::new(),
                told: Vec::new(),
                cite: one.cite.clone(),
            });
        }
    }
}

/// Two forms in one module, or a module that has the name of another item there.
pub(crate) fn modules(judge: &Judge<'_>, forms: &[r::Form], here: &Here) {
    let mut seen: BTreeMap<&[String], &r::Form> = BTreeMap::new();
    for form in forms {
        let path = form.module.join("::");
        let help = || vec!["give one of them another name: `rust` of a channel, `name` of a turn or list".to_owned()];
        if let Some(other) = seen.insert(&form.module, form) {
            let message = format!("the requests `{}` and `{}` are both `{path}` in Rust", other.id, form.id);
            judge.tell_key(Kind::RustName, &here.pointer, message, help());
        }
        if form.module.iter().any(|name| ["limits", "kind", "money", "ecommpay_platform"].contains(&name.as_str())) {
            let message =
                format!("the request `{}` would be `{path}` in Rust, where every operation has another item", form.id);
            judge.tell_key(Kind::RustName, &here.pointer, message, help());
        }
    }
}

#[allow(clippy::too_many_arguments)]
fn on(
    judge: &Judge<'_>,
    wide: &Wide<'_>,
    base: &Base<'_>,
    out: &r::Operation,
    interface: r::Interface,
    path: &str,
    parts: &Parts<'_>,
    asks: &[Ask<'_>],
) -> Vec<r::Form> {
    let asks: Vec<&Ask<'_>> = asks.iter().filter(|ask| ask.channel.via.contains(&interface)).collect();
    let mut forms = Vec::new();
    for part in parts.get(&interface).into_iter().flatten() {
        let new = Blank { wide, base, out, interface, path, part };
        if asks.is_empty() {
            forms.push(new.form(None, form_rows(judge, base, interface, &part.sends, &[])));
        }
        for ask in &asks {
            let base = Base { catalogue: &ask.catalogue, ..*base };
            let rows = form_rows(judge, &base, interface, &part.sends, &ask.sends);
            forms.push(new.form(Some(&ask.channel), rows));
        }
    }
    forms.sort_by(|a, b| a.id.cmp(&b.id));
    forms
}

/// What the forms of one request have in common.
struct Blank<'a> {
    wide: &'a Wide<'a>,
    base: &'a Base<'a>,
    out: &'a r::Operation,
    interface: r::Interface,
    path: &'a str,
    part: &'a Parted<'a>,
}

impl Blank<'_> {
    /// The form of a channel, or of an operation that has none. It takes what its channel takes.
    fn form(&self, channel: Option<&r::Channel>, rows: Vec<r::Row>) -> r::Form {
        let word = interface_word(self.interface);
        let mut id = format!("{}/{}/{word}", self.wide.key, operation_word(self.base.operation));
        let page = self.interface == r::Interface::PaymentPage;
        let mut module = Vec::new();
        match channel {
            Some(channel) => {
                id = format!("{id}/{}", channel.key);
                module.push(if page { format!("{}_page", channel.module) } else { channel.module.clone() });
            }
            None if page => module.push("payment_page".to_owned()),
            None => {}
        }
        let part = match self.part.role {
            r::Role::Full if self.part.apart => Some("full"),
            r::Role::Partial if self.part.apart => Some("partial"),
            _ => None,
        };
        if let Some(part) = part {
            id = format!("{id}/{part}");
            module.push(part.to_owned());
        }
        let taken = channel.map_or(&self.out.amounts, |channel| &channel.amounts);
        let amounts = if self.part.amounts.is_empty() { taken } else { &self.part.amounts };
        let together = self.out.together.iter().chain(channel.into_iter().flat_map(|channel| &channel.together));
        r::Form {
            id,
            operation: self.base.operation,
            interface: self.interface,
            channel: channel.map(|channel| channel.key.clone()),
            channels: channel.map(|channel| channel.key.clone()).into_iter().collect(),
            module,
            role: self.part.role.clone(),
            path: self.path.to_owned(),
            rows,
            amounts: amounts.clone(),
            currencies_open: channel.map_or(self.out.currencies_open, |channel| channel.currencies_open),
            together: together.cloned().collect(),
            told: Vec::new(),
            cite: self.base.here.cite.clone(),
        }
    }
}

/// Takes away limits where no amount is sent, and what holds only with a currency that the form does not take.
pub(crate) fn prune(form: &mut r::Form) {
    if !form.rows.iter().any(|row| row.value.kind == r::ValueKind::Amount) {
        form.amounts.clear();
    }
    take_documented_zero(form);
    if form.currencies_open || form.amounts.is_empty() {
        return;
    }
    let rows = form.rows.iter().filter(|row| row.value.kind == r::ValueKind::Currency);
    let currencies: Vec<String> = rows.map(|row| row.field.clone()).collect();
    let taken: BTreeSet<String> = form.amounts.keys().cloned().collect();
    let can = |when: &r::Condition| match when {
        r::Condition::Told(_) => true,
        r::Condition::All(tests) => tests.iter().all(|(path, test)| match test {
            r::Test::OneOf(codes) if currencies.contains(path) => !codes.is_disjoint(&taken),
            _ => true,
        }),
    };
    for row in &mut form.rows {
        row.presence_when.retain(|one| can(&one.when));
        row.value_when.retain(|one| can(&one.when));
    }
    form.together.retain(|table| table.when.as_ref().is_none_or(can));
    for limit in form.amounts.values_mut() {
        limit.when.retain(|one| can(&one.when));
    }
}

/// Where documents give 0 as the least amount of a currency, the amount's own range begins there; of the other currencies it
/// stays the limit.
fn take_documented_zero(form: &mut r::Form) {
    let zero = |limit: &r::Limit| limit.min == Some(0) || limit.when.iter().any(|one| one.min == Some(0));
    if !form.amounts.values().any(zero) {
        return;
    }
    let row = form.rows.iter_mut().find(|row| row.value.kind == r::ValueKind::Amount);
    let Some((row, least)) = row.and_then(|row| row.value.range.0.filter(|least| *least > 0).map(|least| (row, least)))
    else {
        return;
    };
    row.value.range.0 = Some(0);
    for limit in form.amounts.values_mut().filter(|limit| limit.min.is_none()) {
        limit.min = Some(least);
    }
}

/// Rows of a form from the sends of all scopes.
fn form_rows(
    judge: &Judge<'_>,
    base: &Base<'_>,
    interface: r::Interface,
    sends: &[Entry<'_>],
    own: &[Entry<'_>],
) -> Vec<r::Row> {
    let all: Vec<&Entry<'_>> = sends.iter().chain(own).collect();
    rows(judge, base, interface, &all, Envelope::Operation)
}
