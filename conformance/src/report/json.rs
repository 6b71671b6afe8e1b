//! For programs: the model as it is.

use super::Report;

pub(super) fn write(report: &Report) -> Result<String, String> {
    let mut text = serde_json::to_string_pretty(report).map_err(|why| why.to_string())?;
    text.push('\n');
    Ok(text)
}
