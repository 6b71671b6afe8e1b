//! An answer held against what is right, and against what is known to differ.

use std::collections::BTreeSet;

use super::case::{Case, Says, Wanted};
use super::dialects::{Made, Sdk};
use super::protocol::{Answer, Judgement};

/// What came of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    Passed,
    /// It answers as these are known to answer.
    Differs(BTreeSet<String>, Found),
    /// The program says that it cannot do this.
    Unsupported,
    Failed(Found),
}

/// What the program answered instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) said: String,
    /// What to mend, where the answer shows more than the feature does.
    pub(super) mend: Option<&'static str>,
}

impl Found {
    pub(super) fn new(said: impl Into<String>) -> Found {
        Found { said: said.into(), mend: None }
    }

    fn mend(said: impl Into<String>, mend: &'static str) -> Found {
        Found { said: said.into(), mend: Some(mend) }
    }
}

/// Judges an answer.
pub(super) fn judge(case: &Case, answer: &Answer) -> Outcome {
    match &case.wanted {
        Wanted::Text(text) => signature(case, text, answer),
        Wanted::Genuine(genuine) => verdict(case, *genuine, answer),
    }
}

fn signature(case: &Case, wanted: &str, answer: &Answer) -> Outcome {
    if let Some(error) = &answer.error {
        let found = Found::new(format!("it refuses: {error}"));
        return known(case, None, found);
    }
    let Some(signature) = &answer.signature else {
        return Outcome::Failed(match answer.unsupported {
            Some(_) => Found::mend("unsupported", "a signature is the least: only `text` and verdicts may be left out"),
            None => Found::mend("no `signature`", "answer `sign` with `signature`, or with `error`"),
        });
    };
    let told = answer.text.as_deref();
    if *signature == case.signature(wanted) {
        return match told {
            Some(text) if text != wanted => Outcome::Failed(Found::mend(
                text,
                "the signature is right, but the text told is not the one that it was made of",
            )),
            _ => Outcome::Passed,
        };
    }
    if told == Some(wanted) {
        return Outcome::Failed(Found::mend(
            format!("the right text, with the signature {signature}"),
            "HMAC-SHA512 of the text, the secret as UTF-8 for its key; the 64 bytes in Base64, standard alphabet, padded",
        ));
    }
    known(case, Some(signature), Found::new(told.map_or_else(|| format!("the signature {signature}"), str::to_owned)))
}

/// A wrong answer: fails, unless somebody known answers the same.
fn known(case: &Case, signature: Option<&str>, found: Found) -> Outcome {
    let same = |says: &Says| match (says, signature) {
        (Says::Text(text), Some(signature)) => case.signature(text) == signature,
        (Says::Refuses, None) => true,
        _ => false,
    };
    let sdks = Sdk::ALL.into_iter().filter(|sdk| match (sdk.make(&case.json), signature) {
        (Some(Made::Text(text)), Some(signature)) => case.signature(&text) == signature,
        (Some(Made::Throws), None) => true,
        _ => false,
    });
    let also = case.also.iter().filter(|also| same(&also.says)).map(|also| also.who.clone());
    let who: BTreeSet<String> = also.chain(sdks.map(|sdk| sdk.word().to_owned())).collect();
    if who.is_empty() { Outcome::Failed(found) } else { Outcome::Differs(who, found) }
}

fn verdict(case: &Case, genuine: bool, answer: &Answer) -> Outcome {
    if answer.unsupported.is_some() {
        return Outcome::Unsupported;
    }
    let (taken, said) = match (&answer.verdict, &answer.error) {
        (Some(Judgement::Valid), None) => (true, "valid".to_owned()),
        (Some(Judgement::Invalid), None) => (false, "invalid".to_owned()),
        (_, Some(error)) => (false, format!("it refuses: {error}")),
        (None, None) => {
            let mend = "answer `verify` with `verdict`, with `error`, or with `unsupported`";
            return Outcome::Failed(Found::mend("no `verdict`", mend));
        }
    };
    match (taken, genuine) {
        (true, true) | (false, false) => Outcome::Passed,
        (true, false) => Outcome::Failed(Found::new(said)),
        (false, true) => known(case, None, Found::new(said)),
    }
}
