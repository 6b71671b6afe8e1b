//! The faults of one file: a hundred of them, and how many more there are.
//!
//! A file with more faults is not read by anybody to its end, and each fault costs a look at its place. What is over is
//! counted and not made, so a file of faults costs what a file of facts does.

use std::collections::BTreeMap;

use super::{Fault, Kind, Place, Severity, line};

/// Faults of a file that are told.
pub(crate) const MOST: usize = 100;
/// Characters of a message, a label and a line of help.
const MESSAGE: usize = 300;
const LABEL: usize = 160;
const HELP: usize = 480;
/// Lines of help, and other places, of one fault.
const BESIDE: usize = 8;

/// Faults as they are found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    list: Vec<Fault>,
    /// How many were found, made or not.
    errors: usize,
    warnings: usize,
}

impl Found {
    /// Takes a fault, which is made only if it is told.
    pub(crate) fn push(&mut self, severity: Severity, make: impl FnOnce() -> Fault) {
        let count = match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
        };
        *count += 1;
        if *count <= MOST {
            self.list.push(Fault { severity, ..make() });
        }
    }

    /// Whether a further fault would only be counted: what it takes to make one can be left out.
    pub(crate) fn is_full(&self, severity: Severity) -> bool {
        match severity {
            Severity::Error => self.errors >= MOST,
            Severity::Warning => self.warnings >= MOST,
        }
    }

    /// Whether nothing was found.
    pub(crate) fn is_empty(&self) -> bool {
        self.errors + self.warnings == 0
    }

    /// The faults that are told, and how many are not: errors, and warnings.
    pub(crate) fn into_parts(self) -> (Vec<Fault>, [usize; 2]) {
        (self.list, [self.errors, self.warnings].map(|count| count.saturating_sub(MOST)))
    }

    /// Takes what was found in another look at the same file.
    pub(crate) fn extend(&mut self, other: Found) {
        let (list, [errors, warnings]) = other.into_parts();
        list.into_iter().for_each(|fault| self.push(fault.severity, || fault));
        self.errors += errors;
        self.warnings += warnings;
    }
}

/// The faults of each file that are told, errors first, in order; and how many of each file are not.
pub(super) fn told(list: Vec<Fault>, more: &mut BTreeMap<String, [usize; 2]>) -> Vec<Fault> {
    let mut files: BTreeMap<String, Vec<Fault>> = BTreeMap::new();
    for fault in list {
        files.entry(fault.file.clone()).or_default().push(fault);
    }
    let mut told = Vec::new();
    for (file, mut faults) in files {
        faults.sort_by(order);
        faults.dedup();
        let errors = faults.iter().filter(|fault| fault.severity == Severity::Error).count();
        let mut room = [MOST.min(errors), MOST.saturating_sub(errors)];
        let over = more.entry(file.clone()).or_default();
        faults.retain(|fault| {
            let of = usize::from(fault.severity == Severity::Warning);
            let (Some(room), Some(over)) = (room.get_mut(of), over.get_mut(of)) else { return true };
            *over += usize::from(*room == 0);
            let keep = *room > 0;
            *room = room.saturating_sub(1);
            keep
        });
        let last = faults.last().map(|fault| fault.place.clone());
        told.extend(faults.into_iter().map(short));
        if *over == [0, 0] {
            more.remove(&file);
        } else {
            told.push(over_fault(file, *over, last));
        }
    }
    told
}

fn order(a: &Fault, b: &Fault) -> std::cmp::Ordering {
    let key = |fault: &Fault| (fault.place.bytes.start, fault.place.bytes.end, fault.kind);
    key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
}

/// The line that says how many more there are. It stands at the last that is told.
fn over_fault(file: String, [errors, warnings]: [usize; 2], last: Option<Place>) -> Fault {
    let place = last.unwrap_or(Place { bytes: 0..0, line: 1, column: 1 });
    Fault {
        kind: Kind::More,
        severity: if errors > 0 { Severity::Error } else { Severity::Warning },
        message: format!("{} of this file that are not shown", super::counted(errors, warnings)),
        file,
        // after all that are told, and of no text of its own
        place: Place { bytes: place.bytes.end..place.bytes.end, ..place },
        label: String::new(),
        help: vec!["put those above right first, and look again".to_owned()],
        related: Vec::new(),
    }
}

/// A fault whose texts are cut to what can be read, without what would break a line or move a terminal's cursor.
fn short(mut fault: Fault) -> Fault {
    fault.message = line(&fault.message, MESSAGE);
    fault.label = line(&fault.label, LABEL);
    fault.help.truncate(BESIDE);
    fault.help.iter_mut().for_each(|help| *help = line(help, HELP));
    fault.related.truncate(BESIDE);
    fault.related.iter_mut().for_each(|(_, _, says)| *says = line(says, LABEL));
    fault
}
