//! What the checks of meaning share: the file they judge, where they are in it, and the faults they find.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::fault::{Fault, Found, Kind, Severity, did_you_mean};
use crate::load::node::{Node, step};
use crate::load::source::Source;
use crate::model::cite::Cites;
use crate::model::fact::{Fact, Stated, Word};
use crate::model::keyed::{Map, Short};
use crate::model::method as m;
use crate::model::text::{DocumentKey, Text};
use crate::model::when::When;
use crate::resolved as r;

/// One file under judgement.
pub(crate) struct Judge<'a> {
    pub(crate) source: &'a Source,
    pub(crate) node: &'a Node,
    pub(crate) documents: BTreeMap<String, r::Document>,
    pub(crate) draft: bool,
    faults: RefCell<Found>,
}

impl<'a> Judge<'a> {
    pub(crate) fn new(
        source: &'a Source,
        node: &'a Node,
        documents: &Map<DocumentKey, m::Document>,
        draft: bool,
    ) -> Judge<'a> {
        let documents = documents.map.iter().map(|(key, one)| (key.as_str().to_owned(), document(one))).collect();
        let judge = Judge { source, node, documents, draft, faults: RefCell::default() };
        for (key, document) in &judge.documents {
            if let Some(newer) = document.replaced_by.as_deref().filter(|newer| !judge.documents.contains_key(*newer)) {
                judge.tell(
                    Kind::UnknownDocument,
                    &format!("/documents/{key}/replaced_by"),
                    format!("no document `{newer}` is declared"),
                    did_you_mean(newer, judge.documents.keys().map(String::as_str)),
                );
            }
        }
        judge
    }

    pub(crate) fn into_faults(self) -> Found {
        self.faults.into_inner()
    }

    /// How grave a fault of this file is.
    fn severity(&self) -> Severity {
        if self.draft { Severity::Warning } else { Severity::Error }
    }

    fn push(&self, help: Vec<String>, fault: impl FnOnce() -> Fault) {
        self.faults.borrow_mut().push(self.severity(), || Fault { help, ..fault() });
    }

    /// Whether a further fault is only counted: its help need not be made.
    pub(crate) fn is_full(&self) -> bool {
        self.faults.borrow().is_full(self.severity())
    }

    /// `did you mean`, as help: empty or one line.
    pub(crate) fn did_you_mean<'n>(&self, given: &str, known: impl IntoIterator<Item = &'n str>) -> Vec<String> {
        // the distance to each known name is what costs most of a fault
        if self.is_full() { Vec::new() } else { did_you_mean(given, known) }
    }

    /// Names as a line of help says them; nothing where the line is not told.
    pub(crate) fn listed<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> String {
        if self.is_full() { String::new() } else { names.into_iter().collect::<Vec<_>>().join(", ") }
    }

    /// A fault of the value at a pointer.
    pub(crate) fn tell(&self, kind: Kind, pointer: &str, message: impl Into<String>, help: Vec<String>) {
        self.push(help, || self.source.fault(kind, self.node.locate(pointer), message));
    }

    /// A fault of the key at a pointer.
    pub(crate) fn tell_key(&self, kind: Kind, pointer: &str, message: impl Into<String>, help: Vec<String>) {
        self.push(help, || self.source.fault(kind, self.node.locate_key(pointer), message));
    }

    /// Something about the key at a pointer that stops nothing and is worth a look.
    pub(crate) fn warn_key(&self, kind: Kind, pointer: &str, message: impl Into<String>, help: Vec<String>) {
        let fault = || Fault { help, ..self.source.fault(kind, self.node.locate_key(pointer), message) };
        self.faults.borrow_mut().push(Severity::Warning, fault);
    }

    /// A fault at bytes.
    pub(crate) fn tell_at(&self, kind: Kind, bytes: Range<usize>, message: impl Into<String>, help: Vec<String>) {
        self.push(help, || self.source.fault(kind, bytes, message));
    }

    /// A fault of two keys of this file.
    pub(crate) fn tell_both(
        &self,
        kind: Kind,
        pointer: &str,
        message: String,
        other: &str,
        says: &str,
        help: Vec<String>,
    ) {
        self.push(help, || {
            let mut fault = self.source.fault(kind, self.node.locate_key(pointer), message);
            let place = self.source.place(self.node.locate_key(other));
            if place != fault.place {
                fault.related.push((self.source.file.clone(), place, says.to_owned()));
            }
            fault
        });
    }

    /// A cite as its parts; the walk over all cites tells what is wrong with it.
    pub(crate) fn cite(key: &str, printed: Option<&str>) -> r::Cite {
        let (document, lines) = match key.split_once(':') {
            Some((document, lines)) => (document, Some(lines)),
            None => (key, None),
        };
        let lines = lines.and_then(|lines| match lines.split_once('-') {
            Some((first, last)) => Some((first.parse().ok()?, last.parse().ok()?)),
            None => lines.parse().ok().map(|line| (line, line)),
        });
        r::Cite { document: document.to_owned(), lines, printed: printed.map(str::to_owned) }
    }
}

