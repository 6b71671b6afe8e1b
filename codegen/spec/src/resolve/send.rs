//! Who sends what: entries of all scopes, and what is left when all that hold are laid together.

use std::collections::{BTreeMap, BTreeSet};

use crate::fault::Kind;
use crate::model::fact::Block;
use crate::model::field::{Field, PresenceWord, Send, SendEntry, Sent};
use crate::model::keyed::{Many, Short};
use crate::model::when::When;
use crate::resolved as r;

use super::catalogue::Catalogue;
use super::judge::{Here, Judge};
use super::words::{interface_word, paths};

/// Who sends a field on one interface, as written.
type Words = Many<Short<PresenceWord, Sent>>;

/// One entry: who sends one field on one interface.
#[derive(Clone)]
pub(crate) struct Entry<'a> {
    pub(crate) path: String,
    pub(crate) interface: r::Interface,
    pub(crate) presence: r::Presence,
    pub(crate) when: Option<r::Condition>,
    /// What else the entry says of the field.
    pub(crate) narrows: Option<&'a Field>,
    /// Where it says so: the entry, of which `here` may be one interface.
    pub(crate) at: String,
    pub(crate) note: Option<String>,
    pub(crate) here: Here,
}

pub(crate) fn presence(word: PresenceWord) -> r::Presence {
    match word {
        PresenceWord::Ignored => r::Presence::Ignored,
        PresenceWord::Optional => r::Presence::Optional,
        PresenceWord::Recommended => r::Presence::Recommended,
        PresenceWord::Contract => r::Presence::Contract,
        PresenceWord::Clarifiable => r::Presence::Clarifiable,
        PresenceWord::Required => r::Presence::Required,
    }
}

/// Where entries stand, and what must hold of them there.
pub(crate) struct Place<'a> {
    pub(crate) via: &'a BTreeSet<r::Interface>,
    pub(crate) catalogue: &'a Catalogue,
    /// The method's scope: an interface that this operation lacks is another operation's.
    pub(crate) wide: bool,
}

/// The entries of a `send` block. Tells what cannot be.
pub(crate) fn entries<'a>(
    judge: &Judge<'_>,
    send: Option<&'a Block<Send>>,
    place: &Place<'_>,
    here: &Here,
) -> Vec<Entry<'a>> {
    match send.and_then(Block::map) {
        None => Vec::new(),
        Some(send) => of_map(judge, send, place, &here.down("send")),
    }
}

/// The entries of a map of sends.
pub(crate) fn of_map<'a>(judge: &Judge<'_>, send: &'a Send, place: &Place<'_>, here: &Here) -> Vec<Entry<'a>> {
    let here = here.clone().cited(send.head.cite.as_ref());
    let mut out = Vec::new();
    for (key, list) in &send.map {
        let at = here.down(key.as_str());
        for path in paths(key.as_str()) {
            for (n, entry) in list.0.iter().enumerate() {
                let at = if list.0.len() > 1 { at.down(n) } else { at.clone() };
                one(judge, &path, entry, place, &at, &mut out);
            }
        }
    }
    conflicts(judge, &out);
    out
}

