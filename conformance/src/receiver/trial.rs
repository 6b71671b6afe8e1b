//! One behaviour tried with the callbacks of one method.

use ecommpay_platform::runtime::Secret;
use serde_json::{Value, json};

use super::behaviour::Behaviour;
use super::client::Client;
use super::exchange::Wanted;
use super::news::Back;
use super::odd::odd;
use super::report::Score;
use super::story::{Stand, Template, in_general, put, signed, signed_as_written};
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
            Behaviour::Forged => {
                let (other, case) = (forged(&good, another), forged(&good, other_case));
                let case = ("success, a letter of the signature in the other case", &case);
                self.refused(&id, &[("success, a letter of the signature changed", &other), case]);
            }
            Behaviour::Altered => {
                let mut body = good;
                template.alter(&mut body);
                self.refused(&id, &[("success, the amount changed after signing", &body)]);
            }
            Behaviour::WrongKey => {
                let wrong = Secret::new(format!("{} is another secret", self.prefix));
                let body = wrong.map(|wrong| signed(&last, &wrong)).unwrap_or_default();
                self.refused(&id, &[("success, signed with another secret", &body)]);
            }
            Behaviour::Missing => {
                let [empty, null] = [json!(""), Value::Null].map(|signature| {
                    let mut body = last.clone();
                    put(&mut body, "signature", signature);
                    body
                });
                let empty = ("success, with an empty signature", &empty);
                let null = ("success, with a signature that is null", &null);
                self.refused(&id, &[("success, without a signature", &last), empty, null]);
            }
            Behaviour::Duplicate => {
                self.post("success, signed", &good, Wanted::Taken);
                self.post("the same again", &good, Wanted::Taken);
                self.state_after(&id, true, 1, UNSEEN_NEWS);
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
            Behaviour::Refund => self.back(&id, &other, "a refund", Back::Whole),
            Behaviour::PartialRefund => self.back(&id, &other, "a refund of a part", Back::Part),
            Behaviour::Reversal => self.back(&id, &other, "a reversal", Back::Undone),
            Behaviour::DeclinedRefund => {
                self.post("success, signed", &good, Wanted::Taken);
                let body = signed(&template.back(&id, Back::Declined), secret);
                self.post("a refund that is declined, signed", &body, Wanted::Taken);
                self.state(&id, true);
                // whoever looks at the payment's status alone takes it for the sale
                let alone = signed(&template.back(&other, Back::Declined), secret);
                let what = "a refund that is declined, of an order whose sale was not told of, signed";
                self.post(what, &alone, Wanted::Taken);
                self.state(&other, false);
            }
            Behaviour::SplitPayment => {
                self.post("the first of two parts, signed", &signed(&template.part(&id, true), secret), Wanted::Taken);
                self.state(&id, false);
                self.post("the second part, signed", &signed(&template.part(&id, false), secret), Wanted::Taken);
                self.state(&id, true);
            }
            Behaviour::SameStatus => {
                for (challenge, word) in [(false, "data of the device"), (true, "the challenge")] {
                    let body = signed(&template.step(&id, challenge), secret);
                    self.post(&format!("3-D Secure: {word}, signed"), &body, Wanted::Taken);
                }
                self.state_after(&id, false, 2, UNSEEN_STEPS);
                self.post("success, signed", &good, Wanted::Taken);
                self.state_after(&id, true, 3, UNSEEN_STEPS);
            }
            behaviour => {
                if let Some((text, what)) = odd(behaviour, last) {
                    let body = signed_as_written(&text, secret);
                    self.send(&format!("success with {what}, signed"), body.as_bytes(), Wanted::Taken);
                }
                if behaviour != Behaviour::NoPayment {
                    self.state(&id, true);
                }
            }
        }
        (!self.is_over || !self.score.faults.is_empty()).then_some(self.score)
    }

    /// Money that goes back: it pays nothing again, and no order that was never paid.
    fn back(&mut self, id: &str, other: &str, what: &str, back: Back) {
        let (template, secret) = (self.template, self.secret);
        self.post("success, signed", &signed(&template.callback(id, Stand::Final), secret), Wanted::Taken);
        self.state(id, true);
        self.post(&format!("{what}, signed"), &signed(&template.back(id, back), secret), Wanted::Taken);
        self.once(id);
        let alone = signed(&template.back(other, back), secret);
        self.post(&format!("{what} of an order whose sale was not told of, signed"), &alone, Wanted::Taken);
        self.state(other, false);
    }
}

const UNSEEN_NEWS: &str = "whether a duplicate is news: the state of an order tells no `news`";
const UNSEEN_STEPS: &str = "whether both steps of 3-D Secure were acted on: the state of an order tells no `news`, and whether it is paid shows no step";

/// The signature with a letter changed, the first from its middle that can be.
fn forged(good: &Value, change: fn(char) -> Option<char>) -> Value {
    let signature = good.get("signature").and_then(Value::as_str).unwrap_or_default();
    let mut letters: Vec<char> = signature.chars().collect();
    let changed = letters.iter_mut().skip(40).find_map(|letter| Some((change(*letter)?, letter)));
    if let Some((other, letter)) = changed {
        *letter = other;
    }
    let mut body = good.clone();
    put(&mut body, "signature", json!(letters.into_iter().collect::<String>()));
    body
}

fn another(letter: char) -> Option<char> {
    Some(if letter == 'A' { 'B' } else { 'A' })
}

fn other_case(letter: char) -> Option<char> {
    let other = if letter.is_ascii_lowercase() { letter.to_ascii_uppercase() } else { letter.to_ascii_lowercase() };
    (other != letter).then_some(other)
}
