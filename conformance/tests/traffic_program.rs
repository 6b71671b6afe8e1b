//! The program: exit codes, keys out of the environment, files, folders, standard input, shards and their sum.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::traffic_support::{SECRET, lines, paid, signed, with};
use serde_json::{Value, json};

fn program(folder: &Path, input: &str, arguments: &[&str]) -> Output {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let mut command = Command::new(env!("CARGO_BIN_EXE_ecommpay-conformance"));
    command.args(arguments).current_dir(folder).env("KEY", SECRET).env("OTHER", "another secret").env("EMPTY", "");
    if arguments.first() != Some(&"merge") {
        command.arg("--specs").arg(specs);
    }
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // a program that refuses its arguments may be gone before it read anything
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn last_line(output: &Output) -> String {
    text(&output.stdout).lines().last().unwrap_or_default().to_owned()
}

#[test]
fn exit_codes_tell_what_came_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let good = lines([paid("X1")]);
    let bad = lines([with(paid("X2"), &[("/operation/code", json!("100"))])]);
    let run = |input: &str, arguments: &[&str]| program(folder.path(), input, arguments);

    let holds = run(&good, &["callbacks", "--key-env", "KEY", "-"]);
    assert_eq!(holds.status.code(), Some(0), "{}", text(&holds.stderr));
    assert_eq!(last_line(&holds), "1 passed, 0 failed, 0 unreadable, 0 not judged, 0 advice, 0 notes, 1 payments");
    let fails = run(&bad, &["callbacks", "--key-env", "KEY", "-"]);
    assert_eq!(fails.status.code(), Some(1));
    assert!(text(&fails.stdout).contains("FAILED traffic/callback/paid"), "{}", text(&fails.stdout));
    let wrong_key = run(&good, &["callbacks", "--key-env", "OTHER", "-"]);
    assert_eq!(wrong_key.status.code(), Some(1));
    // an old secret beside the new one, of the project alone
    let pair = ["callbacks", "--project", "125", "--key-env", "OTHER", "--project", "125", "--key-env", "KEY", "-"];
    assert_eq!(run(&good, &pair).status.code(), Some(0));
    let other_project = run(&good, &["callbacks", "--project", "126", "--key-env", "KEY", "-"]);
    assert!(text(&other_project.stdout).contains("FAILED traffic/callback/project"));

    for (arguments, why) in [
        (&["callbacks", "-"][..], "--key-env"),
        (&["callbacks", "--key-env", "NOWHERE", "-"], "no variable of the name that --key-env no. 1 gives"),
        (&["callbacks", "--key-env", "EMPTY", "-"], "EMPTY is empty"),
        (&["callbacks", "--project", "1", "--key-env", "KEY", "--key-env", "KEY", "-"], "in pairs"),
        (&["callbacks", "--key-env", "KEY", "no-such-file"], "no-such-file: cannot be read: there is no such file"),
        (&["callbacks", "--key-env", "KEY", "--shard", "4/4", "-"], "no shard"),
        (&["callbacks", "--key-env", "KEY", "--report", "csv=x", "-"], "no report"),
        (&["requests"], "FILE"),
        (&["merge", "no-such-file"], "no-such-file: cannot be read"),
    ] {
        let refused = run(&good, arguments);
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}");
        assert!(text(&refused.stderr).contains(why), "{arguments:?}: {}", text(&refused.stderr));
        assert!(!text(&refused.stderr).contains("another secret") && !text(&refused.stderr).contains("NOWHERE"));
    }
    let nothing = run("\n\n", &["callbacks", "--key-env", "KEY", "-"]);
    assert_eq!((nothing.status.code(), text(&nothing.stderr).contains("nothing was checked")), (Some(2), true));
}

