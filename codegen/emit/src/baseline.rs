//! The model beside each crate: what the crate was made from, to tell later what has changed since.
//!
//! It is written with the crate and committed with it. The next `generate` holds the specs against it, and refuses
//! what breaks a consumer under an unchanged version.

use std::fmt;
use std::path::Path;

use methodspec::diff::{self, Change, Impact};
use methodspec::resolved::Specs;
use serde_json::Value;

use crate::output::{self, OutputError};
use crate::{BY, Files};

/// A crate whose spec has changed since it was generated.
#[derive(Debug)]
pub struct Moved {
    /// Key of the method; [`diff::PLATFORM`] for the platform.
    pub key: String,
    /// Version that the crate had.
    pub was: String,
    /// Version that it is to have.
    pub is: String,
    /// The least version that the changes ask for.
    pub wanted: String,
    /// What changed, the gravest first.
    pub changes: Vec<Change>,
    /// The method is made no more. The versions are then the facade's, which loses it: those of the platform.
    pub gone: bool,
}

/// Where the model of a method stands, or that of the platform, below the output folder.
pub(crate) fn file(key: &str) -> String {
    let name = if key == diff::PLATFORM { "platform" } else { "method" };
    format!("ecommpay-{key}/{name}.json")
}

/// A model as its file.
pub(crate) fn text(mut model: Value) -> String {
    if let Some(members) = model.as_object_mut() {
        members.insert("x-generated-by".to_owned(), BY.into());
    }
    let text = serde_json::to_string_pretty(&model).unwrap_or_default();
    format!("{text}\n")
}

/// What changed between the models in a folder and those that are to be written there. A crate without a model is new.
///
/// # Errors
/// Where a model cannot be read.
pub fn moved(folder: &Path, specs: &Specs, files: &Files) -> Result<Vec<Moved>, OutputError> {
    let platform = (diff::PLATFORM, &specs.platform.version);
    let methods = specs.methods.values().map(|method| (method.key.as_str(), &method.version));
    let mut moved = Vec::new();
    for (key, is) in std::iter::once(platform).chain(methods) {
        let (file, path) = (file(key), folder.join(file(key)));
        let Some(new) = files.get(&file) else { continue };
        let Some(bytes) = output::read(folder, &file)?.filter(|old| old != new.as_bytes()) else { continue };
        let (old, was) = model(&path, &bytes)?;
        let new: Value = serde_json::from_str(new).map_err(|why| OutputError::Baseline(path, why.to_string()))?;
        let changes = if key == diff::PLATFORM { diff::platform(&old, &new) } else { diff::method(key, &old, &new) };
        let wanted = diff::wanted(&was, &changes).unwrap_or_else(|| was.clone());
        moved.push(Moved { key: key.to_owned(), was, is: is.clone(), wanted, changes, gone: false });
    }
    moved.extend(gone(folder, specs, files)?);
    Ok(moved)
}

/// Methods whose crates were generated and are made no more. The facade has the version of the platform.
fn gone(folder: &Path, specs: &Specs, files: &Files) -> Result<Vec<Moved>, OutputError> {
    let listed = output::read_manifest(folder)?;
    let keys = listed.keys().filter(|path| !files.contains_key(*path)).filter_map(|path| {
        let key = path.strip_prefix("ecommpay-")?.strip_suffix("/method.json")?;
        Some((key, path))
    });
    let facade = file(diff::PLATFORM);
    let mut gone = Vec::new();
    for (key, path) in keys {
        // without either model nothing was published
        let (Some(_), Some(bytes)) = (output::read(folder, path)?, output::read(folder, &facade)?) else { continue };
        let (_, was) = model(&folder.join(&facade), &bytes)?;
        let changes = vec![diff::gone(key)];
        let wanted = diff::wanted(&was, &changes).unwrap_or_else(|| was.clone());
        gone.push(Moved { key: key.to_owned(), was, is: specs.platform.version.clone(), wanted, changes, gone: true });
    }
    Ok(gone)
}

/// A model as it was written, and its version.
fn model(path: &Path, bytes: &[u8]) -> Result<(Value, String), OutputError> {
    let unreadable = |why: String| OutputError::Baseline(path.to_owned(), why);
    let model: Value = serde_json::from_slice(bytes).map_err(|why| unreadable(why.to_string()))?;
    let version = model["version"].as_str().map(str::to_owned);
    let version = version.ok_or_else(|| unreadable("it names no version".to_owned()))?;
    Ok((model, version))
}

impl Moved {
    /// Whether a consumer's build may break while the version says that it does not, or no consumer would get it.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.is_lowered() || self.lags() && self.changes.iter().any(|change| change.impact == Impact::Breaking)
    }

    /// Whether the version went down: cargo would go on taking the old one.
    fn is_lowered(&self) -> bool {
        !diff::reaches(&self.is, &self.was)
    }

    /// Whether the version is less than the changes ask for.
    #[must_use]
    pub fn lags(&self) -> bool {
        !diff::reaches(&self.is, &self.wanted)
    }
}

/// The changes, and what is to be done about the version.
impl fmt::Display for Moved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, was, is, wanted, changes, gone } = self;
        let shown = |change: &&Change| !self.is_refused() || change.impact == Impact::Breaking;
        for change in changes.iter().filter(shown) {
            writeln!(f, "{change}")?;
        }
        let shared = *gone || key == diff::PLATFORM;
        let spec = if shared { "platform.yaml".to_owned() } else { format!("methods/{key}.yaml") };
        if *gone && self.lags() {
            write!(
                f,
                "{key}: the facade loses this feature, which breaks whoever uses {was} of it: bring the method back, or set \
                 `version: {wanted}` in {spec}; if {was} was never published with it, delete {} instead",
                file(key)
            )
        } else if *gone {
            write!(f, "{key}: its crate is made no more, and the facade {was} becomes {is} without it")
        } else if self.is_lowered() {
            write!(
                f,
                "{key}: the version went down from {was} to {is}, and whoever has {was} would never see it: set `version: \
                 {wanted}` in {spec}; if {was} was never published, delete {} instead",
                file(key)
            )
        } else if self.is_refused() {
            write!(
                f,
                "{key}: this breaks whoever uses {was}: set `version: {wanted}` in {spec}; if {was} was never \
                 published, delete {} instead",
                file(key)
            )
        } else if self.lags() {
            write!(f, "{key}: before it is published, set `version: {wanted}` in {spec} (it is {is})")
        } else {
            write!(f, "{key}: {was} becomes {is}")
        }
    }
}
