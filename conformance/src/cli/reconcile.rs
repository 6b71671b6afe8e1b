//! `reconcile`: a shop's orders against the platform's operations.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Error;
use ecommpay_conformance::reconcile::{Amounts, Options, Reconciliation, Report};
use ecommpay_conformance::report::Kind;

use super::{Outcome, target};

/// Hold orders against operations out of the Data API or an export: what is missing or different on either side
#[derive(clap::Args)]
pub(crate) struct Reconcile {
    /// Orders: JSON lines of id, amount in minor units, currency; `-` for standard input
    #[arg(long, value_name = "FILE")]
    orders: PathBuf,
    /// Operations: pages of the Data API, an export with a header, or a folder of them; `-` for standard input; may be repeated
    #[arg(long, value_name = "FILE", required = true)]
    operations: Vec<PathBuf>,
    /// Folder of specs
    #[arg(long, value_name = "DIR", default_value = super::SPECS)]
    specs: PathBuf,
    /// The project whose orders these are; operations of others are not counted
    #[arg(long, value_name = "ID")]
    project: Option<i64>,
    /// How sums of operations are written, where they do not show it: minor (100000) or major (1000.00)
    #[arg(long, value_name = "UNITS", value_parser = amounts)]
    amounts: Option<Amounts>,
    /// What an export calls a member of the Data API, as in `payment_id=Payment ID`; may be repeated
    #[arg(long = "column", value_name = "MEMBER=HEADER", value_parser = column)]
    columns: Vec<(String, String)>,
    /// Places to tell of each broken rule
    #[arg(long, value_name = "N", default_value_t = Options::default().examples)]
    examples: usize,
    /// A report: human, json, junit, sarif, github or html; `-` is standard output; may be repeated
    #[arg(long = "report", value_name = "KIND=FILE", value_parser = target::kind)]
    reports: Vec<(Kind, PathBuf)>,
}

fn amounts(text: &str) -> Result<Amounts, String> {
    match text {
        "minor" => Ok(Amounts::Minor),
        "major" => Ok(Amounts::Major),
        _ => Err("say minor (100000 is 1,000.00 KES) or major (1000.00)".to_owned()),
    }
}

fn column(text: &str) -> Result<(String, String), String> {
    let (member, header) = text.split_once('=').ok_or("write MEMBER=HEADER, such as payment_id='Payment ID'")?;
    Ok((member.to_owned(), header.to_owned()))
}

impl Reconcile {
    pub(crate) fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        target::distinct(self.reports.iter().map(|(_, file)| file.as_path()))?;
        let inputs = self.operations.iter().chain([&self.orders]);
        let standard = inputs.filter(|file| file.as_path() == Path::new("-")).count();
        anyhow::ensure!(standard < 2, "standard input, `-`, can be read once");
        let specs = super::specs(&self.specs)?;
        let Self { project, amounts, columns, examples, .. } = self;
        let mut books =
            Reconciliation::new(&specs, Options { project, amounts, columns, examples }).map_err(Error::msg)?;
        // what is wrong with either side is said at once
        let sides = [books.orders(&self.orders), books.operations(&self.operations)];
        let faults: Vec<String> = sides.into_iter().filter_map(Result::err).collect();
        anyhow::ensure!(faults.is_empty(), "{}", faults.join("\n"));
        let report = books.finish();
        anyhow::ensure!(
            report.orders.read > 0 || report.operations.listed > 0,
            "there is neither an order nor an operation: nothing was checked"
        );
        write(&report, &self.reports, out)?;
        Ok(Outcome::from(report.holds()))
    }
}

/// Every report that is asked for; the human one to standard output where nothing else goes there.
fn write(report: &Report, reports: &[(Kind, PathBuf)], out: &mut dyn Write) -> anyhow::Result<()> {
    if !reports.iter().any(|(_, file)| target::is_out(file)) {
        write!(out, "{}", report.write(Kind::Human).map_err(Error::msg)?)?;
    }
    for (kind, file) in reports {
        target::write(file, &report.write(*kind).map_err(Error::msg)?, out)?;
    }
    Ok(out.flush()?)
}
