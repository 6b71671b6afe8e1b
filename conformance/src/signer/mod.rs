//! Any signer, in any language: a program that signs payloads and judges callbacks, held against the vectors and against
//! payloads that are made. The protocol is told in `docs/signer.md`.

mod callbacks;
mod case;
mod cause;
mod dialects;
mod feature;
mod group;
mod judge;
mod number;
mod payloads;
mod program;
mod protocol;
mod report;
mod session;
pub mod table;
mod tally;
mod vectors;

use std::ffi::OsString;
use std::time::Duration;

use proptest::strategy::{BoxedStrategy, Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use case::Case;
use cause::Causes;
use judge::Outcome;
use session::Session;
use tally::Tally;

pub use feature::Feature;
pub use program::Trouble;
pub use protocol::VERSION;
pub use report::{Evidence, Report, Row};

/// How a program is run.
#[derive(Clone)]
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
    let mut causes = Causes::default();
    for case in vectors::cases()? {
        let outcome = session.judge(&case);
        count(&mut session, &mut tally, &mut causes, case, outcome);
    }
    for feature in Feature::ALL {
        if let Some(strategy) = strategy(*feature) {
            made(&mut session, (&mut tally, &mut causes), &strategy, options, *feature)?;
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
    (tally, causes): (&mut Tally, &mut Causes),
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
            match causes.find(session, &case) {
                Some((case, found)) => tally.evidence(case, Outcome::Failed(found)),
                None => tally.evidence(case, outcome),
            }
        }
        count(session, tally, causes, case, outcome);
    }
    Ok(())
}

/// Counts a case, and where a single value of it is why it does not pass, shows that: a payload that differs as some SDK does
/// for another reason is no difference, but a fault.
fn count(
    session: &mut Session<'_>,
    tally: &mut Tally,
    causes: &mut Causes,
    case: Case,
    outcome: Result<Outcome, Trouble>,
) {
    let is_wrong = matches!(&outcome, Ok(Outcome::Failed(_) | Outcome::Differs(..)));
    match is_wrong.then(|| causes.find(session, &case)).flatten() {
        Some((alone, found)) => {
            tally.row(case.feature).failed += 1;
            tally.evidence(alone, Outcome::Failed(found));
        }
        None => tally.count(case, outcome),
    }
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
