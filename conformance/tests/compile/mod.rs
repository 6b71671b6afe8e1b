//! Programs that must not compile, held against the compiler's own report.
//!
//! All programs are targets of one throw-away crate that is checked once. A program says at which line the compiler must
//! complain, with which code, and with what of our own words; anything else it complains about is a failure too.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A program under construction.
#[derive(Default)]
pub(crate) struct Program {
    name: String,
    source: String,
    wanted: Vec<Complaint>,
}

/// What the compiler must say of a line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Complaint {
    line: usize,
    code: String,
    phrase: String,
}

impl Program {
    /// An empty program; the name is the sentence: `card-partner-sale-without-customer-id`.
    pub(crate) fn new(name: impl Into<String>) -> Self {
        Self { name: name.into().replace([' ', '_', ':'], "-").to_lowercase(), ..Self::default() }
    }

    /// A line that is fine.
    pub(crate) fn line(&mut self, text: impl AsRef<str>) -> &mut Self {
        let _ = writeln!(self.source, "{}", text.as_ref());
        self
    }

    /// A line that the compiler must refuse.
    pub(crate) fn refused(&mut self, text: impl AsRef<str>, code: &str, phrase: impl Into<String>) -> &mut Self {
        self.line(text);
        let line = self.source.lines().count();
        self.wanted.push(Complaint { line, code: code.to_owned(), phrase: phrase.into() });
        self
    }

    pub(crate) fn expectations(&self) -> usize {
        self.wanted.len()
    }
}

/// Checks all programs at once; a sentence for everything that is not as it must be.
pub(crate) fn faults(folder: &str, programs: &[Program]) -> Vec<String> {
    let root = write(folder, programs);
    let said = check(&root);
    programs.iter().flat_map(|program| judge(program, said.get(&program.name).map_or(&[], Vec::as_slice))).collect()
}

fn write(folder: &str, programs: &[Program]) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
    let bins = root.join("src/bin");
    let _ = std::fs::remove_dir_all(root.join("src"));
    std::fs::create_dir_all(&bins).expect("a folder for the programs");
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let facade = workspace.join("generated/ecommpay");
    let manifest = format!(
        "[package]\nname = \"programs\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         ecommpay = {{ path = {facade:?}, features = [\"all\"] }}\n\n[workspace]\n"
    );
    std::fs::write(root.join("Cargo.toml"), manifest).expect("a manifest");
    std::fs::copy(workspace.join("Cargo.lock"), root.join("Cargo.lock")).expect("the lock file");
    for program in programs {
        let source = format!("{}\nfn main() {{}}\n", program.source.trim_end_matches('\n'));
        std::fs::write(bins.join(format!("{}.rs", program.name)), source).expect("a program");
    }
    root
}

/// What the compiler says of each program: (line, code, text), for every line that it points at.
fn check(root: &Path) -> BTreeMap<String, Vec<(Vec<usize>, String, String)>> {
    let output = Command::new(env!("CARGO"))
        .args(["check", "--bins", "--keep-going", "--offline", "--quiet", "--message-format=json"])
        .current_dir(root)
        .env("CARGO_TARGET_DIR", root.join("target"))
        .env_remove("RUSTFLAGS")
        .output()
        .expect("cargo runs");
    let text = String::from_utf8_lossy(&output.stdout);
    let mut said: BTreeMap<String, Vec<_>> = BTreeMap::new();
    let mut messages = 0;
    for message in text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
        messages += 1;
        let (Some(target), Some(inner)) = (message["target"]["name"].as_str(), message.get("message")) else {
            continue;
        };
        if inner["level"] != "error" || inner["spans"].as_array().is_none_or(Vec::is_empty) {
            continue;
        }
        let mut lines = Vec::new();
        collect(inner, target, &mut lines);
        let code = inner["code"]["code"].as_str().unwrap_or_default().to_owned();
        let rendered = inner["rendered"].as_str().unwrap_or_default().to_owned();
        said.entry(target.to_owned()).or_default().push((lines, code, rendered));
    }
    assert!(messages > 0, "cargo said nothing: {}", String::from_utf8_lossy(&output.stderr));
    said
}

/// Every line of the program itself that a message points at, through macros and notes.
fn collect(message: &Value, target: &str, lines: &mut Vec<usize>) {
    let file = format!("src/bin/{target}.rs");
    for span in message["spans"].as_array().into_iter().flatten() {
        let mut span = span;
        loop {
            if span["file_name"].as_str() == Some(&file) {
                lines.extend(span["line_start"].as_u64().and_then(|line| usize::try_from(line).ok()));
            }
            match span.get("expansion").and_then(|expansion| expansion.get("span")) {
                Some(outer) if outer.is_object() => span = outer,
                _ => break,
            }
        }
    }
    for child in message["children"].as_array().into_iter().flatten() {
        collect(child, target, lines);
    }
}

fn judge(program: &Program, said: &[(Vec<usize>, String, String)]) -> Vec<String> {
    let fits = |complaint: &Complaint, (lines, code, text): &(Vec<usize>, String, String)| {
        lines.contains(&complaint.line) && *code == complaint.code && text.contains(&complaint.phrase)
    };
    let name = &program.name;
    let missing = program
        .wanted
        .iter()
        .filter(|complaint| !said.iter().any(|message| fits(complaint, message)))
        .map(|complaint| format!("{name}: the compiler let pass, or complained otherwise of: {complaint:?}"));
    let surplus = said
        .iter()
        .filter(|message| !program.wanted.iter().any(|complaint| fits(complaint, message)))
        .map(|(_, _, text)| format!("{name}: the compiler complains of more than it should:\n{text}"));
    missing.chain(surplus).collect()
}
