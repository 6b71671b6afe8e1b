//! One behaviour tried with the callbacks of one method.

use ecommpay_platform::runtime::Secret;
use serde_json::{Value, json};

use super::behaviour::Behaviour;
use super::client::{Client, told};
use super::report::Score;
use super::story::{Stand, Template, in_general, put, signed};
use crate::writing::{escaped, reversed};

/// How large a giant body is: beyond what servers read by default, and beyond our own limit.
const GIANT: usize = 2 << 20;

pub(super) struct Trial<'a> {
    pub(super) client: &'a Client,
    pub(super) template: &'a Template<'a>,
    pub(super) secret: &'a Secret,
    /// The payments' ids begin with it.
    pub(super) prefix: String,
    pub(super) score: Score,
    /// The time for all of it was over before this was.
    pub(super) is_over: bool,
}

/// What an answer has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Taken,
    Refused,
    Any,
}

impl Trial<'_> {
    /// Tries it. Nothing where there was no time to find anything.
    pub(super) fn run(mut self) -> Option<Score> {
        let (template, secret) = (self.template, self.secret);
        let (id, other) = (format!("{}-a", self.prefix), format!("{}-b", self.prefix));
        let last = template.callback(&id, Stand::Final);
        let good = signed(&last, secret);
        match self.score.behaviour {
            Behaviour::Genuine => {
                self.post("success, signed", &good, Wanted::Taken);
                self.state(&id, true);
            }
            Behaviour::Intermediate => {
                let body = signed(&template.callback(&id, Stand::UnderWay), secret);
                self.post("under way, signed", &body, Wanted::Taken);
                self.state(&id, false);
            }
            Behaviour::Forged => self.refused(&id, "success, a letter of the signature changed", &forged(&good)),
            Behaviour::Altered => {
                let mut body = good;
                template.alter(&mut body);
                self.refused(&id, "success, the amount changed after signing", &body);
            }
            Behaviour::WrongKey => {
                let wrong = Secret::new(format!("{} is another secret", self.prefix));
                let body = wrong.map(|wrong| signed(&last, &wrong)).unwrap_or_default();
                self.refused(&id, "success, signed with another secret", &body);
            }
            Behaviour::Missing => self.refused(&id, "success, without a signature", &last),
            Behaviour::Duplicate => {
                self.post("success, signed", &good, Wanted::Taken);
                self.post("the same again", &good, Wanted::Taken);
                self.state(&id, true);
            }
            Behaviour::Reordered => {
                self.post("success, signed", &good, Wanted::Taken);
                let late = signed(&template.callback(&id, Stand::UnderWay), secret);
                self.post("under way, signed, comes late", &late, Wanted::Taken);
                self.state(&id, true);
            }
            Behaviour::Truncated => {
                let body = good.to_string();
                let cut = body.get(..body.len() * 2 / 3).unwrap_or_default().to_owned();
                self.send("success, signed, cut off", cut.as_bytes(), Wanted::Refused);
                self.state(&id, false);
            }
            Behaviour::Rewritten => {
                let pretty = serde_json::to_string_pretty(&good).unwrap_or_default();
                self.send("success, signed, indented", pretty.as_bytes(), Wanted::Taken);
                let [second, third] = [1, 2].map(|number| {
                    signed(&template.callback(&format!("{}-{number}", self.prefix), Stand::Final), secret)
                });
                self.send("success, signed, members in another order", reversed(&second).as_bytes(), Wanted::Taken);
                self.send(
                    "success, signed, with escapes",
                    escaped(&third.to_string()).replace("success", "\\u0073uccess").as_bytes(),
                    Wanted::Taken,
                );
                self.state(&id, true);
            }
            Behaviour::UnknownStatus => {
                let mut body = last;
                template.unknown(&mut body, "status");
                self.post("a status of tomorrow, signed", &signed(&body, secret), Wanted::Taken);
                self.state(&id, false);
            }
            Behaviour::UnknownMethod => {
                let mut body = last;
                template.unknown(&mut body, "method");
                self.post("success of a method of tomorrow, signed", &signed(&body, secret), Wanted::Taken);
            }
            Behaviour::InGeneral => {
                self.post("success, signature in general", &in_general(&last, secret), Wanted::Taken);
                self.state(&id, true);
            }
            Behaviour::LargeList => {
                let mut body = template.callback(&id, Stand::UnderWay);
                let entry = |number| json!({ "type": "add_info", "title": format!("{number}"), "data": "1" });
                put(&mut body, "display_data", (0..40).map(entry).collect());
                self.post("under way, 40 things to display, signed", &signed(&body, secret), Wanted::Taken);
            }
            Behaviour::Giant => {
                let mut body = last;
                put(&mut body, "payment.description", json!("x".repeat(GIANT)));
                self.post("success of 2 MiB, signed", &signed(&body, secret), Wanted::Any);
                let next = signed(&template.callback(&other, Stand::Final), secret);
                self.post("another success, signed", &next, Wanted::Taken);
            }
            Behaviour::Interleaved => {
                for (stand, word) in [(Stand::UnderWay, "under way"), (Stand::Final, "success")] {
                    for (payment, which) in [(&id, "one"), (&other, "the other")] {
                        let body = signed(&template.callback(payment, stand), secret);
                        self.post(&format!("{word}, {which}, signed"), &body, Wanted::Taken);
                    }
                    let paid = stand == Stand::Final;
                    self.state(&id, paid);
                    self.state(&other, paid);
                }
            }
        }
        (!self.is_over || !self.score.faults.is_empty()).then_some(self.score)
    }

    /// A callback that must be refused, and after which nothing may be paid. The genuine one must still be taken.
    fn refused(&mut self, id: &str, what: &str, body: &Value) {
        self.post(what, body, Wanted::Refused);
        self.state(id, false);
        let good = signed(&self.template.callback(id, Stand::Final), self.secret);
        self.post("the genuine one, afterwards", &good, Wanted::Taken);
        self.state(id, true);
    }

    fn post(&mut self, what: &str, body: &Value, wanted: Wanted) {
        self.send(what, body.to_string().as_bytes(), wanted);
    }

    fn send(&mut self, what: &str, body: &[u8], wanted: Wanted) {
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
    fn state(&mut self, payment: &str, paid: bool) {
        if !self.template.takes_money {
            return self.unseen("orders of methods that only pay out");
        }
        if self.is_over() {
            return;
        }
        let state = match self.client.state(payment) {
            Ok(Some(state)) => state,
            Ok(None) => {
                return self.unseen("whether orders are paid, once, and stay so: --state-url lets it be asked");
            }
            Err(_) if self.is_over() => return,
            Err(why) => {
                self.score.faults.push(format!("the state of the order cannot be asked: {why}"));
                return;
            }
        };
        let word = |paid| if paid { "paid" } else { "not paid" };
        let times = state.times.map_or_else(String::new, |times| format!(", marked so {times} times"));
        self.score.story.push(format!("the order is {}{times}", word(state.paid)));
        if state.paid != paid {
            self.score.faults.push(format!("the order is {}, it should be {}", word(state.paid), word(paid)));
        }
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

/// Another letter in the middle of the signature.
fn forged(good: &Value) -> Value {
    let signature = good.get("signature").and_then(Value::as_str).unwrap_or_default();
    let change = |(at, letter): (usize, char)| match (at, letter) {
        (40, 'A') => 'B',
        (40, _) => 'A',
        _ => letter,
    };
    let mut body = good.clone();
    put(&mut body, "signature", json!(signature.chars().enumerate().map(change).collect::<String>()));
    body
}
