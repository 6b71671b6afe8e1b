//! What the platform answers at once, and what its refusals mean.

use std::collections::BTreeMap;

use crate::fault::Kind;
use crate::model::cite::Cites;
use crate::model::fact::Fact;
use crate::model::keyed::Map;
use crate::model::platform as p;
use crate::model::platform_requests as m;
use crate::model::text::{Path, Text};
use crate::resolved as r;

use super::callbacks::members;
use super::judge::{Here, Judge, fact};

type Lists = BTreeMap<String, Vec<r::Listed>>;

/// The answers that the platform's file describes.
pub(crate) fn answers(judge: &Judge<'_>, own: &p::Platform, lists: &Lists, root: &Here) -> Option<r::Answers> {
    let own = own.answers.as_ref()?;
    let here = root.down("answers").cited(own.cite.as_ref());
    let (accepted, refused) = (&own.accepted, &own.refused);
    let at = |key: &str, cite: &Option<Cites>| here.down(key).cited(cite.as_ref());
    Some(r::Answers {
        accepted: r::Accepted {
            head: head(
                judge,
                (&accepted.means, &accepted.http, accepted.signed, &accepted.note),
                &at("accepted", &accepted.cite),
            ),
            told_by: told_by(&accepted.told_by),
            request: accepted.request.as_str().to_owned(),
            project: accepted.project.as_str().to_owned(),
            payment: accepted.payment.as_str().to_owned(),
        },
        refused: r::Refused {
            head: head(
                judge,
                (&refused.means, &refused.http, refused.signed, &refused.note),
                &at("refused", &refused.cite),
            ),
            told_by: told_by(&refused.told_by),
            code: refused.code.as_str().to_owned(),
            message: refused.message.as_str().to_owned(),
            errors: refused.errors.as_str().to_owned(),
            error: [&refused.error.code, &refused.error.message, &refused.error.field, &refused.error.description]
                .map(|name| name.as_str().to_owned()),
            constraint: refused.error.constraint.as_ref().map(|name| name.as_str().to_owned()),
            errors_alone: refused.errors_alone.iter().map(|path| path.as_str().to_owned()).collect(),
        },
        status: status(judge, &own.status, lists, &at("status", &own.status.cite)),
        operations: r::ListAnswer {
            head: head(
                judge,
                (&own.operations.means, &own.operations.http, own.operations.signed, &own.operations.note),
                &at("operations", &own.operations.cite),
            ),
            list: fact(Some(&own.operations.list), &at("operations", &own.operations.cite).down("list"), |path| {
                path.as_str().to_owned()
            }),
            members: members(
                judge,
                &own.operations.members,
                "the answer",
                lists,
                &at("operations", &own.operations.cite).down("members"),
            ),
            refused: own.operations.refused.as_ref().map(|refused| {
                [&refused.name, &refused.message, &refused.code, &refused.status].map(|name| name.as_str().to_owned())
            }),
        },
    })
}

fn head(
    judge: &Judge<'_>,
    (means, http, signed, note): (&Text, &Fact<p::Whole>, m::SignedWord, &Option<Text>),
    here: &Here,
) -> r::AnswerHead {
    let at = here.down("http");
    let number = |whole: &p::Whole| status_of_answer(judge, whole, &at);
    r::AnswerHead {
        means: means.as_str().to_owned(),
        http: fact(Some(http), &at, number),
        signed: match signed {
            m::SignedWord::Always => r::Signed::Always,
            m::SignedWord::Never => r::Signed::Never,
            m::SignedWord::NotDocumented => r::Signed::NotDocumented,
        },
        cite: here.cite.clone(),
        note: note.as_ref().map(|note| note.as_str().to_owned()),
    }
}

fn status_of_answer(judge: &Judge<'_>, whole: &p::Whole, at: &Here) -> u16 {
    match u16::try_from(whole.0) {
        Ok(status) if (200..600).contains(&status) => status,
        _ => {
            let help = vec!["an answer's HTTP status is 200 to 599".to_owned()];
            judge.tell(Kind::OutOfRange, &at.pointer, format!("{} is no HTTP status of an answer", whole.0), help);
            200
        }
    }
}

fn told_by(own: &Map<Path, Text>) -> Vec<(String, String)> {
    own.map.iter().map(|(path, value)| (path.as_str().to_owned(), value.as_str().to_owned())).collect()
}

