//! Turns: what follows the first request.

use std::collections::{BTreeMap, BTreeSet};

use crate::fault::Kind;
use crate::load::node::step;
use crate::model::fact::{Fact, FactOr, Stated};
use crate::model::keyed::Short;
use crate::model::operation::{Channel, Shown, Turn};
use crate::model::text::{Path, Text};
use crate::resolved as r;

use super::catalogue::Catalogue;
use super::form::{Base, Envelope, rows};
use super::judge::{Here, Judge, fact, remarks, told};
use super::send::{Entry, Place, of_map};
use super::words::{RESERVED_MODULES, refused};

/// A further request: the name of its turn, and its rows with what every request of Gate has.
pub(crate) struct Further {
    pub(crate) turn: String,
    pub(crate) path: r::Fact<String>,
    pub(crate) rows: Vec<r::Row>,
    pub(crate) within: Option<r::Span>,
    pub(crate) cite: Vec<r::Cite>,
}

/// The turns of a channel, and its further requests. `None` where the documents do not say what follows.
pub(crate) fn turns(
    judge: &Judge<'_>,
    channel: &Channel,
    base: &Base<'_>,
    catalogue: &Catalogue,
    path: &r::Fact<String>,
    here: &Here,
) -> Option<(Vec<r::Turn>, Vec<Further>)> {
    let list = match &channel.turns {
        Some(FactOr::Fact(Fact(long))) => match &long.is {
            Stated::Is(list) => list,
            Stated::Word(crate::model::fact::Word::None) => return Some((Vec::new(), Vec::new())),
            Stated::Word(_) => return None,
        },
        None | Some(FactOr::Map(_)) => return None,
    };
    let mut out = Vec::new();
    let mut further = Vec::new();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for (n, turn) in list.iter().enumerate() {
        let at = here.down("turns").down(n).cited(turn.cite.as_ref());
        super::condition::check(judge, turn.when.as_ref(), catalogue, &at.pointer);
        match (&turn.get, &turn.send) {
            (Some(get), None) => received(judge, turn, get, base.platform, &at, &mut out),
            (None, Some(send)) => {
                let Some(name) = &turn.name else {
                    judge.tell(
                        Kind::MissingKey,
                        &at.pointer,
                        "a turn in which the merchant sends has a `name`",
                        vec!["it becomes a module in Rust".to_owned()],
                    );
                    continue;
                };
                if let Some(other) = names.insert(name.as_str().to_owned(), at.pointer.clone()) {
                    let message = format!("two turns are called `{}`", name.as_str());
                    judge.tell_both(
                        Kind::RustName,
                        &step(&at.pointer, "name"),
                        message,
                        &other,
                        "first here",
                        Vec::new(),
                    );
                    continue;
                }
                let via: BTreeSet<_> = [r::Interface::Gate].into();
                let place = Place { via: &via, catalogue, wide: false };
                let entries = of_map(judge, send, &place, &at.down("send"));
                let entries: Vec<&Entry<'_>> = entries.iter().collect();
                let within = turn.within.as_ref().and_then(|within| {
                    let at = at.down("within");
                    match super::sets::timed(judge, Some(within), &at).said {
                        r::Said::Is(span) => Some(span),
                        _ => None,
                    }
                });
                if let Some(why) = refused(name.as_str(), RESERVED_MODULES) {
                    let at = step(&at.pointer, "name");
                    judge.tell(Kind::RustName, &at, why, vec!["give the turn another name".to_owned()]);
                }
                let base = Base { catalogue, here: &at, ..*base };
                let of = |envelope| rows(judge, &base, r::Interface::Gate, &entries, envelope);
                let path = match &turn.path {
                    None => path.clone(),
                    own => fact(own.as_ref(), &at.down("path"), |path| path.as_str().to_owned()),
                };
                further.push(Further {
                    turn: name.as_str().to_owned(),
                    path: path.clone(),
                    rows: of(Envelope::Shared),
                    within: within.clone(),
                    cite: at.cite.clone(),
                });
                out.push(r::Turn::Send {
                    name: name.as_str().to_owned(),
                    path,
                    fields: of(Envelope::None),
                    within,
                    note: remarks([told(turn.when.as_ref()), turn.note.as_ref()]),
                    cite: at.cite.clone(),
                });
            }
            _ => judge.tell(
                Kind::WrongForm,
                &at.pointer,
                "a turn is either `get` or `send`",
                vec!["write two turns".to_owned()],
            ),
        }
    }
    Some((out, further))
}

type Get = Short<
    crate::model::keyed::Many<Path>,
    crate::model::keyed::Map<Path, Short<Vec<Text>, crate::model::keyed::Map<Text, Short<Text, Shown>>>>,
>;

fn received(judge: &Judge<'_>, turn: &Turn, get: &Get, platform: &r::Platform, here: &Here, out: &mut Vec<r::Turn>) {
    let optional = turn.show == Some(crate::model::operation::Show::Optional);
    let open = match turn.open.as_ref().map(Fact::is) {
        Some(Stated::Is(words)) => Some(words),
        _ => None,
    };
    let note = remarks([told(turn.when.as_ref()), open, turn.note.as_ref()]);
    let mut add = |member: &str, entries: Vec<r::Display>| {
        if member == platform.reading.redirect {
            out.push(r::Turn::Redirect { note: note.clone(), cite: here.cite.clone() });
        } else if member == platform.reading.display {
            out.push(r::Turn::Display { entries, optional, note: note.clone(), cite: here.cite.clone() });
        } else {
            let known = [platform.reading.redirect.as_str(), platform.reading.display.as_str()];
            judge.tell(
                Kind::Unresolved,
                &step(&here.pointer, "get"),
                format!("the platform sends no `{member}` to go on with"),
                {
                    let mut help = judge.did_you_mean(member, known);
                    help.push(format!("it sends {}", known.join(" or ")));
                    help
                },
            );
        }
    };
    match get {
        Short::Short(members) => members.0.iter().for_each(|member| add(member.as_str(), Vec::new())),
        Short::Long(map) => {
            for (member, shown) in &map.map {
                let entries = match shown {
                    Short::Short(titles) => titles
                        .iter()
                        .map(|title| r::Display {
                            title: title.as_str().to_owned(),
                            kind: None,
                            data: None,
                            means: None,
                            example: None,
                        })
                        .collect(),
                    Short::Long(map) => map
                        .map
                        .iter()
                        .map(|(title, shown)| {
                            let (kind, data, means, example) = match shown {
                                Short::Short(means) => (None, None, Some(means), None),
                                Short::Long(shown) => {
                                    (shown.kind.as_ref(), shown.r#type, shown.means.as_ref(), shown.example.as_ref())
                                }
                            };
                            let text = |text: Option<&Text>| text.map(|text| text.as_str().to_owned());
                            r::Display {
                                title: title.as_str().to_owned(),
                                kind: text(kind),
                                data: data.map(|data| super::words::shown(data).to_owned()),
                                means: text(means),
                                example: example.map(ToString::to_string),
                            }
                        })
                        .collect(),
                };
                add(member.as_str(), entries);
            }
        }
    }
}
