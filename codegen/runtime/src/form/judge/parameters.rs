//! The platform's own parameters: what it says of them holds whichever method is used.

use super::{Input, Judge, Seen};
use crate::form::rule::RuleKind;
use crate::form::table::{Kind, Row};

impl Judge<'_> {
    /// Holds each parameter that is there and that the form itself says no more of against its row.
    pub(super) fn parameters(&mut self, input: &dyn Input) {
        self.stem = self.form.interface.stem();
        for row in self.form.parameters_beside() {
            match input.find(row.path) {
                Seen::Absent => {}
                seen => self.parameter(row, seen),
            }
        }
        self.stem = self.form.id;
    }

    fn parameter(&mut self, row: &Row, seen: Seen<'_>) {
        match (row.kind, seen) {
            (Kind::Encoded(encoding), Seen::Text(text)) if !encoding.is_written(text) => {
                self.broken(RuleKind::Pattern, row, "a text of another form", encoding.wanted());
            }
            (Kind::Encoded(encoding), Seen::Text(text)) if encoding.unpack(text).is_some() => {}
            _ => self.row(row, seen),
        }
    }
}
