//! `cargo xtask generate`: specs to crates, schemas and pages.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use methodspec::parallel;
use methodspec::resolved::{Method, Specs};
use methodspec_codegen::baseline::{self, Moved};
use methodspec_codegen::output::{self, Plan};
use methodspec_codegen::{Files, Target, crates, emit, fresh};

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
    let home = root.join("generated");
    let out = options.out.clone().unwrap_or_else(|| home.clone());
    if out.is_file() {
        bail!("{} is a file; --out takes a folder", out.display());
    }
    let target = target(&root, &out, &home)?;
    // a check makes everything anew and believes no record
    if !options.check
        && let Some(told) = fresh::told(&out, &inputs(&specs_dir, &target)?)?
    {
        write!(std::io::stdout(), "{told}")?;
        return Ok(());
    }
    let own = options.specs.is_none();
    let made = make(&specs_dir, &out, &target, own)?;
    let page = specs_dir.join(reference::FILE);
    if options.check {
        let mut stale: Vec<String> = made.plans().flat_map(|plan| plan.stale().map(|path| plan.shown(path))).collect();
        stale.extend(made.reference.map(|_| page.display().to_string()));
        stale.extend(made.leftovers.iter().map(|path| specs_dir.join(path).display().to_string()));
        return check(&stale);
    }
    made.plans().try_for_each(Plan::apply)?;
    let mut written: usize = made.plans().map(|plan| plan.write.len()).sum();
    if !made.leftovers.is_empty() {
        output::clear(&specs_dir)?;
    }
    if let Some(text) = &made.reference {
        output::put(&specs_dir, reference::FILE, text)?;
        written += 1;
    }
    let deleted: usize = made.plans().map(|plan| plan.delete.len()).sum();
    let current: usize = made.plans().map(|plan| plan.current).sum();
    let told = report(&made, |folder| made.crates.is_stale(folder), [written, deleted, current]);
    write!(std::io::stdout(), "{told}")?;
    let left = made.plans().map(|plan| plan.leftovers.len()).sum::<usize>() + made.leftovers.len();
    if left > 0 {
        writeln!(std::io::stdout(), "{left} files that a run left when it was cut short: removed")?;
    }
    // what the next run tells if nothing has changed by then
    let again = report(&made, |_| false, [0, 0, written + current]);
    fresh::record(&out, &inputs(&specs_dir, &target)?, &again)?;
    for one in &made.moved {
        writeln!(std::io::stdout(), "{one}")?;
    }
    Ok(())
}

/// All that is to be written, and what is told of it.
struct Made {
    specs: Specs,
    moved: Vec<Moved>,
    crates: Plan,
    /// Schemas of the language.
    language: Option<Plan>,
    /// The language reference, where it is stale.
    reference: Option<String>,
    /// What a run that was cut short left beside the specs.
    leftovers: Vec<String>,
}

impl Made {
    fn plans(&self) -> impl Iterator<Item = &Plan> {
        [&self.crates].into_iter().chain(&self.language)
    }
}

/// Makes everything, and writes nothing. The language's `own` files stand beside the specs of this repository, and in no
/// other folder.
fn make(specs: &Path, out: &Path, target: &Target, own: bool) -> anyhow::Result<Made> {
    let own = || own.then(|| language(specs)).transpose();
    let crates = || {
        let specs = load(specs)?;
        let files = emit(&specs, target)?;
        let moved = baseline::moved(out, &specs, &files)?;
        refuse(&moved)?;
        let crates = output::plan(out, files)?;
        anyhow::Ok(Made { specs, moved, crates, language: None, reference: None, leftovers: Vec::new() })
    };
    let (own, made) = parallel::both(own, crates);
    let mut made = made?;
    if let Some((plan, reference)) = own? {
        made.language = Some(plan);
        made.reference = reference;
        made.leftovers = output::leftovers(specs)?;
    }
    Ok(made)
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
    // as a crate in the folder sees it: what is committed there names no folder of this machine
    let runtime = relative(&physical(out)?.join("crate"), &physical(&runtime)?);
    Ok(Target::at(runtime.to_str().context("the path of this checkout is no UTF-8")?.replace('\\', "/")))
}

/// The path without links, of what may not be there yet.
fn physical(path: &Path) -> anyhow::Result<PathBuf> {
    let path = std::path::absolute(path).with_context(|| path.display().to_string())?;
    for there in path.ancestors() {
        if let Ok(found) = there.canonicalize() {
            return Ok(path.strip_prefix(there).map_or_else(|_| path.clone(), |rest| found.join(rest)));
        }
    }
    Ok(path)
}

