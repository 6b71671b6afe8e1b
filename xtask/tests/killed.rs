//! `generate` may be killed at any moment: the next run puts everything right and leaves nothing over.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Every file below a folder with its text.
fn below(folder: &Path, at: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder.join(at)).expect("a folder").flatten() {
        let path = format!("{at}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            below(folder, &format!("{path}/"), found);
        } else {
            found.insert(path, fs::read(entry.path()).expect("a file"));
        }
    }
}

fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    below(folder, "", &mut found);
    // it names the program and its inputs, and is written last
    found.remove("inputs.json");
    found
}

fn generate(out: &Path) -> Command {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("generate").arg("--specs").arg(specs).arg("--out").arg(out).stdout(Stdio::null());
    command
}

/// How often: `KILLS=250 cargo test -p xtask --test all killed` takes minutes.
fn kills() -> u32 {
    std::env::var("KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(4)
}

/// A run that is to be killed while it writes.
struct Run {
    child: Child,
    staging: PathBuf,
}

impl Run {
    fn begin(out: &Path) -> Run {
        Run { child: generate(out).spawn().expect("xtask runs"), staging: out.join(".methodspec-new") }
    }

    /// Waits until files are being written, or the run has ended.
    fn writes(&mut self) -> bool {
        while !self.staging.exists() {
            if self.child.try_wait().expect("it can be asked").is_some() {
                return false;
            }
            std::thread::sleep(Duration::from_micros(200));
        }
        true
    }

    /// Whether the run had not ended by then.
    fn kill_after(&mut self, span: Duration) -> bool {
        std::thread::sleep(span);
        self.child.kill().ok();
        !self.child.wait().expect("it ends").success()
    }
}

#[test]
fn a_run_after_one_that_was_killed_ends_as_if_nothing_had_happened() {
    let place = tempfile::tempdir().expect("a folder");
    // as deep as the others: the way to the runtime stands in manifests
    let whole = place.path().join("whole");
    let mut run = Run::begin(&whole);
    run.writes();
    let begun = Instant::now();
    while run.staging.exists() {
        std::thread::sleep(Duration::from_micros(200));
    }
    let writing = begun.elapsed();
    assert!(run.child.wait().expect("it ends").success());
    let whole = tree(&whole);
    assert!(whole.contains_key("manifest.json"));
    let (mut cut, mut left) = (0, 0);
    for nth in 0..kills() {
        let out = place.path().join(format!("cut{nth}"));
        // most of the time goes into making the files: the writing is what is cut, at another place each time
        let after = writing.mul_f64(f64::from(nth) / f64::from(kills()));
        // every fourth folder meets two that are killed, the second sooner or later than the first
        for again in 0..=u32::from(nth % 4 == 3) {
            let mut run = Run::begin(&out);
            run.writes();
            cut += u32::from(run.kill_after(if again == 0 { after } else { after / 3 }));
            left += u32::from(out.join(".methodspec-new").exists());
        }
        assert!(generate(&out).status().expect("xtask runs").success());
        let found = tree(&out);
        let names = |tree: &BTreeMap<String, Vec<u8>>| tree.keys().cloned().collect::<BTreeSet<_>>();
        let differ: Vec<String> = names(&found).symmetric_difference(&names(&whole)).cloned().collect();
        assert!(differ.is_empty(), "killed after {after:?}: {differ:?} is there or is not");
        assert!(found == whole, "killed after {after:?}: a file differs");
        let check = generate(&out).arg("--check").status().expect("xtask runs");
        assert!(check.success(), "killed after {after:?}: a check finds something stale");
    }
    eprintln!("{cut} runs of {} folders were cut short, {left} of them while they wrote", kills());
}
