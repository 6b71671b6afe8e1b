//! `cargo xtask speed`: the generator against its targets. Figures are medians; they mean something in release alone.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use methodspec::resolved::{Method, Said, Specs};
use methodspec_codegen::sources;

use crate::specs::{load, root};

mod compile;

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
    let made = synthetic(&folder, &specs, few, &place)
        .and_then(|small| Ok((small, synthetic(&folder, &specs, options.methods, &place)?)));
    fs::remove_dir_all(&place).ok();
    let (small, large) = made?;
    row(&format!("generate of {few} synthetic methods"), shown(small.time), "-")?;
    row(&format!("generate of {} synthetic methods", options.methods), shown(large.time), "20 s")?;
    let memory = large.memory.map_or("not measured".to_owned(), |kib| format!("{} MiB", kib / 1024));
    row("its memory at the most", memory, "1,430 MiB")?;
    let each = |time: Duration, methods: usize| time.as_secs_f64() / methods as f64;
    let ratio = each(large.time, options.methods) / each(small.time, few);
    row("cost of a method there, by that of the fewer", format!("{ratio:.2}"), "at most 1.20")?;
    let ratio = large.again.as_secs_f64() / large.time.as_secs_f64();
    row("the same where nothing changed", shown(large.again), "-")?;
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

/// What making many methods took.
struct Made {
    time: Duration,
    /// The same once more, with nothing changed.
    again: Duration,
    /// KiB at the most.
    memory: Option<u64>,
}

/// Copies of the real specs under other keys, generated three times into folders of their own below `place`. None is
/// deleted in between: some file systems are slow to make new files for a while after others were deleted.
fn synthetic(real: &Path, specs: &Specs, methods: usize, place: &Path) -> anyhow::Result<Made> {
    let from = place.join(format!("specs-{methods}"));
    fs::create_dir_all(from.join("methods"))?;
    for file in ["platform.yaml", "operation-codes.yaml"] {
        fs::copy(real.join(file), from.join(file))?;
    }
    let originals: Vec<_> = specs.methods.values().collect();
    for (n, method) in originals.iter().cycle().take(methods).enumerate() {
        let (key, text) = copy_of(method, n);
        fs::write(from.join(format!("methods/{key}.yaml")), text)?;
    }
    let mut memory = None;
    let mut times = Vec::new();
    let mut last = PathBuf::new();
    for run in 0..3 {
        last = place.join(format!("out-{methods}-{run}"));
        let begun = Instant::now();
        memory = memory.max(measured(&from, &last)?);
        times.push(begun.elapsed());
    }
    times.sort();
    let again = median(3, || measured(&from, &last).map(|_| ()))?;
    let time = times.get(1).copied().context("nothing was measured")?;
    Ok(Made { time, again, memory })
}

/// Another method of the same shape: its key, codes and labels differ, its upper limits too, and it has no examples.
fn copy_of(method: &Method, n: usize) -> (String, String) {
    let key = format!("{}-n{n}", method.key);
    let mut copy = String::new();
    let mut in_examples = false;
    for line in method.text.lines() {
        let top = line.starts_with(|letter: char| letter.is_ascii_alphabetic());
        in_examples = if top { line.starts_with("examples:") } else { in_examples };
        if in_examples {
            continue;
        }
        match line.strip_prefix("method:") {
            Some(_) => copy.push_str(&format!("method: {key}")),
            None => copy.push_str(&shuffled(line, n)),
        }
        copy.push('\n');
    }
    // the longest first: one code may be a part of another
    let said = [&method.names.payment_page.said, &method.names.gate.said, &method.names.callback.said];
    let mut codes: Vec<&String> = said
        .into_iter()
        .filter_map(|said| if let Said::Is(codes) = said { Some(codes) } else { None })
        .flatten()
        .collect();
    codes.sort_by_key(|code| std::cmp::Reverse(code.len()));
    codes.dedup();
    for code in codes {
        for before in [": ", "/"] {
            for after in [" }", ",", "/", "\n"] {
                copy = copy.replace(&format!("{before}{code}{after}"), &format!("{before}{code}-n{n}{after}"));
            }
        }
    }
    (key, copy)
}

/// A range of sums with another upper end.
fn shuffled(line: &str, n: usize) -> String {
    match line.split_once("..") {
        Some((low, high)) if line.contains("is: ") && high.starts_with(|letter: char| letter.is_ascii_digit()) => {
            let digits = high.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(high.len());
            let decimals = high.contains(".00") && digits < 3;
            if decimals { format!("{low}..{}{high}", n % 9 + 1) } else { line.to_owned() }
        }
        _ => line.to_owned(),
    }
}

fn generate(more: &[&str]) -> anyhow::Result<()> {
    let status = Command::new(std::env::current_exe()?).arg("generate").args(more).stdout(Stdio::null()).status()?;
    if !status.success() {
        bail!("generate failed");
    }
    Ok(())
}

/// Generates in a process of its own, and reads its greatest memory while it runs where the system tells it.
fn measured(specs: &Path, out: &Path) -> anyhow::Result<Option<u64>> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg("generate")
        .args([Path::new("--specs"), specs, Path::new("--out"), out])
        .stdout(Stdio::null())
        .spawn()
        .context("xtask does not run")?;
    let status = format!("/proc/{}/status", child.id());
    let mut most = None;
    loop {
        let peak = fs::read_to_string(&status).ok().and_then(|text| {
            let line = text.lines().find(|line| line.starts_with("VmHWM:"))?;
            line.split_whitespace().nth(1)?.parse().ok()
        });
        most = most.max(peak);
        if let Some(ended) = child.try_wait()? {
            if !ended.success() {
                bail!("generate of synthetic methods failed");
            }
            return Ok(most);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn median(runs: usize, mut work: impl FnMut() -> anyhow::Result<()>) -> anyhow::Result<Duration> {
    let mut times = Vec::new();
    for _ in 0..runs.max(1) {
        let begun = Instant::now();
        work()?;
        times.push(begun.elapsed());
    }
    times.sort();
    times.get(times.len() / 2).copied().context("nothing was measured")
}

fn shown(time: Duration) -> String {
    if time.as_secs() >= 10 { format!("{:.1} s", time.as_secs_f64()) } else { format!("{} ms", time.as_millis()) }
}
