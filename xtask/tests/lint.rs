//! `lint` tells the faults of a folder in three formats, of all files or of some, and fails where there are any.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const BROKEN: &str = "\
method: coral
version: 0.1.0
title: Coral
summary: Purchases from a wallet.
documents: { guide: { title: Guide, language: en } }
cite: guide
names: coral
kind: wallet
instruments: [e_wallet]
countries: [FJ]
currencies: [FJX]
conversion: none
operations:
  sale: supported
  not_documented: [payout, refund, recurring, chargeback]
";

/// Two methods: `coral`, whose currency nobody knows, and `kelp`, a draft that says nothing yet.
fn specs() -> tempfile::TempDir {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let copy = tempfile::tempdir().expect("a folder");
    for file in ["platform.yaml", "operation-codes.yaml"] {
        fs::copy(here.join(file), copy.path().join(file)).expect("a copy");
    }
    fs::create_dir(copy.path().join("methods")).expect("a folder");
    fs::write(copy.path().join("methods/coral.yaml"), BROKEN).expect("written");
    let draft = BROKEN.replace("coral", "kelp").replace("Coral", "Kelp").replace("summary", "draft: true\nsummary");
    fs::write(copy.path().join("methods/kelp.yaml"), draft).expect("written");
    copy
}

/// Runs in the folder itself, so that paths are short and the same everywhere.
fn lint(specs: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.current_dir(specs).args(["lint", "--specs", "."]).args(arguments).output().expect("xtask runs")
}

fn told(output: &Output, failed: bool) -> String {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(i32::from(failed)), "{out}{err}");
    assert_eq!(err, "");
    out.into_owned()
}

