//! Generated files on disk: what is stale, and how it is put right.
//!
//! Writing and checking are one plan; the check only does not carry it out.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use methodspec::parallel;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{BY, Files};

/// Name of the list of what was generated, in the output folder.
pub const MANIFEST: &str = "manifest.json";

/// What was generated, by path, with the SHA-256 of each file.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    #[serde(rename = "x-generated-by")]
    by: String,
    files: BTreeMap<String, String>,
}

/// What it takes to bring a folder up to date.
#[derive(Debug)]
pub struct Plan {
    folder: PathBuf,
    /// Files to write, with their text.
    pub write: BTreeMap<String, String>,
    /// Files to delete: listed, unchanged, and no longer made.
    pub delete: Vec<String>,
    /// Listed files that are no longer made and were changed by hand: they are left alone.
    pub kept: Vec<String>,
    /// How many files are as they should be.
    pub current: usize,
}

/// Why a folder cannot be brought up to date.
#[derive(Debug)]
pub enum OutputError {
    /// The disk refused.
    Io(PathBuf, io::Error),
    /// A file of that name is there that no generator wrote.
    Foreign(PathBuf),
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

/// Compares a folder with what should be in it. The list of files is added to `files`.
///
/// # Errors
/// Where the folder cannot be read, or a file that is in the way was not generated.
pub fn plan(folder: &Path, files: &Files) -> Result<Plan, OutputError> {
    let old = read_manifest(folder)?;
    let mut plan =
        Plan { folder: folder.to_owned(), write: BTreeMap::new(), delete: Vec::new(), kept: Vec::new(), current: 0 };
    let files: Vec<(&String, &String)> = files.iter().collect();
    let sums = parallel::map(&files, |(_, text)| digest(text.as_bytes()));
    let listed = files.iter().zip(sums).map(|((path, _), sum)| ((*path).clone(), sum)).collect();
    let manifest = Manifest { by: BY.to_owned(), files: listed };
    let text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    let list = (MANIFEST.to_owned(), format!("{text}\n"));
    let files: Vec<(&String, &String)> = files.into_iter().chain([(&list.0, &list.1)]).collect();
    let found = parallel::map(&files, |(path, text)| {
        let there = read(&folder.join(path))?;
        Ok(match there {
            Some(bytes) if bytes == text.as_bytes() => Found::Current,
            Some(bytes) if !old.contains_key(*path) && *path != MANIFEST && !is_marked(&bytes) => Found::Foreign,
            _ => Found::Stale,
        })
    });
    for ((path, text), found) in files.into_iter().zip(found) {
        match found? {
            Found::Current => plan.current += 1,
            Found::Foreign => return Err(OutputError::Foreign(folder.join(path))),
            Found::Stale => {
                plan.write.insert(path.clone(), text.clone());
            }
        }
    }
    for (path, sum) in old.iter().filter(|(path, _)| !manifest.files.contains_key(*path)) {
        match read(&folder.join(path))? {
            None => {}
            Some(bytes) if digest(&bytes) == *sum => plan.delete.push(path.clone()),
            Some(_) => plan.kept.push(path.clone()),
        }
    }
    Ok(plan)
}

/// What stands where a file is to be.
enum Found {
    Current,
    /// None, or one that was generated and is another.
    Stale,
    /// One that no generator wrote.
    Foreign,
}

impl Plan {
    /// Whether nothing is to be done.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.write.is_empty() && self.delete.is_empty()
    }

    /// Paths that are not as they should be.
    pub fn stale(&self) -> impl Iterator<Item = &str> {
        self.write.keys().chain(&self.delete).map(String::as_str)
    }

    /// A path as a person finds it.
    #[must_use]
    pub fn shown(&self, path: &str) -> String {
        self.folder.join(path).display().to_string()
    }

    /// Carries the plan out. Each file is written beside its place and moved there whole, the list of files last: what
    /// is cut short leaves no half file, and the next run mends it.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn apply(&self) -> Result<(), OutputError> {
        let (list, files): (Vec<_>, Vec<_>) = self.write.iter().partition(|(path, _)| *path == MANIFEST);
        let staged = parallel::map(&files, |(path, text)| self.stage(path, text));
        let staged = staged.into_iter().collect::<Result<Vec<_>, _>>()?;
        let replaced = parallel::map(&staged, |(from, to)| replace(from, to));
        replaced.into_iter().collect::<Result<(), _>>()?;
        for path in &self.delete {
            self.remove(path)?;
        }
        for (path, text) in list {
            let (from, to) = self.stage(path, text)?;
            replace(&from, &to)?;
        }
        Ok(())
    }

    fn stage(&self, path: &str, text: &str) -> Result<(PathBuf, PathBuf), OutputError> {
        let to = self.folder.join(path);
        let mut name = to.file_name().unwrap_or_default().to_owned();
        name.push(".new");
        let from = to.with_file_name(name);
        let parent = to.parent().unwrap_or(&self.folder);
        fs::create_dir_all(parent).map_err(|error| OutputError::Io(parent.to_owned(), error))?;
        fs::write(&from, text).map_err(|error| OutputError::Io(from.clone(), error))?;
        Ok((from, to))
    }

    fn remove(&self, path: &str) -> Result<(), OutputError> {
        let file = self.folder.join(path);
        fs::remove_file(&file).map_err(|error| OutputError::Io(file.clone(), error))?;
        let mut folder = file.parent();
        // folders that the deletion left empty go too; one that is not empty stays, and ends the climb
        while let Some(empty) = folder.filter(|folder| *folder != self.folder) {
            if fs::remove_dir(empty).is_err() {
                break;
            }
            folder = empty.parent();
        }
        Ok(())
    }
}

fn replace(from: &Path, to: &Path) -> Result<(), OutputError> {
    fs::rename(from, to).map_err(|error| OutputError::Io(to.to_owned(), error))
}

pub(crate) fn read_manifest(folder: &Path) -> Result<BTreeMap<String, String>, OutputError> {
    let path = folder.join(MANIFEST);
    let Some(bytes) = read(&path)? else {
        return Ok(BTreeMap::new());
    };
    let manifest: Manifest =
        serde_json::from_slice(&bytes).map_err(|error| OutputError::Manifest(path.clone(), error.to_string()))?;
    let outside = manifest
        .files
        .keys()
        .find(|file| Path::new(file).components().any(|part| !matches!(part, std::path::Component::Normal(_))));
    match outside {
        Some(file) => Err(OutputError::Manifest(path, format!("{file:?} lies outside the folder"))),
        None => Ok(manifest.files),
    }
}

pub(crate) fn read(path: &Path) -> Result<Option<Vec<u8>>, OutputError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(OutputError::Io(path.to_owned(), error)),
    }
}

fn is_marked(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    text.contains("@generated") || text.contains("x-generated-by")
}

pub(crate) fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        // writing to a text does not fail
        let _ = write!(out, "{byte:02x}");
        out
    })
}
