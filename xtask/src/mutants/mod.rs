//! `cargo xtask mutants`: generators that are wrong on purpose, and whether the conformance suite notices.
//!
//! Each mutant is the code of one method with one mistake, made in the resolved model before emission or in the text
//! after it. All of them are modules of one throw-away crate, whose program holds each against the true spec and the true
//! JSON Schemas.

mod kinds;
mod make;
mod manifest;
mod operators;
mod project;
mod report;

use std::process::ExitCode;

use anyhow::bail;

use crate::specs::root;

/// What `mutants` takes.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Every operator at every place of another shape, and in a real method; without it one mutant an operator
    #[arg(long)]
    full: bool,
    /// Only mutants whose name matches: `limit-*`, `* sandbar-money/*`
    #[arg(long, value_name = "GLOB")]
    only: Option<glob::Pattern>,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let root = root()?;
    let project = project::Project::new(&root)?;
    let specs = project.specs(&root)?;
    let made = make::mutants(&specs, &make::invented(&root)?, options.full)?;
    let fits = |mutant: &make::Mutant| options.only.as_ref().is_none_or(|only| only.matches(&mutant.name));
    let mutants: Vec<make::Mutant> = made.into_iter().filter(fits).collect();
    if mutants.is_empty() {
        bail!("no mutant has such a name; without --only all are listed");
    }
    project.write(&root, &specs, &mutants)?;
    let found = project.found(&root)?;
    let equivalent = report::Equivalent::read(&root)?;
    let report = report::Report::new(&mutants, &found, &equivalent, options.only.is_none());
    report.tell(&mut std::io::stdout().lock())?;
    Ok(if report.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
