//! Whether a folder still holds what the same inputs made, told by digests.
//!
//! The record is a convenience of one checkout: it names the program that wrote it, is never committed, and a check
//! does not look at it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::BY;
use crate::output::{MANIFEST, OutputError, digest, hex, leftovers, put, read, read_manifest};

/// Name of the record, in the output folder.
pub const RECORD: &str = "inputs.json";

#[derive(Serialize, Deserialize)]
struct Record {
    #[serde(rename = "x-generated-by")]
    by: String,
    /// Digest of all that went in.
    inputs: String,
    /// Digest of the list of what came out.
    manifest: String,
    /// What is told of it where nothing has changed.
    told: String,
}

/// Digest of every file below a folder, with its path, and of what else the output depends on.
///
/// # Errors
/// Where a file cannot be read.
pub fn inputs(folder: &Path, also: &[&[u8]]) -> Result<String, OutputError> {
    let mut files = Vec::new();
    list(folder, &mut files)?;
    files.sort();
    let mut sum = Sha256::new();
    let mut take = |bytes: &[u8]| {
        // with its length, so that no two lists of parts read alike
        sum.update((bytes.len() as u64).to_be_bytes());
        sum.update(bytes);
    };
    for path in files {
        let bytes = fs::read(&path).map_err(|error| OutputError::Io(path.clone(), error))?;
        take(path.strip_prefix(folder).unwrap_or(&path).as_os_str().as_encoded_bytes());
        take(&bytes);
    }
    for bytes in also {
        take(bytes);
    }
    Ok(hex(&sum.finalize()))
}

fn list(folder: &Path, out: &mut Vec<PathBuf>) -> Result<(), OutputError> {
    let io = |error: io::Error| OutputError::Io(folder.to_owned(), error);
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(io)?,
    };
    for entry in entries {
        let entry = entry.map_err(io)?;
        let about = entry.file_type().map_err(io)?;
        // as the loader does: hidden files are no specs, and what is no file is not waited for
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        if about.is_dir() {
            list(&entry.path(), out)?;
        } else if about.is_file() || about.is_symlink() && entry.path().is_file() {
            out.push(entry.path());
        }
    }
    Ok(())
}

/// What was told when these inputs made what the folder holds; `None` where inputs or any file differ, or nothing is
/// recorded.
///
/// # Errors
/// Where the disk refuses, or the list of files is not readable.
pub fn told(folder: &Path, inputs: &str) -> Result<Option<String>, OutputError> {
    let left = leftovers(folder)?;
    let record = read(folder, RECORD)?.and_then(|bytes| serde_json::from_slice::<Record>(&bytes).ok());
    // what a run that was cut short has left is to be removed
    let Some(record) = record.filter(|record| record.inputs == inputs && left.is_empty()) else {
        return Ok(None);
    };
    let Some(manifest) = read(folder, MANIFEST)?.filter(|bytes| digest(bytes) == record.manifest) else {
        return Ok(None);
    };
    drop(manifest);
    for (path, sum) in read_manifest(folder)? {
        if read(folder, &path)?.is_none_or(|bytes| digest(&bytes) != sum) {
            return Ok(None);
        }
    }
    Ok(Some(record.told))
}

/// Records what made the folder's files, and what is to be told of them.
///
/// # Errors
/// Where the disk refuses.
pub fn record(folder: &Path, inputs: &str, told: &str) -> Result<(), OutputError> {
    let manifest = read(folder, MANIFEST)?.map(|bytes| digest(&bytes)).unwrap_or_default();
    let record = Record { by: BY.to_owned(), inputs: inputs.to_owned(), manifest, told: told.to_owned() };
    let text = serde_json::to_string_pretty(&record).unwrap_or_default();
    put(folder, RECORD, &format!("{text}\n"))
}
