//! From resolved specs to crates, JSON Schemas and pages.
//!
//! Emitters read [`methodspec::resolved`] and nothing else, and return files as text; [`output`] puts them on disk, or
//! says which of those on disk are stale.

pub mod baseline;
mod conditions;
pub mod crates;
mod examples;
pub mod fresh;
pub mod output;
mod page;
mod rust;
mod schema;
mod target;
mod turns;
mod words;

use std::collections::BTreeMap;

use methodspec::resolved::{Method, Specs};

pub use rust::module;
pub use target::Target;

/// What made a file, in files that hold no comments.
pub(crate) const BY: &str = "methodspec-codegen";

/// Generated files by path below the output folder, with `/`.
pub type Files = BTreeMap<String, String>;

/// Everything that is made from a specs folder.
///
/// # Errors
/// Where a spec asks for code that is no Rust: a fault of this generator, reported with what it was working on.
pub fn emit(specs: &Specs, target: &Target) -> Result<Files, EmitError> {
    let mut files = Files::new();
    crates::platform(&specs.platform, target, &mut files)?;
    files.extend(methods(specs, target)?);
    crates::facade(specs, target, &mut files)?;
    Ok(files)
}

/// The files of all methods, made by as many threads as the machine runs at once. Where several fail, the error is that
/// of the first method.
fn methods(specs: &Specs, target: &Target) -> Result<Files, EmitError> {
    let methods: Vec<&Method> = specs.methods.values().collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let part = |methods: &[&Method]| {
        let mut files = Files::new();
        for method in methods {
            crates::method(method, &specs.platform, target, &mut files)?;
            schema::method(method, &mut files);
        }
        Ok(files)
    };
    let share = methods.len().div_ceil(threads).max(1);
    let made: Vec<Result<Files, EmitError>> = std::thread::scope(|scope| {
        let parts: Vec<_> = methods.chunks(share).map(|methods| scope.spawn(move || part(methods))).collect();
        let joined = parts.into_iter().map(|part| part.join().unwrap_or_else(|why| std::panic::resume_unwind(why)));
        joined.collect()
    });
    made.into_iter().try_fold(Files::new(), |mut all, files| {
        all.append(&mut files?);
        Ok(all)
    })
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
