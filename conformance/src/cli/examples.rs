//! `examples`: the documented examples alone.

use std::io::Write;
use std::path::PathBuf;

use ecommpay_conformance::{examples, plain};

use super::Outcome;

/// Hold the generated crates against the documented examples
#[derive(clap::Args)]
pub(crate) struct Examples {
    /// Folder of specs
    #[arg(long, value_name = "DIR", default_value = "specs")]
    specs: PathBuf,
}

impl Examples {
    pub(crate) fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        let specs = super::specs(&self.specs)?;
        let checks = examples::check(&specs, ecommpay::METHODS);
        for check in checks.iter().filter(|check| !check.holds()) {
            writeln!(out, "{check}")?;
        }
        for key in specs.methods.keys().filter(|key| !ecommpay::METHODS.iter().any(|method| method.key == *key)) {
            writeln!(out, "{key}: generated code: not linked")?;
        }
        anyhow::ensure!(
            !checks.is_empty(),
            "no method of {} is linked, or none has examples: nothing was checked",
            plain::path(&self.specs)
        );
        let failed = checks.iter().filter(|check| !check.holds()).count();
        writeln!(out, "{} passed, {failed} failed", checks.len() - failed)?;
        Ok(Outcome::from(failed == 0))
    }
}
