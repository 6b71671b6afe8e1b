//! Loading specs for a command.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use methodspec::resolved::Specs;

/// The checkout that cargo runs this program in: a target folder may be shared with another one, where it was built. Without
/// cargo, the one it was built in.
pub(crate) fn root() -> anyhow::Result<PathBuf> {
    let run_in = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let ours = |folder: &PathBuf| folder.ends_with("xtask") && folder.join("Cargo.toml").is_file();
    let here = run_in.filter(ours).unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    here.parent().map(Path::to_owned).context("xtask stands in no workspace")
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
