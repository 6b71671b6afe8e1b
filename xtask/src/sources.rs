//! `cargo xtask sources`: every cited fact against the vendor's documents, every request against the API description.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{anyhow, bail};
use methodspec::sources::{self, api};
use serde_json::{Map, Value, json};

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
    /// How what was found is listed: human, or json, which is one object, faults too, and nothing beside it
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = ["human", "json"])]
    format: String,
    /// Folder of specs
    #[arg(long, value_name = "DIR")]
    specs: Option<PathBuf>,
    /// Leave out the lines that no fact cites
    #[arg(long)]
    quiet: bool,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let folder = match &options.specs {
        Some(folder) => folder.clone(),
        None => root()?.join("specs"),
    };
    let specs = load(&folder)?;
    let documents = options.documents.as_ref().map(|documents| sources::check(&specs, documents));
    let described = options.api.as_ref().map(|file| {
        let given = api::Description::read_all(file).map_err(|why| anyhow!(why))?;
        Ok::<_, anyhow::Error>(api::check(&specs, &given))
    });
    let described = described.transpose()?;
    let faults = [documents.as_ref().map(|report| &report.faults), described.as_ref().map(|report| &report.faults)];
    let failed = faults.iter().flatten().any(|faults| !faults.is_empty());
    if options.format == "json" {
        let mut shown = described.as_ref().map(api_json).unwrap_or_default();
        if let Some(report) = &documents {
            shown.insert("documents".to_owned(), documents_json(report));
        }
        writeln!(std::io::stdout().lock(), "{}", serde_json::to_string_pretty(&shown)?)?;
        return Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS });
    }
    if let Some(report) = &documents {
        against_documents(report, options)?;
    }
    if let Some(report) = &described {
        against_api(report)?;
    }
    if failed {
        let told: Vec<String> =
            faults.iter().flatten().filter(|faults| !faults.is_empty()).map(|faults| faults.human(false)).collect();
        bail!("{}", told.join("\n"));
    }
    Ok(ExitCode::SUCCESS)
}

fn documents_json(report: &sources::Report) -> Value {
    let documents = report.documents.iter().map(|one| {
        let uncited = one.uncited.iter().map(|(number, line)| json!({ "line": number, "text": line }));
        let uncited: Vec<Value> = uncited.collect();
        json!({ "method": one.method, "document": one.document, "file": one.file, "lines": one.lines, "uncited": uncited })
    });
    json!({
        "read": documents.collect::<Vec<_>>(),
        "facts": report.claims,
        "places": report.places,
        "faults": report.faults.json(),
    })
}

fn api_json(report: &api::Report) -> Map<String, Value> {
    let members = [
        ("requests", json!(report.requests)),
        ("fields", json!(report.fields)),
        ("catalogue", json!(report.catalogue)),
        ("paths", json!(report.paths)),
        ("skipped", json!(report.skipped)),
        ("differences", json!(report.differences)),
        ("faults", report.faults.json()),
    ];
    members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn against_documents(report: &sources::Report, options: &Options) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    for document in &report.documents {
        let (method, key, file) = (&document.method, &document.document, &document.file);
        writeln!(out, "{method} {key} ({file}): {} lines, {} not cited", document.lines, document.uncited.len())?;
        for (number, line) in document.uncited.iter().filter(|_| !options.quiet) {
            let shown: String = line.trim().chars().take(120).collect();
            writeln!(out, "  {number}: {shown}")?;
        }
    }
    if report.faults.is_empty() {
        writeln!(out, "{} facts and {} places of examples hold", report.claims, report.places)?;
    }
    Ok(())
}

fn against_api(report: &api::Report) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    for one in &report.differences {
        let place = if one.route.is_empty() { "every route that has it" } else { one.route.as_str() };
        let field = if one.field.is_empty() { "the route" } else { one.field.as_str() };
        let on_record = one.record.as_deref().unwrap_or("no record");
        writeln!(out, "{} {field}: {} here, {} in {place}: {on_record}", one.request, one.ours, one.theirs)?;
    }
    for host in &report.skipped {
        writeln!(out, "{host}: its API description is not given; its requests were left out")?;
    }
    if report.faults.is_empty() {
        writeln!(
            out,
            "{} requests with {} fields, {} further fields of routes and {} paths agree with the API description; {} differences \
             are on record",
            report.requests,
            report.fields,
            report.catalogue,
            report.paths,
            report.differences.len()
        )?;
    }
    Ok(())
}
