//! Where the bytes come from: a folder, or memory in tests.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;

use crate::fault::Kind;

/// No spec is larger. The whole of ISO 4217 with notes is a tenth of it.
pub(crate) const LARGEST: u64 = 1 << 20;

/// Why a file was not read.
#[derive(Debug, Clone)]
pub struct Unread {
    /// The kind of the fault.
    pub kind: Kind,
    /// What is wrong, in one line.
    pub message: String,
}

/// A specs folder to read, by several threads at once. Paths are below it, with `/`.
pub trait Files: Sync {
    /// The bytes of a file; `None` where there is none.
    ///
    /// # Errors
    /// [`Unread`] where something stands there that cannot be read as a file of a spec.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Unread>;

    /// Names of what stands in a folder, in any order; none where the folder is missing.
    ///
    /// # Errors
    /// [`Unread`] where the folder cannot be listed.
    fn list(&self, folder: &str) -> Result<Vec<String>, Unread>;

    /// Whether the documented examples stand here too. Where they do not, what specs say of examples is left out.
    fn has_examples(&self) -> bool {
        true
    }
}

/// A folder on disk.
#[derive(Debug, Clone)]
pub struct Folder(pub PathBuf);

fn unreadable(path: &str, error: &std::io::Error) -> Unread {
    // The operating system's words differ between systems; reports must not.
    let why = match error.kind() {
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        std::io::ErrorKind::NotADirectory => "a part of its path is no folder".to_owned(),
        other => other.to_string(),
    };
    Unread { kind: Kind::Unreadable, message: format!("`{path}` cannot be read: {why}") }
}

impl Folder {
    /// Refuses what stands elsewhere: a link could lead to any file of the machine, and a report would quote it.
    fn inside(&self, path: &str, full: &std::path::Path) -> Result<(), Unread> {
        let (Ok(home), Ok(found)) = (self.0.canonicalize(), full.canonicalize()) else {
            // there is nothing to quote
            return Ok(());
        };
        if found.starts_with(home) {
            return Ok(());
        }
        let message = format!("`{path}` is a link that leads out of the folder of specs");
        Err(Unread { kind: Kind::Outside, message })
    }
}

impl Files for Folder {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Unread> {
        let full = self.0.join(path);
        self.inside(path, &full)?;
        let about = match std::fs::metadata(&full) {
            Ok(about) => about,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unreadable(path, &error)),
        };
        if !about.is_file() {
            let what = if about.is_dir() { "a folder" } else { "no file" };
            return Err(Unread { kind: Kind::NotAFile, message: format!("`{path}` is {what}") });
        }
        // Read at most one byte more than allowed: the size may be wrong, or change meanwhile.
        let mut bytes = Vec::new();
        std::fs::File::open(&full)
            .and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
            .map_err(|error| unreadable(path, &error))?;
        Ok(Some(bytes))
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, Unread> {
        let full = self.0.join(folder);
        self.inside(folder, &full)?;
        let entries = match std::fs::read_dir(full) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(unreadable(folder, &error)),
        };
        entries
            .map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()))
            .collect::<Result<_, _>>()
            .map_err(|error| unreadable(folder, &error))
    }
}

/// Files in memory, by path.
#[derive(Debug, Clone, Default)]
pub struct Memory(pub BTreeMap<String, Vec<u8>>);

impl Files for Memory {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Unread> {
        Ok(self.0.get(path).cloned())
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, Unread> {
        let prefix = format!("{folder}/");
        let mut names: Vec<String> =
            self.0.keys().filter_map(|path| path.strip_prefix(&prefix)?.split('/').next().map(str::to_owned)).collect();
        names.dedup();
        Ok(names)
    }
}
