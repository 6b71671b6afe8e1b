//! The state in pieces, each a line of a journal, and back.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Counters, Timer, World};
use crate::gate::book::Fate;
use crate::gate::deliver::Delivery;
use crate::gate::input::Started;
use crate::gate::payment::{Key, Payment};

/// A part of the state, opaque.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Piece(Part);

#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Part {
    /// The options of the last start, and how far has been counted.
    Counted(Started, Counters),
    Payment(Key, Box<Payment>),
    /// The next of the payments at rest, the oldest first.
    AtRest(Key),
    /// The next of the refused requests, the oldest first: its identifier, the project and the answer.
    Refused(String, i64, Value),
    Timer(i64, u64, Timer),
    Delivery(u64, Delivery),
}

/// No Gate counts so far.
const MOST: u64 = 1 << 62;

impl World {
    /// How everything stands, one piece after another.
    pub fn pieces(&self) -> impl Iterator<Item = Piece> {
        let (payments, at_rest, refused) = self.book.parts();
        let payment = |(key, payment): (&Key, &Payment)| Part::Payment(key.clone(), Box::new(payment.clone()));
        let refused = refused.into_iter();
        std::iter::once(Part::Counted(self.settings.started.clone(), self.counters))
            .chain(payments.into_iter().map(payment))
            .chain(at_rest.iter().cloned().map(Part::AtRest))
            .chain(refused.map(|(request, project, body)| Part::Refused(request.clone(), project, body.clone())))
            .chain(self.timers.iter().map(|((due, number), timer)| Part::Timer(*due, *number, timer.clone())))
            .chain(self.deliveries.iter().map(|(number, delivery)| Part::Delivery(*number, delivery.clone())))
            .map(Piece)
    }

    /// Puts a piece where it stood.
    ///
    /// # Errors
    /// Where no Gate can have written it.
    pub fn restore(&mut self, at: i64, Piece(part): Piece) -> Result<(), String> {
        self.now = self.now.max(at);
        match part {
            Part::Counted(started, counters) => {
                let Counters { timer, operation, request, delivery } = counters;
                if [timer, operation, request, delivery].iter().any(|count| *count > MOST) {
                    return Err("counts further than any Gate".to_owned());
                }
                self.settings.started = started;
                self.counters = counters;
            }
            Part::Payment(key, payment) => self.book.put(key, *payment),
            Part::AtRest(key) => self.book.put_at_rest(key),
            Part::Refused(request, project, body) => self.book.remember(request, Fate::Refused(project, body)),
            Part::Timer(due, number, timer) => drop(self.timers.insert((due, number), timer)),
            Part::Delivery(number, delivery) => drop(self.deliveries.insert(number, delivery)),
        }
        Ok(())
    }
}
