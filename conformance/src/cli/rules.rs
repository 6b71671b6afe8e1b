//! `rules`: every rule, with who checks it: those of a run, of recorded traffic, of signers and of receivers.

use std::io::Write;

use anyhow::anyhow;
use ecommpay_conformance::rules::{CheckedBy, Rule};
use ecommpay_conformance::{receiver, reconcile, run, signer, traffic};

use super::Outcome;

/// List every rule that a run checks, and those of recorded traffic, signers and receivers, with who checks it
#[derive(clap::Args)]
pub(crate) struct Rules {
    #[command(flatten)]
    folders: super::Folders,
    #[command(flatten)]
    selected: super::Selected,
    /// For people or for programs
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = ["human", "json"])]
    format: String,
}

impl Rules {
    pub(crate) fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        let specs = super::specs(&self.folders.specs)?;
        let schemas = self.folders.schemas(&specs)?;
        let selection = self.selected.selection()?;
        selection.refuse_unknown_methods(&specs).map_err(|why| anyhow!(why))?;
        let all = run::rules(&specs, ecommpay::METHODS, &schemas).map_err(|why| anyhow!(why))?;
        let all = all.into_iter().chain(traffic::listed(&specs)).chain(reconcile::listed());
        let all = all.chain(signer::Feature::listed("signer")).chain(receiver::Behaviour::listed("receiver"));
        let listed: Vec<Rule> = all.filter(|rule| selection.takes(&rule.place.method, &rule.id)).collect();
        anyhow::ensure!(!listed.is_empty(), "no rule is selected by {selection}");
        if self.format == "json" {
            serde_json::to_writer_pretty(&mut *out, &listed)?;
            writeln!(out)?;
            return Ok(Outcome::Holds);
        }
        for rule in &listed {
            writeln!(out, "{rule}")?;
        }
        let count = |by: CheckedBy| listed.iter().filter(|rule| rule.checked_by == by).count();
        let (both, code, schema) = (count(CheckedBy::Both), count(CheckedBy::Code), count(CheckedBy::Schema));
        write!(out, "{} rules, {both} checked by both engines, {code} by code", listed.len())?;
        if schema > 0 {
            write!(out, ", {schema} by the schema")?;
        }
        writeln!(out)?;
        Ok(Outcome::Holds)
    }
}
