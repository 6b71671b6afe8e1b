//! The subcommands, a file each, and what the program answers to its caller.

mod callbacks;
mod examples;
mod gate;
mod key;
mod merge;
mod receiver;
mod reconcile;
mod requests;
mod rules;
mod run;
mod signer;
mod signer_table;
mod stop;
mod target;
mod traffic;
mod vectors;

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};
use ecommpay_conformance::plain;
use ecommpay_conformance::run::Selection;
use ecommpay_conformance::second_engine::Schemas;
use methodspec::resolved::Specs;

/// What the program is asked to do.
#[derive(Parser)]
#[command(
    name = "ecommpay-conformance",
    version,
    about = "Conformance checks for payment methods of the ecommpay platform",
    after_help = "Exit codes: 0 everything holds, 1 a check failed, 2 the run could not be done."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// One line for each file beside this one.
#[derive(Subcommand)]
enum Command {
    Callbacks(callbacks::Callbacks),
    Examples(examples::Examples),
    Gate(Box<gate::Gate>),
    Merge(merge::Merge),
    Receiver(receiver::Receiver),
    Reconcile(reconcile::Reconcile),
    Requests(requests::Requests),
    Rules(rules::Rules),
    Run(run::Run),
    Signer(signer::Signer),
    SignerTable(signer_table::SignerTable),
    Vectors(vectors::Vectors),
}

impl Arguments {
    /// Does it.
    ///
    /// # Errors
    /// Where the run could not be done: exit code 2.
    pub(crate) fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        match self.command {
            Command::Callbacks(command) => command.run(out),
            Command::Examples(command) => command.run(out),
            Command::Gate(command) => command.run(&mut std::io::stdout()),
            Command::Merge(command) => command.run(out),
            Command::Receiver(command) => command.run(out),
            Command::Reconcile(command) => command.run(out),
            Command::Requests(command) => command.run(out),
            Command::Rules(command) => command.run(out),
            Command::Run(command) => command.run(out),
            Command::Signer(command) => command.run(out),
            Command::SignerTable(command) => command.run(out),
            Command::Vectors(command) => command.run(out),
        }
    }
}

/// What came of a run that could be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Exit code 0.
    Holds,
    /// Exit code 1.
    Failed,
}

impl From<bool> for Outcome {
    fn from(holds: bool) -> Self {
        if holds { Self::Holds } else { Self::Failed }
    }
}

/// The exit code of a run. Why it could not be done goes to standard error.
pub(crate) fn exit(done: anyhow::Result<Outcome>) -> ExitCode {
    match done {
        Ok(Outcome::Holds) => ExitCode::SUCCESS,
        Ok(Outcome::Failed) => ExitCode::from(1),
        Err(error) => {
            // whoever closed the pipe has read enough and wants no message
            let closed = error.downcast_ref::<std::io::Error>().is_some_and(|why| why.kind() == ErrorKind::BrokenPipe);
            if !closed {
                eprintln!("{}", plain::lines(&format!("{error:#}")));
            }
            ExitCode::from(2)
        }
    }
}

const SPECS: &str = "specs";
const SCHEMAS: &str = "generated/schemas";

/// Where specs and schemas are.
#[derive(clap::Args)]
struct Folders {
    /// Folder of specs
    #[arg(long, value_name = "DIR", default_value = SPECS)]
    specs: PathBuf,
    /// Folder of the generated JSON Schemas [default: generated/schemas, where there is one]
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,
}

impl Folders {
    /// The schemas; none where no folder is named and the usual one is not there.
    fn schemas(&self, specs: &Specs) -> anyhow::Result<Schemas> {
        let folder = self.schemas.as_deref().unwrap_or(Path::new(SCHEMAS));
        if folder.is_dir() {
            return Ok(Schemas::read(folder, specs));
        }
        anyhow::ensure!(self.schemas.is_none(), "{} is no folder of schemas; give --schemas DIR", plain::path(folder));
        Ok(Schemas::none())
    }
}

/// Which rules.
#[derive(clap::Args)]
struct Selected {
    /// Rules of this method alone; may be repeated
    #[arg(long = "method", value_name = "METHOD")]
    methods: Vec<String>,
    /// The rule of this id, or rules whose ids this glob matches
    #[arg(long, value_name = "GLOB")]
    rule: Option<String>,
}

impl Selected {
    fn selection(&self) -> anyhow::Result<Selection> {
        Selection::new(self.methods.clone(), self.rule.as_deref()).map_err(|why| anyhow::anyhow!(why))
    }
}

/// A time that an option gives.
fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().filter(|seconds| (0.01..=86_400.0).contains(seconds));
    seconds.map(Duration::from_secs_f64).ok_or_else(|| "say seconds, from 0.01 to 86400".to_owned())
}

/// The specs of a folder.
///
/// # Errors
/// All faults of all files, as the loader tells them.
fn specs(folder: &Path) -> anyhow::Result<Specs> {
    anyhow::ensure!(folder.is_dir(), "{} is no folder of specs; give --specs DIR", plain::path(folder));
    methodspec::load(folder).map_err(|faults| anyhow::anyhow!("{}", faults.human(false)))
}
