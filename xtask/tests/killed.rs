//! `generate` may be killed at any moment: the next run puts everything right and leaves nothing over.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
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
    std::env::var("KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(6)
}

#[test]
fn a_run_after_one_that_was_killed_ends_as_if_nothing_had_happened() {
    let place = tempfile::tempdir().expect("a folder");
    // as deep as the others: the way to the runtime stands in manifests
    let whole = place.path().join("whole");
    let begun = Instant::now();
    assert!(generate(&whole).status().expect("xtask runs").success());
    let (whole, took) = (tree(&whole), begun.elapsed());
    let (mut cut, mut left) = (0, 0);
    for nth in 0..kills() {
        let out = place.path().join(format!("cut{nth}"));
        let mut child = generate(&out).spawn().expect("xtask runs");
        // most of the time goes into making the files: those who kill late meet the writing
        let after = took.mul_f64(0.5 + 0.5 * f64::from(nth) / f64::from(kills()));
        std::thread::sleep(after.max(Duration::from_millis(1)));
        child.kill().ok();
        cut += u32::from(!child.wait().expect("it ends").success());
        left += u32::from(out.join(".methodspec-new").exists());
        assert!(generate(&out).status().expect("xtask runs").success());
        let found = tree(&out);
        let names = |tree: &BTreeMap<String, Vec<u8>>| tree.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&found), names(&whole), "killed after {after:?}");
        assert!(found == whole, "killed after {after:?}: a file differs");
    }
    println!("{cut} of {} runs were cut short, {left} of them while they wrote", kills());
}
