//! What is made of each request, decided once: printers of Rust, JSON Schema and pages read it and decide nothing again.

mod shared;

pub(crate) use shared::{sum_of, twin};
