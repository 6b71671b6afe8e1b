//! Many methods at once: copies of the real ones, which do not exist.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use methodspec::resolved::{Method, Said, Specs};

use super::{median, middle};

/// What making them took.
pub(super) struct Made {
    pub(super) few: Duration,
    pub(super) many: Duration,
    /// Time of one of many by that of one of few.
    pub(super) ratio: f64,
    /// Many once more, with nothing changed.
    pub(super) again: Duration,
    /// KiB at the most.
    pub(super) memory: Option<u64>,
}

/// Generates few and many copies of the real specs, three times, below `place`. Each run of many stands between two of
/// few and is compared with these: the clock rate of a machine moves. Each has a folder of its own and none is deleted in
/// between: some file systems are slow to make new files for a while after others were deleted.
pub(super) fn measure(real: &Path, specs: &Specs, [few, many]: [usize; 2], place: &Path) -> anyhow::Result<Made> {
    for methods in [few, many] {
        write(real, specs, methods, &place.join(format!("specs-{methods}")))?;
    }
    let timed = |methods: usize, name: &str| {
        let begun = Instant::now();
        let memory = generate(&place.join(format!("specs-{methods}")), &place.join(name))?;
        anyhow::Ok((begun.elapsed(), memory))
    };
    let (mut of_few, mut of_many, mut ratios, mut most) = (Vec::new(), Vec::new(), Vec::new(), None);
    for run in 0..3 {
        let (before, _) = timed(few, &format!("few-{run}-before"))?;
        let (time, memory) = timed(many, &format!("many-{run}"))?;
        let (after, _) = timed(few, &format!("few-{run}-after"))?;
        let each = |time: Duration, methods: usize| time.as_secs_f64() / methods as f64;
        ratios.push(each(time, many) / each((before + after) / 2, few));
        of_few.extend([before, after]);
        of_many.push(time);
        most = most.max(memory);
    }
    let again = median(3, || timed(many, "many-2").map(|_| ()))?;
    let nothing = "nothing was measured";
    Ok(Made {
        few: middle(of_few).context(nothing)?,
        many: middle(of_many).context(nothing)?,
        ratio: middle(ratios).context(nothing)?,
        again,
        memory: most,
    })
}

/// A folder of that many specs.
fn write(real: &Path, specs: &Specs, methods: usize, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to.join("methods"))?;
    for file in ["platform.yaml", "operation-codes.yaml"] {
        fs::copy(real.join(file), to.join(file))?;
    }
    let originals: Vec<_> = specs.methods.values().collect();
    for (n, method) in originals.iter().cycle().take(methods).enumerate() {
        let (key, text) = copy_of(method, n);
        fs::write(to.join(format!("methods/{key}.yaml")), text)?;
    }
    Ok(())
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

/// Generates in a process of its own, and reads its greatest memory while it runs where the system tells it.
fn generate(specs: &Path, out: &Path) -> anyhow::Result<Option<u64>> {
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
