//! The house in order: what no compiler sees.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders with a manifest, outside of what is generated.
fn crates() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let below = |folder: PathBuf| fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let folders = [root.join("conformance"), root.join("xtask")].into_iter().chain(below(root.join("codegen")));
    folders.filter(|folder| folder.join("Cargo.toml").is_file()).collect()
}

/// A crate's tests are one program, so that they are linked once: a file that it does not name would never run.
#[test]
fn every_file_of_tests_is_part_of_a_program() {
    let mut files = 0;
    for folder in crates() {
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).expect("a manifest");
        assert!(manifest.contains("autotests = false"), "{}: each file of tests is a program", folder.display());
        let main = fs::read_to_string(folder.join("tests/main.rs")).expect("the program of the tests");
        for entry in fs::read_dir(folder.join("tests")).expect("tests").flatten() {
            let path = entry.path();
            let name = path.file_stem().and_then(|name| name.to_str()).expect("a name").to_owned();
            let is_module = path.extension().is_some_and(|end| end == "rs") || path.join("mod.rs").is_file();
            let is_program = |end: &str| manifest.contains(&format!("path = \"tests/{name}{end}\""));
            if is_module && name != "main" && !is_program(".rs") && !is_program("/main.rs") {
                let named = main.lines().any(|line| line == format!("mod {name};"));
                assert!(named, "{}/tests/main.rs does not name {name}: it never runs", folder.display());
                files += 1;
            }
        }
    }
    assert!(files > 60, "{files}");
}
