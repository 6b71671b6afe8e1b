//! Sets of codes, and times.

use std::collections::BTreeSet;

use crate::fault::Kind;
use crate::load::node::step;
use crate::model::amount::{Codes, Set, SetLong, Times, TimesOr};
use crate::model::fact::{Fact, FactOr, Stated};
use crate::model::keyed::Short;
use crate::model::text::{Duration, Text};
use crate::model::when::When;
use crate::resolved as r;

use super::catalogue::Catalogue;
use super::judge::{Here, Judge, fact, remarks, said, said_word, silent, sourced, told};
use super::limits::unknown_currency;

/// What the codes of a set are.
#[derive(Clone, Copy)]
pub(crate) enum Of<'a> {
    Countries(&'a r::Platform),
    Currencies(&'a r::Platform),
}

impl Of<'_> {
    fn check(self, judge: &Judge<'_>, code: &str, pointer: &str) -> bool {
        match self {
            Of::Currencies(platform) if !platform.currencies.contains_key(code) => {
                unknown_currency(judge, code, platform, pointer, false);
                false
            }
            Of::Countries(platform) if !platform.countries.contains(code) => {
                let help = judge.did_you_mean(code, platform.countries.iter().map(String::as_str));
                judge.tell(Kind::UnknownCountry, pointer, format!("unknown country `{code}`"), help);
                false
            }
            _ => true,
        }
    }
}

fn codes(judge: &Judge<'_>, list: &[Text], of: Of<'_>, pointer: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for (n, code) in list.iter().enumerate() {
        let at = step(pointer, n);
        if of.check(judge, code.as_str(), &at) && !out.insert(code.as_str().to_owned()) {
            judge.tell(
                Kind::Conflict,
                &at,
                format!("`{}` stands twice in one list", code.as_str()),
                vec!["keep one".to_owned()],
            );
        }
    }
    out
}

/// A set with how it is held.
pub(crate) struct Held {
    pub(crate) fact: r::Fact<r::Choice>,
    pub(crate) open: bool,
    pub(crate) force: r::Force,
    /// It holds only under a condition: the codes as a table of one column.
    pub(crate) table: Option<r::Together>,
}

impl Held {
    /// Nothing is said.
    pub(crate) fn silent() -> Held {
        Held { fact: silent(), open: false, force: r::Force::Enforced, table: None }
    }
}

/// A set under a condition that can be checked: the codes go with what the condition asks for. Nothing is refused
/// without it.
fn table(set: &SetLong, choice: &r::Said<r::Choice>, of: Of<'_>, here: &Here) -> Option<r::Together> {
    let when @ When(Short::Long(_)) = set.when.as_ref()? else { return None };
    let r::Said::Is(choice) = choice else { return None };
    let (column, codes) = match of {
        Of::Countries(platform) => ("country".to_owned(), countries(choice, platform)),
        Of::Currencies(platform) => {
            let field = platform.fields.values().find(|field| field.value.kind == r::ValueKind::Currency)?;
            (field.path.clone(), members(choice, platform))
        }
    };
    Some(r::Together {
        columns: vec![column],
        rows: vec![vec![codes]],
        same: false,
        open: set.open.unwrap_or(false),
        force: set.force.map_or(r::Force::Enforced, super::limits::force),
        when: Some(super::condition::read(when)),
        cite: here.cite.clone(),
        note: set.note.as_ref().map(|note| note.as_str().to_owned()),
    })
}

fn countries(choice: &r::Choice, platform: &r::Platform) -> Vec<String> {
    match choice {
        r::Choice::Only(codes) => codes.iter().cloned().collect(),
        r::Choice::AllExcept(codes) => {
            platform.countries.iter().filter(|code| !codes.contains(*code)).cloned().collect()
        }
    }
}

