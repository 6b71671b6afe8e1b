//! `vectors`: what the vendor's own libraries do.

use std::io::Write;
use std::path::PathBuf;

use ecommpay_conformance::vectors;

use super::Outcome;

/// Hold the signature, callbacks and Payment Page URLs against vectors made with the vendor's own libraries
#[derive(clap::Args)]
pub(crate) struct Vectors {
    /// Files of vectors; their fields tell what they hold
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Vectors {
    pub(crate) fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        let tally = vectors::run(&self.files, out)?;
        let any = tally.passed + tally.failed + tally.out_of_scope > 0;
        anyhow::ensure!(any, "the files hold no vector: nothing was checked");
        Ok(Outcome::from(tally.failed == 0))
    }
}
