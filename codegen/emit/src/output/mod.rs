//! Generated files on disk: what is stale, and how it is put right.
//!
//! Writing and checking are one plan; the check only does not carry it out.

mod error;
pub(crate) mod place;
mod staging;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::path::{Path, PathBuf};

use methodspec::parallel;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use error::OutputError;
pub(crate) use place::read;
pub use place::{clear, leftovers, put};

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
    /// What a run that was cut short left behind: applying the plan removes it.
    pub leftovers: Vec<String>,
    /// What such a run was about to write and this one does not: its folders go where they are empty.
    abandoned: BTreeMap<String, String>,
    /// SHA-256 of each file but the list.
    sums: BTreeMap<String, String>,
    /// How many files are as they should be.
    pub current: usize,
}

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
        let there = read(folder, path)?;
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
    let leftovers = leftovers(folder)?;
    let begun = if leftovers.is_empty() { BTreeMap::new() } else { staging::begun(folder) };
    let (mut delete, mut kept) = (Vec::new(), Vec::new());
    // the list of files is made too, and lists not itself
    let gone = |path: &str| !files.contains_key(path);
    for (path, sum) in old.iter().filter(|(path, _)| gone(path)) {
        match read(folder, path) {
            Ok(None) => {}
            Ok(Some(bytes)) if digest(&bytes) == *sum => delete.push(path.clone()),
            Ok(Some(_)) | Err(OutputError::Link(_) | OutputError::Foreign(_)) => kept.push(path.clone()),
            Err(error) => return Err(error),
        }
    }
    // what a run that was cut short had put in its place, and no list names
    let abandoned: BTreeMap<String, String> =
        begun.into_iter().filter(|(path, _)| gone(path) && !old.contains_key(path)).collect();
    for (path, sum) in &abandoned {
        if read(folder, path).ok().flatten().is_some_and(|bytes| digest(&bytes) == *sum) {
            delete.push(path.clone());
        }
    }
    let current = files.len() - write.len();
    Ok(Plan {
        folder: folder.to_owned(),
        files,
        write,
        delete,
        kept,
        leftovers,
        abandoned,
        sums: manifest.files,
        current,
    })
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
        self.write.is_empty() && self.delete.is_empty() && self.leftovers.is_empty()
    }

    /// Paths that are not as they should be.
    pub fn stale(&self) -> impl Iterator<Item = &str> {
        self.write.iter().chain(&self.delete).chain(&self.leftovers).map(String::as_str)
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

    /// Carries the plan out. All files are written beside their places first; then manifests are read back, and only
    /// then is each file moved to its place whole, the list of files last: what is cut short leaves no half file, and
    /// the next run removes what it left.
    ///
    /// # Errors
    /// Where cargo could not read a manifest, a link stands in the way, or the disk refuses.
    pub fn apply(&self) -> Result<(), OutputError> {
        if self.write.is_empty() && self.delete.is_empty() && self.abandoned.is_empty() {
            return clear(&self.folder);
        }
        let mut folders: Vec<Vec<&str>> = Vec::new();
        for path in self.write.iter().filter(|path| *path != MANIFEST) {
            match folders.last_mut().filter(|folder| folder.first().is_some_and(|one| parent(one) == parent(path))) {
                Some(folder) => folder.push(path),
                None => folders.push(vec![path]),
            }
        }
        self.stage(&folders)?;
        self.each(&folders, |path| place::shift(&self.staged(), &self.folder, path))?;
        for path in &self.delete {
            place::remove(&self.folder, path)?;
        }
        for path in self.abandoned.keys() {
            place::remove_empty(&self.folder, path)?;
        }
        if self.write.contains(MANIFEST) {
            place::shift(&self.staged(), &self.folder, MANIFEST)?;
        }
        clear(&self.folder)
    }

    /// Does the same with the files of all folders, and tells the first fault.
    fn each(
        &self,
        folders: &[Vec<&str>],
        work: impl Fn(&str) -> Result<(), OutputError> + Sync,
    ) -> Result<(), OutputError> {
        parallel::map(folders, |folder| folder.iter().try_for_each(|path| work(path))).into_iter().collect()
    }
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

pub(crate) fn read_manifest(folder: &Path) -> Result<BTreeMap<String, String>, OutputError> {
    let Some(bytes) = read(folder, MANIFEST)? else {
        return Ok(BTreeMap::new());
    };
    let unreadable = |why: String| OutputError::Manifest(folder.join(MANIFEST), why);
    let manifest: Manifest = serde_json::from_slice(&bytes).map_err(|error| unreadable(error.to_string()))?;
    match manifest.files.keys().find(|file| !is_below(file)) {
        Some(file) => Err(unreadable(format!("{file:?} lies outside the folder"))),
        None => Ok(manifest.files),
    }
}

/// Whether a path leads to something below the folder that it starts from.
fn is_below(path: &str) -> bool {
    !path.is_empty()
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
        && Path::new(path).components().all(|part| matches!(part, std::path::Component::Normal(_)))
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
