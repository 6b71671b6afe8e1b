//! What the tests share.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use methodspec::resolved::Specs;

/// The folder of this repository's specs.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs")
}

/// The specs of this repository, read once for all tests.
pub(crate) static SPECS: LazyLock<Specs> =
    LazyLock::new(|| methodspec::load(&folder()).unwrap_or_else(|faults| panic!("{}", faults.human(false))));

/// The same, for a test that keeps or changes them.
pub(crate) fn specs() -> Specs {
    SPECS.clone()
}

/// Minor units as they are written in Rust: `10.00`.
pub(crate) fn major(minor: i64, decimals: u8) -> String {
    let decimals = usize::from(decimals);
    let digits = format!("{minor:0>width$}", width = decimals + 1);
    let (whole, part) = digits.split_at(digits.len() - decimals);
    if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") }
}

/// How many cases a long property runs: all of them where `FULL` is set, as in `.ci/run`, and a quarter elsewhere.
pub(crate) fn cases(all: u32) -> u32 {
    if std::env::var_os("FULL").is_some_and(|full| !full.is_empty()) { all } else { all.div_ceil(4) }
}
