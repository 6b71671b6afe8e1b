//! The program as it is installed: exit codes, and a folder of one's own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn program(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ecommpay-conformance"));
    command.current_dir(folder).env_remove("CARGO").args(arguments).output().expect("the program")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("an exit code")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

#[test]
fn what_holds_is_0_and_what_cannot_be_done_is_2() {
    let folder = repository();
    let good = program(&folder, &["run", "--method", "mpesa", "--cases", "2"]);
    assert_eq!(code(&good), 0, "{}", text(&good.stdout));
    let last = text(&good.stdout).lines().last().expect("a line").to_owned();
    assert!(last.ends_with(" rules, 0 unreached") && last.contains(" passed, 0 failed, "), "{last}");
    for (arguments, told) in [
        (&["run", "--method", "no-such-method"][..], "no method \"no-such-method\""),
        (&["run", "--rule", "no/such/rule"], "no rule is selected by --rule 'no/such/rule'"),
        (&["rules", "--rule", "no/such/rule"], "no rule is selected"),
        (&["run", "--specs", "no-such-folder"], "no-such-folder is no folder of specs"),
        (&["run", "--schemas", "no-such-folder"], "no-such-folder is no folder of schemas"),
        (&["run", "--known", "no-such-file"], "no-such-file"),
        (&["run", "--report", "pdf=x"], "there are human, json, junit, sarif, github, html"),
        (&["run", "--cases", "0"], "0 is not in"),
        (&["signer", "--cases", "0", "--", "true"], "0 is not in"),
        (&["run", "--report", "json=x", "--report", "html=./x"], "two reports go to ./x"),
        (&["run", "--report", "json=-", "--report", "human=-"], "two reports go to standard output"),
        (&["signer", "--report", "json=-", "--report", "human=-", "--", "true"], "two reports go to standard output"),
        (&["requests", "--report", "json=x", "--report", "human=x", "-"], "two reports go to x"),
        (&["merge", "--report", "json=-", "--report", "json=-", "x"], "two reports go to standard output"),
        (&["run", "--report", "json=no-such-folder/x", "--method", "mpesa", "--cases", "1"], "cannot be written"),
    ] {
        let output = program(&folder, arguments);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(text(&output.stderr).contains(told), "{arguments:?}: {}", text(&output.stderr));
    }
}

#[test]
fn what_fails_is_1_and_can_be_seen_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let known = folder.path().join("known.yaml");
    std::fs::write(&known, "- { rule: mpesa/described, reason: none, cite: api }").expect("written");
    let known = known.display().to_string();
    let output = program(&repository(), &["run", "--method", "mpesa", "--cases", "2", "--known", &known]);
    assert_eq!(code(&output), 1, "{}", text(&output.stdout));
    assert!(text(&output.stdout).contains("the rule passes"), "{}", text(&output.stdout));
}

#[test]
fn a_spec_that_is_not_linked_is_judged_as_far_as_it_can_be_and_said_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let (from, to) = (repository(), folder.path());
    let copy = |name: &str, change: &dyn Fn(String) -> String| {
        let path = to.join(name.replace("mpesa", "tide-pay"));
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let text = std::fs::read_to_string(from.join(name)).expect("a file");
        std::fs::write(path, change(text)).expect("written");
    };
    copy("specs/platform.yaml", &|text| text);
    copy("specs/operation-codes.yaml", &|text| text);
    copy("specs/methods/mpesa.yaml", &|text| text.replacen("method: mpesa", "method: tide-pay", 1));
    // nobody could judge anything of it: that is no pass
    let output = program(to, &["run", "--method", "tide-pay"]);
    assert_eq!(code(&output), 1, "{}", text(&output.stdout));
    let output = program(to, &["run", "--cases", "2"]);
    assert_eq!(code(&output), 1, "{}", text(&output.stdout));
    let told = text(&output.stdout);
    assert!(told.contains("tide-pay/judged"), "{told}");
    assert!(told.contains("tide-pay: generated code: not linked"), "{told}");
    assert!(told.contains("judged without generated code: 1"), "{told}");
    // nor are the crates of methods that this folder does not have
    assert!(told.contains("all: generated code: no spec in this folder, not judged: africa-banks-payout, "), "{told}");
    // with its schema that is held against the spec
    copy("generated/schemas/mpesa/sale-payment_page.json", &|text| text.replace("mpesa/", "tide-pay/"));
    let output = program(to, &["run", "--method", "tide-pay", "--cases", "2"]);
    let told = text(&output.stdout);
    assert_eq!(code(&output), 0, "{told}");
    assert!(told.contains("tide-pay: generated code: not linked"), "{told}");
    let listed = program(to, &["rules", "--method", "tide-pay"]);
    let told = text(&listed.stdout);
    assert!(told.contains("checked_by schema: generated code: not linked"), "{told}");
    // and a schema that forgets a rule is found
    let schema = to.join("generated/schemas/tide-pay/sale-payment_page.json");
    let broken = std::fs::read_to_string(&schema).expect("a file").replacen("\"payment_id\"", "\"payment_ids\"", 1);
    std::fs::write(&schema, broken).expect("written");
    let output = program(to, &["run", "--method", "tide-pay", "--cases", "2"]);
    assert_eq!(code(&output), 1, "{}", text(&output.stdout));
    assert!(text(&output.stdout).contains("ecommpay-conformance run --method tide-pay"), "{}", text(&output.stdout));
}

