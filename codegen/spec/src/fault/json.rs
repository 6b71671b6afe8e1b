//! The report for programs.

use serde_json::{Value, json};

use super::{Faults, Place, Severity};

impl Faults {
    /// The report for programs: a list of objects in the order of [`Faults::human`].
    #[must_use]
    pub fn json(&self) -> Value {
        self.iter()
            .map(|fault| {
                json!({
                    "code": fault.kind.code(),
                    "severity": match fault.severity { Severity::Error => "error", Severity::Warning => "warning" },
                    "message": fault.message,
                    "file": fault.file,
                    "line": fault.place.line,
                    "column": fault.place.column,
                    "start": fault.place.bytes.start,
                    "end": fault.place.bytes.end,
                    "text": self.excerpt(&fault.file, &fault.place),
                    "label": fault.label,
                    "help": fault.help,
                    "related": fault.related.iter().map(|(file, place, says)| json!({
                        "file": file, "line": place.line, "column": place.column, "says": says,
                    })).collect::<Vec<_>>(),
                })
            })
            .collect()
    }

    /// The text at a place, cut at the line's end and at 120 characters.
    fn excerpt(&self, file: &str, place: &Place) -> String {
        self.text(file)
            .and_then(|text| text.get(place.bytes.clone()))
            .and_then(|text| text.lines().next())
            .map(|line| line.chars().take(120).collect())
            .unwrap_or_default()
    }
}
