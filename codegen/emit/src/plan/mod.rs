//! What is made of each request, decided once: printers of Rust, JSON Schema and pages read it and decide nothing again.

mod conditions;
mod rule;
mod shared;

pub use conditions::{Table, When};
pub(crate) use conditions::{limits, narrowings, requirements, together};
pub use rule::{Check, Rule, RuleKind, Severity, rules};
pub(crate) use shared::{sum_of, twin};
