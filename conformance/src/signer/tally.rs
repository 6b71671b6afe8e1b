//! What is counted while a program is asked.

use std::collections::{BTreeMap, BTreeSet};

use super::Options;
use super::case::{Case, Wanted};
use super::feature::Feature;
use super::judge::{Found, Outcome};
use super::program::Trouble;
use super::report::{Evidence, Report, Row};
use super::session::Session;

/// Rows under way.
#[derive(Default)]
pub(super) struct Tally {
    rows: BTreeMap<Feature, Row>,
    /// By feature, those that differ apart: the smallest so far.
    evidence: BTreeMap<(bool, Feature), Evidence>,
    /// Who answers the same in every case that differs, and who in some.
    like: BTreeMap<Feature, (BTreeSet<String>, BTreeSet<String>)>,
}

impl Tally {
    pub(super) fn row(&mut self, feature: Feature) -> &mut Row {
        self.rows.entry(feature).or_insert(Row {
            feature,
            passed: 0,
            differs: 0,
            failed: 0,
            unsupported: 0,
            like: Vec::new(),
        })
    }

    pub(super) fn count(&mut self, case: Case, outcome: Result<Outcome, Trouble>) {
        let row = self.row(case.feature);
        match &outcome {
            Ok(Outcome::Passed) => row.passed += 1,
            Ok(Outcome::Unsupported) => row.unsupported += 1,
            Ok(Outcome::Differs(who, _)) => {
                row.differs += 1;
                let (common, all) = self.like.entry(case.feature).or_insert_with(|| (who.clone(), BTreeSet::new()));
                common.retain(|name| who.contains(name));
                all.extend(who.iter().cloned());
            }
            Ok(Outcome::Failed(_)) | Err(_) => row.failed += 1,
        }
        match outcome {
            Ok(outcome) => self.evidence(case, outcome),
            // it is told once, with the protocol
            Err(Trouble::GivenUp) => {}
            Err(trouble) => self.evidence(case, Outcome::Failed(trouble_found(&trouble))),
        }
    }

    pub(super) fn evidence(&mut self, case: Case, outcome: Outcome) {
        let (differs, found) = match outcome {
            Outcome::Passed | Outcome::Unsupported => return,
            Outcome::Differs(_, found) => (true, found),
            Outcome::Failed(found) => (false, found),
        };
        let known = self.evidence.get(&(differs, case.feature));
        if known.is_some_and(|known| known.payload.len() <= case.json.len()) {
            return;
        }
        let expected = match case.wanted {
            Wanted::Text(text) => text,
            Wanted::Genuine(true) => "valid".to_owned(),
            Wanted::Genuine(false) => "invalid".to_owned(),
        };
        let (feature, mend) = (case.feature, found.mend.unwrap_or(case.feature.mend()).to_owned());
        let (case, payload, found) = (case.name, case.json, found.said);
        let evidence = Evidence { feature, differs, case, payload, expected, found, mend };
        self.evidence.insert((differs, feature), evidence);
    }

    pub(super) fn trouble(&mut self, trouble: &Trouble) {
        self.row(Feature::Protocol).failed += 1;
        let found = trouble_found(trouble);
        let expected = match trouble {
            Trouble::Stays(_) => "the end of the program, when standard input ends",
            _ => "an answer to each question",
        };
        self.evidence.entry((false, Feature::Protocol)).or_insert(Evidence {
            feature: Feature::Protocol,
            differs: false,
            case: "the run".to_owned(),
            payload: String::new(),
            expected: expected.to_owned(),
            found: found.said,
            mend: found.mend.unwrap_or(Feature::Protocol.mend()).to_owned(),
        });
    }

    pub(super) fn report(mut self, session: &Session<'_>, options: &Options) -> Report {
        for (feature, (common, all)) in std::mem::take(&mut self.like) {
            self.row(feature).like = if common.is_empty() { all } else { common }.into_iter().collect();
        }
        Report {
            program: session.name().to_owned(),
            seed: options.seed,
            features: self.rows.into_values().collect(),
            evidence: self.evidence.into_values().collect(),
        }
    }
}

fn trouble_found(trouble: &Trouble) -> Found {
    let mend = match trouble {
        Trouble::TimedOut(_) => "read line by line and flush after each answer; --timeout gives more time",
        Trouble::Ended(..) => "catch what a payload throws and answer `error`; end only when standard input ends",
        Trouble::Stays(_) => {
            "end when standard input ends, and wait for what was started; a wrapper in shell best ends with `exec`"
        }
        Trouble::TooLong => "end each answer with one line feed",
        Trouble::OutOfOrder(..) => "answer each question once, in order, with its own `id`",
        _ => Feature::Protocol.mend(),
    };
    Found { said: trouble.to_string(), mend: Some(mend) }
}
