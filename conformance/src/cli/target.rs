//! Where a report goes: a file, or `-`, which is standard output.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use ecommpay_conformance::plain;
use ecommpay_conformance::report::Kind;

/// A report of one of all kinds, and its file.
pub(super) fn kind(text: &str) -> Result<(Kind, PathBuf), String> {
    let (kind, file) = text.split_once('=').ok_or("write KIND=FILE, such as html=report.html")?;
    if file.is_empty() {
        return Err(format!("{kind}= names no file; `-` is standard output"));
    }
    Ok((kind.parse()?, PathBuf::from(file)))
}

/// Whether it is standard output.
pub(super) fn is_out(file: &Path) -> bool {
    file.as_os_str() == "-"
}

/// Refuses reports of which one would overwrite another, before the work is done.
pub(super) fn distinct<'a>(files: impl IntoIterator<Item = &'a Path>) -> anyhow::Result<()> {
    let mut seen = BTreeSet::new();
    for file in files {
        let place = if is_out(file) { Ok(file.to_owned()) } else { std::path::absolute(file) };
        let name = if is_out(file) { "standard output".to_owned() } else { plain::path(file) };
        anyhow::ensure!(seen.insert(place.unwrap_or_else(|_| file.to_owned())), "two reports go to {name}");
    }
    Ok(())
}

/// Writes a report.
pub(super) fn write(file: &Path, text: &str, out: &mut dyn Write) -> anyhow::Result<()> {
    if is_out(file) {
        return Ok(out.write_all(text.as_bytes())?);
    }
    std::fs::write(file, text).with_context(|| format!("{}: the report cannot be written", plain::path(file)))
}
