//! `new` writes a skeleton that loads as a draft, says what is missing once it is none, and is whole when filled.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use methodspec::{Faults, Folder, Kind, Severity, check_with};

/// A copy of what every method stands on, with no method.
fn specs() -> tempfile::TempDir {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let copy = tempfile::tempdir().expect("a folder");
    for file in ["platform.yaml", "operation-codes.yaml"] {
        fs::copy(here.join(file), copy.path().join(file)).expect("a copy");
    }
    copy
}

fn new(specs: &Path, key: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["new", key, "--specs"]).arg(specs).output().expect("xtask runs")
}

fn written(specs: &Path, key: &str) -> PathBuf {
    let output = new(specs, key);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    specs.join(format!("methods/{key}.yaml"))
}

fn refusal(output: &Output) -> String {
    assert!(!output.status.success());
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn faults(specs: &Path) -> (Option<methodspec::resolved::Specs>, Faults) {
    check_with(&Folder(specs.to_owned()))
}

#[test]
fn the_skeleton_loads_as_a_draft() {
    let specs = specs();
    written(specs.path(), "coral-pay");
    let (loaded, faults) = faults(specs.path());
    let loaded = loaded.unwrap_or_else(|| panic!("{faults}"));
    assert_eq!(loaded.drafts, ["coral-pay"]);
    assert!(loaded.methods.is_empty());
    assert!(faults.iter().all(|fault| fault.severity == Severity::Warning), "{faults}");
}

#[test]
fn without_draft_the_loader_says_what_is_missing() {
    let specs = specs();
    let path = written(specs.path(), "coral-pay");
    let text = fs::read_to_string(&path).expect("a skeleton");
    let line = text.lines().find(|line| line.starts_with("draft: true")).expect("a line");
    fs::write(&path, text.replace(line, "")).expect("written");
    let (loaded, faults) = faults(specs.path());
    assert!(loaded.is_none());
    let missing: Vec<&str> =
        faults.iter().filter(|fault| fault.kind == Kind::MustSay).map(|fault| fault.message.as_str()).collect();
    assert_eq!(
        missing,
        [
            "the method does not speak of `names`, `kind`, `instruments`, `countries`, `currencies`, `conversion`",
            "`operations` does not speak of `sale`, `recurring`, `refund`, `payout`, `chargeback`",
        ]
    );
}

#[test]
fn every_line_to_take_the_mark_from_is_good() {
    let specs = specs();
    let path = written(specs.path(), "coral-pay");
    let text = fs::read_to_string(&path).expect("a skeleton");
    // `#names:` is a fact to be filled, `# names` a remark.
    let filled: Vec<String> = text
        .lines()
        .filter(|line| !line.starts_with("draft: true"))
        .map(|line| match line.trim_start().strip_prefix('#') {
            Some(fact) if !fact.starts_with(' ') => line.replacen('#', "", 1),
            _ => line.to_owned(),
        })
        .collect();
    let marks = filled.iter().zip(text.lines()).filter(|(now, before)| now.as_str() != *before).count();
    assert!(marks > 25, "{marks} lines to fill");
    fs::write(&path, filled.join("\n")).expect("written");
    let (loaded, faults) = faults(specs.path());
    let loaded = loaded.unwrap_or_else(|| panic!("{faults}"));
    assert!(faults.is_empty(), "{faults}");
    assert_eq!(loaded.methods["coral-pay"].operations.len(), 5);
}

#[test]
fn bad_keys_and_files_that_are_there_are_refused() {
    let specs = specs();
    for key in ["Coral", "coral_pay", "coral--pay", "../coral", "", "-coral", "кораллы"] {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .arg("new")
            .arg("--specs")
            .args([specs.path().as_os_str(), "--".as_ref(), key.as_ref()])
            .output()
            .expect("xtask runs");
        let told = refusal(&output);
        assert!(told.starts_with(&format!("`{key}` is no key of a method")), "{told}");
    }
    assert!(!specs.path().join("methods").exists());

    let path = written(specs.path(), "coral");
    fs::write(&path, "mine").expect("written");
    assert!(refusal(&new(specs.path(), "coral")).contains("is there already; nothing was written"));
    assert_eq!(fs::read_to_string(&path).expect("kept"), "mine");

    let empty = tempfile::tempdir().expect("a folder");
    assert!(refusal(&new(empty.path(), "coral")).contains("holds no platform.yaml"));
}

#[test]
fn keys_that_yaml_would_misread_are_quoted() {
    let specs = specs();
    for key in ["no", "123", "1e3", "true", "null", "0-0"] {
        written(specs.path(), key);
    }
    let (loaded, faults) = faults(specs.path());
    // A name that cannot be a module is the loader's to tell, here as a warning with its remedy.
    assert!(faults.iter().all(|fault| matches!(fault.kind, Kind::MustSay | Kind::RustName)), "{faults}");
    assert_eq!(loaded.unwrap_or_else(|| panic!("{faults}")).drafts.len(), 6);
}
