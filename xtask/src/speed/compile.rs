//! What generated crates cost the compiler, once what they need is built.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use methodspec::resolved::Specs;

use crate::specs::root;

/// How often the larger crate holds every method.
const TIMES: usize = 4;

/// What checking took.
pub(super) struct Found {
    /// A crate of one method.
    pub(super) one: Duration,
    /// CPU of a further form; `None` where the system does not tell it.
    pub(super) form: Option<Duration>,
}

/// Checks crates that hold the generated sources once and several times over.
pub(super) fn measure(specs: &Specs) -> anyhow::Result<Found> {
    let place = std::env::temp_dir().join(format!("methodspec-check-{}", std::process::id()));
    let found = measured(specs, &place);
    fs::remove_dir_all(&place).ok();
    found
}

fn measured(specs: &Specs, place: &Path) -> anyhow::Result<Found> {
    let root = root()?;
    fs::create_dir_all(place.join("src"))?;
    let platform = crate::specs::quoted(&root.join("generated/ecommpay-platform"))?;
    let manifest = format!(
        "[package]\nname = \"measured\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\necommpay-platform = {{ path = {platform} }}\n"
    );
    fs::write(place.join("Cargo.toml"), manifest)?;
    fs::copy(root.join("Cargo.lock"), place.join("Cargo.lock"))?;
    let keys: Vec<&str> = specs.methods.keys().map(String::as_str).collect();
    let holding = |keys: &[&str], times: usize| -> anyhow::Result<(Duration, Option<Duration>)> {
        let mut code = String::new();
        for (n, key) in keys.iter().cycle().take(keys.len() * times).enumerate() {
            let source = root.join(format!("generated/ecommpay-{key}/src/lib.rs"));
            write!(code, "#[path = {source:?}]\npub mod m{n};\n")?;
        }
        fs::write(place.join("src/lib.rs"), code)?;
        check(place)?;
        let mut runs = Vec::new();
        for _ in 0..5 {
            // the same text with a later date
            let code = fs::read(place.join("src/lib.rs"))?;
            fs::write(place.join("src/lib.rs"), code)?;
            let (before, begun) = (cpu_of_children(), Instant::now());
            check(place)?;
            let time = begun.elapsed();
            runs.push((time, before.zip(cpu_of_children()).map(|(before, after)| after.saturating_sub(before))));
        }
        runs.sort();
        let time = runs.get(2).map(|(time, _)| *time).context("nothing was measured")?;
        let mut cpu: Vec<Duration> = runs.iter().filter_map(|(_, cpu)| *cpu).collect();
        cpu.sort();
        Ok((time, cpu.get(2).copied()))
    };
    let (one, _) = holding(&keys[..keys.len().min(1)], 1)?;
    let (_, few) = holding(&keys, 1)?;
    let (_, many) = holding(&keys, TIMES)?;
    let forms: usize =
        specs.methods.values().flat_map(|method| method.operations.values()).map(|one| one.forms.len()).sum();
    let more = u32::try_from(forms * (TIMES - 1)).unwrap_or(u32::MAX).max(1);
    Ok(Found { one, form: few.zip(many).map(|(few, many)| many.saturating_sub(few) / more) })
}

fn check(place: &Path) -> anyhow::Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["check", "--quiet", "--manifest-path"]).arg(place.join("Cargo.toml"));
    command.env("CARGO_TARGET_DIR", place.join("target")).env("CARGO_INCREMENTAL", "0");
    if !command.stdout(Stdio::null()).status()?.success() {
        bail!("cargo check of generated sources failed");
    }
    Ok(())
}

/// CPU of all children that have ended, as Linux counts it, in hundredths of a second.
fn cpu_of_children() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // the name, in brackets, may hold anything; the fields are counted after it
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<u64>().ok();
    Some(Duration::from_millis((ticks(13)? + ticks(14)?) * 10))
}
