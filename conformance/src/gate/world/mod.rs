//! The Gate without input and output: a state, and what happens to it.
//!
//! What it does depends on the state, the input and the time alone, so the inputs of a journal, applied once more, give
//! the same state. Timers go off in the order of their times whenever time is moved, so time may be moved in any steps.

mod ask;
mod authenticate;
mod clarify;
mod control;
mod follow;
mod list;
mod look;
mod notify;
mod open;
mod own;
mod part;
mod pieces;
mod series;
mod walk;

pub use pieces::Piece;

use std::collections::BTreeMap;
use std::sync::Arc;

use methodspec::resolved::RequestKind;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::book::{Book, Fate};
use super::deliver::{Delivery, Send};
use super::input::{Asks, Ending, Input, Request, Started};
use super::model::{Model, pointer};
use super::payment::Key;
use super::refusal::{Refusal, Why};

/// What the Gate is told when it starts.
#[derive(Clone, PartialEq, Eq)]
pub struct Settings {
    /// `http://127.0.0.1:PORT`: where the customer is sent.
    pub base: String,
    /// Of the identifiers.
    pub seed: u64,
    /// What a journal has for each start.
    pub started: Started,
}

/// What is answered. Not signed here.
#[derive(Clone, PartialEq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// JSON.
    pub body: Value,
    /// Whether it is of the kind that is signed, and by whom.
    pub signed: Option<i64>,
}

