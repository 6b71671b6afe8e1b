//! `cargo conformance`: the suite as a program.

fn main() {}
