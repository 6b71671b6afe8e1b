//! A run that was cut short leaves nothing behind that the next one does not see.

use std::fs;
use std::path::Path;

use methodspec_codegen::Files;
use methodspec_codegen::fresh::{inputs, record, told};
use methodspec_codegen::output::{MANIFEST, leftovers, plan, put};

fn files(pairs: &[(&str, &str)]) -> Files {
    pairs.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// Every file below a folder, by its path in it.
fn below(folder: &Path, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder.join(at)).expect("a folder").flatten() {
        let path = format!("{at}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() { found.extend(below(folder, &format!("{path}/"))) } else { found.push(path) }
    }
    found.sort();
    found
}

/// A folder in which a run ended after it had put one file in its place and before it had written the list.
fn cut_short(folder: &Path) {
    plan(folder, files(&[("kept.rs", "kept")])).expect("the disk").apply().expect("the disk");
    let next = plan(folder, files(&[("kept.rs", "kept"), ("a/new.rs", "new"), ("z/two.rs", "two")])).expect("the disk");
    fs::create_dir_all(folder.join("z/two.rs/in the way")).expect("the disk");
    next.apply().expect_err("a folder is in the way");
    fs::remove_dir_all(folder.join("z")).expect("the disk");
    assert_eq!(fs::read_to_string(folder.join("a/new.rs")).expect("the disk"), "new");
}

#[test]
fn the_next_run_removes_what_was_left_although_it_makes_other_files() {
    let folder = tempfile::tempdir().unwrap();
    cut_short(folder.path());
    assert!(!leftovers(folder.path()).unwrap().is_empty());
    let next = plan(folder.path(), files(&[("kept.rs", "kept")])).unwrap();
    assert_eq!(next.delete, ["a/new.rs"], "it was put there and is in no list");
    assert!(!next.is_current());
    let stale: Vec<&str> = next.stale().collect();
    assert!(next.leftovers.iter().all(|path| stale.contains(&path.as_str())), "a check tells of it: {stale:?}");
    next.apply().unwrap();
    assert_eq!(below(folder.path(), ""), ["kept.rs", MANIFEST]);
}

#[test]
fn the_next_run_ends_what_was_begun() {
    let folder = tempfile::tempdir().unwrap();
    cut_short(folder.path());
    let made = files(&[("kept.rs", "kept"), ("a/new.rs", "new"), ("z/two.rs", "two")]);
    plan(folder.path(), made).unwrap().apply().unwrap();
    assert_eq!(below(folder.path(), ""), ["a/new.rs", "kept.rs", MANIFEST, "z/two.rs"]);
}

/// What was staged is gone but for the list: so a run leaves it that ended while it removed the staging folder.
#[test]
fn a_run_that_was_killed_while_it_tidied_up_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let made = files(&[("a/new.rs", "new"), ("kept.rs", "kept"), ("z/two.rs", "two")]);
    cut_short(folder.path());
    let staging = folder.path().join(".methodspec-new");
    let list = fs::read(staging.join("begun.json")).unwrap();
    plan(folder.path(), made.clone()).unwrap().apply().unwrap();
    let whole = below(folder.path(), "");
    let sums = fs::read_to_string(folder.path().join(MANIFEST)).unwrap();
    // a list that names the list of files, as any list may
    let with_itself = format!("{{\"{MANIFEST}\": \"{}\"}}", sha256(sums.as_bytes()));
    for list in [list, with_itself.into_bytes(), b"{".to_vec(), Vec::new()] {
        fs::create_dir_all(staging.join("files/a")).unwrap();
        fs::write(staging.join("begun.json"), list).unwrap();
        let next = plan(folder.path(), made.clone()).unwrap();
        assert!(!next.is_current() && next.delete.is_empty() && next.write.is_empty(), "{next:?}");
        next.apply().unwrap();
        assert_eq!(below(folder.path(), ""), whole);
        assert!(plan(folder.path(), made.clone()).unwrap().is_current());
    }
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn what_several_killed_runs_had_begun_is_removed_by_the_one_that_ends() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    // the first puts a/new.rs in its place; the second, of the same files or of others, ends before its first
    for second in [files(&[("kept.rs", "kept"), ("a/new.rs", "new"), ("b.rs", "b")]), files(&[("b.rs", "b")])] {
        cut_short(out);
        // made for a file that did not come
        fs::create_dir(out.join("z")).unwrap();
        let second = plan(out, second).unwrap();
        fs::create_dir_all(out.join("b.rs/in the way")).unwrap();
        second.apply().unwrap_err();
        fs::remove_dir_all(out.join("b.rs")).unwrap();
        assert!(out.join("a/new.rs").exists());
        plan(out, files(&[("kept.rs", "kept")])).unwrap().apply().unwrap();
        assert_eq!(below(out, ""), ["kept.rs", MANIFEST]);
        assert!(!out.join("a").exists() && !out.join("z").exists(), "folders that a run made");
    }
}

#[test]
fn a_file_that_was_changed_by_hand_since_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    cut_short(folder.path());
    fs::write(folder.path().join("a/new.rs"), "by hand").unwrap();
    let next = plan(folder.path(), files(&[("kept.rs", "kept")])).unwrap();
    assert!(next.delete.is_empty());
    next.apply().unwrap();
    assert_eq!(below(folder.path(), ""), ["a/new.rs", "kept.rs", MANIFEST]);
}

#[test]
fn what_was_left_is_seen_although_nothing_else_has_changed() {
    let place = tempfile::tempdir().unwrap();
    let (specs, out) = (place.path().join("specs"), place.path().join("out"));
    fs::create_dir_all(&specs).unwrap();
    let made = files(&[("one.rs", "one")]);
    plan(&out, made.clone()).unwrap().apply().unwrap();
    let sum = inputs(&specs, &[]).unwrap();
    record(&out, &sum, "unchanged").unwrap();
    assert!(told(&out, &sum).unwrap().is_some());
    fs::create_dir_all(out.join(".methodspec-new/files")).unwrap();
    fs::write(out.join(".methodspec-new/files/one.rs"), "half").unwrap();
    assert_eq!(told(&out, &sum).unwrap(), None);
    plan(&out, made).unwrap().apply().unwrap();
    assert!(told(&out, &sum).unwrap().is_some());
}

#[test]
fn a_single_file_is_replaced_whole() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("one.md"), "old").unwrap();
    // as a run leaves it that ended in the middle
    fs::create_dir(folder.path().join(".methodspec-new")).unwrap();
    fs::write(folder.path().join(".methodspec-new/one.md"), "ha").unwrap();
    put(folder.path(), "one.md", "new").unwrap();
    assert_eq!(fs::read_to_string(folder.path().join("one.md")).unwrap(), "new");
    assert_eq!(below(folder.path(), ""), ["one.md"]);
}

#[test]
fn a_list_of_what_was_begun_that_points_outside_of_the_folder_deletes_nothing() {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("out");
    fs::create_dir_all(out.join(".methodspec-new")).unwrap();
    fs::write(place.path().join("victim"), "").unwrap();
    let list = r#"{"../victim": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}"#;
    fs::write(out.join(".methodspec-new/begun.json"), list).unwrap();
    let next = plan(&out, Files::new()).unwrap();
    assert!(next.delete.is_empty(), "{:?}", next.delete);
    next.apply().unwrap();
    assert!(place.path().join("victim").is_file());
}
