//! `receiver`: any receiver of callbacks, over HTTP.

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use ecommpay_conformance::receiver::{self, Options};

use super::{Outcome, target};

/// Post genuine, forged and odd callbacks to a receiver, and score its answers; conformance/docs/receiver.md tells what is judged
#[derive(clap::Args)]
pub(crate) struct Receiver {
    /// Where the receiver takes callbacks: `http://127.0.0.1:PORT/PATH`
    #[arg(long)]
    url: String,
    /// Where the state of an order can be asked, `{payment_id}` in it: answers `paid`, `unpaid` or the like
    #[arg(long, value_name = "URL")]
    state_url: Option<String>,
    /// The project that the receiver knows
    #[arg(long, value_name = "ID")]
    project: i64,
    /// The environment variable that holds the project's secret
    #[arg(long, value_name = "VAR", allow_hyphen_values = true)]
    key_env: String,
    /// Only the callbacks of this method; may be given several times
    #[arg(long, value_name = "METHOD")]
    method: Vec<String>,
    /// Seed of the payments' ids: a receiver that remembers must get another with each run
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Seconds that an answer may take
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = super::signer::seconds)]
    timeout: Duration,
    /// Seconds that all of it may take
    #[arg(long, value_name = "SECONDS", default_value = "300", value_parser = super::seconds)]
    limit: Duration,
    /// Try a receiver on another machine
    #[arg(long)]
    beyond_loopback: bool,
    /// Also write the report as JSON; `-` writes that alone, to standard output
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Folder of specs
    #[arg(long, value_name = "DIR", default_value = "specs")]
    specs: PathBuf,
}

impl Receiver {
    pub(crate) fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        let secret = super::key::secret(0, &self.key_env)?;
        let specs = super::specs(&self.specs)?;
        let options = Options {
            url: self.url,
            state_url: self.state_url,
            project: self.project,
            secret,
            methods: self.method,
            seed: self.seed,
            timeout: self.timeout,
            limit: self.limit,
            beyond_loopback: self.beyond_loopback,
        };
        let report = receiver::run(&specs, &options).map_err(anyhow::Error::msg)?;
        if let Some(file) = &self.json {
            let json = serde_json::to_string_pretty(&report)? + "\n";
            target::write(file, &json, out)?;
        }
        if !self.json.as_deref().is_some_and(target::is_out) {
            write!(out, "{report}")?;
        }
        Ok(Outcome::from(report.holds()))
    }
}
