//! Loading: bytes to typed files with positions.

mod between;
mod convert;
#[cfg(test)]
mod cost;
mod data;
mod entries;
mod events;
pub(crate) mod files;
mod frame;
pub(crate) mod node;
mod offsets;
mod portable;
mod scalar;
pub(crate) mod shape;
pub(crate) mod source;
pub(crate) mod texts;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::de::DeserializeOwned;

use crate::fault::{Fault, Found, Kind, Place, Severity};
#[doc(hidden)]
pub use data::read_data;
pub(crate) use events::read;
use files::{Files, LARGEST};
use node::Node;
use shape::Checker;
use source::Source;

/// A file that has the shape of the language.
#[derive(Debug)]
pub(crate) struct File<T> {
    pub(crate) source: Source,
    pub(crate) node: Node,
    pub(crate) typed: T,
}

/// Faults found so far, and the texts that they point into.
#[derive(Debug, Default)]
pub(crate) struct Sink {
    pub(crate) faults: Vec<Fault>,
    /// Errors and warnings of a file that were found and not made.
    pub(crate) more: BTreeMap<String, [usize; 2]>,
    pub(crate) texts: BTreeMap<String, String>,
}

impl Sink {
    /// Takes what was found elsewhere.
    pub(crate) fn take(&mut self, other: Sink) {
        self.faults.extend(other.faults);
        self.texts.extend(other.texts);
        other.more.into_iter().for_each(|(file, over)| self.add(&file, over));
    }

    /// Takes what was found in a file.
    pub(crate) fn found(&mut self, file: &str, found: Found) {
        let (faults, over) = found.into_parts();
        self.faults.extend(faults);
        self.add(file, over);
    }

    fn add(&mut self, file: &str, [errors, warnings]: [usize; 2]) {
        if errors + warnings > 0 {
            let sum = self.more.entry(file.to_owned()).or_default();
            *sum = [sum[0] + errors, sum[1] + warnings];
        }
    }

    /// A fault of a file that could not be read at all.
    pub(crate) fn file_fault(&mut self, kind: Kind, file: &str, message: String, help: &str) {
        self.faults.push(Fault {
            kind,
            severity: Severity::Error,
            message,
            file: file.to_owned(),
            place: Place { bytes: 0..0, line: 1, column: 1 },
            label: String::new(),
            help: if help.is_empty() { Vec::new() } else { vec![help.to_owned()] },
            related: Vec::new(),
        });
    }
}

/// Reads a file as text. Tells what is wrong.
pub(crate) fn text(files: &dyn Files, path: &str, sink: &mut Sink) -> Option<String> {
    let bytes = match files.read(path) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => {
            sink.file_fault(Kind::Unreadable, path, format!("there is no file `{path}`"), "");
            return None;
        }
        Err(unread) => {
            sink.file_fault(unread.kind, path, unread.message, "");
            return None;
        }
    };
    if u64::try_from(bytes.len()).is_ok_and(|len| len > LARGEST) {
        sink.file_fault(Kind::TooLarge, path, format!("the file is larger than {LARGEST} bytes"), "");
        return None;
    }
    match String::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            // What reads stays readable in the report.
            let readable = String::from_utf8_lossy(&bytes).into_owned();
            let source = Source::new(path, readable);
            let mut fault = source.fault(Kind::NotUtf8, good..good + 1, format!("byte {good} is not UTF-8"));
            fault.place.bytes.end = fault.place.bytes.start + '\u{FFFD}'.len_utf8();
            fault.help.push("save the file as UTF-8".to_owned());
            sink.faults.push(fault);
            sink.texts.insert(path.to_owned(), source.text);
            None
        }
    }
}

/// The tree of a text, and what is wrong with it.
fn tree(path: &str, text: &str) -> (Source, Option<Node>, Found) {
    let unmarked = text.strip_prefix('\u{FEFF}');
    let source = Source::new(path, unmarked.unwrap_or(text));
    let (node, mut found) = events::read(&source);
    if unmarked.is_some() {
        let message = "the file begins with U+FEFF, a mark that some readers take for a letter of its first word";
        let help = vec!["save the file as UTF-8 without a byte order mark".to_owned()];
        found.push(Severity::Error, || Fault { help, ..source.fault(Kind::ControlCharacter, 0..0, message) });
    }
    (source, node, found)
}

/// Reads a file of the language: YAML and types. `None` where either is wrong. The schema then says what and where: typing
/// stops at the first fault and knows no place. It takes a while to build, so it waits until it is asked.
pub(crate) fn file<T: DeserializeOwned>(
    files: &dyn Files,
    path: &str,
    checker: &LazyLock<Checker>,
    sink: &mut Sink,
) -> Option<File<T>> {
    let text = text(files, path, sink)?;
    let (source, node, mut faults) = tree(path, &text);
    sink.texts.insert(path.to_owned(), source.text.clone());
    let Some(node) = node else {
        if faults.is_empty() {
            let mut fault = source.fault(Kind::Empty, 0..0, "the file holds nothing");
            fault.help.push("the two whole files in the language reference show what a spec says".to_owned());
            faults.push(Severity::Error, || fault);
        }
        sink.found(path, faults);
        return None;
    };
    let typed = faults.is_empty().then(|| serde_yaml::from_value(convert::to_yaml(&node)));
    if let Some(Ok(typed)) = typed {
        return Some(File { source, node, typed });
    }
    faults.extend(shape::check(checker, &node, &source));
    if let Some(Err(error)) = typed
        && faults.is_empty()
    {
        // Schema and types say the same; a property test holds them equal. What types alone refuse is refused.
        faults
            .push(Severity::Error, || source.fault(Kind::WrongForm, 0..0, format!("the file does not read: {error}")));
    }
    sink.found(path, faults);
    None
}

/// Whether the schema takes a tree, and whether typing does.
#[doc(hidden)]
#[must_use]
pub fn judged_twice(text: &str, kind: &str) -> Option<(bool, bool)> {
    let source = Source::new("file", text);
    let (node, faults) = events::read(&source);
    let node = node.filter(|_| faults.is_empty())?;
    let yaml = convert::to_yaml(&node);
    Some(match kind {
        "platform" => {
            (shape::PLATFORM.accepts(&node), serde_yaml::from_value::<crate::model::platform::Platform>(yaml).is_ok())
        }
        "codes" => (
            shape::CODES.accepts(&node),
            serde_yaml::from_value::<crate::model::platform::OperationCodes>(yaml).is_ok(),
        ),
        _ => (shape::METHOD.accepts(&node), serde_yaml::from_value::<crate::model::method::Method>(yaml).is_ok()),
    })
}
