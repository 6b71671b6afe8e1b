//! Limits of amounts: as printed to minor units, scope over scope.

use std::collections::BTreeMap;

use crate::fault::Kind;
use crate::load::node::step;
use crate::model::amount::{Amounts, Limits};
use crate::model::fact::{Block, Fact, ForceWord, Stated, Word};
use crate::model::keyed::Short;
use crate::model::text::SumRange;
use crate::resolved as r;

use super::catalogue::Catalogue;
use super::judge::{Here, Judge, remarks, said_word, told as in_words};
use super::limits_when::{ToldWhen, apart, beside};
use super::words::paths;

/// An amount as printed, with the place.
pub(super) type Printed = (String, String);

/// What the scopes say of one currency so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    /// Silent, a word, or a range.
    range: Option<Range>,
    step: Option<Printed>,
    decimals: Option<u8>,
    force: Option<r::Force>,
    /// What a word, or a condition in words, makes of it: it goes with the range that it was said of.
    implied: Option<r::Force>,
    cite: Vec<r::Cite>,
    note: Option<String>,
    otherwise: Option<String>,
    /// What a condition says of other amounts.
    otherwise_when: Option<String>,
    when: Vec<ToldWhen>,
}

#[derive(Debug, Clone)]
pub(super) enum Range {
    /// `none`, `contract` or `not_documented`: a wider scope's range does not hold.
    Word(Word),
    /// As printed, with the place.
    Printed {
        text: String,
        at: String,
        /// It is said of several currencies at once, whatever the decimals of each.
        joint: bool,
    },
}

/// By currency or `any`; the nearest scope replaces attribute by attribute.
pub(crate) type Scoped = BTreeMap<String, Told>;

impl Told {
    /// What is said of another range goes with it.
    fn range(&mut self, range: Option<Range>) {
        self.range = range;
        self.implied = None;
    }

    /// Whether it says anything of amounts: a word does not.
    pub(crate) fn binds(&self) -> bool {
        matches!(self.range, Some(Range::Printed { .. })) || self.step.is_some() || !self.when.is_empty()
    }

    fn force(&self) -> Option<r::Force> {
        self.implied.or(self.force)
    }

    fn word(&mut self, word: Word, here: &Here) {
        self.range(Some(Range::Word(word)));
        self.implied = (word == Word::Contract).then_some(r::Force::Contract);
        self.cite = if word == Word::NotDocumented { Vec::new() } else { here.cite.clone() };
    }
}

pub(crate) fn force(word: ForceWord) -> r::Force {
    match word {
        ForceWord::Enforced => r::Force::Enforced,
        ForceWord::Advisory => r::Force::Advisory,
        ForceWord::Contract => r::Force::Contract,
    }
}

/// Lays a scope's `amounts` over the wider ones.
pub(crate) fn lay_over(
    judge: &Judge<'_>,
    scoped: &mut Scoped,
    amounts: Option<&Block<Amounts>>,
    here: &Here,
    catalogue: &Catalogue,
    platform: &r::Platform,
) {
    let Some(amounts) = amounts else { return };
    if let (Some(word), Block::Fact(Fact(long))) = (amounts.word(), amounts) {
        // The wider scope's limits no longer hold. How many decimals a currency has is no limit.
        let here = here.down("amounts").cited(long.cite.as_ref());
        let note = long.note.as_ref().map(|note| note.as_str().to_owned());
        scoped.retain(|_, told| told.decimals.is_some());
        scoped.entry("any".to_owned()).or_default();
        for told in scoped.values_mut() {
            *told = Told { decimals: told.decimals, note: note.clone(), ..Told::default() };
            told.word(word, &here);
        }
        return;
    }
    let Some(amounts) = amounts.map() else { return };
    let here = here.down("amounts").cited(amounts.head.cite.as_ref());
    let mut named: BTreeMap<String, String> = BTreeMap::new();
    for (key, list) in &amounts.map {
        let at = here.down(key.as_str());
        super::limits_when::conflicts(judge, &list.0, &at);
        for code in paths(key.as_str()) {
            if let Some(other) = named.insert(code.clone(), at.pointer.clone()) {
                let message = format!("the limits of {code} stand twice in one place");
                judge.tell_both(
                    Kind::Conflict,
                    &at.pointer,
                    message,
                    &other,
                    "first here",
                    vec!["keep one of them".to_owned()],
                );
                continue;
            }
            if code != "any" && !platform.currencies.contains_key(&code) {
                unknown_currency(judge, &code, platform, &at.pointer, true);
                continue;
            }
            let joint = code == "any" || key.as_str().contains('+');
            let told = scoped.entry(code).or_default();
            let several = list.0.len() > 1;
            for (n, limits) in list.0.iter().enumerate() {
                let at = if several { at.down(n) } else { at.clone() };
                if let Short::Long(limits) = limits {
                    super::condition::check(judge, limits.when.as_ref(), catalogue, &at.pointer);
                }
                one(told, limits, &at, Among { joint, several });
            }
        }
    }
}

