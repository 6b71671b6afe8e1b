//! Files beside their places, and the list that says whose they will be.
//!
//! A file in its place that no list of generated files names yet belongs to a run that was cut short. The list of what
//! was begun names it. Each run takes over the list that it finds, so that however many are cut short one after the
//! other, the next that ends leaves nothing of theirs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::place::{self, STAGING, clear, read};
use super::{MANIFEST, OutputError, Plan, is_below};

/// Name of the list of what a run is about to write, in the staging folder.
const BEGUN: &str = "begun.json";
/// What cargo reads.
const CARGO: &str = "Cargo.toml";

/// What runs that were cut short were about to write, with the SHA-256 of each file; empty where no list can be read.
pub(super) fn begun(folder: &Path) -> BTreeMap<String, String> {
    let bytes = read(folder, &format!("{STAGING}/{BEGUN}")).ok().flatten().unwrap_or_default();
    let begun: BTreeMap<String, String> = serde_json::from_slice(&bytes).unwrap_or_default();
    begun.into_iter().filter(|(path, _)| is_below(path)).collect()
}

impl Plan {
    /// Writes all files beside their places, after a list of them, and reads manifests back. Nothing is replaced.
    pub(super) fn stage(&self, folders: &[Vec<&str>]) -> Result<(), OutputError> {
        let staged = self.begin().and_then(|()| self.write_staged(folders));
        // what was staged before a fault is of no use, but what an earlier run had begun is still to be removed
        staged
            .inspect_err(|_| drop(if self.leftovers.is_empty() { clear(&self.folder) } else { self.clear_but_list() }))
    }

    /// Puts the list in its place: of all that is made, and of what earlier runs had begun.
    fn begin(&self) -> Result<(), OutputError> {
        self.clear_but_list()?;
        let mut list = self.sums.clone();
        list.extend(self.abandoned.iter().map(|(path, sum)| (path.clone(), sum.clone())));
        let list = serde_json::to_vec(&list).unwrap_or_default();
        place::write(&self.staged(), BEGUN, &list)?;
        place::shift(&self.staged(), &self.folder.join(STAGING), BEGUN)
    }

    /// Removes what earlier runs staged. Their list stays until another takes its place, whole.
    fn clear_but_list(&self) -> Result<(), OutputError> {
        if read(&self.folder, &format!("{STAGING}/{BEGUN}")).is_ok() {
            place::clear_but(&self.folder, BEGUN)
        } else {
            clear(&self.folder)
        }
    }

    fn write_staged(&self, folders: &[Vec<&str>]) -> Result<(), OutputError> {
        let text = |path: &str| self.files.get(path).map(String::as_str).unwrap_or_default();
        let write = |path: &str| place::write(&self.staged(), path, text(path).as_bytes());
        // a folder by one thread: two that make files in one wait for each other
        self.each(folders, write)?;
        if self.write.contains(MANIFEST) {
            write(MANIFEST)?;
        }
        // cargo starts nothing, and so no repair, while it cannot read one of them
        self.each(folders, |path| if path.ends_with(CARGO) { self.readable(path) } else { Ok(()) })
    }

    /// Whether cargo can read a manifest that was staged.
    fn readable(&self, path: &str) -> Result<(), OutputError> {
        let broken = |why: String| OutputError::Broken(self.folder.join(path), why);
        let bytes = read(&self.staged(), path)?.unwrap_or_default();
        let text = String::from_utf8(bytes).map_err(|error| broken(error.to_string()))?;
        let manifest: toml_edit::Document<String> =
            text.parse().map_err(|error: toml_edit::TomlError| broken(error.to_string()))?;
        let package = manifest.get("package").and_then(|package| package.get("name")?.as_str());
        package.map(drop).ok_or_else(|| broken("it names no package".to_owned()))
    }

    pub(super) fn staged(&self) -> PathBuf {
        self.folder.join(STAGING).join("files")
    }
}
