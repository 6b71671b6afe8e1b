//! Rounds that take turns, so that whatever else the machine does falls on all alike.

use std::time::{Duration, Instant};

/// One thing to measure: what it is called, and what it does once for all inputs.
pub(crate) type Task<'a> = (&'a str, Box<dyn FnMut() + 'a>);

/// The times of one task, round by round.
pub(crate) struct Times {
    name: String,
    rounds: Vec<Duration>,
    inputs: usize,
}

pub(crate) fn measure(inputs: usize, rounds: usize, mut tasks: Vec<Task<'_>>) -> Vec<Times> {
    let mut times: Vec<Times> =
        tasks.iter().map(|(name, _)| Times { name: (*name).to_owned(), rounds: Vec::new(), inputs }).collect();
    for _ in 0..rounds {
        for ((_, task), times) in tasks.iter_mut().zip(&mut times) {
            let start = Instant::now();
            task();
            times.rounds.push(start.elapsed());
        }
    }
    times
}

impl Times {
    /// Microseconds for one input, in the middle round.
    pub(crate) fn micros(&self) -> f64 {
        middle(self.rounds.iter().map(|round| round.as_secs_f64() * 1e6 / self.inputs as f64).collect())
    }

    /// How much of this one's throughput another has: the middle of the rounds' ratios.
    pub(crate) fn ratio(&self, other: &Times) -> f64 {
        middle(
            self.rounds.iter().zip(&other.rounds).map(|(own, other)| own.as_secs_f64() / other.as_secs_f64()).collect(),
        )
    }

    pub(crate) fn print(&self) {
        println!("  {:<58} {:>7.2} us {:>10.0} a second", self.name, self.micros(), 1e6 / self.micros());
    }
}

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
