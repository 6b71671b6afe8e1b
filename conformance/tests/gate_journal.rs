//! The Gate's journal: what it is kept in, what it refuses.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::Command;

use ecommpay_conformance::gate::journal::{Header, Journal};

const FRESH: Header = Header::new(7, 1_800_000_000_000);

fn refused(path: &Path) -> String {
    Journal::open(path, FRESH).err().unwrap_or_else(|| panic!("{} was taken", path.display()))
}

#[test]
fn a_file_that_is_no_journal_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes");
    for text in ["my notes", "my notes\n", "{\"gate\":\n", "{}\n", "{\"gate\":2,\"seed\":7}", "\n", "{\"gate\":2 "] {
        std::fs::write(&file, text).unwrap();
        let told = refused(&file);
        assert!(told.contains("first line") && told.contains("name another file"), "{told}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text, "not a byte is changed");
    }
    std::fs::write(&file, "{\"gate\":1,\"seed\":7,\"at\":1}\n").unwrap();
    assert!(refused(&file).contains("another version"));
}

#[test]
fn a_torn_first_line_of_ours_begins_anew() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("journal");
    drop(Journal::open(&file, FRESH).unwrap());
    let whole = std::fs::read(&file).unwrap();
    for cut in 0..whole.len() {
        std::fs::write(&file, &whole[..cut]).unwrap();
        let (_, past) = Journal::open(&file, FRESH).unwrap_or_else(|why| panic!("cut at {cut}: {why}"));
        assert_eq!((past.header, past.note.is_some()), (FRESH, cut > 0));
        assert_eq!(std::fs::read(&file).unwrap(), whole);
    }
}

#[test]
fn only_a_regular_file_with_lines_of_some_length_is_read() {
    let folder = tempfile::tempdir().unwrap();
    assert!(refused(folder.path()).contains("regular file"));
    #[cfg(unix)]
    {
        let pipe = folder.path().join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        for path in [Path::new("/dev/full"), Path::new("/dev/zero"), pipe.as_path()] {
            assert!(refused(path).contains("regular file"));
        }
    }
    let file = folder.path().join("long");
    std::fs::File::create(&file).unwrap().set_len(1 << 40).unwrap();
    assert!(refused(&file).contains("first line"), "a hole of a tebibyte is not read");
    std::fs::write(&file, "{\"gate\":2,\"seed\":7,\"at\":1}\n").unwrap();
    std::fs::OpenOptions::new().write(true).open(&file).unwrap().set_len(1 << 40).unwrap();
    assert!(refused(&file).contains("line 2 is longer"));
}
