//! Failures that are known: a list with a reason for each, which fails when one passes.

use std::path::Path;

use serde::Deserialize;

use super::select::Matcher;

/// The list.
#[derive(Debug, Clone, Default)]
pub struct Known {
    pub(super) entries: Vec<Entry>,
}

/// One entry.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) rule: Matcher,
    pub(super) reason: String,
    /// File and line, for whoever is told of it.
    pub(super) at: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    rule: String,
    #[serde(default)]
    reason: String,
    cite: Option<String>,
    link: Option<String>,
}

impl Known {
    /// Reads a list: `rule` (an id or a glob), `reason`, and `cite` or `link`.
    ///
    /// # Errors
    /// Where the file cannot be read, an entry has another key, no reason, or neither cite nor link.
    pub fn read(file: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(file).map_err(|why| format!("{}: {why}", file.display()))?;
        Self::parse(&file.display().to_string(), &text)
    }

    /// Reads the text of a list that stands in a file of this name.
    ///
    /// # Errors
    /// As [`Known::read`].
    pub fn parse(file: &str, text: &str) -> Result<Self, String> {
        let written: Option<Vec<Written>> = serde_yaml::from_str(text).map_err(|why| format!("{file}: {why}"))?;
        let lines = text.lines().enumerate().filter(|(_, line)| line.trim_start().starts_with("- "));
        let mut lines = lines.map(|(index, _)| index + 1);
        let mut entries = Vec::new();
        for one in written.unwrap_or_default() {
            let at = format!("{file}:{}", lines.next().unwrap_or(1));
            if one.reason.trim().is_empty() {
                return Err(format!("{at}: {} has no reason; say why it fails", one.rule));
            }
            let rule = Matcher::new(&one.rule).map_err(|why| format!("{at}: {why}"))?;
            let source = one.cite.into_iter().chain(one.link).collect::<Vec<_>>().join(", ");
            if source.trim().is_empty() {
                return Err(format!("{at}: {} has neither cite nor link; say where it is written", one.rule));
            }
            entries.push(Entry { rule, reason: format!("{} ({source})", one.reason.trim()), at });
        }
        Ok(Self { entries })
    }
}
