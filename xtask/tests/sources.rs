//! `sources --format json` prints one object, whatever is wrong, and nothing beside it.

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;

fn sources(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).arg("sources").args(arguments).output().expect("xtask runs")
}

#[test]
fn differences_and_missing_documents_are_one_json_object() {
    let folder = tempfile::tempdir().expect("a folder");
    let (api, documents) = (folder.path().join("api.json"), folder.path().join("documents"));
    fs::create_dir(&documents).expect("a folder");
    let empty = r#"{ "openapi": "3.0.1", "info": { "title": "Host-to-host API", "version": "3.28.0" }, "paths": {} }"#;
    fs::write(&api, empty).expect("written");
    let (api, documents) = (api.to_str().expect("text"), documents.to_str().expect("text"));
    for (arguments, has_documents) in
        [(vec!["--api", api], false), (vec!["--documents", documents, "--api", api], true)]
    {
        let output = sources(&[arguments.as_slice(), &["--format", "json"]].concat());
        assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(1), ""));
        let found: Value = serde_json::from_slice(&output.stdout).expect("one JSON object");
        assert!(found["differences"].as_array().is_some_and(|all| !all.is_empty()));
        assert_eq!(found.get("documents").is_some(), has_documents);
    }
    // for people it stays as it was: what was found, then the faults
    let output = sources(&["--api", api]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("api-differs"));
}
