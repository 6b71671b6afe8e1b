//! Trying a check on many inputs, and the smallest that fails.

use std::cell::Cell;

use methodspec::resolved::Form;
use proptest::strategy::BoxedStrategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use serde_json::Value;

use super::Engines;
use crate::check::{Check, Failure, FailureKind};
use crate::inputs;

/// A form under trial.
pub(crate) struct Trial<'a> {
    pub(super) form: &'a Form,
    pub(super) engines: Engines<'a>,
    cases: u32,
    seed: u64,
    inputs: BoxedStrategy<Value>,
}

impl<'a> Trial<'a> {
    /// The same seed makes the same inputs.
    pub(crate) fn new(form: &'a Form, engines: Engines<'a>, cases: u32, seed: u64) -> Self {
        Self { form, engines, cases, seed, inputs: inputs::valid(form) }
    }

    /// Every check of the form whose rule is selected.
    pub(crate) fn checks(&self, selected: &dyn Fn(&str) -> bool) -> Vec<Check> {
        let mut checks = self.table(selected);
        if let Err(why) = self.can_be_made() {
            // said once, and not of each rule
            let check = Check::part(format!("{}/kept", self.form.id), "", self.cite(), Err(why));
            checks.extend(selected(&check.id).then_some(check));
            return checks;
        }
        checks.extend(self.kept(selected));
        checks.extend(self.edges(selected));
        checks.extend(self.broken(selected));
        checks.extend(self.contract(selected));
        checks
    }

    /// Whether there is a request that keeps every rule: rules may contradict each other.
    fn can_be_made(&self) -> Result<(), Failure> {
        let none = |why: String| Failure::from(why).of(FailureKind::NotChecked);
        let found = self.attempt("", |kept| Ok(Some(kept)), |_| Ok(()));
        found.map(|_| ()).map_err(|_| {
            none("no request was found that keeps every rule of the form: do some contradict each other?".to_owned())
        })
    }

    /// Puts many requests that keep the rules through `make`, which turns each into the input of this check or says that
    /// none can be made of it, and judges what came out; says how many inputs that were. They depend on the check's name
    /// and the seed alone, so that a rule fails alone as it fails among others.
    pub(crate) fn attempt(
        &self,
        name: &str,
        make: impl Fn(Value) -> Result<Option<Value>, String>,
        judge: impl Fn(&Value) -> Result<(), Failure>,
    ) -> Result<u32, Failure> {
        let config = Config {
            cases: self.cases,
            failure_persistence: None,
            // as thorough as the search itself was asked to be
            max_shrink_iters: self.cases.saturating_sub(1).saturating_mul(128),
            verbose: 0,
            max_local_rejects: 4_096,
            max_global_rejects: 256 + 16 * self.cases,
            ..Config::default()
        };
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed(self.seed, name));
        let mut runner = TestRunner::new_with_rng(config, rng);
        let made = Cell::new(0);
        let one = |kept: Value| match make(kept) {
            Ok(None) => Err(None),
            Ok(Some(input)) => {
                made.set(made.get() + 1);
                judge(&input).map_err(Some)
            }
            Err(why) => Err(Some(Failure::from(why).of(FailureKind::NotChecked))),
        };
        let result = runner.run(&self.inputs, |kept| {
            one(kept).map_err(|why| match why {
                Some(why) => TestCaseError::fail(why.found),
                // another request in its place
                None => TestCaseError::reject("no input can be made of it"),
            })
        });
        match result {
            Ok(()) => Ok(made.get()),
            Err(TestError::Abort(_)) if made.get() > 0 => Ok(made.get()),
            Err(TestError::Fail(_, smallest)) => {
                let input = make(smallest.clone()).ok().flatten();
                let why = one(smallest).err().flatten().unwrap_or_else(|| Failure::from("fails on some runs alone"));
                Err(Failure { input, ..why })
            }
            Err(TestError::Abort(_)) => {
                Err(Failure::from("no request of the form can be made to try it").of(FailureKind::NotChecked))
            }
        }
    }
}

/// The generator's seed: the run's, and the name of the check by FNV-1a, which is the same on every machine.
fn seed(run: u64, name: &str) -> [u8; 32] {
    let hash = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&run.to_le_bytes());
    seed[8..16].copy_from_slice(&hash.to_le_bytes());
    seed
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn it_says_how_many_inputs_came() {
        let specs = methodspec::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs"));
        let specs = specs.unwrap_or_else(|faults| panic!("{}", faults.human(false)));
        let form = specs.methods.values().flat_map(|method| method.operations.values());
        let form = form.flat_map(|operation| &operation.forms).next().expect("a form");
        let engines = Engines { method: None, entry: None, schema: None };
        let trial = Trial::new(form, engines, 16, 0);
        // as many as asked, though every other request makes no input; then no more than three
        for (of_two, most, wanted) in [(2, u32::MAX, Some(16)), (1, 3, Some(3)), (1, 0, None)] {
            let (tries, made) = (Cell::new(0), Cell::new(0));
            let make = |kept: Value| {
                tries.set(tries.get() + 1);
                let one = tries.get() % of_two == 0 && made.get() < most;
                made.set(made.get() + u32::from(one));
                Ok(one.then_some(kept))
            };
            assert_eq!(trial.attempt("tried", make, |_| Ok(())).ok(), wanted);
        }
    }
}