/// Two documents of one method, read in a month and on a day; one that a newer one replaced, and one of which nobody knows.
const DATED: &str = "\
documents:
  guide: { title: Guide, language: en, read: 2026-05 }
  page: { title: Page, language: en, read: \"2026-06-04\" }
  old: { title: Old page, language: en, replaced_by: page }
  other: { title: Other page, language: en }
";

#[test]
fn old_documents_are_warned_of_by_method() {
    let folder = specs();
    let good = BROKEN.replace("FJX", "FJD").replace("documents: { guide: { title: Guide, language: en } }\n", DATED);
    fs::write(folder.path().join("methods/coral.yaml"), good).expect("written");
    fs::remove_file(folder.path().join("methods/kelp.yaml")).expect("taken away");
    let warnings = |today: &str, days: &str| -> Vec<String> {
        let arguments = ["--older-than", days, "--today", today, "methods/coral.yaml", "--format", "json"];
        let told: serde_json::Value =
            serde_json::from_str(&told(&lint(folder.path(), &arguments), false)).expect("JSON");
        let all = told.as_array().expect("a list").iter().filter(|fault| fault["file"] == "methods/coral.yaml");
        all.map(|fault| {
            assert_eq!((&fault["code"], &fault["severity"]), (&"old-document".into(), &"warning".into()));
            fault["message"].as_str().expect("a text").to_owned()
        })
        .collect()
    };
    let unknown = "the document `other` does not say when it was read";
    // a month counts from its first day: 180 days later it is not older than that, a day later it is
    assert_eq!(warnings("2026-10-28", "180d"), [unknown]);
    assert_eq!(warnings("2026-10-29", "180d"), ["the document `guide` was read on 2026-05, 181 days ago", unknown]);
    assert_eq!(
        warnings("2026-12-31", "200d"),
        [
            "the document `guide` was read on 2026-05, 244 days ago",
            "the document `page` was read on 2026-06-04, 210 days ago",
            unknown
        ]
    );
    // nobody asked
    assert_eq!(told(&lint(folder.path(), &["methods/coral.yaml"]), false), "no faults\n");
    for wrong in ["180", "d", "-1d", "six months"] {
        let refused = lint(folder.path(), &[&format!("--older-than={wrong}")]);
        assert!(String::from_utf8_lossy(&refused.stderr).contains("write 180d"), "{wrong}");
    }
}

const CORAL: &str = "\
error[unknown-currency]: unknown currency `FJX`
  --> methods/coral.yaml:11:14
   |
11 | currencies: [FJX]
   |              ^^^
   |
   = help: did you mean `FJD`?
   = help: the table of currencies is in platform.yaml

";

#[test]
fn for_people() {
    let specs = specs();
    let all = told(&lint(specs.path(), &[]), true);
    assert!(all.starts_with(CORAL), "{all}");
    assert!(all.contains("--> methods/kelp.yaml:12:14"), "{all}");
    assert!(all.ends_with("1 fault, 1 warning\n"), "{all}");
}

#[test]
fn for_programs() {
    let specs = specs();
    let all: serde_json::Value =
        serde_json::from_str(&told(&lint(specs.path(), &["--format", "json"]), true)).expect("JSON");
    let list = all.as_array().expect("a list");
    assert_eq!(list.len(), 2);
    let one = |key: &str| list[0][key].clone();
    assert_eq!((one("code"), one("severity")), ("unknown-currency".into(), "error".into()));
    assert_eq!((one("file"), one("line"), one("column")), ("methods/coral.yaml".into(), 11.into(), 14.into()));
    assert_eq!((&list[1]["file"], &list[1]["severity"]), (&"methods/kelp.yaml".into(), &"warning".into()));
}

#[test]
fn for_github() {
    let specs = specs();
    let all = told(&lint(specs.path(), &["--format", "github"]), true);
    let help = "%0Ahelp: did you mean `FJD`?%0Ahelp: the table of currencies is in platform.yaml";
    let expected = format!(
        "::error file=./methods/coral.yaml,line=11,col=14,title=unknown-currency::unknown currency `FJX`{help}\n\
         ::warning file=./methods/kelp.yaml,line=12,col=14,title=unknown-currency::unknown currency `FJX`{help}\n"
    );
    assert_eq!(all, expected);
}

#[test]
fn an_annotation_cannot_be_broken_out_of() {
    let specs = specs();
    // A file's name and a key that hold what workflow commands are made of.
    let text = BROKEN.replace("conversion", "\"100%\\n::error::\\r\"");
    fs::write(specs.path().join("methods/a,b:c%.yaml"), text).expect("written");
    let all = told(&lint(specs.path(), &["--format", "github"]), true);
    let odd: Vec<&str> = all.lines().filter(|line| line.contains("a%2Cb%3Ac%25.yaml,line=")).collect();
    assert!(!odd.is_empty(), "{all}");
    assert!(all.lines().all(|line| line.starts_with("::error file=") || line.starts_with("::warning file=")), "{all}");
    assert!(odd.iter().any(|line| line.contains("100%25\\n::error::\\r")), "{all}");
}

#[test]
fn what_a_file_is_called_moves_no_cursor() {
    let specs = specs();
    let name = "a\u{1b}[2J\u{202e}\u{9b}1m\u{7f}\n.yaml";
    fs::write(specs.path().join("methods").join(name), BROKEN).expect("written");
    let unseen = |letter: char| methodspec::is_control(letter) || methodspec::turns_text(letter);
    for format in ["human", "json", "github"] {
        let all = told(&lint(specs.path(), &["--format", format]), true);
        assert!(!all.contains(unseen), "{format}: {all:?}");
        if format == "json" {
            let list: serde_json::Value = serde_json::from_str(&all).expect("JSON");
            let named = |fault: &serde_json::Value| fault["file"] == format!("methods/{name}");
            assert!(list.as_array().is_some_and(|list| list.iter().any(named)), "{all}");
        } else {
            assert!(all.contains("\\u{1b}[2J\\u{202e}\\u{9b}1m\\u{7f}\\n.yaml"), "{format}: {all}");
            assert!(all.lines().all(|line| !line.starts_with(".yaml")), "{format}: {all}");
        }
    }
}

#[test]
fn a_mebibyte_of_faults_is_told_in_a_few_lines() {
    let specs = specs();
    let keys: String = (0..).map(|n| format!("k{n:06}: 1\n")).take(95_000).collect();
    fs::write(specs.path().join("methods/coral.yaml"), BROKEN.to_owned() + &keys).expect("written");
    for format in ["human", "json", "github"] {
        let all = told(&lint(specs.path(), &["--format", format]), true);
        assert!(all.len() < 100_000, "{format}: {}", all.len());
        assert!(all.contains("94900 faults of this file that are not shown"), "{format}: {all}");
        assert!(format != "human" || all.ends_with("95000 faults, 1 warning\n"), "{all}");
    }
    let kelp = told(&lint(specs.path(), &["methods/kelp.yaml"]), false);
    assert!(kelp.ends_with("0 faults, 1 warning; 95000 others in files that were not asked for\n"), "{kelp}");
}

#[test]
fn only_what_was_asked_for() {
    let specs = specs();
    let coral = told(&lint(specs.path(), &["methods/coral.yaml"]), true);
    assert_eq!(coral, format!("{CORAL}1 fault, 0 warnings; 1 other in files that were not asked for\n"));
    // A draft alone is no failure, whatever stands in the other file.
    let kelp = told(&lint(specs.path(), &["methods/kelp.yaml", "--format", "json"]), false);
    assert!(kelp.contains("methods/kelp.yaml") && !kelp.contains("coral"), "{kelp}");
    let folder = told(&lint(specs.path(), &["methods"]), true);
    assert!(folder.ends_with("1 fault, 1 warning\n"), "{folder}");

    // While the platform's own file is broken no method is judged: that is never nothing.
    fs::write(specs.path().join("platform.yaml"), "version: 0.1.0\n").expect("written");
    let platform = told(&lint(specs.path(), &["methods/kelp.yaml"]), true);
    assert!(platform.contains("--> platform.yaml:1:1"), "{platform}");
}

#[test]
fn paths_that_are_no_specs_and_formats_that_are_none_are_refused() {
    let specs = specs();
    let outside = tempfile::tempdir().expect("a folder");
    let path = outside.path().to_str().expect("UTF-8");
    for (arguments, told) in [
        (vec![path], "does not stand in the folder of specs"),
        (vec!["methods/none.yaml"], "methods/none.yaml"),
        (vec!["--format", "xml"], "the formats are human, json and github"),
    ] {
        let output = lint(specs.path(), &arguments);
        assert!(!output.status.success());
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(error.contains(told), "{error}");
    }
}

#[test]
fn the_specs_of_this_repository_have_no_fault() {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    told(&lint(&specs, &["--format", "github"]), false);
}

#[test]
fn the_checkout_is_the_one_of_the_current_folder() {
    let xtask = |folder: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.env_remove("CARGO_MANIFEST_DIR").current_dir(folder).args(["lint", "--format", "json"]);
        command.output().expect("xtask runs")
    };
    let other = tempfile::tempdir().expect("a folder");
    let output = xtask(other.path());
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && told.contains("belongs to no checkout of this project"), "{told}");

    // a checkout elsewhere, whose only method is wrong, from a folder below
    let (specs, below) = (other.path().join("specs/methods"), other.path().join("xtask/src"));
    std::fs::create_dir_all(&specs).expect("a folder");
    std::fs::create_dir_all(&below).expect("a folder");
    std::fs::write(other.path().join("xtask/Cargo.toml"), "").expect("a manifest");
    std::fs::write(specs.join("elsewhere.yaml"), "method: [\n").expect("a method");
    let output = xtask(&below);
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(!output.status.success() && told.contains("methods/elsewhere.yaml"), "{told}");
}
