//! Loading specs for a command.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use methodspec::resolved::Specs;

/// The program that is built without the workspace, below it.
const REPAIR: &str = "xtask/repair";

/// The checkout that cargo runs this program in: a target folder may be shared with another one, where it was built. Without
/// cargo, the one it was built in.
pub(crate) fn root() -> anyhow::Result<PathBuf> {
    let run_in = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let ours = |folder: &PathBuf| folder.ends_with("xtask") && folder.join("Cargo.toml").is_file();
    let here = run_in.map(|folder| if folder.ends_with(REPAIR) { folder.join("..") } else { folder });
    let here = here
        .and_then(|folder| folder.canonicalize().ok())
        .filter(ours)
        .unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    here.parent().map(Path::to_owned).context("xtask stands in no workspace")
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
