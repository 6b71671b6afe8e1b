//! `cargo xtask lint`: every fault and warning of the specs, for people, programs and GitHub.

use std::io::{IsTerminal, Write};
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use methodspec::freshness::{self, Day};
use methodspec::{Fault, Faults, Folder, Severity, check_with, is_control, line, turns_text};

use crate::specs::root;

/// What `lint` takes.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// How faults are told: human, json, or github for annotations of a pull request
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = format)]
    format: Format,
    /// Folder of specs
    #[arg(long, value_name = "DIR")]
    specs: Option<PathBuf>,
    /// Warn of documents that were read longer ago than this: 180d
    #[arg(long, value_name = "DAYS", value_parser = days)]
    older_than: Option<u32>,
    /// The day from which that is counted [default: today]
    #[arg(long, value_name = "DAY", requires = "older_than")]
    today: Option<Day>,
    /// Only faults of these files or folders, and of the platform's own files
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

#[derive(Clone, Copy)]
enum Format {
    Human,
    Json,
    Github,
}

fn format(text: &str) -> Result<Format, &'static str> {
    match text {
        "human" => Ok(Format::Human),
        "json" => Ok(Format::Json),
        "github" => Ok(Format::Github),
        _ => Err("the formats are human, json and github"),
    }
}

fn days(text: &str) -> Result<u32, String> {
    let number = text.strip_suffix('d').and_then(|days| days.parse().ok());
    number.ok_or_else(|| format!("`{text}` is no count of days: write 180d"))
}

pub(crate) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let folder = options.specs.clone().map_or_else(|| root().map(|root| root.join("specs")), Ok)?;
    let home = folder.canonicalize().with_context(|| folder.display().to_string())?;
    let wanted = options.paths.iter().map(|path| below(&home, path)).collect::<anyhow::Result<Vec<_>>>()?;
    let (specs, mut all) = check_with(&Folder(folder.clone()));
    if let Some(days) = options.older_than {
        let Some(specs) = &specs else {
            bail!("{}documents cannot be looked at while the specs do not load", all.human(false));
        };
        all = all.and(freshness::older_than(specs, options.today.unwrap_or_else(Day::today), days));
    }
    let faults = all.of(|fault| is_wanted(fault, &wanted));

    let mut out = std::io::stdout().lock();
    match options.format {
        Format::Human => write!(out, "{}", human(&faults, &all, std::io::stdout().is_terminal()))?,
        Format::Json => writeln!(out, "{}", escaped(&serde_json::to_string_pretty(&faults.json())?))?,
        Format::Github => {
            // GitHub looks files up from the repository's root.
            let root = root().and_then(|root| Ok(root.canonicalize()?)).ok();
            let folder = match (root.and_then(|root| home.strip_prefix(root).ok()), &options.specs) {
                (Some(inside), _) => inside.to_owned(),
                (None, Some(given)) => given.clone(),
                (None, None) => home.clone(),
            };
            for fault in &faults {
                writeln!(out, "{}", annotation(fault, &folder))?;
            }
        }
    }
    Ok(if faults.has_errors() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// JSON that means the same, and moves no cursor and turns no text where it is printed.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for letter in json.chars() {
        if is_control(letter) || turns_text(letter) {
            // all of them have four digits
            out.push_str(&format!("\\u{:04x}", u32::from(letter)));
        } else {
            out.push(letter);
        }
    }
    out
}

/// A path as faults name files: below the specs folder, with `/`.
fn below(home: &Path, path: &Path) -> anyhow::Result<String> {
    let whole = path.canonicalize().with_context(|| path.display().to_string())?;
    let Ok(inside) = whole.strip_prefix(home) else {
        bail!(
            "{} does not stand in the folder of specs {}; name its own folder with --specs DIR",
            path.display(),
            home.display()
        );
    };
    let parts = inside.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy()),
        _ => None,
    });
    Ok(parts.collect::<Vec<_>>().join("/"))
}

/// Faults of the platform's files are everybody's: while they stand, nothing else is checked.
fn is_wanted<'a>(fault: &'a Fault, wanted: &[String]) -> bool {
    let shared = !fault.file.contains('/');
    // a clash of two files is told where either was asked for
    let files = || fault.related.iter().map(|(file, ..)| file).chain([&fault.file]);
    let inside = |path: &String| {
        let below = |file: &'a String| file.strip_prefix(path.as_str());
        path.is_empty() || files().filter_map(below).any(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    wanted.is_empty() || shared || wanted.iter().any(inside)
}

/// The loader's report of what was asked for, and how much else there is.
fn human(faults: &Faults, all: &Faults, colour: bool) -> String {
    let report = faults.human(colour);
    if faults.len() == all.len() {
        return report;
    }
    let ((errors, warnings), (of_all, warnings_of_all)) = (faults.counts(), all.counts());
    let plural = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    let elsewhere = plural(of_all + warnings_of_all - errors - warnings, "other");
    let (errors, warnings) = (plural(errors, "fault"), plural(warnings, "warning"));
    // in place of the count that ends the report
    let blocks = report.rfind("\n\n").map_or("", |end| report.get(..end + 2).unwrap_or_default());
    format!("{blocks}{errors}, {warnings}; {elsewhere} in files that were not asked for\n")
}

/// A workflow command: `::error file=…,line=…,col=…,title=…::message`.
fn annotation(fault: &Fault, folder: &Path) -> String {
    let word = match fault.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    // before letters that are not seen are written with a backslash, which would be one of a path
    let file = folder.join(&fault.file).to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    let file = line(&file, usize::MAX);
    let mut message = fault.message.clone();
    for help in &fault.help {
        message.push_str("\nhelp: ");
        message.push_str(help);
    }
    let (line, column) = (fault.place.line, fault.place.column);
    let (file, title) = (property(&file), property(fault.kind.code()));
    format!("::{word} file={file},line={line},col={column},title={title}::{}", data(&message))
}

/// The message of a workflow command is one line; `%` marks what is escaped.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Its properties are cut at `,` and end at `:`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
