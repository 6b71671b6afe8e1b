//! `signer`: any signer, over standard input and output.

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use ecommpay_conformance::signer::{self, Options, Report};

use super::{Outcome, target};

/// Ask any signer, in any language, over standard input and output; conformance/docs/signer.md tells the protocol
#[derive(clap::Args)]
pub(crate) struct Signer {
    /// A report, `json` or `human`, into a file, `-` for standard output; may be given several times
    #[arg(long, value_name = "KIND=FILE", value_parser = kind)]
    report: Vec<(Kind, PathBuf)>,
    /// Seconds that the program has for one answer
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    timeout: Duration,
    /// Seed of the payloads that are made
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How many payloads are made for each feature
    #[arg(long, value_name = "N", default_value_t = 32, value_parser = clap::value_parser!(u32).range(1..))]
    cases: u32,
    /// The program and its arguments
    #[arg(required = true, last = true, value_name = "PROGRAM")]
    program: Vec<OsString>,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Human,
    Json,
}

fn kind(text: &str) -> Result<(Kind, PathBuf), String> {
    match text.split_once('=') {
        Some(("json", file)) if !file.is_empty() => Ok((Kind::Json, file.into())),
        Some(("human", file)) if !file.is_empty() => Ok((Kind::Human, file.into())),
        _ => Err("say json=FILE or human=FILE".to_owned()),
    }
}

/// A time-out in seconds.
pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().filter(|seconds| (0.01..=3600.0).contains(seconds));
    seconds.map(Duration::from_secs_f64).ok_or_else(|| "say seconds, from 0.01 to 3600".to_owned())
}

impl Signer {
    pub(crate) fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        let Signer { report, timeout, seed, cases, program } = self;
        target::distinct(report.iter().map(|(_, file)| file.as_path()))?;
        let result = signer::run(&Options { command: program, timeout, seed, cases }).map_err(anyhow::Error::msg)?;
        for (kind, file) in &report {
            target::write(file, &text(*kind, &result)?, out)?;
        }
        if !report.iter().any(|(_, file)| target::is_out(file)) {
            write!(out, "{result}")?;
        }
        Ok(Outcome::from(result.holds()))
    }
}

fn text(kind: Kind, report: &Report) -> anyhow::Result<String> {
    Ok(match kind {
        Kind::Human => report.to_string(),
        Kind::Json => serde_json::to_string_pretty(report)? + "\n",
    })
}