/// The Gate's state.
#[derive(Clone)]
pub struct World {
    model: Arc<Model>,
    settings: Settings,
    now: i64,
    book: Book,
    timers: BTreeMap<(i64, u64), Timer>,
    deliveries: BTreeMap<u64, Delivery>,
    counters: Counters,
    sends: Vec<Send>,
    notes: Vec<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Counters {
    timer: u64,
    operation: u64,
    request: u64,
    delivery: u64,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Timer {
    /// The next turn of a payment.
    Walk(Key),
    /// An operation ends by itself.
    End(Key, usize, Ending),
    /// A payment's time is over.
    Expire(Key),
    /// A callback is to be tried.
    Try(u64),
}

/// The same payments, timers and callbacks; where the customer is sent may differ.
impl PartialEq for World {
    fn eq(&self, other: &Self) -> bool {
        self.now == other.now
            && self.book == other.book
            && self.timers == other.timers
            && self.deliveries == other.deliveries
            && self.counters == other.counters
    }
}

impl World {
    /// Nothing has happened yet.
    #[must_use]
    pub fn new(model: Arc<Model>, settings: Settings, now: i64) -> Self {
        Self {
            model,
            settings,
            now,
            book: Book::default(),
            timers: BTreeMap::new(),
            deliveries: BTreeMap::new(),
            counters: Counters::default(),
            sends: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Moves time; what is due happens. Time never goes back.
    pub fn advance(&mut self, to: i64) {
        while let Some(entry) = self.timers.first_entry().filter(|entry| entry.key().0 <= to) {
            let ((due, _), timer) = entry.remove_entry();
            self.now = self.now.max(due);
            match timer {
                Timer::Walk(key) => self.walk(&key),
                Timer::End(key, operation, ending) => self.end(&key, operation, &ending),
                Timer::Expire(key) => self.expire(&key),
                Timer::Try(delivery) => self.attempt(delivery),
            }
        }
        self.now = self.now.max(to);
    }

    /// Something happens.
    pub fn apply(&mut self, at: i64, input: &Input) -> Option<Answer> {
        self.advance(at);
        match input {
            Input::Request(request) => Some(self.request(request)),
            Input::Control(control) => Some(self.control(control)),
            Input::Own(own) => Some(self.own(own)),
            Input::Started(started) => {
                self.settings.started = started.clone();
                self.resume();
                None
            }
            Input::Passed => None,
            Input::Undeliverable { delivery } => {
                self.give_up(*delivery);
                None
            }
            Input::Delivered { delivery, attempt, status } => {
                self.delivered(*delivery, *attempt, *status);
                None
            }
        }
    }

    /// Tries to be made now. Each is given once.
    pub fn take_sends(&mut self) -> Vec<Send> {
        std::mem::take(&mut self.sends)
    }

    /// What is worth a line in the log. Without anybody's data.
    pub fn take_notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notes)
    }

    /// When something is due next.
    #[must_use]
    pub fn next_due(&self) -> Option<i64> {
        self.timers.keys().next().map(|(due, _)| *due)
    }

    /// The Gate's time.
    #[must_use]
    pub const fn now(&self) -> i64 {
        self.now
    }

    /// The payments.
    #[must_use]
    pub const fn book(&self) -> &Book {
        &self.book
    }

    /// How many callbacks are not delivered yet.
    #[must_use]
    pub fn undelivered(&self) -> usize {
        self.deliveries.len()
    }

    /// What was under way when the Gate ended is tried again.
    fn resume(&mut self) {
        self.sends.clear();
        let again: Vec<u64> =
            self.deliveries.iter().filter(|(_, delivery)| delivery.under_way).map(|(number, _)| *number).collect();
        for number in again {
            if let Some(delivery) = self.deliveries.get_mut(&number) {
                delivery.under_way = false;
                delivery.attempt = delivery.attempt.saturating_sub(1);
                self.timer(self.now, Timer::Try(number));
            }
        }
    }

    fn request(&mut self, request: &Request) -> Answer {
        match &request.asks {
            Asks::Status => return self.status(request),
            Asks::StatusOfRequest => return self.status_of_request(request),
            Asks::Operations => return self.operations(request),
            // of the answers that are not signed
            // a question that was asked badly leaves nothing behind either
            Asks::Refused(refusal)
                if self.model.request(&request.path).is_some_and(|kind| kind != RequestKind::Clarification) =>
            {
                return self.no(request, refusal);
            }
            Asks::List => {
                return Answer { status: 200, body: self.model.listed(&request.path, &request.body), signed: None };
            }
            _ => {}
        }
        self.counters.request += 1;
        let id = request_id(self.settings.seed, self.counters.request);
        let done = match (&request.asks, too_long(&request.body)) {
            (Asks::Refused(refusal), _) => Err(refusal.clone()),
            (_, Some(path)) => Err(Refusal::of(
                Why::Malformed,
                path,
                format!("is above {KEPT} bytes: this Gate keeps no longer texts"),
            )),
            (Asks::Open(open), _) => self.open(request, open, &id),
            (Asks::Follow(follow), _) => self.follow(request, follow, &id),
            (Asks::Further { turn }, _) => self.further(request, turn.as_deref()),
            (Asks::Status | Asks::StatusOfRequest | Asks::Operations | Asks::List, _) => Ok(()),
        };
        match done {
            Ok(()) => self.accepted(request, &id),
            Err(refusal) => self.refused(request, &id, &refusal),
        }
    }

    fn accepted(&mut self, request: &Request, id: &str) -> Answer {
        let payment = payment_id(&request.body).unwrap_or_default();
        let key = Key::new(request.project, payment);
        let body =
            json!({ "status": "success", "request_id": id, "project_id": request.project, "payment_id": payment });
        if let (Asks::Further { .. }, Some(payment)) = (&request.asks, self.book.get_mut(&key)) {
            payment.further.push(id.to_owned());
        }
        self.book.remember(id.to_owned(), Fate::Payment(key));
        // the members that the platform's description gives it have no signature
        Answer { status: 200, body, signed: None }
    }

    fn refused(&mut self, request: &Request, id: &str, refusal: &Refusal) -> Answer {
        let (status, mut body) = refusal.answer(&self.model, &request.path);
        // where the list of faults is all, it is all
        if body.get("status").is_some() {
            body["request_id"] = json!(id);
            body["project_id"] = json!(request.project);
            if let Some(payment) = payment_id(&request.body).filter(|payment| payment.len() <= KEPT) {
                body["payment_id"] = json!(payment);
            }
        }
        self.book.remember(id.to_owned(), Fate::Refused(request.project, body.clone()));
        Answer { status, body, signed: None }
    }

    fn timer(&mut self, due: i64, timer: Timer) -> (i64, u64) {
        self.counters.timer += 1;
        let at = (due, self.counters.timer);
        self.timers.insert(at, timer);
        at
    }
}

/// The longest text that is kept, in bytes. Each that the specs bound is shorter.
const KEPT: usize = 4096;

/// Every text that is kept.
const TEXTS: [&str; 15] = [
    "general.payment_id",
    "general.merchant_callback_url",
    "general.merchant_success_callback_url",
    "general.merchant_decline_callback_url",
    "payment.currency",
    "payment.description",
    "payment.merchant_refund_id",
    "customer.id",
    "customer.email",
    "customer.ip_address",
    "customer.phone",
    "account.number",
    "account.token",
    "recurring.type",
    "recurring.scheduled_payment_id",
];

/// The first of the kept texts that is too long: what a million requests leave behind is bounded.
fn too_long(body: &Value) -> Option<&'static str> {
    let long = |body: &Value, path: &str| {
        body.pointer(&pointer(path)).and_then(Value::as_str).is_some_and(|text| text.len() > KEPT)
    };
    let more = body.get("additional_data");
    TEXTS.into_iter().find(|path| long(body, path) || more.is_some_and(|more| long(more, path)))
}

fn payment_id(body: &Value) -> Option<&str> {
    body.pointer("/general/payment_id").and_then(Value::as_str)
}

/// `<40 hex>-<40 hex>-<8 digits>`, the same for the same seed and number.
fn request_id(seed: u64, number: u64) -> String {
    use std::fmt::Write;
    let mut id = String::with_capacity(90);
    let mut state = seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for _ in 0..2 {
        for _ in 0..5 {
            // splitmix64: spread well, not secret
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = state;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            let mixed = (mixed ^ (mixed >> 31)) >> 32;
            let _ = write!(id, "{mixed:08x}");
        }
        id.push('-');
    }
    let _ = write!(id, "{:08}", number % 100_000_000);
    id
}
