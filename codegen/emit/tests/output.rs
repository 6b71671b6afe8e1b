//! Files on disk: written whole, left alone where nothing changed, deleted only where they are ours and untouched.

use std::fs;

use methodspec_codegen::Files;
use methodspec_codegen::output::{MANIFEST, OutputError, Plan, plan};

fn files(pairs: &[(&str, &str)]) -> Files {
    pairs.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// Every file below a folder.
fn below(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there").flatten() {
        let path = entry.path();
        if path.is_dir() { below(&path, found) } else { found.push(path) }
    }
}

#[test]
fn nothing_that_is_committed_names_a_place_on_somebodys_machine() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    let mut found = Vec::new();
    below(&root.join("generated"), &mut found);
    assert!(found.len() > 50, "{}", found.len());
    for path in found {
        let text = fs::read_to_string(&path).unwrap();
        let named = |word: &str| assert!(!text.contains(word), "{}: {word}", path.display());
        named(&root.display().to_string());
        // what a manifest and the compiler read from: relative, or not at all
        for word in ["path = \"/", "path = \"\\", "include_str!(\"/", "include_bytes!(\"/", "file://"] {
            named(word);
        }
        if let Some(home) = std::env::var("HOME").ok().filter(|home| home.len() > 1) {
            named(&format!("{home}/"));
        }
    }
}

/// Examples in documentation are compiled only where the manifest lets them be.
#[test]
fn documented_examples_are_compiled() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../generated");
    let mut examples = 0;
    for entry in fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).filter(|entry| entry.is_dir()) {
        let Ok(manifest) = fs::read_to_string(entry.join("Cargo.toml")) else { continue };
        let mut found = Vec::new();
        below(&entry.join("src"), &mut found);
        let fences = found.iter().filter(|path| fs::read_to_string(path).unwrap().contains("```")).count();
        assert!(fences == 0 || !manifest.contains("doctest = false"), "not compiled: {}", entry.display());
        examples += fences;
    }
    assert!(examples > 0);
}

#[test]
fn a_second_run_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let made = files(&[("a/one.rs", "// @generated\n"), ("two.json", "{}\n")]);
    let first = plan(folder.path(), made.clone()).unwrap();
    assert_eq!(first.write.len(), 3, "two files and their list");
    first.apply().unwrap();
    let again = plan(folder.path(), made.clone()).unwrap();
    assert!(again.is_current());
    assert_eq!(again.current, 3);
    let stale: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(stale.iter().all(|name| !name.to_string_lossy().ends_with(".new")), "{stale:?}");
}

#[test]
fn a_stale_file_is_named_and_nothing_is_touched_by_planning() {
    let folder = tempfile::tempdir().unwrap();
    plan(folder.path(), files(&[("one.rs", "old")])).unwrap().apply().unwrap();
    let found = plan(folder.path(), files(&[("one.rs", "new")])).unwrap();
    assert_eq!(found.stale().collect::<Vec<_>>(), [MANIFEST, "one.rs"]);
    assert_eq!(fs::read_to_string(folder.path().join("one.rs")).unwrap(), "old");
}

#[test]
fn what_is_no_longer_made_goes_unless_somebody_changed_it() {
    let folder = tempfile::tempdir().unwrap();
    plan(folder.path(), files(&[("x/gone.rs", "1"), ("x/edited.rs", "2"), ("kept.rs", "3")])).unwrap().apply().unwrap();
    fs::write(folder.path().join("x/edited.rs"), "by hand").unwrap();
    let next = plan(folder.path(), files(&[("kept.rs", "3")])).unwrap();
    assert_eq!(next.delete, ["x/gone.rs"]);
    assert_eq!(next.kept, ["x/edited.rs"]);
    next.apply().unwrap();
    assert!(!folder.path().join("x/gone.rs").exists());
    assert_eq!(fs::read_to_string(folder.path().join("x/edited.rs")).unwrap(), "by hand");
}

#[test]
fn a_file_that_was_not_generated_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mine.rs"), "my work").unwrap();
    let refused = plan(folder.path(), files(&[("mine.rs", "theirs")])).unwrap_err();
    assert!(matches!(refused, OutputError::Foreign(_)), "{refused}");
    assert!(refused.to_string().contains("--out"), "{refused}");
    assert_eq!(fs::read_to_string(folder.path().join("mine.rs")).unwrap(), "my work");
}

#[test]
fn a_list_that_points_outside_of_the_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let list = r#"{"x-generated-by": "x", "files": {"../victim": "00"}}"#;
    fs::write(folder.path().join(MANIFEST), list).unwrap();
    let refused = plan(folder.path(), Files::new()).unwrap_err();
    assert!(refused.to_string().contains("outside"), "{refused}");
}

#[test]
fn a_folder_is_stale_where_one_of_its_files_is_and_not_where_its_neighbours_are() {
    let folder = tempfile::tempdir().unwrap();
    let made =
        |texts: [&str; 3]| files(&[("a/one.rs", texts[0]), ("a-b/one.rs", texts[1]), ("b/src/one.rs", texts[2])]);
    let stale = |plan: &Plan| ["a/", "a-b/", "b/", "c/"].map(|folder| plan.is_stale(folder));
    let first = plan(folder.path(), made(["1", "1", "1"])).unwrap();
    assert_eq!(stale(&first), [true, true, true, false]);
    first.apply().unwrap();
    assert_eq!(stale(&plan(folder.path(), made(["1", "1", "1"])).unwrap()), [false; 4]);
    assert_eq!(stale(&plan(folder.path(), made(["1", "2", "1"])).unwrap()), [false, true, false, false]);
    assert_eq!(stale(&plan(folder.path(), made(["1", "1", "2"])).unwrap()), [false, false, true, false]);
    let fewer = plan(folder.path(), files(&[("a/one.rs", "1")])).unwrap();
    assert_eq!(stale(&fewer), [false, true, true, false], "what is deleted counts too");
}
