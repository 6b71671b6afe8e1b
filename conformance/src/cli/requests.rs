//! `requests`: what a merchant sent.

use std::io::Write;

use ecommpay_conformance::traffic::Run;

use super::Outcome;
use super::traffic::Traffic;

/// Check recorded requests: signature where a key is given, the form that each is of, and that form's rules
#[derive(clap::Args)]
pub(crate) struct Requests {
    #[command(flatten)]
    traffic: Traffic,
}

impl Requests {
    pub(crate) fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        let secrets = self.traffic.secrets()?;
        let specs = super::specs(&self.traffic.specs)?;
        let run = Run::requests(&specs, ecommpay::METHODS, secrets, self.traffic.options());
        self.traffic.run(run, out)
    }
}
