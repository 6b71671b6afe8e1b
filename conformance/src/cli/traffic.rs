//! What `callbacks`, `requests` and `merge` share.

use std::io::Write;
use std::path::PathBuf;
use std::str::FromStr;

use ecommpay_conformance::traffic::{Human, Options, Report, Run, Secrets, Shard, part_name};

use super::{Outcome, target};

/// What is said where a run came to nothing.
pub(super) fn nothing_judged(report: &Report) -> String {
    let files = report.not_read();
    if files.is_empty() {
        "none of the bodies could be judged: the specs have no such form, and no such method".to_owned()
    } else {
        format!("nothing could be judged: {}", files.join("; "))
    }
}

/// How recorded traffic is read and reported.
#[derive(clap::Args)]
pub(crate) struct Traffic {
    /// Recorded bodies: JSON, JSON lines, folders of them, `-` for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Folder of specs
    #[arg(long, value_name = "DIR", default_value = "specs")]
    pub(super) specs: PathBuf,
    /// Project of the key at the same place among the keys; without any, a key is tried for whatever project a body names
    #[arg(long, value_name = "ID")]
    project: Vec<i64>,
    /// Environment variable that holds a project's secret; may be given several times
    #[arg(long, value_name = "VAR", allow_hyphen_values = true)]
    key_env: Vec<String>,
    /// Take the payments of one shard alone: K/N, K from 0 to N-1
    #[arg(long, value_name = "K/N")]
    shard: Option<Shard>,
    /// The name of this part, where a batch engine cut the input: a word, or K/N if it cut by that rule
    #[arg(long, value_name = "NAME", value_parser = part_name, conflicts_with = "shard")]
    part: Option<String>,
    /// Do not follow the stories of payments: memory does not grow with their number
    #[arg(long)]
    no_story: bool,
    /// Places to tell of each broken rule
    #[arg(long, value_name = "N", default_value_t = 5)]
    examples: usize,
    /// Most bytes of a body
    #[arg(long, value_name = "BYTES", default_value_t = 1 << 20)]
    limit: usize,
    #[command(flatten)]
    reports: Reports,
}

/// Where reports go.
#[derive(clap::Args)]
pub(crate) struct Reports {
    /// A report, `human` or `json`, into a file, `-` for standard output; may be given several times
    #[arg(long = "report", value_name = "KIND=FILE")]
    reports: Vec<Target>,
}

#[derive(Clone)]
struct Target {
    json: bool,
    file: PathBuf,
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no report: write human=FILE or json=FILE");
        let (kind, file) = text.split_once('=').filter(|(_, file)| !file.is_empty()).ok_or_else(wrong)?;
        let json = match kind {
            "human" => false,
            "json" => true,
            _ => return Err(wrong()),
        };
        Ok(Self { json, file: file.into() })
    }
}

impl Traffic {
    pub(super) fn has_keys(&self) -> bool {
        !self.key_env.is_empty()
    }

    pub(super) fn options(&self) -> Options {
        Options { story: !self.no_story, shard: self.shard, examples: self.examples, limit: self.limit }
    }

    /// The secrets out of the environment: never out of arguments, which every user of the machine can read.
    pub(super) fn secrets(&self) -> anyhow::Result<Secrets> {
        anyhow::ensure!(
            self.project.is_empty() || self.project.len() == self.key_env.len(),
            "{} projects and {} keys: give `--project ID --key-env VAR` in pairs, or no project at all",
            self.project.len(),
            self.key_env.len()
        );
        let mut secrets = Secrets::default();
        for (at, name) in self.key_env.iter().enumerate() {
            secrets.add(self.project.get(at).copied(), super::key::secret(at, name)?);
        }
        Ok(secrets)
    }

    pub(super) fn run(&self, run: Run<'_>, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        self.reports.distinct()?;
        let mut run = match &self.part {
            Some(name) => run.of_part(name.clone()),
            None => run,
        };
        run.files(&self.files);
        let (report, elsewhere) = run.finish();
        // a part may be empty: `merge` sees whether all are
        let is_part = self.part.is_some() || elsewhere > 0;
        anyhow::ensure!(is_part || report.bodies() > 0, "the files hold no recorded body: nothing was checked");
        let outcome = self.reports.write(&report, out)?;
        anyhow::ensure!(is_part || report.judged() > 0, nothing_judged(&report));
        Ok(outcome)
    }
}

impl Reports {
    /// Refuses two reports in one place.
    pub(super) fn distinct(&self) -> anyhow::Result<()> {
        target::distinct(self.reports.iter().map(|target| target.file.as_path()))
    }

    /// Writes every report; the one for people goes to standard output unless another goes there.
    pub(super) fn write(&self, report: &Report, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        if !self.reports.iter().any(|target| target::is_out(&target.file)) {
            write!(out, "{}", Human(report))?;
        }
        for Target { json, file } in &self.reports {
            let text = if *json { report.json() } else { Human(report).to_string() };
            target::write(file, &text, out)?;
        }
        Ok(Outcome::from(report.holds()))
    }
}
