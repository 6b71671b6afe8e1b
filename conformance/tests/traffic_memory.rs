//! A body that was made to take memory takes no more than is promised: 64 MiB for the whole process, without stories.
#![cfg(target_os = "linux")]

use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;

use crate::traffic_support::{SECRET, paid, signed, with};
use serde_json::{Value, json};

const PROMISED: u64 = 64 << 10;

/// The most memory that a process ever had, in KiB, as the kernel counts it.
fn most(child: &Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

fn takes_no_more_than_is_promised(command: &str) {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let mut program = Command::new(env!("CARGO_BIN_EXE_ecommpay-conformance"));
    program.args([command, "--no-story", "--key-env", "KEY", "--specs"]).arg(specs).arg("-").env("KEY", SECRET);
    let mut child = program.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    // more than a pipe holds: once it is written, the body before it was judged
    let blank = "\n".repeat(1 << 18);
    let told: Vec<(String, u64)> = HOSTILE
        .iter()
        .map(|body| {
            input.write_all(body.as_bytes()).unwrap();
            input.write_all(blank.as_bytes()).unwrap();
            (body.chars().take(40).collect(), most(&child))
        })
        .collect();
    drop(input);
    assert_eq!(child.wait().unwrap().code(), Some(1), "{command}");
    let most = told.iter().map(|(_, most)| *most).max().unwrap();
    // the more it is, the sooner it is told: what the body raised it to stands beside each
    assert!(most <= PROMISED, "{command} takes {most} KiB: {told:#?}");
}

/// A text of a mebibyte of one piece again and again.
fn full(before: &str, piece: &str, between: &str, after: &str) -> String {
    let room = (1 << 20) - before.len() - after.len();
    let count = (room + between.len()) / (piece.len() + between.len());
    [before, &vec![piece; count].join(between), after].concat()
}

static HOSTILE: LazyLock<Vec<String>> = LazyLock::new(|| {
    let keys: Vec<String> = (0..80_000).map(|number| format!("\"{number}\":0")).collect();
    let general =
        "{\"general\":{\"project_id\":125,\"payment_id\":\"X\",\"signature\":\"x\"},\"project_id\":125,\"a\":[";
    let list = |item: Value, count: usize| Value::Array(vec![item; count]);
    vec![
        full("[", "{\"\":1}", ",", "]"),
        full("[[", "{\"\":1}", ",", "]]"),
        full("{\"a\":[", "{\"\":1}", ",", "]}"),
        full(general, "{\"\":1}", ",", "]}"),
        full(general, "1", ",", "]}"),
        full(general, "[]", ",", "]}"),
        full(general, "\"\\u0061\"", ",", "]}"),
        full(general, "[[[[1]]]]", ",", "]}"),
        full("{\"body\":\"", "\\u0061", "", "\"}"),
        full("{\"body\":{\"a\":[", "{}", ",", "]}}"),
        full("{\"a\":", "{\"a\":", "", ""),
        format!("{{{}}}", keys.join(",")),
        full("", "x", "", ""),
        full("", " ", "", "{}"),
        // those who know the secret may write such things too
        signed(with(paid("X"), &[("/display_data", list(json!({ "type": "x" }), 60_000))])),
        signed(with(paid("X"), &[("/a", list(json!({}), 300_000))])),
    ]
});

#[test]
fn no_callback_takes_more_memory_than_is_promised() {
    takes_no_more_than_is_promised("callbacks");
}

#[test]
fn no_request_takes_more_memory_than_is_promised() {
    takes_no_more_than_is_promised("requests");
}

/// The longest page with the most values, and a long text with escapes: it is held as it came and as it reads.
#[test]
fn no_page_of_operations_takes_more_memory_than_is_promised() {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("orders"), "{\"id\":\"X\",\"amount\":1,\"currency\":\"KES\"}\n").unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_ecommpay-conformance"));
    program
        .args(["reconcile", "--orders", "orders", "--operations", "-", "--specs"])
        .arg(specs)
        .current_dir(folder.path());
    let mut child = program.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let values = vec!["{\"\":1}"; 131_000].join(",");
    let text = "\\u0061".repeat(((8 << 20) - values.len() - 100) / 6);
    for _ in 0..2 {
        input.write_all(format!("{{\"operations\":[],\"a\":[{values}],\"b\":\"{text}\"}}\n").as_bytes()).unwrap();
    }
    // more than a pipe holds: once it is written, the pages before it were read
    input.write_all("\n".repeat(1 << 18).as_bytes()).unwrap();
    let most = most(&child);
    drop(input);
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert!((1 << 14..=PROMISED).contains(&most), "{most} KiB");
}
