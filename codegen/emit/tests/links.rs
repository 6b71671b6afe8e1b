//! Nothing is read, written or deleted through a link in the output folder.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use methodspec_codegen::Files;
use methodspec_codegen::fresh::{inputs, record, told};
use methodspec_codegen::output::{MANIFEST, OutputError, clear, plan, put};

fn files(pairs: &[(&str, &str)]) -> Files {
    pairs.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// An output folder beside a folder of somebody's files, which nothing may touch.
struct Places {
    place: tempfile::TempDir,
}

const THEIRS: &str = "// @generated, and theirs";

impl Places {
    fn new() -> Places {
        let place = tempfile::tempdir().expect("the disk");
        fs::create_dir_all(place.path().join("theirs/src")).expect("the disk");
        fs::create_dir_all(place.path().join("out")).expect("the disk");
        for path in ["lib.rs", "src/lib.rs", "manifest.json", "inputs.json", "begun.json"] {
            fs::write(place.path().join("theirs").join(path), THEIRS).expect("the disk");
        }
        Places { place }
    }

    fn out(&self) -> PathBuf {
        self.place.path().join("out")
    }

    fn theirs(&self, path: &str) -> PathBuf {
        self.place.path().join("theirs").join(path)
    }

    fn untouched(&self) {
        let mut found = Vec::new();
        below(&self.theirs(""), &mut found);
        assert_eq!(found.len(), 5, "{found:?}");
        for path in found {
            assert_eq!(fs::read_to_string(&path).expect("the disk"), THEIRS, "{}", path.display());
        }
    }
}

fn below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() { below(&entry.path(), found) } else { found.push(entry.path()) }
    }
}

fn refused(result: Result<(), OutputError>) {
    let error = result.expect_err("a link is in the way");
    assert!(matches!(error, OutputError::Link(_)), "{error}");
    assert!(error.to_string().contains("this is a link"), "{error}");
}

#[test]
fn a_link_where_a_file_is_to_be_written_is_refused() {
    for (link, to) in [("x/src/lib.rs", "lib.rs"), ("x/src", "src"), ("x", ""), (MANIFEST, "manifest.json")] {
        let places = Places::new();
        let at = places.out().join(link);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        symlink(places.theirs(to), &at).unwrap();
        refused(plan(&places.out(), files(&[("x/src/lib.rs", "ours")])).and_then(|plan| plan.apply()));
        places.untouched();
        // one that came after the plan was made
        fs::remove_file(&at).unwrap();
        let made = plan(&places.out(), files(&[("x/src/lib.rs", "ours")])).unwrap();
        if link != "x/src/lib.rs" && link != MANIFEST {
            symlink(places.theirs(to), &at).unwrap();
            refused(made.apply());
            places.untouched();
        }
    }
}

#[test]
fn a_file_is_not_deleted_through_a_link() {
    for (link, to) in [("x/src/lib.rs", "lib.rs"), ("x/src", "src"), ("x", "")] {
        let places = Places::new();
        let out = places.out();
        plan(&out, files(&[("x/src/lib.rs", THEIRS), ("y.rs", "y")])).unwrap().apply().unwrap();
        let at = out.join(link);
        if at.is_dir() { fs::remove_dir_all(&at) } else { fs::remove_file(&at) }.unwrap();
        symlink(places.theirs(to), &at).unwrap();
        // listed, unchanged to look at, and no longer made
        let next = plan(&out, files(&[("y.rs", "y")])).unwrap();
        assert_eq!((next.delete.len(), next.kept.as_slice()), (0, ["x/src/lib.rs".to_owned()].as_slice()), "{link}");
        next.apply().unwrap();
        places.untouched();
    }
}

#[test]
fn a_link_that_came_after_the_plan_deletes_nothing() {
    let places = Places::new();
    let out = places.out();
    plan(&out, files(&[("x/src/lib.rs", THEIRS)])).unwrap().apply().unwrap();
    let next = plan(&out, Files::new()).unwrap();
    assert_eq!(next.delete, ["x/src/lib.rs"]);
    fs::remove_dir_all(out.join("x")).unwrap();
    symlink(places.theirs(""), out.join("x")).unwrap();
    refused(next.apply());
    places.untouched();
}

#[test]
fn files_are_not_staged_through_a_link() {
    let places = Places::new();
    let out = places.out();
    symlink(places.theirs(""), out.join(".methodspec-new")).unwrap();
    refused(plan(&out, files(&[("lib.rs", "ours")])).and_then(|plan| plan.apply()));
    refused(clear(&out));
    refused(put(&out, "lib.rs", "ours"));
    places.untouched();
    // links in what was left are removed, and not what they lead to
    fs::remove_file(out.join(".methodspec-new")).unwrap();
    fs::create_dir_all(out.join(".methodspec-new/files")).unwrap();
    symlink(places.theirs("lib.rs"), out.join(".methodspec-new/files/lib.rs")).unwrap();
    symlink(places.theirs("src"), out.join(".methodspec-new/files/src")).unwrap();
    plan(&out, files(&[("lib.rs", "ours"), ("src/lib.rs", "ours")])).unwrap().apply().unwrap();
    places.untouched();
    assert!(!out.join(".methodspec-new").exists());
    assert_eq!(fs::read_to_string(out.join("src/lib.rs")).unwrap(), "ours");
}

#[test]
fn the_record_is_neither_read_nor_written_through_a_link() {
    let places = Places::new();
    let out = places.out();
    plan(&out, files(&[("one.rs", "one")])).unwrap().apply().unwrap();
    let sum = inputs(&places.theirs(""), &[]).unwrap();
    symlink(places.theirs("inputs.json"), out.join("inputs.json")).unwrap();
    refused(record(&out, &sum, "told"));
    refused(told(&out, &sum).map(drop));
    places.untouched();
}

#[test]
fn the_folder_itself_may_be_a_link() {
    let places = Places::new();
    let link = places.place.path().join("link");
    symlink(places.out(), &link).unwrap();
    plan(&link, files(&[("x/one.rs", "one")])).unwrap().apply().unwrap();
    assert_eq!(fs::read_to_string(places.out().join("x/one.rs")).unwrap(), "one");
}

#[test]
fn inputs_end_where_links_lead_in_circles() {
    let place = tempfile::tempdir().unwrap();
    fs::create_dir(place.path().join("methods")).unwrap();
    symlink(place.path(), place.path().join("methods/up")).unwrap();
    symlink("nowhere", place.path().join("methods/dangling")).unwrap();
    inputs(place.path(), &[]).unwrap();
}
