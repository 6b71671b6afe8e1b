//! `cargo xtask sources`: every cited fact against the vendor's documents.

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use methodspec::sources;

use crate::specs::{load, root};

/// What `sources` takes.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Folder of the vendor's documents, which are not in this repository
    #[arg(long, value_name = "DIR")]
    documents: PathBuf,
    /// Folder of specs
    #[arg(long, value_name = "DIR")]
    specs: Option<PathBuf>,
    /// Leave out the lines that no fact cites
    #[arg(long)]
    quiet: bool,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let folder = match &options.specs {
        Some(folder) => folder.clone(),
        None => root()?.join("specs"),
    };
    let report = sources::check(&load(&folder)?, &options.documents);
    let mut out = std::io::stdout().lock();
    for document in &report.documents {
        let (method, key, file) = (&document.method, &document.document, &document.file);
        writeln!(out, "{method} {key} ({file}): {} lines, {} not cited", document.lines, document.uncited.len())?;
        for (number, line) in document.uncited.iter().filter(|_| !options.quiet) {
            let shown: String = line.trim().chars().take(120).collect();
            writeln!(out, "  {number}: {shown}")?;
        }
    }
    if !report.faults.is_empty() {
        bail!("{}", report.faults.human(false));
    }
    writeln!(out, "{} facts and {} places of examples hold", report.claims, report.places)?;
    Ok(())
}
