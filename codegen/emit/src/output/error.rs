//! Why a folder of generated files cannot be brought up to date.

use std::io;
use std::path::PathBuf;

/// Why a folder cannot be brought up to date.
#[derive(Debug)]
pub enum OutputError {
    /// The disk refused.
    Io(PathBuf, io::Error),
    /// A file of that name is there that no generator wrote.
    Foreign(PathBuf),
    /// A link stands in the way, which leads to what is not ours.
    Link(PathBuf),
    /// Cargo could not read a manifest that was to be written.
    Broken(PathBuf, String),
    /// The list of generated files is not readable.
    Manifest(PathBuf, String),
    /// The model beside a crate is not readable.
    Baseline(PathBuf, String),
}

impl std::fmt::Display for OutputError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Io(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Foreign(path) => write!(
                f,
                "{}: this file was not generated and would be overwritten; move it away, or choose another folder with --out",
                path.display()
            ),
            Self::Link(path) => write!(
                f,
                "{}: this is a link, and nothing is written or deleted through one; remove it, or choose another folder \
                 with --out",
                path.display()
            ),
            Self::Broken(path, why) => write!(
                f,
                "{}: cargo could not read what was to be written here: {}; nothing was replaced; this is a fault of the \
                 generator",
                path.display(),
                why.trim_end()
            ),
            Self::Baseline(path, why) => write!(
                f,
                "{}: {why}; restore the file as it was committed, or delete it: then nothing is said of what has changed",
                path.display()
            ),
            Self::Manifest(path, why) => write!(f, "{}: {why}; delete the file and generate again", path.display()),
        }
    }
}

impl std::error::Error for OutputError {}
