//! What goes to the receiver and what comes back, one request after another.

use std::net::IpAddr;
use std::time::Duration;

use serde_json::Value;
use ureq::Agent;
use ureq::http::Uri;

/// A receiver at an address.
pub(super) struct Client {
    agent: Agent,
    url: String,
    state: Option<String>,
}

/// What a receiver says of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct State {
    pub(super) paid: bool,
    /// How often it was marked paid, where that is told.
    pub(super) times: Option<u64>,
}

/// The longest answer that is read of a state.
const ANSWER: u64 = 64 << 10;

impl Client {
    /// A client of a receiver.
    ///
    /// # Errors
    /// Where an address is none, or leads beyond this machine and that was not asked for.
    pub(super) fn new(url: &str, state: Option<&str>, limit: Duration, beyond: bool) -> Result<Client, String> {
        address(url, beyond)?;
        if let Some(state) = state {
            address(&state.replace("{payment_id}", "1"), beyond)?;
            if !state.contains("{payment_id}") {
                return Err(format!("{state} has no {{payment_id}}: every order would be the same"));
            }
        }
        let config = Agent::config_builder().timeout_global(Some(limit)).http_status_as_error(false);
        // a redirect is an answer, and no proxy stands between a receiver and its test
        let agent = config.max_redirects(0).proxy(None).build().new_agent();
        Ok(Client { agent, url: url.to_owned(), state: state.map(str::to_owned) })
    }

    /// Posts a callback, and gives the status of the answer.
    pub(super) fn post(&self, body: &[u8]) -> Result<u16, ureq::Error> {
        let request = self.agent.post(&self.url).header("content-type", "application/json");
        request.send(body).map(|answer| answer.status().as_u16())
    }

    /// Asks for the state of an order: nothing without an address, or where the answer says nothing.
    pub(super) fn state(&self, payment: &str) -> Result<Option<State>, String> {
        let Some(template) = &self.state else { return Ok(None) };
        let mut answer =
            self.agent.get(template.replace("{payment_id}", payment)).call().map_err(|why| why.to_string())?;
        // an order that is not known is not paid
        if answer.status() == 404 {
            return Ok(Some(State { paid: false, times: Some(0) }));
        }
        if answer.status() != 200 {
            return Err(format!("the state was answered with {}", answer.status().as_u16()));
        }
        let text = answer.body_mut().with_config().limit(ANSWER).read_to_string().map_err(|why| why.to_string())?;
        Ok(Some(state(text.trim())))
    }
}

/// `paid`, `paid 2`, `"paid"`, `{"status":"paid","times":2}`.
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
    State { paid: word == "paid", times }
}

fn address(url: &str, beyond: bool) -> Result<(), String> {
    let uri: Uri = url.parse().map_err(|why| format!("{url} is no address: {why}"))?;
    if uri.scheme_str() != Some("http") {
        return Err(format!("{url}: only http:// is spoken; TLS ends before the receiver that is tested"));
    }
    let host = uri.host().ok_or_else(|| format!("{url} names no host"))?;
    let ip: Option<IpAddr> = host.trim_start_matches('[').trim_end_matches(']').parse().ok();
    let loopback = host == "localhost" || ip.is_some_and(|ip| ip.is_loopback());
    if loopback || beyond {
        Ok(())
    } else {
        Err(format!("{host} is not this machine; --beyond-loopback if forged callbacks are welcome there"))
    }
}
