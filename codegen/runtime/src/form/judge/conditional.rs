//! Rules that hold only under a condition, and values that go together.

use super::{Input, Judge, Seen};
use crate::form::paths;
use crate::form::rule::{self, RuleKind};
use crate::form::table::Kind;
use crate::form::violation::{Severity, Violation};

impl Judge<'_> {
    /// What holds only where another field says so. A field without its holder is the holder's matter.
    pub(super) fn conditions(&mut self, input: &dyn Input) {
        let find = |path: &str| input.find(path);
        for requirement in self.form.requirements {
            let Some(row) = self.form.rows.iter().find(|row| row.path == requirement.path) else { continue };
            let holder = row.path.rsplit_once('.').map(|(holder, _)| holder);
            let held = holder.is_none_or(|holder| matches!(find(holder), Seen::Object | Seen::Packed));
            if held && matches!(find(row.path), Seen::Absent) && requirement.when.holds(find) {
                let when = Some(&requirement.when);
                self.told(RuleKind::Required, row, "nothing", "a value", when, requirement.cite);
            }
        }
        for narrowing in self.form.narrowings {
            let Some(row) = self.form.rows.iter().find(|row| row.path == narrowing.path) else { continue };
            if !narrowing.when.holds(find) {
                continue;
            }
            match (narrowing.kind, find(row.path)) {
                (Kind::Text(rule), Seen::Text(text)) => {
                    self.text_when(row, &rule, text, Some(&narrowing.when), narrowing.cite);
                }
                (Kind::Integer(rule), Seen::Integer(value)) => {
                    self.integer_when(row, &rule, value, Some(&narrowing.when), narrowing.cite);
                }
                _ => {}
            }
        }
        for together in self.form.together {
            if !together.agrees(find) {
                let path = together.columns.first().copied().unwrap_or_default();
                self.push(Violation {
                    rule: rule::id(self.form.id, RuleKind::Together, together.told),
                    pointer: paths::pointer(path),
                    severity: Severity::Error,
                    found: "values that do not go together".to_owned(),
                    wanted: format!("a row of the table of {}", together.columns.join(", ")).into(),
                    cite: together.cite,
                });
            }
        }
    }
}
