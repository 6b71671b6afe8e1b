//! Nothing is made anew where nothing has changed, and everything where anything has.

use std::fs;

use methodspec_codegen::fresh::{inputs, record, told};
use methodspec_codegen::output::plan;

#[test]
fn a_record_holds_until_an_input_or_a_file_changes() {
    let place = tempfile::tempdir().unwrap();
    let (specs, out) = (place.path().join("specs"), place.path().join("out"));
    fs::create_dir_all(specs.join("methods")).unwrap();
    fs::write(specs.join("methods/one.yaml"), "method: one").unwrap();
    let before = inputs(&specs, &[b"program"]).unwrap();
    assert_eq!(told(&out, &before).unwrap(), None, "nothing is recorded yet");

    let made = [("one/lib.rs".to_owned(), "// @generated\n".to_owned())].into();
    plan(&out, made).unwrap().apply().unwrap();
    record(&out, &before, "one: unchanged").unwrap();
    assert_eq!(told(&out, &before).unwrap().as_deref(), Some("one: unchanged"));

    assert_ne!(inputs(&specs, &[b"another program"]).unwrap(), before);
    fs::rename(specs.join("methods/one.yaml"), specs.join("methods/two.yaml")).unwrap();
    let renamed = inputs(&specs, &[b"program"]).unwrap();
    assert_ne!(renamed, before);
    assert_eq!(told(&out, &renamed).unwrap(), None, "other inputs");

    fs::write(out.join("one/lib.rs"), "by hand").unwrap();
    assert_eq!(told(&out, &before).unwrap(), None, "a file was edited");
    fs::remove_file(out.join("one/lib.rs")).unwrap();
    assert_eq!(told(&out, &before).unwrap(), None, "a file is gone");
}