#[test]
fn shards_of_a_folder_merge_to_the_report_of_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let days = folder.path().join("traffic/2026");
    std::fs::create_dir_all(&days).unwrap();
    for day in 1..5 {
        // each payment has callbacks of several days
        let sum = json!({ "amount": day, "currency": "KES" });
        let changes =
            ["/operation/sum_initial", "/operation/sum_converted", "/payment/sum"].map(|at| (at, sum.clone()));
        let of_day = (0..30).map(|number| with(paid(&format!("X{number}")), &changes));
        std::fs::write(days.join(format!("day-{day}.jsonl")), lines(of_day)).unwrap();
    }
    std::fs::write(days.join("one.json"), serde_json::to_string_pretty(&json!({ "project_id": 1 })).unwrap()).unwrap();
    std::fs::write(days.join(".hidden"), "rubbish").unwrap();
    let run = |arguments: &[&str]| program(folder.path(), "", arguments);
    let whole = run(&["callbacks", "--key-env", "KEY", "--report", "json=whole.json", "traffic"]);
    let counts = "30 passed, 91 failed, 0 unreadable, 0 not judged, 0 advice, 0 notes, 30 payments";
    assert_eq!(last_line(&whole), counts);
    for shard in ["0/3", "1/3", "2/3"] {
        let report = format!("json={}.json", shard.replace('/', "-"));
        run(&["callbacks", "--key-env", "KEY", "--shard", shard, "--report", &report, "traffic"]);
    }
    let merged = run(&[
        "merge",
        "2-3.json",
        "0-3.json",
        "1-3.json",
        "--report",
        "json=merged.json",
        "--report",
        "human=merged.txt",
    ]);
    assert_eq!(merged.status.code(), Some(1));
    assert_eq!(text(&merged.stdout), text(&whole.stdout));
    assert_eq!(std::fs::read(folder.path().join("merged.txt")).unwrap(), whole.stdout);
    let read =
        |name: &str| -> Value { serde_json::from_slice(&std::fs::read(folder.path().join(name)).unwrap()).unwrap() };
    let (whole, mut merged) = (read("whole.json"), read("merged.json"));
    assert_eq!(merged["parts"], json!(["0/3", "1/3", "2/3"]));
    merged["parts"] = json!(["whole"]);
    assert_eq!(merged, whole);
}

#[test]
fn merge_refuses_what_is_not_each_part_once() {
    let folder = tempfile::tempdir().unwrap();
    let bodies = lines((0..20).map(|number| paid(&format!("X{number}"))));
    let run = |input: &str, arguments: &[&str]| program(folder.path(), input, arguments);
    let part = |name: &str, options: &[&str], input: &str| {
        let report = format!("json={name}.json");
        let done = run(input, &[&["callbacks", "--key-env", "KEY", "--report", &report], options, &["-"]].concat());
        assert_eq!(done.status.code(), Some(0), "{name}: {}", text(&done.stderr));
        done
    };
    for shard in ["0/3", "1/3", "2/3", "0/2"] {
        part(&shard.replace('/', "-"), &["--shard", shard], &bodies);
    }
    part("whole", &[], &bodies);
    part("again", &[], &bodies);
    let one = part("one", &["--part", "task-1"], &bodies);
    assert!(text(&one.stdout).contains("part: task-1\n"), "{}", text(&one.stdout));
    // a part may have nothing in it
    part("two", &["--part", "task-2"], "");
    for (reports, why) in [
        (&["0-3.json", "1-3.json", "2-3.json", "1-3.json"][..], "1-3.json: part 1/3 is given twice"),
        (&["0-3.json", "2-3.json"], "no report of 1/3: `--partial`"),
        (&["1-3.json"], "no report of 0/3, 2/3"),
        (&["0-2.json", "1-3.json"], "no parts of one cut"),
        (&["0-2.json", "whole.json"], "a report of the whole"),
        (&["whole.json", "again.json"], "part whole is given twice: name the parts of one input with --part NAME"),
        (&["one.json", "one.json"], "part task-1 is given twice"),
        (&["one.json", "0-3.json"], "no parts of one cut"),
        (&["two.json"], "nothing was checked"),
    ] {
        let refused = run("", &[&["merge"], reports].concat());
        assert_eq!(refused.status.code(), Some(2), "{reports:?}: {}", text(&refused.stdout));
        assert!(text(&refused.stderr).contains(why), "{reports:?}: {}", text(&refused.stderr));
    }
    let partial = run("", &["merge", "--partial", "0-3.json", "2-3.json", "--report", "json=partial.json"]);
    assert_eq!(partial.status.code(), Some(0));
    assert!(text(&partial.stdout).contains("MISSING parts: 1/3\n"), "{}", text(&partial.stdout));
    let told: Value = serde_json::from_slice(&std::fs::read(folder.path().join("partial.json")).unwrap()).unwrap();
    assert_eq!((&told["parts"], &told["missing"]), (&json!(["0/3", "2/3"]), &json!(["1/3"])));
    let named = run("", &["merge", "one.json", "two.json"]);
    assert_eq!(named.status.code(), Some(0));
    assert!(text(&named.stdout).contains("parts: 2, by names of their own"), "{}", text(&named.stdout));
    for name in ["whole", "a b", "4/4"] {
        let refused = run(&bodies, &["callbacks", "--key-env", "KEY", "--part", name, "-"]);
        assert_eq!(refused.status.code(), Some(2), "{name}");
    }
}

