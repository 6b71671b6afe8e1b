//! The throw-away crate in the target folder: written, built once, run once.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};
use methodspec::resolved::Specs;
use methodspec_codegen::{Target, emit};
use serde::Deserialize;

use super::make::Mutant;
use super::manifest;
use crate::specs::load;

/// The invented methods, their examples, and the program of the crate.
pub(crate) const INVENTED: &str = "xtask/mutants";
const NAME: &str = "methodspec-mutants";

/// Where the crate stands.
pub(crate) struct Project {
    folder: PathBuf,
    target: PathBuf,
}

/// What the program found.
#[derive(Deserialize)]
pub(crate) struct Found {
    /// Every rule of every generated method and of the invented ones.
    pub(crate) rules: Vec<String>,
    /// By the mutant's name, the rules that do not hold: none where it survives.
    pub(crate) broken: BTreeMap<String, Vec<String>>,
}

impl Project {
    /// In the target folder, so that what the workspace has built is built.
    pub(crate) fn new(root: &Path) -> anyhow::Result<Self> {
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        let target = std::path::absolute(target)?;
        let folder = target.join("mutants");
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())?;
        }
        fs::create_dir_all(folder.join("src"))?;
        Ok(Self { folder, target })
    }

    /// The real specs and the invented methods in one folder, from which the program reads them too.
    pub(crate) fn specs(&self, root: &Path) -> anyhow::Result<Specs> {
        let specs = self.folder.join("specs");
        copy(&root.join("specs"), &specs)?;
        copy(&root.join(INVENTED), &specs)?;
        load(&specs)
    }

    pub(crate) fn write(&self, root: &Path, specs: &Specs, mutants: &[Mutant]) -> anyhow::Result<()> {
        for (path, text) in emit(specs, &Target::in_workspace())? {
            if path.starts_with("schemas/") {
                self.file(&path, &text)?;
            }
        }
        let mut main = fs::read_to_string(root.join(INVENTED).join("program.rs"))?;
        let mut list = String::new();
        for (nth, mutant) in mutants.iter().enumerate() {
            self.file(&format!("src/m{nth}.rs"), &mutant.code)?;
            writeln!(main, "mod m{nth};")?;
            writeln!(list, "    ({:?}, {:?}, &m{nth}::METHOD),", mutant.name, mutant.method)?;
        }
        writeln!(main, "\nstatic MUTANTS: &[Mutant] = &[\n{list}];")?;
        self.file("src/main.rs", &main)?;
        self.file("Cargo.toml", &manifest::manifest(NAME, root)?)?;
        // the workspace's versions: what it has built is not built again
        fs::copy(root.join("Cargo.lock"), self.folder.join("Cargo.lock"))?;
        Ok(())
    }

    /// Builds the crate, for debugging: to optimise all the mutants takes longer than to run them. Then runs it.
    pub(crate) fn found(&self, root: &Path) -> anyhow::Result<Found> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut build = Command::new(cargo);
        build.args(["build", "--quiet", "--offline", "--manifest-path"]).arg(self.folder.join("Cargo.toml"));
        // the workspace's profile, wherever its target folder is
        build.arg("--config").arg(root.join(".cargo/config.toml"));
        if !build.arg("--target-dir").arg(&self.target).status().context("cargo does not run")?.success() {
            bail!("the mutants do not compile: what is wrong with one of them stands above");
        }
        let program = self.target.join("debug").join(NAME);
        let output = Command::new(&program).arg(&self.folder).stderr(std::process::Stdio::inherit()).output();
        let output = output.with_context(|| program.display().to_string())?;
        if !output.status.success() {
            bail!("the mutants' program failed: {}", output.status);
        }
        serde_json::from_slice(&output.stdout).context("the mutants' program does not tell what it found")
    }

    fn file(&self, path: &str, text: &str) -> anyhow::Result<()> {
        let path = self.folder.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, text).with_context(|| path.display().to_string())
    }
}

/// A folder with all below it, over what is there.
fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let entry = entry?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            copy(&from, &to)?;
        } else {
            fs::copy(&from, &to)?;
        }
    }
    Ok(())
}
