//! What came of a run: a row for each feature, then the smallest payload that shows each failure.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::feature::Feature;

/// The result of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// What the program calls itself.
    pub program: String,
    /// The seed of what was made.
    pub seed: u64,
    /// A row for each feature that was asked about.
    pub features: Vec<Row>,
    /// The smallest case of each feature that failed, and the smallest that differs.
    pub evidence: Vec<Evidence>,
}

/// The cases of a feature, counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Which feature.
    pub feature: Feature,
    /// Answered as the reference does.
    pub passed: usize,
    /// Answered as some of the vendor's own SDKs do, or as our own stricter policy does.
    pub differs: usize,
    /// Answered as nobody does, or not at all.
    pub failed: usize,
    /// The program says that it cannot do this.
    pub unsupported: usize,
    /// Who answers as the program does in every case that differs; if nobody, who does in some.
    pub like: Vec<String>,
}

/// A case that did not pass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Which feature.
    pub feature: Feature,
    /// Whether it only differs.
    pub differs: bool,
    /// `vector dup-keys-0`, or `made`.
    pub case: String,
    /// The payload or the callback's body.
    pub payload: String,
    /// The right text, or the right verdict.
    pub expected: String,
    /// What the program said.
    pub found: String,
    /// What to do.
    pub mend: String,
}

impl Report {
    /// Whether nothing failed.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.features.iter().all(|row| row.failed == 0)
    }

    /// The row of a feature.
    #[must_use]
    pub fn row(&self, feature: Feature) -> Option<&Row> {
        self.features.iter().find(|row| row.feature == feature)
    }
}

/// How much of a text is shown.
const SHOWN: usize = 400;

/// A text on one line, its end left out where it is long.
fn shown(text: &str) -> String {
    if text.is_empty() {
        return "(nothing)".to_owned();
    }
    let clean: String = text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    match clean.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}… ({} bytes)", clean.get(..end).unwrap_or_default(), text.len()),
        None => clean,
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "signer: {}, seed {}", shown(&self.program), self.seed)?;
        let width = Feature::ALL.iter().map(|feature| feature.title().chars().count()).max().unwrap_or(0);
        writeln!(f, "{:width$}  passed  differs  failed  unsupported", "feature")?;
        let count = |count: usize| if count == 0 { "-".to_owned() } else { count.to_string() };
        for row in &self.features {
            let counts = [row.passed, row.differs, row.failed, row.unsupported].map(count);
            let [passed, differs, failed, unsupported] = counts;
            write!(f, "{:width$}  {passed:>6}  {differs:>7}  {failed:>6}  {unsupported:>11}", row.feature.title())?;
            match row.like.as_slice() {
                [] => writeln!(f)?,
                like => writeln!(f, "   as {}", like.join(", "))?,
            }
        }
        for evidence in &self.evidence {
            let word = if evidence.differs { "differs, as some SDKs do" } else { "FAILED" };
            writeln!(f, "\n{word}: {} ({})", evidence.feature.title(), evidence.case)?;
            writeln!(f, "  payload   {}", shown(&evidence.payload))?;
            writeln!(f, "  expected  {}", shown(&evidence.expected))?;
            writeln!(f, "  found     {}", shown(&evidence.found))?;
            let verb = if evidence.differs { "to agree" } else { "mend" };
            writeln!(f, "  {verb:8}  {}", evidence.mend)?;
        }
        let sum = |of: fn(&Row) -> usize| self.features.iter().map(of).sum::<usize>();
        let (passed, differs) = (sum(|row| row.passed), sum(|row| row.differs));
        let (failed, unsupported) = (sum(|row| row.failed), sum(|row| row.unsupported));
        writeln!(f, "\n{passed} passed, {differs} differ as some SDKs do, {failed} failed, {unsupported} unsupported")
    }
}
