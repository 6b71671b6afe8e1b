//! The macro in a crate outside the workspace: its file is one of the crate's sources, and faults come as one error.
//!
//! The compiler is called as cargo calls it, with what the workspace has built. That cargo builds such a crate again when
//! nothing but the file changes is seen in `.ci/package`, with the packages as they are published.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::support::built;

const GOOD: &str = include_str!("methods/lagoon-pay.yaml");

/// A crate of somebody else's, with one method.
struct Outside(tempfile::TempDir);

impl Outside {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for part in ["src", "methods"] {
            fs::create_dir_all(folder.path().join(part)).expect("a folder");
        }
        let lib = "methodspec_macros::payment_method! { pub mod ours = \"methods/lagoon-pay.yaml\"; }\n";
        fs::write(folder.path().join("src/lib.rs"), lib).expect("a library");
        let outside = Self(folder);
        outside.write(GOOD);
        outside
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("methods/lagoon-pay.yaml")
    }

    fn write(&self, yaml: &str) {
        fs::write(self.file(), yaml).expect("a method");
    }

    /// Whether it compiles, and what the compiler says.
    fn check(&self) -> (bool, String) {
        let mut rustc = Command::new(built::rustc());
        rustc.args(["--edition", "2024", "--crate-type", "lib", "--crate-name", "outside", "src/lib.rs"]);
        rustc.args(["--emit", "metadata,dep-info", "--out-dir", "."]);
        rustc.args(built::externs(&["methodspec_macros", "ecommpay_platform"]));
        let output = rustc.current_dir(self.0.path()).env("CARGO_MANIFEST_DIR", self.0.path()).output();
        let output = output.expect("the compiler runs");
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

#[test]
fn the_file_is_watched_and_its_faults_are_one_error() {
    let outside = Outside::new();
    let (good, told) = outside.check();
    assert!(good, "{told}");
    // what stands there is what cargo watches
    let sources = fs::read_to_string(outside.0.path().join("outside.d")).expect("the list of sources");
    let listed =
        sources.lines().any(|line| line.starts_with("./outside.d:") && line.contains("methods/lagoon-pay.yaml"));
    assert!(listed, "{sources}");

    let wrong = GOOD.replacen("kind: wallet", "kind: wallett", 1).replacen("customer.id+", "customer.idd+", 1);
    assert_ne!(wrong, GOOD);
    outside.write(&wrong);
    let (good, told) = outside.check();
    assert!(!good, "{told}");
    let errors = told.matches("\nerror: ").count() + usize::from(told.starts_with("error: "));
    // the macro's, and the compiler's own last word
    assert_eq!(errors, 2, "{told}");
    for (word, what) in [("wallett", "kind: wallett"), ("customer.idd", "customer.idd+")] {
        let line = wrong.lines().position(|line| line.contains(what)).expect("the line") + 1;
        assert!(told.contains(&format!("methods/lagoon-pay.yaml:{line}:")), "{word}: {told}");
        assert!(told.contains(word), "{told}");
    }
    assert!(told.contains("2 faults"), "{told}");
}