/// A set, every code checked.
pub(crate) fn set(judge: &Judge<'_>, set: &Set, of: Of<'_>, catalogue: &Catalogue, here: &Here) -> Held {
    let read = |codes_of: &Codes, pointer: &str| match codes_of {
        Codes::All => r::Choice::AllExcept(BTreeSet::new()),
        Codes::These(list) => r::Choice::Only(codes(judge, list, of, pointer)),
    };
    match set {
        Short::Short(stated) => {
            let said = said(stated, |codes| read(codes, &here.pointer));
            Held { fact: sourced(said, None, None, here), ..Held::silent() }
        }
        Short::Long(long) => {
            let here = here.clone().cited(long.cite.as_ref());
            super::condition::check(judge, long.when.as_ref(), catalogue, &here.pointer);
            let is = step(&here.pointer, "is");
            let except = step(&here.pointer, "except");
            let said = match (&long.is, &long.except) {
                (Some(Stated::Is(Codes::All)) | None, Some(list)) => {
                    r::Said::Is(r::Choice::AllExcept(codes(judge, list, of, &except)))
                }
                (Some(stated), None) => said(stated, |codes| read(codes, &is)),
                (None, None) => {
                    judge.tell(Kind::MissingKey, &here.pointer, "a set says `is` or `except`", Vec::new());
                    r::Said::NotDocumented
                }
                (Some(_), Some(_)) => {
                    judge.tell_key(
                        Kind::Conflict,
                        &except,
                        "`except` stands beside `is: all` or alone",
                        vec!["take one of the two away".to_owned()],
                    );
                    r::Said::NotDocumented
                }
            };
            let table = table(long, &said, of, &here);
            let note = remarks([told(long.when.as_ref()), long.note.as_ref()]);
            Held {
                fact: r::Fact { note, ..sourced(said, long.cite.as_ref(), None, &here) },
                // what holds only at times refuses nothing at others
                open: long.open.unwrap_or(false) || long.when.is_some(),
                force: long.force.map_or(r::Force::Enforced, super::limits::force),
                table,
            }
        }
    }
}

/// The currencies that a set names.
pub(crate) fn members(choice: &r::Choice, platform: &r::Platform) -> Vec<String> {
    match choice {
        r::Choice::Only(codes) => codes.iter().cloned().collect(),
        r::Choice::AllExcept(codes) => {
            platform.currencies.keys().filter(|code| !codes.contains(*code)).cloned().collect()
        }
    }
}

/// Seconds.
pub(crate) fn span(judge: &Judge<'_>, duration: &Duration, pointer: &str) -> r::Span {
    let text = duration.as_str();
    let seconds = |text: &str| {
        let split = text.find(|c: char| !c.is_ascii_digit())?;
        let (number, unit) = text.split_at_checked(split)?;
        let unit = match unit {
            "s" => 1,
            "min" => 60,
            "h" => 3600,
            _ => 86_400,
        };
        number.parse::<u64>().ok()?.checked_mul(unit)
    };
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let span = r::Span { from: seconds(from), to: seconds(to) };
    if let (Some(least), Some(most)) = (span.from, span.to)
        && least > most
    {
        judge.tell(
            Kind::MinAboveMax,
            pointer,
            format!("the time begins at {from} and ends at {to}"),
            vec![format!("the other way round: {to}..{from}")],
        );
    }
    span
}

/// No time is said.
pub(crate) fn no_times() -> r::Times {
    r::Times {
        basic: silent(),
        threshold: silent(),
        takes: silent(),
        earliest: silent(),
        lifetime: std::collections::BTreeMap::new(),
        hours: silent(),
    }
}

/// A scope's times over the wider scope's: the nearest replaces the whole key.
pub(crate) fn times(judge: &Judge<'_>, own: Option<&TimesOr>, wider: &r::Times, here: &Here) -> r::Times {
    let Some(own) = own else { return wider.clone() };
    let here = here.down("times");
    match own.map() {
        Some(times) => these(judge, times, &here.clone().cited(times.cite.as_ref())),
        None => {
            let FactOr::Fact(Fact(long)) = own else { return no_times() };
            let one = || {
                sourced(
                    own.word().map_or(r::Said::NotDocumented, said_word),
                    long.cite.as_ref(),
                    long.note.as_ref(),
                    &here,
                )
            };
            // A word says the same of the times that every operation has.
            r::Times { basic: one(), threshold: one(), takes: one(), ..no_times() }
        }
    }
}

fn these(judge: &Judge<'_>, times: &Times, here: &Here) -> r::Times {
    let one = |own: &Option<Fact<Duration>>, key: &str| timed(judge, own.as_ref(), &here.down(key));
    r::Times {
        basic: one(&times.basic, "basic"),
        threshold: one(&times.threshold, "threshold"),
        takes: one(&times.takes, "takes"),
        earliest: one(&times.earliest, "earliest"),
        lifetime: times
            .lifetime
            .iter()
            .flat_map(|map| &map.map)
            .map(|(name, time)| {
                let at = here.down("lifetime").down(name.as_str());
                (name.as_str().to_owned(), timed(judge, Some(time), &at))
            })
            .collect(),
        hours: fact(times.hours.as_ref(), &here.down("hours"), |hours| hours.as_str().to_owned()),
    }
}

/// A time with its sources.
pub(crate) fn timed(judge: &Judge<'_>, time: Option<&Fact<Duration>>, here: &Here) -> r::Fact<r::Span> {
    let at = if judge.node.at(&step(&here.pointer, "is")).is_some() {
        step(&here.pointer, "is")
    } else {
        here.pointer.clone()
    };
    fact(time, here, |duration| span(judge, duration, &at))
}
