//! Limits that hold only under a condition, beside those that always hold.

use crate::model::amount::Limits;
use crate::model::fact::Stated;
use crate::model::keyed::Short;
use crate::model::when::When;
use crate::resolved as r;

use crate::load::node::step;

use super::judge::{Here, Judge};
use super::limits::{Printed, Range, force, multiple};

/// What a scope says of one currency under a condition.
#[derive(Debug, Clone)]
pub(super) struct ToldWhen {
    when: r::Condition,
    range: Option<Range>,
    step: Option<Printed>,
    force: r::Force,
    cite: Vec<r::Cite>,
}

/// Bounds that hold under a condition that can be checked: they do not replace what holds without it.
pub(super) fn apart(limits: &Limits, here: &Here, joint: bool) -> Option<ToldWhen> {
    let when @ When(Short::Long(_)) = limits.when.as_ref()? else { return None };
    let range = match &limits.is {
        Some(Stated::Is(range)) => {
            Some(Range::Printed { text: range.as_str().to_owned(), at: step(&here.pointer, "is"), joint })
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

/// Lays conditional bounds beside the others. Where they are the wider ones, the others give way: without the condition
/// they would refuse what it allows.
pub(super) fn beside(judge: &Judge<'_>, limit: &mut r::Limit, own: &ToldWhen) {
    let step = own.step.as_ref().and_then(|by| multiple(judge, by, limit.decimals, &limit.currency));
    let (min, max) = match &own.range {
        None => (None, None),
        Some(range) => {
            let (min, max) = range.minor(judge, limit.decimals, &limit.currency);
            limit.min = limit.min.zip(min).map(|(wide, own)| wide.min(own));
            limit.max = limit.max.zip(max).map(|(wide, own)| wide.max(own));
            (min, max)
        }
    };
    if step.is_some_and(|own| limit.step.is_some_and(|wide| own % wide != 0)) {
        limit.step = None;
    }
    limit.when.push(r::ConditionalLimit {
        when: own.when.clone(),
        // what holds anyway is no news
        min: min.filter(|min| limit.min != Some(*min)),
        max: max.filter(|max| limit.max != Some(*max)),
        step: step.filter(|step| limit.step != Some(*step)),
        force: own.force,
        cite: own.cite.clone(),
    });
}
