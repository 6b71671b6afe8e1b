//! Orders out of a stream, one line at a time.

use std::io::{BufRead, Read};

use super::book::Reconciliation;
use super::payment::{Ordered, Spot};
use super::{rules, sum};
use crate::traffic::encoding;
use crate::traffic::orders::Line;

/// Longest line of an order, in bytes.
const LONGEST: usize = 64 << 10;

impl Reconciliation<'_> {
    /// Takes orders: JSON lines of `id` (the payment's, letter case aside), `amount` (an integer in minor units) and `currency`.
    ///
    /// # Errors
    /// Where the stream cannot be read or a line is no order. What it holds is not repeated.
    pub fn orders_stream(&mut self, name: &str, mut input: impl BufRead) -> Result<(), String> {
        let mut line = Vec::new();
        encoding::begin(&mut input, &mut line).map_err(|why| why.to_string())?;
        let file = self.file(name)?;
        for number in 1_u64.. {
            let room = (LONGEST + 1).saturating_sub(line.len()) as u64;
            let read = (&mut input).take(room).read_until(b'\n', &mut line);
            let read = read.map_err(|why| format!("line {number}: cannot be read: {why}"))?;
            if read == 0 && line.is_empty() {
                break;
            }
            if line.len() > LONGEST {
                return Err(format!("line {number}: more than {LONGEST} bytes: an order is one line"));
            }
            if !line.trim_ascii().is_empty() {
                self.order(&line, Spot { file, element: 0, line: number })
                    .map_err(|why| format!("line {number}: {why}"))?;
            }
            line.clear();
        }
        Ok(())
    }

    fn order(&mut self, line: &[u8], spot: Spot) -> Result<(), String> {
        let Line { id, amount, currency } = Line::read(line)?;
        if id.trim().is_empty() {
            return Err("the id is empty".to_owned());
        }
        let currency = sum::currency(&currency)
            .ok_or("the currency is no ISO 4217 code: write three capital letters, such as KES")?;
        self.report.orders.read += 1;
        let payment = self.payment(&id)?;
        if payment.order.is_some() {
            self.tell(&rules::ORDER_TWICE, spot, "");
            self.report.orders.twice += 1;
            return Ok(());
        }
        payment.order = Some(Ordered { amount, spot });
        payment.currency = Some(currency);
        Ok(())
    }
}
