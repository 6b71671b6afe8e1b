//! Loading specs for a command.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use methodspec::resolved::Specs;

/// The checkout that this program was built in.
pub(crate) fn root() -> anyhow::Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
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
