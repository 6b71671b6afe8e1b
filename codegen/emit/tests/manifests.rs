//! A manifest that cargo could not read replaces nothing.

use std::fs;

use methodspec_codegen::Files;
use methodspec_codegen::output::{OutputError, plan};

fn files(manifest: &str, source: &str) -> Files {
    [("a/Cargo.toml", manifest), ("a/src/lib.rs", source)].map(|(path, text)| (path.to_owned(), text.to_owned())).into()
}

#[test]
fn a_manifest_is_read_back_before_it_replaces_the_old_one() {
    let good = "[package]\nname = \"a\"\n";
    for broken in [
        "[package]\nname = \"a\"\ndescription = \"\\u{e31}\"\n",
        "[package]\nname = \"a\"\nname = \"b\"\n",
        "[package]\nname = \"a\n",
        "[package]\nversion = \"1.0.0\"\n",
        "",
    ] {
        let folder = tempfile::tempdir().unwrap();
        plan(folder.path(), files(good, "old")).unwrap().apply().unwrap();
        let before = fs::read_to_string(folder.path().join("manifest.json")).unwrap();
        let refused = plan(folder.path(), files(broken, "new")).unwrap().apply().unwrap_err();
        assert!(matches!(refused, OutputError::Broken(..)), "{refused}");
        assert!(refused.to_string().contains("a/Cargo.toml"), "{refused}");
        assert_eq!(fs::read_to_string(folder.path().join("a/Cargo.toml")).unwrap(), good);
        assert_eq!(fs::read_to_string(folder.path().join("a/src/lib.rs")).unwrap(), "old", "nothing was replaced");
        assert_eq!(fs::read_to_string(folder.path().join("manifest.json")).unwrap(), before);
        assert!(!folder.path().join(".methodspec-new").exists(), "what was staged is gone");
    }
}