/// The hook of another repository starts the program with cargo, outside of the folder that has cargo's alias.
#[test]
fn what_fails_is_told_with_a_command_that_is_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let outside = folder.path();
    let specs = repository().join("specs").display().to_string();
    let schemas = outside.join("schemas");
    std::fs::create_dir_all(schemas.join("malaysia-banks")).expect("a folder");
    let schema = std::fs::read_to_string(repository().join("generated/schemas/malaysia-banks/payout-gate.json"))
        .expect("a file");
    let broken = schema.replacen("\"general\"", "\"generals\"", 1);
    std::fs::write(schemas.join("malaysia-banks/payout-gate.json"), broken).expect("written");
    let schemas = schemas.display().to_string();
    let again = |folder: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ecommpay-conformance"));
        command.current_dir(folder).env("CARGO", "cargo").env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR"));
        command.args(["run", "--method", "malaysia-banks", "--cases", "1", "--specs", &specs, "--schemas", &schemas]);
        text(&command.output().expect("the program").stdout)
    };
    let (inside, outside) = (again(&repository().join("conformance")), again(outside));
    assert!(inside.contains("  cargo conformance run "), "{inside}");
    assert!(outside.contains("  ecommpay-conformance run ") && !outside.contains("cargo conformance"), "{outside}");
}

#[test]
fn rules_are_listed_for_people_and_for_programs() {
    let listed = program(&repository(), &["rules", "--method", "ph-qr", "--method", "platform"]);
    let told = text(&listed.stdout);
    for id in [
        "ph-qr/sale/gate/qr/amount/max/PHP  error  ",
        "ph-qr/example/sale-request.txt/rules",
        "ph-qr/sale/callback/success",
        "ph-qr/contradiction/operations/refund",
        "platform/vector/signature/clear-cb-000",
        "ph-qr/sale/ends  error  ",
        "ph-qr/sale/sum  ",
    ] {
        assert!(told.contains(id), "{id}");
    }
    for (rule, id) in [("signer/*", "signer/long-lists  error"), ("receiver/*", "receiver/forged  error")] {
        let told = text(&program(&repository(), &["rules", "--rule", rule]).stdout);
        assert!(told.contains(id), "{told}");
    }
    let listed = program(&repository(), &["rules", "--rule", "ph-qr/*/amount/*", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&listed.stdout).expect("JSON");
    let rules = json.as_array().expect("a list");
    assert!(!rules.is_empty());
    assert!(rules.iter().all(|rule| rule["checked_by"] == "both" && rule["cite"].is_string()), "{json:#}");
}

/// README shows what the program prints.
#[test]
fn readme_is_true() {
    let readme = std::fs::read_to_string(repository().join("conformance/README.md")).expect("a README");
    let mut shown = 0;
    for block in readme.split("```console\n").skip(1) {
        let block = block.split("```").next().expect("a block");
        let (command, printed) = block.split_once('\n').expect("a command and what it prints");
        let arguments = command.strip_prefix("$ cargo conformance ").expect("a command").replace('\'', "");
        let output = program(&repository(), &arguments.split(' ').collect::<Vec<_>>());
        assert_eq!(text(&output.stdout), printed, "{command}");
        shown += 1;
    }
    assert_eq!(shown, 2);
}
