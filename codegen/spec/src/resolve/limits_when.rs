//! Limits that hold only under a condition, in place of those that hold elsewhere.

use crate::fault::Kind;
use crate::load::node::step;
use crate::model::amount::Limits;
use crate::model::fact::{ForceWord, Stated, Word};
use crate::model::keyed::Short;
use crate::model::text::SumRange;
use crate::model::when::When;
use crate::resolved as r;

use super::judge::{Here, Judge, said_word};
use super::limits::{Among, Printed, Range, force, multiple};

/// What a scope says of one currency under a condition.
#[derive(Debug, Clone)]
pub(super) struct ToldWhen {
    pub(super) when: r::Condition,
    range: Option<Range>,
    step: Option<Printed>,
    force: r::Force,
    step_told: bool,
    at: String,
    cite: Vec<r::Cite>,
}

/// Bounds that hold under a condition: where it does, they stand in place of what holds without it. A condition in words is
/// one where the currency has limits beside it; alone, it is told of the limits themselves.
pub(super) fn apart(limits: &Limits, here: &Here, among: Among) -> Option<ToldWhen> {
    let when = limits.when.as_ref().filter(|when| among.several || matches!(when, When(Short::Long(_))))?;
    let is = step(&here.pointer, "is");
    let range = limits.is.as_ref().map(|stated| match stated {
        Stated::Is(range) => Range::Printed { text: range.as_str().to_owned(), at: is, joint: among.joint },
        Stated::Word(word) => Range::Word(*word),
    });
    let contract = matches!(range, Some(Range::Word(Word::Contract)));
    let own = if contract { r::Force::Contract } else { r::Force::Enforced };
    Some(ToldWhen {
        when: super::condition::read(when),
        range,
        step: limits.by.as_ref().map(|by| (by.as_str().to_owned(), step(&here.pointer, "by"))),
        force: limits.force.map_or(own, force),
        step_told: limits.by.is_some() && limits.otherwise.is_some() && limits.force != Some(ForceWord::Enforced),
        at: here.pointer.clone(),
        cite: here.cite.clone(),
    })
}

/// Tells limits of one currency that hold at the same time.
pub(super) fn conflicts(judge: &Judge<'_>, list: &[Short<Stated<SumRange>, Limits>], here: &Here) {
    let when = |one: &Short<_, Limits>| match one {
        Short::Long(limits) => limits.when.as_ref().map(super::condition::read),
        Short::Short(_) => None,
    };
    for (n, one) in list.iter().enumerate() {
        if let Some(first) = list.iter().take(n).position(|other| when(other) == when(one)) {
            judge.tell_both(
                Kind::Conflict,
                &here.down(n).pointer,
                "two limits of one currency hold at the same time".to_owned(),
                &here.down(first).pointer,
                "the other",
                vec!["keep one of them, or say with `when` when each holds".to_owned()],
            );
        }
    }
}

/// Lays conditional bounds beside the others.
pub(super) fn beside(judge: &Judge<'_>, limit: &mut r::Limit, all: &[&ToldWhen]) {
    for own in all {
        let (min, max) =
            own.range.as_ref().map(|range| range.minor(judge, limit.decimals, &limit.currency)).unwrap_or_default();
        let ends = own.range.as_ref().map(|range| match range {
            Range::Word(word) => said_word(*word),
            Range::Printed { .. } => r::Said::Is(()),
        });
        let step = own.step.as_ref().and_then(|by| multiple(judge, by, limit.decimals, &limit.currency));
        let one = r::ConditionalLimit {
            when: own.when.clone(),
            min,
            max,
            step,
            ends,
            force: own.force,
            step_told: own.step_told,
            cite: own.cite.clone(),
        };
        leaves_none(judge, limit, &one, &own.at);
        limit.when.push(one);
    }
}

/// Tells a condition under which no amount is left: of its own bounds, and of those that it leaves as they are.
fn leaves_none(judge: &Judge<'_>, limit: &r::Limit, one: &r::ConditionalLimit, at: &str) {
    let enforced = |force| force == r::Force::Enforced;
    let held = |bound| {
        let (value, force) = if one.states(bound) {
            (one.bound(bound), one.force_of(bound))
        } else {
            (limit.bound(bound), limit.force_of(bound))
        };
        value.filter(|_| enforced(force))
    };
    let [min, max, step] = r::Bound::ALL.map(held);
    let (Some(max), false) = (max, own_ends_cross(one)) else { return };
    let least = min.unwrap_or(0).max(0);
    let first = step
        .filter(|step| *step > 0)
        .map_or(Some(least), |step| least.checked_add(step - 1).map(|sum| sum / step * step));
    if first.is_none_or(|first| first > max) {
        let message = format!("no amount of {} is possible where the condition holds", limit.currency);
        let help = "an end that the entry does not state is that of the limits without a condition: state both ends";
        judge.tell(Kind::OutOfRange, at, message, vec![help.to_owned()]);
    }
}

/// Ends the wrong way round have a fault of their own.
fn own_ends_cross(one: &r::ConditionalLimit) -> bool {
    one.min.zip(one.max).is_some_and(|(min, max)| min > max)
}
