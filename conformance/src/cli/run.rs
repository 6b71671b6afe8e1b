//! `run`: every rule, checked and reported.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use ecommpay_conformance::api::Described;
use ecommpay_conformance::plain;
use ecommpay_conformance::report::{Kind, Report};
use ecommpay_conformance::run::{CASES, Known, Run as Suite};

use super::Outcome;

const KNOWN: &str = "conformance/known-failures.yaml";

/// Check every rule of the specs, and report
#[derive(clap::Args)]
pub(crate) struct Run {
    #[command(flatten)]
    folders: super::Folders,
    #[command(flatten)]
    selected: super::Selected,
    /// The same seed makes the same inputs and the same report
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// Inputs for each check
    #[arg(long, value_name = "N", default_value_t = CASES, value_parser = clap::value_parser!(u32).range(1..))]
    cases: u32,
    /// The platform's API description (OpenAPI 3.0 or Swagger 2.0, as JSON), or a folder of them
    #[arg(long, value_name = "FILE")]
    api: Option<PathBuf>,
    /// Failures that are known, with a reason each [default: conformance/known-failures.yaml, where there is one]
    #[arg(long, value_name = "FILE")]
    known: Option<PathBuf>,
    /// A report: human, json, junit, sarif, github or html; `-` is standard output; may be repeated
    #[arg(long = "report", value_name = "KIND=FILE", value_parser = super::target::kind)]
    reports: Vec<(Kind, PathBuf)>,
}

impl Run {
    pub(crate) fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        super::target::distinct(self.reports.iter().map(|(_, file)| file.as_path()))?;
        let known = match self.known.as_deref() {
            Some(file) => Known::read(file),
            None if Path::new(KNOWN).is_file() => Known::read(Path::new(KNOWN)),
            None => Ok(Known::default()),
        };
        let known = known.map_err(|why| anyhow!(why))?;
        let specs = super::specs(&self.folders.specs)?;
        let schemas = self.folders.schemas(&specs)?;
        let api =
            self.api.as_deref().map(|api| Described::read(&specs, api)).transpose().map_err(|why| anyhow!(why))?;
        let report = Suite {
            api: api.as_ref(),
            specs: &specs,
            linked: ecommpay::METHODS,
            schemas: &schemas,
            seed: self.seed,
            cases: self.cases,
            known,
            command: self.command(),
            folder: format!("{}/", plain::path(&self.folders.specs).trim_end_matches('/')),
            selection: self.selected.selection()?,
        };
        let report = report.report().map_err(|why| anyhow!(why))?;
        self.write(&report, out)?;
        Ok(Outcome::from(report.holds()))
    }

    /// Every report that is asked for; the human one to standard output where nothing else goes there.
    fn write(&self, report: &Report, out: &mut dyn Write) -> anyhow::Result<()> {
        let standard = Path::new("-");
        if self.reports.iter().all(|(_, file)| file != standard) {
            write!(out, "{}", report.write(Kind::Human).map_err(|why| anyhow!(why))?)?;
        }
        for (kind, file) in &self.reports {
            let text = report.write(*kind).map_err(|why| anyhow!(why))?;
            if file == standard {
                write!(out, "{text}")?;
            } else {
                std::fs::write(file, text)
                    .with_context(|| format!("{}: the report cannot be written", plain::path(file)))?;
            }
        }
        Ok(out.flush()?)
    }

    /// How to start this again.
    fn command(&self) -> String {
        let mut command = if has_alias() { "cargo conformance run" } else { "ecommpay-conformance run" }.to_owned();
        let mut add = |option: &str, folder: &Path, default: &str| {
            if folder != Path::new(default) {
                command.push_str(&format!(" {option} '{}'", plain::path(folder)));
            }
        };
        add("--specs", &self.folders.specs, super::SPECS);
        if let Some(schemas) = &self.folders.schemas {
            add("--schemas", schemas, super::SCHEMAS);
        }
        if let Some(api) = &self.api {
            add("--api", api, "");
        }
        command
    }
}

/// Whether `cargo conformance` is there: cargo started this, within the repository that has the alias. A hook of another
/// repository is started by cargo too, and elsewhere.
fn has_alias() -> bool {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let repository = manifest.as_deref().and_then(Path::parent).and_then(|folder| folder.canonicalize().ok());
    let here = std::env::current_dir().and_then(|folder| folder.canonicalize()).ok();
    repository.zip(here).is_some_and(|(repository, here)| here.starts_with(repository))
}