pub(crate) fn unknown_currency(judge: &Judge<'_>, code: &str, platform: &r::Platform, pointer: &str, key: bool) {
    let mut help = judge.did_you_mean(code, platform.currencies.keys().map(String::as_str));
    help.push("the table of currencies is in platform.yaml".to_owned());
    let message = format!("unknown currency `{code}`");
    if key {
        judge.tell_key(Kind::UnknownCurrency, pointer, message, help);
    } else {
        judge.tell(Kind::UnknownCurrency, pointer, message, help);
    }
}

/// What limits stand among.
#[derive(Debug, Clone, Copy)]
pub(super) struct Among {
    /// They are said of several currencies at once.
    pub(super) joint: bool,
    /// The currency has others, under other conditions.
    pub(super) several: bool,
}

fn one(told: &mut Told, limits: &Short<Stated<SumRange>, Limits>, here: &Here, among: Among) {
    let joint = among.joint;
    let printed = |range: &SumRange, at: String| Some(Range::Printed { text: range.as_str().to_owned(), at, joint });
    match limits {
        Short::Short(Stated::Is(range)) => told.range(printed(range, here.pointer.clone())),
        Short::Short(Stated::Word(word)) => told.word(*word, here),
        Short::Long(limits) => {
            let here = here.clone().cited(limits.cite.as_ref());
            let otherwise = limits.otherwise.as_ref().map(|text| text.as_str().to_owned());
            if let Some(own) = apart(limits, &here, among) {
                // the nearest scope replaces what a wider one says under the same condition
                told.when.retain(|wide| wide.when != own.when);
                told.when.push(own);
                told.otherwise_when = otherwise.or(told.otherwise_when.take());
                told.decimals = limits.decimals.map_or(told.decimals, |decimals| Some(decimals.0));
                let note = remarks([limits.note.as_ref()]);
                told.note = match (told.note.take(), note) {
                    (Some(other), Some(note)) if among.several && other != note => Some(format!("{other} {note}")),
                    (other, note) => note.or(other),
                };
                return;
            }
            told.otherwise = otherwise.or(told.otherwise.take());
            match &limits.is {
                Some(Stated::Is(range)) => told.range(printed(range, step(&here.pointer, "is"))),
                Some(Stated::Word(word)) => told.word(*word, &here),
                None => {}
            }
            if let Some(by) = &limits.by {
                told.step = Some((by.as_str().to_owned(), step(&here.pointer, "by")));
            }
            if let Some(decimals) = limits.decimals {
                told.decimals = Some(decimals.0);
            }
            if let Some(word) = limits.force {
                told.force = Some(force(word));
                told.implied = None;
            }
            let note = remarks([in_words(limits.when.as_ref()), limits.note.as_ref()]);
            told.note = note.or(told.note.take());
            told.cite.clone_from(&here.cite);
            if limits.when.is_some() {
                // A condition in words is told: its limit must not refuse what it excludes.
                told.implied = Some(r::Force::Advisory);
            }
            return;
        }
    }
    told.cite.clone_from(&here.cite);
}

/// The limits of one currency in minor units: without ends where nothing is said. Tells what does not fit.
///
/// `taken` is where the documents say that the currency is taken.
pub(crate) fn limit(judge: &Judge<'_>, scoped: &Scoped, currency: &r::Currency, taken: &[r::Cite]) -> r::Limit {
    let silent = Told::default();
    let own = scoped.get(&currency.code);
    let any = scoped.get("any");
    let told = own.or(any).unwrap_or(&silent);
    // `any` is for currencies without limits of their own. How many decimals there are is no limit.
    let counted = any.filter(|_| own.is_some()).and_then(|any| any.decimals);
    let wider = any.filter(|_| own.is_some_and(|own| own.range.is_none()));
    let pick = |own: &Option<(String, String)>, wide: fn(&Told) -> &Option<(String, String)>| {
        own.clone().or_else(|| wider.and_then(|told| wide(told).clone()))
    };
    let decimals = told.decimals.or(counted).unwrap_or(currency.decimals);
    let range = told.range.as_ref().or_else(|| wider.and_then(|w| w.range.as_ref()));
    let ends = match range {
        None => r::Said::NotDocumented,
        Some(Range::Word(word)) => said_word(*word),
        Some(Range::Printed { .. }) => r::Said::Is(()),
    };
    let (min, max) = range.map_or((None, None), |range| range.minor(judge, decimals, &currency.code));
    let by = pick(&told.step, |t| &t.step);
    let step = by.as_ref().and_then(|by| multiple(judge, by, decimals, &currency.code));
    let otherwise = told.otherwise.clone().or_else(|| wider.and_then(|w| w.otherwise.clone()));
    // where the documents say what becomes of other amounts, these are taken, unless somebody says that they are not
    let refuses = told.force.or(wider.and_then(|w| w.force)) == Some(r::Force::Enforced);
    let step_told = step.is_some() && otherwise.is_some() && !refuses;
    if let (Some((printed, at)), Some(step), Some(max)) = (&by, step.filter(|_| !step_told), max)
        && i128::from(min.unwrap_or(1).max(1) - 1) / i128::from(step) == i128::from(max) / i128::from(step)
    {
        let message =
            format!("no amount of {} is possible: none within the limits is a multiple of {printed}", currency.code);
        judge.tell(Kind::OutOfRange, at, message, vec!["a step is given in major units, as limits are".to_owned()]);
    }
    let silent_of_it = ends == r::Said::NotDocumented && step.is_none() && told.decimals.is_none();
    let cite = match wider {
        // No lines say that something is not documented.
        _ if silent_of_it => taken.to_vec(),
        // Only decimals, or a step, are its own: the ends stand where the wider scope says them.
        Some(wider) if told.range.is_none() && wider.range.is_some() => wider
            .cite
            .iter()
            .chain(&told.cite)
            .cloned()
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect(),
        _ => told.cite.clone(),
    };
    let mut limit = r::Limit {
        currency: currency.code.clone(),
        decimals,
        min,
        max,
        step,
        ends,
        otherwise: otherwise.or_else(|| told.otherwise_when.clone()),
        step_told,
        any: false,
        when: Vec::new(),
        force: told.force().or(wider.and_then(Told::force)).unwrap_or(r::Force::Enforced),
        cite,
        note: told.note.clone().or_else(|| wider.and_then(|w| w.note.clone())),
    };
    let replaced = |wide: &&ToldWhen| told.when.iter().any(|own| own.when == wide.when);
    let wide = wider.iter().flat_map(|wider| &wider.when).filter(|wide| !replaced(wide));
    beside(judge, &mut limit, &wide.chain(&told.when).collect::<Vec<_>>());
    limit
}

