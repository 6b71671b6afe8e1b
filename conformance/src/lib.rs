//! Conformance checks for generated payment-method crates.
//!
//! The suite reads specs through `methodspec` and drives generated crates as the thing under test, by the tables that
//! they hand out. It knows no method by name and never calls the generator: it must not share its mistakes.

pub mod api;
pub mod check;
pub mod examples;
pub mod gate;
pub mod inputs;
mod lines;
pub mod linked;
mod page_purpose;
pub mod plain;
pub mod receiver;
pub mod reconcile;
pub mod regular;
pub mod report;
pub mod rules;
pub mod run;
pub mod second_engine;
pub mod signer;
pub mod suite;
mod three_d_secure;
pub mod traffic;
pub mod vectors;
mod weight;
mod writing;

pub use check::Check;
pub use linked::check;
