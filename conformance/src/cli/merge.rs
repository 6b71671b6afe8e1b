//! `merge`: the reports of shards become one.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use ecommpay_conformance::plain;
use ecommpay_conformance::traffic::Report;

use super::Outcome;
use super::traffic::Reports;

/// Join JSON reports of `callbacks` or of `requests`, in any order
#[derive(clap::Args)]
pub(crate) struct Merge {
    /// Reports that were written by `--report json=FILE`
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Join what there is, though shards are missing: the report says which
    #[arg(long)]
    partial: bool,
    #[command(flatten)]
    reports: Reports,
}

impl Merge {
    pub(crate) fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        self.reports.distinct()?;
        let mut sum: Option<Report> = None;
        for file in &self.files {
            let report = Report::read(file).map_err(anyhow::Error::msg)?;
            sum = Some(match sum {
                None => report,
                Some(sum) => sum.join(report).map_err(|why| anyhow::anyhow!("{}: {why}", plain::path(file)))?,
            });
        }
        let sum = sum.context("no report was given")?.whole(self.partial).map_err(anyhow::Error::msg)?;
        anyhow::ensure!(sum.bodies() > 0, "the reports tell of no recorded body: nothing was checked");
        let outcome = self.reports.write(&sum, out)?;
        anyhow::ensure!(sum.judged() > 0, super::traffic::nothing_judged(&sum));
        Ok(outcome)
    }
}