impl Range {
    /// Least and greatest amount, where it is a range.
    pub(super) fn minor(&self, judge: &Judge<'_>, decimals: u8, code: &str) -> (Option<i64>, Option<i64>) {
        match self {
            Range::Word(_) => (None, None),
            Range::Printed { text, at, joint: true } => ends(judge, &whole(text, decimals), decimals, code, at),
            Range::Printed { text, at, joint: false } => ends(judge, text, decimals, code, at),
        }
    }
}

/// A step in minor units.
pub(super) fn multiple(judge: &Judge<'_>, (text, at): &Printed, decimals: u8, code: &str) -> Option<i64> {
    let by = minor(judge, text, decimals, code, at)?;
    if by == 0 {
        let help = vec!["a step is above 0".to_owned()];
        judge.tell(Kind::OutOfRange, at, "no amount is a multiple of nothing", help);
        return None;
    }
    Some(by)
}

/// `100.00` as said of several currencies: those with fewer decimals have no use for the zeros.
fn whole(text: &str, decimals: u8) -> String {
    let end = |end: &str| match end.split_once('.') {
        Some((whole, part)) if part.len() > usize::from(decimals) && part.bytes().all(|b| b == b'0') => {
            whole.to_owned()
        }
        _ => end.to_owned(),
    };
    match text.split_once("..") {
        Some((from, to)) => format!("{}..{}", end(from), end(to)),
        None => end(text),
    }
}

/// Least and greatest of a range as printed.
fn ends(judge: &Judge<'_>, text: &str, decimals: u8, code: &str, at: &str) -> (Option<i64>, Option<i64>) {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let read = |text: &str| {
        if text.is_empty() { None } else { minor(judge, text, decimals, code, at) }
    };
    let min = read(from);
    let max = if from == to { min } else { read(to) };
    if let (Some(least), Some(greatest)) = (min, max)
        && least > greatest
    {
        judge.tell(
            Kind::MinAboveMax,
            at,
            format!("the least amount {from} is above the greatest {to}"),
            vec![format!("the other way round: {to}..{from}")],
        );
    }
    (min, max)
}

/// An amount as printed, in minor units.
fn minor(judge: &Judge<'_>, text: &str, decimals: u8, code: &str, at: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if part.len() > usize::from(decimals) {
        judge.tell(
            Kind::Decimals,
            at,
            format!("`{text}` has {} decimals, {code} has {decimals}", part.len()),
            vec![
                format!("write it with {decimals} decimals at the most"),
                "where the method differs from the platform's table, say so with `decimals`".to_owned(),
            ],
        );
        return None;
    }
    let digits: String = whole.chars().filter(|c| *c != '_').chain(part.chars()).collect();
    let scale = u32::from(decimals).checked_sub(u32::try_from(part.len()).ok()?)?;
    let sum = digits.parse::<i64>().ok().and_then(|n| n.checked_mul(10_i64.checked_pow(scale)?));
    if sum.is_none() {
        judge.tell(
            Kind::OutOfRange,
            at,
            format!("`{text}` is too large: amounts fit 63 bits of minor units"),
            Vec::new(),
        );
    }
    sum
}
