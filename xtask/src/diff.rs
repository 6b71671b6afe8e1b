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
    for (key, changes) in &by_method {
        let what = crate_of(&old, &new, key, changes);
        if options.changelog {
            match &what {
                Crate::At(version) => writeln!(out, "### ecommpay-{key} {version}\n")?,
                Crate::Gone { facade } => writeln!(out, "### ecommpay {facade}\n")?,
            }
            for change in changes {
                let at = if change.at.is_empty() { String::new() } else { format!("`{}`: ", change.at) };
                // the entry of the facade does not name the method by itself
                let of = if matches!(what, Crate::Gone { .. }) { format!("`{key}`: ") } else { String::new() };
                writeln!(out, "- {}: {of}{at}{}", change.impact.name(), change.what)?;
            }
            writeln!(out)?;
        } else {
            for change in changes {
                writeln!(out, "{change}")?;
            }
            match &what {
                Crate::At(version) => writeln!(out, "{key}: the version must be at least {version}")?,
                Crate::Gone { facade } => writeln!(
                    out,
                    "{key}: the facade loses a feature, which breaks whoever uses it: its version, that of platform.yaml, \
                     must be at least {facade}"
                )?,
            }
        }
    }
    if changes.is_empty() && !options.changelog {
        writeln!(out, "nothing that a consumer would notice")?;
    }
    Ok(())
}

/// What becomes of the crate that changes are told of.
enum Crate {
    /// It is at least at this version.
    At(String),
    /// It is made no more, and the facade takes this version, which is the platform's.
    Gone { facade: String },
}

/// The version that the crate must take; a new method keeps its own.
fn crate_of(old: &Specs, new: &Specs, key: &str, changes: &[&Change]) -> Crate {
    let changes: Vec<Change> = changes.iter().map(|change| (*change).clone()).collect();
    let raised = |was: &str| diff::wanted(was, &changes).unwrap_or_else(|| was.to_owned());
    if key == diff::PLATFORM {
        return Crate::At(raised(&old.platform.version));
    }
    match (old.methods.get(key), new.methods.get(key)) {
        (Some(was), Some(_)) => Crate::At(raised(&was.version)),
        (None, Some(is)) => Crate::At(is.version.clone()),
        (_, None) => Crate::Gone { facade: raised(&old.platform.version) },
    }
}
