//! What came of it: a mark for each behaviour and method, then the story of each failure.

use std::fmt;

use serde::Serialize;

use super::behaviour::Behaviour;

/// The result of a run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The seed of the payments' ids.
    pub seed: u64,
    /// Whether the state of orders could be asked for.
    pub states: bool,
    /// The methods whose callbacks were sent.
    pub methods: Vec<String>,
    /// Methods of which nothing could be sent, and why.
    pub left_out: Vec<(String, String)>,
    /// Seconds that all of it could take.
    pub limit: f64,
    /// What there was no time for.
    pub not_tried: Vec<(Behaviour, String)>,
    /// A score for each behaviour and method.
    pub scores: Vec<Score>,
}

/// What a receiver made of a behaviour with the callbacks of a method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Score {
    /// What was tried.
    pub behaviour: Behaviour,
    /// With whose callbacks.
    pub method: String,
    /// What was sent and answered, in order. No value of a callback is in it.
    pub story: Vec<String>,
    /// What is wrong; nothing where it passed.
    pub faults: Vec<String>,
    /// What could not be seen from outside.
    pub not_judged: Vec<String>,
}

impl Report {
    /// Whether everything was tried, and nothing failed.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.not_tried.is_empty() && self.scores.iter().all(|score| score.faults.is_empty())
    }

    /// The behaviours that failed with any method.
    #[must_use]
    pub fn failed(&self) -> Vec<Behaviour> {
        let failed = |behaviour: &&Behaviour| {
            self.scores.iter().any(|score| score.behaviour == **behaviour && !score.faults.is_empty())
        };
        Behaviour::ALL.iter().filter(failed).copied().collect()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, method) in self.methods.iter().enumerate() {
            writeln!(f, "{:>3} {method}", number + 1)?;
        }
        for (method, why) in &self.left_out {
            writeln!(f, "  - {method}: {why}")?;
        }
        let width = Behaviour::ALL.iter().map(|behaviour| behaviour.title().len()).max().unwrap_or(0);
        write!(f, "\n{:width$} ", "behaviour")?;
        (1..=self.methods.len()).try_for_each(|number| write!(f, "{number:>3}"))?;
        writeln!(f)?;
        for behaviour in Behaviour::ALL {
            write!(f, "{:width$} ", behaviour.title())?;
            for method in &self.methods {
                let score = self.scores.iter().find(|score| score.behaviour == *behaviour && score.method == *method);
                write!(f, "{:>3}", score.map_or("-", |score| if score.faults.is_empty() { "ok" } else { "F" }))?;
            }
            writeln!(f)?;
        }
        for score in self.scores.iter().filter(|score| !score.faults.is_empty()) {
            writeln!(f, "\nFAILED: {}, {}", score.behaviour.title(), score.method)?;
            for (number, step) in score.story.iter().enumerate() {
                writeln!(f, "  {}. {step}", number + 1)?;
            }
            score.faults.iter().try_for_each(|fault| writeln!(f, "  wrong: {fault}"))?;
            writeln!(f, "  mend: {}", score.behaviour.mend())?;
        }
        let mut unseen: Vec<&String> = self.scores.iter().flat_map(|score| &score.not_judged).collect();
        unseen.sort();
        unseen.dedup();
        if !unseen.is_empty() {
            writeln!(f)?;
        }
        unseen.iter().try_for_each(|what| writeln!(f, "not judged: {what}"))?;
        if !self.not_tried.is_empty() {
            let (count, limit) = (self.not_tried.len(), self.limit);
            writeln!(
                f,
                "\nNOT TRIED: {count}, the limit of {limit} s was over; --limit SECONDS gives more time, --method METHOD needs less"
            )?;
        }
        let failed = self.scores.iter().filter(|score| !score.faults.is_empty()).count();
        writeln!(f, "\n{} passed, {failed} failed, seed {}", self.scores.len() - failed, self.seed)
    }
}
