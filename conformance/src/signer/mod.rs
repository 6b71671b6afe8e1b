//! Any signer, in any language: a program that signs payloads and judges callbacks, held against the vectors and against
//! payloads that are made. The protocol is told in `docs/signer.md`.

mod callbacks;
mod case;
mod dialects;
mod feature;
mod judge;
mod number;
mod payloads;
mod program;
mod protocol;
mod report;
mod session;
pub mod table;
mod vectors;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::time::Duration;

use proptest::strategy::{BoxedStrategy, Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use case::{Case, Wanted};
use judge::{Found, Outcome};
use session::Session;

pub use feature::Feature;
pub use program::Trouble;
pub use protocol::VERSION;
pub use report::{Evidence, Report, Row};

/// How a program is run.
#[derive(Debug, Clone)]
pub struct Options {
    /// The program and its arguments.
    pub command: Vec<OsString>,
    /// How long it has for one answer.
    pub timeout: Duration,
    /// The seed of what is made: the same seed, the same questions.
    pub seed: u64,
    /// How many payloads are made for each feature.
    pub cases: u32,
}

/// How many steps are tried to make a failing payload smaller, and how many bytes they may ask about.
const STEPS: (usize, usize) = (300, 128 << 10);

/// Asks a program about everything.
///
/// # Errors
/// Where the program cannot be started. All that it does from then on is in the report.
pub fn run(options: &Options) -> Result<Report, String> {
    let mut session = Session::open(options)?;
    let mut tally = Tally::default();
    if let Err(trouble) = session.greet() {
        tally.trouble(&trouble);
        return Ok(tally.report(&session, options));
    }
    for case in vectors::cases()? {
        let outcome = session.judge(&case);
        tally.count(case, outcome);
    }
    for feature in Feature::ALL {
        if let Some(strategy) = strategy(*feature) {
            made(&mut session, &mut tally, &strategy, options, *feature)?;
        }
    }
    let restarts = session.troubles().to_vec();
    restarts.iter().for_each(|trouble| tally.trouble(trouble));
    match session.close() {
        Ok(()) if restarts.is_empty() => tally.row(Feature::Protocol).passed += 1,
        Ok(()) => {}
        Err(trouble) => tally.trouble(&trouble),
    }
    Ok(tally.report(&session, options))
}

fn strategy(feature: Feature) -> Option<BoxedStrategy<Case>> {
    let payloads = payloads::of(feature).map(|payloads| {
        let case = move |json: payloads::Json| Case::sign(feature, json.to_string()).ok();
        payloads.prop_filter_map("the reference does not sign it", case).boxed()
    });
    payloads.or_else(|| callbacks::of(feature))
}

/// Asks about what is made for a feature; the first that fails is made smaller.
fn made(
    session: &mut Session<'_>,
    tally: &mut Tally,
    strategy: &BoxedStrategy<Case>,
    options: &Options,
    feature: Feature,
) -> Result<(), String> {
    // each feature has a seed of its own, so that a further feature changes no other's payloads
    let mut seed = [0; 32];
    let (first, rest) = seed.split_at_mut(8);
    first.copy_from_slice(&options.seed.to_le_bytes());
    for (place, byte) in rest.iter_mut().zip(feature.title().bytes()) {
        *place = byte;
    }
    let config = Config { failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let (mut failed, mut differed) = (false, false);
    for _ in 0..options.cases {
        let mut tree = strategy.new_tree(&mut runner).map_err(|why| why.to_string())?;
        let (case, outcome) = (tree.current(), session.judge(&tree.current()));
        let shrinks = match &outcome {
            Ok(Outcome::Failed(_)) => !std::mem::replace(&mut failed, true),
            Ok(Outcome::Differs(..)) => !std::mem::replace(&mut differed, true),
            _ => false,
        };
        if shrinks && let Some((case, outcome)) = smaller(session, &mut *tree, &outcome) {
            tally.evidence(case, outcome);
        }
        tally.count(case, outcome);
    }
    Ok(())
}

/// The smallest case with the same kind of outcome, if there is a smaller one.
fn smaller(
    session: &mut Session<'_>,
    tree: &mut dyn ValueTree<Value = Case>,
    outcome: &Result<Outcome, Trouble>,
) -> Option<(Case, Outcome)> {
    let same = |other: &Outcome| match (outcome, other) {
        (Ok(Outcome::Failed(_)), Outcome::Failed(_)) => true,
        (Ok(Outcome::Differs(one, _)), Outcome::Differs(other, _)) => one == other,
        _ => false,
    };
    let mut best = None;
    let mut goes_on = tree.simplify();
    let (steps, mut bytes) = STEPS;
    for _ in 0..steps {
        if !goes_on {
            break;
        }
        let case = tree.current();
        match bytes.checked_sub(case.json.len()) {
            Some(left) => bytes = left,
            None => break,
        }
        match session.judge(&case) {
            Ok(other) if same(&other) => {
                best = Some((case, other));
                goes_on = tree.simplify();
            }
            Ok(_) => goes_on = tree.complicate(),
            Err(_) => break,
        }
    }
    best
}

/// Rows under way.
#[derive(Default)]
struct Tally {
    rows: BTreeMap<Feature, Row>,
    /// By feature, those that differ apart: the smallest so far.
    evidence: BTreeMap<(bool, Feature), Evidence>,
    /// Who answers the same in every case that differs, and who in some.
    like: BTreeMap<Feature, (BTreeSet<String>, BTreeSet<String>)>,
}

impl Tally {
    fn row(&mut self, feature: Feature) -> &mut Row {
        self.rows.entry(feature).or_insert(Row {
            feature,
            passed: 0,
            differs: 0,
            failed: 0,
            unsupported: 0,
            like: Vec::new(),
        })
    }

    fn count(&mut self, case: Case, outcome: Result<Outcome, Trouble>) {
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

    fn evidence(&mut self, case: Case, outcome: Outcome) {
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

    fn trouble(&mut self, trouble: &Trouble) {
        self.row(Feature::Protocol).failed += 1;
        let found = trouble_found(trouble);
        self.evidence.entry((false, Feature::Protocol)).or_insert(Evidence {
            feature: Feature::Protocol,
            differs: false,
            case: "the run".to_owned(),
            payload: String::new(),
            expected: "an answer to each question".to_owned(),
            found: found.said,
            mend: found.mend.unwrap_or(Feature::Protocol.mend()).to_owned(),
        });
    }

    fn report(mut self, session: &Session<'_>, options: &Options) -> Report {
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
        Trouble::TooLong => "end each answer with one line feed",
        Trouble::OutOfOrder(..) => "answer each question once, in order, with its own `id`",
        _ => Feature::Protocol.mend(),
    };
    Found { said: trouble.to_string(), mend: Some(mend) }
}
