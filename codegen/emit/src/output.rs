//! Generated files on disk: what is stale, and how it is put right.
//!
//! Writing and checking are one plan; the check only does not carry it out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::ops::Bound;
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
    /// All that is to be in the folder, with the list of it.
    pub files: Files,
    /// Those of the files that are to be written.
    pub write: BTreeSet<String>,
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
pub fn plan(folder: &Path, mut files: Files) -> Result<Plan, OutputError> {
    let old = read_manifest(folder)?;
    let made: Vec<(&String, &String)> = files.iter().collect();
    let sums = parallel::map(&made, |(_, text)| digest(text.as_bytes()));
    let listed = made.iter().zip(sums).map(|((path, _), sum)| ((*path).clone(), sum)).collect();
    let manifest = Manifest { by: BY.to_owned(), files: listed };
    let text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    files.insert(MANIFEST.to_owned(), format!("{text}\n"));
    let made: Vec<(&String, &String)> = files.iter().collect();
    let found = parallel::map(&made, |(path, text)| {
        let there = read(&folder.join(path))?;
        Ok(match there {
            Some(bytes) if bytes == text.as_bytes() => Found::Current,
            Some(bytes) if !old.contains_key(*path) && *path != MANIFEST && !is_marked(&bytes) => Found::Foreign,
            _ => Found::Stale,
        })
    });
    let mut write = BTreeSet::new();
    for ((path, _), found) in made.into_iter().zip(found) {
        match found? {
            Found::Current => {}
            Found::Foreign => return Err(OutputError::Foreign(folder.join(path))),
            Found::Stale => {
                write.insert(path.clone());
            }
        }
    }
    let (mut delete, mut kept) = (Vec::new(), Vec::new());
    for (path, sum) in old.iter().filter(|(path, _)| !manifest.files.contains_key(*path)) {
        match read(&folder.join(path))? {
            None => {}
            Some(bytes) if digest(&bytes) == *sum => delete.push(path.clone()),
            Some(_) => kept.push(path.clone()),
        }
    }
    let current = files.len() - write.len();
    Ok(Plan { folder: folder.to_owned(), files, write, delete, kept, current })
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
        self.write.iter().chain(&self.delete).map(String::as_str)
    }

    /// Whether a folder below this one has files that are not as they should be. Its name ends with `/`.
    #[must_use]
    pub fn is_stale(&self, folder: &str) -> bool {
        let first = self.write.range::<str, _>((Bound::Included(folder), Bound::Unbounded)).next();
        first.is_some_and(|path| path.starts_with(folder)) || self.delete.iter().any(|path| path.starts_with(folder))
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
        let mut folders: Vec<Vec<&str>> = Vec::new();
        for path in self.write.iter().filter(|path| *path != MANIFEST) {
            match folders.last_mut().filter(|folder| folder.first().is_some_and(|one| parent(one) == parent(path))) {
                Some(folder) => folder.push(path),
                None => folders.push(vec![path]),
            }
        }
        // a folder by one thread: two that make files in one wait for each other
        self.each(&folders, |path| self.stage(path))?;
        self.each(&folders, |path| self.replace(path))?;
        for path in &self.delete {
            self.remove(path)?;
        }
        if self.write.contains(MANIFEST) {
            self.stage(MANIFEST)?;
            self.replace(MANIFEST)?;
        }
        Ok(())
    }

    /// Does the same with the files of all folders, and tells the first fault.
    fn each(
        &self,
        folders: &[Vec<&str>],
        work: impl Fn(&str) -> Result<(), OutputError> + Sync,
    ) -> Result<(), OutputError> {
        parallel::map(folders, |folder| folder.iter().try_for_each(|path| work(path))).into_iter().collect()
    }

    /// Writes a file beside its place.
    fn stage(&self, path: &str) -> Result<(), OutputError> {
        let text = self.files.get(path).map(String::as_str).unwrap_or_default();
        let beside = self.beside(path);
        let folder = beside.parent().unwrap_or(&self.folder);
        fs::create_dir_all(folder).map_err(|error| OutputError::Io(folder.to_owned(), error))?;
        fs::write(&beside, text).map_err(|error| OutputError::Io(beside.clone(), error))
    }

    /// Moves a file to its place.
    fn replace(&self, path: &str) -> Result<(), OutputError> {
        let to = self.folder.join(path);
        fs::rename(self.beside(path), &to).map_err(|error| OutputError::Io(to.clone(), error))
    }

    fn beside(&self, path: &str) -> PathBuf {
        self.folder.join(format!("{path}.new"))
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

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
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
