//! A folder that is read and written without following a link in it.
//!
//! The folder itself may be one: whoever names it chooses where that is. Below it a link leads to what is not ours.

use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::OutputError;

/// Where files stand until all are written. Left there by a run that was cut short; the next one removes it.
pub(crate) const STAGING: &str = ".methodspec-new";

/// What stands at a path below the folder; `None` where nothing does.
///
/// # Errors
/// Where a part of the path is a link, or the disk refuses.
fn there(folder: &Path, path: &str) -> Result<Option<Metadata>, OutputError> {
    let mut whole = folder.to_owned();
    let mut found = None;
    for part in path.split('/') {
        whole.push(part);
        found = match fs::symlink_metadata(&whole) {
            Ok(about) if about.is_symlink() => return Err(OutputError::Link(whole)),
            Ok(about) => Some(about),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(None);
            }
            Err(error) => return Err(OutputError::Io(whole, error)),
        };
    }
    Ok(found)
}

/// The bytes of a file; `None` where there is none.
///
/// # Errors
/// Where a part of the path is a link, something else than a file stands there, or the disk refuses.
pub(crate) fn read(folder: &Path, path: &str) -> Result<Option<Vec<u8>>, OutputError> {
    let whole = folder.join(path);
    match there(folder, path)? {
        None => Ok(None),
        Some(about) if !about.is_file() => Err(OutputError::Foreign(whole)),
        Some(_) => fs::read(&whole).map(Some).map_err(|error| OutputError::Io(whole, error)),
    }
}

/// Writes a file that is not there yet, with the folders that hold it.
pub(super) fn write(folder: &Path, path: &str, bytes: &[u8]) -> Result<(), OutputError> {
    let whole = made(folder, path)?;
    // `create_new`: neither a file nor a link that came meanwhile is written to
    let written = File::create_new(&whole).and_then(|mut file| file.write_all(bytes));
    written.map_err(|error| OutputError::Io(whole, error))
}

/// Moves a file to its place in another folder.
pub(super) fn shift(from: &Path, to: &Path, path: &str) -> Result<(), OutputError> {
    let whole = made(to, path)?;
    if there(to, path)?.is_some_and(|about| !about.is_file()) {
        return Err(OutputError::Foreign(whole));
    }
    fs::rename(from.join(path), &whole).map_err(|error| OutputError::Io(whole, error))
}

/// The whole path of a file, with the folders that are to hold it.
fn made(folder: &Path, path: &str) -> Result<PathBuf, OutputError> {
    let whole = folder.join(path);
    // what is there already is looked at, so that no folder is made behind a link
    if let Some((parents, _)) = path.rsplit_once('/') {
        there(folder, parents)?;
    }
    let parent = whole.parent().unwrap_or(folder);
    fs::create_dir_all(parent).map_err(|error| OutputError::Io(parent.to_owned(), error))?;
    Ok(whole)
}

/// Deletes a file, and the folders that this leaves empty.
pub(super) fn remove(folder: &Path, path: &str) -> Result<(), OutputError> {
    let whole = folder.join(path);
    if there(folder, path)?.is_none() {
        return Ok(());
    }
    fs::remove_file(&whole).map_err(|error| OutputError::Io(whole.clone(), error))?;
    remove_empty(folder, path)
}

/// Deletes the folders above a path that are empty, up to the folder itself.
///
/// # Errors
/// Where one of them is a link, or the disk refuses to look.
pub(super) fn remove_empty(folder: &Path, path: &str) -> Result<(), OutputError> {
    let mut rest = path;
    while let Some((parent, _)) = rest.rsplit_once('/') {
        // one that is not empty stays, and ends the climb
        if there(folder, parent)?.is_some() && fs::remove_dir(folder.join(parent)).is_err() {
            break;
        }
        rest = parent;
    }
    Ok(())
}

/// What a run that was cut short left in the staging folder.
///
/// # Errors
/// Where the staging folder is a link, or the disk refuses.
pub fn leftovers(folder: &Path) -> Result<Vec<String>, OutputError> {
    let mut found = Vec::new();
    if there(folder, STAGING)?.is_some() {
        list(folder, STAGING, &mut found)?;
        found.sort();
    }
    Ok(found)
}

/// Files and empty folders.
fn list(folder: &Path, path: &str, found: &mut Vec<String>) -> Result<(), OutputError> {
    let whole = folder.join(path);
    let io = |error| OutputError::Io(whole.clone(), error);
    let before = found.len();
    if fs::symlink_metadata(&whole).map_err(io)?.is_dir() {
        for entry in fs::read_dir(&whole).map_err(io)? {
            list(folder, &format!("{path}/{}", entry.map_err(io)?.file_name().to_string_lossy()), found)?;
        }
    }
    if found.len() == before {
        found.push(path.to_owned());
    }
    Ok(())
}

/// Removes the staging folder.
///
/// # Errors
/// Where it is a link, or the disk refuses.
pub fn clear(folder: &Path) -> Result<(), OutputError> {
    there(folder, STAGING)?.map_or(Ok(()), |about| remove_all(&folder.join(STAGING), &about))
}

/// Removes all in the staging folder but one file.
///
/// # Errors
/// Where it is a link, or the disk refuses.
pub(super) fn clear_but(folder: &Path, kept: &str) -> Result<(), OutputError> {
    let staging = folder.join(STAGING);
    match there(folder, STAGING)? {
        None => return Ok(()),
        Some(about) if !about.is_dir() => return remove_all(&staging, &about),
        Some(_) => {}
    }
    let io = |error| OutputError::Io(staging.clone(), error);
    for entry in fs::read_dir(&staging).map_err(io)? {
        let entry = entry.map_err(io)?;
        if entry.file_name() != kept {
            remove_all(&entry.path(), &entry.metadata().map_err(io)?)?;
        }
    }
    Ok(())
}

/// Removes a file or link, or a folder with all that is in it. Links are removed, and not what they lead to.
fn remove_all(whole: &Path, about: &Metadata) -> Result<(), OutputError> {
    let removed = if about.is_dir() { fs::remove_dir_all(whole) } else { fs::remove_file(whole) };
    removed.map_err(|error| OutputError::Io(whole.to_owned(), error))
}

/// Puts one file in its place, whole or not at all.
///
/// # Errors
/// Where a part of the path is a link, or the disk refuses.
pub fn put(folder: &Path, path: &str, text: &str) -> Result<(), OutputError> {
    clear(folder)?;
    let staging = folder.join(STAGING);
    write(&staging, path, text.as_bytes())?;
    shift(&staging, folder, path)?;
    clear(folder)
}
