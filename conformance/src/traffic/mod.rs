//! A merchant's own recorded traffic: what it received, what it sent, and the story of each payment.
//!
//! `conformance/docs/traffic.md` says what is read, what is checked and how a year of it is spread over many machines.

mod address;
mod callback;
mod card;
pub(crate) mod encoding;
pub(crate) mod ends;
pub(crate) mod facts;
mod files;
mod finding;
mod forms;
mod harmless;
pub(crate) mod human;
pub(crate) mod input;
mod keys;
mod list;
mod listed;
mod news;
pub(crate) mod orders;
mod page;
mod parts;
mod payment;
mod report;
mod request;
pub mod rules;
mod run;
mod seal;
pub(crate) mod shard;
pub(crate) mod store;
mod stored;
mod story;
mod sums;
pub(crate) mod time;
mod values;
mod wrapper;

pub use files::{Files, STANDARD_INPUT};
pub use harmless::{PATHS as HARMLESS, Words};
pub use human::Human;
pub use keys::Secrets;
pub use listed::listed;
pub use orders::Orders;
pub use parts::part_name;
pub use report::{FORMAT, Of, Place, Report, Told};
pub use run::{Options, Run};
pub use shard::{Shard, payment_id_without_case, shard_hash};
