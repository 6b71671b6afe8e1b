//! `cargo xtask readers`: what the loader reads of YAML, and what a pattern takes, for programs that hold other readers and
//! engines against it.

use std::io::Write;

use serde_json::Value;

/// What `readers` takes.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Patterns with texts, and whether they match, in place of texts that are read
    #[arg(long, value_name = "COUNT")]
    patterns: Option<usize>,
}

/// Of texts and of patterns alike, the same in every run.
const SEED: u64 = 20_261_201;

/// A list of texts in JSON on standard input to a list of what is read of them on standard output; or patterns.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let answers: Value = if let Some(count) = options.patterns {
        serde_json::to_value(methodspec::pattern_cases(SEED, count))?
    } else {
        let texts: Vec<String> = serde_json::from_reader(std::io::stdin().lock())?;
        texts.iter().map(|text| methodspec::read_data(text)).collect()
    };
    let mut out = std::io::stdout().lock();
    serde_json::to_writer(&mut out, &answers)?;
    writeln!(out)?;
    Ok(())
}
