//! What goes to the receiver and what comes back, one request after another.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use serde_json::Value;
use ureq::Agent;
use ureq::http::Uri;

use crate::plain;

/// How long it may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    /// An answer.
    pub(super) answer: Duration,
    /// All of it.
    pub(super) all: Duration,
}

/// A receiver at an address.
pub(super) struct Client {
    agent: Agent,
    url: String,
    state: Option<String>,
    /// How long one answer may take.
    timeout: Duration,
    /// When all of it is over.
    end: Option<Instant>,
}

/// What a receiver says of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct State {
    pub(super) paid: bool,
    /// How often it was marked paid, where that is told.
    pub(super) times: Option<u64>,
    /// How many pieces of news of it were acted on, where that is told.
    pub(super) news: Option<u64>,
}

/// The longest answer that is read of a state.
const ANSWER: u64 = 64 << 10;

impl Client {
    /// A client of a receiver.
    ///
    /// # Errors
    /// Where an address is none, or leads beyond this machine and that was not asked for.
    pub(super) fn new(url: &str, state: Option<&str>, times: Times, beyond: bool) -> Result<Client, String> {
        address(url, beyond)?;
        if let Some(state) = state {
            address(&state.replace("{payment_id}", "1"), beyond)?;
            if !state.contains("{payment_id}") {
                let state = plain::address(state);
                return Err(format!("{state} has no {{payment_id}}: every order would be the same"));
            }
        }
        let config = Agent::config_builder().http_status_as_error(false);
        // a redirect is an answer, and no proxy stands between a receiver and its test
        let agent = config.max_redirects(0).proxy(None).build().new_agent();
        let end = Instant::now().checked_add(times.all);
        Ok(Client { agent, url: url.to_owned(), state: state.map(str::to_owned), timeout: times.answer, end })
    }

    /// Whether the time for all of it is over.
    pub(super) fn is_over(&self) -> bool {
        self.end.is_some_and(|end| Instant::now() >= end)
    }

    /// How long the next answer may take.
    fn patience(&self) -> Duration {
        let left = self.end.map(|end| end.saturating_duration_since(Instant::now()));
        // no time at all would be no limit
        left.unwrap_or(self.timeout).clamp(Duration::from_millis(1), self.timeout)
    }

    /// Posts a callback, and gives the status of the answer.
    pub(super) fn post(&self, body: &[u8]) -> Result<u16, ureq::Error> {
        let request = self.agent.post(&self.url).header("content-type", "application/json");
        let request = request.config().timeout_global(Some(self.patience())).build();
        request.send(body).map(|answer| answer.status().as_u16())
    }

    /// Asks for the state of an order: nothing without an address, or where the answer says nothing.
    pub(super) fn state(&self, payment: &str) -> Result<Option<State>, String> {
        let Some(template) = &self.state else { return Ok(None) };
        let request = self.agent.get(template.replace("{payment_id}", payment));
        let request = request.config().timeout_global(Some(self.patience())).build();
        let mut answer = request.call().map_err(|why| told(&why))?;
        // an order that is not known is not paid
        if answer.status() == 404 {
            return Ok(Some(State { paid: false, times: Some(0), news: None }));
        }
        if answer.status() != 200 {
            return Err(format!("the state was answered with {}", answer.status().as_u16()));
        }
        let text = answer.body_mut().with_config().limit(ANSWER).read_to_string().map_err(|why| told(&why))?;
        Ok(Some(state(text.trim())))
    }
}

/// Why there is no answer, without the address: it may hold a password.
pub(super) fn told(why: &ureq::Error) -> String {
    match why {
        ureq::Error::BadUri(_) => "the address is none".to_owned(),
        ureq::Error::HostNotFound => "there is no such host".to_owned(),
        _ => plain::short(&why.to_string()).into_owned(),
    }
}

/// `paid`, `paid 2`, `"paid"`, `{"status":"paid","times":2,"news":3}`.
fn state(text: &str) -> State {
    let json = serde_json::from_str(text).unwrap_or(Value::Null);
    let (word, times) = match &json {
        Value::Object(members) => (
            members.get("status").and_then(Value::as_str).unwrap_or_default(),
            members.get("times").and_then(Value::as_u64),
        ),
        Value::String(word) => (word.as_str(), None),
        _ => match text.split_once(' ') {
            Some((word, times)) => (word, times.trim().parse().ok()),
            None => (text, None),
        },
    };
    let news = json.get("news").and_then(Value::as_u64);
    State { paid: word == "paid", times, news }
}

fn address(url: &str, beyond: bool) -> Result<(), String> {
    let shown = plain::address(url);
    let uri: Uri = url.parse().map_err(|why| format!("{shown} is no address: {why}"))?;
    if uri.scheme_str() != Some("http") {
        return Err(format!("{shown}: only http:// is spoken; TLS ends before the receiver that is tested"));
    }
    let host = uri.host().ok_or_else(|| format!("{shown} names no host"))?;
    let ip: Option<IpAddr> = host.trim_start_matches('[').trim_end_matches(']').parse().ok();
    let loopback = host == "localhost" || ip.is_some_and(|ip| ip.is_loopback());
    if loopback || beyond {
        Ok(())
    } else {
        Err(format!("{host} is not this machine; --beyond-loopback if forged callbacks are welcome there"))
    }
}
