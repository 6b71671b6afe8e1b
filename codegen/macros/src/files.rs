//! One method's file beside the platform's spec, as a specs folder.

use std::path::{Path, PathBuf};

use ecommpay_platform::facts::{OPERATION_CODES, PLATFORM};
use methodspec::{Files, Folder, Unread};

/// The caller's file, with the platform's spec that the generated platform crate carries.
pub(crate) struct Own {
    file: PathBuf,
    name: String,
    /// The folder above the file's: where `examples/` stands, as in a specs folder.
    around: Folder,
}

impl Own {
    pub(crate) fn new(root: &Path, path: &str) -> Result<Self, String> {
        let file = root.join(path);
        if !file.is_file() {
            return Err(format!("there is no file {path:?} in the folder of your Cargo.toml"));
        }
        let name = file.file_name().and_then(|name| name.to_str()).ok_or("the file's name is no UTF-8")?.to_owned();
        let around = file.parent().and_then(Path::parent).unwrap_or(root).to_owned();
        Ok(Self { file, name, around: Folder(around) })
    }

    /// The file's path, for the compiler alone.
    pub(crate) fn file(&self) -> String {
        self.file.display().to_string()
    }
}

impl Files for Own {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Unread> {
        match path {
            "platform.yaml" => Ok(Some(PLATFORM.as_bytes().to_vec())),
            "operation-codes.yaml" => Ok(Some(OPERATION_CODES.as_bytes().to_vec())),
            path if path.strip_prefix("methods/") == Some(self.name.as_str()) => {
                let folder = Folder(self.file.parent().map(Path::to_owned).unwrap_or_default());
                folder.read(&self.name)
            }
            path => self.around.read(path),
        }
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, Unread> {
        match folder {
            "methods" => Ok(vec![self.name.clone()]),
            folder => self.around.list(folder),
        }
    }
}
