//! Programs that must not compile, held against the compiler's own report.
//!
//! The compiler is called with what cargo has built for the tests. A program says at which line the compiler must complain,
//! with which code, and with what of our own words; anything else it complains about is a failure too.

#[path = "../../../codegen/macros/tests/support/built.rs"]
pub(crate) mod built;

use std::ffi::OsString;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

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

/// Checks all programs, as many at a time as there are cores; a sentence for everything that is not as it must be.
pub(crate) fn faults(folder: &str, programs: &[Program]) -> Vec<String> {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
    let _ = std::fs::remove_dir_all(&root);
    std::fs::create_dir_all(&root).expect("a folder for the programs");
    let externs = built::externs(&["ecommpay"]);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut faults = Vec::new();
        while let Some(program) = programs.get(next.fetch_add(1, Ordering::Relaxed)) {
            faults.extend(judge(program, &check(&root, program, &externs)));
        }
        faults
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("no panic")).collect()
    })
}

/// What the compiler says of a program: (lines, code, text), for every line that it points at.
fn check(root: &Path, program: &Program, externs: &[OsString]) -> Vec<(Vec<usize>, String, String)> {
    let file = format!("{}.rs", program.name);
    let source = format!("{}\nfn main() {{}}\n", program.source.trim_end_matches('\n'));
    std::fs::write(root.join(&file), source).expect("a program");
    let mut rustc = Command::new(built::rustc());
    rustc.args([
        "--edition",
        "2024",
        "--crate-name",
        &program.name.replace('-', "_"),
        "--error-format",
        "json",
        "--emit",
    ]);
    // a metadata file of its own, so that no two programs write the same
    rustc.arg(format!("metadata={}.rmeta", program.name)).arg(&file).args(externs);
    let output = rustc.current_dir(root).output().expect("the compiler runs");
    let text = String::from_utf8_lossy(&output.stderr);
    let mut said = Vec::new();
    for message in text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
        if message["level"] != "error" || message["spans"].as_array().is_none_or(Vec::is_empty) {
            continue;
        }
        let mut lines = Vec::new();
        collect(&message, &file, &mut lines);
        let code = message["code"]["code"].as_str().unwrap_or_default().to_owned();
        let rendered = message["rendered"].as_str().unwrap_or_default().to_owned();
        said.push((lines, code, rendered));
    }
    assert_eq!(output.status.success(), said.is_empty(), "{file}: {text}");
    said
}

/// Every line of the program itself that a message points at, through macros and notes.
fn collect(message: &Value, file: &str, lines: &mut Vec<usize>) {
    for span in message["spans"].as_array().into_iter().flatten() {
        let mut span = span;
        loop {
            if span["file_name"].as_str() == Some(file) {
                lines.extend(span["line_start"].as_u64().and_then(|line| usize::try_from(line).ok()));
            }
            match span.get("expansion").and_then(|expansion| expansion.get("span")) {
                Some(outer) if outer.is_object() => span = outer,
                _ => break,
            }
        }
    }
    for child in message["children"].as_array().into_iter().flatten() {
        collect(child, file, lines);
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
