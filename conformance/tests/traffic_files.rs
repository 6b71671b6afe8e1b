//! Files that are none, and names and reasons that want to be more than text: each is told, and the rest is judged.

use std::path::Path;
use std::process::{Command, Output};

use crate::traffic_support::{SECRET, lines, paid};
use ecommpay_conformance::gate::rules::Rules;
use ecommpay_conformance::run::Known;
use ecommpay_conformance::traffic::Report;
use serde_json::{Value, json};

fn program(folder: &Path, arguments: &[&str]) -> Output {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut command = Command::new(env!("CARGO_BIN_EXE_ecommpay-conformance"));
    command.args(arguments).current_dir(folder).env("KEY", SECRET);
    if matches!(arguments.first(), Some(&("callbacks" | "requests"))) {
        command.arg("--specs").arg(root.join("specs"));
    }
    command.stdin(std::process::Stdio::null()).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Nothing but text, and no line that was not ours.
fn is_plain(output: &Output) -> bool {
    let told = text(&[output.stdout.clone(), output.stderr.clone()].concat());
    let harmful = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c) || c == '\u{2028}';
    !told.contains(harmful) && !told.lines().any(|line| line.starts_with("FORGED"))
}

#[cfg(unix)]
#[test]
fn what_is_no_file_of_bodies_is_named_and_the_rest_is_judged() {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join("in").join(name);
    std::fs::create_dir(folder.path().join("in")).unwrap();
    let utf_16: Vec<u8> = "{}\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let written: [(&str, &[u8], &str); 12] = [
        ("gzip", b"\x1f\x8b\x08\0", "zcat"),
        ("zstd", b"\x28\xb5\x2f\xfd\0", "zstdcat"),
        ("xz", b"\xfd7zXZ\0\0", "xzcat"),
        ("bzip2", b"BZh91AY&SY\0", "bzcat"),
        ("zip", b"PK\x03\x04\0", "unzip"),
        ("utf-16", b"\xff\xfe{\0}\0", "iconv -f UTF-16 "),
        ("utf-16-be", b"\xfe\xff\0{\0}", "iconv -f UTF-16 "),
        ("utf-16-no-mark", &utf_16, "iconv -f UTF-16LE"),
        ("utf-16-after-a-line", b"\r\0\n\0{\0}\0", "iconv -f UTF-16LE"),
        ("utf-16-be-after-a-blank", b"\0 \0{\0}", "iconv -f UTF-16BE"),
        ("utf-16-of-a-letter", b"\x1d\x04x\0,\0\n\0", "iconv -f UTF-16LE"),
        ("utf-32", b"\0\0\xfe\xff", "iconv -f UTF-32"),
    ];
    for (name, bytes, _) in written {
        std::fs::write(at(name), bytes).unwrap();
    }
    assert!(Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
    let _socket = UnixListener::bind(at("socket")).unwrap();
    symlink("nowhere", at("dangling")).unwrap();
    symlink("loop-b", at("loop-a")).unwrap();
    symlink("loop-a", at("loop-b")).unwrap();
    symlink("/dev/zero", at("device")).unwrap();
    symlink("pipe", at("link-to-pipe")).unwrap();
    std::fs::create_dir(at("inner")).unwrap();
    symlink("..", at("inner/up")).unwrap();
    std::fs::write(at("zz-good.jsonl"), lines([paid("X1"), paid("X2")])).unwrap();
    let odd = [
        ("pipe", "is a pipe"),
        ("link-to-pipe", "is a pipe"),
        ("socket", "is a socket"),
        ("dangling", "is a link that leads nowhere"),
        ("loop-a", "is a link that leads back to itself"),
        ("loop-b", "is a link"),
        ("device", "is a device"),
    ];
    let arguments = [
        "callbacks",
        "--key-env",
        "KEY",
        "--examples",
        "99",
        "in",
        "missing",
        "/dev/null/x",
        "--report",
        "json=report.json",
    ];
    let done = program(folder.path(), &arguments);
    let told = text(&done.stdout);
    assert_eq!(done.status.code(), Some(0), "{told}{}", text(&done.stderr));
    let count = written.len() + odd.len() + 2;
    let last = format!("2 passed, 0 failed, 0 unreadable, {count} not judged, {count} advice, 0 notes, 2 payments");
    assert_eq!(told.lines().last(), Some(last.as_str()), "{told}");
    let all = written.iter().map(|(name, _, why)| (*name, *why)).chain(odd);
    for (name, why) in
        all.map(|(name, why)| (format!("  in/{name}: "), why)).chain([("  missing: ".to_owned(), "no such file")])
    {
        let line =
            told.lines().find(|line| line.starts_with(&name)).unwrap_or_else(|| panic!("{name} is not named: {told}"));
        assert!(line.contains(why), "{line}");
    }
    let report: Value = serde_json::from_slice(&std::fs::read(folder.path().join("report.json")).unwrap()).unwrap();
    assert_eq!(report["rules"]["traffic/file"]["count"], json!(count));
    // each alone, as an argument: nothing is judged, and nothing is waited for
    for (name, why) in odd {
        let name = format!("in/{name}");
        let refused = program(folder.path(), &["callbacks", "--key-env", "KEY", &name]);
        let told = text(&refused.stderr);
        assert!(refused.status.code() == Some(2) && told.contains(&name) && told.contains(why), "{name}: {told}");
    }
    // of shards one counts them
    let shards = ["0/3", "1/3", "2/3"].map(|shard| {
        let report = format!("json={}.json", shard.replace('/', "-"));
        program(
            folder.path(),
            &["callbacks", "--key-env", "KEY", "--shard", shard, "--report", &report, "in", "missing"],
        )
    });
    assert!(shards.iter().all(|done| done.status.code() == Some(0)));
    let merged = program(folder.path(), &["merge", "0-3.json", "1-3.json", "2-3.json"]);
    assert!(text(&merged.stdout).contains(&format!(" {} not judged", count - 1)), "{}", text(&merged.stdout));
}

