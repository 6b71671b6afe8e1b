//! `cargo xtask speed`: the generator against its targets. Figures are medians; they mean something in release alone.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use methodspec::resolved::Specs;
use methodspec_codegen::sources;

use crate::specs::{load, root};

mod compile;
mod many;

/// A debug build measures nothing: builds the other one and has it measure.
fn in_release(options: &Options) -> anyhow::Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["run", "--quiet", "--release", "--bin", "xtask", "--", "speed"]).current_dir(root()?);
    command.args(["--runs", &options.runs.to_string(), "--methods", &options.methods.to_string()]);
    if !command.status().context("cargo does not run")?.success() {
        bail!("the release build did not measure to its end");
    }
    Ok(())
}

/// What `speed` takes.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Runs of what is short; of what is long there are three
    #[arg(long, default_value_t = 15)]
    runs: usize,
    /// Synthetic methods of the greater folder; the smaller has a tenth
    #[arg(long, default_value_t = 4_000)]
    methods: usize,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    if cfg!(debug_assertions) {
        return in_release(options);
    }
    let folder = root()?.join("specs");
    let specs = load(&folder)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{:<46}{:>14}  {:>14}", "", "median", "target")?;
    let mut row = |what: &str, found: String, target: &str| writeln!(out, "{what:<46}{found:>14}  {target:>14}");

    row("emission on one core, lines of Rust a second", lines_a_second(&specs, options.runs)?, "150,000")?;
    let check = median(options.runs, || generate(&["--check"]))?;
    row("generate --check of the real specs", shown(check), "100 ms")?;

    let (lines, forms) = lines_and_forms(&specs)?;
    row("lines of a form, with all around it", format!("{:.0}", lines as f64 / forms as f64), "at most 110")?;

    let few = (options.methods / 10).max(1);
    let place = std::env::temp_dir().join(format!("methodspec-speed-{}", std::process::id()));
    let made = many::measure(&folder, &specs, [few, options.methods], &place);
    fs::remove_dir_all(&place).ok();
    let made = made?;
    row(&format!("generate of {few} synthetic methods"), shown(made.few), "-")?;
    row(&format!("generate of {} synthetic methods", options.methods), shown(made.many), "20 s")?;
    let memory = made.memory.map_or("not measured".to_owned(), |kib| format!("{} MiB", kib / 1024));
    row("its memory at the most", memory, "1,430 MiB")?;
    row("cost of a method there, by that of the fewer", format!("{:.2}", made.ratio), "at most 1.20")?;
    let ratio = made.again.as_secs_f64() / made.many.as_secs_f64();
    row("the same where nothing changed", shown(made.again), "-")?;
    row("by the time of the first run", format!("{ratio:.2}"), "under 0.25")?;

    let found = compile::measure(&specs)?;
    row("cargo check of a crate of one method", shown(found.one), "300 ms")?;
    let slope = found.form.map_or("not measured".to_owned(), |time| format!("{:.1} ms", time.as_secs_f64() * 1e3));
    row("its CPU for a further form", slope, "20 ms")?;
    Ok(())
}

/// Lines of the methods' sources, and how many forms they hold.
fn lines_and_forms(specs: &Specs) -> anyhow::Result<(usize, usize)> {
    let files = sources(specs)?;
    let mut lines = 0;
    let mut forms = 0;
    for (key, method) in &specs.methods {
        let folder = format!("ecommpay-{key}/src/");
        let sources = files.iter().filter(|(path, _)| path.starts_with(&folder));
        lines += sources.map(|(_, text)| text.lines().count()).sum::<usize>();
        forms += method.operations.values().map(|operation| operation.forms.len()).sum::<usize>();
    }
    Ok((lines, forms))
}

/// Rust of all crates, made by one thread.
fn lines_a_second(specs: &Specs, runs: usize) -> anyhow::Result<String> {
    let mut lines = 0;
    let time = median(runs, || {
        lines = sources(specs)?.values().map(|text| text.lines().count()).sum::<usize>();
        Ok(())
    })?;
    Ok(format!("{:.0}", lines as f64 / time.as_secs_f64()))
}

fn generate(more: &[&str]) -> anyhow::Result<()> {
    let status = Command::new(std::env::current_exe()?).arg("generate").args(more).stdout(Stdio::null()).status()?;
    if !status.success() {
        bail!("generate failed");
    }
    Ok(())
}

fn median(runs: usize, mut work: impl FnMut() -> anyhow::Result<()>) -> anyhow::Result<Duration> {
    let mut times = Vec::new();
    for _ in 0..runs.max(1) {
        let begun = Instant::now();
        work()?;
        times.push(begun.elapsed());
    }
    middle(times).context("nothing was measured")
}

fn shown(time: Duration) -> String {
    if time.as_secs() >= 10 { format!("{:.1} s", time.as_secs_f64()) } else { format!("{} ms", time.as_millis()) }
}

/// The median; none of nothing.
fn middle<T: Copy + PartialOrd>(mut values: Vec<T>) -> Option<T> {
    values.sort_by(|one, other| one.partial_cmp(other).unwrap_or(std::cmp::Ordering::Equal));
    values.get(values.len() / 2).copied()
}
