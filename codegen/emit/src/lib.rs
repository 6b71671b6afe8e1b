//! From resolved specs to crates, JSON Schemas and pages.
//!
//! Emitters read [`methodspec::resolved`] and nothing else, and return files as text; [`output`] puts them on disk, or
//! says which of those on disk are stale.

pub mod baseline;
pub mod crates;
mod examples;
mod facts;
pub mod fresh;
mod manifest;
pub mod output;
mod page;
pub mod plan;
mod rust;
mod schema;
mod target;
mod turns;
mod words;

use std::collections::BTreeMap;

use methodspec::parallel;
use methodspec::resolved::{Method, Specs};

pub use rust::module;
pub use target::Target;

/// What made a file, in files that hold no comments.
pub(crate) const BY: &str = "methodspec-codegen";

/// Generated files by path below the output folder, with `/`.
pub type Files = BTreeMap<String, String>;

/// Everything that is made from a specs folder. Where several crates fail, the error is that of the first.
///
/// # Errors
/// Where a spec asks for code that is no Rust: a fault of this generator, reported with what it was working on.
pub fn emit(specs: &Specs, target: &Target) -> Result<Files, EmitError> {
    let made = parallel::map(&crates_of(specs), |one| files(one, specs, target));
    let made: Vec<Files> = made.into_iter().collect::<Result<_, _>>()?;
    Ok(made.into_iter().flatten().collect())
}

/// The Rust of all crates and nothing else, made by one thread: what a benchmark measures.
///
/// # Errors
/// Those of [`emit`].
pub fn sources(specs: &Specs) -> Result<Files, EmitError> {
    let mut files = Files::new();
    crates::platform_sources(&specs.platform, &mut files)?;
    specs.methods.values().try_for_each(|method| crates::method_sources(method, &mut files))?;
    crates::facade_sources(specs, &mut files)?;
    Ok(files)
}

/// The JSON Schemas of all forms and nothing else.
#[must_use]
pub fn schemas(specs: &Specs) -> Files {
    let mut files = Files::new();
    specs.methods.values().for_each(|method| schema::method(method, &specs.platform, &mut files));
    files
}

/// A generated crate.
enum Crate<'a> {
    Platform,
    Facade,
    Method(&'a Method),
}

/// All of them, the largest first: a thread that came to it last would leave the others idle.
fn crates_of(specs: &Specs) -> Vec<Crate<'_>> {
    [Crate::Platform, Crate::Facade].into_iter().chain(specs.methods.values().map(Crate::Method)).collect()
}

fn files(one: &Crate<'_>, specs: &Specs, target: &Target) -> Result<Files, EmitError> {
    let mut files = Files::new();
    match one {
        Crate::Platform => crates::platform(&specs.platform, target, &mut files)?,
        Crate::Facade => crates::facade(specs, target, &mut files)?,
        Crate::Method(method) => {
            crates::method(method, &specs.platform, target, &mut files)?;
            schema::method(method, &specs.platform, &mut files);
        }
    }
    // all texts are held until the last is made: what they grew beyond their length would be an eighth of all memory
    files.values_mut().for_each(String::shrink_to_fit);
    Ok(files)
}

/// The generator produced text that does not parse as Rust.
#[derive(Debug)]
pub struct EmitError {
    file: String,
    why: syn::Error,
}

impl std::fmt::Display for EmitError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: the generated code does not parse: {}; this is a fault of the generator", self.file, self.why)
    }
}

impl std::error::Error for EmitError {}
