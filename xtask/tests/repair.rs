//! Whatever has become of a generated manifest, `cargo repair` starts and writes it anew.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// A folder with all below it that a checkout holds.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let name = entry.file_name();
        if name == "target" || name == ".git" {
            continue;
        }
        let (from, to) = (entry.path(), to.join(&name));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).expect("a copy");
        }
    }
}

/// What cargo makes of a manifest and of all that it leads to.
fn metadata(manifest: &Path) -> Output {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--format-version", "1", "--offline", "--manifest-path"]).arg(manifest);
    cargo.output().expect("cargo runs")
}

#[test]
fn a_manifest_that_cannot_be_read_is_written_anew() {
    let place = tempfile::tempdir().expect("a folder");
    let root = place.path().join("checkout");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."), &root);
    let program = root.join("xtask/repair");
    fs::copy(root.join("Cargo.lock"), program.join("Cargo.lock")).expect("the lock file");
    let manifest = fs::read_dir(root.join("generated")).expect("crates").flatten();
    let manifest = manifest.map(|entry| entry.path().join("Cargo.toml")).find(|path| path.is_file()).expect("a crate");
    let good = fs::read_to_string(&manifest).expect("a manifest");
    // what a merge leaves, what was cut short, and an escape that TOML does not know
    for broken in
        [format!("<<<<<<< HEAD\n{good}"), String::new(), good.replace("description = \"", "description = \"\\u{e31}")]
    {
        fs::write(&manifest, &broken).expect("written");
        assert!(!metadata(&root.join("Cargo.toml")).status.success(), "the workspace cannot start");
        let started = metadata(&program.join("Cargo.toml"));
        assert!(started.status.success(), "{}", String::from_utf8_lossy(&started.stderr));
        // the same program, as cargo runs it there
        let mut xtask = Command::new(env!("CARGO_BIN_EXE_xtask"));
        let repaired = xtask.arg("generate").current_dir(&root).env("CARGO_MANIFEST_DIR", &program).output();
        let repaired = repaired.expect("xtask runs");
        assert!(repaired.status.success(), "{}", String::from_utf8_lossy(&repaired.stderr));
        assert_eq!(fs::read_to_string(&manifest).expect("a manifest"), good);
        assert!(metadata(&root.join("Cargo.toml")).status.success(), "the workspace starts again");
    }
}
