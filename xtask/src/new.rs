//! `cargo xtask new`: the skeleton of a method, to be filled from its documents.

use methodspec::freshness::Day;
use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, bail, ensure};
use methodspec::model::text::MethodKey;
use serde_json::Value;

use crate::specs::root;

const SKELETON: &str = include_str!("skeleton.yaml");

/// What `new` takes.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Key of the method: lower-case letters, digits and hyphens; the file is named for it
    method: String,
    /// Folder of specs
    #[arg(long, value_name = "DIR")]
    specs: Option<PathBuf>,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let key = options.method.as_str();
    ensure!(
        serde_json::from_value::<MethodKey>(Value::String(key.to_owned())).is_ok(),
        "`{key}` is no key of a method: a key has lower-case letters, digits and single hyphens, such as tide-pay"
    );
    let folder = match &options.specs {
        Some(folder) => folder.clone(),
        None => root()?.join("specs"),
    };
    let platform = folder.join("platform.yaml");
    ensure!(platform.is_file(), "{} is no folder of specs: it holds no platform.yaml", folder.display());
    let methods = folder.join("methods");
    fs::create_dir_all(&methods).with_context(|| methods.display().to_string())?;
    let path = methods.join(format!("{key}.yaml"));
    // `create_new`: what is there is never overwritten, not even by two runs at once.
    let mut file = match fs::File::create_new(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            bail!("{} is there already; nothing was written", path.display())
        }
        Err(error) => return Err(error).with_context(|| path.display().to_string()),
    };
    file.write_all(skeleton(key).as_bytes()).with_context(|| path.display().to_string())?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}: a draft, linted and listed, not generated", path.display())?;
    writeln!(out, "fill it (the language: specs/README.md), take `draft: true` away, then:")?;
    writeln!(out, "  cargo xtask lint && cargo xtask generate && cargo test --workspace")?;
    Ok(())
}

fn skeleton(key: &str) -> String {
    SKELETON
        .replace("@NAME@", key)
        .replace("@KEY@", &scalar(key))
        .replace("@TITLE@", &scalar(&title(key)))
        .replace("@TODAY@", &Day::today().to_string())
}

/// `tide-pay` to `Tide pay`: a beginning; the documents have the true title.
fn title(key: &str) -> String {
    let words = key.replace('-', " ");
    let mut chars = words.chars();
    chars.next().map(|first| first.to_ascii_uppercase().to_string() + chars.as_str()).unwrap_or_default()
}

/// In quotes where YAML would read something else than a text: `123`, `1e3`, `no`.
fn scalar(text: &str) -> String {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let digit = text.starts_with(|c: char| c.is_ascii_digit());
    if digit || WORDS.contains(&text.to_ascii_lowercase().as_str()) { format!("\"{text}\"") } else { text.to_owned() }
}
