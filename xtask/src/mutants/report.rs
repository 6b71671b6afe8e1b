//! What came of the mutants.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, bail};
use serde::Deserialize;

use super::kinds;
use super::make::Mutant;
use super::project::{Found, INVENTED};

/// A mutant that no check can tell from the right code, with the reason.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Equivalent {
    mutant: String,
    reason: String,
}

impl Equivalent {
    pub(crate) fn read(root: &Path) -> anyhow::Result<Vec<Self>> {
        let file = root.join(INVENTED).join("equivalent.yaml");
        let told = || file.display().to_string();
        let text = std::fs::read_to_string(&file).with_context(told)?;
        let entries: Vec<Self> = serde_yaml::from_str(&text).with_context(told)?;
        if let Some(entry) = entries.iter().find(|entry| entry.reason.trim().is_empty()) {
            bail!("{}: {} has no reason", told(), entry.mutant);
        }
        Ok(entries)
    }
}

/// The table, and what is wrong.
pub(crate) struct Report {
    rows: Vec<Row>,
    faults: Vec<String>,
    remarks: Vec<String>,
    passed: usize,
}

struct Row {
    operator: &'static str,
    made: usize,
    caught: usize,
    /// How many mutants each kind of rule caught.
    by: BTreeMap<String, usize>,
}

impl Report {
    /// `all`: every mutant of the form was made, so that what is missing is missing.
    pub(crate) fn new(mutants: &[Mutant], found: &Found, equivalent: &[Equivalent], all: bool) -> Self {
        let mut report = Self { rows: Vec::new(), faults: Vec::new(), remarks: Vec::new(), passed: 0 };
        let mut caught_by = BTreeSet::new();
        for mutant in mutants {
            let none = Vec::new();
            let broken = found.broken.get(&mutant.name).unwrap_or(&none);
            let kinds: BTreeSet<String> = broken.iter().map(|rule| kinds::of(rule)).collect();
            let listed = equivalent.iter().find(|entry| entry.mutant == mutant.name);
            let fault = match (mutant.operator, broken.first(), listed) {
                (None, Some(rule), _) => {
                    Some(format!("{}: it breaks {rule}: no mutant of it means a thing", mutant.name))
                }
                (None, None, _) | (Some(_), Some(_), None) => None,
                (Some(_), None, None) => Some(format!("{}: SURVIVED", mutant.name)),
                (Some(_), None, Some(entry)) => {
                    report.remarks.push(format!("{}: survived: {}", mutant.name, entry.reason));
                    None
                }
                (Some(_), Some(rule), Some(_)) => {
                    Some(format!("{}: it is listed as equivalent, and {rule} catches it", mutant.name))
                }
            };
            report.passed += usize::from(fault.is_none());
            report.faults.extend(fault);
            if let Some(operator) = mutant.operator {
                report.count(operator, &kinds);
                caught_by.extend(kinds);
            }
        }
        if all {
            report.kinds(found, &caught_by);
        }
        report
    }

    fn count(&mut self, operator: &'static str, kinds: &BTreeSet<String>) {
        if self.rows.last().is_none_or(|row| row.operator != operator) {
            self.rows.push(Row { operator, made: 0, caught: 0, by: BTreeMap::new() });
        }
        let Some(row) = self.rows.last_mut() else { return };
        row.made += 1;
        row.caught += usize::from(!kinds.is_empty());
        for kind in kinds {
            *row.by.entry(kind.clone()).or_default() += 1;
        }
    }

    /// Every kind of rule has caught a mutant.
    fn kinds(&mut self, found: &Found, caught_by: &BTreeSet<String>) {
        let all: BTreeSet<String> = found.rules.iter().map(|rule| kinds::of(rule)).collect();
        for kind in all {
            let beyond = kinds::BEYOND.iter().find(|(beyond, _)| *beyond == kind);
            match (caught_by.contains(&kind), beyond) {
                (true, _) => self.passed += 1,
                (false, Some((kind, why))) => {
                    self.remarks.push(format!("rules of the kind {kind} have no mutant: {why}"))
                }
                (false, None) => self.faults.push(format!("rules of the kind {kind} have caught no mutant")),
            }
        }
    }

    pub(crate) fn holds(&self) -> bool {
        self.faults.is_empty()
    }

    pub(crate) fn tell(&self, out: &mut dyn Write) -> io::Result<()> {
        let wide = self.rows.iter().map(|row| row.operator.len()).max().unwrap_or(0);
        writeln!(out, "{:<wide$}  caught  by rules of the kind", "operator")?;
        for row in &self.rows {
            let mut by: Vec<(&String, &usize)> = row.by.iter().collect();
            by.sort_by_key(|(kind, count)| (std::cmp::Reverse(**count), *kind));
            let by = by.iter().map(|(kind, count)| format!("{kind} {count}")).collect::<Vec<_>>().join(", ");
            let caught = format!("{}/{}", row.caught, row.made);
            writeln!(out, "{:<wide$}  {caught:<6}  {by}", row.operator)?;
        }
        for line in self.remarks.iter().chain(&self.faults) {
            writeln!(out, "{line}")?;
        }
        writeln!(out, "{} passed, {} failed", self.passed, self.faults.len())
    }
}
