//! Payment methods as data: the language, its loader, its faults and the resolved model.
//!
//! [`load`] reads a `specs` folder and gives either [`resolved::Specs`], in which every default is applied and every
//! reference checked, or all faults of all files together ([`Faults`]).

pub mod diff;
pub mod digits;
mod fault;
pub mod freshness;
mod load;
pub mod model;
#[doc(hidden)]
pub mod parallel;
mod resolve;
pub mod resolved;
pub mod rust_names;
pub mod schema;
pub mod sources;

use std::path::Path;

pub use fault::{Fault, Faults, Kind, Place, Severity, is_control, line, turns_text};
pub use load::files::{Files, Folder, Memory, Unread};
#[doc(hidden)]
pub use load::{judged_twice, read_data};
#[doc(hidden)]
pub use resolve::pattern_cases::pattern_cases;

/// Reads a `specs` folder.
///
/// # Errors
/// All faults of all files, sorted by file and position.
pub fn load(dir: &Path) -> Result<resolved::Specs, Faults> {
    load_with(&Folder(dir.to_owned()))
}

/// Reads specs from anywhere.
///
/// # Errors
/// All faults of all files, sorted by file and position.
pub fn load_with(files: &dyn Files) -> Result<resolved::Specs, Faults> {
    match check_with(files) {
        (Some(specs), _) => Ok(specs),
        (None, faults) => Err(faults),
    }
}

/// Reads specs from anywhere and gives everything that is found: warnings too, which stop nothing.
#[must_use]
pub fn check_with(files: &dyn Files) -> (Option<resolved::Specs>, Faults) {
    resolve::folder(files)
}
