//! `cargo xtask diff`: what a consumer notices between two folders of specs.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use methodspec::diff::{self, Change};
use methodspec::resolved::Specs;

use crate::specs::load;

/// What `diff` takes.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Folder of specs as they were
    old: PathBuf,
    /// Folder of specs as they are
    new: PathBuf,
    /// Print an entry for the changelog instead of lines
    #[arg(long)]
    changelog: bool,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let (old, new) = (load(&options.old)?, load(&options.new)?);
    let changes = diff::compare(&old, &new);
    let mut by_method: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
    for change in &changes {
        by_method.entry(&change.method).or_default().push(change);
    }
    let mut out = std::io::stdout().lock();
    for (method, changes) in &by_method {
        let version = version(&old, method, changes);
        if options.changelog {
            writeln!(out, "### ecommpay-{method} {version}\n")?;
            for change in changes {
                let at = if change.at.is_empty() { String::new() } else { format!("`{}`: ", change.at) };
                writeln!(out, "- {}: {at}{}", change.impact.name(), change.what)?;
            }
            writeln!(out)?;
        } else {
            for change in changes {
                writeln!(out, "{change}")?;
            }
            if new.methods.contains_key(*method) {
                writeln!(out, "{method}: the version must be at least {version}")?;
            } else {
                writeln!(out, "{method}: the facade loses a feature, which breaks whoever uses it")?;
            }
        }
    }
    if changes.is_empty() && !options.changelog {
        writeln!(out, "nothing that a consumer would notice")?;
    }
    Ok(())
}

/// The version that the crate must take; a new method keeps its own.
fn version(old: &Specs, method: &str, changes: &[&Change]) -> String {
    let changes: Vec<Change> = changes.iter().map(|change| (*change).clone()).collect();
    let was = old.methods.get(method).map(|method| method.version.as_str());
    was.and_then(|was| diff::wanted(was, &changes)).unwrap_or_else(|| "its own".to_owned())
}
