//! `callbacks`: what a merchant received.

use std::io::Write;

use ecommpay_conformance::traffic::Run;

use super::Outcome;
use super::traffic::Traffic;

/// Check recorded callbacks: signature, shape, statuses and codes, sums, and the story of each payment
#[derive(clap::Args)]
pub(crate) struct Callbacks {
    #[command(flatten)]
    traffic: Traffic,
}

impl Callbacks {
    pub(crate) fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        anyhow::ensure!(
            self.traffic.has_keys(),
            "callbacks are signed: give --key-env VAR with the project's secret in it"
        );
        let secrets = self.traffic.secrets()?;
        let specs = super::specs(&self.traffic.specs)?;
        let run = Run::callbacks(&specs, ecommpay::METHODS, secrets, self.traffic.options());
        self.traffic.run(run, out)
    }
}
