//! `rules`: every rule, with who checks it.

use std::io::Write;
use std::path::PathBuf;

use ecommpay_conformance::rules;

use super::Outcome;

/// List every rule of the generated crates, with who checks it
#[derive(clap::Args)]
pub(crate) struct Rules {
    /// Folder of the generated JSON Schemas
    #[arg(long, value_name = "DIR", default_value = "generated/schemas")]
    schemas: PathBuf,
}

impl Rules {
    pub(crate) fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        let schemas = &self.schemas;
        anyhow::ensure!(schemas.is_dir(), "{} is no folder of schemas; give --schemas DIR", schemas.display());
        let listed = rules::list(ecommpay::METHODS, Some(schemas)).map_err(anyhow::Error::msg)?;
        for rule in &listed {
            writeln!(out, "{rule}")?;
        }
        let by_code = listed.iter().filter(|rule| rule.by_code.is_some()).count();
        writeln!(out, "{} rules, {} checked by both engines, {by_code} by code", listed.len(), listed.len() - by_code)?;
        Ok(Outcome::Holds)
    }
}
