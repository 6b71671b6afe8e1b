//! What is sent and asked in a trial, and what is made of the answers.

use serde_json::Value;

use super::client::{State, told};
use super::story::{Stand, signed};
use super::trial::Trial;

/// What an answer has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Taken,
    Refused,
    Any,
}

impl Trial<'_> {
    /// Callbacks that must be refused, and after which nothing may be paid. The genuine one must still be taken.
    pub(super) fn refused(&mut self, id: &str, all: &[(&str, &Value)]) {
        for (what, body) in all {
            self.post(what, body, Wanted::Refused);
        }
        self.state(id, false);
        let good = signed(&self.template.callback(id, Stand::Final), self.secret);
        self.post("the genuine one, afterwards", &good, Wanted::Taken);
        self.state(id, true);
    }

    pub(super) fn post(&mut self, what: &str, body: &Value, wanted: Wanted) {
        self.send(what, body.to_string().as_bytes(), wanted);
    }

    pub(super) fn send(&mut self, what: &str, body: &[u8], wanted: Wanted) {
        if self.is_over() {
            return;
        }
        let answer = self.client.post(body);
        // that no answer came in what was left of the time is nobody's fault
        if answer.is_err() && self.is_over() {
            return;
        }
        let answered = match &answer {
            Ok(status) => status.to_string(),
            // one who has read enough may close before all is sent
            Err(_) if wanted == Wanted::Any => "no answer".to_owned(),
            Err(why) => format!("no answer: {}", told(why)),
        };
        self.score.story.push(format!("{what} -> {answered}"));
        let fault = match (wanted, answer.ok()) {
            (Wanted::Any, _) | (Wanted::Taken, Some(200)) => return,
            (Wanted::Taken, _) => "200 was wanted: anything else is sent again",
            (Wanted::Refused, Some(200)) => "200 says that it was taken",
            (Wanted::Refused, Some(_)) => return,
            (Wanted::Refused, None) => "a refusal was wanted, and no answer came",
        };
        self.score.faults.push(format!("{what}: {fault}"));
    }

    /// Holds the order against what it should be by now.
    pub(super) fn state(&mut self, payment: &str, paid: bool) {
        let Some(state) = self.told(payment) else { return };
        if state.paid != paid {
            self.score.faults.push(format!("the order is {}, it should be {}", word(state.paid), word(paid)));
        }
        self.marked(&state);
    }

    /// The same, and how many pieces of news of it were acted on: the order alone does not show a step that was dropped.
    pub(super) fn state_after(&mut self, payment: &str, paid: bool, news: u64, unseen: &str) {
        let Some(state) = self.told(payment) else { return };
        if state.paid != paid {
            self.score.faults.push(format!("the order is {}, it should be {}", word(state.paid), word(paid)));
        }
        self.marked(&state);
        match state.news {
            Some(told) if told != news => {
                self.score.faults.push(format!("{told} pieces of news were acted on, there were {news}"));
            }
            Some(_) => {}
            None => self.unseen(unseen),
        }
    }

    /// Holds the order against what it may have become: whether it still counts as paid is the receiver's own word.
    pub(super) fn once(&mut self, payment: &str) {
        if let Some(state) = self.told(payment) {
            self.marked(&state);
        }
    }

    /// What the receiver says of an order; nothing where that cannot be asked.
    fn told(&mut self, payment: &str) -> Option<State> {
        if !self.template.takes_money {
            self.unseen("orders of methods that only pay out");
            return None;
        }
        if self.is_over() {
            return None;
        }
        let state = match self.client.state(payment) {
            Ok(Some(state)) => state,
            Ok(None) => {
                self.unseen("whether orders are paid, once, and stay so: --state-url lets it be asked");
                return None;
            }
            Err(_) if self.is_over() => return None,
            Err(why) => {
                self.score.faults.push(format!("the state of the order cannot be asked: {why}"));
                return None;
            }
        };
        let times = state.times.map_or_else(String::new, |times| format!(", marked so {times} times"));
        self.score.story.push(format!("the order is {}{times}", word(state.paid)));
        Some(state)
    }

    fn marked(&mut self, state: &State) {
        match state.times {
            Some(times) if times > 1 => self.score.faults.push(format!("the order was marked paid {times} times")),
            None if state.paid => self.unseen("how often an order was marked paid: its state does not tell"),
            _ => {}
        }
    }

    fn is_over(&mut self) -> bool {
        self.is_over |= self.client.is_over();
        self.is_over
    }

    fn unseen(&mut self, what: &str) {
        let what = what.to_owned();
        if !self.score.not_judged.contains(&what) {
            self.score.not_judged.push(what);
        }
    }
}

fn word(paid: bool) -> &'static str {
    if paid { "paid" } else { "not paid" }
}
