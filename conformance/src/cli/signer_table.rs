//! `signer-table`: reports of `signer`, side by side in a page of documentation.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use ecommpay_conformance::signer::table;
use ecommpay_conformance::{plain, regular};

use super::Outcome;

/// Write the table of several signers into a page of documentation, from reports of `signer --report json=FILE`
#[derive(clap::Args)]
pub(crate) struct SignerTable {
    /// Only say whether the page is as it would be written
    #[arg(long)]
    check: bool,
    /// The page
    page: PathBuf,
    /// The reports, a column each
    #[arg(required = true, value_name = "REPORT")]
    reports: Vec<PathBuf>,
}

impl SignerTable {
    pub(crate) fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        let read = |file: &PathBuf| {
            regular::text(file, regular::REPORT).map_err(|why| anyhow::anyhow!("{}: {why}", plain::path(file)))
        };
        let page = read(&self.page)?;
        let reports: Vec<_> = self
            .reports
            .iter()
            .map(|file| serde_json::from_str(&read(file)?).with_context(|| format!("{}: no report", plain::path(file))))
            .collect::<anyhow::Result<_>>()?;
        let written = table::written(&page, &reports).map_err(anyhow::Error::msg)?;
        let same = written == page;
        if !same && self.check {
            writeln!(out, "{} is not what the reports say; run the same without --check", plain::path(&self.page))?;
            let (old, new) = (page.lines(), written.lines());
            for (old, new) in old.zip(new).filter(|(old, new)| old != new) {
                writeln!(out, "- {old}\n+ {new}")?;
            }
            return Ok(Outcome::Failed);
        }
        if !same {
            std::fs::write(&self.page, written).with_context(|| plain::path(&self.page))?;
        }
        writeln!(out, "{}: {}", plain::path(&self.page), if same { "unchanged" } else { "written" })?;
        Ok(Outcome::Holds)
    }
}
