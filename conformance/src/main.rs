//! `cargo conformance`: the suite as a program.
//!
//! Exit codes: 0 everything holds, 1 a check failed, 2 the run could not be done.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use ecommpay_conformance::{examples, rules, vectors};

#[derive(Parser)]
#[command(name = "ecommpay-conformance", about = "Conformance checks for payment methods of the ecommpay platform")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Hold the generated crates against the documented examples
    Examples {
        /// Folder of specs
        #[arg(long, value_name = "DIR", default_value = "specs")]
        specs: PathBuf,
    },
    /// List every rule of the generated crates, with who checks it
    Rules {
        /// Folder of the generated JSON Schemas
        #[arg(long, value_name = "DIR", default_value = "generated/schemas")]
        schemas: PathBuf,
    },
    /// Hold the signature, callbacks and Payment Page URLs against vectors made with the vendor's own libraries
    Vectors {
        /// Files of vectors; their fields tell what they hold
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

fn main() -> ExitCode {
    let mut out = std::io::stdout().lock();
    let done = match Arguments::parse().command {
        Command::Examples { specs } => run_examples(&specs, &mut out),
        Command::Rules { schemas } => list_rules(&schemas, &mut out),
        Command::Vectors { files } => vectors::run(&files, &mut out).map_err(anyhow::Error::from).and_then(|tally| {
            let any = tally.passed + tally.failed + tally.out_of_scope > 0;
            anyhow::ensure!(any, "the files hold no vector: nothing was checked");
            Ok(tally.failed == 0)
        }),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::from(2)
        }
    }
}

fn run_examples(folder: &std::path::Path, out: &mut dyn Write) -> anyhow::Result<bool> {
    let specs = methodspec::load(folder).map_err(|faults| anyhow::anyhow!("{}", faults.human(false)))?;
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
        folder.display()
    );
    let failed = checks.iter().filter(|check| !check.holds()).count();
    writeln!(out, "{} passed, {failed} failed", checks.len() - failed)?;
    Ok(failed == 0)
}

fn list_rules(schemas: &std::path::Path, out: &mut dyn Write) -> anyhow::Result<bool> {
    anyhow::ensure!(schemas.is_dir(), "{} is no folder of schemas; give --schemas DIR", schemas.display());
    let listed = rules::list(ecommpay::METHODS, Some(schemas)).map_err(anyhow::Error::msg)?;
    for rule in &listed {
        writeln!(out, "{rule}")?;
    }
    let by_code = listed.iter().filter(|rule| rule.by_code.is_some()).count();
    writeln!(out, "{} rules, {} checked by both engines, {by_code} by code", listed.len(), listed.len() - by_code)?;
    Ok(true)
}