#[test]
fn what_was_not_judged_is_no_success() {
    let folder = tempfile::tempdir().unwrap();
    let request = json!({ "general": { "project_id": 125, "payment_id": "X1" } }).to_string();
    let enquiry = json!({ "path": "/v2/payment/status", "body": request }).to_string();
    let none = program(folder.path(), &enquiry, &["requests", "-"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(last_line(&none).starts_with("0 passed, 0 failed, 0 unreadable, 1 not judged"), "{}", last_line(&none));
    assert!(text(&none.stderr).contains("none of the bodies could be judged"), "{}", text(&none.stderr));
    let shells = with(paid("X1"), &[("/payment/method", json!("Shells"))]);
    let both = program(folder.path(), &lines([shells, paid("X2")]), &["callbacks", "--key-env", "KEY", "-"]);
    assert_eq!(both.status.code(), Some(0), "{}", text(&both.stderr));
    assert!(last_line(&both).starts_with("1 passed, 0 failed, 0 unreadable, 1 not judged"), "{}", last_line(&both));
}

#[test]
fn a_list_of_bodies_is_read_and_what_is_no_text_is_hinted_at() {
    let folder = tempfile::tempdir().unwrap();
    let good = signed(paid("X1"));
    let bad = signed(with(paid("X2"), &[("/operation/code", json!("100"))]));
    // digits that a reader of JSON would change, kept as they are
    let exact = signed(with(paid("X3"), &[("/rate", json!(1))])).replace("\"rate\":1", "\"rate\":1.0");
    let list = format!("[\n  {good},\n  {bad}, {exact}\n]\n");
    let told = program(folder.path(), &list, &["callbacks", "--key-env", "KEY", "-"]);
    assert!(last_line(&told).starts_with("2 passed, 1 failed, "), "{}", text(&told.stdout));
    assert!(text(&told.stdout).contains("  -:3 element 2 operation.code"), "{}", text(&told.stdout));
    let sent = json!([{ "general": { "project_id": 125, "payment_id": "X1" }, "payment": { "amount": 1 } }]);
    let sent = program(folder.path(), &sent.to_string(), &["requests", "-"]);
    assert!(text(&sent.stdout).contains("  -:1 element 1 "), "{}", text(&sent.stdout));
    for (name, start, hint) in [("log.gz", &b"\x1f\x8b\x08"[..], "zcat"), ("log.txt", b"\xff\xfe{\0", "iconv")] {
        std::fs::write(folder.path().join(name), start).unwrap();
        let refused = program(folder.path(), "", &["callbacks", "--key-env", "KEY", name]);
        assert_eq!(refused.status.code(), Some(2));
        assert!(
            text(&refused.stderr).contains(hint) && text(&refused.stderr).contains(name),
            "{}",
            text(&refused.stderr)
        );
    }
}

#[test]
fn a_secret_that_ends_with_a_line_break_is_told_once_and_not_printed() {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("bodies"), lines([paid("X1"), paid("X2")])).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_ecommpay-conformance"));
    command.current_dir(folder.path()).env("KEY", format!("{SECRET}\n")).arg("callbacks").arg("--specs").arg(specs);
    let told = command.args(["--key-env", "KEY", "bodies"]).output().unwrap();
    assert_eq!(text(&told.stderr), "the variable KEY ends with a line break, which counts as a part of the secret\n");
    assert!(told.status.code() == Some(1) && !text(&told.stdout).contains(SECRET));
}
