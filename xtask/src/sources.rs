//! `cargo xtask sources`: every cited fact against the vendor's documents, every request against the API description.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{anyhow, bail};
use methodspec::resolved::Specs;
use methodspec::sources::{self, api};
use serde_json::json;

use crate::specs::{load, root};

/// What `sources` takes.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Folder of the vendor's documents, which are not in this repository
    #[arg(long, value_name = "DIR", required_unless_present = "api")]
    documents: Option<PathBuf>,
    /// The platform's API description (OpenAPI 3.0 or Swagger 2.0, as JSON), or a folder of them; not in this repository
    #[arg(long, value_name = "FILE")]
    api: Option<PathBuf>,
    /// How differences from the API description are listed: human or json
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = ["human", "json"])]
    format: String,
    /// Folder of specs
    #[arg(long, value_name = "DIR")]
    specs: Option<PathBuf>,
    /// Leave out the lines that no fact cites
    #[arg(long)]
    quiet: bool,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let folder = match &options.specs {
        Some(folder) => folder.clone(),
        None => root()?.join("specs"),
    };
    let specs = load(&folder)?;
    let documents = options.documents.iter().try_for_each(|documents| against_documents(&specs, documents, options));
    let described = options.api.iter().try_for_each(|api| against_api(&specs, api, options));
    documents.and(described)
}

fn against_documents(specs: &Specs, documents: &std::path::Path, options: &Options) -> anyhow::Result<()> {
    let report = sources::check(specs, documents);
    let mut out = std::io::stdout().lock();
    for document in &report.documents {
        let (method, key, file) = (&document.method, &document.document, &document.file);
        writeln!(out, "{method} {key} ({file}): {} lines, {} not cited", document.lines, document.uncited.len())?;
        for (number, line) in document.uncited.iter().filter(|_| !options.quiet) {
            let shown: String = line.trim().chars().take(120).collect();
            writeln!(out, "  {number}: {shown}")?;
        }
    }
    if !report.faults.is_empty() {
        bail!("{}", report.faults.human(false));
    }
    writeln!(out, "{} facts and {} places of examples hold", report.claims, report.places)?;
    Ok(())
}

fn against_api(specs: &Specs, file: &std::path::Path, options: &Options) -> anyhow::Result<()> {
    let given = api::Description::read_all(file).map_err(|why| anyhow!(why))?;
    let report = api::check(specs, &given);
    let mut out = std::io::stdout().lock();
    if options.format == "json" {
        let shown = json!({
            "requests": report.requests,
            "fields": report.fields,
            "skipped": report.skipped,
            "differences": report.differences,
            "faults": report.faults.json(),
        });
        writeln!(out, "{}", serde_json::to_string_pretty(&shown)?)?;
    } else {
        for one in &report.differences {
            let place = if one.route.is_empty() { "every route that has it" } else { one.route.as_str() };
            let field = if one.field.is_empty() { "the route" } else { one.field.as_str() };
            let on_record = one.record.as_deref().unwrap_or("no record");
            writeln!(out, "{} {field}: {} here, {} in {place}: {on_record}", one.request, one.ours, one.theirs)?;
        }
        for host in &report.skipped {
            writeln!(out, "{host}: its API description is not given; its requests were left out")?;
        }
    }
    if !report.faults.is_empty() {
        bail!("{}", report.faults.human(false));
    }
    if options.format != "json" {
        let recorded = report.differences.len();
        writeln!(
            out,
            "{} requests with {} fields agree with the API description; {recorded} differences are on record",
            report.requests, report.fields
        )?;
    }
    Ok(())
}
