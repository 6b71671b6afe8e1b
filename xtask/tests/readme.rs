//! README says what is true: its commands print what it shows, its YAML stands in the spec. Its Rust compiles and runs: see
//! the tests of `conformance`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

/// The content of README's code blocks of a language.
fn blocks(language: &str) -> Vec<String> {
    let readme = fs::read_to_string(root().join("README.md")).expect("a README");
    let fence = format!("```{language}\n");
    let parts = readme.split(&fence).skip(1);
    parts.map(|part| part.split("\n```").next().unwrap_or_default().to_owned() + "\n").collect()
}

fn shown(command: &str) -> String {
    let prompt = format!("$ {command}\n");
    let block = blocks("console").into_iter().find(|block| block.starts_with(&prompt));
    block.unwrap_or_else(|| panic!("README shows no `{command}`")).split_off(prompt.len())
}

fn text(output: Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn generate(out: &Path) -> String {
    let specs = root().join("specs");
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    text(command.arg("generate").arg("--specs").arg(specs).arg("--out").arg(out).output().expect("xtask runs"))
}

#[test]
fn generate_prints_what_readme_shows() {
    let out = tempfile::tempdir().expect("a folder");
    let first = generate(out.path());
    assert!(first.contains("changed"), "{first}");
    // the second run in a fresh folder is what a fresh clone sees; how many files there are is not README's matter
    let second = generate(out.path());
    // and what was made is what is committed, so that whatever is compiled against the one is compiled against the other
    for file in ["ecommpay/src/lib.rs", "ecommpay-card-partner/src/lib.rs", "ecommpay-card-partner/src/sale.rs"] {
        let read = |folder: &Path| fs::read_to_string(folder.join(file)).expect("a source");
        assert!(read(out.path()) == read(&root().join("generated")), "{file}");
    }
    let mut printed = second.lines();
    let shown = shown("cargo xtask generate");
    assert!(shown.lines().count() > 3, "{shown}");
    // README may leave lines out where it says so, and shows the rest as they come
    for line in shown.lines().filter(|line| *line != "…") {
        assert!(printed.any(|there| there == line), "not printed, or not in this order: {line}");
    }
}

#[test]
fn the_tests_that_readme_shows_are_there() {
    let names: Vec<String> = shown("cargo test --workspace")
        .lines()
        .map(|line| line.trim_start_matches("test ").trim_end_matches(" ... ok").to_owned())
        .collect();
    assert!(!names.is_empty());
    let mut sources = String::new();
    for entry in fs::read_dir(root().join("conformance/tests")).expect("tests").flatten() {
        sources.push_str(&fs::read_to_string(entry.path()).unwrap_or_default());
    }
    for name in names {
        assert!(sources.contains(&format!("#[test]\nfn {name}()")), "no test is called {name}");
    }
}

#[test]
fn the_yaml_stands_in_the_spec() {
    let spec = fs::read_to_string(root().join("specs/methods/card-partner.yaml")).expect("a spec");
    let block = blocks("yaml").concat();
    assert!(block.lines().count() >= 10);
    for line in block.lines() {
        assert!(spec.lines().any(|there| there == line), "not in the spec: {line}");
    }
}
