//! Loading specs for a command.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use methodspec::resolved::Specs;

/// The checkout that this program works on: the one that the current folder belongs to, wherever the program was built;
/// where the current folder belongs to none, the one that cargo runs it for (`cargo --manifest-path … xtask`).
pub(crate) fn root() -> anyhow::Result<PathBuf> {
    let current = std::env::current_dir().context("the current folder cannot be found")?;
    let run_for = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let folders = current.ancestors().chain(run_for.as_deref().and_then(Path::parent));
    let mut folders = folders.filter(|folder| is_checkout(folder));
    folders.next().map(Path::to_owned).with_context(|| {
        let current = current.display();
        format!("{current} belongs to no checkout of this project (a folder with xtask/Cargo.toml and specs): run this in one")
    })
}

fn is_checkout(folder: &Path) -> bool {
    folder.join("xtask/Cargo.toml").is_file() && folder.join("specs").is_dir()
}

/// A path as a manifest takes it.
pub(crate) fn quoted(path: &Path) -> anyhow::Result<String> {
    let path = path.to_str().with_context(|| format!("{} is no UTF-8", path.display()))?;
    Ok(toml_edit::Value::from(path).to_string())
}

/// Loads specs; all faults of all files are in the error.
pub(crate) fn load(dir: &Path) -> anyhow::Result<Specs> {
    if !dir.join("platform.yaml").is_file() {
        bail!("{} is no folder of specs: it holds no platform.yaml; give one with --specs DIR", dir.display());
    }
    match methodspec::load(dir) {
        Ok(specs) => Ok(specs),
        Err(faults) => bail!("{}", faults.human(std::io::IsTerminal::is_terminal(&std::io::stderr()))),
    }
}
