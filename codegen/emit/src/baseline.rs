//! The model beside each crate: what the crate was made from, to tell later what has changed since.
//!
//! It is written with the crate and committed with it. The next `generate` holds the specs against it, and refuses
//! what breaks a consumer under an unchanged version.

use std::fmt;
use std::path::Path;

use methodspec::diff::{self, Change, Impact};
use methodspec::resolved::Specs;
use serde_json::Value;

use crate::output::OutputError;
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
        let old = match std::fs::read(&path) {
            Ok(old) if old == new.as_bytes() => continue,
            Ok(old) => old,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(OutputError::Io(path, error)),
        };
        let unreadable = |why: &dyn fmt::Display| OutputError::Baseline(path.clone(), why.to_string());
        let old: Value = serde_json::from_slice(&old).map_err(|why| unreadable(&why))?;
        let new: Value = serde_json::from_str(new).map_err(|why| unreadable(&why))?;
        let was = old["version"].as_str().ok_or_else(|| unreadable(&"it names no version"))?;
        let changes = if key == diff::PLATFORM { diff::platform(&old, &new) } else { diff::method(key, &old, &new) };
        let wanted = diff::wanted(was, &changes).unwrap_or_else(|| was.to_owned());
        moved.push(Moved { key: key.to_owned(), was: was.to_owned(), is: is.clone(), wanted, changes });
    }
    Ok(moved)
}

impl Moved {
    /// Whether a consumer's build may break while the version says that it does not.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.lags() && self.changes.iter().any(|change| change.impact == Impact::Breaking)
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
        let Self { key, was, is, wanted, changes } = self;
        let shown = |change: &&Change| !self.is_refused() || change.impact == Impact::Breaking;
        for change in changes.iter().filter(shown) {
            writeln!(f, "{change}")?;
        }
        let spec = if key == diff::PLATFORM { "platform.yaml".to_owned() } else { format!("methods/{key}.yaml") };
        if self.is_refused() {
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