/// The way from one folder to another; the other as it is where none leads there, as from one drive to the next.
fn relative(from: &Path, to: &Path) -> PathBuf {
    let common = from.components().zip(to.components()).take_while(|(one, other)| one == other).count();
    if common == 0 {
        return to.to_owned();
    }
    let up = from.components().skip(common).map(|_| std::path::Component::ParentDir);
    up.chain(to.components().skip(common)).collect()
}

/// Schemas of the language, and its reference where it is stale: the tables of keys in it are the schemas'.
fn language(specs: &Path) -> anyhow::Result<(Plan, Option<String>)> {
    let schemas = [methodspec::schema::method(), methodspec::schema::platform(), methodspec::schema::codes()];
    let mut files = Files::new();
    for (name, schema) in ["method", "platform", "operation-codes"].iter().zip(&schemas) {
        files.insert(format!("{name}.json"), format!("{}\n", serde_json::to_string_pretty(schema)?));
    }
    let plan = output::plan(&specs.join("schema"), files)?;
    Ok((plan, reference::stale(&specs.join(reference::FILE), &schemas)?))
}

fn check(stale: &[String]) -> anyhow::Result<()> {
    if stale.is_empty() {
        return Ok(());
    }
    bail!("stale:\n  {}\nrun `cargo xtask generate` and commit what it writes", stale.join("\n  "));
}

/// All that the output depends on: the folder of specs, where the crates stand, and this program itself. The program is
/// known by its size and the time it was built at: to read it takes longer than to generate.
fn inputs(specs: &Path, target: &Target) -> anyhow::Result<String> {
    let program = std::fs::metadata(std::env::current_exe()?)?;
    let built = program.modified()?.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let also = format!("{target:?} {} {built:?}", program.len());
    Ok(fresh::inputs(specs, &[also.as_bytes()])?)
}

fn report(made: &Made, changed: impl Fn(&str) -> bool, [written, deleted, current]: [usize; 3]) -> String {
    let specs = &made.specs;
    let mut rows = vec![["method", "operations", "channels", "currencies", "lines", ""].map(str::to_owned)];
    for method in specs.methods.values() {
        rows.push(row(method, &made.crates.files, &changed));
    }
    let mut width = [0; 6];
    for row in &rows {
        for (width, cell) in width.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    let mut out = String::new();
    for row in &rows {
        let cells = row.iter().zip(width).map(|(cell, width)| format!("{cell:width$}  "));
        out.push_str(cells.collect::<String>().trim_end());
        out.push('\n');
    }
    for draft in &specs.drafts {
        out.push_str(&format!("{draft}: a draft, not generated\n"));
    }
    for method in specs.methods.values() {
        for why in method.operations.values().flat_map(|operation| &operation.not_generated) {
            out.push_str(&format!("{}: not generated: {why}\n", method.key));
        }
    }
    for plan in made.plans() {
        for path in &plan.kept {
            out.push_str(&format!("{}: no longer made, but changed by hand: left alone\n", plan.shown(path)));
        }
    }
    out.push_str(&format!("{written} files written, {deleted} deleted, {current} unchanged\n"));
    out
}

fn row(method: &Method, files: &Files, changed: impl Fn(&str) -> bool) -> [String; 6] {
    let folder = format!("ecommpay-{}/", method.key);
    let sources = files.range(folder.clone()..).take_while(|(path, _)| path.starts_with(&folder));
    let lines: usize = sources.filter(|(path, _)| path.ends_with(".rs")).map(|(_, text)| text.lines().count()).sum();
    let [operations, channels, currencies] = crates::told(method);
    let changed = if changed(&folder) { "changed" } else { "unchanged" };
    [method.key.clone(), operations, channels, currencies, lines.to_string(), changed.to_owned()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_the_runtime_names_no_folder_of_this_machine() {
        let way = |from: &str, to: &str| relative(Path::new(from), Path::new(to));
        assert_eq!(
            way("/home/a/pay/out/crate", "/home/a/spec/codegen/runtime"),
            Path::new("../../../spec/codegen/runtime")
        );
        assert_eq!(way("/b/crate", "/a/runtime"), Path::new("../../a/runtime"));
        // of what is not there yet, and of what is
        let place = tempfile::tempdir().expect("a folder");
        let root = place.path().join("spec");
        std::fs::create_dir_all(root.join("codegen/runtime")).expect("folders");
        let out = place.path().join("pay/out");
        let before = target(&root, &out, &root.join("generated")).expect("a target");
        std::fs::create_dir_all(&out).expect("a folder");
        let after = target(&root, &out, &root.join("generated")).expect("a target");
        assert_eq!(before.runtime, "../../../spec/codegen/runtime");
        assert_eq!(after.runtime, before.runtime);
    }
}
