//! How operations end.

use crate::fault::Kind;
use crate::load::node::step;
use crate::model::fact::Stated;
use crate::model::field::Field;
use crate::model::keyed::{Keyed, Map};
use crate::model::operation::{End, EndsHead, SumWord};
use crate::model::text::{PathKey, Snake};
use crate::resolved as r;

use super::catalogue::Catalogue;
use super::judge::{Here, Judge};
use super::words::paths;

pub(crate) type Ends = Keyed<EndsHead, Snake, End>;

/// Values of a callback member that has a list.
fn listed<'a>(platform: &'a r::Platform, member: &str) -> Option<Vec<&'a str>> {
    let list = platform.callback.iter().find(|field| field.path == member).and_then(|field| match &field.shape {
        r::Shape::Listed(name) => platform.lists.get(name),
        _ => None,
    })?;
    Some(list.iter().flat_map(|one| std::iter::once(&one.value).chain(&one.also)).map(String::as_str).collect())
}

/// The ends of an operation or channel, every status and code checked.
pub(crate) fn ends(judge: &Judge<'_>, ends: Option<&Ends>, platform: &r::Platform, here: &Here) -> Vec<r::End> {
    let Some(ends) = ends else { return Vec::new() };
    let here = here.down("ends").cited(ends.head.cite.as_ref());
    let status = |text: Option<&crate::model::text::Text>, member: &str, at: String| {
        let text = text?.as_str();
        if let Some(known) = listed(platform, member)
            && !known.contains(&text)
        {
            judge.tell(
                Kind::UnknownName,
                &at,
                format!("`{member}` has no value `{text}`"),
                judge.did_you_mean(text, known),
            );
        }
        Some(text.to_owned())
    };
    ends.map
        .iter()
        .map(|(key, end)| {
            let at = here.down(key.as_str()).cited(end.cite.as_ref());
            let codes: Vec<String> =
                end.code.iter().flat_map(|many| &many.0).map(|code| code.as_str().to_owned()).collect();
            for (n, code) in codes.iter().enumerate() {
                if !platform.codes.contains_key(code) {
                    let one = step(&at.pointer, "code");
                    let pointer = if codes.len() > 1 { step(&one, n) } else { one };
                    let help = vec!["the unified list of operation codes is in operation-codes.yaml".to_owned()];
                    judge.tell(Kind::UnknownName, &pointer, format!("there is no operation code `{code}`"), help);
                }
            }
            r::End {
                key: key.as_str().to_owned(),
                payment: status(end.payment.as_ref(), "payment.status", step(&at.pointer, "payment")),
                operation: status(end.operation.as_ref(), "operation.status", step(&at.pointer, "operation")),
                codes,
                means: end.means.as_ref().map(|means| means.as_str().to_owned()),
                carries: laid(judge, end.carries.as_ref(), &at),
                may_differ: end.sum.as_ref().and_then(differs),
                cite: at.cite,
            }
        })
        .collect()
}

/// The fields of a block's `carries`.
fn laid(judge: &Judge<'_>, carries: Option<&Map<PathKey, Field>>, here: &Here) -> Vec<r::Field> {
    let mut catalogue = Catalogue::default();
    let here = here.down("carries");
    for (key, field) in carries.iter().flat_map(|map| &map.map) {
        let at = here.down(key.as_str()).cited(field.cite.as_ref());
        for path in paths(key.as_str()) {
            catalogue.lay(judge, &path, field, &at);
        }
    }
    catalogue.into_fields().collect()
}

/// What the final callback carries beyond the platform's members, however the operation ends.
pub(crate) fn carries(judge: &Judge<'_>, ends: Option<&Ends>, here: &Here) -> Vec<r::Field> {
    let Some(ends) = ends else { return Vec::new() };
    laid(judge, ends.head.carries.as_ref(), &here.down("ends").cited(ends.head.cite.as_ref()))
}

/// Whether the paid sum may differ from the asked one, however the operation ends.
pub(crate) fn may_differ(ends: Option<&Ends>) -> Option<bool> {
    ends?.head.sum.as_ref().and_then(differs)
}

fn differs(fact: &crate::model::fact::Fact<SumWord>) -> Option<bool> {
    match fact.is() {
        Stated::Is(word) => Some(*word == SumWord::MayDiffer),
        Stated::Word(_) => None,
    }
}
