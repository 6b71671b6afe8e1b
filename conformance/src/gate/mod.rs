//! A local Gate: a platform on the merchant's own machine that behaves as the specs say.
//!
//! Requests are judged without state ([`judge`]), happen to the state ([`world`]), and are written down before they are
//! answered ([`journal`]). Only [`server`] and [`sender`] touch the network.

pub mod book;
mod callback;
mod chart;
pub mod clock;
pub mod deliver;
pub mod input;
pub mod journal;
pub mod judge;
pub mod model;
pub mod payment;
pub mod refusal;
pub mod rules;
mod shape;
pub mod world;
