//! What a consumer notices: each kind of change, and the version that it asks for.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A copy of the specs with one text replaced in one method.
fn changed(method: &str, from: &str, to: &str) -> tempfile::TempDir {
    edited(&format!("methods/{method}.yaml"), from, to)
}

/// A copy of the specs with one text replaced in one file.
fn edited(file: &str, from: &str, to: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    copy(&specs(), folder.path());
    let file = folder.path().join(file);
    let text = fs::read_to_string(&file).expect("a spec");
    assert!(text.contains(from), "{} holds no {from:?}", file.display());
    fs::write(&file, text.replacen(from, to, 1)).expect("written");
    folder
}

fn specs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a list").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

fn diff(old: &Path, new: &Path, more: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let output = command.arg("diff").arg(old).arg(new).args(more).output().expect("xtask runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn nothing_changed_nothing_told() {
    assert_eq!(diff(&specs(), &specs(), &[]), "nothing that a consumer would notice\n");
}

#[test]
fn a_narrowed_limit_breaks_and_a_wider_one_adds() {
    let narrower = changed("card-partner", "USD: { is: 1.00..3_000.00", "USD: { is: 1.00..2_000.00");
    let told = diff(&specs(), narrower.path(), &[]);
    assert_eq!(
        told,
        "breaking: card-partner: sale/amounts/USD/max: was 300000, is 200000\n\
         card-partner: the version must be at least 0.2.0\n"
    );
    let told = diff(narrower.path(), &specs(), &[]);
    assert_eq!(
        told,
        "addition: card-partner: sale/amounts/USD/max: was 200000, is 300000\n\
         card-partner: the version must be at least 0.1.1\n"
    );
}

#[test]
fn a_newly_required_field_breaks() {
    let stricter = changed("card-partner", "customer.phone: { gate: clarifiable", "customer.phone: { gate: required");
    let told = diff(&specs(), stricter.path(), &[]);
    let line = "breaking: card-partner: card-partner/sale/gate/redirect/customer.phone/presence: the field is newly required\n";
    assert!(told.contains(line), "{told}");
}

#[test]
fn words_are_a_fix() {
    let reworded = changed("card-partner", "title: Card partner", "title: Card via partner");
    let told = diff(&specs(), reworded.path(), &["--changelog"]);
    assert_eq!(
        told,
        "### ecommpay-card-partner 0.1.1\n\n- fix: `title`: was \"Card partner\", is \"Card via partner\"\n\n"
    );
}

#[test]
fn a_method_that_is_gone_breaks_the_facade() {
    let fewer = changed("card-partner", "title: Card partner", "title: Card partner");
    fs::remove_file(fewer.path().join("methods/card-partner.yaml")).expect("removed");
    let told = diff(&specs(), fewer.path(), &[]);
    assert!(told.contains("breaking: card-partner: the method is gone"), "{told}");
    assert!(told.contains("its version, that of platform.yaml, must be at least 0.2.0"), "{told}");
    let told = diff(&specs(), fewer.path(), &["--changelog"]);
    assert_eq!(told, "### ecommpay 0.2.0\n\n- breaking: `card-partner`: the method is gone\n\n");
    // and one that is new has the version of its file
    let told = diff(fewer.path(), &specs(), &["--changelog"]);
    assert_eq!(told, "### ecommpay-card-partner 0.1.0\n\n- addition: the method is new\n\n");
}

#[test]
fn the_platform_is_a_crate_of_its_own() {
    let fewer = edited("platform.yaml", "means: The sum after conversion. }", "means: The converted sum. }");
    let told = diff(&specs(), fewer.path(), &[]);
    assert!(told.starts_with("fix: platform: "), "{told}");
    assert!(told.ends_with("\nplatform: the version must be at least 0.1.1\n"), "{told}");
    let told = diff(&specs(), fewer.path(), &["--changelog"]);
    assert!(told.starts_with("### ecommpay-platform 0.1.1\n\n- fix: "), "{told}");
}
