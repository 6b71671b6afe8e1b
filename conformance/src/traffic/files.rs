//! The files of a run, in an order that does not depend on the machine.

use std::io;
use std::path::{Path, PathBuf};

/// The files that the arguments name, one at a time: `-` is standard input, a folder is every file below it by name.
/// Names that begin with a dot are left out of folders, and so are links to folders.
#[derive(Debug)]
pub struct Files {
    /// What is still to come, the next one last.
    todo: Vec<PathBuf>,
}

/// Standard input, as it is named in arguments and reports.
pub const STANDARD_INPUT: &str = "-";

impl Files {
    /// Of arguments, in their order.
    #[must_use]
    pub fn new(arguments: &[PathBuf]) -> Self {
        Self { todo: arguments.iter().rev().cloned().collect() }
    }

    fn unfold(&mut self, folder: &Path) -> io::Result<()> {
        let mut entries = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            // what it is, where that cannot be told, is found out when it is opened
            let link_to_folder = entry.file_type().is_ok_and(|kind| kind.is_symlink()) && entry.path().is_dir();
            if !link_to_folder && !entry.file_name().as_encoded_bytes().starts_with(b".") {
                entries.push(entry.path());
            }
        }
        entries.sort();
        self.todo.extend(entries.into_iter().rev());
        Ok(())
    }
}

impl Iterator for Files {
    type Item = Result<PathBuf, (PathBuf, io::Error)>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let path = self.todo.pop()?;
            if path.as_os_str() == STANDARD_INPUT || !path.is_dir() {
                return Some(Ok(path));
            }
            if let Err(why) = self.unfold(&path) {
                return Some(Err((path, why)));
            }
        }
    }
}
