//! `cargo xtask readers`: what the loader reads of YAML, and what a pattern takes, for programs that hold other readers and
//! engines against it.

use std::io::Write;

use serde_json::Value;

/// A list of texts in JSON on standard input to a list of what is read of them on standard output.
pub(crate) fn run() -> anyhow::Result<()> {
    let texts: Vec<String> = serde_json::from_reader(std::io::stdin().lock())?;
    let read: Vec<Value> = texts.iter().map(|text| methodspec::read_data(text)).collect();
    let mut out = std::io::stdout().lock();
    serde_json::to_writer(&mut out, &read)?;
    writeln!(out)?;
    Ok(())
}
