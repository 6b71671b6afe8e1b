//! `cargo xtask generate`: specs to crates, schemas and pages.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use methodspec::resolved::{Method, Specs};
use methodspec_codegen::baseline::{self, Moved};
use methodspec_codegen::output::{self, Plan};
use methodspec_codegen::{Files, Target, crates, emit};

use crate::reference;
use crate::specs::{load, root};

/// What `generate` takes.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Change nothing; fail and name the files where something is stale
    #[arg(long)]
    check: bool,
    /// Folder of specs
    #[arg(long, value_name = "DIR")]
    specs: Option<PathBuf>,
    /// Folder of generated crates
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let root = root()?;
    let specs_dir = options.specs.clone().unwrap_or_else(|| root.join("specs"));
    let specs = load(&specs_dir)?;
    let home = root.join("generated");
    let out = options.out.clone().unwrap_or_else(|| home.clone());
    if out.is_file() {
        bail!("{} is a file; --out takes a folder", out.display());
    }
    let files = emit(&specs, &target(&root, &out, &home)?)?;
    let moved = baseline::moved(&out, &specs, &files)?;
    refuse(&moved)?;
    let mut plans = vec![output::plan(&out, &files)?];
    // the language's own schemas stand beside the specs of this repository, and in no other folder
    if options.specs.is_none() {
        plans.push(output::plan(&specs_dir.join("schema"), &schemas()?)?);
    }
    // so does the language reference, whose tables of keys are the schema's
    let page = root.join("specs/README.md");
    let stale_page = options.specs.is_none() && reference::refresh(&page, options.check)?;
    if options.check {
        let mut stale: Vec<String> = plans.iter().flat_map(|plan| plan.stale().map(|path| plan.shown(path))).collect();
        stale.extend(stale_page.then(|| page.display().to_string()));
        return check(&stale);
    }
    for plan in &plans {
        plan.apply()?;
    }
    report(&specs, &files, &plans, usize::from(stale_page))?;
    for one in &moved {
        writeln!(std::io::stdout(), "{one}")?;
    }
    Ok(())
}

/// Nothing is written, and nothing called stale, while a version hides that its crate breaks.
fn refuse(moved: &[Moved]) -> anyhow::Result<()> {
    let refused: Vec<String> = moved.iter().filter(|one| one.is_refused()).map(ToString::to_string).collect();
    if refused.is_empty() {
        return Ok(());
    }
    bail!("{}\nnothing was written", refused.join("\n"));
}

fn target(root: &Path, out: &Path, home: &Path) -> anyhow::Result<Target> {
    let same = |a: &Path, b: &Path| a.canonicalize().ok().is_some_and(|a| b.canonicalize().ok() == Some(a));
    if same(out, home) {
        return Ok(Target::in_workspace());
    }
    let runtime = root.join("codegen/runtime");
    Ok(Target::at(runtime.to_str().context("the path of this checkout is no UTF-8")?))
}

fn schemas() -> anyhow::Result<Files> {
    let mut files = Files::new();
    let schemas = [
        ("method.json", methodspec::schema::method()),
        ("operation-codes.json", methodspec::schema::codes()),
        ("platform.json", methodspec::schema::platform()),
    ];
    for (name, schema) in schemas {
        files.insert(name.to_owned(), format!("{}\n", serde_json::to_string_pretty(&schema)?));
    }
    Ok(files)
}

fn check(stale: &[String]) -> anyhow::Result<()> {
    if stale.is_empty() {
        return Ok(());
    }
    bail!("stale:\n  {}\nrun `cargo xtask generate` and commit what it writes", stale.join("\n  "));
}

fn report(specs: &Specs, files: &Files, plans: &[Plan], pages: usize) -> anyhow::Result<()> {
    let mut rows = vec![["method", "operations", "channels", "currencies", "lines", ""].map(str::to_owned)];
    for method in specs.methods.values() {
        rows.push(row(method, files, plans));
    }
    let mut out = std::io::stdout().lock();
    for row in &rows {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let width = rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
            line.push_str(&format!("{cell:width$}  "));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    for draft in &specs.drafts {
        writeln!(out, "{draft}: a draft, not generated")?;
    }
    for method in specs.methods.values() {
        for why in method.operations.values().flat_map(|operation| &operation.not_generated) {
            writeln!(out, "{}: not generated: {why}", method.key)?;
        }
    }
    for plan in plans {
        for path in &plan.kept {
            writeln!(out, "{}: no longer made, but changed by hand: left alone", plan.shown(path))?;
        }
    }
    let written = pages + plans.iter().map(|plan| plan.write.len()).sum::<usize>();
    let deleted: usize = plans.iter().map(|plan| plan.delete.len()).sum();
    let current: usize = plans.iter().map(|plan| plan.current).sum();
    writeln!(out, "{written} files written, {deleted} deleted, {current} unchanged")?;
    Ok(())
}

fn row(method: &Method, files: &Files, plans: &[Plan]) -> [String; 6] {
    let folder = format!("ecommpay-{}/", method.key);
    let sources = files.iter().filter(|(path, _)| path.starts_with(&folder) && path.ends_with(".rs"));
    let lines: usize = sources.map(|(_, text)| text.lines().count()).sum();
    let changed = plans.iter().any(|plan| plan.stale().any(|path| path.starts_with(&folder)));
    let [operations, channels, currencies] = crates::told(method);
    let changed = if changed { "changed" } else { "unchanged" };
    [method.key.clone(), operations, channels, currencies, lines.to_string(), changed.to_owned()]
}
