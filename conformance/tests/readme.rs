//! README's Rust compiles against the generated crates and runs.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::compile::built;

#[test]
fn the_rust_of_readme_compiles_and_runs() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = fs::read_to_string(readme).expect("a README");
    let blocks = readme.split("```rust\n").skip(1).filter_map(|part| part.split("\n```").next());
    let program: String = blocks.map(|block| format!("{block}\n")).collect();
    // a body that nobody signed: the program gets as far as refusing it
    let main = "fn main() {\n    let refused = pay(b\"{}\").unwrap_err();\n    println!(\"{refused}\");\n}\n";
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("program.rs"), program + main).expect("a program");
    let mut rustc = Command::new(built::rustc());
    rustc.args(["--edition", "2024", "program.rs", "-o", "program"]).args(built::externs(&["ecommpay"]));
    let output = rustc.current_dir(folder.path()).output().expect("the compiler runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

    let output = Command::new(folder.path().join("program")).output().expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).expect("UTF-8");
    let (post, refusal) = printed.split_once('\n').expect("two lines");
    assert_eq!(post, "POST /v2/payment/card-partner/sale");
    assert!(refusal.contains("signature") || refusal.contains("project"), "{refusal}");
}
