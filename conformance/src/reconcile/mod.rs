//! A shop's orders against the platform's operations: what is missing or different on either side.
//!
//! `conformance/docs/reconcile.md` says what is read, how sums are made and what each rule means.
//!
//! ```no_run
//! use std::path::Path;
//!
//! use ecommpay_conformance::reconcile::{Options, Reconciliation};
//!
//! # fn main() -> Result<(), String> {
//! let specs = methodspec::load(Path::new("specs")).map_err(|faults| faults.human(false).to_string())?;
//! let mut books = Reconciliation::new(&specs, Options::default())?;
//! books.orders(Path::new("orders.jsonl"))?;
//! books.operations(&["page-1.json".into(), "page-2.json".into()])?;
//! let report = books.finish();
//! assert!(report.holds());
//! # Ok(())
//! # }
//! ```

mod book;
mod csv;
mod order;
mod pages;
mod payment;
mod report;
mod row;
mod rules;
mod settle;
mod sum;

pub use book::{Options, Reconciliation};
pub use report::{Operations, Orders, Report};
pub use row::Row;
pub use rules::{ALL as RULES, listed};
pub use sum::Amounts;
