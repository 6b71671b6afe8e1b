//! `gate`: a platform on the merchant's own machine.

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use ecommpay_conformance::gate::clock::Pace;
use ecommpay_conformance::gate::frame_origin;
use ecommpay_conformance::gate::start::{Start, serve};

use super::Outcome;

/// Start a local Gate that behaves as the specs say
#[derive(clap::Args)]
pub(crate) struct Gate {
    /// Folder of specs
    #[arg(long, value_name = "DIR", default_value = "specs")]
    specs: PathBuf,
    /// Folder of the generated JSON Schemas
    #[arg(long, value_name = "DIR", default_value = "generated/schemas")]
    schemas: PathBuf,
    /// A project that is served; each with its --key-env, in the same order
    #[arg(long = "project", value_name = "ID", required = true)]
    projects: Vec<i64>,
    /// The environment's variable that holds the project's secret
    #[arg(long = "key-env", value_name = "VAR", required = true, allow_hyphen_values = true)]
    keys: Vec<String>,
    /// The port on 127.0.0.1; 0 lets the system choose
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    port: u16,
    /// Where callbacks go that no request directs
    #[arg(long, value_name = "URL")]
    callback_url: Option<String>,
    /// The channel that a method's contract has
    #[arg(long = "contract", value_name = "METHOD=CHANNEL", value_parser = contract)]
    contracts: Vec<(String, String)>,
    /// How time passes: 1x, 1000x, or manual (by POST /control/clock/advance)
    #[arg(long, value_name = "PACE", default_value = "1x")]
    clock: Pace,
    /// A file of rules by which payments end
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// A file to write down what happens, and to start from
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
    /// Refuse at once what the platform may find out later: limits, currencies, banks
    #[arg(long)]
    at_once: bool,
    /// How many finished payments are kept
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    retain: usize,
    /// Send callbacks to other machines too
    #[arg(long)]
    deliver_beyond_loopback: bool,
    /// An origin beyond this machine whose pages may show the Payment Page and the provider's in a frame; may be repeated
    #[arg(long = "frame-origin", value_name = "ORIGIN", value_parser = frame_origin)]
    frame_origins: Vec<String>,
    /// How long a request's body is waited for, and the answer to a callback
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = super::seconds)]
    timeout: Duration,
    /// Of the identifiers that are made
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
}

impl Gate {
    pub(crate) fn run(self, out: &mut (dyn Write + Send)) -> anyhow::Result<Outcome> {
        anyhow::ensure!(
            self.projects.len() == self.keys.len(),
            "each --project needs its --key-env, in the same order"
        );
        let secrets = self.keys.iter().enumerate().map(|(at, name)| super::key::secret(at, name));
        let secrets = secrets.collect::<anyhow::Result<Vec<_>>>()?;
        let start = Start {
            specs: super::specs(&self.specs)?,
            schemas: self.schemas,
            projects: self.projects.into_iter().zip(secrets).collect(),
            port: self.port,
            callback_url: self.callback_url,
            contracts: self.contracts,
            pace: self.clock,
            rules: self.rules,
            journal: self.journal,
            retain: self.retain,
            beyond_loopback: self.deliver_beyond_loopback,
            seed: self.seed,
            patience: self.timeout,
            at_once: self.at_once,
            frame_origins: self.frame_origins,
        };
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let stop = {
            let _inside = runtime.enter();
            super::stop::stop()?
        };
        runtime.block_on(serve(start, out, stop)).map_err(anyhow::Error::msg)?;
        Ok(Outcome::Holds)
    }
}

fn contract(text: &str) -> Result<(String, String), String> {
    let (method, channel) = text.split_once('=').ok_or("say METHOD=CHANNEL")?;
    Ok((method.to_owned(), channel.to_owned()))
}
