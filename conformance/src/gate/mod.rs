//! A local Gate: a platform on the merchant's own machine that behaves as the specs say.
//!
//! Requests are judged without state ([`judge`]), happen to the state ([`world`]), and are written down before they are
//! answered ([`journal`]). Only [`server`] and [`sender`] touch the network.

pub mod book;
mod callback;
mod chart;
pub mod clock;
pub mod deliver;
mod guard;
mod hold;
pub mod input;
mod intake;
pub mod journal;
pub mod judge;
mod lists;
pub mod model;
mod opening;
mod page;
mod parameters;
pub mod past;
pub mod patient;
pub mod payment;
pub mod refusal;
mod rows;
pub mod rules;
mod seal;
pub mod sender;
pub mod server;
pub mod service;
mod shape;
pub mod start;
mod sum;
mod tester;
pub mod verdict;
mod why;
pub mod world;

pub use guard::frame_origin;

/// A text as a part of a path.
fn encoded(text: &str) -> String {
    use std::fmt::Write;
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // a String takes whatever is written
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}