fn one<'a>(
    judge: &Judge<'_>,
    path: &str,
    entry: &'a SendEntry,
    place: &Place<'_>,
    here: &Here,
    out: &mut Vec<Entry<'a>>,
) {
    let defines = matches!(entry, Short::Long(long) if long.rest.r#type.is_some());
    if !defines && !super::condition::known_field(judge, path, place.catalogue, &here.pointer) {
        return;
    }
    let entry_at = here.pointer.clone();
    let mut add =
        |interface, word, when: Option<&When>, narrows, note: Option<&crate::model::text::Text>, here: &Here| {
            let note = note.map(|note| note.as_str().to_owned());
            out.push(Entry {
                path: path.to_owned(),
                interface,
                presence: presence(word),
                when: when.map(super::condition::read),
                narrows,
                note,
                here: here.clone(),
                at: entry_at.clone(),
            });
        };
    match entry {
        Short::Short(word) => {
            for interface in place.via {
                if takes(judge, path, *interface, place, here) {
                    add(*interface, *word, None, None, None, here);
                }
            }
        }
        Short::Long(long) => {
            let head = &long.head;
            let here = here.clone().cited(head.cite.as_ref());
            super::condition::check(judge, head.when.as_ref(), place.catalogue, &here.pointer);
            let by_interface: [(r::Interface, &Option<Words>); 5] = [
                (r::Interface::Gate, &head.gate),
                (r::Interface::PaymentPage, &head.payment_page),
                (r::Interface::Dashboard, &head.dashboard),
                (r::Interface::Links, &head.links),
                (r::Interface::Plugins, &head.plugins),
            ];
            if head.is.is_none() && by_interface.iter().all(|(_, words)| words.is_none()) {
                judge.tell_key(
                    Kind::MissingKey,
                    &here.pointer,
                    format!("nobody sends `{path}`"),
                    vec!["say who: `is: required`, or `gate: required`".to_owned()],
                );
            }
            if let Some(word) = head.is {
                for interface in place.via {
                    let own = by_interface.iter().any(|(i, words)| i == interface && words.is_some());
                    if !own && takes(judge, path, *interface, place, &here) {
                        add(*interface, word, head.when.as_ref(), Some(&long.rest), head.note.as_ref(), &here);
                    }
                }
            }
            for (interface, words) in by_interface {
                let Some(words) = words else { continue };
                let word = interface_word(interface);
                let at = here.down(word);
                if !place.via.contains(&interface) {
                    if !place.wide {
                        judge.tell_key(
                            Kind::NotOffered,
                            &at.pointer,
                            format!("the operation is not on `{word}`"),
                            vec!["`via` names the interfaces of the operation".to_owned()],
                        );
                    }
                    continue;
                }
                if !takes(judge, path, interface, place, &at) {
                    continue;
                }
                for (n, sent) in words.0.iter().enumerate() {
                    let at = if words.0.len() > 1 { at.down(n) } else { at.clone() };
                    match sent {
                        Short::Short(word) => {
                            add(interface, *word, head.when.as_ref(), Some(&long.rest), head.note.as_ref(), &at)
                        }
                        Short::Long(sent) => {
                            let at = at.cited(sent.cite.as_ref());
                            super::condition::check(judge, sent.when.as_ref(), place.catalogue, &at.pointer);
                            let when = sent.when.as_ref().or(head.when.as_ref());
                            add(
                                interface,
                                sent.is,
                                when,
                                Some(&long.rest),
                                sent.note.as_ref().or(head.note.as_ref()),
                                &at,
                            );
                        }
                    }
                }
            }
        }
    }
}

/// Whether the interface has the field; tells if not.
fn takes(judge: &Judge<'_>, path: &str, interface: r::Interface, place: &Place<'_>, here: &Here) -> bool {
    let Some(known) = place.catalogue.fields.get(path) else {
        return true;
    };
    let (takes, who) = match interface {
        r::Interface::Gate => (known.field.gate, "Gate"),
        r::Interface::PaymentPage => (known.field.payment_page.is_some(), "the Payment Page"),
        _ => (true, ""),
    };
    if !takes {
        let other = if interface == r::Interface::Gate { "payment_page" } else { "gate" };
        judge.tell_key(
            Kind::NotOffered,
            &here.pointer,
            format!("{who} has no field `{path}`"),
            vec![format!("say who sends it on the other interface: `{{ {other}: required }}`")],
        );
    }
    takes
}

/// Two entries of one block about one field on one interface, both without a condition.
fn conflicts(judge: &Judge<'_>, entries: &[Entry<'_>]) {
    let mut seen: BTreeMap<(&str, r::Interface), &Entry<'_>> = BTreeMap::new();
    let mut told = BTreeSet::new();
    for entry in entries.iter().filter(|entry| entry.when.is_none()) {
        match seen.get(&(entry.path.as_str(), entry.interface)) {
            None => {
                seen.insert((&entry.path, entry.interface), entry);
            }
            Some(first) => {
                if told.insert((entry.path.clone(), entry.here.pointer.clone())) {
                    let word = |p: r::Presence| format!("{p:?}").to_lowercase();
                    let message = if first.presence == entry.presence {
                        format!("`{}` stands twice in one place", entry.path)
                    } else {
                        format!(
                            "`{}` is both {} and {} in one place",
                            entry.path,
                            word(first.presence),
                            word(entry.presence)
                        )
                    };
                    judge.tell_both(
                        Kind::Conflict,
                        &entry.here.pointer,
                        message,
                        &first.here.pointer,
                        "first here",
                        vec!["keep one of them, or say with `when` when each holds".to_owned()],
                    );
                }
            }
        }
    }
}
