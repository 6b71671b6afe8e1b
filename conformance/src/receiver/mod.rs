//! Any receiver of callbacks, over HTTP: what a merchant's own endpoint answers to genuine, forged and odd ones.
//!
//! What is judged, and what cannot be seen from outside, is told in `docs/receiver.md`.

mod behaviour;
mod client;
mod exchange;
mod news;
mod odd;
mod report;
mod story;
mod trial;

use std::time::Duration;

use ecommpay_platform::runtime::Secret;
use methodspec::resolved::Specs;

use client::{Client, Times};
use story::{Stand, Template, signed};
use trial::Trial;

use crate::plain;

pub use behaviour::Behaviour;
pub use report::{Report, Score};

/// Whom to try, and how.
pub struct Options {
    /// Where callbacks are received.
    pub url: String,
    /// Where the state of an order can be asked, with `{payment_id}` in it.
    pub state_url: Option<String>,
    /// The project that the receiver knows.
    pub project: i64,
    /// Its secret.
    pub secret: Secret,
    /// The methods; all of the specs where none is named.
    pub methods: Vec<String>,
    /// Makes the payments' ids.
    pub seed: u64,
    /// How long an answer may take.
    pub timeout: Duration,
    /// How long all of it may take.
    pub limit: Duration,
    /// Whether another machine may be tried.
    pub beyond_loopback: bool,
}

/// Prints no password that stands in an address.
impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("url", &plain::address(&self.url))
            .field("state_url", &self.state_url.as_deref().map(plain::address))
            .field("project", &self.project)
            .field("methods", &self.methods)
            .field("seed", &self.seed)
            .field("timeout", &self.timeout)
            .field("limit", &self.limit)
            .field("beyond_loopback", &self.beyond_loopback)
            .finish_non_exhaustive()
    }
}

/// Sends the callbacks, one after another.
///
/// # Errors
/// Where a method or an address is none, or nobody answers there at all.
pub fn run(specs: &Specs, options: &Options) -> Result<Report, String> {
    let state = options.state_url.as_deref();
    let times = Times { answer: options.timeout, all: options.limit };
    let client = Client::new(&options.url, state, times, options.beyond_loopback)?;
    if let Some(unknown) = options.methods.iter().find(|key| !specs.methods.contains_key(*key)) {
        let known: Vec<&str> = specs.methods.keys().map(String::as_str).collect();
        return Err(format!("there is no method {unknown}; there are {}", known.join(", ")));
    }
    let mut report = Report {
        seed: options.seed,
        states: state.is_some(),
        methods: Vec::new(),
        left_out: Vec::new(),
        limit: options.limit.as_secs_f64(),
        not_tried: Vec::new(),
        scores: Vec::new(),
    };
    let wanted = |key: &&String| options.methods.is_empty() || options.methods.contains(*key);
    for key in specs.methods.keys().filter(wanted) {
        let template = specs.methods.get(key).and_then(|method| Template::of(specs, method, options.project));
        let Some(template) = template else {
            let why = "what it is called in callbacks is not documented".to_owned();
            report.left_out.push((key.clone(), why));
            continue;
        };
        if report.methods.is_empty() {
            reach(&client, &template, options)?;
        }
        report.methods.push(key.clone());
        for behaviour in Behaviour::ALL {
            let method = template.method.to_owned();
            let score =
                Score { behaviour: *behaviour, method, story: Vec::new(), faults: Vec::new(), not_judged: Vec::new() };
            // one number for each trial, made or not
            let prefix = format!("conformance-{}-{}", options.seed, report.scores.len() + report.not_tried.len());
            let trial =
                Trial { client: &client, template: &template, secret: &options.secret, prefix, score, is_over: false };
            match trial.run() {
                Some(score) => report.scores.push(score),
                None => report.not_tried.push((*behaviour, key.clone())),
            }
        }
    }
    if report.scores.is_empty() && report.not_tried.is_empty() {
        Err("of no method it is documented what it is called in callbacks: nothing was sent".to_owned())
    } else {
        Ok(report)
    }
}

/// Whether anybody answers: whatever is answered is judged later.
fn reach(client: &Client, template: &Template<'_>, options: &Options) -> Result<(), String> {
    let payment = format!("conformance-{}-first", options.seed);
    let body = signed(&template.callback(&payment, Stand::UnderWay), &options.secret).to_string();
    match client.post(body.as_bytes()) {
        Ok(_) | Err(ureq::Error::Timeout(_)) => Ok(()),
        Err(why) => {
            let (url, why) = (plain::address(&options.url), client::told(&why));
            Err(format!("{url} does not answer: {why}; is the receiver running?"))
        }
    }
}
