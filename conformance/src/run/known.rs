//! Failures that are known: a list with a reason for each, which fails when one passes.

use std::path::Path;

use serde::Deserialize;

use super::select::Matcher;
use crate::{plain, regular};

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
        let name = plain::path(file);
        let text = regular::yaml(file).map_err(|why| format!("{name}: {why}"))?;
        Self::parse(&name, &text)
    }

    /// Reads the text of a list that stands in a file of this name.
    ///
    /// # Errors
    /// As [`Known::read`].
    pub fn parse(file: &str, text: &str) -> Result<Self, String> {
        let written: Option<Vec<Written>> =
            serde_yaml::from_str(text).map_err(|why| format!("{file}: {}", plain::short(&why.to_string())))?;
        let lines = text.lines().enumerate().filter(|(_, line)| line.trim_start().starts_with("- "));
        let mut lines = lines.map(|(index, _)| index + 1);
        let mut entries = Vec::new();
        for one in written.unwrap_or_default() {
            let at = format!("{file}:{}", lines.next().unwrap_or(1));
            for (key, text) in [
                ("rule", Some(&one.rule)),
                ("reason", Some(&one.reason)),
                ("cite", one.cite.as_ref()),
                ("link", one.link.as_ref()),
            ] {
                text.map_or(Ok(()), |text| regular::scalar(key, text)).map_err(|why| format!("{at}: {why}"))?;
            }
            if one.reason.trim().is_empty() {
                return Err(format!("{at}: {} has no reason; say why it fails", plain::short(&one.rule)));
            }
            let rule = Matcher::new(&one.rule).map_err(|why| format!("{at}: {why}"))?;
            let source = one.cite.into_iter().chain(one.link).collect::<Vec<_>>().join(", ");
            if source.trim().is_empty() {
                return Err(format!(
                    "{at}: {} has neither cite nor link; say where it is written",
                    plain::short(&one.rule)
                ));
            }
            entries.push(Entry {
                rule,
                reason: plain::line(&format!("{} ({source})", one.reason.trim())).into_owned(),
                at,
            });
        }
        Ok(Self { entries })
    }
}
