//! `signer-table`: reports of `signer`, side by side in a page of documentation.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use ecommpay_conformance::signer::table;

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
        let read = |file: &PathBuf| std::fs::read_to_string(file).with_context(|| format!("{}", file.display()));
        let page = read(&self.page)?;
        let reports: Vec<_> = self
            .reports
            .iter()
            .map(|file| serde_json::from_str(&read(file)?).with_context(|| format!("{}: no report", file.display())))
            .collect::<anyhow::Result<_>>()?;
        let written = table::written(&page, &reports).map_err(anyhow::Error::msg)?;
        let same = written == page;
        if !same && self.check {
            writeln!(out, "{} is not what the reports say; run the same without --check", self.page.display())?;
            let (old, new) = (page.lines(), written.lines());
            for (old, new) in old.zip(new).filter(|(old, new)| old != new) {
                writeln!(out, "- {old}\n+ {new}")?;
            }
            return Ok(Outcome::Failed);
        }
        if !same {
            std::fs::write(&self.page, written).with_context(|| format!("{}", self.page.display()))?;
        }
        writeln!(out, "{}: {}", self.page.display(), if same { "unchanged" } else { "written" })?;
        Ok(Outcome::Holds)
    }
}
