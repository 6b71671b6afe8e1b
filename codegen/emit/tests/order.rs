//! The same bytes, whatever the order of keys in a spec.

use std::path::Path;

use methodspec::{Files, Folder, Memory};
use methodspec_codegen::{Target, emit};

/// The specs of this repository, each file as text.
fn real() -> Memory {
    let folder = Folder(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs"));
    let mut memory = Memory::default();
    let mut take = |path: String| {
        let bytes = folder.read(&path).expect("readable").expect("there");
        memory.0.insert(path, bytes);
    };
    take("platform.yaml".to_owned());
    take("operation-codes.yaml".to_owned());
    for name in folder.list("methods").expect("a list") {
        take(format!("methods/{name}"));
        let examples = format!("examples/{}", name.trim_end_matches(".yaml"));
        for file in folder.list(&examples).expect("a list") {
            take(format!("{examples}/{file}"));
        }
    }
    memory
}

/// Block mappings written backwards, at every depth. Flow mappings, lists and texts stay as they are.
fn backwards(lines: &[&str]) -> Vec<String> {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let Some(own) = lines.iter().filter(|line| !line.trim().is_empty()).map(|line| depth(line)).min() else {
        return lines.iter().map(|line| (*line).to_owned()).collect();
    };
    let is_key = |line: &str| {
        let text = line.trim_start();
        depth(line) == own && !text.is_empty() && !text.starts_with(['#', '-', '}', ']']) && text.contains(':')
    };
    let plain = lines
        .iter()
        .all(|line| line.trim().is_empty() || depth(line) > own || is_key(line) || line.trim_start().starts_with('#'));
    if !plain {
        return lines.iter().map(|line| (*line).to_owned()).collect();
    }
    let mut entries: Vec<Vec<&str>> = Vec::new();
    let mut head: Vec<&str> = Vec::new();
    for line in lines {
        if is_key(line) {
            entries.push(std::mem::take(&mut head));
            entries.last_mut().expect("just pushed").push(line);
        } else if depth(line) <= own {
            head.push(line);
        } else if let Some(entry) = entries.last_mut() {
            entry.push(line);
        }
    }
    let turn = |entry: &Vec<&str>| {
        let key = entry.iter().position(|line| is_key(line)).unwrap_or(0);
        let (front, below) = entry.split_at((key + 1).min(entry.len()));
        let opens = front.last().is_some_and(|line| line.split(" #").next().unwrap_or("").trim_end().ends_with(':'));
        let below = if opens { backwards(below) } else { below.iter().map(|line| (*line).to_owned()).collect() };
        front.iter().map(|line| (*line).to_owned()).chain(below).collect::<Vec<_>>()
    };
    entries.iter().rev().flat_map(turn).collect()
}

#[test]
fn output_does_not_depend_on_the_order_of_keys() {
    let forwards = real();
    let mut turned = forwards.clone();
    let mut moved = 0;
    for (path, bytes) in turned.0.iter_mut().filter(|(path, _)| path.starts_with("methods/")) {
        let text = String::from_utf8(bytes.clone()).expect("UTF-8");
        let lines: Vec<&str> = text.lines().collect();
        let back = backwards(&lines).join("\n") + "\n";
        moved += back.lines().zip(&lines).filter(|(one, other)| one != *other).count();
        assert_eq!(back.lines().count(), lines.len(), "{path}: a line was lost");
        *bytes = back.into_bytes();
    }
    assert!(moved > 100, "only {moved} lines changed their place");
    let emitted = |files: &Memory| {
        let specs = methodspec::load_with(files).unwrap_or_else(|faults| panic!("{}", faults.human(false)));
        emit(&specs, &Target::in_workspace()).expect("Rust")
    };
    let (one, other) = (emitted(&forwards), emitted(&turned));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    // a crate carries its spec as it was written
    for (path, text) in one.iter().filter(|(path, _)| !path.ends_with("/spec.yaml")) {
        assert_eq!(text, &other[path], "{path}");
    }
}
