//! The manifest of the throw-away crate: it asks for all that the workspace's tests ask for.
//!
//! Most of it the program does not use. But with it each dependency has the features that it has in a build of the tests,
//! and what was built for these is not built again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};
use serde::Deserialize;

/// Crates of ours that the program uses.
const OURS: [&str; 4] = ["ecommpay", "ecommpay-conformance", "ecommpay-platform", "methodspec"];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    rename: Option<String>,
    req: String,
    features: BTreeSet<String>,
    uses_default_features: bool,
    /// Of ours, where it stands; of others nothing.
    path: Option<String>,
}

/// What the members of the workspace ask of one dependency together.
struct Asked {
    package: String,
    req: String,
    features: BTreeSet<String>,
    default: bool,
}

pub(super) fn manifest(name: &str, root: &Path) -> anyhow::Result<String> {
    let metadata = metadata(root)?;
    let quoted = |text: &str| serde_json::to_string(text);
    let mut asked: BTreeMap<String, Asked> = BTreeMap::new();
    for dependency in metadata.packages.iter().flat_map(|package| &package.dependencies) {
        if dependency.path.is_some() && !OURS.contains(&dependency.name.as_str()) {
            continue;
        }
        let key = dependency.rename.as_ref().unwrap_or(&dependency.name);
        let asked = asked.entry(key.clone()).or_insert_with(|| Asked {
            package: dependency.name.clone(),
            req: dependency.req.clone(),
            features: BTreeSet::new(),
            default: false,
        });
        asked.features.extend(dependency.features.iter().cloned());
        asked.default |= dependency.uses_default_features;
    }
    let mut text = format!(
        "[package]\nname = {}\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n",
        quoted(name)?
    );
    for (key, Asked { package, req, features, default }) in &asked {
        let package_folder = metadata.packages.iter().find(|one| one.name == *package).map(|one| &one.manifest_path);
        let source = match package_folder.map(|file| Path::new(file).parent()) {
            Some(folder) => {
                format!("path = {}", quoted(&folder.context("a manifest stands in no folder")?.to_string_lossy())?)
            }
            None => format!("package = {}, version = {}", quoted(package)?, quoted(req)?),
        };
        let features = serde_json::to_string(features)?;
        text += &format!("{} = {{ {source}, features = {features}, default-features = {default} }}\n", quoted(key)?);
    }
    Ok(text + "\n[workspace]\n")
}

fn metadata(root: &Path) -> anyhow::Result<Metadata> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["metadata", "--no-deps", "--offline", "--format-version", "1", "--manifest-path"]);
    let output = command.arg(root.join("Cargo.toml")).output().context("cargo does not run")?;
    if !output.status.success() {
        bail!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    }
    serde_json::from_slice(&output.stdout).context("what cargo metadata prints is not understood")
}