fn status(judge: &Judge<'_>, own: &m::StatusAnswer, lists: &Lists, here: &Here) -> r::StatusAnswer {
    let members =
        members(judge, &own.members, "the answer", lists, &here.down("members").cited(own.members.head.cite.as_ref()));
    let known = |path: &Path, key: &str| {
        let path = path.as_str();
        if !members.iter().any(|member| member.path == path) {
            let help = judge.did_you_mean(path, members.iter().map(|member| member.path.as_str()));
            judge.tell(Kind::Unresolved, &here.down(key).pointer, format!("the answer has no member `{path}`"), help);
        }
        path.to_owned()
    };
    r::StatusAnswer {
        head: head(judge, (&own.means, &own.http, own.signed, &own.note), here),
        payment: known(&own.payment, "payment"),
        status: known(&own.status, "status"),
        operations: known(&own.operations, "operations"),
        errors: known(&own.errors, "errors"),
        members,
    }
}

/// The kinds of refusals with their codes. A code that the unified list lacks is a fault, as is one of two kinds.
pub(crate) fn refusals(
    judge: &Judge<'_>,
    own: &p::Platform,
    codes: &BTreeMap<String, String>,
    root: &Here,
) -> BTreeMap<r::RefusalKind, r::RefusalCodes> {
    let Some(own) = &own.refusals else { return BTreeMap::new() };
    let here = root.down("refusals").cited(own.cite.as_ref());
    let mut seen: BTreeMap<&str, String> = BTreeMap::new();
    let mut out = BTreeMap::new();
    for (kind, one) in kinds(own) {
        let Some(one) = one else { continue };
        let key = word(kind);
        let at = here.down(key).cited(one.cite.as_ref());
        for (n, code) in one.codes.iter().enumerate() {
            let (code, place) = (code.as_str(), at.down("codes").down(n).pointer);
            if !codes.contains_key(code) {
                let help = vec!["operation-codes.yaml lists them all".to_owned()];
                judge.tell(Kind::UnknownName, &place, format!("no operation code `{code}`"), help);
            }
            if let Some(other) = seen.insert(code, key.to_owned()) {
                let help = vec!["leave it in one of them".to_owned()];
                judge.tell(Kind::Conflict, &place, format!("the code `{code}` is of `{other}` too"), help);
            }
        }
        out.insert(
            kind,
            r::RefusalCodes {
                means: one.means.as_str().to_owned(),
                http: one.http.as_ref().map(|http| status_of_answer(judge, http, &at.down("http"))),
                later: one.later,
                codes: one.codes.iter().map(|code| code.as_str().to_owned()).collect(),
                cite: at.cite,
                note: one.note.as_ref().map(|note| note.as_str().to_owned()),
            },
        );
    }
    out
}

fn kinds(own: &m::Refusals) -> [(r::RefusalKind, Option<&m::RefusalCodes>); 17] {
    use r::RefusalKind as K;
    [
        (K::AlreadyUsed, own.already_used.as_ref()),
        (K::RefundAlreadyUsed, own.refund_already_used.as_ref()),
        (K::NotFound, own.not_found.as_ref()),
        (K::BadJson, own.bad_json.as_ref()),
        (K::Project, own.project.as_ref()),
        (K::Missing, own.missing.as_ref()),
        (K::Malformed, own.malformed.as_ref()),
        (K::Currency, own.currency.as_ref()),
        (K::Signature, own.signature.as_ref()),
        (K::Account, own.account.as_ref()),
        (K::Bank, own.bank.as_ref()),
        (K::Method, own.method.as_ref()),
        (K::OverLimit, own.over_limit.as_ref()),
        (K::RefundAmount, own.refund_amount.as_ref()),
        (K::RefundCurrency, own.refund_currency.as_ref()),
        (K::NotAllowed, own.not_allowed.as_ref()),
        (K::State, own.state.as_ref()),
    ]
}

/// A kind as the language writes it.
pub(crate) const fn word(kind: r::RefusalKind) -> &'static str {
    use r::RefusalKind as K;
    match kind {
        K::AlreadyUsed => "already_used",
        K::RefundAlreadyUsed => "refund_already_used",
        K::NotFound => "not_found",
        K::BadJson => "bad_json",
        K::Project => "project",
        K::Missing => "missing",
        K::Malformed => "malformed",
        K::Currency => "currency",
        K::Signature => "signature",
        K::Account => "account",
        K::Bank => "bank",
        K::Method => "method",
        K::OverLimit => "over_limit",
        K::RefundAmount => "refund_amount",
        K::RefundCurrency => "refund_currency",
        K::NotAllowed => "not_allowed",
        K::State => "state",
    }
}
