//! Limits that hold only under a condition, beside those that always hold.

use crate::fault::Kind;
use crate::load::node::step;
use crate::model::amount::Limits;
use crate::model::fact::Stated;
use crate::model::keyed::Short;
use crate::model::text::SumRange;
use crate::model::when::When;
use crate::resolved as r;

use super::judge::{Here, Judge};
use super::limits::{Among, Printed, Range, force, multiple};

/// What a scope says of one currency under a condition.
#[derive(Debug, Clone)]
pub(super) struct ToldWhen {
    pub(super) when: r::Condition,
    range: Option<Range>,
    step: Option<Printed>,
    force: r::Force,
    cite: Vec<r::Cite>,
}

/// Bounds that hold under a condition: they do not replace what holds without it. A condition in words is one where the
/// currency has limits beside it; alone, it is told of the limits themselves.
pub(super) fn apart(limits: &Limits, here: &Here, among: Among) -> Option<ToldWhen> {
    let when = limits.when.as_ref().filter(|when| among.several || matches!(when, When(Short::Long(_))))?;
    let range = match &limits.is {
        Some(Stated::Is(range)) => {
            Some(Range::Printed { text: range.as_str().to_owned(), at: step(&here.pointer, "is"), joint: among.joint })
        }
        Some(Stated::Word(_)) | None => None,
    };
    Some(ToldWhen {
        when: super::condition::read(when),
        range,
        step: limits.by.as_ref().map(|by| (by.as_str().to_owned(), step(&here.pointer, "by"))),
        force: limits.force.map_or(r::Force::Enforced, force),
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

/// Lays conditional bounds beside the others. Where they are the wider ones, the others give way: without the condition
/// they would refuse what it allows.
pub(super) fn beside(judge: &Judge<'_>, limit: &mut r::Limit, all: &[&ToldWhen]) {
    let read = |own: &ToldWhen| {
        let step = own.step.as_ref().and_then(|by| multiple(judge, by, limit.decimals, &limit.currency));
        let ends = own.range.as_ref().map(|range| range.minor(judge, limit.decimals, &limit.currency));
        (step, ends)
    };
    let read: Vec<_> = all.iter().map(|own| read(own)).collect();
    for (step, ends) in &read {
        if let Some((min, max)) = *ends {
            limit.min = limit.min.zip(min).map(|(wide, own)| wide.min(own));
            limit.max = limit.max.zip(max).map(|(wide, own)| wide.max(own));
        }
        if step.is_some_and(|own| limit.step.is_some_and(|wide| own % wide != 0)) {
            limit.step = None;
        }
    }
    // once all others have given way: what holds anyway is no news
    for (own, (step, ends)) in all.iter().zip(read) {
        let (min, max) = ends.unwrap_or_default();
        limit.when.push(r::ConditionalLimit {
            when: own.when.clone(),
            min: min.filter(|min| limit.min != Some(*min)),
            max: max.filter(|max| limit.max != Some(*max)),
            step: step.filter(|step| limit.step != Some(*step)),
            force: own.force,
            cite: own.cite.clone(),
        });
    }
}