/// Cites of the platform's file, told apart from a method's own: `platform/api`.
pub(crate) fn from_platform(cites: &[r::Cite]) -> Vec<r::Cite> {
    let marked = |cite: &r::Cite| r::Cite { document: format!("platform/{}", cite.document), ..cite.clone() };
    cites.iter().map(marked).collect()
}

/// A place in the file with the cites that hold there.
#[derive(Debug, Clone, Default)]
pub(crate) struct Here {
    pub(crate) pointer: String,
    pub(crate) cite: Vec<r::Cite>,
}

impl Here {
    /// One step further down.
    pub(crate) fn down(&self, key: impl std::fmt::Display) -> Here {
        Here { pointer: step(&self.pointer, key), cite: self.cite.clone() }
    }

    /// With a block's own cite, if it has one.
    pub(crate) fn cited(mut self, own: Option<&Cites>) -> Here {
        if let Some(own) = own {
            self.cite = own.iter().map(|(key, printed)| Judge::cite(key.as_str(), printed)).collect();
        }
        self
    }
}

/// A document as all outputs see it.
fn document(one: &m::Document) -> r::Document {
    let text = |text: &Option<Text>| text.as_ref().map(|text| text.as_str().to_owned());
    r::Document {
        title: one.title.as_str().to_owned(),
        language: text(&one.language),
        file: one.file.as_ref().map(|file| file.as_str().to_owned()),
        url: one.url.as_ref().map(|url| url.as_str().to_owned()),
        read: one.read.as_ref().map(|day| day.as_str().to_owned()),
        lines: one.lines.map(|count| count.0),
        sha256: one.sha256.as_ref().map(|digest| digest.as_str().to_owned()),
        replaced_by: one.replaced_by.as_ref().map(|key| key.as_str().to_owned()),
        api: text(&one.api),
    }
}

/// What a fact states.
pub(crate) fn said<T, U>(stated: &Stated<T>, read: impl FnOnce(&T) -> U) -> r::Said<U> {
    match stated {
        Stated::Is(value) => r::Said::Is(read(value)),
        Stated::Word(word) => said_word(*word),
    }
}

/// A word in place of a value.
pub(crate) fn said_word<U>(word: Word) -> r::Said<U> {
    match word {
        Word::None => r::Said::None,
        Word::Contract => r::Said::Contract,
        Word::NotDocumented => r::Said::NotDocumented,
    }
}

/// A fact that the file does not speak of.
pub(crate) fn silent<U>() -> r::Fact<U> {
    r::Fact { said: r::Said::NotDocumented, cite: Vec::new(), note: None }
}

/// A fact with its own cites, else the block's. No block's lines say that something is not documented.
pub(crate) fn sourced<U>(said: r::Said<U>, cite: Option<&Cites>, note: Option<&Text>, here: &Here) -> r::Fact<U> {
    let wider = if matches!(said, r::Said::NotDocumented) { Vec::new() } else { here.cite.clone() };
    let here = Here { pointer: String::new(), cite: wider };
    r::Fact { said, cite: here.cited(cite).cite, note: note.map(|note| note.as_str().to_owned()) }
}

/// What a condition says in words.
pub(crate) fn told(when: Option<&When>) -> Option<&Text> {
    match when {
        Some(When(Short::Short(words))) => Some(words),
        _ => None,
    }
}

/// Remarks as one, a sentence after the other.
pub(crate) fn remarks<const N: usize>(all: [Option<&Text>; N]) -> Option<String> {
    let sentence = |text: &Text| format!("{}.", text.as_str().trim_end_matches('.'));
    let one: Vec<&Text> = all.into_iter().flatten().collect();
    match one.as_slice() {
        [] => None,
        [only] => Some(only.as_str().to_owned()),
        several => Some(several.iter().map(|text| sentence(text)).collect::<Vec<_>>().join(" ")),
    }
}

/// A fact with its sources; not documented where it is absent.
pub(crate) fn fact<T, U>(fact: Option<&Fact<T>>, here: &Here, read: impl FnOnce(&T) -> U) -> r::Fact<U> {
    match fact {
        None => silent(),
        Some(Fact(long)) => {
            let fact = sourced(said(&long.is, read), long.cite.as_ref(), None, here);
            // a fact cannot be held to a condition: it is told with it
            let when = long.when.as_ref().and_then(super::condition::sentence);
            let note = match (when, remarks([long.note.as_ref()])) {
                (Some(when), Some(note)) => Some(format!("{}. {note}", when.trim_end_matches('.'))),
                (when, note) => when.or(note),
            };
            r::Fact { note, ..fact }
        }
    }
}