#[cfg(unix)]
#[test]
fn names_and_reasons_stay_on_their_line() {
    use std::os::unix::ffi::OsStrExt;

    let folder = tempfile::tempdir().unwrap();
    let names: [&[u8]; 5] =
        [b"a\nFORGED", b"b\x1b[2J\x1b]0;x\x07", b"c\r\xc2\x9b31m", "d\u{202e}e\u{2028}".as_bytes(), b"f\xff\xfe"];
    let commands = [
        &["callbacks", "--key-env", "KEY"][..],
        &["requests"],
        &["run", "--known"],
        &["gate", "--project", "1", "--key-env", "KEY", "--rules"],
        &["merge"],
        &["vectors"],
        &["signer-table"],
    ];
    for (number, name) in names.into_iter().enumerate() {
        let name = std::ffi::OsStr::from_bytes(name);
        std::fs::write(folder.path().join(name), b"\x1f\x8b").unwrap();
        // the first four read the specs before: each with two of the names, and every name with one of them
        let commands = commands.iter().enumerate().filter(|(at, _)| *at > 3 || (at + number) % 3 == 0);
        for (_, &arguments) in commands {
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
            let mut command = Command::new(env!("CARGO_BIN_EXE_ecommpay-conformance"));
            command.args(arguments).arg(folder.path().join(name)).current_dir(&root).env("KEY", SECRET);
            if arguments == ["signer-table"] {
                command.arg("x");
            }
            let refused = command.output().unwrap();
            assert_eq!(refused.status.code(), Some(2), "{arguments:?} {}", text(&refused.stderr));
            assert!(is_plain(&refused), "{arguments:?} {:?}", text(&refused.stderr));
        }
    }
    std::fs::write(folder.path().join("good"), lines([paid("X1")])).unwrap();
    let done = program(
        folder.path(),
        &["callbacks", "--key-env", "KEY", ".", "--report", "human=-", "--report", "json=report.json"],
    );
    assert!(done.status.code() == Some(0) && is_plain(&done), "{:?}", text(&done.stdout));
    // a report may come from anywhere, and says what it likes
    let mut report: Value = serde_json::from_slice(&std::fs::read(folder.path().join("report.json")).unwrap()).unwrap();
    let harm = "x\nFORGED\u{1b}[2J\u{9b}1m\u{202e}\u{2028}";
    report["methods"][harm] = json!(1);
    report["parts"] = json!(["task"]);
    let told = json!({ "severity": "error", "cite": harm, "means": harm, "count": 1, "places": [{ "file": harm, "line": 1, "at": harm, "found": harm }] });
    report["rules"][harm] = told;
    std::fs::write(folder.path().join("harm.json"), report.to_string()).unwrap();
    for kind in ["human=-", "json=-"] {
        let merged = program(folder.path(), &["merge", "harm.json", "--report", kind]);
        assert!(
            merged.status.code() == Some(0) && is_plain(&merged),
            "{:?}{:?}",
            text(&merged.stdout),
            text(&merged.stderr)
        );
        assert!(text(&merged.stdout).contains("FORGED"), "it is told, as text");
    }
    let known = "- rule: \"mpesa/*\"\n  reason: \"x\\nFORGED\\e[2J\\x9b1m\\u202e\"\n  cite: y\n";
    std::fs::write(folder.path().join("known.yaml"), known).unwrap();
    let (file, root) = (folder.path().join("known.yaml"), Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    for kind in ["human=-", "json=-", "github=-", "sarif=-", "junit=-"] {
        let arguments =
            ["run", "--method", "mpesa", "--cases", "1", "--report", kind, "--known", file.to_str().unwrap()];
        let done = program(&root, &arguments);
        assert!(text(&done.stdout).contains("known") && is_plain(&done), "{kind}: {:?}", text(&done.stdout));
    }
}

#[test]
fn what_is_read_as_a_whole_is_of_some_size_and_depth() {
    let folder = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let file = folder.path().join("input");
    let deep = |open: &str, close: &str| open.repeat(100_000) + &close.repeat(100_000);
    let bomb = {
        let mut text = "- &a0 [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
        (1..12).for_each(|at| text += &format!("- &a{at} [{}]\n", vec![format!("*a{}", at - 1); 10].join(",")));
        text
    };
    let long = "x".repeat(5000);
    let texts = [
        "x".repeat(17 << 20),
        "1".repeat(1 << 20),
        format!("\"{}\"", "x".repeat(1 << 20)),
        deep("[", "]"),
        deep("{\"a\":", "}"),
        deep("{a: ", "}"),
        format!("- {}", deep("[", "]")),
        "- ".repeat(100_000),
        bomb,
        "? ".repeat(100_000),
        format!("- {{{}}}", "a,".repeat(100_000)),
        format!("- [{}]", "a: b,".repeat(50_000)),
        "a:\n".to_owned() + &(1..700).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect::<String>(),
        "- x\n".repeat(60_000),
        format!("- end: success\n  when: {{ fields: {{ a: {} }} }}\n", deep("[", "]")),
        format!("- rule: {long}\n  reason: x\n  cite: y\n"),
        format!("- rule: x\n  reason: {long}\n  cite: y\n"),
        format!("- end: success\n  message: {long}\n"),
        format!("- end: success\n  when: {{ fields: {{ a: {long} }} }}\n"),
        format!("- end: {long}\n"),
    ];
    let run: [&[&str]; 3] = [
        &["merge"],
        &["run", "--method", "mpesa", "--known"],
        &["gate", "--project", "1", "--key-env", "KEY", "--rules"],
    ];
    for (number, input) in texts.iter().enumerate() {
        std::fs::write(&file, input).unwrap();
        let refused = [Report::read(&file).err(), Known::read(&file).err(), Rules::read(&file).err()];
        for (reader, told) in refused.into_iter().enumerate() {
            let told = told.unwrap_or_else(|| panic!("{number} is taken by reader {reader}"));
            assert!(
                told.contains("input") && told.len() < 1000,
                "{number} {reader}: {} bytes: {told:.400}",
                told.len()
            );
        }
    }
    #[cfg(unix)]
    {
        let pipe = folder.path().join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        for arguments in run {
            for path in [pipe.to_str().unwrap(), "/dev/zero"] {
                let refused = program(&root, &[arguments, &[path]].concat());
                assert!(refused.status.code() == Some(2) && text(&refused.stderr).contains("no regular file"));
            }
        }
    }
}

#[test]
fn a_key_in_place_of_a_name_is_not_printed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for key in ["CANARY", "-CANARY", "--CANARY", "CANARY=x", "", "a b CANARY", "CANARY\u{1b}[2J"] {
        let option = format!("--key-env={key}");
        for option in [&[option.as_str()][..], &["--key-env", key]] {
            for rest in [
                &["callbacks", "-"][..],
                &["requests", "-"],
                &["gate", "--project", "1"],
                &["receiver", "--project", "1", "--url", "http://127.0.0.1:9/"],
            ] {
                let (command, rest) = rest.split_first().unwrap();
                let refused = program(&root, &[&[*command], option, rest].concat());
                let told = text(&[refused.stdout, refused.stderr].concat());
                assert_eq!(refused.status.code(), Some(2), "{command}: {told}");
                assert!(!told.contains("CANARY") && told.contains("--key-env"), "{command} {key:?}: {told}");
            }
        }
    }
}
