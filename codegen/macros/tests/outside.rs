//! The macro in a crate outside the workspace: a change of the file builds it again, and faults come as one error.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const GOOD: &str = include_str!("methods/lagoon-pay.yaml");

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the workspace")
}

/// A crate of somebody else's, with one method.
struct Outside(tempfile::TempDir);

impl Outside {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, root) = (folder.path(), root());
        fs::create_dir_all(path.join("src")).expect("a folder");
        fs::create_dir_all(path.join("methods")).expect("a folder");
        let (platform, macros) = (root.join("generated/ecommpay-platform"), root.join("codegen/macros"));
        let manifest = format!(
            "[package]\nname = \"methodspec-outside\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             ecommpay-platform = {{ path = {platform:?} }}\nmethodspec-macros = {{ path = {macros:?} }}\n\n[workspace]\n"
        );
        fs::write(path.join("Cargo.toml"), manifest).expect("a manifest");
        fs::copy(root.join("Cargo.lock"), path.join("Cargo.lock")).expect("the lock file");
        let lib = "methodspec_macros::payment_method! { pub mod ours = \"methods/lagoon-pay.yaml\"; }\n";
        fs::write(path.join("src/lib.rs"), lib).expect("a library");
        let outside = Self(folder);
        outside.write(GOOD);
        outside
    }

    fn write(&self, yaml: &str) {
        fs::write(self.0.path().join("methods/lagoon-pay.yaml"), yaml).expect("a method");
    }

    /// Whether it compiles, and what cargo says.
    fn check(&self) -> (bool, String) {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target folder");
        let mut cargo = Command::new(env!("CARGO"));
        // dependencies that are built as in the workspace are not built again
        let config = root().join(".cargo/config.toml");
        cargo
            .args(["check", "--offline", "--config"])
            .arg(config)
            .current_dir(self.0.path())
            .env("CARGO_TARGET_DIR", target);
        let output = cargo.env_remove("RUSTFLAGS").output().expect("cargo runs");
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

#[test]
fn the_file_is_watched_and_its_faults_are_one_error() {
    let outside = Outside::new();
    let built = |told: &str| told.contains("Checking methodspec-outside");
    let (good, told) = outside.check();
    assert!(good && built(&told), "{told}");
    let (good, told) = outside.check();
    assert!(good && !built(&told), "{told}");

    // nothing but the file changes
    outside.write(&GOOD.replacen("title: ", "title: Another ", 1));
    let (good, told) = outside.check();
    assert!(good && built(&told), "the change of the file was not seen: {told}");

    let wrong = GOOD.replacen("kind: wallet", "kind: wallett", 1).replacen("customer.id+", "customer.idd+", 1);
    assert_ne!(wrong, GOOD);
    outside.write(&wrong);
    let (good, told) = outside.check();
    assert!(!good, "{told}");
    let errors = told.matches("\nerror: ").count() + usize::from(told.starts_with("error: "));
    // the macro's, and cargo's own last word
    assert_eq!(errors, 2, "{told}");
    for (word, what) in [("wallett", "kind: wallett"), ("customer.idd", "customer.idd+")] {
        let line = wrong.lines().position(|line| line.contains(what)).expect("the line") + 1;
        assert!(told.contains(&format!("methods/lagoon-pay.yaml:{line}:")), "{word}: {told}");
        assert!(told.contains(word), "{told}");
    }
    assert!(told.contains("2 faults"), "{told}");
}
