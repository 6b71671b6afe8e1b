//! `callbacks`: what a merchant received.

use std::io::Write;
use std::path::PathBuf;

use ecommpay_conformance::traffic::{Orders, Run};

use super::Outcome;
use super::traffic::Traffic;

/// Check recorded callbacks: signature, shape, statuses and codes, sums, and the story of each payment
#[derive(clap::Args)]
pub(crate) struct Callbacks {
    #[command(flatten)]
    traffic: Traffic,
    /// Orders that paid callbacks are held against: JSON lines of id, amount in minor units, currency
    #[arg(long, value_name = "FILE")]
    orders: Option<PathBuf>,
}

impl Callbacks {
    pub(crate) fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        anyhow::ensure!(
            self.traffic.has_keys(),
            "callbacks are signed: give --key-env VAR with the project's secret in it"
        );
        let secrets = self.traffic.secrets()?;
        let orders = self.orders.as_deref().map(Orders::read).transpose().map_err(anyhow::Error::msg)?;
        let specs = super::specs(&self.traffic.specs)?;
        let run = Run::callbacks(&specs, ecommpay::METHODS, secrets, self.traffic.options());
        let run = match orders {
            Some(orders) => run.against(orders),
            None => run,
        };
        self.traffic.run(run, out)
    }
}
